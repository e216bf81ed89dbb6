"""A score over all signed years: its points and joins, the region behind it, its trend (METHOD 4).

Made by `score_history`; one object makes the title, the alternative text and the table's rows.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from owf.benchmark.change.item_lines import Join
from owf.benchmark.change.trend import (
    FEWEST_FOR_A_BAND,
    POINTS,
    Trend,
    UsualVariation,
    usual_variation,
)
from owf.benchmark.rules import DEFAULT_RULES
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.scores.medians import five_numbers
from owf.benchmark.words.wording import counted, listed, number, within_sentence
from owf.comparability import Comparability

Name = TypeVar("Name", bound=Hashable)


def present_in_all(years: Mapping[int, Mapping[Name, float]]) -> tuple[Name, ...]:
    """In the order of the first year."""
    if not years:
        raise ValueError("There are no years to look for Trusts in: give the scores of each.")
    first, *others = (years[year] for year in sorted(years))
    return tuple(trust for trust in first if all(trust in other for other in others))


def predecessors_of(trust: Name, successions: Sequence[tuple[Name, Name]]) -> tuple[Name, ...]:
    """Those that a Trust came from, by split or merger, and those these came from, nearest first.

    Successions are pairs (predecessor, successor).
    """
    found: dict[Name, None] = {}
    nearest: list[Name] = [trust]
    while nearest:
        nearest = [
            old for old, new in successions if new in nearest and old not in found and old != trust
        ]
        found |= dict.fromkeys(nearest)
    return tuple(found)


@dataclass(frozen=True)
class YearPoint:
    """A Trust's score in one year, in levels, on questions comparable over its part of the line.

    `n` is sectors. Limits are 95%, from the spread within the region's Trusts. `join` leads to the
    point before: `yes` is drawn through, `with_care` dashed, nothing crosses `no`; None for the
    first year. `why_not` says why there is no score, or none with limits.
    """

    year: int
    score: float | None = None
    lower: float | None = None
    upper: float | None = None
    n: int = 0
    join: Join | None = None
    why_not: str = ""

    @property
    def is_broken_off(self) -> bool:
        return self.join is not None and self.join.comparable is Comparability.NO

    @property
    def words(self) -> str:
        return self.why_not if self.score is None else number(self.score, 1)


@dataclass(frozen=True)
class LineBehind:
    """Oldest first, only years with a score; shown behind its successor's, never joined to it."""

    trust: str
    points: tuple[YearPoint, ...]

    @property
    def parts(self) -> tuple[tuple[YearPoint, ...], ...]:
        """Split where a year is missing or a break lies."""
        return unbroken(self.points, broken_off(self.points))


@dataclass(frozen=True)
class RegionPoint:
    """Median and quartiles of the region's Trusts, in levels."""

    year: int
    lower_quartile: float
    median: float
    upper_quartile: float


Dated = TypeVar("Dated", YearPoint, RegionPoint)


@dataclass(frozen=True)
class RegionRibbon:
    """Over the Trusts present in all years, oldest first (METHOD 4); without points, `why_not`."""

    points: tuple[RegionPoint, ...] = ()
    trusts: int = 0
    why_not: str = ""


def broken_off(points: Iterable[YearPoint]) -> frozenset[int]:
    """The years before which a break lies."""
    return frozenset(point.year for point in points if point.is_broken_off)


def unbroken(
    points: Sequence[Dated], breaks_before: Collection[int]
) -> tuple[tuple[Dated, ...], ...]:
    """Split a line, oldest first, at breaks and where a year is missing."""
    parts: list[list[Dated]] = []
    for point in points:
        if parts and point.year == parts[-1][-1].year + 1 and point.year not in breaks_before:
            parts[-1].append(point)
        else:
            parts.append([point])
    return tuple(tuple(part) for part in parts)


def since_last_break(points: Sequence[YearPoint]) -> tuple[YearPoint, ...]:
    broken = [place for place, point in enumerate(points) if point.is_broken_off]
    return tuple(points[broken[-1] if broken else 0 :])


def region_ribbon(
    years: Mapping[int, Mapping[Name, float]], fewest: int = DEFAULT_RULES.min_others
) -> RegionRibbon:
    """Over the Trusts present in all years (METHOD 4), at least `fewest`.

    `years` has the score of each Trust that may enter the figure, in levels.
    """
    trusts = present_in_all(years)
    if len(trusts) < fewest:
        have = "has" if len(trusts) == 1 else "have"
        has = f"only {counted(len(trusts), 'Trust')} {have}" if trusts else "no Trust has"
        return RegionRibbon(
            (), len(trusts), f"{has} a score to show in all of these years, {fewest} are needed"
        )
    points = []
    for year in sorted(years):
        found = five_numbers([years[year][trust] for trust in trusts])
        points.append(RegionPoint(year, found.lower_quartile, found.median, found.upper_quartile))
    return RegionRibbon(tuple(points), len(trusts))


@dataclass(frozen=True, kw_only=True)
class ScoreHistory:
    """The overall score or a theme's over the years: one small multiple.

    `points` has one for each shown year, oldest first, those without a score among them; `trend` is
    over those since the last break; `usual` is None below six years. The newest part of the line
    rests on `items` of the `asked` questions. `sentence` is title and alternative text.
    """

    kind: GroupKind
    theme: str | None
    title: str
    short: str
    points: tuple[YearPoint, ...]
    behind: tuple[LineBehind, ...] = ()
    region: RegionRibbon
    trend: Trend
    usual: UsualVariation | None = None
    items: int
    asked: int
    sentence: str

    @property
    def newest(self) -> tuple[YearPoint, ...]:
        """What a trend is tested on."""
        return since_last_break(self.points)

    @property
    def trend_line(self) -> tuple[YearPoint, ...]:
        """The ends of the straight line of the trend; empty where there is none to draw."""
        trend = self.trend
        if not trend.has_direction or trend.slope is None or trend.mean is None:
            return ()
        half = trend.slope * (POINTS - 1) / 2
        first, last = self.newest[-POINTS], self.newest[-1]
        return (YearPoint(first.year, trend.mean - half), YearPoint(last.year, trend.mean + half))

    @property
    def parts(self) -> tuple[tuple[YearPoint, ...], ...]:
        """Split where a year has no score or a break lies."""
        scored = [point for point in self.points if point.score is not None]
        return unbroken(scored, broken_off(self.points))

    @property
    def region_parts(self) -> tuple[tuple[RegionPoint, ...], ...]:
        """Split as the line is: its questions are those of the line."""
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
    trend: Trend,
    items: int,
    asked: int,
) -> ScoreHistory:
    """Arguments are as `ScoreHistory` has them; `region_name` is as it stands in a sentence."""
    newest = since_last_break(points)
    # Fewer sectors than take part in a comparison make no band either (METHOD 1.7).
    counting = [point if point.n >= DEFAULT_RULES.min_units else None for point in newest]
    scores = [point.score for point in counting if point and point.score is not None]
    has_band = len(scores) == len(counting) >= FEWEST_FOR_A_BAND
    usual = _usual_or_none(scores) if has_band else None
    sentences = [
        f"{title} in {trust}: {_scores_by_year(points)}.",
        *(
            f"The line is broken between {before.year} and {point.year}: the questions cannot be "
            "compared."
            for before, point in pairwise(points)
            if point.is_broken_off
        ),
    ]
    if trend.is_calculated:
        sentences.append(f"The trend over the latest five years: {trend.with_numbers}.")
    if usual is not None:
        sentences.append(
            f"The usual variation from year to year is between {number(usual.lower, 1)} and "
            f"{number(usual.upper, 1)}. It is not used to judge results."
        )
    sentences += [
        *(f"Shown separately, {line.trust}: {_scores_by_year(line.points)}." for line in behind),
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
        sentence=" ".join(sentences),
    )


def _usual_or_none(scores: Sequence[float]) -> UsualVariation | None:
    try:
        return usual_variation(scores)
    except ValueError:
        # All years but one or two are the same.
        return None


def years_of_trend(points: Sequence[YearPoint]) -> tuple[tuple[int, ...], str]:
    """The five years that a trend of these points is over, or why there are none."""
    newest = since_last_break(points)
    if len(newest) < POINTS:
        have = "is 1 yearly point" if len(newest) == 1 else f"are {len(newest)} yearly points"
        return (), f"a trend needs {POINTS} yearly points and there {have}"
    latest = newest[-POINTS:]
    if any(point.score is None for point in latest):
        return (), f"one of the latest {POINTS} years has no score"
    return tuple(point.year for point in latest), ""


def _scores_by_year(points: Iterable[YearPoint]) -> str:
    texts = []
    for point in points:
        few = f" ({point.why_not})" if point.score is not None and point.why_not else ""
        texts.append(f"{point.words} in {point.year}{few}")
    return listed(texts)


def without_a_trend(histories: Sequence[ScoreHistory]) -> Iterator[str]:
    """Reason by reason; nothing where no score has one: the overall reason is that of all."""
    lacking = [one for one in histories if not one.trend.is_calculated]
    if len(lacking) == len(histories):
        return
    for why in dict.fromkeys(one.trend.why_not for one in lacking):
        names = [within_sentence(one.short) for one in lacking if one.trend.why_not == why]
        yield f"There is no trend for {listed(names)}: {why}."


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
