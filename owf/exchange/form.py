"""A questionnaire as a blank form shows it, whatever kind of file the form becomes."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from owf.assessment.errors import Refused
from owf.questionnaire import (
    Audience,
    EvidenceAsked,
    Item,
    ItemAudience,
    NonScore,
    Pack,
    Scale,
    Theme,
)

KIND: Mapping[Audience, str] = {
    Audience.LEADERS: "Self-evaluation form for a partner organisation",
    Audience.PRACTITIONERS: "Survey form for practitioners",
}
WHO: Mapping[Audience, str] = {
    Audience.LEADERS: (
        "One form for each partner organisation. The lead and the substitute answer together for "
        "the whole organisation, and ask colleagues who know the day-to-day work."
    ),
    Audience.PRACTITIONERS: (
        "One form for each person who works with children, young people or families. Answer for "
        "yourself, from what you see in your own work. Nobody asks for your name."
    ),
}
ABOUT = "About you"
ORGANISATION = "Your organisation"
SECTOR = "Its sector"
FILLED_IN_BY = "Filled in by"
SCALE = "The levels"
LOOKS_LIKE = "What the levels look like here"
COMMENT = "Comment"
EVIDENCE = "Evidence"
WHERE_FROM = "Where each question comes from"
_ONLY_FOR: Mapping[ItemAudience, str] = {
    ItemAudience.LEADERS: "Leaders only.",
    ItemAudience.STEERING: "For your organisation's member of the steering group.",
    ItemAudience.ALL: "Practitioners are also asked this.",
}


def steps(pack: Pack, audience: Audience) -> tuple[str, ...]:
    not_scored = [f"“{one.label}”" for one in pack.scale.non_scores]
    found = [
        "Each theme starts by describing its levels. Read that first.",
        "Then read each statement and decide how far it is true here. Choose the one level that "
        "fits best.",
    ]
    if not_scored:
        are = "is also an answer. It is" if len(not_scored) == 1 else "are also answers. They are"
        found.append(f"{_joined(not_scored, 'and')} {are} counted, but do not lower a score.")
    if audience is Audience.LEADERS:
        found.append(
            "Use the comment to say why. Others will read it when they discuss the results."
        )
        if any(item.evidence and item.evidence.asked for item in pack.items):
            found[-1] += (
                " Where the form asks for evidence, say what shows that your answer is right."
            )
    return tuple(found)


def asked(pack: Pack, item: Item, audience: Audience) -> tuple[str, ...]:
    found = []
    if audience is Audience.LEADERS and (
        Audience.PRACTITIONERS in pack.audiences or item.audience is ItemAudience.STEERING
    ):
        found.append(_ONLY_FOR[item.audience])
    if item.sectors:
        titles = [sector.title for sector in pack.sectors if sector.id in item.sectors]
        found.append(f"Only for these sectors: {_joined(titles, 'and')}.")
    return (*found, *when_asked(pack, item))


def when_asked(pack: Pack, item: Item) -> tuple[str, ...]:
    found = []
    if item.applies_when:
        other = pack.item(item.applies_when.item)
        answers = [_answer_text(pack, other, answer) for answer in item.applies_when.answers]
        found.append(f"Only where your answer to {other.code} is {_joined(answers, 'or')}.")
    if not item.required:
        found.append("You can leave this one out.")
    return tuple(found)


def evidence(wanted: EvidenceAsked) -> tuple[str, ...]:
    found = ["Say what it is, where it is kept and how long it is valid."]
    if wanted.looks_like:
        found.append(f"What would count: {wanted.looks_like}")
    if wanted.required_from is not None:
        found.append(f"Needed from level {wanted.required_from} up.")
    return tuple(found)


def _answer_text(pack: Pack, item: Item, answer: int | NonScore) -> str:
    """An answer as the form shows it: ``4 (making good progress)`` or ``“Don't know”``."""
    scale = pack.scale_of(item)
    if isinstance(answer, NonScore):
        labels = {one.value: one.label for one in scale.non_scores}
        return f"“{labels.get(answer, answer)}”"
    return f"{answer} ({scale.level(answer).label})"


def _joined(words: Sequence[str], last: str) -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


@dataclass(frozen=True)
class Choice:
    """Something to tick: a level (`value` is its number), a non-score or a sector (its id)."""

    value: str
    label: str
    short: str


@dataclass(frozen=True)
class FormScale:
    id: str
    levels: tuple[Choice, ...]
    non_scores: tuple[Choice, ...]


@dataclass(frozen=True)
class Described:
    level: Choice
    text: str


@dataclass(frozen=True)
class Condition:
    """A question is asked only where another has one of these answers, each a `Choice.value`."""

    item: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class EvidenceLines:
    words: tuple[str, ...]
    required_from: int | None


@dataclass(frozen=True)
class Question:
    """`asked` says to people what `sectors` and `condition` say to a machine."""

    id: str
    code: str
    text: str
    hint: str
    guidance: str | None
    asked: tuple[str, ...]
    scale: FormScale
    required: bool
    sectors: tuple[str, ...]
    condition: Condition | None
    has_comment: bool
    evidence: EvidenceLines | None
    references: tuple[str, ...]


@dataclass(frozen=True)
class FormTheme:
    id: str
    title: str
    intro: str
    described: tuple[Described, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class BlankForm:
    name: str
    title: str
    version: str
    audience: Audience
    kind: str
    source: str
    licence: str
    who: str
    how: tuple[str, ...]
    sectors: tuple[Choice, ...]
    scales: tuple[FormScale, ...]
    themes: tuple[FormTheme, ...]

    @property
    def asks_name(self) -> bool:
        """Practitioners stay unnamed."""
        return self.audience is Audience.LEADERS

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for theme in self.themes for question in theme.questions)


def blank_form(pack: Pack, audience: Audience) -> BlankForm:
    """A question that depends on another which they are not asked is left out.

    Practitioners' form has no place for names, comments and evidence (METHOD 1.3).
    """
    if audience not in pack.audiences or not _asked_ids(pack, audience):
        raise Refused(f"{pack.name} has no questions for {audience}, so there is no form for them.")
    pack = _printable_pack(pack)
    asked = _asked_ids(pack, audience)
    themes = [_form_theme(pack, theme, asked, audience) for theme in pack.themes]
    scales = {
        scale.id: scale for theme in themes for one in theme.questions if (scale := one.scale)
    }
    return BlankForm(
        name=pack.name,
        title=pack.title,
        version=pack.version,
        audience=audience,
        kind=KIND[audience],
        source=pack.source,
        licence=pack.licence,
        who=WHO[audience],
        how=steps(pack, audience),
        sectors=tuple(Choice(one.id, one.title, one.title) for one in pack.sectors),
        scales=tuple(scales.values()),
        themes=tuple(theme for theme in themes if theme.questions),
    )


def _asked_ids(pack: Pack, audience: Audience) -> frozenset[str]:
    asked = {item.id for item in pack.items_for(audience)}
    while unmet := {
        item.id
        for item in pack.items
        if item.id in asked and item.applies_when and item.applies_when.item not in asked
    }:
        asked -= unmet
    return frozenset(asked)


def _form_theme(pack: Pack, theme: Theme, asked: frozenset[str], audience: Audience) -> FormTheme:
    items = [item for item in theme.items if item.id in asked]
    scales = {scale.id: scale for item in items if (scale := pack.scale_of(item))}
    return FormTheme(
        id=theme.id,
        title=theme.title,
        intro=theme.intro,
        described=tuple(one for scale in scales.values() for one in _descriptions(scale, theme.id)),
        questions=tuple(_form_question(pack, item, audience) for item in items),
    )


def _descriptions(scale: Scale, theme: str) -> list[Described]:
    texts = scale.descriptors.get(theme, {})
    return [
        Described(level, texts[int(level.value)])
        for level in _form_scale(scale).levels
        if int(level.value) in texts
    ]


def _form_question(pack: Pack, item: Item, audience: Audience) -> Question:
    is_return = audience is Audience.LEADERS
    when, asked_for = item.applies_when, item.evidence
    return Question(
        id=item.id,
        code=item.code,
        text=item.text,
        hint=item.hint,
        guidance=item.guidance,
        asked=asked(pack, item, audience),
        scale=_form_scale(pack.scale_of(item)),
        required=item.required,
        sectors=item.sectors,
        condition=Condition(when.item, tuple(map(str, when.answers))) if when else None,
        has_comment=is_return,
        evidence=EvidenceLines(evidence(asked_for), asked_for.required_from)
        if is_return and asked_for and asked_for.asked
        else None,
        references=item.references,
    )


def _form_scale(scale: Scale) -> FormScale:
    return FormScale(
        id=scale.id,
        levels=tuple(Choice(str(one.value), one.label, one.short) for one in scale.levels),
        non_scores=tuple(Choice(str(one.value), one.label, one.label) for one in scale.non_scores),
    )


def _printable_pack(pack: Pack) -> Pack:
    return Pack.model_validate(_printable(pack.model_dump(exclude={"lineage"})))


def _printable(value: Any) -> Any:
    """The same with a mark for every character that no document may hold.

    A pack can smuggle them in as escapes, and the XML within .docx and .xlsx forbids them.
    """
    if isinstance(value, str):
        return "".join(
            one if _may_be_printed(one) else "\N{REPLACEMENT CHARACTER}" for one in value
        )
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_printable(one) for one in value)
    return value


def _may_be_printed(character: str) -> bool:
    is_control = unicodedata.category(character) == "Cc" and character not in "\n\t"
    return not is_control and character not in "\ufffe\uffff"
