"""Bounds of texts that people type, and short lists of names."""

from collections.abc import Sequence

from owf.assessment.errors import OutsideScale


def refuse_longer(what: str, text: str, limit: int, *, advice: str = "", field: str = "") -> None:
    """Refuse text of more characters than the limit; ``what`` begins the sentence."""
    if len(text) > limit:
        raise OutsideScale(
            f"{what} has {len(text)} characters. Shorten it to {limit}{advice}.", field=field
        )


def first_few(parts: Sequence[str], most: int) -> str:
    """The first of many names, and how many more there are: ``A, B and 3 more``."""
    more = len(parts) - most
    return f"{', '.join(parts[:most])} and {more} more" if more > 0 else ", ".join(parts)
