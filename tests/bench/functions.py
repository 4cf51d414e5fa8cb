"""What a call costs in our code: cold import, first request, warm requests, in processes of their own on built code."""

import json
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.built import Built, build
from tests.bench.canned import Recorded, recorded
from tests.bench.measure import Row
from tests.support.memory_aws import ENVIRONMENT

PROCESS = Path(__file__).parent / "process.py"
PROCESSES, AGAIN, WARM = 3, 12, 100
MOST_IMPORT = 1.1
SETTINGS = ENVIRONMENT | {"AWS_LAMBDA_FUNCTION_NAME": "bench"}
QUOTE = "POST /v1/licenses/quotes"


@dataclass
class Costs:
    """CPU milliseconds of a route. Of fresh processes the quickest counts: all else that runs only adds to one."""

    call: Recorded
    imports: list[float] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)
    firsts: list[float] = field(default_factory=list)
    warm: float = 0.0
    get_item: float = 0.0


Sides = Callable[[Costs], tuple[float, float]]


def rows() -> Iterator[Row]:
    """The worst and the median of each. A page of fifty costs by its rows: warm calls are held to their median."""
    with TemporaryDirectory() as directory:
        built = build(Path(directory))
        measured = [_costs(built, call, Path(directory) / "call.pickle") for call in recorded()]
        imports = list(_imports(built, measured))
    reads, writes = ([each for each in measured if each.call.is_read == is_read] for is_read in (True, False))
    # Drawing the document is measured by itself.
    plain = [each for each in writes if each.call.name != QUOTE]
    yield from imports
    yield from _told("cold import and first request / the import: {}", measured, _first, 1.06)
    yield from _told("warm read, CPU without AWS: {} / one GetItem", reads, _warm, 0.5, is_worst_held=False)
    yield from _told("warm write, CPU without AWS: {} / one GetItem", plain, _warm, 0.8, is_worst_held=False)


def _costs(built: Built, call: Recorded, file: Path) -> Costs:
    """In turn with the floor; the last process goes on with warm requests."""
    file.write_bytes(pickle.dumps((call.event, call.answers)))
    costs = Costs(call)
    for number in range(PROCESSES):
        costs.floors.append(_of(built, "floor")["import"])
        told = _of(built, call.module, str(file), str(WARM if number == PROCESSES - 1 else 0))
        costs.imports.append(told["import"])
        costs.firsts.append(told["first"])
    costs.warm, costs.get_item = told["warm"], told["get_item"]
    return costs


def _of(built: Built, *arguments: str) -> dict[str, float]:
    told: dict[str, float] = json.loads(built.run(str(PROCESS), *arguments, **SETTINGS).splitlines()[-1])
    return told


def _imports(built: Built, measured: list[Costs]) -> Iterator[Row]:
    """By function: of those with several routes the median, of both sides, which were measured in turn.

    A machine that wavers puts one of 25 above any target: who is above it is measured again, and that counts.
    """
    by_function: dict[str, list[Costs]] = {}
    for costs in measured:
        by_function.setdefault(costs.call.module, []).append(costs)
    found = {module: _import_sides(routes) for module, routes in by_function.items()}
    for module, (ours, floor) in found.items():
        if ours / floor > MOST_IMPORT:
            found[module] = _imported_again(built, module)
    dearest = sorted(found, key=lambda module: found[module][0] / found[module][1], reverse=True)
    measure = "cold import, CPU: {} / a floor with client and 13 models"
    yield Row(measure.format(f"worst of {len(found)}"), *found[dearest[0]], "ms CPU", MOST_IMPORT)
    ours, floors = zip(*found.values(), strict=True)
    yield Row(measure.format("median"), median(ours), median(floors), "ms CPU", MOST_IMPORT)
    for module in dearest:
        if found[module][0] / found[module][1] > MOST_IMPORT:
            yield Row(f"  {module}", *found[module], "ms CPU")


def _imported_again(built: Built, module: str) -> tuple[float, float]:
    """Medians of turns."""
    turns = [(_of(built, module)["import"], _of(built, "floor")["import"]) for _ in range(AGAIN)]
    ours, floors = zip(*turns, strict=True)
    return median(ours), median(floors)


def _import_sides(routes: list[Costs]) -> tuple[float, float]:
    return median(min(costs.imports) for costs in routes), median(min(costs.floors) for costs in routes)


def _first(costs: Costs) -> tuple[float, float]:
    return min(costs.imports) + min(costs.firsts), min(costs.imports)


def _warm(costs: Costs) -> tuple[float, float]:
    return costs.warm, costs.get_item


def _told(
    measure: str, measured: list[Costs], sides: Sides, target: float, *, is_worst_held: bool = True
) -> Iterator[Row]:
    by_ratio = sorted(measured, key=lambda costs: sides(costs)[0] / sides(costs)[1], reverse=True)
    over = [costs for costs in by_ratio if sides(costs)[0] / sides(costs)[1] > target]
    worst = measure.format(f"worst of {len(by_ratio)}")
    yield Row(worst, *sides(by_ratio[0]), "ms CPU", target if is_worst_held else None)
    ours, floors = zip(*map(sides, measured), strict=True)
    yield Row(measure.format("median"), median(ours), median(floors), "ms CPU", target)
    for costs in over:
        yield Row(f"  {costs.call.name}", *sides(costs), "ms CPU")
