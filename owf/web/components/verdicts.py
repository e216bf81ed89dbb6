"""A verdict as people see it everywhere: its symbol and its word, in its colour."""

from __future__ import annotations

from typing import Protocol

from markupsafe import Markup

_CSS = {
    "ahead": "up",
    "slightly ahead": "up",
    "improved": "up",
    "slightly improved": "up",
    "behind": "down",
    "slightly behind": "down",
    "worse": "down",
    "slightly worse": "down",
    "a strength throughout": "up",
    "a slight strength throughout": "up",
    "a weakness throughout": "down",
    "a slight weakness throughout": "down",
    "not compared": "none",
    "cannot be calculated": "none",
}


class HasVerdict(Protocol):
    """A finding on a comparison or on a change."""

    @property
    def symbol(self) -> str:
        """The verdict's mark."""
        ...

    @property
    def verdict(self) -> str:
        """The verdict's word."""
        ...


def verdict_mark(finding: HasVerdict) -> Markup:
    """Symbol and word; the symbol is for the eye only, since the word says it."""
    return Markup(
        '<span class="owf-verdict owf-{}"><span aria-hidden="true">{}</span> {}</span>'
    ).format(_CSS.get(str(finding.verdict), "same"), finding.symbol, str(finding.verdict))
