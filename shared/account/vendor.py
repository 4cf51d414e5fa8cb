"""Who sells: the vendor that documents name, as the template's parameters say."""

import os

from shared.documents.parties import DEFAULT_VENDOR, Party


def vendor() -> Party:
    """The vendor as a party; until a deployment says otherwise, a made-up one."""
    name = os.environ.get("VENDOR_NAME")
    if not name:
        return DEFAULT_VENDOR
    lines = [line.strip() for line in os.environ.get("VENDOR_ADDRESS", "").split(";")]
    return Party(
        name=name, email=os.environ.get("VENDOR_EMAIL", ""), address="\n".join(lines),
        tax_id=os.environ.get("VENDOR_TAX_ID") or None,
    )  # fmt: skip
