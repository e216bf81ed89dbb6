"""Which years of an item may be compared: lines over packs, with their joins and breaks (METHOD 4).

A test never crosses a break: two years are tested on the items of `comparable_items` or where
`ItemLine.may_compare` allows it, a trend on the points of one segment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from owf.comparability import Comparability

Items = Mapping[int, Sequence[str]]


@dataclass(frozen=True)
class ItemLink:
    """A split or a merger has several; `note` says what changed, for readers of the line."""

    old: str
    new: str
    comparable: Comparability
    note: str = ""


@dataclass(frozen=True)
class Point:
    """The items that stand for a line in one year: one, or all that were merged into one."""

    year: int
    items: tuple[str, ...]


@dataclass(frozen=True)
class Join:
    """To the point before: drawn through, or dashed with its notes."""

    comparable: Comparability
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Segment:
    """An unbroken part of a line, oldest point first."""

    points: tuple[Point, ...]
    joins: tuple[Join, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(point.year for point in self.points)


@dataclass(frozen=True)
class ItemLine:
    """By its id in the last year that asked it; a break lies between each two segments."""

    item: str
    segments: tuple[Segment, ...]
    breaks: tuple[tuple[str, ...], ...] = ()

    @property
    def newest(self) -> Segment:
        """The part of the line that a trend is tested on."""
        return self.segments[-1]

    def may_compare(self, first: int, last: int) -> bool:
        """No break lies between two years that both have a point."""
        return any({first, last} <= set(segment.years) for segment in self.segments)


@dataclass(frozen=True)
class ComparableItems:
    """By later id: earlier ones that stand for it, what needs care, why it cannot be compared."""

    origins: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, tuple[str, ...]]
    breaks: Mapping[str, tuple[str, ...]]

    @property
    def before(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(old for ids in self.origins.values() for old in ids))

    @property
    def now(self) -> tuple[str, ...]:
        return tuple(self.origins)


def item_lines(items: Items, links: Mapping[int, Sequence[ItemLink]]) -> tuple[ItemLine, ...]:
    """Follow every item over the years (METHOD 4), in the last year's order, then those that ended.

    An item with a successor is part of the successor's line, before a break where they cannot be
    compared; where a merger joins only some of its items, the others keep lines of their own.

    `links` lead from the items of the year before. A year that is missing there has the pack of the
    year before; in one that is there, an item without a link to it is new, without one from it
    ended.
    """
    incoming = _links_into_each(items, links)
    years = sorted(items, reverse=True)
    lines: list[ItemLine] = []
    followed: set[tuple[int, str]] = set()
    for place, year in enumerate(years):
        for item in items[year]:
            if (year, item) in followed:
                continue
            line = _line_of(item, years[place:], incoming)
            lines.append(line)
            for segment in line.segments:
                followed |= {(point.year, one) for point in segment.points for one in point.items}
    return tuple(lines)


def comparable_items(
    items: Items, links: Mapping[int, Sequence[ItemLink]], first: int, last: int
) -> ComparableItems:
    """The items on which two years may be compared, no break between them (METHOD 4)."""
    incoming = _links_into_each(items, links)
    if first not in items or last not in items or first >= last:
        raise ValueError(f"{first} and {last} are not two years of these items: earlier one first.")
    years = sorted((year for year in items if year <= last), reverse=True)
    origins, notes, breaks = {}, {}, {}
    for item in items[last]:
        line = _line_of(item, years, incoming)
        segment = line.newest
        if first not in segment.years:
            if line.breaks:
                breaks[item] = line.breaks[-1]
            continue
        start = segment.years.index(first)
        origins[item] = segment.points[start].items
        joins = segment.joins[start:]
        if any(join.comparable is Comparability.WITH_CARE for join in joins):
            notes[item] = tuple(dict.fromkeys(note for join in joins for note in join.notes))
    return ComparableItems(origins, notes, breaks)


def _line_of(
    item: str, years: Sequence[int], incoming: Mapping[int, Sequence[ItemLink]]
) -> ItemLine:
    current: tuple[str, ...] = (item,)
    points, joins = [Point(years[0], current)], list[Join]()
    segments, breaks = list[Segment](), list[tuple[str, ...]]()
    for later, year in pairwise(years):
        leading = [link for link in incoming[later] if link.new in current]
        joined = [link for link in leading if link.comparable is not Comparability.NO]
        if not leading:
            break
        if joined:
            joins.append(_weakest_join(joined, current))
        else:
            segments.append(Segment(tuple(reversed(points)), tuple(reversed(joins))))
            breaks.append(_link_notes(leading))
            points, joins = [], []
        current = tuple(dict.fromkeys(link.old for link in joined or leading))
        points.append(Point(year, current))
    segments.append(Segment(tuple(reversed(points)), tuple(reversed(joins))))
    return ItemLine(item, tuple(reversed(segments)), tuple(reversed(breaks)))


def _weakest_join(joined: Sequence[ItemLink], current: Sequence[str]) -> Join:
    """Join two points as strongly as the weakest of their links."""
    notes = _link_notes(joined)
    if set(current) > {link.new for link in joined}:
        notes = (*notes, "Not all of these questions were asked the year before.")
    elif all(link.comparable is Comparability.YES for link in joined):
        return Join(Comparability.YES, notes)
    return Join(Comparability.WITH_CARE, notes)


def _link_notes(links: Sequence[ItemLink]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.note for link in links if link.note))


def _links_into_each(
    items: Items, links: Mapping[int, Sequence[ItemLink]]
) -> dict[int, tuple[ItemLink, ...]]:
    if not items:
        raise ValueError("There are no years to follow items over: give the items of each.")
    years = sorted(items)
    for year in years:
        if len(set(items[year])) < len(items[year]):
            raise ValueError(f"An item of {year} is there twice: give each question one id.")
    astray = [year for year in links if year not in years[1:]]
    if astray:
        raise ValueError(f"The links into {astray[0]} have no year before: leave them out.")
    incoming: dict[int, tuple[ItemLink, ...]] = {years[0]: ()}
    for before, year in pairwise(years):
        if year not in links:
            same = set(items[before])
            incoming[year] = tuple(
                ItemLink(item, item, Comparability.YES) for item in items[year] if item in same
            )
            continue
        pairs = [(link.old, link.new) for link in links[year]]
        for old, new in pairs:
            if old not in items[before] or new not in items[year]:
                raise ValueError(
                    f"The link from {old!r} to {new!r} does not lead from an item of {before} to "
                    f"one of {year}: use the packs' ids."
                )
        if len(set(pairs)) < len(pairs):
            raise ValueError(f"Two links into {year} have the same ends: keep one.")
        incoming[year] = tuple(links[year])
    return incoming
