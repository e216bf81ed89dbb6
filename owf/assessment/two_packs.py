"""Which questions of two packs may be compared, and how either year is scored on them (METHOD 4).

A pack's lineage leads from the pack before; where packs lie between, theirs are followed too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf.assessment.pack_lines import as_given, counts_as, items_and_links, line_of_packs
from owf.assessment.packs import pack_of
from owf.assessment.scored_sides import Side, side_of
from owf.assessment.scoring import item_refs
from owf.benchmark import Group, Levels, comparable_items, groups_of, pair_items
from owf.questionnaire import Pack
from owf.store import Session, rounds
from owf.store.kept import Kept


@dataclass(frozen=True)
class Shared:
    """What two packs have in common.

    Attributes:
        packs: the earlier pack and the later one.
        groups: of the later pack, with the questions that are compared; a question that was split
            within one theme and aspect is one.
        earlier: per comparable later item, the earlier ones that stand for it, and what their
            levels count as.
        notes: per later item that is comparable only with care, what changed.
        breaks: per later item that came from earlier ones and cannot be compared, why.
        before: how the earlier year is scored.
        now: how the later year is scored.
    """

    packs: tuple[Pack, Pack]
    groups: Mapping[Group, Sequence[str]]
    earlier: Mapping[str, Mapping[str, Levels]]
    notes: Mapping[str, Sequence[str]]
    breaks: Mapping[str, Sequence[str]]
    before: Side
    now: Side


_KEPT: Kept[str, Shared] = Kept(20)


def shared_between(session: Session, earlier: int, later: int) -> Shared | None:
    """What two frozen packs have in common, by their ids in the database.

    ``None`` where no lineage leads from the one to the other. Where a pack that lies between was
    never used here, it is read from the product's own questionnaires.
    """
    line = line_of_packs(session, pack_of(session, earlier), pack_of(session, later))
    if line is None:
        return None
    ends = (rounds.pack_digest(session, one) for one in (earlier, later))
    key = "-".join((*ends, *(pack.digest() for pack in line[1:-1])))
    found = _KEPT.get(key)
    if found is None:
        found = _shared(key, line)
        _KEPT.put(key, found)
    return found


@dataclass(frozen=True)
class EarlierItem:
    """The one item of an earlier pack that stands for an item of a later one.

    Attributes:
        id: of the earlier item.
        counts_as: what its levels count as on the later item's scale.
        notes: what changed, where it is comparable only with care.
    """

    id: str
    counts_as: Levels
    notes: Sequence[str] = ()

    def level(self, given: int | None) -> int | None:
        """The later item's level that an answer to the earlier one comes to."""
        return None if given is None else int(self.counts_as[given])


def earlier_items(session: Session, earlier: int, later: int) -> Mapping[str, EarlierItem]:
    """By later item, the earlier one whose answers may stand beside its own.

    Items that were merged have none: what two questions were given is no answer to one.
    """
    if earlier == later:
        pack = pack_of(session, later)
        same = as_given(pack)
        return {item.id: EarlierItem(item.id, same) for item in pack.items}
    shared = shared_between(session, earlier, later)
    if shared is None:
        return {}
    return {
        new: EarlierItem(*next(iter(olds.items())), shared.notes.get(new, ()))
        for new, olds in shared.earlier.items()
        if len(olds) == 1
    }


def _shared(key: str, line: Sequence[Pack]) -> Shared:
    earlier, later = line[0], line[-1]
    found = comparable_items(*items_and_links(line), 0, len(line) - 1)
    pairs = pair_items(item_refs(later), found)
    groups = groups_of([pair.ref for pair in pairs]) if pairs else {}
    levels_of = {
        new: {old: counts_as(line, old, new) for old in olds} for new, olds in found.origins.items()
    }
    before: list[Mapping[str, Levels]] = [
        {old: levels for new in pair.now for old, levels in levels_of[new].items()}
        for pair in pairs
    ]
    now: list[Mapping[str, Levels]] = [dict.fromkeys(pair.now, as_given(later)) for pair in pairs]
    ids = [pair.ref.id for pair in pairs]
    return Shared(
        packs=(earlier, later),
        groups=groups,
        earlier=levels_of,
        notes=found.notes,
        breaks=found.breaks,
        before=side_of(f"{key}-before", earlier, groups, dict(zip(ids, before, strict=True))),
        now=side_of(f"{key}-now", later, groups, dict(zip(ids, now, strict=True))),
    )
