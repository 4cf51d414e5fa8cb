"""What the command line says of itself with `--help`: what it is for, and an example of each command."""

DESCRIPTION = """What the people who run Seatkeeper do: open accounts, load prices, run jobs, look into what went wrong,
and prove that nothing was lost or doubled. COMMAND --help shows an example of each."""

EPILOG = """where to begin:
  something is wrong?      verify, dead-letters list, kept-aside list
  try out a year?          open-account with `sandbox`, clock ACCOUNT --to 2028-01-01T00:00:00Z, mails ACCOUNT
  a job was missed?        run-job bill-month --at 2027-04-05T09:25:00Z

Works on the local stack when .local/stack.json is there or --local is said, else on AWS by the usual credentials, on
the stack `seatkeeper`; with --stack NAME on that one on AWS, whatever is here.
One JSON object goes to standard output, progress to standard error. Exit 0: done and ok; 1: refused (with `code` and
`detail`), or not ok; 2: the words are off."""

ACCOUNT = "01M89MSWQQ1X267KX43NHB5C38"
_OPEN = """company.json:
  {"name": "Brook & Vale Ltd", "email": "office@brookvale.example", "address": "1 Mill Lane\\nLeeds",
   "time_zone": "Europe/London", "currency": "GBP", "tax_rate_bp": 2000,
   "plans": {"jobs": "go_paperless", "sales": "starter"},
   "owner": {"username": "olive", "name": "Olive Owner", "email": "olive@brookvale.example"},
   "first_order": {"sku": "jobs-contracted", "quantity": 5, "reference": "PO-1"}}
  `sandbox`: {"now": "2027-03-05T09:00:00Z"} gives it a clock of its own, `password` of the owner a log-in at once."""
_PRICES = """prices.json: minor units, two days ahead unless it is a first price
  [{"plan": "go_paperless", "sku": "jobs-rolling", "currency": "GBP", "unit_price": 2600,
    "effective_from": "2027-04-01"}]"""
_EVENT = f"""event.json:
  {{"detail_type": "user.logged_in", "detail": {{"event_id": "e-1", "account_id": "{ACCOUNT}",
   "user_id": "01M89...", "occurred_at": "2027-03-05T09:00:00Z", "device": "desktop"}}}}"""

_OF = {
    "open-account": ("company.json", _OPEN),
    "load-prices": ("prices.json", _PRICES),
    "set-password": ("olive Sample-Password-1", ""),
    "run-job": ("bill-month --at 2027-04-05T09:25:00Z", ""),
    "clock": (f"{ACCOUNT} --to 2027-04-05T09:00:00Z", ""),
    "change-plan": (f"{ACCOUNT} jobs automation", ""),
    "set-tax": (f"{ACCOUNT} 2000", ""),
    "credit": (f'{ACCOUNT} 2027-03-05.month.jobs-rolling.0 --reason "Billed in error"', ""),
    "put-event": ("event.json", _EVENT),
    "kept-aside list": ("", ""),
    "kept-aside replay": ("e-1", ""),
    "verify": (ACCOUNT, "Without an account: every one. What it prints is {ok, accounts, differences}."),
    "verify-contract": ("contract.pdf", ""),
    "mails": (ACCOUNT, ""),
    "dead-letters list": ("", ""),
    "dead-letters replay": ("", ""),
    "republish": (f"--since 2027-04-05 --account {ACCOUNT}", ""),
}


def of(program: str) -> str:
    """The example of a command, by how it is called: `python -m infra.operator run-job`."""
    words, more = _OF[program.partition("infra.operator ")[2]]
    return "\n".join(filter(None, [f"example:\n  {program} {words}".rstrip(), more]))
