"""What a question is: its words, whom it is for, when it is asked, what goes with it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import Field, PrivateAttr, StringConstraints

from owf.questionnaire.scales import Id, NonScore, Part, Text, WholeNumber

SHORT_NAME_LIMIT = 40
"""Characters that fit beside a bar in a chart."""


class Audience(StrEnum):
    """Who answers: a partner's shared return, or a person in the practitioner survey."""

    LEADERS = "leaders"
    PRACTITIONERS = "practitioners"


class ItemAudience(StrEnum):
    """Who is asked an item.

    ``LEADERS``: in a partner's shared return only. ``STEERING``: there too, and its answer is for
    the partner's member of the steering group to give (decision 0012). ``ALL``: in the return and
    in the practitioners' survey.
    """

    LEADERS = "leaders"
    STEERING = "steering"
    ALL = "all"


class Outcome(StrEnum):
    """The five outcomes of Every Child Matters."""

    HEALTHY = "be-healthy"
    SAFE = "stay-safe"
    ENJOY = "enjoy-and-achieve"
    CONTRIBUTE = "make-a-positive-contribution"
    ECONOMIC = "achieve-economic-well-being"


class CommonCore(StrEnum):
    """The six areas of the Common Core (evidence base of December 2008, after paragraph 5.21)."""

    COMMUNICATION = "effective-communication-and-engagement"
    DEVELOPMENT = "child-and-young-person-development"
    SAFEGUARDING = "safeguarding-and-promoting-welfare"
    TRANSITIONS = "supporting-transitions"
    MULTI_AGENCY = "multi-agency-working"
    SHARING = "sharing-information"


class Viewpoint(StrEnum):
    """From whose place a question looks."""

    CHILD = "child"
    PRACTITIONER = "practitioner"
    TEAM = "team"
    SERVICE = "service"
    TRUST = "trust"


class AppliesWhen(Part):
    """A condition: the item is asked where another item of the pack has one of these answers."""

    item: Id
    """The other item. It is asked before this one, and of everybody who is asked this one."""
    answers: Annotated[tuple[WholeNumber | NonScore, ...], Field(min_length=1, alias="in")]
    """Levels, or non-scores that the other item offers."""


class EvidenceAsked(Part):
    """What an item wants to see."""

    asked: bool = True
    """Whether the form has a place for evidence at this item."""
    required_from: WholeNumber | None = None
    """From this level up the return is not complete without evidence."""
    looks_like: Text | None = None
    """What would count, in words for the people who answer."""


class Resource(Part):
    """Something to read or to use."""

    title: Text
    """What it is."""
    url: Annotated[Text, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    """Where it is, if it is on the web."""


class Tags(Part):
    """What an item belongs to beside its theme and aspect."""

    common_core: tuple[CommonCore, ...] = ()
    """Areas of the Common Core of skills and knowledge."""
    outcomes: tuple[Outcome, ...] = ()
    """Outcomes of Every Child Matters."""
    viewpoint: Viewpoint | None = None
    """From whose place it looks."""


class Today(Part):
    """How one would ask the same today."""

    text: Text
    """The statement in today's words."""


class Item(Part):
    """One question: a statement to rate, “how far is this true here?”. See docs/packs.md."""

    id: Id
    """Always means this question: never used again for another one."""
    permanent_code: Annotated[Text, Field(alias="code")]
    """Names it in files, such as `CAF 5`. People read its letters with its place in the theme."""
    text: Text
    """The statement. Better below 32 words."""
    short_name: Annotated[Text, Field(max_length=SHORT_NAME_LIMIT)]
    """Its name beside a bar in a chart and in lists."""
    hint: Text
    """What to think of when answering; always shown below the statement."""
    aspect: Id
    """One of the pack's aspects."""
    audience: ItemAudience
    """`leaders`: in a partner's return only. `steering`: there too, for the partner's member of the
    steering group to answer. `all`: in the return and in the practitioners' survey."""
    references: tuple[Text, ...]
    """Where the question comes from, in words for a reader; may be empty."""
    guidance: Text | None = None
    """More than a hint, for people who want it; folded away."""
    sectors: tuple[Id, ...] = ()
    """The sectors that are asked; all of them where there are none."""
    scale: Id | None = None
    """One of the pack's scales; the first one where none is named."""
    applies_when: AppliesWhen | None = None
    """Asked only where an earlier item was answered so; always asked where this is missing."""
    required: bool = True
    """Whether a return is complete only with an answer."""
    evidence: EvidenceAsked | None = None
    """What the item wants to see."""
    carry_forward: bool = True
    """Whether last year's answer is offered beside the question."""
    actions: tuple[Text, ...] = ()
    """What a Trust that rates itself low could do."""
    resources: tuple[Resource, ...] = ()
    """What to read or use."""
    tags: Tags | None = None
    """What it belongs to beside its theme and aspect."""
    today: Today | None = None
    """How one would ask the same today."""
    _number: str = PrivateAttr("")

    @property
    def code(self) -> str:
        """Such as `CAF 5`, as its pack numbers it."""
        return self._number or self.permanent_code

    def set_number(self, number: str) -> None:
        self._number = number

    def is_for(self, audience: Audience) -> bool:
        return self.audience is ItemAudience.ALL or audience is Audience.LEADERS

    def is_for_sector(self, sector: str) -> bool:
        return not self.sectors or sector in self.sectors


_CODE = re.compile(r"(.*\D)\d+")


def numbers_of(themes: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, str]:
    """The number before each question, by its id: its theme's letters and its place there.

    ``themes`` has ids and codes, in order. Empty where two themes have the same letters or a code
    has none: codes are shown there.
    """
    letters = {theme: _letters([code for _, code in items]) for theme, items in themes.items()}
    if not all(letters.values()) or len(set(letters.values())) < len(letters):
        return {}
    return {
        item: f"{letters[theme]}{place}"
        for theme, items in themes.items()
        for place, (item, _) in enumerate(items, start=1)
    }


def _letters(codes: Sequence[str]) -> str:
    """Those of most codes of a theme."""
    found = Counter(match[1] for code in codes if (match := _CODE.fullmatch(code)))
    return found.most_common(1)[0][0] if found.total() == len(codes) and codes else ""
