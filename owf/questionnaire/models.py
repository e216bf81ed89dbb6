"""What a questionnaire is: a pack of themes, items and one scale.

Everything here is frozen, so that a pack that was opened for a year cannot drift, and
turns into JSON and back, because that is how a cycle keeps its pack in the database.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from owf.questionnaire.lineage import Lineage
from owf.questionnaire.values import Id, Number, Text, WholeNumber
from owf.questionnaire.vocabulary import (
    Audience,
    CommonCore,
    ItemAudience,
    NonScore,
    Outcome,
    Viewpoint,
)

SHORT_NAME_LIMIT = 40
"""Characters that fit beside a bar in a chart."""

BUTTON_LIMIT = 20
"""Characters that fit on an answer button at 390 pixels."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Level(_Frozen):
    """One step of the scale: its number, its full words and words that fit a button."""

    value: WholeNumber
    label: Text
    short: Annotated[Text, Field(max_length=BUTTON_LIMIT)]


class Band(_Frozen):
    """A range of Trust averages for the 2009 tables (METHOD 5).

    `lower` is inside and `upper` outside, except in the last band, where both are inside.
    """

    lower: Number
    upper: Number
    label: Text


class NonScoreOption(_Frozen):
    """A non-score that is offered beside the levels, with its words."""

    value: NonScore
    label: Text


class Scale(_Frozen):
    """The levels an item is rated on, and what they look like in each theme.

    `descriptors` maps theme id -> level -> text; `midpoint` is in levels.
    """

    id: Id
    levels: tuple[Level, ...]
    midpoint: Number
    bands: tuple[Band, ...]
    non_scores: tuple[NonScoreOption, ...]
    descriptors: Mapping[Id, Mapping[WholeNumber, Text]]

    @property
    def values(self) -> tuple[int, ...]:
        """The numbers that may be given, lowest first."""
        return tuple(level.value for level in self.levels)

    def contains(self, level: int) -> bool:
        """Whether `level` may be given as an answer."""
        return level in self.values

    def level(self, value: int) -> Level:
        """The level with this number; KeyError where the scale has none."""
        for level in self.levels:
            if level.value == value:
                return level
        raise KeyError(f"the scale {self.id} has no level {value}")


class Aspect(_Frozen):
    """A side of integrated working that all themes share, such as training.

    `title` heads a column; `phrase` goes inside a sentence ("behind on {phrase}").
    """

    id: Id
    title: Text
    phrase: Text


class Sector(_Frozen):
    """A kind of partner, such as health or the police."""

    id: Id
    title: Text


class AppliesWhen(_Frozen):
    """A condition: the item is asked where another item of the pack has one of these answers."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    item: Id
    answers: Annotated[tuple[WholeNumber | NonScore, ...], Field(min_length=1, alias="in")]


class EvidenceAsked(_Frozen):
    """What an item wants to see.

    Attributes:
        asked: whether the form has a place for evidence at this item.
        required_from: from this level up the return is not complete without evidence.
        looks_like: what would count, in words for whoever answers.
    """

    asked: bool = True
    required_from: WholeNumber | None = None
    looks_like: Text | None = None


class Resource(_Frozen):
    """Something to read or to use; `url` where it is on the web."""

    title: Text
    url: Annotated[Text, StringConstraints(pattern=r"^https?://\S+$")] | None = None


class Tags(_Frozen):
    """What an item belongs to beside its theme and aspect."""

    common_core: tuple[CommonCore, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    viewpoint: Viewpoint | None = None


class Today(_Frozen):
    """How one would ask the same today."""

    text: Text


class Item(_Frozen):
    """One question: a statement to rate, "how far is this so here?". See docs/packs.md.

    `id` is never used again for another question; `code` is what is printed.
    `references` say where the question comes from, in words for a reader.
    `sectors` are those that are asked; all of them where there are none.
    `scale` is the id of one of the pack's scales; its first one where there is none.
    An item that is not `required` may stay without an answer.
    `carry_forward` says whether last year's answer is offered.
    """

    id: Id
    code: Text
    text: Text
    short_name: Annotated[Text, Field(max_length=SHORT_NAME_LIMIT)]
    hint: Text
    aspect: Id
    audience: ItemAudience
    references: tuple[Text, ...]
    guidance: Text | None = None
    sectors: tuple[Id, ...] = ()
    scale: Id | None = None
    applies_when: AppliesWhen | None = None
    required: bool = True
    evidence: EvidenceAsked | None = None
    carry_forward: bool = True
    actions: tuple[Text, ...] = ()
    resources: tuple[Resource, ...] = ()
    tags: Tags | None = None
    today: Today | None = None

    def is_for(self, audience: Audience) -> bool:
        """Whether people of this audience are asked the item."""
        return self.audience is ItemAudience.ALL or audience is Audience.LEADERS

    def is_for_sector(self, sector: str) -> bool:
        """Whether partners of this sector are asked the item."""
        return not self.sectors or sector in self.sectors


class Theme(_Frozen):
    """A practice with its items in the order they are asked."""

    id: Id
    title: Text
    short_title: Text
    intro: Text
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class PackHead(_Frozen):
    """What `pack.yaml` and a loaded pack have in common."""

    format: Literal[1]
    id: Id
    version: Id
    title: Text
    status: Literal["draft", "published"]
    source: Text
    licence: Text
    audiences: Annotated[tuple[Audience, ...], Field(min_length=1)]
    sectors: Annotated[tuple[Sector, ...], Field(min_length=1)]
    aspects: Annotated[tuple[Aspect, ...], Field(min_length=1)]


class Pack(PackHead):
    """A year's questionnaire, complete and checked by the loader.

    `scale` is what items without a scale of their own are rated on; `more_scales` have the same
    numbers and midpoint, in other words. `lineage` leads from an earlier pack.
    """

    themes: Annotated[tuple[Theme, ...], Field(min_length=1)]
    scale: Scale
    more_scales: tuple[Scale, ...] = ()
    lineage: Lineage | None = None

    def __hash__(self) -> int:
        # The generated hash fails on the descriptors' dictionaries.
        return hash(self.name)

    @property
    def name(self) -> str:
        """What people type, such as `integrated-working@2008`."""
        return f"{self.id}@{self.version}"

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in the order they are asked."""
        return tuple(item for theme in self.themes for item in theme.items)

    def items_for(self, audience: Audience) -> tuple[Item, ...]:
        """The items that people of this audience are asked, in order."""
        return tuple(item for item in self.items if item.is_for(audience))

    def item(self, item_id: str) -> Item:
        """The item with this id; KeyError where the pack has none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(f"{self.name} has no item {item_id!r}")

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id; KeyError where the pack has none."""
        for theme in self.themes:
            if theme.id == theme_id:
                return theme
        raise KeyError(f"{self.name} has no theme {theme_id!r}")

    def theme_of(self, item_id: str) -> Theme:
        """The theme that asks this item; KeyError where none does."""
        for theme in self.themes:
            if any(item.id == item_id for item in theme.items):
                return theme
        raise KeyError(f"{self.name} has no item {item_id!r}")

    def aspect(self, aspect_id: str) -> Aspect:
        """The aspect with this id; KeyError where the pack has none."""
        for aspect in self.aspects:
            if aspect.id == aspect_id:
                return aspect
        raise KeyError(f"{self.name} has no aspect {aspect_id!r}")

    def scale_of(self, item: Item) -> Scale:
        """The scale that an item is rated on; KeyError where the pack has no such scale."""
        for scale in (self.scale, *self.more_scales):
            if item.scale in (None, scale.id):
                return scale
        raise KeyError(f"{self.name} has no scale {item.scale!r}")

    def to_json(self) -> str:
        """The whole pack as canonical JSON: sorted keys, no spaces, UTF-8 text as it is.

        What a pack leaves out is left out here too, so that a pack frozen before the format grew
        keeps its digest.
        """
        return json.dumps(
            self.model_dump(mode="json", exclude_defaults=True),
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The pack that `to_json` wrote; ValueError (pydantic's) where it is none."""
        return cls.model_validate_json(text)

    def digest(self) -> str:
        """SHA-256 of the canonical JSON, in hex: equal packs, equal digests."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()
