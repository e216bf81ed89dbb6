"""Ways between the pages of a return, and where each of them says one is."""

from __future__ import annotations

from owf.assessment.answering import ReturnView
from owf.web import landing

REVIEW = "check"
"""What stands in the address, in place of a theme, for the page of all answers."""


EVIDENCE = "evidence"
"""The same for the page of the partner's evidence."""


def places_to(view: ReturnView, theme: str) -> dict[str, str]:
    """What stands in the address of a page of the return."""
    return {"partner": str(view.partner.id), "year": str(view.round.year), "theme": theme}


def go(view: ReturnView, label: str, theme: str | None = None, *, main: bool = False) -> None:
    """Draw the link to a page of the return: to a theme's, to all answers, or to its start."""
    choices: dict[str, object] = {"partner": view.partner.id, "year": view.round.year}
    if theme is not None:
        choices["theme"] = theme
    landing.link_to(landing.ASSESSMENT, label, main=main, **choices)


def above(view: ReturnView) -> str:
    """The line above a page's heading."""
    return f"{view.facts.partner_name}, {view.round.trust_name}: self-assessment {view.round.year}"
