"""What of signed results may enter whose figures (METHOD 1.7 and 1.8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set, Sized
from dataclasses import dataclass, field, replace
from itertools import repeat
from statistics import fmean

import pandas as pd

from owf.benchmark.change.changes import Change
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.rules import DEFAULT_RULES
from owf.benchmark.scores.groups import Group, GroupKind
from owf.questionnaire import Pack
from owf.store import Session, Store, signed_scores
from owf.store.results import UnnamedReturn
from owf.store.signed_scores import Scores, SignedTrust

Sectors = Mapping[str, float]
"""Sector -> score, in levels."""
Units = Mapping[Group, Mapping[int, Sectors]]
"""Group -> Trust -> sector -> score."""
BothYears = tuple[Sectors, Sectors]
"""One Trust's scores by sector: the year before, and this year."""

OVERALL = Group(GroupKind.OVERALL)
HEADLINE_KINDS = frozenset({GroupKind.OVERALL, GroupKind.THEME})
"""Kinds that Trusts at publication level *headline* enter; all others are for those at *full*."""
FEWEST_UNNAMED = 3
"""With one or two unnamed Trusts in a figure, subtraction could tell their scores."""
FEWEST_TRUSTS = DEFAULT_RULES.min_others
"""Fewer Trusts than this behind a figure of a region or England, and it is not shown."""


def is_enough(sectors: Sized) -> bool:
    """Whether a score rests on enough sectors to be shown outside its Trust (METHOD 1.7)."""
    return len(sectors) >= DEFAULT_RULES.min_units


@dataclass(frozen=True)
class SignedYear:
    """Signed results before anything is held back; ``scores`` are by DfE number and group key.

    ``trusts`` are in order of name. ``unsigned_returns`` are of a Trust whose unsigned round is
    among the signed ones, for a preview.
    """

    year: int
    trusts: Mapping[int, SignedTrust]
    scores: Mapping[int, Scores]
    unsigned_returns: Mapping[int, Sequence[UnnamedReturn]] = field(default_factory=dict)

    def of_region(self, region_code: str) -> SignedYear:
        return self._only(
            number for number, one in self.trusts.items() if one.region_code == region_code
        )

    def among(self, chosen: Collection[int], own: int) -> SignedYear:
        """Without unnamed Trusts: two lists that differ by one of them would tell its score."""
        return self._only(
            number
            for number, one in self.trusts.items()
            if number == own or (number in chosen and one.publication == "full")
        )

    def _only(self, wanted: Iterable[int]) -> SignedYear:
        kept = list(wanted)
        return replace(
            self,
            trusts={number: self.trusts[number] for number in kept},
            scores={number: self.scores[number] for number in kept},
        )

    def sectors(self, trust: int, key: str) -> Sectors:
        row = self.scores[trust].get(key)
        return row.sector_scores if row is not None else {}

    def level_of(self, trust: int) -> str:
        """How much a Trust shows to others; ``done`` where it has not signed."""
        found = self.trusts.get(trust)
        return found.publication if found else "done"

    @property
    def unnamed(self) -> frozenset[int]:
        return frozenset(
            number for number, one in self.trusts.items() if one.publication == "headline"
        )

    @property
    def named(self) -> tuple[int, ...]:
        return tuple(number for number, one in self.trusts.items() if one.publication == "full")

    def in_full_beside(self, own: int) -> list[SignedTrust]:
        return [self.trusts[number] for number in self.named if number != own]


def read_year(session: Session, year: int, region_code: str | None = None) -> SignedYear:
    trusts = signed_scores.signed_trusts(session, year, region_code)
    return SignedYear(year, trusts, signed_scores.scores_of(session, trusts.values()))


def read_ahead(store: Store) -> None:
    """So that the first page after a start waits for none."""
    with store.reading() as session:
        for year in signed_scores.signed_years(session)[:1]:
            read_year(session, year)


def score_table(found: SignedYear, groups: Iterable[Group], own: int | None = None) -> pd.DataFrame:
    """A row for each group and Trust with a score: whose it is, how published, and by sector.

    A group is there by its place, which a frame sorts and joins faster.
    """
    in_order = list(groups)
    rows = [
        (place, trust, one.region_code, one.publication, trust == own, sectors)
        for place, key in enumerate([group.key for group in in_order])
        for trust, one in found.trusts.items()
        if (sectors := found.sectors(trust, key))
    ]
    is_headline = [group.kind in HEADLINE_KINDS for group in in_order]
    # Column by column, which takes a third of the time.
    columns = zip(*rows, strict=True) if rows else repeat(())
    names = ("group", "trust", "region", "publication", "is_own", "sectors")
    table = dict(zip(names, columns, strict=False))
    return pd.DataFrame(
        table
        | {
            "is_headline": [is_headline[place] for place in table["group"]],
            "is_enough": [is_enough(sectors) for sectors in table["sectors"]],
        }
    ).astype(dict.fromkeys(("is_own", "is_headline", "is_enough"), bool))


def is_published(table: pd.DataFrame) -> pd.Series[bool]:
    """The scores that a Trust has published, and all of the one whose page it is."""
    is_in_full = table["publication"] == "full"
    at_headline = table["publication"] == "headline"
    return table["is_own"] | is_in_full | (at_headline & table["is_headline"])


def is_comparable(published: pd.DataFrame) -> pd.Series[bool]:
    """Named Trusts' scores, and whole blocks of unnamed ones.

    A block with a Trust below three units in a group stays out of that group as a whole: else the
    group beside the others would tell of it.
    """
    is_unnamed = published["publication"] == "headline"
    # The own Trust's aspects and cells do not count: its blocks are those of every other page.
    counting = published[is_unnamed & published["is_enough"] & published["is_headline"]]
    # The own Trust leaves its block, and what is left of it stands alone or not at all: were the
    # rest put in another block, two people's pages could be taken from each other.
    own = set(published.loc[published["is_own"], "trust"])
    blocks = in_blocks(dict(zip(counting["trust"], counting["region"], strict=True)))
    left = [block - own for block in blocks if len(block - own) >= FEWEST_UNNAMED]
    place = published["trust"].map(
        {one: place for place, block in enumerate(left) for one in block}
    )
    size = place.map(dict(enumerate(map(len, left))))
    strong = published["is_enough"].groupby([published["group"], place], sort=False)
    is_whole = strong.transform("sum") == size
    return ~is_unnamed | published["is_own"] | is_whole


def _units_of(table: pd.DataFrame, groups: Iterable[Group]) -> Units:
    units: dict[Group, dict[int, Sectors]] = {group: {} for group in groups}
    in_order = list(units.values())
    columns = (table[name].tolist() for name in ("group", "trust", "sectors"))
    for place, trust, sectors in zip(*columns, strict=True):
        in_order[place][trust] = sectors
    return units


def published_units(found: SignedYear, groups: Collection[Group], own: int | None = None) -> Units:
    """Before unnamed ones are weighed; ``own`` is the Trust whose page it is, in full."""
    table = score_table(found, groups, own)
    return _units_of(table[is_published(table)], groups)


def comparable_units(found: SignedYear, groups: Collection[Group], own: int | None = None) -> Units:
    table = score_table(found, groups, own)
    published = table[is_published(table)]
    return _units_of(published[is_comparable(published)], groups)


def in_blocks(
    unnamed: Mapping[int, str], fewest: int = FEWEST_UNNAMED
) -> tuple[frozenset[int], ...]:
    """Blocks of ``fewest`` or more Trusts, of which a figure takes all or none (decision 0007).

    ``unnamed``: Trust -> region; for single questions, all that enter (decision 0009). A block is
    of one region, or of all regions that have fewer. Trusts that would lie open in any are in none.
    """
    hidden = too_few_unnamed(unnamed, fewest)
    by_region = _by_region({one: of for one, of in unnamed.items() if one not in hidden})
    large = [frozenset(one) for one in by_region.values() if len(one) >= fewest]
    rest = frozenset(unnamed) - hidden.union(*large)
    return (*large, rest) if rest else tuple(large)


def too_few_unnamed(unnamed: Mapping[int, str], fewest: int = FEWEST_UNNAMED) -> frozenset[int]:
    """Those that regions of ``fewest`` leave over, if too few: subtraction would tell them."""
    regions = _by_region(unnamed).values()
    rest = frozenset().union(*(one for one in regions if len(one) < fewest))
    return rest if len(rest) < fewest else frozenset()


def _by_region(trusts: Mapping[int, str]) -> dict[str, set[int]]:
    by_region: dict[str, set[int]] = {}
    for trust, region in trusts.items():
        by_region.setdefault(region, set()).add(trust)
    return by_region


def units_of_both_years(
    before: Units, now: Units, unnamed: frozenset[int], own: int
) -> tuple[Mapping[Group, BothYears], Mapping[Group, Mapping[str, BothYears]]]:
    """The own Trust's and the others' scores of both years, for groups that have both.

    ``unnamed`` are so in either year, and counted after the years are joined: three in each year
    may be one in both, and one with too few sectors in both counts for nothing.
    """
    owns: dict[Group, BothYears] = {}
    others: dict[Group, dict[str, BothYears]] = {}
    for group, of_group in now.items():
        both = {
            trust: (before[group][trust], sectors)
            for trust, sectors in of_group.items()
            if trust in before.get(group, {})
        }
        if own not in both:
            continue
        owns[group] = both.pop(own)
        hidden = unnamed & both.keys()
        enough = {one for one in hidden if is_enough(both[one][0].keys() & both[one][1].keys())}
        out = hidden - (enough if len(enough) >= FEWEST_UNNAMED else set())
        others[group] = {str(trust): both[trust] for trust in both if trust not in out}
    return owns, others


def scores_to_show(of_group: Mapping[int, Sectors]) -> dict[int, float]:
    """The Trusts' scores that rest on enough sectors (METHOD 1.7), in levels."""
    return {trust: fmean(one.values()) for trust, one in of_group.items() if is_enough(one)}


def named_scores(
    found: SignedYear, of_group: Mapping[int, Sectors], own: int | None = None
) -> dict[int, float]:
    """A median can be one Trust's own score: no unnamed Trust enters (decision 0021)."""
    shown = {*found.named, own}
    return {trust: score for trust, score in scores_to_show(of_group).items() if trust in shown}


def taking_part(units: Units, own: int | None = None) -> frozenset[int]:
    """The other Trusts whose overall score enters the comparison."""
    return frozenset(scores_to_show(units.get(OVERALL, {}))) - {own}


@dataclass(frozen=True)
class EnteringYear:
    """``scores`` has overall first; ``blocks`` are the unnamed Trusts that enter anything."""

    found: SignedYear
    scores: Mapping[Group, Mapping[int, float]]
    blocks: tuple[frozenset[int], ...]

    def whole(self, wanted: Set[int]) -> frozenset[int]:
        """Of these Trusts the named ones, and the blocks that are there to the last Trust."""
        blocks = (block for block in self.blocks if block <= wanted)
        return frozenset(wanted - self.found.unnamed).union(*blocks)

    def of(self, group: Group, region_code: str | None = None) -> list[float]:
        scores = self.scores[group]
        wanted = {
            trust for trust in scores if region_code in (None, self.found.trusts[trust].region_code)
        }
        return [scores[trust] for trust in sorted(self.whole(wanted))]


def entering(found: SignedYear, pack: Pack) -> EnteringYear:
    groups = [OVERALL, *(Group(GroupKind.THEME, theme=theme.id) for theme in pack.themes)]
    units = published_units(found, groups)
    scores = {group: scores_to_show(of_group) for group, of_group in units.items()}
    unnamed = found.unnamed & scores[OVERALL].keys()
    blocks = in_blocks({trust: found.trusts[trust].region_code for trust in unnamed})
    return EnteringYear(found, scores, blocks)


def present_in_both(before: EnteringYear, now: EnteringYear) -> frozenset[int]:
    """The Trusts with an overall score in both years, blocks of either year whole or not at all."""
    both = frozenset(before.scores[OVERALL].keys() & now.scores[OVERALL].keys())
    # A block that goes out may break a block of the other year.
    while (kept := before.whole(both) & now.whole(both)) != both:
        both = kept
    return both


def on_one_question(
    groups: Mapping[Group, Sequence[str]], stored: Collection[str]
) -> frozenset[str]:
    """Groups with one question left: it would tell of unnamed Trusts what only named ones publish.

    ``stored`` are keys of the groups whose signed score stands as it is.
    """
    return frozenset(
        group.key for group, ids in groups.items() if len(ids) == 1 and group.key not in stored
    )


def in_broken_blocks(
    signed: SignedYear,
    rescored: SignedYear,
    groups: Collection[Group],
    single: Collection[str],
    own: int | None,
) -> frozenset[int]:
    """Those missing from a rescored block would lie open (decisions 0007 and 0013)."""
    hidden = signed.unnamed - {own}
    keys = [one.key for one in groups if one.kind in HEADLINE_KINDS and one.key not in single]
    unnamed = {
        trust: signed.trusts[trust].region_code
        for trust in signed.unnamed
        if is_enough(signed.sectors(trust, "overall"))
    }
    losing = {
        trust
        for trust in hidden & unnamed.keys()
        if any(
            is_enough(signed.sectors(trust, key)) and not is_enough(rescored.sectors(trust, key))
            for key in keys
        )
    }
    broken = [block for block in in_blocks(unnamed) if block & losing]
    return frozenset().union(*broken) & hidden


def comparison_from_outside(found: Comparison) -> Comparison:
    """A comparison without the score where that rests on too few sectors."""
    return found if found.n >= DEFAULT_RULES.min_units else replace(found, score=None)


def change_from_outside(found: Change) -> Change:
    """A change without the scores where they rest on too few sectors."""
    if found.n >= DEFAULT_RULES.min_units:
        return found
    return replace(found, first=None, second=None, mean=None)


def without_sectors(scores: Scores) -> Scores:
    """Scores for a page that names no sector, so that nobody can work out one of them."""
    return {key: replace(row, sector_scores={}, sd=None) for key, row in scores.items()}


def scores_from_outside(scores: Scores) -> Scores:
    """Scores without sectors, where they rest on enough of them."""
    shown = {key: row for key, row in scores.items() if row.n_units >= DEFAULT_RULES.min_units}
    return without_sectors(shown)
