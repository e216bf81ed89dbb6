"""What a questionnaire is: a pack of themes and items with the scales they are rated on.

Everything here is frozen, so that a pack that was opened for a year cannot drift, and
turns into JSON and back, because that is how a cycle keeps its pack in the database.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field

from owf.questionnaire.items import Audience, Item, numbers_of
from owf.questionnaire.lineage import Lineage
from owf.questionnaire.scales import Id, Part, Scale, Text


class Aspect(Part):
    """A side of integrated working that all themes share, such as training."""

    id: Id
    """What items call it under `aspect`."""
    title: Text
    """Heads a column."""
    phrase: Text
    """Goes inside a sentence: “behind on {phrase}”."""


class Sector(Part):
    """A kind of partner, such as health or the police."""

    id: Id
    """What items call it under `sectors`; keeps its meaning over the years."""
    title: Text
    """What people read."""


class Theme(Part):
    """A practice with its items in the order they are asked."""

    id: Id
    """The same as its file's name."""
    title: Text
    """Heads its page of the form."""
    short_title: Text
    """Its name in tables and charts."""
    intro: Text
    """What stands above its questions."""
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    """Its questions, in the order they are asked."""


_P = TypeVar("_P", Item, Theme, Aspect)


class PackHead(Part):
    """What `pack.yaml` and a loaded pack have in common."""

    format: Literal[1]
    """Of these files; always 1."""
    id: Id
    """The same as the outer folder's name, and over the years of a series."""
    version: Id
    """The same as the inner folder's name: the year, in quotes."""
    title: Text
    """What people call the questionnaire, without the year."""
    status: Literal["draft", "published"]
    """`draft` until it is published; frozen from then on."""
    source: Text
    """Where the questions come from, and whose wording it is."""
    licence: Text
    """Under which others may use it."""
    audiences: Annotated[tuple[Audience, ...], Field(min_length=1)]
    """Who answers: `leaders`, `practitioners` or both."""
    sectors: Annotated[tuple[Sector, ...], Field(min_length=1)]
    """The kinds of partner there are."""
    aspects: Annotated[tuple[Aspect, ...], Field(min_length=1)]
    """The sides that themes share."""


class Pack(PackHead):
    """A year's questionnaire, complete and checked by the loader.

    `scale` is what items without a scale of their own are rated on; `more_scales` have the same
    numbers and midpoint, in other words. `lineage` leads from an earlier pack.
    """

    themes: Annotated[tuple[Theme, ...], Field(min_length=1)]
    scale: Scale
    more_scales: tuple[Scale, ...] = ()
    lineage: Lineage | None = None

    def model_post_init(self, _context: object, /) -> None:
        numbers = numbers_of(
            {one.id: [(item.id, item.permanent_code) for item in one.items] for one in self.themes}
        )
        for item in self.items:
            item.set_number(numbers.get(item.id, ""))

    def __hash__(self) -> int:
        # The generated hash fails on the descriptors' dictionaries.
        return hash(self.name)

    @property
    def name(self) -> str:
        """Such as `integrated-working@2008`."""
        return f"{self.id}@{self.version}"

    @property
    def title_and_version(self) -> str:
        """On pages: ``Integrated working 2010``."""
        return f"{self.title} {self.version}"

    @property
    def items(self) -> tuple[Item, ...]:
        """In the order they are asked."""
        return tuple(item for theme in self.themes for item in theme.items)

    def items_for(self, audience: Audience) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_for(audience))

    def item(self, item_id: str) -> Item:
        """KeyError where the pack has none."""
        return self._with_id(self.items, item_id, "item")

    def theme(self, theme_id: str) -> Theme:
        """KeyError where the pack has none."""
        return self._with_id(self.themes, theme_id, "theme")

    def theme_of(self, item_id: str) -> Theme:
        """KeyError where none asks it."""
        for theme in self.themes:
            if any(item.id == item_id for item in theme.items):
                return theme
        raise KeyError(f"{self.name} has no item {item_id!r}")

    def aspect(self, aspect_id: str) -> Aspect:
        """KeyError where the pack has none."""
        return self._with_id(self.aspects, aspect_id, "aspect")

    def _with_id(self, parts: Iterable[_P], part_id: str, kind: str) -> _P:
        for part in parts:
            if part.id == part_id:
                return part
        raise KeyError(f"{self.name} has no {kind} {part_id!r}")

    def scale_of(self, item: Item) -> Scale:
        """KeyError where the pack has no such scale."""
        for scale in (self.scale, *self.more_scales):
            if item.scale in (None, scale.id):
                return scale
        raise KeyError(f"{self.name} has no scale {item.scale!r}")

    def as_published(self) -> Self:
        return self.model_copy(update={"status": "published"})

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, UTF-8 text as it is.

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
        """ValueError (pydantic's) where it is none."""
        return cls.model_validate_json(text)

    def digest(self) -> str:
        """SHA-256 of the canonical JSON, in hex."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()
