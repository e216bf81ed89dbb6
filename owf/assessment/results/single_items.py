"""A Trust's single questions against those of others that are published in full (METHOD 2).

A single question carries no verdict: at most it stands out, where its p, adjusted over all
questions of the pack, is small enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from owf.benchmark.comparison.compare import compare_groups
from owf.benchmark.comparison.result import Comparison, stands_out
from owf.benchmark.scores.groups import Group, GroupKind
from owf.questionnaire import Item, Pack
from owf.store import Session, signed_scores
from owf.store.cache import Cache
from owf.store.signed_scores import SignedTrust

KEPT_LISTS = 200
"""Trusts whose questions stay in memory, about 10 kB each: those of one region in all years."""


@dataclass(frozen=True)
class ItemBeside:
    item: Item
    comparison: Comparison


@dataclass(frozen=True)
class ItemsBeside:
    """All questions of a Trust against others.

    Attributes:
        standing_out: those that stand out, the farthest from the others first.
        compared: how many could be compared: p is adjusted over these.
        others: how many other Trusts are published in full.
    """

    standing_out: tuple[ItemBeside, ...]
    compared: int
    others: int


def items_beside(
    session: Session, own: SignedTrust, others: Sequence[SignedTrust], pack: Pack
) -> ItemsBeside:
    """Which of a Trust's questions stand out against those of others.

    ``others`` are the Trusts that are published in full; the rest may not enter a figure on a
    single question (METHOD 1.8).
    """
    made_of = (own.digest, tuple(one.digest for one in others))
    found = _KEPT.get(made_of)
    if found is None:
        found = _items_against_others(session, own, others, pack)
        _KEPT.put(made_of, found)
    return found


def _items_against_others(
    session: Session, own: SignedTrust, others: Sequence[SignedTrust], pack: Pack
) -> ItemsBeside:
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
        return ItemsBeside((), 0, len(others))
    compared = compare_groups(units, str(own.trust))
    standing_out = [
        ItemBeside(item, compared[item.id]) for item in pack.items if stands_out(compared[item.id])
    ]
    standing_out.sort(key=lambda one: -abs(one.comparison.difference or 0.0))
    with_p = sum(one.p_value is not None for one in compared.values())
    return ItemsBeside(tuple(standing_out), with_p, len(others))


_KEPT: Cache[tuple[str, tuple[str, ...]], ItemsBeside] = Cache(KEPT_LISTS)
