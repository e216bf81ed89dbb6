"""The lists that tell what changed from one pack to another: each question by its printed code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from owf.questionnaire.differences import PackDifferences, Step
from owf.questionnaire.items import Item
from owf.questionnaire.lineage import ChangeKind, Comparability
from owf.questionnaire.models import Pack, Theme
from owf.questionnaire.pairs import Pair
from owf.questionnaire.saying import counted, listed


@dataclass(frozen=True)
class Entry:
    """A line of a list, and what stands below it."""

    line: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A list with its heading, how many changes it tells, and why where all have one reason."""

    title: str
    entries: tuple[Entry, ...]
    changes: int
    why: str = ""


def sections(found: PackDifferences) -> Iterator[Section]:
    """The lists, in the order in which they are told; one may be empty."""
    added = [(theme, _added_in(theme, found)) for theme in found.new.themes]
    why = _common_reason(found.of(ChangeKind.ADDED))
    entries = (_new(theme, steps, told=why) for theme, steps in added if steps)
    number = sum(len(steps) for _, steps in added)
    yield Section("New questions", tuple(entries), number, why)
    for kind, title in (
        (ChangeKind.REWORDED, "Reworded"),
        (ChangeKind.SPLIT, "Split"),
        (ChangeKind.MERGED, "Merged"),
        (ChangeKind.RESCALED, "Rated on another scale"),
        (ChangeKind.MOVED, "Moved"),
        (ChangeKind.REMOVED, "No longer asked"),
    ):
        # What was changed in several ways is told once, under the first of them.
        steps = [step for step in found.of(kind) if step.kinds[0] is kind]
        why = _common_reason(steps)
        told = tuple(_entry(found, step, told=why) for step in steps)
        yield Section(title, told, len(told), why)
    numbered = tuple(
        Entry(f"{step.old[0].code} is now {step.new[0].code}")
        for step in found.of(ChangeKind.SAME)
        if step.old[0].code != step.new[0].code
    )
    yield Section("Under another number", numbered, len(numbered))


def _common_reason(steps: Sequence[Step]) -> str:
    """Why, where several changes have one reason: told once, above them."""
    reasons = {_why(step) for step in steps}
    return reasons.pop() if len(steps) > 1 and len(reasons) == 1 else ""


def _added_in(theme: Theme, found: PackDifferences) -> list[Step]:
    return [step for step in found.of(ChangeKind.ADDED) if step.new[0] in theme.items]


def _new(theme: Theme, steps: Sequence[Step], *, told: str) -> Entry:
    reasons = dict.fromkeys(why for step in steps if (why := _why(step)) != told)
    return Entry(
        f"{theme.title}: {counted(len(steps), 'question')}",
        (*(f"{step.new[0].code}: {step.new[0].text}" for step in steps), *filter(None, reasons)),
    )


def _entry(found: PackDifferences, step: Step, *, told: str) -> Entry:
    old, new = [item.code for item in step.old], [item.code for item in step.new]
    line = listed(new or old)
    if ChangeKind.SPLIT in step.kinds:
        line = f"{old[0]} becomes {listed(new)}"
    elif ChangeKind.MERGED in step.kinds:
        line = f"{listed(old)} become {new[0]}"
    elif old and new and old != new:
        line = f"{new[0]} ({old[0]} before)"
    why = _why(step) if _why(step) != told else ""
    below = (*_words(step), *_places(found, step), _compares(found, step), why)
    return Entry(line, tuple(filter(None, below)))


def _words(step: Step) -> Iterator[str]:
    """The statements before and now, where they differ; hints where only these do."""
    if not step.new:
        yield from (item.text for item in step.old)
        return
    if [item.text for item in step.old] != [item.text for item in step.new]:
        yield from (f"Was: {_named(item, step.old)}{item.text}" for item in step.old)
        yield from (f"Now: {_named(item, step.new)}{item.text}" for item in step.new)
        return
    for what in ("hint", "guidance"):
        before, now = getattr(step.old[0], what), getattr(step.new[0], what)
        if before != now:
            yield f"The {what} was: {before or 'none'}"
            yield f"The {what} is now: {now or 'none'}"


def _named(item: Item, among: Sequence[Item]) -> str:
    return f"{item.code}: " if len(among) > 1 else ""


def _places(found: PackDifferences, step: Step) -> Iterator[str]:
    """Where a question stands now, for whom, and how it is rated, where that changed."""
    if len(step.old) != 1 or len(step.new) != 1:
        return
    pair = Pair(found.old, found.new, step.old[0], step.new[0])
    old, new = step.old[0], step.new[0]
    for what, before, now in (
        ("theme", found.old.theme_of(old.id).title, found.new.theme_of(new.id).title),
        ("aspect", _aspect(found.old, old), _aspect(found.new, new)),
        ("audience", str(old.audience), str(new.audience)),
    ):
        if f"the {what}" in pair.touched:
            yield f"The {what} was “{before}” and is now “{now}”."
    if pair.is_rescaled:
        before, now = (
            listed([f"{level.value} {level.label}" for level in scale.levels])
            for scale in (pair.old_scale, pair.new_scale)
        )
        yield f"Was rated: {before}."
        yield f"Is now rated: {now}."


def _aspect(pack: Pack, item: Item) -> str:
    return next((one.title for one in pack.aspects if one.id == item.aspect), item.aspect)


def _compares(found: PackDifferences, step: Step) -> str:
    if not (found.is_led_from and step.old and step.new and step.said):
        return ""
    return {
        Comparability.YES: "Can be compared with earlier answers.",
        Comparability.WITH_CARE: "Can only be compared with earlier answers with care.",
        Comparability.NO: "Cannot be compared with earlier answers.",
    }[step.comparable]


def _why(step: Step) -> str:
    said = step.said
    if said is None or not said.reason:
        return ""
    day = f"{said.date.day} {said.date:%B %Y}" if said.date else ""
    by = ", ".join(filter(None, (said.decided_by, day)))
    decided = f" Decided by {by}." if by else ""
    return f"Why: {said.reason.removesuffix('.')}.{decided}"
