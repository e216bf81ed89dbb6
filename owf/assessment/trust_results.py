"""What the page of results says of one Trust and year: for the page, and for a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from owf.assessment.trust_comparison import TrustComparison
from owf.benchmark import (
    ItemStanding,
    Moderated,
    ScoreHistory,
    ThemeCard,
    Verdict,
    VerdictCounts,
    WhoDiffers,
    most_disputed_first,
    who_differs,
)


@dataclass(frozen=True)
class TrustYears:
    """A Trust over all its signed years up to the one that is looked at.

    Attributes:
        years: all that are shown, oldest first; a year that was not signed is among them where
            one before it was.
        histories: overall, then each theme of the newest year, in the pack's order.
        sentence: what the small multiples show together; their title.
    """

    years: tuple[int, ...]
    histories: tuple[ScoreHistory, ...]
    sentence: str

    @property
    def has_a_line(self) -> bool:
        """Whether there is more than one year to draw, of the Trust or of one it came from."""
        return len(self.years) > 1


@dataclass(frozen=True)
class PartnersStanding:
    """Where a Trust's partners stand on each question, as far as whoever looks may know.

    Attributes:
        items: every question of the leaders, in the pack's order; empty where nothing may be known.
        names_partners: whether `answers` of the items are there: who said what.
        why_not: why nothing may be known, or not who said what; empty where all may be.
    """

    items: tuple[ItemStanding, ...] = ()
    names_partners: bool = False
    why_not: str = ""

    def of_theme(self, theme: str) -> tuple[ItemStanding, ...]:
        """A theme's questions, most disputed first."""
        return most_disputed_first(one for one in self.items if one.theme == theme)

    def differing(self, theme: str) -> WhoDiffers | None:
        """Who differs from whom on a theme; None where it may not be known."""
        return who_differs(self.of_theme(theme)) if self.names_partners else None

    def most_disputed_theme(self, themes: Sequence[str]) -> str:
        """The theme to begin with: the one with the most disputed question.

        Args:
            themes: ids of the pack's themes, in its order; at least one.
        """
        rated = most_disputed_first(one for one in self.items if one.n)
        return rated[0].theme if rated else themes[0]


@dataclass(frozen=True)
class TrustResults:
    """Everything that the page says, in its order.

    Attributes:
        against: the comparison with the region: findings, changes, gaps between leaders and
            practitioners, notes, signature, the pack.
        headline: what was found, as a heading.
        lead: the numbers behind it.
        key_points: the key learning points, one sentence each, this year's and over the years.
        points_on_cells: the same on single aspects of single themes, which can be many.
        cards: overall, then one for each theme.
        themes: how many themes have which verdict.
        cells: how many cells of the grid have which.
        partners: where partners stand.
        moderation: what moderation changed; None where it may not be known.
        years: all years.
    """

    against: TrustComparison
    headline: str
    lead: str
    key_points: tuple[str, ...]
    points_on_cells: tuple[str, ...]
    cards: tuple[ThemeCard, ...]
    themes: VerdictCounts[Verdict]
    cells: VerdictCounts[Verdict]
    partners: PartnersStanding
    moderation: Moderated | None
    years: TrustYears
