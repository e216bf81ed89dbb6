"""What there is to do for a person: their returns, their Trust's sign-off, what to compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from owf import clock
from owf.access import Actor, Role
from owf.access.policy import TRUST_ROLES
from owf.assessment.asking import Progress, items_asked, progress_of
from owf.assessment.deadlines import last_day
from owf.assessment.packs import pack_of
from owf.assessment.positions import read_positions
from owf.assessment.taking_part import waited_for
from owf.questionnaire import Theme
from owf.store import Session, Store, answers, places, rounds, running, signed
from owf.store.rounds import ReturnFacts, RoundFacts


@dataclass(frozen=True)
class ReturnWork:
    """A partner's newest return, with how far it has got.

    ``yours`` are the themes that this person was asked to answer.
    """

    facts: ReturnFacts
    round: RoundFacts
    progress: Progress
    yours: tuple[Theme, ...] = ()

    @property
    def closes(self) -> date:
        """The last day for this partner."""
        return last_day(self.facts.closes, self.round.closes)


@dataclass(frozen=True)
class TrustWork:
    """A Trust's newest round, with where it stands in a sentence."""

    round: RoundFacts
    sentence: str
    may_sign: bool
    open_questions: int


@dataclass(frozen=True)
class Work:
    """Everything for one person.

    Attributes:
        returns: their partners' newest returns.
        trusts: their Trusts' newest rounds.
        compare: (Trust, name, year) whose results they may open, newest first.
        regions: (code, name) of the regions that they lead.
        years: with signed results anywhere, newest first, for one who reads regions or England.
    """

    returns: tuple[ReturnWork, ...]
    trusts: tuple[TrustWork, ...]
    compare: tuple[tuple[int, str, int], ...]
    regions: tuple[tuple[str, str], ...] = ()
    years: tuple[int, ...] = ()


def open_work(store: Store, who: Actor) -> Work:
    """What there is to do for this person now; only what their roles let them open."""
    with store.reading() as session:
        partners = [int(one) for one in who.scopes(Role.RESPONDENT, scope_kind="partner")]
        trusts = [int(one) for one in who.scopes(*TRUST_ROLES, scope_kind="trust")]
        return Work(
            returns=tuple(filter(None, (_return_work(session, who, one) for one in partners))),
            trusts=tuple(filter(None, (_trust_work(session, who, one) for one in trusts))),
            compare=_to_compare(session, who),
            regions=tuple(
                (code, name)
                for code in who.scopes(Role.REGIONAL_LEAD, scope_kind="region")
                if (name := places.region_name(session, code)) is not None
            ),
            years=tuple(signed.signed_years(session))
            if who.has(Role.REGIONAL_LEAD) or who.has(Role.NATIONAL)
            else (),
        )


def _return_work(session: Session, who: Actor, partner_id: int) -> ReturnWork | None:
    year = rounds.latest_year_of_partner(session, partner_id)
    facts = rounds.return_of_partner(session, partner_id, year) if year else None
    in_round = rounds.round_by_id(session, facts.round_id) if facts else None
    if facts is None or in_round is None:
        return None
    given = answers.answers_of_return(session, facts.id)
    pack = pack_of(session, in_round.pack_snapshot_id)
    asked = items_asked(pack, sector=facts.sector_id, given=given)
    shared = running.delegations(session, [facts.id]).get(facts.id, {})
    yours = tuple(
        theme
        for theme in pack.themes
        if theme.id in shared and shared[theme.id].person_id == who.id
    )
    return ReturnWork(facts, in_round, progress_of(asked, given), yours)


def _trust_work(session: Session, who: Actor, trust: int) -> TrustWork | None:
    newest = next(iter(rounds.rounds_of_trust(session, trust)), None)
    if newest is None:
        return None
    may_sign = who.holds(Role.CHAIR, "trust", trust)
    if newest.status == "signed":
        return TrustWork(newest, "Signed. You can read what was agreed.", may_sign, 0)
    pack = pack_of(session, newest.pack_snapshot_id)
    positions = read_positions(session, newest.id, pack).values()
    left = sum(one.is_open or one.lacks_reason for one in positions)
    waiting = [one.partner_name for one in waited_for(rounds.returns_of_round(session, newest.id))]
    names = waiting[0] if len(waiting) == 1 else f"{len(waiting)} partners"
    sentence = f"Waiting for {names} to submit." if waiting else "Every partner has submitted."
    if left:
        sentence += f" {left} of {len(positions)} questions are still to be agreed."
    elif not waiting:
        sentence += " All is agreed. " + (
            "You can sign." if may_sign else "The chair can sign now."
        )
    return TrustWork(newest, sentence, may_sign, left)


def open_comparisons(store: Store, who: Actor) -> tuple[tuple[int, str, int], ...]:
    """(Trust, name, year) whose signed results this person may open, newest first."""
    with store.reading() as session:
        return _to_compare(session, who)


def _to_compare(session: Session, who: Actor) -> tuple[tuple[int, str, int], ...]:
    own = dict.fromkeys(int(one) for one in who.scopes(*TRUST_ROLES, scope_kind="trust"))
    for partner in who.scopes(Role.RESPONDENT, scope_kind="partner"):
        facts_of_partner = rounds.partner_by_id(session, int(partner))
        if facts_of_partner is not None:
            own[facts_of_partner.trust] = None
    found: list[tuple[int, str, int]] = []
    for trust in own:
        facts = places.trust_by_number(session, trust)
        name = facts.name if facts else str(trust)
        found += [(trust, name, year) for year in signed.signed_years(session, trust)]
    regions = who.scopes(Role.REGIONAL_LEAD, scope_kind="region")
    for region in regions:
        found += signed.published_in_full(session, region)
    if who.has(Role.NATIONAL):
        found += signed.published_in_full(session)
    return tuple(dict.fromkeys(found))


def newest_year(store: Store, partner_id: int) -> int:
    """The newest year in which a partner takes part; the present one where it never did."""
    with store.reading() as session:
        return rounds.latest_year_of_partner(session, partner_id) or clock.today().year


def newest_round_year(store: Store, trust: int) -> int:
    """The newest year in which a Trust takes part; the present one where it never did."""
    with store.reading() as session:
        newest = next(iter(rounds.rounds_of_trust(session, trust)), None)
        return newest.year if newest else clock.today().year
