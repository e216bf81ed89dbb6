"""E-mail addresses: one spelling for each, and hidden where only their owner may read them."""

from __future__ import annotations

import re
import unicodedata
from email.errors import HeaderParseError
from email.headerregistry import Address

from owf.access.refusals import PersonRefused

LONGEST = 254
_SHAPE = re.compile(r"[^\s@,;:<>()\[\]\\\"]+@[^\s@,;:<>()\[\]\\\"]+\.[^\s@,;:<>()\[\]\\\".]{2,}")


def normal_email(text: str) -> str:
    """The one spelling under which an address is kept and looked up: trimmed, lower case."""
    return unicodedata.normalize("NFKC", text).strip().casefold()[:LONGEST]


def checked_email(text: str) -> str:
    """The normal spelling of an address that can be written to.

    Raises:
        PersonRefused: it is none.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if not _SHAPE.fullmatch(plain) or not plain.isprintable() or not _can_be_written_to(plain):
        raise PersonRefused(
            f"“{text.strip()[:60]}” is not an e-mail address. Write one like name@example.org.",
            field="email",
        )
    return plain


def _can_be_written_to(address: str) -> bool:
    """Whether a letter's head can hold the address."""
    try:
        Address(addr_spec=address)
    except (ValueError, HeaderParseError):
        return False
    return len(address) <= LONGEST
