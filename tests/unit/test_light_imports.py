"""What is heavy is loaded by the request that needs it, not by every cold start."""

import subprocess
import sys

from tests.support.template import ROOT, routes

HEAVY = {"boto3", "email_validator", "jinja2", "pyhanko", "typst", "xlsxwriter"}
CODE = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]; print(*sys.modules)"


def test_no_function_of_the_api_loads_what_few_requests_need() -> None:
    command = [sys.executable, "-c", CODE, *sorted(set(routes().values()))]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.split()
    assert not HEAVY.intersection(loaded)
