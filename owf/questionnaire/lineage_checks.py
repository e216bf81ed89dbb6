"""Rules of `changes.yaml`: each change by itself, and all of them against the packs they join.

A series breaks where a question changes and nobody says so; these rules leave no earlier question
and no new one without an account (METHOD 4).
"""

from collections.abc import Iterator, Mapping, Sequence

from owf.comparability import Comparability
from owf.questionnaire.items import Item
from owf.questionnaire.lineage import Change, ChangeKind, Lineage
from owf.questionnaire.models import Pack
from owf.questionnaire.pairs import Pair
from owf.questionnaire.problems import PackProblem, did_you_mean, suggestion
from owf.questionnaire.yaml_source import Place, Source

_IDS_OF = {
    ChangeKind.SPLIT: "write one id under `from`, and two or more under `to`",
    ChangeKind.MERGED: "write two or more ids under `from`, and one under `to`",
    ChangeKind.ADDED: "write ids under `to` only",
    ChangeKind.REMOVED: "write ids under `from` only",
}
_PAIR_BY_PAIR = "write as many ids under `to` as under `from`, pair by pair, or no `to` at all"
_WITHOUT_COMPARABLE = (ChangeKind.ADDED, ChangeKind.REMOVED)


def has_its_arity(change: Change) -> bool:
    """Whether a change has as many ids on either side as its kind allows."""
    old, new = len(change.before), len(change.after)
    return {
        ChangeKind.SPLIT: old == 1 and new > 1,
        ChangeKind.MERGED: old > 1 and new == 1,
        ChangeKind.ADDED: old == 0 and new > 0,
        ChangeKind.REMOVED: old > 0 and new == 0,
    }.get(change.kind, old > 0 and new in (0, old))


def each_change(source: Source, lineage: Lineage) -> Iterator[PackProblem]:
    """Problems that a change has by itself, whatever the packs say."""
    for number, change in enumerate(lineage.changes):
        place: Place = ("changes", number)
        kind = change.kind
        if not has_its_arity(change):
            todo = _IDS_OF.get(kind, _PAIR_BY_PAIR)
            yield source.problem(place, f"the ids do not fit the kind `{kind}`", todo)
        yield from _comparable(source, place, change)
        if kind is not ChangeKind.SAME:
            for key in ("reason", "decided_by", "date"):
                if getattr(change, key) is None:
                    yield source.problem(
                        place,
                        f"`{key}` is missing",
                        f"add `{key}`: every change but `same` says why, by whom and when",
                    )
        if change.convert is not None and kind is not ChangeKind.RESCALED:
            yield source.problem(
                (*place, "convert"),
                f"`convert` belongs to the kind `rescaled`, not to `{kind}`",
                "remove it",
            )


def _comparable(source: Source, place: Place, change: Change) -> Iterator[PackProblem]:
    kind, said, here = change.kind, change.comparable, (*place, "comparable")
    if kind in _WITHOUT_COMPARABLE and said is not None:
        yield source.problem(
            here, f"with `{kind}` there is nothing to compare with", "remove `comparable`"
        )
    elif kind is ChangeKind.SAME and said not in (None, Comparability.YES):
        yield source.problem(
            here,
            f"a question that is the same cannot be `comparable: {said}`",
            "remove `comparable`, or choose the kind that says what changed",
        )
    elif kind not in (*_WITHOUT_COMPARABLE, ChangeKind.SAME) and said is None:
        yield source.problem(
            place,
            "`comparable` is missing",
            "add it: yes joins the line, with_care joins it dashed, no breaks it",
        )


def all_accounted(
    source: Source, lineage: Lineage, pack: Pack, line: Sequence[Pack]
) -> Iterator[PackProblem]:
    """Problems between the changes and the packs they join.

    Args:
        source: `changes.yaml` as written.
        lineage: the same, read.
        pack: the pack that it belongs to.
        line: the pack before, then those before that one.
    """
    earlier = line[0]
    old, new = _by_id(earlier), _by_id(pack)
    yield from _side(source, lineage, "from", old, earlier, told=frozenset())
    yield from _side(source, lineage, "to", new, pack, told=_unknown(lineage, old))
    for number, change in enumerate(lineage.changes):
        if not has_its_arity(change):
            continue
        place: Place = ("changes", number)
        for one, other in change.pairs():
            if one in old and other in new:
                yield from _pair(source, place, change, Pair(earlier, pack, old[one], new[other]))
    yield from _ids_that_stay(source, lineage, old.keys() & new.keys())
    for further in line[1:]:
        for item in further.items:
            if item.id in new and item.id not in old:
                yield source.problem(
                    _place_of(lineage, item.id, "to"),
                    f"the id `{item.id}` was already used in {further.name}",
                    "give the new question an id that no pack has had",
                )


def _by_id(pack: Pack) -> Mapping[str, Item]:
    return {item.id: item for item in pack.items}


def _ids(change: Change, side: str) -> tuple[str, ...]:
    return change.before if side == "from" else change.ids_after


def _key(change: Change, side: str) -> str:
    """Where ids stay, `to` is left out of the file and its ids stand under `from`."""
    return side if side == "from" or change.after else "from"


def _place_of(lineage: Lineage, item_id: str, side: str) -> Place:
    """Where an id stands; the list of changes where it stands nowhere."""
    for number, change in enumerate(lineage.changes):
        if item_id in _ids(change, side):
            key = _key(change, side)
            return "changes", number, key, _ids(change, side).index(item_id)
    return ("changes",)


def _unknown(lineage: Lineage, old: Mapping[str, Item]) -> frozenset[str]:
    """Ids without a `to` of their own that the earlier pack lacks: one slip, told once."""
    return frozenset(
        one for change in lineage.changes if not change.after for one in change.before
    ) - frozenset(old)


def _side(
    source: Source,
    lineage: Lineage,
    side: str,
    items: Mapping[str, Item],
    pack: Pack,
    *,
    told: frozenset[str],
) -> Iterator[PackProblem]:
    """Every item of a pack stands on its side of exactly one change, and nothing else does.

    `told` are ids that are unknown on the other side already.
    """
    first: dict[str, int] = {}
    slips: set[str | None] = set()
    unused = set(items) - {one for change in lineage.changes for one in _ids(change, side)}
    for number, change in enumerate(lineage.changes):
        for index, item_id in enumerate(_ids(change, side)):
            place: Place = ("changes", number, _key(change, side), index)
            if item_id not in items:
                slips.add(did_you_mean(item_id, unused))
                if item_id not in told:
                    yield source.problem(
                        place,
                        f"`{item_id}` is not a question of {pack.name}",
                        suggestion(item_id, unused or items),
                    )
            elif item_id in first:
                yield source.problem(
                    place,
                    f"`{item_id}` is already under `{side}` on line {first[item_id]}",
                    "keep one of the two",
                )
            first.setdefault(item_id, source.line(place))
    for item_id in (one for one in items if one in unused - slips):
        yield source.problem(
            ("changes",),
            f"`{item_id}` of {pack.name} is under no `{side}`",
            "say what happened to it, even if only `same` or `removed`"
            if side == "from"
            else "say where it comes from, even if only `same` or `added`",
        )


def _pair(source: Source, place: Place, change: Change, pair: Pair) -> Iterator[PackProblem]:
    """What the change says of a pair is so."""
    old, new = pair.old.id, pair.new.id
    both = f"`{new}`" if old == new else f"`{old}` and `{new}`"
    kind = change.kind
    if kind is ChangeKind.SAME and pair.touched:
        yield source.problem(
            _entry(change, place, old),
            f"{both} is said to be the same, but {_and(pair.touched)} changed",
            "choose another kind, or undo the change",
        )
    elif kind is ChangeKind.REWORDED and pair.has_same_words:
        yield source.problem(
            _entry(change, place, old),
            f"{both} is said to be reworded, but has the same words",
            "choose another kind, such as `same`",
        )
    elif kind is ChangeKind.MOVED and not pair.is_moved:
        yield source.problem(
            _entry(change, place, old),
            f"{both} is said to be moved, but theme, aspect and audience are the same",
            "choose another kind, such as `same`",
        )
    elif kind is ChangeKind.RESCALED:
        yield from _rescaled(source, place, change, pair)
    elif (
        kind is not ChangeKind.SAME
        and change.comparable is not Comparability.NO
        and pair.old_scale.values != pair.new_scale.values
    ):
        yield source.problem(
            _entry(change, place, old),
            f"{both} has different levels than before, so it cannot be compared as it is",
            "use the kind `rescaled` with `convert`, or say `comparable: no`",
        )
    if change.comparable is Comparability.NO and old == new:
        yield source.problem(
            _entry(change, place, old),
            f"`{old}` cannot be compared with the earlier question, but keeps its id",
            "give the question a new id under `to`, because an id always means the same question",
        )


def _rescaled(source: Source, place: Place, change: Change, pair: Pair) -> Iterator[PackProblem]:
    if not pair.is_rescaled:
        yield source.problem(
            _entry(change, place, pair.old.id),
            f"`{pair.old.id}` is said to be rescaled, but has the same scale",
            "choose another kind, such as `same`",
        )
        return
    if change.comparable is Comparability.NO:
        return
    convert = change.convert or {}
    missing = [level for level in pair.old_scale.values if level not in convert]
    where: Place = (*place, "convert") if change.convert is not None else place
    if missing:
        yield source.problem(
            where,
            f"`convert` does not say what to do with level {_and(list(map(str, missing)))}",
            "write `earlier level: level here` for every earlier level, or say `comparable: no`",
        )
    for before, after in convert.items():
        if before not in pair.old_scale.values or after not in pair.new_scale.values:
            yield source.problem(
                (*where, before),
                f"`{before}: {after}` leads from or to a level that is not on the scale",
                f"use {_and(list(map(str, pair.old_scale.values)))} before the colon and "
                f"{_and(list(map(str, pair.new_scale.values)))} after it",
            )


def _entry(change: Change, place: Place, old: str) -> Place:
    return (*place, "from", change.before.index(old))


def _ids_that_stay(source: Source, lineage: Lineage, both: set[str]) -> Iterator[PackProblem]:
    """An id on both sides stands for one question: what became of it bears it too."""
    for number, change in enumerate(lineage.changes):
        if not has_its_arity(change):
            continue
        leads_to = set(change.pairs())
        for index, item_id in enumerate(change.before):
            if item_id in both and (item_id, item_id) not in leads_to:
                yield source.problem(
                    ("changes", number, "from", index),
                    f"`{item_id}` is {change.kind} here, but its id is used for another question",
                    "give that one an id that no pack has had",
                )


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
