"""The unbroken parts of a score's line over packs, and the questions each rests on (METHOD 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from owf.assessment.pack_lines import counts_as, items_and_links
from owf.assessment.scoring import item_refs
from owf.benchmark import (
    Comparable,
    ComparableItems,
    Group,
    ItemLine,
    ItemRef,
    Join,
    Levels,
    item_lines,
    pair_items,
)
from owf.questionnaire import Pack


@dataclass(frozen=True)
class LinePart:
    """An unbroken part of a group's line.

    Attributes:
        places: of its packs in the line, the newest first; none where its newest pack lacks the
            group.
        lines: of the items it rests on.
        names: what an item is called in a note, by id.
        levels_of: by the id of a compared question, each place's items that it is, and what
            their levels count as on the newest pack's scale.
        breaks: what broke the items on which the line ends, going back.
    """

    places: tuple[int, ...]
    lines: Sequence[ItemLine]
    names: Mapping[str, str]
    levels_of: Mapping[str, Mapping[int, Mapping[str, Levels]]]
    breaks: tuple[str, ...]

    def join(self, first: int, last: int) -> Join:
        """How two of its places are joined: as strongly as the weakest question between them."""
        if first == last:
            return Join(Comparable.YES)
        notes = []
        for line in self.lines:
            segment = line.newest
            start, end = (segment.years.index(place) for place in (first, last))
            with_care = [
                one for one in segment.joins[start:end] if one.comparable is Comparable.WITH_CARE
            ]
            if with_care:
                why = " ".join(dict.fromkeys(note for one in with_care for note in one.notes))
                notes.append(f"{self.names[line.item]}: compared with care. {why}".strip())
        return Join(Comparable.WITH_CARE if notes else Comparable.YES, tuple(notes))


def newest_part(line: Sequence[Pack], used: Sequence[int], group: Group) -> LinePart:
    """Follow a group back from the newest of these places as far as a question of it is left.

    Args:
        line: packs, each made from the one before.
        used: places in it, the newest first; those of packs that no year used are left out.
        group: overall or a theme.
    """
    newest = used[0]
    pack, until = line[newest], line[: newest + 1]
    refs = [one for one in item_refs(pack) if group.theme in (None, one.theme)]
    names = {item.id: f"{item.code}, {item.short_name}" for item in pack.items}
    if not refs:
        return LinePart((), (), names, {}, ())
    lines = {one.item: one for one in item_lines(*items_and_links(until))[: len(pack.items)]}
    left = [lines[one.id] for one in refs]
    places: list[int] = []
    breaks: tuple[str, ...] = ()
    for place in used:
        reaching = [one for one in left if place in one.newest.years]
        if not reaching:
            breaks = tuple(
                f"{names[one.item]}: not compared. {' '.join(one.breaks[-1])}".strip()
                for one in left
                if one.breaks
            )
            break
        left = reaching
        places.append(place)
    return LinePart(tuple(places), left, names, _levels(until, refs, left, places, group), breaks)


def _levels(
    line: Sequence[Pack],
    refs: Sequence[ItemRef],
    rests_on: Sequence[ItemLine],
    places: Sequence[int],
    group: Group,
) -> dict[str, dict[int, dict[str, Levels]]]:
    """By compared question and place, the items that it is there, and what their levels count as.

    Questions that were one in any of the years, before a split or after a merger, are one in all.
    """
    at = {
        one.item: {
            place: one.newest.points[one.newest.years.index(place)].items for place in places
        }
        for one in rests_on
    }
    origins = {
        item: tuple(f"{place}/{old}" for place, olds in of_item.items() for old in olds)
        for item, of_item in at.items()
    }
    found: dict[str, dict[int, dict[str, Levels]]] = {}
    for pair in pair_items(refs, ComparableItems(origins, {}, {})):
        found[f"{group.key} {pair.ref.id}"] = {
            place: {
                old: counts_as(line[place:], old, new) for new in pair.now for old in at[new][place]
            }
            for place in places
        }
    return found
