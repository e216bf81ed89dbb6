"""The median of the partners' levels, and the level that moderation proposes from it."""

from collections.abc import Sequence


def middle_values(levels: Sequence[int]) -> tuple[int, int] | None:
    """Give the two middle levels of a Trust's partners on one item, equal when their number is odd.

    Args:
        levels: the levels given, in any order; non-scores are not among them.

    Returns:
        The lower and the upper middle level; None where nobody gave a level.
    """
    if not levels:
        return None
    ordered = sorted(levels)
    return ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]


def median_in_words(middle: tuple[int, int]) -> str:
    """Give the median as people read it: ``3``, or ``between 3 and 4`` where it is between levels.

    Args:
        middle: the two middle levels, from ``middle_values``.
    """
    low, high = middle
    return str(low) if low == high else f"between {low} and {high}"


def proposed_level(levels: Sequence[int]) -> int | None:
    """Give the level to propose as agreed: the median, rounded down to a whole level.

    Args:
        levels: the levels given, in any order; non-scores are not among them.

    Returns:
        A whole level; None where nobody gave a level.
    """
    middle = middle_values(levels)
    if middle is None:
        return None
    # Rounded up, 2.5 would propose a level that half of the partners say has not been reached; a
    # Trust that believes the higher one can still agree it, with a reason.
    return sum(middle) // 2
