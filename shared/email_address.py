"""E-mail addresses: one address that mail can be sent to, its domain as DNS knows it."""

from typing import Any

LONGEST = 254


class NotAnAddress(Exception):
    """The text is not one e-mail address. The reason names no part of it."""


def checked_address(text: str) -> str:
    """The address in normal form. NotAnAddress for a display name, two addresses, controls, or letters SES refuses."""
    if len(text) > LONGEST or not text.isprintable():
        raise NotAnAddress(f"takes one address of at most {LONGEST} characters")
    return str(_validated(text).normalized)


def wire_address(text: str) -> str:
    """The address as it stands in a header: internationalized domains in punycode. Raises NotAnAddress."""
    local, _, domain = checked_address(text).rpartition("@")
    return f"{local}@{_validated(f'a@{domain}').ascii_domain}"


def _validated(text: str) -> Any:
    # Its patterns of all of Unicode take as long to make as thirty models, and only an address needs them.
    from email_validator import EmailNotValidError, validate_email

    try:
        # Asking DNS would make an answer depend on the network; `.test` names are for trying things out.
        return validate_email(text, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError as error:
        raise NotAnAddress("is not one e-mail address, as name@company.com") from error
