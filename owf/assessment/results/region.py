"""A region's view worked out from signed snapshots, as far as its Trusts have published them."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from owf.access import Actor, Role, policy
from owf.assessment.comparability.notes import ChangeNotes, notes_on
from owf.assessment.comparability.packs import shared_between
from owf.assessment.comparability.rescoring import TwoYears, side_by_side
from owf.assessment.disclosure.trusts import (
    HEADLINE_KINDS,
    SignedYear,
    Units,
    change_from_outside,
    comparable_units,
    comparison_from_outside,
    published_units,
    read_year,
)
from owf.assessment.errors import NotFound
from owf.assessment.packs import pack_of
from owf.assessment.results.region_view import Participant, RegionView, TrustInRegion
from owf.assessment.results.region_weaknesses import parts_of_region
from owf.assessment.results.standings import (
    MeanOfTwoYears,
    means_of_both_years,
    standing_of,
)
from owf.assessment.results.steps import (
    TrustYear,
    change_between,
    compare_everyone,
    compare_units,
    of_kinds,
    region_in_a_sentence,
)
from owf.benchmark.comparison.result import Comparison
from owf.benchmark.scores.groups import Group
from owf.benchmark.words.findings import ChangeFinding, Finding
from owf.questionnaire import Pack
from owf.store import Session, Store, places, rounds, signed_scores
from owf.store.cache import cached
from owf.store.places import TrustFacts


def view_of(session: Session, trusts: Sequence[TrustFacts], year: int, pack: Pack) -> RegionView:
    region_code, name = trusts[0].region_code, trusts[0].region_name
    england = read_year(session, year)
    now = england.of_region(region_code)
    before = read_year(session, year - 1, region_code)
    years, no_change_because = side_by_side(session, before, now)

    anyone = TrustYear.of(0, "", year, pack)
    units = comparable_units(now, of_kinds(anyone.groups))
    short = {group: one for group, one in units.items() if group.kind in HEADLINE_KINDS}
    in_region = _Region(region_in_a_sentence(name), anyone, now, years)
    findings = in_region.headlines(short)
    standings = tuple(
        standing_of(
            group,
            {trust: _finding_on(group, found) for trust, found in findings.items()},
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
        parts=parts_of_region(england, region_code, anyone.groups, anyone.words),
        change_notes=notes_on(years) if years else ChangeNotes(),
    )


@dataclass(frozen=True)
class _Region:
    name: str
    anyone: TrustYear
    now: SignedYear
    years: TwoYears | None

    def headlines(self, units: Units) -> dict[int, tuple[Finding, ...]]:
        found = compare_everyone(units)
        return {
            trust: self._in_words(trust, found.get(trust) or compare_units(units, trust))
            for trust in self.now.named
        }

    def findings(self, units: Units, trust: int) -> tuple[Finding, ...]:
        return self._in_words(trust, compare_units(units, trust))

    def _trust_year(self, trust: int) -> TrustYear:
        return replace(self.anyone, trust=trust, name=self.now.trusts[trust].name)

    def _in_words(self, trust: int, found: Mapping[Group, Comparison]) -> tuple[Finding, ...]:
        shown = {group: comparison_from_outside(one) for group, one in found.items()}
        return self._trust_year(trust).findings(shown, self.name)

    @cached_property
    def _published(self) -> tuple[Units, Units]:
        if self.years is None:
            return {}, {}
        short = of_kinds(self.years.groups, HEADLINE_KINDS)
        return published_units(self.years.before, short), published_units(self.years.now, short)

    def changes(self, trust: int, why_none: str) -> tuple[tuple[ChangeFinding, ...], str]:
        """And why any are missing; a Trust not named last year shows none: it would tell."""
        if self.years is None:
            return (), why_none
        before, now = self.years.before, self.years.now
        if before.level_of(trust) != "full":
            return (), f"no results for {before.year}"
        found = change_between(*self._published, before.unnamed | now.unnamed, trust)
        shown = {group: change_from_outside(one) for group, one in found.items()}
        changes = self._trust_year(trust).change_findings(shown, self.years.groups)
        if trust in self.years.without_answers:
            return changes, "signed without the answers behind the scores"
        return changes, "" if changes else f"no score in both {before.year} and {now.year}"

    def changed_means(self) -> Mapping[Group, MeanOfTwoYears]:
        """Over the Trusts in both years."""
        if self.years is None:
            return {}
        before, now = self.years.before, self.years.now
        short = of_kinds(self.years.groups, HEADLINE_KINDS)
        # Whose blocks are whole depends on all groups that this year's figures are about.
        units = comparable_units(now, of_kinds(self.years.groups))
        return means_of_both_years(
            comparable_units(before, short),
            {group: units[group] for group in short},
            before.unnamed,
            now.unnamed,
        )


def _finding_on(group: Group, findings: Sequence[Finding]) -> Finding:
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
    regions: Mapping[str, str]
    years: tuple[int, ...]
    region: str
    year: int


def no_such_region(year: int) -> str:
    return f"This region does not exist in {year}. Choose one of England's nine from the list."


def region_choices(store: Store, who: Actor) -> RegionChoices:
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
    first = [code for code in regions if code in with_results] or [*regions, ""]
    return RegionChoices(regions, years, first[0], year)


def find_region(store: Store, code_or_name: str) -> str:
    """Its code, whichever of the two was written, in any letters and with or without “the”."""
    written = code_or_name.strip().casefold().removeprefix("the ")
    with store.reading() as session:
        names = places.region_names(session)
    for code, name in names.items():
        if written in (code.casefold(), name.casefold()):
            return code
    raise NotFound(
        f"There is no region “{code_or_name}”. Give one of: "
        f"{'; '.join(f'{name} ({code})' for code, name in names.items())}."
    )


def open_region(store: Store, who: Actor, region_code: str, year: int) -> RegionView:
    """As far as its Trusts have published; kept until what it was made of has changed."""
    policy.require(policy.may_see_region(who, region_code))
    with store.reading() as session:
        pack_id = rounds.pack_of_cycle(session, year)
        if pack_id is None:
            raise NotFound(
                f"There is no self-evaluation for {year}. Choose a year that the national team "
                "has opened."
            )
        # Compared here: a database may refuse some texts that an address can hold.
        trusts = [
            one for one in places.trusts_in_year(session, year) if one.region_code == region_code
        ]
        if not trusts:
            raise NotFound(no_such_region(year))
        return kept_view(session, trusts, year, pack_id)


def _made_of(
    session: Session, trusts: Sequence[TrustFacts], year: int, pack_id: int
) -> tuple[Hashable, ...]:
    """This year those of all England, whose means stand beside the region's."""
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
    return view_of(session, trusts, year, pack_of(session, pack_id))
