"""Packs in a line, each made from the one before, and what their questions became (METHOD 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from owf.assessment.packs import pack_of
from owf.benchmark import Comparable, ItemLink, Levels
from owf.questionnaire import Comparability, Lineage, Pack, PackErrors, load_named
from owf.settings import PACKS
from owf.store import Session, rounds


def line_of_packs(session: Session, earlier: Pack, later: Pack) -> tuple[Pack, ...] | None:
    """The packs from the earlier to the later one, each made from the one before.

    ``None`` where no lineage leads from the one to the other. Where a pack that lies between was
    never used here, it is read from the product's own questionnaires.
    """
    line = [later]
    while line[-1].name != earlier.name:
        lineage = line[-1].lineage
        if lineage is None:
            return None
        since = lineage.since
        before = earlier if since == earlier.name else _pack_named(session, since)
        if before is None or before in line or not _leads(lineage, before, line[-1]):
            return None
        line.append(before)
    return tuple(reversed(line))


def _leads(lineage: Lineage, before: Pack, after: Pack) -> bool:
    """Whether every link has its ends in these packs: of a draft, another text may be frozen."""
    old, new = ({item.id for item in pack.items} for pack in (before, after))
    return all(link.old in old and link.new in new for link in lineage.links())


def _pack_named(session: Session, name: str) -> Pack | None:
    frozen = rounds.pack_named(session, name)
    return _from_folder(name) if frozen is None else pack_of(session, frozen)


@cache
def _from_folder(name: str) -> Pack | None:
    try:
        return load_named(PACKS, name)
    except PackErrors:
        return None


def items_and_links(
    line: Sequence[Pack],
) -> tuple[Mapping[int, Sequence[str]], Mapping[int, Sequence[ItemLink]]]:
    """A line of packs as `item_lines` and `comparable_items` take it: by place in the line."""
    items = {place: [item.id for item in pack.items] for place, pack in enumerate(line)}
    links = {
        place: [
            ItemLink(
                link.old,
                link.new,
                Comparable(link.change.is_comparable.value),
                link.change.reason or "",
            )
            for link in pack.lineage.links()
        ]
        for place, pack in enumerate(line)
        if place and pack.lineage
    }
    return items, links


def counts_as(line: Sequence[Pack], old: str, new: str) -> Levels:
    """What the levels of an earlier item count as, when every rescaling on the way is followed."""
    reached = {old: as_given(line[0])}
    for _, pack in pairwise(line):
        after: dict[str, Levels] = {}
        for link in pack.lineage.links() if pack.lineage else ():
            change = link.change
            if link.old in reached and change.is_comparable is not Comparability.NO:
                levels = reached[link.old]
                if change.convert is not None:
                    levels = {given: change.convert[int(level)] for given, level in levels.items()}
                after.setdefault(link.new, levels)
        reached = after
    return reached[new]


def as_given(pack: Pack) -> Levels:
    """The levels of a pack's scale, each counting as itself."""
    return {level: level for level in pack.scale.values}
