"""A Trust's single questions beside those of others that are published in full (METHOD 2).

A single question carries no verdict: at most it stands out, where its p, adjusted over all
questions of the pack, is small enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from owf.benchmark.comparison.compare import compare_groups
from owf.benchmark.comparison.result import Comparison, stands_out
from owf.benchmark.scores.groups import Group, GroupKind
from owf.questionnaire import Item, Pack
from owf.store import Session, signed_scores
from owf.store.cache import cached
from owf.store.signed_scores import SignedTrust

KEPT_LISTS = 200
"""Trusts whose questions stay in memory, about 10 kB each: those of one region in all years."""


@dataclass(frozen=True)
class ItemBeside:
    """One question of a Trust against the others: the numbers, and no word."""

    item: Item
    comparison: Comparison


@dataclass(frozen=True)
class ItemsBeside:
    """All questions of a Trust against others.

    Attributes:
        standing_out: those that stand out, the farthest from the others first.
        compared: how many could be compared: p is adjusted over these.
        asked: how many there are.
        others: the other Trusts published in full.
    """

    standing_out: tuple[ItemBeside, ...]
    compared: int
    asked: int
    others: int


@cached(
    KEPT_LISTS,
    key=lambda _session, own, others, _pack: (own.digest, tuple(one.digest for one in others)),
)
def items_beside(
    session: Session, own: SignedTrust, others: Sequence[SignedTrust], pack: Pack
) -> ItemsBeside:
    """Which of a Trust's questions stand out beside those of others.

    Args:
        session: the database.
        own: the Trust's newest signed snapshot.
        others: those of the other Trusts that are published in full; the rest may not enter a
            figure on a single question (METHOD 1.8).
        pack: the questionnaire.
    """
    rows = signed_scores.item_rows_of(session, [own, *others])
    units = {
        item.id: {
            str(trust): list(row.units.values())
            for trust, row in rows.get(Group(GroupKind.ITEM, item=item.id).key, {}).items()
            if row.units
        }
        for item in pack.items
    }
    if not any(str(own.trust) in of_item for of_item in units.values()):
        return ItemsBeside((), 0, len(units), len(others))
    compared = compare_groups(units, str(own.trust))
    loud = [
        ItemBeside(item, compared[item.id]) for item in pack.items if stands_out(compared[item.id])
    ]
    loud.sort(key=lambda one: -abs(one.comparison.difference or 0.0))
    return ItemsBeside(
        tuple(loud),
        sum(one.p_value is not None for one in compared.values()),
        len(units),
        len(others),
    )
