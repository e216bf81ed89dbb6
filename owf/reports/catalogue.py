"""Which reports there are, what each is for, and which of them somebody can ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from owf.access import Actor, policy
from owf.access.errors import NotAllowed
from owf.access.policy import TRUST_ROLES
from owf.assessment.start.todo import open_comparisons
from owf.improvement import plan_policy
from owf.improvement.plan.opening import plans_to_read
from owf.reports.model import Kind, Report
from owf.store import Session, Store, places, rounds


@dataclass(frozen=True)
class Wanted:
    """``trust`` is a DfE number, ``year`` that of the results or, of a plan, those it rests on."""

    kind: Kind
    year: int
    trust: int | None = None
    region_code: str | None = None
    partner: int | None = None


@dataclass(frozen=True)
class InCatalogue:
    title: str
    purpose: str


CATALOGUE: Mapping[Kind, InCatalogue] = {
    Kind.BOARD: InCatalogue(
        "Board summary",
        "Two pages, or about ten slides: where the Trust stands, what is strong and weak, how the "
        "plan goes, and what the board is asked to decide.",
    ),
    Kind.ANNUAL: InCatalogue(
        "Annual report",
        "The whole year: how it was done, results by theme, what moved, what the plan achieved, "
        "and the method.",
    ),
    Kind.PLAN: InCatalogue(
        "Action plan", "Every action with its lead, milestones and expected outcome."
    ),
    Kind.EXCEPTIONS: InCatalogue(
        "Quarterly exception report",
        "Only what is late, slipped or in doubt this quarter, and what was reached.",
    ),
    Kind.PARTNER: InCatalogue(
        "Partner feedback",
        "One partner's own answers beside the group's, and the actions that it leads.",
    ),
    Kind.PUBLIC: InCatalogue(
        "Public version",
        "Plain words for children, parents and councillors, with what anybody may know.",
    ),
    Kind.EVIDENCE: InCatalogue(
        "Evidence index", "For inspectors: each question with its evidence, owner and last day."
    ),
    Kind.REGION: InCatalogue(
        "Regional report", "The region's Trusts compared, as far as they have published."
    ),
    Kind.NATIONAL: InCatalogue(
        "National tables", "England in the tables of 2009: bands, sectors, regions and years."
    ),
}


def build_report(store: Store, who: Actor, wanted: Wanted) -> Report:
    """Raises: NotAllowed, NotFound: as the page with the same content, in its sentences."""
    module = import_module(f"owf.reports.kinds.{wanted.kind}")
    built: Report = getattr(module, f"{wanted.kind}_report")(store, who, *_of_what(wanted))
    return built


def _of_what(wanted: Wanted) -> tuple[int | str, ...]:
    """What a kind's builder takes after who asks."""
    match wanted.kind:
        case Kind.NATIONAL:
            return (wanted.year,)
        case Kind.REGION:
            return (wanted.region_code or "", wanted.year)
        case Kind.PARTNER:
            return (wanted.trust or 0, wanted.year, wanted.partner or 0)
        case _:
            return (wanted.trust or 0, wanted.year)


NOT_YOURS = (
    "You can only have reports on your own Trust, and on Trusts that have published their results "
    "to you. Ask your Trust's coordinator if you need another Trust's report."
)


@dataclass(frozen=True)
class ReportsOfTrust:
    """``partners``: names of those whose feedback is offered, by id."""

    trust: int
    name: str
    year: int
    wanted: tuple[Wanted, ...]
    partners: Mapping[int, str]


def trust_years_with_reports(store: Store, who: Actor) -> tuple[tuple[int, str, int], ...]:
    """(DfE number, name, year): signed results to read, newest first, then own unsigned years."""
    found = list(open_comparisons(store, who))
    with store.reading() as session:
        for trust in map(int, who.scopes(*TRUST_ROLES, scope_kind="trust")):
            for newest in rounds.rounds_of_trust(session, trust)[:1]:
                found.append((trust, newest.trust_name, newest.year))
    return tuple(dict.fromkeys(found))


def open_reports(store: Store, who: Actor, trust: int, year: int) -> ReportsOfTrust:
    """What somebody can ask for of a Trust's year, in the order of the catalogue.

    NotAllowed: they do not belong to it, and it has published nothing that they may read.
    """
    is_signed = who.is_operator or (trust, year) in {
        (one, when) for one, _, when in open_comparisons(store, who)
    }
    with store.reading() as session:
        facts = places.trust_by_number(session, trust)
        own = rounds.partner_ids_of_trust(session, trust)
        partners = _with_feedback(session, who, trust, year)
    wanted = _wanted(store, who, trust, year, is_signed=is_signed)
    if is_signed:
        wanted += [Wanted(Kind.PARTNER, year, trust, partner=one) for one in partners]
        wanted.append(Wanted(Kind.PUBLIC, year, trust))
    if policy.belongs_to(who, trust, own):
        wanted.append(Wanted(Kind.EVIDENCE, year, trust))
    elif not wanted:
        policy.require(policy.deny(NOT_YOURS))
    return ReportsOfTrust(trust, facts.name if facts else str(trust), year, tuple(wanted), partners)


def _wanted(store: Store, who: Actor, trust: int, year: int, *, is_signed: bool) -> list[Wanted]:
    found = []
    if is_signed:
        found += [Wanted(Kind.BOARD, year, trust), Wanted(Kind.ANNUAL, year, trust)]
    of_plan = plan_year(store, who, trust, year)
    if of_plan is not None:
        found.append(Wanted(Kind.PLAN, of_plan, trust))
        if plan_policy.may_plan(who, trust):
            found.append(Wanted(Kind.EXCEPTIONS, of_plan, trust))
    return found


def _with_feedback(session: Session, who: Actor, trust: int, year: int) -> dict[int, str]:
    in_round = rounds.round_of(session, trust, year)
    if in_round is None:
        return {}
    sees_all = who.is_operator or policy.may_see_agreement(who, trust)
    return {
        one.partner_id: one.partner_name
        for one in rounds.returns_of_round(session, in_round.id)
        if one.status == "submitted" and (sees_all or policy.may_answer(who, one.partner_id))
    }


def plan_year(store: Store, who: Actor, trust: int, year: int) -> int | None:
    """Of the plan that rests on the year's results, else of the newest before it."""
    years = (one.year for one in plans_to_read(store, who) if one.trust == trust)
    return max((one for one in years if one <= year), default=None)


def is_of_group(who: Actor, wanted: Wanted) -> bool:
    """Whether it is made with the rights of a Trust's steering group, whose people share it."""
    return wanted.trust is not None and who.holds_any(TRUST_ROLES, "trust", wanted.trust)


def may_make(store: Store, who: Actor, wanted: Wanted) -> bool:
    """Whether it is among what somebody is offered now; making it asks the policy again."""
    if wanted.kind is Kind.REGION:
        return bool(policy.may_see_region(who, wanted.region_code or ""))
    if wanted.kind is Kind.NATIONAL:
        return bool(policy.may_see_nation(who))
    if wanted.trust is None:
        return False
    # A plan may be offered beside the results of later years.
    if wanted.kind in (Kind.PLAN, Kind.EXCEPTIONS):
        return plan_year(store, who, wanted.trust, wanted.year) == wanted.year
    try:
        return wanted in open_reports(store, who, wanted.trust, wanted.year).wanted
    except NotAllowed:
        return False
