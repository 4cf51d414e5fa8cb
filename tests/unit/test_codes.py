"""Each code that a refusal is raised with is one that clients can read about, but for those only the operator gets."""

import ast
from collections.abc import Iterator

from infra.openapi_parts import CODES
from shared import errors
from tests.unit.test_house import sources

OF_THE_OPERATOR = {"clock_goes_back", "clock_moved", "not_a_sandbox", "not_creditable", "not_yet", "nothing_left"}
OF_FAILURES = {"internal_error"}
KINDS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.Refusal)
}  # fmt: skip
CODE_ELSEWHERE = {"Unknown", "Stale", "Invalid", "Busy"}
"""Have their code from their own constructor, or by `code=`."""


def codes_in(tree: ast.AST) -> Iterator[str]:
    """Every code that a refusal is made with, or `? ...` where one cannot be read here."""
    for node in ast.walk(tree):
        name = getattr(node.func, "id", getattr(node.func, "attr", None)) if isinstance(node, ast.Call) else None
        if not isinstance(node, ast.Call) or name not in KINDS:
            continue
        given = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
        given += [] if name in CODE_ELSEWHERE else node.args[:1]
        yield from (str(each.value) if isinstance(each, ast.Constant) else f"? {ast.unparse(each)}" for each in given)


def test_every_code_is_described_and_every_described_one_is_raised() -> None:
    trees = [ast.parse(path.read_text()) for floor in ("functions", "shared") for path in sources(floor)]
    raised = {code for tree in trees for code in codes_in(tree)}
    fixed = {errors.Unknown("x").code, errors.Stale().code, errors.Invalid({}).code, errors.Busy().code}
    assert raised >= OF_THE_OPERATOR
    assert raised - OF_THE_OPERATOR | fixed | OF_FAILURES == set(CODES)
