"""From where somebody reads good practice: a Trust, a region, or England."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from owf.access import Actor, Role
from owf.access.policy import TRUST_ROLES, require
from owf.assessment.errors import NotFound
from owf.assessment.results.steps import region_in_a_sentence
from owf.improvement.good_practice import policy
from owf.store import Session, places, rounds


class Place(NamedTuple):
    """What an address names: a Trust, a region, or neither, which is the person's own first one."""

    trust: int | None = None
    region_code: str | None = None


OWN = Place()


@dataclass(frozen=True)
class Viewpoint:
    """England where there is neither a Trust nor a region; a Trust has its region with it.

    ``may_ask``: on behalf of the Trust, or of the region where there is no Trust.
    """

    trust: int | None
    region_code: str | None
    name: str
    may_offer: bool
    may_ask: bool

    @property
    def in_a_sentence(self) -> str:
        return region_in_a_sentence(self.name) if self.is_region else self.name

    @property
    def is_region(self) -> bool:
        return self.trust is None and self.region_code is not None


def find_viewpoint(session: Session, who: Actor, place: Place = OWN) -> Viewpoint:
    """Whoever reads as a region or England and names a Trust reads as that Trust's region."""
    trust, region_code = place if place != OWN else _own_place(session, who)
    if trust is not None:
        return _of_trust(session, who, trust)
    if region_code is not None:
        return _of_region(session, who, region_code)
    require(policy.may_read_as_england(who))
    return Viewpoint(None, None, "England", may_offer=False, may_ask=False)


def own_viewpoints(session: Session, who: Actor) -> Sequence[Viewpoint]:
    """All from which somebody may read by their roles, Trusts first."""
    trusts = dict.fromkeys(int(one) for one in who.scopes(*TRUST_ROLES, scope_kind="trust"))
    for partner in who.scopes(Role.RESPONDENT, scope_kind="partner"):
        found = rounds.partner_by_id(session, int(partner))
        if found is not None:
            trusts[found.trust] = None
    regions = who.scopes(Role.REGIONAL_LEAD, scope_kind="region")
    points = [_of_trust(session, who, one) for one in trusts]
    points += [_of_region(session, who, one) for one in regions]
    if who.has(Role.NATIONAL):
        points.append(Viewpoint(None, None, "England", may_offer=False, may_ask=False))
    return points


def _own_place(session: Session, who: Actor) -> Place:
    first = next(iter(own_viewpoints(session, who)), None)
    return Place(first.trust, first.region_code) if first else OWN


def _of_trust(session: Session, who: Actor, trust: int) -> Viewpoint:
    decision = policy.may_read_as_trust(who, trust, rounds.partner_ids_of_trust(session, trust))
    facts = places.trust_by_number(session, trust)
    if not decision and facts is not None and policy.may_read_as_region(who, facts.region_code):
        return _of_region(session, who, facts.region_code)
    require(decision)
    if facts is None:
        raise NotFound(f"There is no Trust with the DfE number {trust}.")
    return Viewpoint(
        trust,
        facts.region_code,
        facts.name,
        may_offer=bool(policy.may_offer(who, trust)),
        may_ask=bool(policy.may_ask(who, trust)),
    )


def _of_region(session: Session, who: Actor, region_code: str) -> Viewpoint:
    require(policy.may_read_as_region(who, region_code))
    # Compared here: a database may refuse some texts that an address can hold.
    name = places.region_names(session).get(region_code)
    if name is None:
        raise NotFound("This region does not exist. Open Good practice from the menu.")
    return Viewpoint(
        None,
        region_code,
        name,
        may_offer=False,
        may_ask=bool(policy.may_ask_for_region(who, region_code)),
    )
