"""Which questions of two packs may be compared, and either year's scores on them (METHOD 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from owf.assessment.packs import pack_of
from owf.assessment.scoring import item_refs
from owf.benchmark.change.changes import Levels, PairedScoring, pair_items, paired_scoring
from owf.benchmark.change.item_lines import ItemLink, comparable_items
from owf.benchmark.scores.groups import Group, GroupKind, groups_of
from owf.questionnaire import Comparability, Item, Lineage, Pack, PackErrors, load_named
from owf.settings import PACKS
from owf.store import Session, rounds
from owf.store.cache import cached


def line_of_packs(session: Session, earlier: Pack, later: Pack) -> tuple[Pack, ...] | None:
    """``None`` without lineage; a pack never used here is read from the product's own."""
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
                link.change.is_comparable,
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
    return {level: level for level in pack.scale.values}


WITH_CARE, NOT_COMPARED = "compared with care", "not compared"


def question_name(item: Item) -> str:
    return f"{item.code}, {item.short_name}"


@dataclass(frozen=True)
class Side:
    """``stored``: keys of the groups whose signed score rests on just these questions already."""

    key: str
    stored: frozenset[str]
    scoring: PairedScoring


def side_of(
    key: str,
    pack: Pack,
    groups: Mapping[Group, Sequence[str]],
    pairs: Mapping[str, Mapping[str, Levels]],
) -> Side:
    """``pairs``: compared question -> the pack's items for it, and what their levels count as."""
    own = groups_of(item_refs(pack))
    plain = {
        one
        for one, levels in pairs.items()
        if len(levels) == 1
        and all(given == level for of in levels.values() for given, level in of.items())
    }
    wanted = {group: ids for group, ids in groups.items() if group.kind is not GroupKind.ITEM}
    stored = {
        group
        for group, ids in wanted.items()
        if plain.issuperset(ids)
        and sorted(item for one in ids for item in pairs[one]) == sorted(own.get(group, ()))
    }
    return Side(
        key=key,
        stored=frozenset(group.key for group in stored),
        scoring=paired_scoring(
            {group: ids for group, ids in wanted.items() if group not in stored},
            list(pairs.values()),
            list(pairs),
        ),
    )


@dataclass(frozen=True)
class Shared:
    """What two packs have in common, by item of the later.

    A question that was split within one theme and aspect is one in ``groups``. ``earlier``: the
    items that stand for it, and what their levels count as. ``notes``: what changed, where it is
    comparable only with care. ``breaks``: why it cannot be compared.
    """

    packs: tuple[Pack, Pack]
    groups: Mapping[Group, Sequence[str]]
    earlier: Mapping[str, Mapping[str, Levels]]
    notes: Mapping[str, Sequence[str]]
    breaks: Mapping[str, Sequence[str]]
    before: Side
    now: Side


def shared_between(session: Session, earlier: int, later: int) -> Shared | None:
    """``None`` where no lineage joins them."""
    line = line_of_packs(session, pack_of(session, earlier), pack_of(session, later))
    if line is None:
        return None
    ends = (rounds.pack_digest(session, one) for one in (earlier, later))
    key = "-".join((*ends, *(pack.digest() for pack in line[1:-1])))
    return _shared(key, line)


@dataclass(frozen=True)
class EarlierItem:
    """``counts_as`` is on the later scale; ``notes``: what changed, where care is needed."""

    id: str
    counts_as: Levels
    notes: Sequence[str] = ()

    def level(self, given: int | None) -> int | None:
        return None if given is None else int(self.counts_as[given])


def earlier_items(session: Session, earlier: int, later: int) -> Mapping[str, EarlierItem]:
    """Merged items have none: what two questions were given is no answer to one."""
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


@cached(20, key=lambda key, _line: key)
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
