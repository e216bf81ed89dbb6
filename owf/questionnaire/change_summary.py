"""What changed from one pack to another, in words for a board: a paragraph, and lists below it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from owf.comparability import Comparability
from owf.questionnaire.differences import PackDifferences, Step
from owf.questionnaire.items import Item
from owf.questionnaire.lineage import ChangeKind
from owf.questionnaire.models import Aspect, Pack, Sector, Theme
from owf.questionnaire.pairs import Pair
from owf.questionnaire.problems import listed

_PackPart = Theme | Aspect | Sector
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def called(pack: Pack) -> str:
    """With its version, where the title does not have it already."""
    return pack.title if pack.version in pack.title else f"{pack.title} {pack.version}"


def number(count: int) -> str:
    """Up to nine as a word."""
    return _WORDS[count] if count < len(_WORDS) else str(count)


def counted(count: int, what: str) -> str:
    """`one question`, `57 questions`."""
    return f"{number(count)} {what if count == 1 else f'{what}s'}"


@dataclass(frozen=True)
class Entry:
    line: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """With its number of changes, and why where all have one reason."""

    title: str
    entries: tuple[Entry, ...]
    changes: int
    why: str = ""


def _sections(found: PackDifferences) -> Iterator[Section]:
    """Some may be empty."""
    steps_added = found.of(ChangeKind.ADDED)
    why = _common_reason(steps_added)
    entries = tuple(
        _new_questions_entry(theme, steps, common=why)
        for theme in found.new.themes
        if (steps := [step for step in steps_added if step.new[0] in theme.items])
    )
    yield Section("New questions", entries, len(steps_added), why)
    for kind, title in (
        (ChangeKind.REWORDED, "Reworded"),
        (ChangeKind.SPLIT, "Split"),
        (ChangeKind.MERGED, "Merged"),
        (ChangeKind.RESCALED, "Rated on another scale"),
        (ChangeKind.MOVED, "Moved"),
        (ChangeKind.REMOVED, "No longer asked"),
    ):
        # What was changed in several ways is listed once, under the first of them.
        steps = [step for step in found.of(kind) if step.kinds[0] is kind]
        why = _common_reason(steps)
        entries = tuple(_entry(found, step, common=why) for step in steps)
        yield Section(title, entries, len(entries), why)
    numbered = tuple(
        Entry(f"{step.old[0].code} is now {step.new[0].code}")
        for step in found.of(ChangeKind.SAME)
        if step.old[0].code != step.new[0].code
    )
    yield Section("Under another number", numbered, len(numbered))


def _common_reason(steps: Sequence[Step]) -> str:
    """It stands once above them; else empty."""
    reasons = {_why(step) for step in steps}
    return reasons.pop() if len(steps) > 1 and len(reasons) == 1 else ""


def _new_questions_entry(theme: Theme, steps: Sequence[Step], *, common: str) -> Entry:
    reasons = dict.fromkeys(why for step in steps if (why := _why(step)) != common)
    return Entry(
        f"{theme.title}: {counted(len(steps), 'question')}",
        (*(f"{step.new[0].code}: {step.new[0].text}" for step in steps), *filter(None, reasons)),
    )


def _entry(found: PackDifferences, step: Step, *, common: str) -> Entry:
    old, new = [item.code for item in step.old], [item.code for item in step.new]
    line = listed(new or old)
    if ChangeKind.SPLIT in step.kinds:
        line = f"{old[0]} becomes {listed(new)}"
    elif ChangeKind.MERGED in step.kinds:
        line = f"{listed(old)} become {new[0]}"
    elif old and new and old != new:
        line = f"{new[0]} ({old[0]} before)"
    why = _why(step) if _why(step) != common else ""
    below = (*_wordings(step), *_places(found, step), _comparability(found, step), why)
    return Entry(line, tuple(filter(None, below)))


def _wordings(step: Step) -> Iterator[str]:
    """The statements before and now, where they differ; hints where only these do."""
    if not step.new:
        yield from (item.text for item in step.old)
        return
    if [item.text for item in step.old] != [item.text for item in step.new]:
        for when, items in (("Was", step.old), ("Now", step.new)):
            for item in items:
                code = f"{item.code}: " if len(items) > 1 else ""
                yield f"{when}: {code}{item.text}"
        return
    for what in ("hint", "guidance"):
        before, now = getattr(step.old[0], what), getattr(step.new[0], what)
        if before != now:
            yield f"The {what} was: {before or 'none'}"
            yield f"The {what} is now: {now or 'none'}"


def _places(found: PackDifferences, step: Step) -> Iterator[str]:
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


def _comparability(found: PackDifferences, step: Step) -> str:
    if not (found.has_lineage and step.old and step.new and step.change):
        return ""
    return {
        Comparability.YES: "Can be compared with earlier answers.",
        Comparability.WITH_CARE: "Can only be compared with earlier answers with care.",
        Comparability.NO: "Cannot be compared with earlier answers.",
    }[step.comparable]


def _why(step: Step) -> str:
    change = step.change
    if change is None or not change.reason:
        return ""
    day = f"{change.date.day} {change.date:%B %Y}" if change.date else ""
    by = ", ".join(filter(None, (change.decided_by, day)))
    decided = f" Decided by {by}." if by else ""
    return f"Why: {change.reason.removesuffix('.')}.{decided}"


_BECAME = {
    ChangeKind.SAME: ("stays as it was", "stay as they were"),
    ChangeKind.REWORDED: ("is reworded", "are reworded"),
    ChangeKind.RESCALED: ("is rated on another scale", "are rated on another scale"),
    ChangeKind.MOVED: ("is moved", "are moved"),
    ChangeKind.SPLIT: ("is split", "are split"),
    ChangeKind.MERGED: ("is merged", "are merged"),
    ChangeKind.REMOVED: ("is no longer asked", "are no longer asked"),
}
"""What became of one earlier question, and of several."""


@dataclass(frozen=True)
class ChangeSummary:
    sentences: tuple[str, ...]
    sections: tuple[Section, ...]


def summarise(found: PackDifferences) -> ChangeSummary:
    """Lists that would be empty are left out."""
    sections = tuple(one for one in _sections(found) if one.entries)
    return ChangeSummary(tuple(_sentences(found)), sections)


def _sentences(found: PackDifferences) -> Iterator[str]:
    old, new = found.old, found.new
    asks = counted(len(new.items), "question")
    yield f"{called(new)} asks {asks}, {_how_many_more(old, new)}."
    yield _became_sentence(found)
    added = found.of(ChangeKind.ADDED)
    come = {theme.short_title for theme in new.themes} - {one.short_title for one in old.themes}
    if added:
        yield _new_questions_sentence(new, added, come)
    if not (added and come == set(_themes_of(new, added))):
        yield from _came_and_went("theme", old.themes, new.themes)
    yield from _came_and_went("aspect", old.aspects, new.aspects)
    yield from _came_and_went("sector", old.sectors, new.sectors)
    yield _what_compares(found) if found.has_lineage else _why_nothing_compares(found)


def _how_many_more(old: Pack, new: Pack) -> str:
    more = len(new.items) - len(old.items)
    if more == 0:
        return f"the same number as {called(old)}"
    return f"{number(abs(more))} {'more' if more > 0 else 'fewer'} than {called(old)}"


def _became_sentence(found: PackDifferences) -> str:
    before = len(found.old.items)
    counts = {kind: sum(len(step.old) for step in found.of(kind)) for kind in _BECAME}
    if counts[ChangeKind.SAME] == before:
        return f"All of {called(found.old)} stay as they were."
    became = listed(
        [f"{number(count)} {_BECAME[kind][count > 1]}" for kind, count in counts.items() if count]
    )
    twice = sum(len(step.kinds) > 1 for step in found.steps)
    also = f" ({number(twice)} in more than one of these ways)" if twice else ""
    return f"Of the {counted(before, 'question')} of {called(found.old)}, {became}{also}."


def _new_questions_sentence(pack: Pack, steps: Sequence[Step], new_themes: set[str]) -> str:
    counts = _themes_of(pack, steps)
    there_are = f"There {'is' if len(steps) == 1 else 'are'} {counted(len(steps), 'new question')}"
    if set(counts) == new_themes:
        there_are = f"{there_are}, in {counted(len(counts), 'new theme')}"
    if len(counts) == 1:
        return f"{there_are}{':' if new_themes else ', in'} {next(iter(counts))}."
    if len(set(counts.values())) == 1:
        each = f"{number(next(iter(counts.values())))} each"
        return f"{there_are}: {each} in {listed(list(counts))}."
    by_theme = listed([f"{number(count)} in {title}" for title, count in counts.items()])
    return f"{there_are}: {by_theme}."


def _themes_of(pack: Pack, steps: Sequence[Step]) -> dict[str, int]:
    """Theme's short title -> how many of the questions it asks, where it asks any."""
    return Counter(pack.theme_of(step.new[0].id).short_title for step in steps)


def _came_and_went(
    what: str, before: Sequence[_PackPart], now: Sequence[_PackPart]
) -> Iterator[str]:
    for start, kind, parts, others in (
        ("There", f"new {what}", now, before),
        ("Gone", what, before, now),
    ):
        ids = {one.id for one in others}
        titles = [
            one.short_title if isinstance(one, Theme) else one.title
            for one in parts
            if one.id not in ids
        ]
        if titles:
            are = "is" if len(titles) == 1 else "are"
            yield f"{start} {are} {counted(len(titles), kind)}: {listed(titles)}."


def _what_compares(found: PackDifferences) -> str:
    counts = {how: len(found.compared(how)) for how in Comparability}
    compared = f"can be compared with {called(found.old)} "
    parts: list[str] = []
    for how, one, several in (
        (Comparability.YES, "as it is", "as they are"),
        (
            Comparability.WITH_CARE,
            "only with care (its line is dashed)",
            "only with care (their line is dashed)",
        ),
    ):
        if counts[how]:
            words = one if counts[how] == 1 else several
            parts.append(f"{number(counts[how])} {'' if parts else compared}{words}")
    broken = counts[Comparability.NO]
    if broken:
        they = "it" if broken == 1 else "they"
        parts.append(f"{number(broken)} cannot be compared, because {they} changed too much")
    added = len(found.of(ChangeKind.ADDED))
    if not parts:
        return "None of its questions can be compared with earlier ones, because all are new."
    new_lines = {0: "", 1: "; the new one starts a line of its own"}.get(
        added, "; the new ones start lines of their own"
    )
    return f"Of its {counted(len(found.new.items), 'question')}, {listed(parts)}{new_lines}."


def _why_nothing_compares(found: PackDifferences) -> str:
    since = found.new.lineage.since if found.new.lineage else None
    leads = f"its changes.yaml starts from {since}" if since else "it has no changes.yaml"
    return (
        f"Nothing can be compared between the two, because {called(found.new)} does not say which "
        f"of these its questions come from: {leads}. Questions are matched here by their ids "
        "alone."
    )
