"""What moved since last year (METHOD 4, two to four years): paired by unit, spread pooled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import isnan, nan

import numpy as np

from owf.benchmark.change.item_lines import ComparableItems
from owf.benchmark.comparison.paired import (
    Paired,
    Pairs,
    in_both,
    paired,
    paired_with_pooled_spread,
    with_verdicts,
)
from owf.benchmark.rules import (
    DEFAULT_RULES,
    Floats,
    Rules,
    Units,
    VerdictWord,
    as_number,
    finite,
)
from owf.benchmark.scores.groups import Group, ItemRef
from owf.benchmark.scores.unit_scores import mean_by, mean_over

TwoYears = tuple[Units, Units]


class ChangeVerdict(VerdictWord):
    """In the words of METHOD 4."""

    IMPROVED = "improved"
    SLIGHTLY_IMPROVED = "slightly improved"
    ABOUT_THE_SAME = "about the same"
    NO_CLEAR_CHANGE = "no clear change"
    SLIGHTLY_WORSE = "slightly worse"
    WORSE = "worse"
    CANNOT_BE_CALCULATED = "cannot be calculated"


@dataclass(frozen=True, kw_only=True)
class Change(Paired[ChangeVerdict]):
    """`Paired` over the sectors of both years: last year first, this year second (METHOD 4).

    A change from `paired_change`, whose p is not adjusted, has limits and no verdict.
    """

    words = ChangeVerdict
    scored = "a score in both years"
    alike = "all sectors moved alike"

    verdict: ChangeVerdict | None = ChangeVerdict.CANNOT_BE_CALCULATED

    @property
    def mean_change(self) -> float | None:
        return self.mean

    @property
    def before(self) -> float | None:
        return self.first

    @property
    def after(self) -> float | None:
        return self.second


def paired_change(
    before: Units, after: Units, pooled_sd: float | None = None, df: int | None = None
) -> Change:
    """Measure the change of one Trust over the units of both years, p unadjusted (METHOD 4).

    `pooled_sd` is the spread of changes within the region's Trusts; without it, this Trust's own.
    Below three units, or with a spread of zero, there are no limits.
    """
    _check_spread(pooled_sd, df)
    for units in (before, after):
        if not isinstance(units, Mapping):
            raise ValueError("A year's scores are not by unit: give each unit's name and score.")
    for year, units in (("last year's", before), ("this year's", after)):
        finite(list(units.values()), f"{year} scores")
    pairs = _in_both_years((before, after))
    if not len(pairs[0]):
        raise ValueError("No unit is present in both years: give the same names in both.")
    spread = None if pooled_sd is None or df is None else (pooled_sd, df)
    found = paired(Change, pairs, spread, 0, DEFAULT_RULES.min_units)
    return found if found.ci95 is None else replace(found, verdict=None)


def change_by_kind(
    own: Mapping[Group, TwoYears],
    others: Mapping[Group, Mapping[str, TwoYears]],
    rules: Rules = DEFAULT_RULES,
) -> dict[Group, Change]:
    """Measure change on groups of several kinds, p adjusted over all of a kind (METHOD 4 and 2).

    Pass every group of a kind in the pack. Scores are (last year's, this year's), either may be
    empty; others are those of the region. The spread is pooled within Trusts that have
    `rules.min_units` units in both years; it is the Trust's own where no other has, or where the
    Trust's changes differ more than the others' do.
    """
    if not own:
        raise ValueError("There are no groups to follow over the years: give at least one.")
    changes = {
        group: paired_with_pooled_spread(
            Change,
            _in_both_years(years),
            map(_in_both_years, others.get(group, {}).values()),
            rules,
        )
        for group, years in own.items()
    }
    return with_verdicts(changes, rules)


def _check_spread(pooled_sd: float | None, df: int | None) -> None:
    if (pooled_sd is None) != (df is None):
        raise ValueError("A pooled SD and its df belong together: give both or neither.")
    if pooled_sd is not None and as_number(pooled_sd, "pooled SD") < 0:
        raise ValueError(f"The pooled SD is {pooled_sd}: give a number of 0 or more.")
    if df is not None and as_number(df, "df") < 1:
        raise ValueError(f"df is {df}: a spread needs at least one degree of freedom.")


def _in_both_years(years: TwoYears) -> Pairs:
    return in_both(*years, ("last year's scores", "this year's scores"))


Levels = Mapping[int | str, float]
"""What is not there enters nothing."""


@dataclass(frozen=True)
class PairedItem:
    """Earlier items and the later ones they stand for; `ref` is the first of the later ones."""

    ref: ItemRef
    before: tuple[str, ...]
    now: tuple[str, ...]


def pair_items(items: Sequence[ItemRef], found: ComparableItems) -> tuple[PairedItem, ...]:
    """Put the comparable items of two years side by side, in the order of the later year's items.

    Both years count in the later year's themes and aspects. Later items of one cell that share an
    earlier one are one pair; in different cells, the earlier item counts in each.
    """
    pairs: list[PairedItem] = []
    for item in items:
        if item.id not in found.origins:
            continue
        before = found.origins[item.id]
        touching = [
            one
            for one in pairs
            if (one.ref.theme, one.ref.aspect) == (item.theme, item.aspect)
            and not set(one.before).isdisjoint(before)
        ]
        pairs = [one for one in pairs if one not in touching]
        pairs.append(
            PairedItem(
                ref=touching[0].ref if touching else item,
                before=tuple(dict.fromkeys(chain(*(one.before for one in touching), before))),
                now=(*chain(*(one.now for one in touching)), item.id),
            )
        )
    place = {item.id: number for number, item in enumerate(items)}
    return tuple(sorted(pairs, key=lambda one: place[one.ref.id]))


@dataclass(frozen=True)
class PairedScoring:
    """Made by `paired_scoring`.

    `columns` are (item id, what its levels count as), one for each item of each pair; `of_pair` has
    a row per pair, 1 at its columns; `of_group` a row per group, 1 at its pairs.
    """

    groups: tuple[Group, ...]
    columns: tuple[tuple[str, Levels], ...]
    of_pair: Floats
    of_group: Floats

    def units(
        self, returns: Sequence[tuple[str, Mapping[str, int | str]]]
    ) -> dict[Group, dict[str, float]]:
        """Score one Trust's returns on the paired items, by group and sector (METHOD 1.4, 1.5).

        A return is a partner's sector, and its answers by item id. A partner's score on a pair is
        the mean over its items, on a group the mean over its pairs. Groups without a score are left
        out.
        """
        if not returns or not self.groups:
            return {}
        given = np.array(
            [
                [levels.get(answers.get(item, ""), nan) for item, levels in self.columns]
                for _, answers in returns
            ],
            dtype=float,
        )
        partners = mean_over(mean_over(given, self.of_pair), self.of_group)
        sectors = list(dict.fromkeys(sector for sector, _ in returns))
        place = {sector: number for number, sector in enumerate(sectors)}
        scores, _ = mean_by(partners, [place[sector] for sector, _ in returns])
        found = {}
        for group, column in zip(self.groups, scores.T.tolist(), strict=True):
            units = {
                sector: score
                for sector, score in zip(sectors, column, strict=True)
                if not isnan(score)
            }
            if units:
                found[group] = units
        return found


def paired_scoring(
    groups: Mapping[Group, Sequence[str]], pairs: Sequence[Mapping[str, Levels]], ids: Sequence[str]
) -> PairedScoring:
    """`groups` has the ids of their pairs; `pairs` that year's items, in the order of `ids`."""
    columns = [(number, item) for number, pair in enumerate(pairs) for item in pair]
    of_pair = np.zeros((len(pairs), len(columns)))
    of_pair[[number for number, _ in columns], range(len(columns))] = 1.0
    place = {one: number for number, one in enumerate(ids)}
    of_group = np.zeros((len(groups), len(pairs)))
    for row, members in enumerate(groups.values()):
        of_group[row, [place[one] for one in members]] = 1.0
    return PairedScoring(
        tuple(groups),
        tuple((item, pairs[number][item]) for number, item in columns),
        of_pair,
        of_group,
    )
