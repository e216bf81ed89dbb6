"""Addresses in a text, which may be shown as links where they pass the checks of evidence."""

import re
from collections.abc import Sequence

from owf.assessment.errors import OutsideScale
from owf.assessment.evidence.links import checked_link

_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_AFTER = ".,;:!?)]}'’"
"""What ends a sentence or a bracket behind an address, and is no part of it."""


def with_links(text: str) -> Sequence[tuple[str, str]]:
    """A text in pieces, each with the address it leads to, or nothing where it is only words."""
    pieces: list[tuple[str, str]] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        shown = found[0].rstrip(_AFTER)
        try:
            address = checked_link(shown)
        except OutsideScale:
            continue
        pieces += [(text[end : found.start()], ""), (shown, address)]
        end = found.start() + len(shown)
    pieces.append((text[end:], ""))
    return [one for one in pieces if one[0]]


def refuse_bad_links(text: str, field: str) -> None:
    """Raises OutsideScale for an address that may not be linked, such as one with a password."""
    for found in _ADDRESS.finditer(text):
        try:
            checked_link(found[0].rstrip(_AFTER))
        except OutsideScale as refused:
            raise OutsideScale(f"One of the addresses: {refused}", field=field) from refused
