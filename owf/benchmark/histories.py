"""A score over all signed years: its points and joins, the region behind it, its trend (METHOD 4).

Made by `score_history`; one object makes the title, the alternative text and the table's rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from owf.benchmark.groups import GroupKind
from owf.benchmark.rules import DEFAULT_RULES
from owf.benchmark.trend import (
    FEWEST_FOR_A_BAND,
    TrendMarker,
    UsualVariation,
    trend_marker,
    usual_variation,
)
from owf.benchmark.wording import counted, listed, number, within_sentence
from owf.benchmark.year_points import (
    LineBehind,
    RegionPoint,
    RegionRibbon,
    YearPoint,
    broken_off,
    since_last_break,
    unbroken,
)


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
    region: RegionRibbon
    trend: TrendMarker
    usual: UsualVariation | None = None
    items: int
    asked: int
    sentence: str

    @property
    def newest(self) -> tuple[YearPoint, ...]:
        """The points since the last break: what a trend is tested on."""
        return since_last_break(self.points)

    @property
    def parts(self) -> tuple[tuple[YearPoint, ...], ...]:
        """What may be drawn through: the scores, split where a year has none or a break lies."""
        scored = [point for point in self.points if point.score is not None]
        return unbroken(scored, broken_off(self.points))

    @property
    def region_parts(self) -> tuple[tuple[RegionPoint, ...], ...]:
        """The ribbon, split likewise: its questions are those of the line."""
        return unbroken(self.region.points, broken_off(self.points))

    @property
    def notes(self) -> tuple[tuple[int, str], ...]:
        """What changed in a question, by the year in which it did: with care, and breaks."""
        return tuple(
            (point.year, note) for point in self.points if point.join for note in point.join.notes
        )


def score_history(
    points: Sequence[YearPoint],
    *,
    kind: GroupKind,
    theme: str | None,
    title: str,
    short: str,
    trust: str,
    region_name: str,
    behind: Sequence[LineBehind] = (),
    region: RegionRibbon,
    items: int,
    asked: int,
) -> ScoreHistory:
    """Put a score's years together: trend, usual variation and the sentence that says it.

    Args:
        points: one for each shown year, oldest first.
        kind: overall or theme.
        theme: the pack's id; None for overall.
        title: the group's heading.
        short: its heading where room is scarce.
        trust: the Trust's name.
        region_name: as it stands in a sentence.
        behind: predecessors' lines.
        region: from `region_ribbon`.
        items: questions that the newest part of the line rests on.
        asked: questions that the newest year asks.

    Raises:
        ValueError: no points.
    """
    newest = since_last_break(points)
    # Fewer sectors than take part in a comparison make no trend either (METHOD 1.7).
    counting = [point if point.n >= DEFAULT_RULES.min_units else None for point in newest]
    trend = trend_marker(
        [point.score if point else None for point in counting],
        [point.lower if point else None for point in counting],
        [point.upper if point else None for point in counting],
    )
    scores = [point.score for point in counting if point and point.score is not None]
    has_band = len(scores) == len(counting) >= FEWEST_FOR_A_BAND
    usual = usual_variation(scores) if has_band else None
    said = [
        f"{title} in {trust}: {listed([_in_year(point) for point in points])}.",
        *(
            f"The line is broken between {before.year} and {point.year}: the questions cannot be "
            "compared."
            for before, point in pairwise(points)
            if point.is_broken_off
        ),
        *_trend_sentence(trend),
        *_usual_sentence(usual),
        *(
            f"Shown separately, {line.trust}: {listed([_in_year(point) for point in line.points])}."
            for line in behind
        ),
        _region_sentence(region, newest[0].year, region_name),
    ]
    return ScoreHistory(
        kind=kind,
        theme=theme,
        title=title,
        short=short,
        points=tuple(points),
        behind=tuple(behind),
        region=region,
        trend=trend,
        usual=usual,
        items=items,
        asked=asked,
        sentence=" ".join(said),
    )


def _in_year(point: YearPoint) -> str:
    if point.score is None:
        return f"{point.why_not} in {point.year}"
    few = f" ({point.why_not})" if point.why_not else ""
    return f"{number(point.score, 1)} in {point.year}{few}"


def without_a_trend(histories: Sequence[ScoreHistory]) -> Iterator[str]:
    """Say once, reason by reason, which scores have no trend; nothing where none of them has one.

    Where there is no trend at all, what is said of the overall score says it for all.

    Args:
        histories: overall, then each theme.
    """
    lacking = [one for one in histories if not one.trend.is_calculated]
    if len(lacking) == len(histories):
        return
    for why in dict.fromkeys(one.trend.why_not for one in lacking):
        names = [within_sentence(one.short) for one in lacking if one.trend.why_not == why]
        yield f"There is no trend for {listed(names)}: {why}."


def _trend_sentence(trend: TrendMarker) -> Iterator[str]:
    if trend.is_calculated:
        yield f"The trend over the latest five years: {trend.words}."


def _usual_sentence(usual: UsualVariation | None) -> Iterator[str]:
    if usual is not None:
        yield (
            f"The usual variation from year to year is between {number(usual.lower, 1)} and "
            f"{number(usual.upper, 1)}. It is not used to judge results."
        )


def _region_sentence(region: RegionRibbon, since: int, name: str) -> str:
    if not region.points:
        return f"The median of {name} is not shown: {region.why_not}."
    # Medians of different questions are not set beside each other.
    asked = [point for point in region.points if point.year >= since] or region.points[-1:]
    ends = dict.fromkeys((asked[0], asked[-1]))
    medians = listed([f"{number(one.median, 1)} in {one.year}" for one in ends])
    return (
        f"The median of {name} was {medians}, over the {counted(region.trusts, 'Trust')} that "
        "have a score to show in all of these years."
    )
