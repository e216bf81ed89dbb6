"""How a pack's items come from those of the pack before it (`changes.yaml`, METHOD 4)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import product
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, WithJsonSchema

from owf.comparability import Comparability
from owf.questionnaire.scales import Id, PackName, Part, Text, WholeNumber


class ChangeKind(StrEnum):
    """What happened to an item between two packs."""

    SAME = "same"
    REWORDED = "reworded"
    RESCALED = "rescaled"
    SPLIT = "split"
    MERGED = "merged"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


ONE_TO_ONE = frozenset(
    {ChangeKind.SAME, ChangeKind.REWORDED, ChangeKind.RESCALED, ChangeKind.MOVED}
)
"""Kinds whose `from` and `to` go pair by pair; the same ids on both sides where `to` is absent."""


def _as_list(given: Any) -> Any:
    return [given] if isinstance(given, str) else given


Ids = Annotated[
    tuple[Id, ...],
    BeforeValidator(_as_list),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"},
                {"type": "array", "items": {"type": "string"}, "minItems": 1},
            ]
        }
    ),
]
"""One id, or several."""


class Change(Part):
    """What became of some items, and whether they may be compared."""

    kind: ChangeKind
    """What happened."""
    before: Annotated[Ids, Field(alias="from")] = ()
    """One id in the earlier pack, or a list of them."""
    after: Annotated[Ids, Field(alias="to")] = ()
    """One id in this pack, or a list; may be left out where ids stay."""
    comparable: Comparability | None = None
    """Whether answers before and after may be compared: `yes` joins the line, `with_care` joins it
    dashed, `no` breaks it. Not given for what is the same, was added or was removed."""
    convert: Mapping[WholeNumber, WholeNumber] | None = None
    """Only for `rescaled`: earlier level -> level on the new scale, for every earlier level."""
    reason: Text | None = None
    """Why, in words for a reader. Needed but for `same`, like the next two."""
    decided_by: Text | None = None
    """Who decided it."""
    date: datetime.date | None = None
    """When, such as 2009-03-01."""

    @property
    def is_comparable(self) -> Comparability:
        """`no` where there is only one side."""
        if self.kind is ChangeKind.SAME:
            return self.comparable or Comparability.YES
        return self.comparable or Comparability.NO

    @property
    def ids_after(self) -> tuple[str, ...]:
        """Also where the file leaves them out because they stay."""
        return self.after or (self.before if self.kind in ONE_TO_ONE else ())

    def pairs(self) -> Iterator[tuple[str, str]]:
        """(earlier id, id in this pack); none where items were added or removed."""
        if self.kind in ONE_TO_ONE:
            yield from zip(self.before, self.ids_after, strict=True)
        else:
            yield from product(self.before, self.after)


class Lineage(Part):
    """`changes.yaml`: what became of every item of the pack before."""

    since: PackName
    """The pack before, such as `integrated-working@2008`; it lies beside this one."""
    changes: tuple[Change, ...]
    """Every item of the pack before is under `from` of exactly one, every item here under `to`."""

    def links(self) -> tuple[Link, ...]:
        """In the order of the file."""
        return tuple(
            Link(old, new, change) for change in self.changes for old, new in change.pairs()
        )

    def origins_of(self, item_id: str) -> tuple[Link, ...]:
        """None where it was added."""
        return tuple(link for link in self.links() if link.new == item_id)


class Link(NamedTuple):
    """An earlier item and one that took its place, with what happened."""

    old: str
    new: str
    change: Change
