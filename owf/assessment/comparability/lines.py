"""Which questions may be compared over many years, and each year's scores on them (METHOD 4)."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from owf.assessment.comparability.packs import (
    NOT_COMPARED,
    WITH_CARE,
    Side,
    counts_as,
    items_and_links,
    line_of_packs,
    question_name,
    side_of,
)
from owf.assessment.disclosure.trusts import HEADLINE_KINDS
from owf.assessment.packs import pack_of
from owf.assessment.scoring import item_refs
from owf.benchmark.change.changes import Levels, pair_items
from owf.benchmark.change.item_lines import ComparableItems, ItemLine, Join, item_lines
from owf.benchmark.scores.groups import Group, ItemRef, groups_of
from owf.comparability import Comparability
from owf.questionnaire import Pack
from owf.store import Session
from owf.store.cache import cached


@dataclass(frozen=True)
class LinePart:
    """An unbroken part of a group's line.

    ``places`` are its packs' places, the newest first; none where the newest pack lacks the group.
    ``names``: what an item is called in a note, by id. ``levels_of``: by compared question and
    place, the items that it is, and what their levels count as on the newest pack's scale.
    ``breaks``: what broke the items on which the line ends, going back.
    """

    places: tuple[int, ...]
    lines: Sequence[ItemLine]
    names: Mapping[str, str]
    levels_of: Mapping[str, Mapping[int, Mapping[str, Levels]]]
    breaks: tuple[str, ...]

    def join(self, first: int, last: int) -> Join:
        """As strongly as the weakest question between them."""
        if first == last:
            return Join(Comparability.YES)
        notes = []
        for line in self.lines:
            segment = line.newest
            start, end = (segment.years.index(place) for place in (first, last))
            with_care = [
                one for one in segment.joins[start:end] if one.comparable is Comparability.WITH_CARE
            ]
            if with_care:
                why = " ".join(dict.fromkeys(note for one in with_care for note in one.notes))
                notes.append(f"{self.names[line.item]}: {WITH_CARE}. {why}".strip())
        return Join(Comparability.WITH_CARE if notes else Comparability.YES, tuple(notes))


def newest_part(line: Sequence[Pack], used: Sequence[int], group: Group) -> LinePart:
    """``used`` are places in the line, the newest first, but those that no year used."""
    newest = used[0]
    pack, until = line[newest], line[: newest + 1]
    refs = [one for one in item_refs(pack) if group.theme in (None, one.theme)]
    names = {item.id: question_name(item) for item in pack.items}
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
                f"{names[one.item]}: {NOT_COMPARED}. {' '.join(one.breaks[-1])}".strip()
                for one in left
                if one.breaks
            )
            break
        left = reaching
        places.append(place)
    levels = _levels_of_questions(until, refs, left, places, group)
    return LinePart(tuple(places), left, names, levels, breaks)


def _levels_of_questions(
    line: Sequence[Pack],
    refs: Sequence[ItemRef],
    rests_on: Sequence[ItemLine],
    places: Sequence[int],
    group: Group,
) -> dict[str, dict[int, dict[str, Levels]]]:
    """Questions that were one in any year, before a split or after a merger, are one in all."""
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


OTHER_QUESTIONS = (
    "the earlier questions were different, and there is no record of which are the same"
)

Groups = Mapping[Group, Sequence[str]]


@dataclass(frozen=True)
class YearAsked:
    """``groups``: overall and themes of the year -> the ids of the questions compared in it."""

    groups: Groups
    side: Side


@dataclass(frozen=True)
class ManyYears:
    """``asked``: all questions by group of the newest year; ``joins``: to the year before."""

    asked: Groups
    years: Mapping[int, YearAsked]
    joins: Mapping[Group, Mapping[int, Join]]

    def rests_on(self, group: Group) -> int:
        newest = self.years[max(self.years)]
        return len(newest.groups.get(group, ()))


def many_years(session: Session, packs: Mapping[int, int]) -> ManyYears:
    """``packs``: year -> the id of its frozen pack."""
    return _on_shared_questions(_chains(session, packs))


@dataclass
class _Chain:
    """Years whose packs lead from one to the next: the packs, and each year's place among them."""

    line: tuple[Pack, ...]
    places: dict[int, int]


def _chains(session: Session, packs: Mapping[int, int]) -> list[_Chain]:
    chains: list[_Chain] = []
    pack_ids: dict[int, Pack] = {}
    for year in sorted(packs, reverse=True):
        pack = pack_ids.setdefault(packs[year], pack_of(session, packs[year]))
        line = line_of_packs(session, pack, chains[-1].line[-1]) if chains else None
        if line is None:
            chains.append(_Chain((pack,), {year: 0}))
            continue
        newest = chains[-1]
        # The line goes further back than the one before, and ends alike.
        more = max(0, len(line) - len(newest.line))
        newest.places = {one: place + more for one, place in newest.places.items()}
        newest.line = line if more else newest.line
        newest.places[year] = [one.name for one in newest.line].index(pack.name)
    return chains


def _digests(line: Sequence[Pack]) -> tuple[str, ...]:
    return tuple(pack.digest() for pack in line)


@dataclass
class _Gathered:
    groups: dict[Group, list[str]] = field(default_factory=dict)
    pairs: dict[str, Mapping[str, Levels]] = field(default_factory=dict)


def _chains_key(chains: Sequence[_Chain]) -> Hashable:
    return tuple(
        (tuple(pack.name for pack in chain.line), *_digests(chain.line), *chain.places.items())
        for chain in chains
    )


@cached(20, key=_chains_key)
def _on_shared_questions(chains: Sequence[_Chain]) -> ManyYears:
    newest = chains[0].line[-1]
    asked = {
        group: ids
        for group, ids in groups_of(item_refs(newest)).items()
        if group.kind in HEADLINE_KINDS
    }
    gathered = {
        (number, place): _Gathered()
        for number, chain in enumerate(chains)
        for place in chain.places.values()
    }
    joins = {group: _joins_of(group, chains, gathered) for group in asked}
    key = "|".join(
        "-".join(_digests(chain.line)) + repr(sorted(chain.places.items())) for chain in chains
    )
    years = {}
    for number, chain in enumerate(chains):
        for year, place in chain.places.items():
            one = gathered[number, place]
            side = side_of(f"{key}-{number}-{place}", chain.line[place], one.groups, one.pairs)
            years[year] = YearAsked(one.groups, side)
    return ManyYears(asked, years, joins)


def _joins_of(
    group: Group, chains: Sequence[_Chain], gathered: Mapping[tuple[int, int], _Gathered]
) -> dict[int, Join]:
    """Adds each year's questions of the group to ``gathered``."""
    joins: dict[int, Join] = {}
    later: list[int] = []
    broken: tuple[str, ...] = ()
    for number, chain in enumerate(chains):
        used = sorted(set(chain.places.values()), reverse=True)
        while used:
            part = newest_part(chain.line, used, group)
            for place in part.places:
                into = gathered[number, place]
                into.groups[group] = list(part.levels_of)
                into.pairs |= {one: levels[place] for one, levels in part.levels_of.items()}
            years = sorted(year for year, place in chain.places.items() if place in part.places)
            for before, year in pairwise(years):
                joins[year] = part.join(chain.places[before], chain.places[year])
            if later and years:
                joins[min(later)] = Join(Comparability.NO, broken)
            later += years
            broken = part.breaks
            used = used[max(1, len(part.places)) :]
        broken = (OTHER_QUESTIONS,)
    return joins
