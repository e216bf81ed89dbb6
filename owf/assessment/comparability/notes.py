"""What a change since last year rests on where the questionnaire changed, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from owf.assessment.comparability.packs import NOT_COMPARED, WITH_CARE, Shared, question_name
from owf.assessment.comparability.rescoring import TwoYears
from owf.benchmark.words.wording import capitalised, counted, possessive


@dataclass(frozen=True)
class ChangeNotes:
    """The sentences that go with a change; empty where both years asked the same.

    ``nothing_for``: why a theme (by id) has no change. ``changed``: (theme id, what became of a
    question). ``with_care``: ids of the themes with a question that is compared with care.
    """

    sentence: str = ""
    without_answers: str = ""
    nothing_for: Mapping[str, str] = field(default_factory=dict)
    changed: tuple[tuple[str, str], ...] = ()
    with_care: frozenset[str] = frozenset()

    @property
    def about_all(self) -> str:
        return " ".join(one for one in (self.sentence, self.without_answers) if one)

    def to_json(self) -> list[dict[str, object]]:
        general = [(None, text) for text in (self.sentence, self.without_answers) if text]
        about = (*general, *self.nothing_for.items(), *self.changed)
        return [{"theme": theme, "text": text} for theme, text in about]


def notes_on(years: TwoYears) -> ChangeNotes:
    if years.shared is None:
        return ChangeNotes()
    last, year = years.before.year, years.now.year
    return ChangeNotes(
        sentence=_sentence(years.shared, last, year),
        without_answers=_without_answers(len(years.without_answers)),
        nothing_for=_themes_without_change(years.shared, year),
        changed=_changed_questions(years.shared),
        with_care=frozenset(years.shared.packs[1].theme_of(item).id for item in years.shared.notes),
    )


def why_unchanged(years: TwoYears, trust: int, name: str) -> str:
    last, year = years.before.year, years.now.year
    if trust not in years.without_answers:
        return f"{name} has no scores in both {last} and {year}."
    return (
        f"{possessive(name)} results of {last} or {year} were signed without the answers behind "
        "the scores, and the questions were not the same, so no change can be calculated."
    )


def _sentence(shared: Shared, last: int, year: int) -> str:
    earlier, later = shared.packs
    asked, compared = len(later.items), len(shared.earlier)
    new = asked - compared - len(shared.breaks)
    stands_for = {old for olds in shared.earlier.values() for old in olds}
    gone = len(earlier.items) - len(stands_for)
    if compared == asked and not gone and not shared.notes:
        return ""
    others = ", and ".join(
        f"{counted(number, 'question')} {_be(number, tense)} {what}"
        for number, tense, what in (
            (new, "is", "new"),
            (len(shared.breaks), "was", "changed too much to be compared"),
        )
        if number
    )
    said = [
        f"Change is calculated on {compared} of the {asked} questions of {year}: {others}."
        if others
        else f"Change is calculated on all {asked} questions of {year}."
    ]
    if shared.notes:
        care = counted(len(shared.notes), "question")
        said.append(
            f"Of those compared, {care} {_be(len(shared.notes), 'was')} changed and "
            f"{_be(len(shared.notes), 'is')} compared with care."
        )
    if gone:
        said.append(
            f"{capitalised(counted(gone, 'question'))} of {last} {_be(gone, 'has')} no matching "
            f"question and {_be(gone, 'is')} left out."
        )
    if shared.before.scoring.groups or shared.now.scoring.groups:
        said.append("These scores can therefore differ from those on each year's own page.")
    return " ".join(said)


def _without_answers(trusts: int) -> str:
    """That Trusts take no part where questions differ: an early version kept no answers."""
    if not trusts:
        return ""
    return (
        f"The results of {counted(trusts, 'Trust')} were signed without the answers behind the "
        f"scores, so {'it counts' if trusts == 1 else 'they count'} only where all questions are "
        "the same."
    )


def _themes_without_change(shared: Shared, year: int) -> dict[str, str]:
    compared = {group.theme for group in shared.groups}
    return {
        theme.id: "its questions changed too much, so there is nothing to compare with"
        if any(item.id in shared.breaks for item in theme.items)
        else f"new in {year}, so there is nothing to compare with"
        for theme in shared.packs[1].themes
        if theme.id not in compared
    }


def _changed_questions(shared: Shared) -> tuple[tuple[str, str], ...]:
    return tuple(
        (theme.id, f"{question_name(item)}: {how}. {' '.join(reasons[item.id])}".strip())
        for theme in shared.packs[1].themes
        for item in theme.items
        for how, reasons in ((WITH_CARE, shared.notes), (NOT_COMPARED, shared.breaks))
        if item.id in reasons
    )


_PLURAL = {"is": "are", "was": "were", "has": "have"}


def _be(number: int, verb: str) -> str:
    return verb if number == 1 else _PLURAL[verb]
