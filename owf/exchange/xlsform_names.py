"""What the fields of an XLSForm are called: XML's names have no hyphens and no digit in front."""

from __future__ import annotations

from collections.abc import Iterator

from owf.assessment.refusals import Refused
from owf.exchange.form import BlankForm

ABOUT, PARTNER, SECTOR, FILLED_IN_BY = "about", "partner", "sector", "name"
SECTORS = "sectors"
_OWN = (ABOUT, PARTNER, SECTOR, FILLED_IN_BY, "data", "meta")
"""Fields that every form has, whatever the questionnaire; XForms itself adds the last two."""


def of(own_id: str) -> str:
    """A theme's or a question's name: ``lead-professional`` becomes ``lead_professional``."""
    name = own_id.replace("-", "_")
    return f"_{name}" if name[0].isdigit() else name


def intro(theme_id: str) -> str:
    """The name of what a theme begins with."""
    return f"{of(theme_id)}_intro"


def comment(question_id: str) -> str:
    """The name of the comment on a question."""
    return f"{of(question_id)}_comment"


def evidence(question_id: str) -> str:
    """The name of the evidence for a question."""
    return f"{of(question_id)}_evidence"


def choices(scale_id: str) -> str:
    """The name of the list of a scale's choices; never the one of the sectors."""
    return f"scale_{of(scale_id)}"


def refuse_collisions(form: BlankForm) -> None:
    """Make sure that no two fields have the same name.

    Raises:
        Refused: two have, since `a-comment` may be a question and a comment on the question `a`.
    """
    taken: dict[str, str] = {}
    for name, words in _fields(form):
        if name in taken:
            raise Refused(
                f"{form.name} cannot become an XLSForm: {taken[name]} and {words} would both be "
                f"called {name} there. Give one of them another id."
            )
        taken[name] = words


def _fields(form: BlankForm) -> Iterator[tuple[str, str]]:
    yield from ((name, f"the form's own field `{name}`") for name in _OWN)
    for theme in form.themes:
        yield of(theme.id), f"the theme `{theme.id}`"
        yield intro(theme.id), f"the introduction to `{theme.id}`"
    for one in form.questions:
        yield of(one.id), f"the question `{one.id}`"
        if one.has_comment:
            yield comment(one.id), f"the comment on `{one.id}`"
        if one.evidence:
            yield evidence(one.id), f"the evidence for `{one.id}`"
