"""The groups of items that a score is for (METHOD 1.2): item, cell, theme, aspect, overall."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class GroupKind(StrEnum):
    OVERALL = "overall"
    THEME = "theme"
    ASPECT = "aspect"
    CELL = "cell"
    ITEM = "item"


_NAMED_BY: dict[GroupKind, tuple[str, ...]] = {
    GroupKind.OVERALL: (),
    GroupKind.THEME: ("theme",),
    GroupKind.ASPECT: ("aspect",),
    GroupKind.CELL: ("theme", "aspect"),
    GroupKind.ITEM: ("item",),
}


@dataclass(frozen=True)
class ItemRef:
    id: str
    theme: str
    aspect: str


@dataclass(frozen=True)
class Group:
    """A group of items that is scored as one (METHOD 1.2).

    A theme has only `theme`, an aspect across themes only `aspect`, a cell both, an item only
    `item`, so that each group has one key.
    """

    kind: GroupKind
    theme: str | None = None
    aspect: str | None = None
    item: str | None = None

    def __post_init__(self) -> None:
        needed = _NAMED_BY[self.kind]
        if tuple(name for name in ("theme", "aspect", "item") if getattr(self, name)) != needed:
            raise ValueError(
                f"A group of kind {self.kind} takes {' and '.join(needed) or 'no ids'}: "
                f"got theme={self.theme!r}, aspect={self.aspect!r}, item={self.item!r}."
            )

    @property
    def key(self) -> str:
        """Such as "overall", "theme:caf" or "cell:caf/training"."""
        ids = "/".join(part for part in (self.theme, self.aspect, self.item) if part)
        return f"{self.kind}:{ids}" if ids else str(self.kind)

    @classmethod
    def from_key(cls, key: str) -> Self:
        kind, _, ids = key.partition(":")
        try:
            names = _NAMED_BY[GroupKind(kind)]
            parts = ids.split("/", maxsplit=len(names) - 1) if names else []
            group = cls(GroupKind(kind), **dict(zip(names, parts, strict=True)))
        except ValueError as error:
            raise ValueError(
                f"{key!r} names no group of items: use overall, theme:ID, aspect:ID, "
                "cell:THEME/ASPECT or item:ID."
            ) from error
        if group.key != key:
            raise ValueError(f"{key!r} names no group of items: did you mean {group.key!r}?")
        return group


def groups_of(items: Sequence[ItemRef]) -> dict[Group, tuple[str, ...]]:
    """Every group that these items make, with their ids: overall, themes, aspects, cells, items."""
    if not items:
        raise ValueError("There are no items to group: give at least one question.")
    seen: set[str] = set()
    members: dict[Group, list[str]] = {}
    for item in items:
        if item.id in seen:
            raise ValueError(f"The item {item.id!r} is there twice: give each question one id.")
        seen.add(item.id)
        for group in (
            Group(GroupKind.OVERALL),
            Group(GroupKind.THEME, theme=item.theme),
            Group(GroupKind.ASPECT, aspect=item.aspect),
            Group(GroupKind.CELL, theme=item.theme, aspect=item.aspect),
            Group(GroupKind.ITEM, item=item.id),
        ):
            members.setdefault(group, []).append(item.id)
    return {
        group: tuple(ids)
        for kind in GroupKind
        for group, ids in members.items()
        if group.kind is kind
    }
