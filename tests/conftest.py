"""What is drawn is the same in every run; what the proofs covered is summed up below the results."""

from collections import Counter
from typing import Any

from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
settings.load_profile("fixed")

COUNTED = (
    "calls to AWS disturbed", "orders of calls", "calls of consumers followed by an end",
    "histories of the model", "steps of the model", "faults drawn for the model",
    "calls to AWS that the caller's role allows", "rights of roles that are made use of",
)  # fmt: skip


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    covered, seen = Counter[str](), Counter[str]()
    for name, numbers in (pair for report in reports for pair in report.user_properties if pair[0] in COUNTED):
        covered[name] += numbers[0]
        seen[name] += numbers[1]
    for name in seen:
        terminalreporter.write_line(f"{name}: covered {covered[name]} / seen {seen[name]}")
