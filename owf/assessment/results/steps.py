"""The steps that every page with comparisons shares: verdicts, changes, and their words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from owf.assessment.comparability.rescoring import TwoYears, YearOnShared
from owf.assessment.disclosure.practitioners import withheld
from owf.assessment.disclosure.trusts import (
    HEADLINE_KINDS,
    Sectors,
    SignedYear,
    Units,
    comparable_units,
    published_units,
    taking_part,
    units_of_both_years,
)
from owf.assessment.scoring import item_refs
from owf.benchmark.agreement.practitioners import GapFinding, audience_gaps, gap_findings_of
from owf.benchmark.change.changes import Change, change_by_kind
from owf.benchmark.comparison.agreed_scores import (
    Agreed,
    AgreedVerdict,
    agreed_by_kind,
    compare_agreed,
)
from owf.benchmark.comparison.compare import compare_all_by_kind, compare_by_kind
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.comparison.strengths import Strength, alike_in_region, strengths_of_all
from owf.benchmark.rules import DEFAULT_RULES, Verdict
from owf.benchmark.scores.groups import Group, GroupKind, groups_of
from owf.benchmark.words.findings import ChangeFinding, Finding, change_findings_of, findings_of
from owf.benchmark.words.wording import Words
from owf.questionnaire import Audience, Pack
from owf.store.cache import cached
from owf.store.results import ScoreRow
from owf.store.signed_scores import Scores

ENGLAND = "England"
GroupItems = Mapping[Group, Sequence[str]]
"""Group -> the ids of its items."""


def words_of(pack: Pack) -> Words:
    return Words(
        theme_titles={theme.id: theme.title for theme in pack.themes},
        theme_short_titles={theme.id: theme.short_title for theme in pack.themes},
        aspect_titles={aspect.id: aspect.title for aspect in pack.aspects},
        aspect_phrases={aspect.id: aspect.phrase for aspect in pack.aspects},
    )


def region_in_a_sentence(name: str) -> str:
    """A region as it stands in a sentence: "the East of England", but "London"."""
    return name if name in {"London", "Yorkshire and The Humber"} else f"the {name}"


def of_kinds(groups: GroupItems, kinds: frozenset[GroupKind] = frozenset(GroupKind)) -> GroupItems:
    return {
        group: items
        for group, items in groups.items()
        if group.kind in kinds and group.kind is not GroupKind.ITEM
    }


@dataclass(frozen=True)
class TrustYear:
    """A Trust and year, with what its findings are worded with; a region puts each Trust in."""

    trust: int
    name: str
    year: int
    pack: Pack
    groups: GroupItems
    words: Words

    @classmethod
    def of(cls, trust: int, name: str, year: int, pack: Pack) -> TrustYear:
        return cls(trust, name, year, pack, groups_of(item_refs(pack)), words_of(pack))

    def findings(
        self, compared: Mapping[Group, Comparison], comparator: str
    ) -> tuple[Finding, ...]:
        """``comparator`` is how the others are called in a sentence."""
        return findings_of(
            self.name, comparator, self.year, compared, words=self.words, items=self.groups
        )

    def change_findings(
        self, changes: Mapping[Group, Change], groups: GroupItems
    ) -> tuple[ChangeFinding, ...]:
        return change_findings_of(
            self.name,
            (self.year - 1, self.year),
            changes,
            words=self.words,
            items=groups,
        )


def compare_units(units: Units, trust: int) -> Mapping[Group, Comparison]:
    """A Trust against the others of these units, each kind of group adjusted by itself."""
    if not any(trust in of_group for of_group in units.values()):
        return {group: _without_own_score(of_group) for group, of_group in units.items()}
    return compare_by_kind(units, trust)


def compare_everyone(units: Units) -> Mapping[int, Mapping[Group, Comparison]]:
    """What `compare_units` gives for each Trust that has a score, worked out once for all."""
    return compare_all_by_kind(units) if any(units.values()) else {}


def _without_own_score(others: Mapping[int, Sectors]) -> Comparison:
    """Where nobody in the Trust gave a level: all said "don't know", or nobody answered."""
    fewest = DEFAULT_RULES.min_units
    return Comparison(
        verdict=Verdict.NOT_COMPARED,
        n=0,
        k=sum(len(scores) >= fewest for scores in others.values()),
        by_sector=False,
        why_not=f"too few partners here (no sector has a score, at least {fewest} are needed)",
    )


def agreed_against_others(
    own: Scores, found: SignedYear, groups: GroupItems, trust: int
) -> Mapping[Group, Agreed]:
    """Against the range expected from others published in full (METHOD 1.6 and 2).

    A range tells a mean and a spread: together with the named Trusts' scores that would give away
    what a block of three unnamed ones agreed. A mean alone does not (decision 0007).
    """
    others = [found.scores[one] for one in found.named if one != trust]
    agreed: dict[Group, Agreed] = {}
    for group in of_kinds(groups):
        theirs = [
            row.agreed
            for one in others
            if (row := one.get(group.key)) and _takes_part(row) and row.agreed is not None
        ]
        own_row = own.get(group.key)
        score = own_row.agreed if own_row else None
        if own_row and _takes_part(own_row):
            agreed[group] = compare_agreed(score, theirs)
        else:
            fewest = DEFAULT_RULES.min_units
            why = f"too few partners here (fewer than {fewest} sectors have a score)"
            agreed[group] = Agreed(AgreedVerdict.NOT_COMPARED, score, len(theirs), why_not=why)
    return agreed_by_kind(agreed)


def _takes_part(row: ScoreRow) -> bool:
    return row.n_units >= DEFAULT_RULES.min_units


KEPT_COMPARISONS = 100
"""Comparisons that stay in memory: 0.3 MB each with England's Trusts, 0.05 MB with a region's."""


def made_of(found: SignedYear, groups: GroupItems, trust: int) -> tuple[Hashable, ...]:
    """All that a comparison is made of; the Trust's own snapshot says with which questionnaire."""
    trusts = tuple(
        (number, one.digest, one.publication, one.region_code)
        for number, one in found.trusts.items()
    )
    return found.year, trust, len(groups), trusts


@dataclass(frozen=True)
class StrengthsInside:
    """``alike``: in how many of the region's Trusts each is one too, and of how many."""

    found: Mapping[Group, Strength]
    alike: Mapping[Group, tuple[int, int]]


@cached(KEPT_COMPARISONS, key=made_of)
def strengths_inside(region: SignedYear, groups: GroupItems, trust: int) -> StrengthsInside:
    """Spread pooled over its region (METHOD 5a); empty where it has no overall score."""
    kinds = frozenset({GroupKind.OVERALL, GroupKind.ASPECT})
    units = comparable_units(region, of_kinds(groups), trust)
    everyone = strengths_of_all({group: one for group, one in units.items() if group.kind in kinds})
    if trust not in everyone:
        return StrengthsInside({}, {})
    return StrengthsInside(everyone[trust], alike_in_region(everyone, trust))


def gaps_inside(of: TrustYear, leaders: Scores, practitioners: Scores) -> tuple[GapFinding, ...]:
    """Leaders against practitioners; nothing where no practitioner responded."""
    if not practitioners:
        return ()
    groups = groups_of(item_refs(of.pack, Audience.PRACTITIONERS))
    wanted = list(of_kinds(groups))
    gaps = audience_gaps(
        {group: leaders[group.key].sector_scores for group in wanted},
        {group: practitioners[group.key].sector_scores for group in wanted},
    )
    found = gap_findings_of(of.name, of.year, gaps, words=of.words, items=groups)
    return tuple(
        withheld(one)
        if one.gap.n == 0
        and leaders[group.key].n_respondents
        and practitioners[group.key].mean is not None
        else one
        for group, one in zip(wanted, found, strict=True)
    )


def change_of(
    before: SignedYear, now: SignedYear, groups: GroupItems, trust: int
) -> Mapping[Group, Change]:
    """Spread pooled over its region (METHOD 4); empty where it has no score in both years."""
    wanted = of_kinds(groups)
    return change_between(
        published_units(before, wanted, trust),
        published_units(now, wanted, trust),
        before.unnamed | now.unnamed,
        trust,
    )


def change_between(
    before: Units, now: Units, unnamed: frozenset[int], trust: int
) -> Mapping[Group, Change]:
    """The same from published units; ``unnamed`` are Trusts that are so in either year."""
    own, others = units_of_both_years(before, now, unnamed, trust)
    return change_by_kind(own, others) if own else {}


@dataclass(frozen=True)
class AgainstOthers:
    """``compared`` holds nothing back; ``shown`` are the units of overall and themes."""

    compared: Mapping[Group, Comparison]
    shown: Units
    others: frozenset[int]


@cached(KEPT_COMPARISONS, key=made_of)
def against_others(found: SignedYear, groups: GroupItems, trust: int) -> AgainstOthers:
    units = comparable_units(found, of_kinds(groups), trust)
    shown = {group: one for group, one in units.items() if group.kind in HEADLINE_KINDS}
    return AgainstOthers(compare_units(units, trust), shown, taking_part(units, trust))


@cached(
    KEPT_COMPARISONS,
    key=lambda _own, found, groups, trust, *, is_outside: (
        is_outside, *made_of(found, groups, trust)
    ),
)  # fmt: skip
def agreed_once(
    own: Scores, found: SignedYear, groups: GroupItems, trust: int, *, is_outside: bool
) -> Mapping[Group, Agreed]:
    """`agreed_against_others`, once for the same snapshots; ``is_outside`` says who asks."""
    return agreed_against_others(own, found, groups, trust)


def _made_of_years(years: TwoYears, trust: int) -> Hashable:
    return tuple(
        (*made_of(found, years.groups, trust), _side_key(found))
        for found in (years.before, years.now)
    )


@cached(KEPT_COMPARISONS, key=_made_of_years)
def changes_once(years: TwoYears, trust: int) -> Mapping[Group, Change]:
    return change_of(years.before, years.now, years.groups, trust)


def _side_key(found: SignedYear) -> str:
    """On which questions a year is rescored, where another year has others."""
    return found.side.key if isinstance(found, YearOnShared) else ""
