"""The choices of a question as the options of a widget, and back."""

from __future__ import annotations

from owf.assessment.asking import Choice
from owf.assessment.refusals import OutsideScale
from owf.questionnaire import NonScore, Pack


def as_option(choice: Choice | None) -> str | None:
    """A choice as the widget's option: plain text, so that it survives any reload of code."""
    if choice is None:
        return None
    return choice.value if isinstance(choice, NonScore) else str(choice)


def from_option(option: str) -> Choice:
    """The choice behind a widget's option.

    Raises:
        OutsideScale: no such option; a browser that was open over a change of words may send one.
    """
    if option.isascii() and option.isdigit():
        return int(option)
    if option in set(NonScore):
        return NonScore(option)
    raise OutsideScale("This answer is not one of those offered. Reload the page, then choose.")


def options_of(pack: Pack) -> list[str]:
    """All options of a question, levels first."""
    levels = [str(value) for value in pack.scale.values]
    return levels + [option.value.value for option in pack.scale.non_scores]
