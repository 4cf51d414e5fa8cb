"""Username, name and e-mail address of a person, checked and brought into the one form that is kept."""

import unicodedata

from shared.documents.printable import is_blank, unprintable
from shared.domain.seat import folded, is_username
from shared.email_address import NotAnAddress, checked_address

LONGEST_NAME = 200
FAR_TOO_LONG = 1000
"""Bringing a text into normal form takes time by the square of its accents."""


class Unfit(Exception):
    """A text that cannot be what it is meant to be; the message completes a sentence that begins with the field."""


def fit_username(text: str) -> str:
    """A username, lower-cased. Unfit for anything but ASCII letters, digits and `._@+-`."""
    # Only ASCII is folded: lower-casing U+0130 or U+212A would let two people be one.
    if not is_username(text):
        raise Unfit("takes 3 to 64 of a-z, 0-9 and ._@+-, beginning with a letter or digit")
    return folded(text)


def fit_name(text: str) -> str:
    """A person's name in normal form, without blanks around it. Unfit when it cannot be printed."""
    name = unicodedata.normalize("NFC", text[:FAR_TOO_LONG]).strip()
    if is_blank(name):
        raise Unfit("must not be blank")
    if len(name) > LONGEST_NAME or len(text) > FAR_TOO_LONG:
        raise Unfit(f"takes at most {LONGEST_NAME} characters")
    if bad := unprintable(name):
        raise Unfit(f"has a character that cannot be printed: {bad}")
    return name


def fit_email(text: str) -> str:
    """An e-mail address in normal form; whether anybody reads it is not asked. Unfit for what is none."""
    try:
        return checked_address(text)
    except NotAnAddress as fault:
        raise Unfit(str(fault)) from None
