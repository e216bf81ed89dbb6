"""What a questionnaire is: a pack of themes, items and one scale.

Everything here is frozen, so that a pack that was opened for a year cannot drift, and
turns into JSON and back, because that is how a cycle keeps its pack in the database.
"""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SHORT_NAME_LIMIT = 40
"""Characters that fit beside a bar in a chart."""

BUTTON_LIMIT = 20
"""Characters that fit on an answer button at 390 pixels."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
WholeNumber = Annotated[int, Field(strict=True)]


class NonScore(StrEnum):
    """An answer that is not a number: counted as a rate, never averaged (METHOD 1)."""

    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"


class Audience(StrEnum):
    """Who answers: a partner's shared return, or a person in the practitioner survey."""

    LEADERS = "leaders"
    PRACTITIONERS = "practitioners"


class ItemAudience(StrEnum):
    """Who is asked an item: leaders only, or both audiences."""

    LEADERS = "leaders"
    ALL = "all"


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


class Item(_Frozen):
    """One question: a statement to rate, "how far is this so here?".

    `id` is never used again for another question; `code` is what is printed.
    `references` say where the question comes from, in words for a reader.
    """

    id: Id
    code: Text
    text: Text
    short_name: Annotated[Text, Field(max_length=SHORT_NAME_LIMIT)]
    hint: Text
    aspect: Id
    audience: ItemAudience
    references: tuple[Text, ...]

    def is_for(self, audience: Audience) -> bool:
        """Whether people of this audience are asked the item."""
        return self.audience is ItemAudience.ALL or audience is Audience.LEADERS


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
    """A year's questionnaire, complete and checked by the loader."""

    themes: Annotated[tuple[Theme, ...], Field(min_length=1)]
    scale: Scale

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

    def to_json(self) -> str:
        """The whole pack as canonical JSON: sorted keys, no spaces, UTF-8 text as it is."""
        return json.dumps(
            self.model_dump(mode="json"),
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
