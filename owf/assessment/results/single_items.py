"""A Trust's single questions against others' (METHOD 2): no verdict, only what stands out."""

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
    item: Item
    comparison: Comparison


@dataclass(frozen=True)
class ItemsBeside:
    """``compared`` is what p is adjusted over; ``others`` are published in full."""

    standing_out: tuple[ItemBeside, ...]
    compared: int
    others: int


@cached(
    KEPT_LISTS,
    key=lambda _session, own, others, _pack: (own.digest, tuple(one.digest for one in others)),
)
def items_beside(
    session: Session, own: SignedTrust, others: Sequence[SignedTrust], pack: Pack
) -> ItemsBeside:
    """``others`` are published in full: no other may enter such a figure (METHOD 1.8)."""
    rows = signed_scores.item_rows_of(session, [own, *others])
    units = {
        item.id: {
            trust: row.units
            for trust, row in rows.get(Group(GroupKind.ITEM, item=item.id).key, {}).items()
            if row.units
        }
        for item in pack.items
    }
    if not any(own.trust in of_item for of_item in units.values()):
        return ItemsBeside((), 0, len(others))
    compared = compare_groups(units, own.trust)
    standing_out = [
        ItemBeside(item, compared[item.id]) for item in pack.items if stands_out(compared[item.id])
    ]
    standing_out.sort(key=lambda one: -abs(one.comparison.difference or 0.0))
    with_p = sum(one.p_value is not None for one in compared.values())
    return ItemsBeside(tuple(standing_out), with_p, len(others))
