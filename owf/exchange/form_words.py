"""The sentences of a blank form: the same in every kind of file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from owf.questionnaire import Audience, EvidenceAsked, Item, ItemAudience, NonScore, Pack

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
    """How to fill the form in, step by step."""
    has_evidence = any(item.evidence and item.evidence.asked for item in pack.items)
    not_scored = [f"“{one.label}”" for one in pack.scale.non_scores]
    found = [
        "Each theme starts by describing its levels. Read that first.",
        "Then read each statement and decide how far it is true here. Choose the one level that "
        "fits best.",
    ]
    if not_scored:
        are = "is also an answer. It is" if len(not_scored) == 1 else "are also answers. They are"
        found.append(f"{_listed(not_scored, 'and')} {are} counted, but do not lower a score.")
    if audience is Audience.LEADERS:
        found.append(
            "Use the comment to say why. Others will read it when they discuss the results."
            + (
                (" Where the form asks for evidence, say what shows that your answer is right.")
                if has_evidence
                else ""
            )
        )
    return tuple(found)


def asked(pack: Pack, item: Item, audience: Audience) -> tuple[str, ...]:
    """Who is asked an item, and when; of audiences only where it could be another."""
    found = []
    if audience is Audience.LEADERS and (
        Audience.PRACTITIONERS in pack.audiences or item.audience is ItemAudience.STEERING
    ):
        found.append(_ONLY_FOR[item.audience])
    if item.sectors:
        titles = [sector.title for sector in pack.sectors if sector.id in item.sectors]
        found.append(f"Only for these sectors: {_listed(titles, 'and')}.")
    return (*found, *when_asked(pack, item))


def when_asked(pack: Pack, item: Item) -> tuple[str, ...]:
    """When an item is asked, and whether it may be left out."""
    found = []
    if item.applies_when:
        other = pack.item(item.applies_when.item)
        answers = [_answer(pack, other, answer) for answer in item.applies_when.answers]
        found.append(f"Only where your answer to {other.code} is {_listed(answers, 'or')}.")
    if not item.required:
        found.append("You can leave this one out.")
    return tuple(found)


def evidence(wanted: EvidenceAsked) -> tuple[str, ...]:
    """What to say of evidence, what would count, and from which level an answer needs it."""
    found = ["Say what it is, where it is kept and how long it is valid."]
    if wanted.looks_like:
        found.append(f"What would count: {wanted.looks_like}")
    if wanted.required_from is not None:
        found.append(f"Needed from level {wanted.required_from} up.")
    return tuple(found)


def _answer(pack: Pack, item: Item, answer: int | NonScore) -> str:
    """An answer as the form shows it: ``4 (making good progress)`` or ``“Don't know”``."""
    scale = pack.scale_of(item)
    if isinstance(answer, NonScore):
        labels = {one.value: one.label for one in scale.non_scores}
        return f"“{labels.get(answer, answer)}”"
    return f"{answer} ({scale.level(answer).label})"


def _listed(words: Sequence[str], last: str) -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
