"""What changed from one pack to another, told so that a board member understands it.

The command and the page tell the same: a paragraph, and lists below it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from owf.questionnaire.differences import PackDifferences, Step
from owf.questionnaire.lineage import ChangeKind, Comparability
from owf.questionnaire.models import Aspect, Pack, Sector
from owf.questionnaire.saying import called, counted, listed, number
from owf.questionnaire.telling_lists import Section, sections

_BECAME = {
    ChangeKind.SAME: ("stays as it was", "stay as they were"),
    ChangeKind.REWORDED: ("is reworded", "are reworded"),
    ChangeKind.RESCALED: ("is rated on another scale", "are rated on another scale"),
    ChangeKind.MOVED: ("is moved", "are moved"),
    ChangeKind.SPLIT: ("is split", "are split"),
    ChangeKind.MERGED: ("is merged", "are merged"),
    ChangeKind.REMOVED: ("is no longer asked", "are no longer asked"),
}
"""What is said of one earlier question, and of several."""


@dataclass(frozen=True)
class Telling:
    """What changed, in words."""

    sentences: tuple[str, ...]
    sections: tuple[Section, ...]


def tell(found: PackDifferences) -> Telling:
    """The paragraph and the lists about two packs; lists that would be empty are left out."""
    return Telling(tuple(_sentences(found)), tuple(one for one in sections(found) if one.entries))


def _sentences(found: PackDifferences) -> Iterator[str]:
    old, new = found.old, found.new
    yield f"{called(new)} asks {counted(len(new.items), 'question')}, {_than(old, new)}."
    yield _what_became(found)
    added = found.of(ChangeKind.ADDED)
    come = {theme.short_title for theme in new.themes} - {one.short_title for one in old.themes}
    if added:
        yield _new(new, added, come)
    if not (added and come == set(_themes_of(new, added))):
        yield from _around("theme", _short_titles(old), _short_titles(new))
    yield from _around("aspect", _titles(old.aspects), _titles(new.aspects))
    yield from _around("sector", _titles(old.sectors), _titles(new.sectors))
    yield _what_compares(found) if found.is_led_from else _why_nothing_compares(found)


def _than(old: Pack, new: Pack) -> str:
    more = len(new.items) - len(old.items)
    if more == 0:
        return f"the same number as {called(old)}"
    return f"{number(abs(more))} {'more' if more > 0 else 'fewer'} than {called(old)}"


def _what_became(found: PackDifferences) -> str:
    """Of the earlier questions, how many stay, and what became of the others."""
    before = len(found.old.items)
    counts = {kind: sum(len(step.old) for step in found.of(kind)) for kind in _BECAME}
    if counts[ChangeKind.SAME] == before:
        return f"All of {called(found.old)} stay as they were."
    told = [
        f"{number(count)} {_BECAME[kind][count > 1]}" for kind, count in counts.items() if count
    ]
    twice = sum(len(step.kinds) > 1 for step in found.steps)
    also = f" ({number(twice)} in more than one of these ways)" if twice else ""
    return f"Of the {counted(before, 'question')} of {called(found.old)}, {listed(told)}{also}."


def _new(pack: Pack, steps: Sequence[Step], new_themes: set[str]) -> str:
    """How many new questions there are in each theme that has any."""
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
    """Theme -> how many of the questions it asks, where it asks any."""
    return Counter(pack.theme_of(step.new[0].id).short_title for step in steps)


def _short_titles(pack: Pack) -> Mapping[str, str]:
    return {theme.id: theme.short_title for theme in pack.themes}


def _titles(parts: Sequence[Aspect | Sector]) -> Mapping[str, str]:
    return {one.id: one.title for one in parts}


def _around(what: str, before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """What came and went around the questions."""
    come = [title for key, title in now.items() if key not in before]
    gone = [title for key, title in before.items() if key not in now]
    if come:
        are = "is" if len(come) == 1 else "are"
        yield f"There {are} {counted(len(come), f'new {what}')}: {listed(come)}."
    if gone:
        are = "is" if len(gone) == 1 else "are"
        yield f"Gone {are} {counted(len(gone), what)}: {listed(gone)}."


def _what_compares(found: PackDifferences) -> str:
    """How many questions may be compared, and how."""
    counts = {how: len(found.compared(how)) for how in Comparability}
    compared = f"can be compared with {called(found.old)} "
    told: list[str] = []
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
            told.append(f"{number(counts[how])} {'' if told else compared}{words}")
    broken = counts[Comparability.NO]
    if broken:
        they = "it" if broken == 1 else "they"
        told.append(f"{number(broken)} cannot be compared, because {they} changed too much")
    added = len(found.of(ChangeKind.ADDED))
    if not told:
        return "None of its questions can be compared with earlier ones, because all are new."
    anew = {0: "", 1: "; the new one starts a line of its own"}.get(
        added, "; the new ones start lines of their own"
    )
    return f"Of its {counted(len(found.new.items), 'question')}, {listed(told)}{anew}."


def _why_nothing_compares(found: PackDifferences) -> str:
    since = found.new.lineage.since if found.new.lineage else None
    leads = f"its changes.yaml starts from {since}" if since else "it has no changes.yaml"
    return (
        f"Nothing can be compared between the two, because {called(found.new)} does not say which "
        f"of these its questions come from: {leads}. Questions are matched here by their ids "
        "alone."
    )
