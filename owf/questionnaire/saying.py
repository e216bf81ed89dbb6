"""How packs, numbers and lists are said in sentences about questionnaires."""

from collections.abc import Sequence

from owf.questionnaire.models import Pack

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def called(pack: Pack) -> str:
    """A pack's title with its version."""
    return pack.title if pack.version in pack.title else f"{pack.title} {pack.version}"


def number(count: int) -> str:
    """A number, up to nine as a word."""
    return _WORDS[count] if count < len(_WORDS) else str(count)


def counted(count: int, what: str) -> str:
    """How many of what: `one question`, `57 questions`."""
    return f"{number(count)} {what if count == 1 else f'{what}s'}"


def listed(words: Sequence[str]) -> str:
    """Words as one says them: `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
