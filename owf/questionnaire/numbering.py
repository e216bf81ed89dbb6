"""The numbers that people read before questions: in order within each theme, whatever the code.

A code stays with its question, so that a questionnaire of a later year asks CAF 17 between CAF 3
and CAF 4. See docs/decisions/0032-questions-are-numbered-as-they-are-asked.md.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

_CODE = re.compile(r"(.*\D)\d+")


def numbers_of(themes: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, str]:
    """What stands before each question: its theme's letters and its place in the theme.

    Args:
        themes: theme id -> its questions' ids and codes, in the order they are asked.

    Returns:
        By question id; empty where themes cannot be told apart by their letters, or a code has
        none: codes are printed there.
    """
    letters = {theme: _letters([code for _, code in items]) for theme, items in themes.items()}
    if not all(letters.values()) or len(set(letters.values())) < len(letters):
        return {}
    return {
        item: f"{letters[theme]}{place}"
        for theme, items in themes.items()
        for place, (item, _) in enumerate(items, start=1)
    }


def _letters(codes: Sequence[str]) -> str:
    """What most codes of a theme begin with."""
    found = Counter(match[1] for code in codes if (match := _CODE.fullmatch(code)))
    return found.most_common(1)[0][0] if found.total() == len(codes) and codes else ""
