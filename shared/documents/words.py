"""Values as people read them in a document: money, rates, dates, numbers of bytes, names of what is sold."""

from datetime import date

from shared.domain.catalog import GIGABYTE, PLANS, SKUS, storage_of
from shared.domain.money import in_major_units

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

PRODUCT_NAMES = {"jobs": "Jobs (job management)", "sales": "Sales (CRM)"}

PLAN_NAMES = {
    "startup": "Startup",
    "go_paperless": "Go Paperless",
    "customer_journey": "Customer Journey",
    "automation": "Automation",
    "classic": "Classic",
    "add_on": "Add-on",
    "starter": "Starter",
    "advanced": "Advanced",
}

ROLE_NAMES = {
    "engineer": "Engineer",
    "engineer_with_diary": "Engineer with diary",
    "engineer_with_invoice": "Engineer with invoice",
    "senior_engineer": "Senior engineer",
    "office_staff": "Office staff",
    "financial_office_staff": "Financial office staff",
    "sales_support": "Sales support",
    "sales_person": "Sales person",
    "senior_sales_person": "Senior sales person",
    "sales_manager": "Sales manager",
    "sales_director": "Sales director",
    "owner_manager": "Owner/manager",
}

KIND_NAMES = {"jobs": "Jobs", "sales-person": "Sales person", "sales-support": "Sales support"}

COMMITMENT_NAMES = {
    "contracted": "contracted: twelve-month commitment, billed monthly in advance",
    "rolling": "monthly rolling: no commitment, billed monthly in advance",
    "daily": "daily: no commitment, billed per used day in arrears",
}

ACCESS_NAMES = {
    "full": "full access, within the user's role",
    "attached_files": "attached files",
    "customers": "customers",
    "diary": "diary",
    "opportunities": "opportunities",
}


def amount(minor_units: int, currency: str) -> str:
    """A sum without its currency, `-123456` of GBP as `-1,234.56`."""
    whole, point, fraction = in_major_units(abs(minor_units), currency).partition(".")
    return f"{'-' if minor_units < 0 else ''}{int(whole):,}{point}{fraction}"


def money(minor_units: int, currency: str) -> str:
    """A sum with its currency, `-123456` of GBP as `GBP -1,234.56`."""
    return f"{currency} {amount(minor_units, currency)}"


def rate(basis_points: int) -> str:
    """A tax rate without a trailing zero, `1750` as `17.5 %`."""
    percent, hundredths = divmod(basis_points, 100)
    fraction = f".{hundredths:02}".rstrip("0") if hundredths else ""
    return f"{percent}{fraction} %"


def day(value: date) -> str:
    """A date that no reader takes for another, `3 February 2027`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def ordinal(number: int) -> str:
    """`31` as `31st`."""
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def sku_name(sku: str) -> str:
    """A SKU in words, `Sales person license, monthly rolling: ...`."""
    kind = sku.removesuffix(f"-{SKUS[sku].commitment}")
    return f"{KIND_NAMES[kind]} license, {COMMITMENT_NAMES[SKUS[sku].commitment]}"


def sku_short_name(sku: str) -> str:
    """A SKU in few words, `Sales person, rolling`."""
    commitment = SKUS[sku].commitment
    return f"{KIND_NAMES[sku.removesuffix(f'-{commitment}')]}, {commitment}"


def access(sku: str) -> str:
    """What a holder reaches, in words."""
    return ", ".join(ACCESS_NAMES[part] for part in SKUS[sku].access)


def storage(plan: str, sku: str) -> str:
    """The storage that each license adds, in words."""
    gigabytes = storage_of(PLANS[plan], SKUS[sku]) // GIGABYTE
    return f"{gigabytes} GB per license, pooled across the account" if gigabytes else "none"
