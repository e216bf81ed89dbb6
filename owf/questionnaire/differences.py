"""What changed from one pack to another, question by question, as a reader of both would see it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from owf.comparability import Comparability
from owf.questionnaire.items import Item
from owf.questionnaire.lineage import Change, ChangeKind, Lineage
from owf.questionnaire.lineage_checks import has_its_arity
from owf.questionnaire.models import Pack
from owf.questionnaire.pairs import Pair


@dataclass(frozen=True)
class Step:
    """What became of the questions `old`, which are now `new`; either may be empty.

    Several kinds where a question was reworded and also moved; `change` is from `changes.yaml`.
    """

    kinds: tuple[ChangeKind, ...]
    old: tuple[Item, ...] = ()
    new: tuple[Item, ...] = ()
    change: Change | None = None

    @property
    def comparable(self) -> Comparability:
        """`no` where no entry says so."""
        if self.change is None or not (self.old and self.new):
            return Comparability.NO
        return self.change.is_comparable


@dataclass(frozen=True)
class PackDifferences:
    """In the order of the later pack; then what was removed."""

    old: Pack
    new: Pack
    steps: tuple[Step, ...]

    @property
    def has_lineage(self) -> bool:
        """Whether the later pack's `changes.yaml` starts from the earlier one."""
        return self.new.lineage is not None and self.new.lineage.since == self.old.name

    def of(self, kind: ChangeKind) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if kind in step.kinds)

    def compared(self, how: Comparability) -> tuple[Item, ...]:
        """The later pack's questions that come from earlier ones."""
        return tuple(
            item for step in self.steps if step.old and step.comparable is how for item in step.new
        )


def differences(old: Pack, new: Pack) -> PackDifferences:
    """Matched by ids alone where no `changes.yaml` leads from `old`, or it leaves them out."""
    lineage = new.lineage if new.lineage and new.lineage.since == old.name else None
    steps = [*_lineage_steps(old, new, lineage)] if lineage else []
    accounted_before = {item.id for step in steps for item in step.old}
    accounted_now = {item.id for step in steps for item in step.new}
    before = {item.id: item for item in old.items if item.id not in accounted_before}
    now = {item.id: item for item in new.items if item.id not in accounted_now}
    for item_id, item in now.items():
        if item_id in before:
            pair = Pair(old, new, before.pop(item_id), item)
            steps.append(Step(pair.seen, (pair.old,), (item,)))
        else:
            steps.append(Step((ChangeKind.ADDED,), (), (item,)))
    steps += [Step((ChangeKind.REMOVED,), (item,)) for item in before.values()]
    return PackDifferences(old, new, tuple(sorted(steps, key=_in_order(old, new))))


def _in_order(old: Pack, new: Pack) -> Callable[[Step], tuple[bool, int]]:
    """In the order of the later pack; then removed questions, in the order of the earlier one."""
    now = {item.id: place for place, item in enumerate(new.items)}
    before = {item.id: place for place, item in enumerate(old.items)}
    return lambda step: (False, now[step.new[0].id]) if step.new else (True, before[step.old[0].id])


def _lineage_steps(old: Pack, new: Pack, lineage: Lineage) -> Iterator[Step]:
    """Those whose ids are in the packs."""
    before = {item.id: item for item in old.items}
    now = {item.id: item for item in new.items}
    for change in lineage.changes:
        if not has_its_arity(change):
            continue
        here = {*change.before} <= before.keys() and {*change.ids_after} <= now.keys()
        if change.kind in (ChangeKind.SPLIT, ChangeKind.MERGED):
            if here:
                yield Step(
                    (change.kind,),
                    tuple(before[one] for one in change.before),
                    tuple(now[one] for one in change.after),
                    change,
                )
        elif change.kind is ChangeKind.ADDED:
            yield from (
                Step((change.kind,), (), (now[one],), change) for one in change.after if one in now
            )
        elif change.kind is ChangeKind.REMOVED:
            yield from (
                Step((change.kind,), (before[one],), (), change)
                for one in change.before
                if one in before
            )
        else:
            for one, other in change.pairs():
                if one in before and other in now:
                    pair = Pair(old, new, before[one], now[other])
                    yield Step(_kinds_seen(pair, change), (pair.old,), (pair.new,), change)


def _kinds_seen(pair: Pair, change: Change) -> tuple[ChangeKind, ...]:
    """What a reader sees; another hint counts as reworded where `changes.yaml` says so."""
    if change.kind is ChangeKind.REWORDED and not pair.has_same_words:
        others = (kind for kind in pair.seen if kind is not ChangeKind.SAME)
        return tuple(dict.fromkeys((ChangeKind.REWORDED, *others)))
    return pair.seen
