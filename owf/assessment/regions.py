"""Opening a region's year: who may, which regions and years there are, and what is kept of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from owf.access import Actor, Role, policy
from owf.assessment.packs import pack_of
from owf.assessment.refusals import NotAllowed, NotFound
from owf.assessment.region_findings import view_of
from owf.assessment.region_view import RegionView
from owf.assessment.two_packs import shared_between
from owf.store import Session, Store, places, rounds, signed
from owf.store.kept import Kept
from owf.store.places import TrustFacts

KEPT_VIEWS = 20
"""Views that stay in memory: every region in two years, 7 MB with twelve themes, and 33 MB once
every Trust was one of the two side by side."""
KEPT: Kept[tuple[Hashable, ...], RegionView] = Kept(KEPT_VIEWS)


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
    if not (own or may_all):
        raise NotAllowed(may_all.reason)
    with store.reading() as session:
        years = tuple(rounds.cycle_years(session))
        if not years:
            raise NotFound("No year has been opened yet. The national team opens a year.")
        signed_years = [year for year in years if year in set(signed.signed_years(session))]
        year = (signed_years or years)[0]
        names = {one.region_code: one.region_name for one in places.trusts_in_year(session, year)}
        with_results = [one.region_code for one in signed.signed_trusts(session, year).values()]
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
    decision = policy.may_see_region(who, region_code)
    if not decision:
        raise NotAllowed(decision.reason)
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
        made_of = _made_of(session, trusts, year, pack_id)
        found = KEPT.get(made_of)
        if found is None:
            found = view_of(session, trusts, year, pack_of(session, pack_id))
            KEPT.put(made_of, found)
        return found


def _made_of(
    session: Session, trusts: Sequence[TrustFacts], year: int, pack_id: int
) -> tuple[Hashable, ...]:
    """All that a view is made of: Trusts, newest signed snapshots, questionnaires by digest.

    Of this year those of all England, whose means stand beside the region's.
    """
    snapshots = (
        signed.signed_trusts(session, year),
        signed.signed_trusts(session, year - 1, trusts[0].region_code),
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
