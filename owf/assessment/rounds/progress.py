"""A Trust's round as its coordinator runs it: who takes part, how far each is, and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from owf.access import Actor, policy
from owf.assessment.asked_items import Progress, items_asked, progress_in_return
from owf.assessment.deadlines import is_over, last_day
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.packs import pack_of
from owf.assessment.states import ReturnState, return_in_words, return_state
from owf.questionnaire import Pack, Theme
from owf.store import Session, Store, participation, places, rounds
from owf.store.answers import StoredAnswer
from owf.store.participation import DelegationFacts, ReopeningFacts, Respondent
from owf.store.rounds import ReturnFacts, RoundFacts
from owf.store.tables import Partner


@dataclass(frozen=True)
class PartnerInRound:
    """One partner in a round, as its coordinator sees it: how far, and nothing of what it says.

    Attributes:
        facts: its return.
        closes: its last day.
        people: who answers for it.
        progress: how many of the questions that it is asked have an answer.
        by_theme: the same of each theme.
        last_activity: when an answer was last changed.
        delegated: theme -> the colleague who was asked for it.
        reopening: when and why it was opened again last.
    """

    facts: ReturnFacts
    closes: date
    people: tuple[Respondent, ...]
    progress: Progress
    by_theme: Mapping[str, Progress]
    last_activity: datetime | None
    delegated: Mapping[str, DelegationFacts]
    reopening: ReopeningFacts | None

    @property
    def has_begun(self) -> bool:
        """Whether there is any answer."""
        return self.facts.answered > 0 or self.last_activity is not None

    @property
    def state(self) -> ReturnState:
        """How far it is."""
        return return_state(
            self.facts,
            self.progress,
            has_begun=self.has_begun,
            is_invited=bool(self.people),
            was_here=any(one.last_seen_at for one in self.people),
        )

    @property
    def state_in_words(self) -> str:
        """The same in words: ``41 of 97 answered``."""
        return return_in_words(self.state, self.facts, self.progress)

    @property
    def is_waited_for(self) -> bool:
        """Whether its return is still to come."""
        return self.state not in (ReturnState.SUBMITTED, ReturnState.APOLOGIES)


@dataclass(frozen=True)
class RunningRound:
    """A Trust's round of a year with all its partners, in order of their names."""

    round: RoundFacts
    pack: Pack
    partners: tuple[PartnerInRound, ...]
    not_in_it: tuple[Partner, ...]

    @property
    def is_open(self) -> bool:
        """Whether it is still to be signed."""
        return self.round.status == "open"

    @property
    def is_over(self) -> bool:
        """Whether the Trust's last day has passed."""
        return is_over(self.round.closes)

    @property
    def to_chase(self) -> tuple[PartnerInRound, ...]:
        """Who is still to submit: not begun first, then the least done, the longest quiet."""
        begun = [one for one in self.partners if one.is_waited_for]
        return tuple(sorted(begun, key=_need_of_a_nudge))

    def asked_of(self, one: PartnerInRound) -> tuple[Theme, ...]:
        """The themes that a partner is asked."""
        return tuple(theme for theme in self.pack.themes if theme.id in one.by_theme)


@dataclass(frozen=True)
class ToBegin:
    """A Trust that has no round of a year yet, with the partners that it knows."""

    trust: int
    trust_name: str
    year: int
    pack: Pack
    closes: date
    partners: tuple[Partner, ...]


def _need_of_a_nudge(one: PartnerInRound) -> tuple[bool, float, float, str]:
    share = one.progress.answered / max(one.progress.of, 1)
    quiet = one.last_activity.timestamp() if one.last_activity else 0.0
    return one.has_begun, share, quiet, one.facts.partner_name


def open_running(store: Store, who: Actor, trust: int, year: int) -> RunningRound | ToBegin:
    """A Trust's round of a year, or what it needs to begin one.

    Raises:
        NotAllowed: neither the operator nor this Trust's coordinator.
        NotFound: there is no such Trust, or the national team has not opened the year.
    """
    decision = policy.may_run_round(who, trust)
    if not decision:
        raise NotAllowed(decision.reason)
    with store.reading() as session:
        in_round = rounds.round_of(session, trust, year)
        if in_round is None:
            return _to_begin(session, trust, year)
        return running_round(session, in_round)


def running_round(session: Session, in_round: RoundFacts) -> RunningRound:
    """The same, for a caller who has asked the policy."""
    pack = pack_of(session, in_round.pack_snapshot_id)
    returns = rounds.returns_of_round(session, in_round.id)
    given = participation.answers_of_returns(session, in_round.id)
    shared = participation.delegations(session, [one.id for one in returns])
    people: dict[int, list[Respondent]] = {}
    for one in participation.respondents(session, [one.partner_id for one in returns]):
        people.setdefault(one.partner_id, []).append(one)
    taking_part = {one.partner_id for one in returns}
    return RunningRound(
        round=in_round,
        pack=pack,
        partners=tuple(
            PartnerInRound(
                facts=one,
                closes=last_day(one.closes, in_round.closes),
                people=tuple(people.get(one.partner_id, ())),
                progress=progress_in_return(pack, one.sector_id, given.get(one.id, {})),
                by_theme=_by_theme(pack, one, given.get(one.id, {})),
                last_activity=_last_activity(given.get(one.id, {})),
                delegated=shared.get(one.id, {}),
                reopening=participation.last_reopening(session, one.id),
            )
            for one in returns
        ),
        not_in_it=tuple(
            one
            for one in rounds.partners_of_trust(session, in_round.trust)
            if one.id not in taking_part
        ),
    )


def _by_theme(
    pack: Pack, facts: ReturnFacts, given: Mapping[str, StoredAnswer]
) -> Mapping[str, Progress]:
    return {
        theme.id: progress_in_return(pack, facts.sector_id, given, theme)
        for theme in pack.themes
        if items_asked(pack, theme, sector=facts.sector_id)
    }


def _last_activity(given: Mapping[str, StoredAnswer]) -> datetime | None:
    return max((one.answered_at for one in given.values() if one.answered_at), default=None)


def _to_begin(session: Session, trust: int, year: int) -> ToBegin:
    facts = places.trust_by_number(session, trust)
    frozen = rounds.pack_of_cycle(session, year)
    closes = participation.cycle_closes(session, year)
    if facts is None or frozen is None or closes is None:
        raise NotFound(
            f"The national team has not opened {year} yet, so you cannot start a round. Choose "
            "another year, or ask the national team."
        )
    return ToBegin(
        trust=trust,
        trust_name=facts.name,
        year=year,
        pack=pack_of(session, frozen),
        closes=closes,
        partners=tuple(rounds.partners_of_trust(session, trust)),
    )


def years_to_run(store: Store) -> Sequence[int]:
    """The years that were opened, newest first: which there are is no secret."""
    with store.reading() as session:
        return rounds.cycle_years(session)
