"""A theme on one card: its level in words, what moved since last year, and against others."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from owf.benchmark.findings import ChangeFinding, Finding
from owf.benchmark.wording import number


@dataclass(frozen=True, kw_only=True)
class ThemeCard:
    """What a theme's card says, and the overall score's.

    Attributes:
        finding: against the comparator; its title, phrase and score are the card's.
        levels: of the scale, lowest first.
        level: the step of the scale that the score is nearest to, the lower of two as near (as
            the median is rounded down); None without a score.
        level_words: that step in the pack's words, such as "making some progress"; empty without.
        agreed: the agreed score beside it, in levels; None where none was agreed.
        change: since last year; None where nothing can be compared.
        no_change_because: why; empty where there is a change.
    """

    finding: Finding
    levels: tuple[int, ...]
    level: int | None
    level_words: str
    agreed: float | None = None
    change: ChangeFinding | None = None
    no_change_because: str = ""

    @property
    def score(self) -> float | None:
        """The Trust's score, in levels."""
        return self.finding.comparison.score

    @property
    def sentence(self) -> str:
        """The card in one sentence: what its picture's alternative text and table row say."""
        if self.score is None:
            said = f"{self.finding.title}: no score"
        else:
            said = (
                f"{self.finding.title}: {number(self.score, 1)}, nearest to {self.level} "
                f"({self.level_words})"
            )
        moved = (
            f"{self.change.verdict} since {self.change.years[0]}"
            if self.change
            else self.no_change_because.rstrip(".")
        )
        against = f"{self.finding.verdict} against {self.finding.comparator}"
        return "; ".join(part for part in (said, moved, against) if part) + "."


def theme_card(
    finding: Finding,
    labels: Mapping[int, str],
    *,
    agreed: float | None = None,
    change: ChangeFinding | None = None,
    no_change_because: str = "",
) -> ThemeCard:
    """Make the card of a theme, or of the overall score.

    Args:
        finding: against the comparator.
        labels: the scale's levels -> their words.
        agreed: the agreed score.
        change: since last year.
        no_change_because: why there is none.
    """
    score = finding.comparison.score
    levels = sorted(labels)
    level = None if score is None else nearest_level(score, levels)
    return ThemeCard(
        finding=finding,
        levels=tuple(levels),
        level=level,
        level_words="" if level is None else labels[level],
        agreed=agreed,
        change=change,
        no_change_because="" if change else no_change_because,
    )


def nearest_level(score: float, levels: list[int]) -> int:
    """Give the step of the scale that a score is nearest to, the lower of two as near.

    Raises:
        ValueError: no levels, or a score that is not finite.
    """
    if not levels or not math.isfinite(score):
        raise ValueError("Give a finite score and the levels of its scale.")
    return min(levels, key=lambda level: (round(abs(score - level), 9), level))
