"""Scores of two years on the questions that both asked, whatever became of them (METHOD 4).

A question that was split, or merged, counts once in either year: were the two halves of a split
counted as two beside the one they came from, a Trust that answers as before would seem to move.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from owf.benchmark.groups import Group, ItemRef
from owf.benchmark.intervals import Floats
from owf.benchmark.item_lines import ComparableItems
from owf.benchmark.sheets import mean_by, ratio

Levels = Mapping[int | str, float]
"""A level as it was given -> what it counts as, in levels; what is not there enters nothing."""
Units = dict[str, float]
"""Sector -> score, in levels."""


@dataclass(frozen=True)
class PairedItem:
    """One question as two years compare it.

    Attributes:
        ref: the first of the later items, with the theme and the aspect that it counts in.
        before: ids of the earlier items that stand for it.
        now: ids of the later ones.
    """

    ref: ItemRef
    before: tuple[str, ...]
    now: tuple[str, ...]


def pair_items(items: Sequence[ItemRef], found: ComparableItems) -> tuple[PairedItem, ...]:
    """Put the comparable items of two years side by side.

    Args:
        items: the later year's, in its order: both years count in its themes and aspects.
        found: which of them may be compared, and what stood for each.

    Returns:
        In the order of the items. Later items of one theme and aspect that share an earlier one
        are one pair. Where they lie in different cells there is one in each, and the earlier item
        counts in both.
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
                before=_once(chain(*(one.before for one in touching), before)),
                now=_once(chain(*(one.now for one in touching), (item.id,))),
            )
        )
    place = {item.id: number for number, item in enumerate(items)}
    return tuple(sorted(pairs, key=lambda one: place[one.ref.id]))


@dataclass(frozen=True)
class PairedScoring:
    """How one year's answers are scored on some paired items; made by `paired_scoring`.

    Attributes:
        groups: those that are scored.
        columns: (item id, what its levels count as), one for each item of each pair.
        of_pair: one row a pair, 1 at its columns.
        of_group: one row a group, 1 at its pairs.
    """

    groups: tuple[Group, ...]
    columns: tuple[tuple[str, Levels], ...]
    of_pair: Floats
    of_group: Floats

    def units(self, returns: Sequence[tuple[str, Mapping[str, int | str]]]) -> dict[Group, Units]:
        """Score one Trust's returns anew (METHOD 1.4 and 1.5).

        Args:
            returns: each partner's sector, and its answers by item id: levels and non-scores.

        Returns:
            By group, the score of each sector that has one; groups without any are left out. A
            partner's score on a pair is the mean of the levels it gave to the pair's items, its
            score on a group the mean over the pairs that it has a score on.
        """
        if not returns or not self.groups:
            return {}
        nan = float("nan")
        given = np.array(
            [
                [levels.get(answers.get(item, ""), nan) for item, levels in self.columns]
                for _, answers in returns
            ],
            dtype=float,
        )
        on_pairs = _mean_over(given, self.of_pair)
        partners = _mean_over(on_pairs, self.of_group)
        sectors = list(dict.fromkeys(sector for sector, _ in returns))
        place = {sector: number for number, sector in enumerate(sectors)}
        scores, _ = mean_by(partners, [place[sector] for sector, _ in returns])
        found: dict[Group, Units] = {}
        for group, column in zip(self.groups, scores.T.tolist(), strict=True):
            units = {
                sector: score
                for sector, score in zip(sectors, column, strict=True)
                if score == score  # noqa: PLR0124  NaN is no score, and the only number so
            }
            if units:
                found[group] = units
        return found


def paired_scoring(
    groups: Mapping[Group, Sequence[str]], pairs: Sequence[Mapping[str, Levels]], ids: Sequence[str]
) -> PairedScoring:
    """Prepare to score one year's answers on paired items.

    Args:
        groups: those to be scored -> the ids of their pairs.
        pairs: per pair, that year's items -> what their levels count as.
        ids: of the pairs, in the same order.
    """
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


def _mean_over(scores: Floats, member: Floats) -> Floats:
    given = ~np.isnan(scores)
    return ratio(np.where(given, scores, 0.0) @ member.T, given @ member.T)


def _once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
