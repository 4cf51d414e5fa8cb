"""What a month costs, as the page on operations tells it, is what the units come to."""

from fractions import Fraction

from tests.bench.units import Cost, month
from tests.support.template import ROOT, resources

PAGE = (ROOT / "docs/operations.md").read_text()
GROWS_NOT = "walks of the four jobs"


def rows(title: str) -> list[list[str]]:
    """The rows of the table whose first heading this is."""
    table = PAGE.partition(f"| {title} |")[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table]


def number(text: str) -> Fraction:
    return Fraction(text.lstrip("$").replace(",", ""))


def dollars(cost: Cost, row: list[str]) -> bool:
    small, large = number(row[3]), number(row[4])
    thousandfold = 0 if row[0] == GROWS_NOT else cost.dollars * 1000
    return abs(cost.dollars - small) <= Fraction("0.0005") and abs(thousandfold - large) <= Fraction("0.5")


def test_the_tables_cost_what_the_page_says() -> None:
    parts, told = month(), rows("tables")
    for (name, cost), row in zip(parts.items(), told, strict=True):
        assert name.startswith(row[0])
        assert (round(cost.read), round(cost.written)) == (number(row[1]), number(row[2]))
        assert dollars(cost, row), name


def test_the_sums_are_those_of_the_rows() -> None:
    told = [row[-2:] for row in rows("tables") + rows("beside the tables")]
    small, large = (sum(number(row[place]) for row in told) for place in (0, 1))
    assert f"Together ${round(small)} and ${round(large, -1)} a month." in PAGE


def test_what_is_paid_for_whether_it_is_used_or_not_is_counted() -> None:
    kinds = [each["Type"] for each in resources().values()]
    alarms, keys = kinds.count("AWS::CloudWatch::Alarm"), kinds.count("AWS::KMS::Key")
    (fixed,) = [row for row in rows("beside the tables") if "alarms" in row[0]]
    assert fixed[0].startswith(f"{alarms} alarms, two keys")
    assert keys == 2
    assert number(fixed[2]) == alarms * Fraction("0.10") + keys + 3
