"""The rule that turns limits into a verdict (METHOD 2).

The margins are settings and are stored with a result, so a verdict can be worked out again later
with the numbers that were in force when it was given.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

Limits = tuple[float, float]

# Scores are means of a few whole levels, so no honest difference is anywhere near this small;
# what is smaller comes from binary fractions and must not tip a limit over 0 or a margin.
DUST = 1e-9


_MARKS = "▲△=○▽▼▨"
_DIRECTIONS = (1, 1, 0, 0, -1, -1, 0)


class VerdictWord(StrEnum):
    """The seven words that the rule has for one question, in the order of `Verdict`.

    The word at the same place follows from the same limits, so it has the same mark.
    """

    @property
    def _place(self) -> int:
        return list(type(self)).index(self)

    @property
    def symbol(self) -> str:
        """The mark that stands beside the word, so that no verdict rests on colour alone."""
        return _MARKS[self._place]

    @property
    def direction(self) -> int:
        """+1 for the first two words (ahead, improved, ...), -1 for their opposites, else 0."""
        return _DIRECTIONS[self._place]

    @classmethod
    def of(cls, verdict: "VerdictWord") -> Self:
        """Give this question's word for a verdict on another."""
        return list(cls)[verdict._place]


class Verdict(VerdictWord):
    """What a comparison with other Trusts shows, in the words of METHOD 2."""

    AHEAD = "ahead"
    SLIGHTLY_AHEAD = "slightly ahead"
    IN_LINE = "broadly in line"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    SLIGHTLY_BEHIND = "slightly behind"
    BEHIND = "behind"
    NOT_COMPARED = "not compared"


SYMBOLS: dict[Verdict, str] = {verdict: verdict.symbol for verdict in Verdict}


@dataclass(frozen=True)
class Rules:
    """The settings of the verdict rule (METHOD 2); margins are in levels of the scale.

    Attributes:
        slight_margin: a 95% limit at least this far from 0 makes "slightly ahead" into "ahead".
        in_line_margin: 90% limits inside plus or minus this show two Trusts to be alike.
        alpha: largest adjusted p of a difference.
        min_units: fewest units (sectors with a score) with which a Trust takes part.
        min_others: fewest other Trusts that take part.
        version: name of this set of settings, stored and shown with each result.
    """

    slight_margin: float = 0.25
    in_line_margin: float = 0.5
    alpha: float = 0.05
    min_units: int = 3
    min_others: int = 5
    version: str = "1"

    def __post_init__(self) -> None:
        """Refuse settings under which the words would lose their meaning.

        Raises:
            ValueError: a margin that is not positive, an alpha outside 0 to 1, or minimums with
                which no spread between partners could be had.
        """
        for name in ("slight_margin", "in_line_margin"):
            margin = getattr(self, name)
            if not (math.isfinite(margin) and margin > 0):
                raise ValueError(f"{name} is {margin}: give a positive number of levels.")
        if not 0 < self.alpha < 1:
            raise ValueError(f"alpha is {self.alpha}: give a number between 0 and 1.")
        if self.min_units < 2:
            raise ValueError(f"min_units is {self.min_units}: give 2 or more, one has no spread.")
        if self.min_others < 1:
            raise ValueError(f"min_others is {self.min_others}: give 1 or more.")


DEFAULT_RULES = Rules()


def verdict_from_limits(
    ci95: Limits, ci90: Limits, p_adjusted: float, rules: Rules = DEFAULT_RULES
) -> Verdict:
    """Give the verdict word for a difference from its limits (METHOD 2, table).

    Args:
        ci95: lower and upper 95% limit of the difference, in levels.
        ci90: lower and upper 90% limit of the same difference.
        p_adjusted: its two-sided p after adjustment over all groups of its kind.
        rules: margins and alpha.

    Returns:
        Any verdict but "not compared", for which there are no limits.

    Raises:
        ValueError: limits that are not finite or in the wrong order, or a p outside 0 to 1.
    """
    for name, limits in (("95%", ci95), ("90%", ci90)):
        if not all(math.isfinite(limit) for limit in limits):
            raise ValueError(f"The {name} limits {limits} are not finite: give two numbers.")
        if limits[0] > limits[1]:
            raise ValueError(f"The {name} limits {limits} are in the wrong order: lower first.")
    if not 0 <= p_adjusted <= 1:
        raise ValueError(f"The adjusted p is {p_adjusted}: give a number from 0 to 1.")

    lower, upper = ci95
    if p_adjusted <= rules.alpha:
        if lower > DUST:
            far = lower >= rules.slight_margin - DUST
            return Verdict.AHEAD if far else Verdict.SLIGHTLY_AHEAD
        if upper < -DUST:
            far = upper <= -rules.slight_margin + DUST
            return Verdict.BEHIND if far else Verdict.SLIGHTLY_BEHIND
    if ci90[0] > -rules.in_line_margin + DUST and ci90[1] < rules.in_line_margin - DUST:
        return Verdict.IN_LINE
    return Verdict.NO_CLEAR_DIFFERENCE
