"""What there is to do for a person: their returns, their Trust's sign-off, what to compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from owf import clock
from owf.access import Actor, Role
from owf.access.policy import TRUST_ROLES
from owf.assessment.asked_items import Progress, progress_in_return
from owf.assessment.deadlines import last_day
from owf.assessment.moderation.agreeing import waiting_replies
from owf.assessment.moderation.positions import read_positions
from owf.assessment.packs import pack_of
from owf.assessment.signing.checklist import Missing, MissingKind, missing_before_signature
from owf.assessment.states import (
    ReturnState,
    RoundState,
    return_state,
    round_state,
    year_in_words,
)
from owf.questionnaire import Theme
from owf.store import (
    Session,
    Store,
    answers,
    moderation,
    participation,
    places,
    results,
    rounds,
    signed_scores,
)
from owf.store.participation import CycleFacts
from owf.store.rounds import ReturnFacts, RoundFacts


@dataclass(frozen=True)
class ReturnWork:
    """``yours``: themes this person was asked for; ``not_begun``: a later year, not begun."""

    facts: ReturnFacts
    round: RoundFacts
    progress: Progress
    yours: tuple[Theme, ...] = ()
    not_begun: CycleFacts | None = None

    @property
    def closes(self) -> date:
        return last_day(self.facts.closes, self.round.closes)

    @property
    def state(self) -> ReturnState:
        has_begun = self.progress.answered > 0
        return return_state(
            self.facts, self.progress, has_begun=has_begun, is_invited=True, was_here=True
        )


@dataclass(frozen=True)
class TrustWork:
    """``missing``: what a signature waits for; ``is_reopened``: it was signed and is open again."""

    trust: int
    trust_name: str
    year: int
    state: RoundState
    sentence: str
    missing: tuple[Missing, ...]
    may_sign: bool
    is_reopened: bool = False

    @property
    def has_begun(self) -> bool:
        """Whether there is a round at all, even without an answer."""
        return self.state is not RoundState.NOT_BEGUN or bool(self.missing)

    @property
    def is_ready(self) -> bool:
        return self.has_begun and self.state is not RoundState.SIGNED and not self.missing

    @property
    def can_moderate(self) -> bool:
        kinds = {one.kind for one in self.missing}
        return bool(kinds & {MissingKind.LEVELS, MissingKind.REASONS, MissingKind.REPLIES}) or (
            MissingKind.ANSWERS in kinds and MissingKind.RETURNS not in kinds
        )


@dataclass(frozen=True)
class Work:
    """``trusts``: newest year, and before it the last signed; ``compare``: (Trust, name, year).

    ``regions``: (code, name). ``years``: signed anywhere, for readers of regions or England.
    """

    returns: tuple[ReturnWork, ...]
    trusts: tuple[TrustWork, ...]
    compare: tuple[tuple[int, str, int], ...]
    regions: tuple[tuple[str, str], ...] = ()
    years: tuple[int, ...] = ()
    cycle: CycleFacts | None = None


def open_work(store: Store, who: Actor) -> Work:
    """Only what their roles let them open."""
    with store.reading() as session:
        cycles = participation.cycles(session)
        cycle = cycles[0] if cycles else None
        partners = [int(one) for one in who.scopes(Role.RESPONDENT, scope_kind="partner")]
        trusts = [int(one) for one in who.scopes(*TRUST_ROLES, scope_kind="trust")]
        return Work(
            returns=tuple(
                filter(None, (_return_work(session, who, one, cycle) for one in partners))
            ),
            trusts=tuple(
                one for trust in trusts for one in _trust_work(session, who, trust, cycle)
            ),
            compare=_signed_results_to_read(session, who),
            regions=tuple(
                (code, name)
                for code in who.scopes(Role.REGIONAL_LEAD, scope_kind="region")
                if (name := places.region_name(session, code)) is not None
            ),
            years=tuple(signed_scores.signed_years(session))
            if who.has(Role.REGIONAL_LEAD) or who.has(Role.NATIONAL)
            else (),
            cycle=cycle,
        )


def _return_work(
    session: Session, who: Actor, partner_id: int, cycle: CycleFacts | None
) -> ReturnWork | None:
    year = rounds.latest_year_of_partner(session, partner_id)
    facts = rounds.return_of_partner(session, partner_id, year) if year else None
    in_round = rounds.round_by_id(session, facts.round_id) if facts else None
    if facts is None or in_round is None:
        return None
    given = answers.answers_of_return(session, facts.id)
    pack = pack_of(session, in_round.pack_snapshot_id)
    shared = participation.delegations(session, [facts.id]).get(facts.id, {})
    yours = tuple(
        theme
        for theme in pack.themes
        if theme.id in shared and shared[theme.id].person_id == who.id
    )
    newest = max(one.year for one in rounds.rounds_of_trust(session, in_round.trust))
    return ReturnWork(
        facts,
        in_round,
        progress_in_return(pack, facts.sector_id, given),
        yours,
        not_begun=cycle if cycle is not None and cycle.year > newest else None,
    )


def _trust_work(
    session: Session, who: Actor, trust: int, cycle: CycleFacts | None
) -> Sequence[TrustWork]:
    """The newest year of a Trust, and before it the last that it signed."""
    took_part = rounds.rounds_of_trust(session, trust)
    found = [_work_in_round(session, who, one) for one in took_part[:1]]
    if cycle is not None and all(one.year < cycle.year for one in took_part):
        facts = places.trust_by_number(session, trust)
        found.insert(0, _work_not_begun(who, trust, facts.name if facts else str(trust), cycle))
    if found and found[0].state is not RoundState.SIGNED:
        before = next((one for one in took_part if one.shows_signed), None)
        if before is not None and all(one.year != before.year for one in found):
            found.append(_work_in_round(session, who, before))
    return found


def _work_not_begun(who: Actor, trust: int, trust_name: str, cycle: CycleFacts) -> TrustWork:
    runs_it = who.holds(Role.COORDINATOR, "trust", trust)
    begins = "Choose who takes part, then begin it." if runs_it else "Its coordinator begins it."
    sentence = (
        f"Your Trust's round of {cycle.year} has not begun. {begins} "
        f"{year_in_words(cycle.opens, cycle.closes)}"
    )
    may_sign = who.holds(Role.CHAIR, "trust", trust)
    return TrustWork(trust, trust_name, cycle.year, RoundState.NOT_BEGUN, sentence, (), may_sign)


def _work_in_round(session: Session, who: Actor, in_round: RoundFacts) -> TrustWork:
    may_sign = who.holds(Role.CHAIR, "trust", in_round.trust)
    missing: tuple[Missing, ...] = ()
    if in_round.status == "signed":
        sentence, state = "Signed. You can read what was agreed.", RoundState.SIGNED
    else:
        returns = rounds.returns_of_round(session, in_round.id)
        pack = pack_of(session, in_round.pack_snapshot_id)
        positions = read_positions(session, in_round.id, pack)
        version = results.next_version(session, in_round.id)
        waiting = waiting_replies(moderation.replies_of_round(session, in_round.id), version)
        missing = missing_before_signature(returns, positions, waiting)
        state = round_state(
            in_round.status,
            returns=len(returns),
            begun=sum(one.answered > 0 for one in returns),
            submitted=sum(one.status == "submitted" for one in returns),
            excused=sum(bool(one.apology) for one in returns),
            agreed=sum(one.agreement is not None for one in positions.values()),
        )
        sentence = _open_work_in_words(missing, len(positions), may_sign=may_sign)
    return TrustWork(
        in_round.trust,
        in_round.trust_name,
        in_round.year,
        state,
        f"It was signed and is open again. {sentence}" if in_round.is_reopened else sentence,
        missing,
        may_sign,
        in_round.is_reopened,
    )


def _open_work_in_words(missing: Sequence[Missing], questions: int, *, may_sign: bool) -> str:
    left = {one.kind: len(one.what) for one in missing}
    if MissingKind.PARTNERS in left:
        return "No partner is taking part yet. The coordinator can add partners on the Round page."
    waiting = next((one.what for one in missing if one.kind is MissingKind.RETURNS), ())
    names = waiting[0] if len(waiting) == 1 else f"{len(waiting)} partners"
    said = [f"Waiting for {names} to submit." if waiting else "Every partner has submitted."]
    to_agree = left.get(MissingKind.LEVELS, 0) + left.get(MissingKind.REASONS, 0)
    unanswered = left.get(MissingKind.ANSWERS, 0)
    if unanswered == questions:
        said.append("Nothing can be agreed before the first of them does.")
    elif to_agree or unanswered:
        if to_agree:
            verb = "is" if to_agree == 1 else "are"
            said.append(f"{to_agree} of {questions} questions {verb} still to be agreed.")
        if unanswered:
            verb = "has" if unanswered == 1 else "have"
            said.append(f"{unanswered} of {questions} questions {verb} no answer yet.")
    waiting_replies_left = left.get(MissingKind.REPLIES, 0)
    if waiting_replies_left:
        verb = "reply is" if waiting_replies_left == 1 else "replies are"
        said.append(f"{waiting_replies_left} {verb} still to be answered.")
    if not missing:
        said.append(
            "All is agreed. " + ("You can sign." if may_sign else "The chair can sign now.")
        )
    return " ".join(said)


def open_comparisons(store: Store, who: Actor) -> tuple[tuple[int, str, int], ...]:
    """(Trust, name, year) whose signed results this person may open, newest first."""
    with store.reading() as session:
        return _signed_results_to_read(session, who)


def _signed_results_to_read(session: Session, who: Actor) -> tuple[tuple[int, str, int], ...]:
    own = dict.fromkeys(int(one) for one in who.scopes(*TRUST_ROLES, scope_kind="trust"))
    for partner in who.scopes(Role.RESPONDENT, scope_kind="partner"):
        facts_of_partner = rounds.partner_by_id(session, int(partner))
        if facts_of_partner is not None:
            own[facts_of_partner.trust] = None
    found: list[tuple[int, str, int]] = []
    for trust in own:
        facts = places.trust_by_number(session, trust)
        name = facts.name if facts else str(trust)
        found += [(trust, name, year) for year in signed_scores.signed_years(session, trust)]
    regions = who.scopes(Role.REGIONAL_LEAD, scope_kind="region")
    for region in regions:
        found += signed_scores.published_in_full(session, region)
    if who.has(Role.NATIONAL):
        found += signed_scores.published_in_full(session)
    return tuple(dict.fromkeys(found))


def newest_year(store: Store, partner_id: int) -> int:
    """The newest year in which a partner takes part; the present one where there is none."""
    with store.reading() as session:
        return rounds.latest_year_of_partner(session, partner_id) or clock.today().year


def newest_round_year(store: Store, trust: int) -> int:
    """The newest year in which a Trust takes part; the present one where there is none."""
    with store.reading() as session:
        newest = next(iter(rounds.rounds_of_trust(session, trust)), None)
        return newest.year if newest else clock.today().year
