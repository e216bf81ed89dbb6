"""A region's view worked out from signed snapshots, as far as its Trusts have published them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from owf.access import Actor, Role, policy
from owf.assessment.comparability.notes import ChangeNotes, notes_on
from owf.assessment.comparability.packs import shared_between
from owf.assessment.comparability.rescoring import TwoYears, side_by_side
from owf.assessment.disclosure.trusts import (
    SignedYear,
    Units,
    comparable_units,
    published_units,
    read_year,
)
from owf.assessment.errors import NotFound
from owf.assessment.packs import pack_of
from owf.assessment.results.region_view import Participant, RegionView, TrustInRegion
from owf.assessment.results.region_weaknesses import parts_of_region
from owf.assessment.results.standings import (
    MeanOfTwoYears,
    change_from_outside,
    means_of_both_years,
    standing_of,
)
from owf.assessment.results.steps import (
    change_between,
    compare_everyone,
    compare_units,
    hidden_from_outside,
    region_in_a_sentence,
    words_of,
)
from owf.assessment.scoring import item_refs
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.scores.groups import Group, GroupKind, groups_of
from owf.benchmark.words.findings import ChangeFinding, Finding, change_findings_of, findings_of
from owf.questionnaire import Pack
from owf.store import Session, Store, places, rounds, signed_scores
from owf.store.cache import cached
from owf.store.places import TrustFacts

HEADLINE_KINDS = frozenset({GroupKind.OVERALL, GroupKind.THEME})

GroupItems = Mapping[Group, Sequence[str]]


def view_of(session: Session, trusts: Sequence[TrustFacts], year: int, pack: Pack) -> RegionView:
    """Everything that is said of a region and year.

    Args:
        session: the database.
        trusts: all of the region in that year, in order of name.
        year: of the cycle.
        pack: its questionnaire.
    """
    region_code, name = trusts[0].region_code, trusts[0].region_name
    england = read_year(session, year)
    now = england.of_region(region_code)
    before = read_year(session, year - 1, region_code)
    years, no_change_because = side_by_side(session, before, now)

    groups = groups_of(item_refs(pack))
    units = comparable_units(published_units(now, _without_items(groups)), now)
    short = {group: units[group] for group in groups if group.kind in HEADLINE_KINDS}
    in_region = _Region(region_in_a_sentence(name), pack, groups, now, years)
    findings = in_region.headlines(short)
    standings = tuple(
        standing_of(
            group,
            {trust: _one_of(found, group) for trust, found in findings.items()},
            of_group,
            now.unnamed,
        )
        for group, of_group in short.items()
    )
    return RegionView(
        region_code=region_code,
        region_name=name,
        region=in_region.name,
        year=year,
        pack=pack,
        participants=tuple(
            Participant(
                trust.dfe_number,
                trust.name,
                now.trusts[trust.dfe_number].signed_at if trust.dfe_number in now.trusts else None,
                trust.dfe_number in now.named,
            )
            for trust in trusts
        ),
        trusts=tuple(
            TrustInRegion(
                place.trust,
                place.name,
                findings[place.trust],
                *in_region.changes(place.trust, no_change_because),
                partial(in_region.findings, units, place.trust),
            )
            for place in standings[0].places
        ),
        standings=standings,
        changed_means=in_region.changed_means(),
        no_change_because=no_change_because,
        parts=parts_of_region(england, region_code, groups, words_of(pack)),
        change_notes=notes_on(years) if years else ChangeNotes(),
    )


@dataclass(frozen=True)
class _Region:
    """What the findings of all its Trusts are made from."""

    name: str
    pack: Pack
    groups: GroupItems
    now: SignedYear
    years: TwoYears | None

    def headlines(self, units: Units) -> dict[int, tuple[Finding, ...]]:
        """Each named Trust against the others, in order of name."""
        found = compare_everyone(units)
        return {
            trust: self._said(trust, found.get(trust) or compare_units(units, trust))
            for trust in self.now.named
        }

    def findings(self, units: Units, trust: int) -> tuple[Finding, ...]:
        """A named Trust against the others."""
        return self._said(trust, compare_units(units, trust))

    def _said(self, trust: int, found: Mapping[Group, Comparison]) -> tuple[Finding, ...]:
        return findings_of(
            self.now.trusts[trust].name,
            self.name,
            self.now.year,
            {group: hidden_from_outside(one) for group, one in found.items()},
            words=words_of(self.pack),
            items=self.groups,
        )

    @cached_property
    def _published(self) -> tuple[Units, Units]:
        """What was published of both years on overall and themes; nothing where there are none."""
        if self.years is None:
            return {}, {}
        short = _without_items(self.years.groups, HEADLINE_KINDS)
        return published_units(self.years.before, short), published_units(self.years.now, short)

    def changes(self, trust: int, why_none: str) -> tuple[tuple[ChangeFinding, ...], str]:
        """A named Trust's changes on overall and themes, and why some or all cannot be had.

        A Trust that was not named last year shows no change: it would tell last year's score.
        """
        if self.years is None:
            return (), why_none
        before, now = self.years.before, self.years.now
        if before.level_of(trust) != "full":
            return (), f"no results for {before.year}"
        found = change_between(*self._published, before.unnamed | now.unnamed, trust)
        changes = change_findings_of(
            now.trusts[trust].name,
            (before.year, now.year),
            {group: change_from_outside(one) for group, one in found.items()},
            words=words_of(self.pack),
            items=self.years.groups,
        )
        if trust in self.years.without_answers:
            return changes, "signed without the answers behind the scores"
        return changes, "" if changes else f"no score in both {before.year} and {now.year}"

    def changed_means(self) -> Mapping[Group, MeanOfTwoYears]:
        """The region's means over the Trusts in both years, on overall and themes."""
        if self.years is None:
            return {}
        before, now = self.years.before, self.years.now
        groups = _without_items(self.years.groups)
        units = comparable_units(published_units(now, groups), now)
        return means_of_both_years(
            comparable_units(self._published[0], before),
            {group: units[group] for group in self._published[1]},
            before.unnamed,
            now.unnamed,
        )


def _without_items(
    groups: GroupItems, kinds: frozenset[GroupKind] = frozenset(GroupKind)
) -> GroupItems:
    return {
        group: items
        for group, items in groups.items()
        if group.kind in kinds and group.kind is not GroupKind.ITEM
    }


def _one_of(findings: Sequence[Finding], group: Group) -> Finding:
    return next(
        one
        for one in findings
        if (one.kind, one.theme, one.aspect) == (group.kind, group.theme, group.aspect)
    )


KEPT_VIEWS = 20
"""Views that stay in memory: every region in two years, 7 MB with twelve themes, and 33 MB once
every Trust was one of the two side by side."""


@dataclass(frozen=True)
class RegionChoices:
    """What somebody may choose on the page: regions by code, years newest first."""

    regions: Mapping[str, str]
    years: tuple[int, ...]
    region: str
    year: int


def region_choices(store: Store, who: Actor) -> RegionChoices:
    """The regions that this person may open, the years, and where to begin.

    Raises:
        NotAllowed: this person may open no region.
        NotFound: no year has been opened yet.
    """
    own = who.scopes(Role.REGIONAL_LEAD, scope_kind="region")
    may_all = policy.may_see_region(who, "")
    if not own:
        policy.require(may_all)
    with store.reading() as session:
        years = tuple(rounds.cycle_years(session))
        if not years:
            raise NotFound("No year has been opened yet. The national team opens a year.")
        signed_years = [year for year in years if year in set(signed_scores.signed_years(session))]
        year = (signed_years or years)[0]
        names = {one.region_code: one.region_name for one in places.trusts_in_year(session, year)}
        with_results = [
            one.region_code for one in signed_scores.signed_trusts(session, year).values()
        ]
    regions = {
        code: name
        for code, name in sorted(names.items(), key=lambda one: one[1])
        if may_all or code in own
    }
    begin = [code for code in regions if code in with_results] or list(regions)
    return RegionChoices(regions, years, begin[0] if begin else "", year)


def open_region(store: Store, who: Actor, region_code: str, year: int) -> RegionView:
    """A region's signed results of a year, as far as its Trusts have published them.

    What it was made of is looked up each time, and it is made anew only where that has changed:
    snapshots never change.

    Raises:
        NotAllowed: this person may not see this region.
        NotFound: there was no self-evaluation that year, or there is no such region.
    """
    policy.require(policy.may_see_region(who, region_code))
    with store.reading() as session:
        pack_id = rounds.pack_of_cycle(session, year)
        if pack_id is None:
            raise NotFound(
                f"There is no self-evaluation for {year}. Choose a year that the national team "
                "has opened."
            )
        # Sought here and not by the database, which need not know every text of an address.
        trusts = [
            one for one in places.trusts_in_year(session, year) if one.region_code == region_code
        ]
        if not trusts:
            raise NotFound(
                f"This region does not exist in {year}. Choose one of England's nine from the list."
            )
        return kept_view(session, trusts, year, pack_id)


def _made_of(
    session: Session, trusts: Sequence[TrustFacts], year: int, pack_id: int
) -> tuple[Hashable, ...]:
    """All that a view is made of: Trusts, newest signed snapshots, questionnaires by digest.

    Of this year those of all England, whose means stand beside the region's.
    """
    snapshots = (
        signed_scores.signed_trusts(session, year),
        signed_scores.signed_trusts(session, year - 1, trusts[0].region_code),
    )
    before_id = rounds.pack_of_cycle(session, year - 1)
    packs = tuple(
        rounds.pack_digest(session, one) if one is not None else "" for one in (pack_id, before_id)
    )
    between = None
    if before_id is not None and before_id != pack_id:
        between = shared_between(session, before_id, pack_id)
    return (
        year,
        tuple(trusts),
        *(tuple(one.values()) for one in snapshots),
        packs,
        # It has the digests of the questionnaires in between, too.
        between.now.key if between else "",
    )


@cached(KEPT_VIEWS, key=_made_of)
def kept_view(
    session: Session, trusts: Sequence[TrustFacts], year: int, pack_id: int
) -> RegionView:
    """``view_of``, once for the same snapshots and questionnaires."""
    return view_of(session, trusts, year, pack_of(session, pack_id))
