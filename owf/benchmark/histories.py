"""A score over all signed years: its points and joins, the region behind it, its trend (METHOD 4).

Made by `score_history`; one object makes the title, the alternative text and the table's rows.
"""

from dataclasses import dataclass

from owf.benchmark.groups import GroupKind
from owf.benchmark.item_lines import Join
from owf.benchmark.trend import TrendMarker, UsualVariation


@dataclass(frozen=True)
class YearPoint:
    """A Trust's score in one year, on questions that can be compared over its part of the line.

    Attributes:
        year: of the cycle.
        score: mean over sectors, in levels; None where there is none.
        lower: its 95% limit below, from the spread within the region's Trusts; None where it
            cannot be had.
        upper: the limit above.
        n: sectors behind the score.
        join: to the point before: `yes` is drawn through, `with_care` dashed with its notes, `no`
            is a break that nothing crosses. None for the first year.
        why_not: why there is no score, or none with limits, in words; empty where there is both.
    """

    year: int
    score: float | None = None
    lower: float | None = None
    upper: float | None = None
    n: int = 0
    join: Join | None = None
    why_not: str = ""


@dataclass(frozen=True)
class LineBehind:
    """A predecessor's line, which is shown behind its successor's and never joined to it.

    Attributes:
        trust: its name.
        points: oldest first, only years with a score.
    """

    trust: str
    points: tuple[YearPoint, ...]


@dataclass(frozen=True)
class RegionPoint:
    """A region in one year: median and quartiles of its Trusts' scores, in levels."""

    year: int
    lower_quartile: float
    median: float
    upper_quartile: float


@dataclass(frozen=True)
class RegionRibbon:
    """A region over the years, over the Trusts present in all of them (METHOD 4).

    Attributes:
        points: one for each shown year, oldest first; empty where it cannot be shown.
        trusts: how many Trusts it rests on.
        why_not: why there is none; empty where there is.
    """

    points: tuple[RegionPoint, ...] = ()
    trusts: int = 0
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class ScoreHistory:
    """The overall score or a theme's over the years: one small multiple.

    Attributes:
        kind: overall or theme.
        theme: the pack's id; None for overall.
        title: the group's heading.
        short: its heading where room is scarce, such as "CAF".
        points: one for each shown year, oldest first, those without a score among them.
        behind: its predecessors' lines.
        region: the ribbon behind it.
        trend: over the points since the last break.
        usual: the band of usual variation; None below six years.
        items: questions that the newest part of the line rests on.
        asked: questions that the newest year asks.
        sentence: what the line shows; title and alternative text.
    """

    kind: GroupKind
    theme: str | None
    title: str
    short: str
    points: tuple[YearPoint, ...]
    behind: tuple[LineBehind, ...] = ()
    region: RegionRibbon = RegionRibbon()
    trend: TrendMarker
    usual: UsualVariation | None = None
    items: int
    asked: int
    sentence: str

    @property
    def notes(self) -> tuple[tuple[int, str], ...]:
        """What changed in a question, by the year in which it did: with care, and breaks."""
        return tuple(
            (point.year, note) for point in self.points if point.join for note in point.join.notes
        )
