"""Rules of `changes.yaml`: each change by itself, and all of them against the packs they join.

A series breaks where a question changes without an entry, so every earlier question and every new
one needs one (METHOD 4).
"""

from collections.abc import Iterator, Mapping, Sequence

from owf.comparability import Comparability
from owf.questionnaire.items import Item
from owf.questionnaire.lineage import Change, ChangeKind, Lineage
from owf.questionnaire.models import Pack
from owf.questionnaire.pairs import Pair
from owf.questionnaire.problems import PackProblem, did_you_mean, listed, suggestion
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
    """As many ids on either side as its kind allows."""
    old, new = len(change.before), len(change.after)
    return {
        ChangeKind.SPLIT: old == 1 and new > 1,
        ChangeKind.MERGED: old > 1 and new == 1,
        ChangeKind.ADDED: old == 0 and new > 0,
        ChangeKind.REMOVED: old > 0 and new == 0,
    }.get(change.kind, old > 0 and new in (0, old))


def each_change(source: Source, lineage: Lineage) -> Iterator[PackProblem]:
    for number, change in enumerate(lineage.changes):
        place: Place = ("changes", number)
        kind = change.kind
        if not has_its_arity(change):
            todo = _IDS_OF.get(kind, _PAIR_BY_PAIR)
            yield source.problem(place, f"the ids do not fit the kind `{kind}`", todo)
        yield from _comparable_problems(source, place, change)
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


def _comparable_problems(source: Source, place: Place, change: Change) -> Iterator[PackProblem]:
    kind, how, here = change.kind, change.comparable, (*place, "comparable")
    if kind in _WITHOUT_COMPARABLE and how is not None:
        yield source.problem(
            here, f"with `{kind}` there is nothing to compare with", "remove `comparable`"
        )
    elif kind is ChangeKind.SAME and how not in (None, Comparability.YES):
        yield source.problem(
            here,
            f"a question that is the same cannot be `comparable: {how}`",
            "remove `comparable`, or choose the kind that says what changed",
        )
    elif kind not in (*_WITHOUT_COMPARABLE, ChangeKind.SAME) and how is None:
        yield source.problem(
            place,
            "`comparable` is missing",
            "add it: yes joins the line, with_care joins it dashed, no breaks it",
        )


def all_accounted(
    source: Source, lineage: Lineage, pack: Pack, line: Sequence[Pack]
) -> Iterator[PackProblem]:
    """`line` has the packs before, the nearest first."""
    earlier = line[0]
    old, new = ({item.id: item for item in one.items} for one in (earlier, pack))
    yield from _side_problems(source, lineage, "from", old, earlier, reported=frozenset())
    yield from _side_problems(source, lineage, "to", new, pack, reported=_unknown_ids(lineage, old))
    for number, change in enumerate(lineage.changes):
        if not has_its_arity(change):
            continue
        place: Place = ("changes", number)
        for one, other in change.pairs():
            if one in old and other in new:
                yield from _pair_problems(
                    source, place, change, Pair(earlier, pack, old[one], new[other])
                )
    yield from _reused_ids(source, lineage, old.keys() & new.keys())
    for further in line[1:]:
        for item in further.items:
            if item.id in new and item.id not in old:
                yield source.problem(
                    _place_of(lineage, item.id, "to"),
                    f"the id `{item.id}` was already used in {further.name}",
                    "give the new question an id that no pack has had",
                )


def _ids(change: Change, side: str) -> tuple[str, ...]:
    return change.before if side == "from" else change.ids_after


def _key(change: Change, side: str) -> str:
    """Where ids stay, the file has them under `from` alone."""
    return side if side == "from" or change.after else "from"


def _place_of(lineage: Lineage, item_id: str, side: str) -> Place:
    """The list of changes where it has none."""
    for number, change in enumerate(lineage.changes):
        if item_id in _ids(change, side):
            key = _key(change, side)
            return "changes", number, key, _ids(change, side).index(item_id)
    return ("changes",)


def _unknown_ids(lineage: Lineage, old: Mapping[str, Item]) -> frozenset[str]:
    """Ids without a `to` of their own that the earlier pack lacks: one slip, reported once."""
    return frozenset(
        one for change in lineage.changes if not change.after for one in change.before
    ) - frozenset(old)


def _side_problems(
    source: Source,
    lineage: Lineage,
    side: str,
    items: Mapping[str, Item],
    pack: Pack,
    *,
    reported: frozenset[str],
) -> Iterator[PackProblem]:
    """Every item is in exactly one change; `reported` are unknown on the other side already."""
    first: dict[str, int] = {}
    slips: set[str | None] = set()
    unused = set(items) - {one for change in lineage.changes for one in _ids(change, side)}
    for number, change in enumerate(lineage.changes):
        for index, item_id in enumerate(_ids(change, side)):
            place: Place = ("changes", number, _key(change, side), index)
            if item_id not in items:
                slips.add(did_you_mean(item_id, unused))
                if item_id not in reported:
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


def _pair_problems(
    source: Source, place: Place, change: Change, pair: Pair
) -> Iterator[PackProblem]:
    entry = (*place, "from", change.before.index(pair.old.id))
    for what, todo in _misfits(change, pair):
        yield source.problem(entry, what, todo)
    if change.kind is ChangeKind.RESCALED and pair.is_rescaled:
        yield from _convert_problems(source, place, change, pair)


def _misfits(change: Change, pair: Pair) -> Iterator[tuple[str, str]]:
    """What of a change is not so in its pair, each with a remedy."""
    old, new = pair.old.id, pair.new.id
    both = f"`{new}`" if old == new else f"`{old}` and `{new}`"
    kind, another = change.kind, "choose another kind, such as `same`"
    if kind is ChangeKind.SAME and pair.touched:
        what = f"{both} is said to be the same, but {listed(pair.touched)} changed"
        yield what, "choose another kind, or undo the change"
    elif kind is ChangeKind.REWORDED and pair.has_same_words:
        yield f"{both} is said to be reworded, but has the same words", another
    elif kind is ChangeKind.MOVED and not pair.is_moved:
        what = f"{both} is said to be moved, but theme, aspect and audience are the same"
        yield what, another
    elif kind is ChangeKind.RESCALED and not pair.is_rescaled:
        yield f"`{old}` is said to be rescaled, but has the same scale", another
    elif (
        kind not in (ChangeKind.SAME, ChangeKind.RESCALED)
        and change.comparable is not Comparability.NO
        and pair.old_scale.values != pair.new_scale.values
    ):
        what = f"{both} has different levels than before, so it cannot be compared as it is"
        yield what, "use the kind `rescaled` with `convert`, or say `comparable: no`"
    if change.comparable is Comparability.NO and old == new:
        what = f"`{old}` cannot be compared with the earlier question, but keeps its id"
        because = "because an id always means the same question"
        yield what, f"give the question a new id under `to`, {because}"


def _convert_problems(
    source: Source, place: Place, change: Change, pair: Pair
) -> Iterator[PackProblem]:
    if change.comparable is Comparability.NO:
        return
    convert = change.convert or {}
    missing = [level for level in pair.old_scale.values if level not in convert]
    where: Place = (*place, "convert") if change.convert is not None else place
    if missing:
        yield source.problem(
            where,
            f"`convert` does not say what to do with level {listed(list(map(str, missing)))}",
            "write `earlier level: level here` for every earlier level, or say `comparable: no`",
        )
    for before, after in convert.items():
        if before not in pair.old_scale.values or after not in pair.new_scale.values:
            yield source.problem(
                (*where, before),
                f"`{before}: {after}` leads from or to a level that is not on the scale",
                f"use {listed(list(map(str, pair.old_scale.values)))} before the colon and "
                f"{listed(list(map(str, pair.new_scale.values)))} after it",
            )


def _reused_ids(source: Source, lineage: Lineage, both: set[str]) -> Iterator[PackProblem]:
    """An id of both packs must not stand for two questions."""
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
