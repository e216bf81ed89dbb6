"""The three tables of the national report of 2009, item by item (METHOD 5).

Over the Trusts of a region or of England that the caller lets in (METHOD 1.8). A Trust with too
few sectors on an item is shown to itself alone (METHOD 1.7): it enters none of its figures.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from owf.benchmark.rules import DEFAULT_RULES, DUST, Floats, Rules, finite
from owf.benchmark.tables.national import count_by_band

Item = TypeVar("Item", bound=Hashable)


class ItemScore(Protocol):
    """One Trust's score on an item, as `GroupScore` and a snapshot's row have it."""

    @property
    def units(self) -> Mapping[str, float]:
        """Score of each sector that has one, in levels."""

    @property
    def mean(self) -> float | None:
        """The Trust's score; None where it has none."""

    @property
    def n_units(self) -> int:
        """How many sectors are behind the mean."""

    @property
    def n_respondents(self) -> int:
        """How many partners (for practitioners: persons) gave a level."""

    @property
    def level_counts(self) -> Sequence[int]:
        """Answers at each level, lowest first."""

    @property
    def dont_know(self) -> int:
        """Number of "don't know" answers."""

    @property
    def not_applicable(self) -> int:
        """Number of "not applicable" answers."""


@dataclass(frozen=True)
class TakingPart:
    """How many of the Trusts are in an item's figures, and why the rest are not.

    Attributes:
        trusts: all that were given.
        counting: those in the figures.
        too_few: those with a score from too few sectors.
        suppressed: those whose score rests on too few persons to be shown.
        no_score: those that answered but gave no level: all "don't know" or "not applicable".
        no_answer: those of which nobody answered; for leaders, "no leaders answering".
    """

    trusts: int
    counting: int
    too_few: int
    suppressed: int
    no_score: int
    no_answer: int


@dataclass(frozen=True)
class BandRow:
    """Table (a) for one item: where the Trusts' averages lie.

    Attributes:
        counts: Trusts in each band, lowest band first.
        percentages: the same in percent of those counting, unrounded; None where there is none.
        above_midpoint: Trusts above the midpoint; one on it is not.
        above_midpoint_percent: the same in percent.
        taking_part: how many Trusts these are.
    """

    counts: tuple[int, ...]
    percentages: tuple[float, ...] | None
    above_midpoint: int
    above_midpoint_percent: float | None
    taking_part: TakingPart


@dataclass(frozen=True)
class MeanOf:
    """The plain mean of the scores of `n` Trusts, in levels; None where there is none.

    Of how few Trusts a page shows a mean is for the caller to say.
    """

    mean: float | None
    n: int


@dataclass(frozen=True)
class MeanRow:
    """Table (b) for one item.

    Attributes:
        by_sector: mean of the Trusts' scores from each sector, by audience and sector.
        by_audience: mean of the Trusts' scores, by audience.
        taking_part: by audience, how many Trusts these are.
    """

    by_sector: Mapping[str, Mapping[str, MeanOf]]
    by_audience: Mapping[str, MeanOf]
    taking_part: Mapping[str, TakingPart]


@dataclass(frozen=True)
class CountRow:
    """Table (c) for one item.

    Attributes:
        level_counts: answers at each level over all Trusts, lowest first.
        dont_know: "don't know" answers.
        not_applicable: "not applicable" answers.
        answers: all of these together.
        mean: mean of the levels given, every answer counting once; None where there is none.
        taking_part: how many Trusts these are.
    """

    level_counts: tuple[int, ...]
    dont_know: int
    not_applicable: int
    answers: int
    mean: float | None
    taking_part: TakingPart


def band_table(
    scores: Mapping[Item, Sequence[ItemScore]],
    bands: Sequence[tuple[float, float]],
    midpoint: float,
    rules: Rules = DEFAULT_RULES,
) -> dict[Item, BandRow]:
    """Count the Trusts whose average falls in each band, and those above the midpoint (table a).

    Args:
        scores: per item, the score of every Trust.
        bands: (lower, upper), lowest first, as `count_by_band` takes them.
        midpoint: the pack's, in levels.
        rules: for the fewest sectors.

    Raises:
        ValueError: no items, a midpoint that is not finite, counts below 0 or of different
            lengths, or as `count_by_band`.
    """
    finite([midpoint], "midpoints")
    table = {}
    for item, of_item in _checked(scores).items():
        means = _means(_counting(of_item, rules))
        taking_part = _taking_part(of_item, rules)
        n = means.size
        counts = count_by_band(means.tolist(), bands) if n else (0,) * len(bands)
        above = int((means > midpoint + DUST).sum())
        table[item] = BandRow(
            counts=counts,
            percentages=tuple(100 * count / n for count in counts) if n else None,
            above_midpoint=above,
            above_midpoint_percent=100 * above / n if n else None,
            taking_part=taking_part,
        )
    return table


def mean_table(
    scores: Mapping[str, Mapping[Item, Sequence[ItemScore]]], rules: Rules = DEFAULT_RULES
) -> dict[Item, MeanRow]:
    """Average the Trusts' scores by sector and by audience, audiences never mixed (table b).

    Args:
        scores: per audience and item, the score of every Trust. For practitioners from
            `suppressed` scores, so that no figure rests on fewer than five persons of a Trust. An
            audience that was not asked an item does not have it.
        rules: for the fewest sectors.

    Returns:
        A row per item that any audience has, in the order given; sectors in that of their names.

    Raises:
        ValueError: no items, a score that is not finite, or counts as for `band_table`.
    """
    for of_audience in scores.values():
        _checked(of_audience)
    items = dict.fromkeys(item for of_audience in scores.values() for item in of_audience)
    _some(items)
    table = {}
    for item in items:
        asked = {
            audience: of_audience[item]
            for audience, of_audience in scores.items()
            if item in of_audience
        }
        table[item] = MeanRow(
            by_sector={
                audience: _by_sector(_counting(of_item, rules))
                for audience, of_item in asked.items()
            },
            by_audience={
                audience: _mean_of(_means(_counting(of_item, rules)))
                for audience, of_item in asked.items()
            },
            taking_part={
                audience: _taking_part(of_item, rules) for audience, of_item in asked.items()
            },
        )
    return table


def count_table(
    scores: Mapping[Item, Sequence[ItemScore]],
    levels: Sequence[int] = (1, 2, 3, 4, 5),
    rules: Rules = DEFAULT_RULES,
) -> dict[Item, CountRow]:
    """Count the answers at each level, with non-scores, and average the levels (table c).

    Args:
        scores: per item, the score of every Trust.
        levels: the levels of the scale, lowest first.
        rules: for the fewest sectors.

    Raises:
        ValueError: no items, or counts that are negative or not one for each level.
    """
    scale = np.array(levels, dtype=float)
    table = {}
    for item, of_item in _checked(scores, len(levels)).items():
        counting = _counting(of_item, rules)
        counts = np.zeros(len(levels), dtype=np.int64)
        for score in counting:
            counts += np.asarray(score.level_counts, dtype=np.int64)
        given = int(counts.sum())
        dont_know = sum(score.dont_know for score in counting)
        not_applicable = sum(score.not_applicable for score in counting)
        table[item] = CountRow(
            level_counts=tuple(int(count) for count in counts),
            dont_know=dont_know,
            not_applicable=not_applicable,
            answers=given + dont_know + not_applicable,
            mean=float(counts @ scale) / given if given else None,
            taking_part=_taking_part(of_item, rules),
        )
    return table


def _some(items: Mapping[Item, object]) -> None:
    if not items:
        raise ValueError("There are no items to make a table of: give at least one.")


def _checked(
    scores: Mapping[Item, Sequence[ItemScore]], levels: int | None = None
) -> Mapping[Item, Sequence[ItemScore]]:
    _some(scores)
    for item, of_item in scores.items():
        for score in of_item:
            if min(*score.level_counts, score.dont_know, score.not_applicable) < 0:
                raise ValueError(f"A count on {item!r} is negative: check how it was counted.")
            if levels is not None and len(score.level_counts) != levels:
                raise ValueError(
                    f"{len(score.level_counts)} counts on {item!r} and {levels} levels: give one "
                    "count for each level."
                )
    return scores


def _counting(of_item: Sequence[ItemScore], rules: Rules) -> list[ItemScore]:
    return [
        score for score in of_item if score.mean is not None and score.n_units >= rules.min_units
    ]


def _means(counting: Sequence[ItemScore]) -> Floats:
    means = [score.mean for score in counting if score.mean is not None]
    return finite(means, "Trusts' scores") if means else np.empty(0)


def _mean_of(scores: Floats) -> MeanOf:
    return MeanOf(float(scores.mean()) if scores.size else None, int(scores.size))


def _by_sector(counting: Sequence[ItemScore]) -> dict[str, MeanOf]:
    by_sector: dict[str, list[float]] = {}
    for score in counting:
        for sector, unit in score.units.items():
            by_sector.setdefault(sector, []).append(unit)
    return {
        sector: _mean_of(finite(by_sector[sector], f"scores of {sector}"))
        for sector in sorted(by_sector)
    }


def _taking_part(of_item: Sequence[ItemScore], rules: Rules) -> TakingPart:
    counting = len(_counting(of_item, rules))
    suppressed = no_answer = no_score = 0
    for score in of_item:
        if score.mean is None:
            answers = sum(score.level_counts) + score.dont_know + score.not_applicable
            # Suppressing takes the counts away and leaves how many gave a level.
            suppressed += score.n_respondents > 0
            no_score += not score.n_respondents and answers > 0
            no_answer += not score.n_respondents and not answers
    return TakingPart(
        trusts=len(of_item),
        counting=counting,
        too_few=len(of_item) - counting - suppressed - no_answer - no_score,
        suppressed=suppressed,
        no_score=no_score,
        no_answer=no_answer,
    )
