"""What of signed results may enter whose figures (METHOD 1.7 and 1.8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from statistics import fmean

from owf.benchmark.rules import DEFAULT_RULES
from owf.benchmark.scores.groups import Group, GroupKind
from owf.questionnaire import Pack
from owf.store import Session, Store, signed_scores
from owf.store.results import UnnamedReturn
from owf.store.signed_scores import Scores, SignedTrust

Units = Mapping[Group, Mapping[int, Mapping[str, float]]]
"""Group -> Trust -> sector -> score."""
TwoYears = tuple[Mapping[str, float], Mapping[str, float]]
"""One Trust's scores by sector: the year before, and this year."""

NEEDS_FULL = frozenset({GroupKind.ASPECT, GroupKind.CELL, GroupKind.ITEM})
"""Kinds that only Trusts at publication level *full* enter."""
FEWEST_UNNAMED = 3
"""With one or two unnamed Trusts in a figure, subtraction could tell their scores."""


@dataclass(frozen=True)
class SignedYear:
    """A year's signed results of one region, or of England, before anything is held back.

    Attributes:
        year: of the cycle.
        trusts: the Trusts that have signed, by DfE number, in order of name.
        scores: their scores by DfE number and group key.
        unsigned_returns: the returns of a Trust whose unsigned round is among the signed ones, for
            a preview of its signature.
    """

    year: int
    trusts: Mapping[int, SignedTrust]
    scores: Mapping[int, Scores]
    unsigned_returns: Mapping[int, Sequence[UnnamedReturn]] = field(default_factory=dict)

    def of_region(self, region_code: str) -> SignedYear:
        """The part of it that lies in one region."""
        trusts = {
            number: one for number, one in self.trusts.items() if one.region_code == region_code
        }
        return replace(
            self, trusts=trusts, scores={number: self.scores[number] for number in trusts}
        )

    def among(self, chosen: Collection[int], own: int) -> SignedYear:
        """Those of some Trusts that are published in full, and the own.

        Lists of Trusts overlap, and anybody may draw one up: two that differ by an unnamed Trust
        would tell its score. So unnamed Trusts enter none of them.
        """
        trusts = {
            number: one
            for number, one in self.trusts.items()
            if number == own or (number in chosen and one.publication == "full")
        }
        return replace(
            self, trusts=trusts, scores={number: self.scores[number] for number in trusts}
        )

    def sectors(self, trust: int, key: str) -> Mapping[str, float]:
        """A Trust's score of each sector on a group of items; empty where it has none."""
        row = self.scores[trust].get(key)
        return row.sector_scores if row is not None else {}

    def level_of(self, trust: int) -> str:
        """How much a Trust shows to others; ``done`` where it has not signed."""
        found = self.trusts.get(trust)
        return found.publication if found else "done"

    @property
    def unnamed(self) -> frozenset[int]:
        """The Trusts that enter figures without their names."""
        return frozenset(
            number for number, one in self.trusts.items() if one.publication == "headline"
        )

    @property
    def named(self) -> tuple[int, ...]:
        """The Trusts that are published in full, in order of name."""
        return tuple(number for number, one in self.trusts.items() if one.publication == "full")

    def in_full_beside(self, own: int) -> list[SignedTrust]:
        """The Trusts that are published in full but the own one, in order of name."""
        return [self.trusts[number] for number in self.named if number != own]


def read_year(session: Session, year: int, region_code: str | None = None) -> SignedYear:
    """What a region, or England, has signed of a year: leaders' scores."""
    trusts = signed_scores.signed_trusts(session, year, region_code)
    return SignedYear(year, trusts, signed_scores.scores_of(session, trusts.values()))


def read_ahead(store: Store) -> None:
    """Read the newest year's results once, so that the first page after a start waits for none."""
    with store.reading() as session:
        for year in signed_scores.signed_years(session)[:1]:
            read_year(session, year)


def published_units(found: SignedYear, groups: Iterable[Group], own: int | None = None) -> Units:
    """What Trusts have published, before unnamed ones are weighed.

    Args:
        found: the signed results.
        groups: the groups of items that are asked for.
        own: the Trust whose page it is, which always takes part in full; ``None`` for nobody's.
    """
    levels = {trust: "full" if trust == own else found.level_of(trust) for trust in found.trusts}
    units: dict[Group, dict[int, Mapping[str, float]]] = {}
    for group in groups:
        wanted = {"full"} if group.kind in NEEDS_FULL else {"full", "headline"}
        key = group.key
        of_group = units[group] = {}
        for trust, level in levels.items():
            sectors = found.sectors(trust, key) if level in wanted else {}
            if sectors:
                of_group[trust] = sectors
    return units


def comparable_units(units: Units, found: SignedYear, own: int | None = None) -> Units:
    """The units that may enter figures: named Trusts, and whole blocks of unnamed ones.

    Below three units in a group nobody enters a figure, so that a block with such a Trust stays
    out of that group's figure as a whole: else the group beside the others would tell of it.
    """
    enough = {
        group: frozenset(
            trust for trust, sectors in of_group.items() if len(sectors) >= DEFAULT_RULES.min_units
        )
        for group, of_group in units.items()
    }
    hidden = found.unnamed - {own}
    # The own Trust leaves its block, and what is left of it stands alone or not at all: were the
    # rest put in another block, two people's pages could be taken from each other.
    blocks = [
        left
        for block in in_blocks(
            {
                trust: found.trusts[trust].region_code
                for trust in found.unnamed & frozenset().union(*enough.values())
            }
        )
        if len(left := block - {own}) >= FEWEST_UNNAMED
    ]
    kept = {
        group: frozenset().union(*(block for block in blocks if block <= strong))
        for group, strong in enough.items()
    }
    return {
        group: {
            trust: sectors
            for trust, sectors in of_group.items()
            if trust not in hidden or trust in kept[group]
        }
        for group, of_group in units.items()
    }


def in_blocks(
    unnamed: Mapping[int, str], fewest: int = FEWEST_UNNAMED
) -> tuple[frozenset[int], ...]:
    """Put unnamed Trusts in blocks, of which a figure takes all or none (decision 0007).

    Args:
        unnamed: the unnamed Trusts -> their region. For single questions, whose figures must each
            rest on five Trusts, all Trusts that enter (decision 0009).
        fewest: Trusts that a block needs.

    Returns:
        Blocks of `fewest` or more Trusts: those of one region, or those of all regions that have
        fewer. Trusts that would lie open in any are in none.
    """
    hidden = too_few_unnamed(unnamed, fewest)
    by_region: dict[str, set[int]] = {}
    for trust, region in unnamed.items():
        if trust not in hidden:
            by_region.setdefault(region, set()).add(trust)
    large = [frozenset(one) for one in by_region.values() if len(one) >= fewest]
    rest = frozenset(unnamed) - hidden.union(*large)
    return (*large, rest) if rest else tuple(large)


def too_few_unnamed(unnamed: Mapping[int, str], fewest: int = FEWEST_UNNAMED) -> frozenset[int]:
    """The unnamed Trusts that a figure must leave out, lest subtraction tell their scores.

    Args:
        unnamed: the unnamed Trusts that would enter the figure -> their region.
        fewest: how many must be left once regions are taken away.

    A region's figure holds its unnamed Trusts where they are three or more, and is to be had
    beside England's. So what counts in England's figure is how many are left once every such
    region is taken away: one or two of those would lie open, even among a hundred.
    """
    by_region: dict[str, set[int]] = {}
    for trust, region in unnamed.items():
        by_region.setdefault(region, set()).add(trust)
    rest = {
        trust for of_region in by_region.values() if len(of_region) < fewest for trust in of_region
    }
    return frozenset(rest) if len(rest) < fewest else frozenset()


def units_of_both_years(
    before: Units, now: Units, unnamed: frozenset[int], own: int
) -> tuple[Mapping[Group, TwoYears], Mapping[Group, Mapping[str, TwoYears]]]:
    """The own Trust's and the others' scores of two years, for groups that have both.

    Args:
        before: published units of the year before.
        now: published units of this year.
        unnamed: Trusts that are unnamed in either year.
        own: the Trust whose change is asked for.

    Unnamed Trusts are counted after the years are joined: three in each year may be one in both,
    and one with too few sectors in both counts for nothing.
    """
    owns: dict[Group, TwoYears] = {}
    others: dict[Group, dict[str, TwoYears]] = {}
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
        enough = {
            trust
            for trust in hidden
            if len(both[trust][0].keys() & both[trust][1].keys()) >= DEFAULT_RULES.min_units
        }
        out = hidden - (enough if len(enough) >= FEWEST_UNNAMED else set())
        others[group] = {str(trust): both[trust] for trust in both if trust not in out}
    return owns, others


def taking_part(units: Units, own: int | None = None) -> frozenset[int]:
    """The other Trusts whose overall score enters the comparison."""
    overall = units.get(Group(GroupKind.OVERALL), {})
    return frozenset(
        trust
        for trust, sectors in overall.items()
        if trust != own and len(sectors) >= DEFAULT_RULES.min_units
    )


OVERALL = Group(GroupKind.OVERALL)


@dataclass(frozen=True)
class EnteringYear:
    """A year's scores that may enter England's figures.

    Attributes:
        found: the signed results.
        scores: by group and Trust, of Trusts that publish them and have enough sectors (METHOD
            1.7): overall, then each theme in the pack's order.
        blocks: the unnamed Trusts that enter anything at all.
    """

    found: SignedYear
    scores: Mapping[Group, Mapping[int, float]]
    blocks: tuple[frozenset[int], ...]

    def whole(self, wanted: Set[int]) -> frozenset[int]:
        """Of these Trusts the named ones, and the blocks that are there to the last Trust."""
        blocks = (block for block in self.blocks if block <= wanted)
        return frozenset(wanted - self.found.unnamed).union(*blocks)

    def of(self, group: Group, region_code: str | None = None) -> list[float]:
        """The scores that enter a figure of England, or of a region."""
        scores = self.scores[group]
        wanted = {
            trust for trust in scores if region_code in (None, self.found.trusts[trust].region_code)
        }
        return [scores[trust] for trust in sorted(self.whole(wanted))]


def entering(found: SignedYear, pack: Pack) -> EnteringYear:
    """A year's overall and theme scores, in so far as they may enter England's figures."""
    groups = [OVERALL, *(Group(GroupKind.THEME, theme=theme.id) for theme in pack.themes)]
    scores = {
        group: {
            trust: fmean(sectors.values())
            for trust, sectors in of_group.items()
            if len(sectors) >= DEFAULT_RULES.min_units
        }
        for group, of_group in published_units(found, groups).items()
    }
    unnamed = {
        trust: found.trusts[trust].region_code for trust in found.unnamed & scores[OVERALL].keys()
    }
    return EnteringYear(found, scores, in_blocks(unnamed))


def present_in_both(before: EnteringYear, now: EnteringYear) -> frozenset[int]:
    """The Trusts with an overall score in both years, blocks of either year whole or not at all."""
    both = frozenset(before.scores[OVERALL].keys() & now.scores[OVERALL].keys())
    # A block that goes out may break a block of the other year.
    while (kept := before.whole(both) & now.whole(both)) != both:
        both = kept
    return both
