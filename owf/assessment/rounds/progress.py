"""A Trust's round as its coordinator runs it: who takes part, how far each is, and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from owf.access import Actor, policy
from owf.assessment.asked_items import Progress, items_asked, progress_in_return
from owf.assessment.deadlines import is_over, last_day
from owf.assessment.errors import NotFound
from owf.assessment.packs import pack_of
from owf.assessment.states import ReturnState, return_in_words, return_state
from owf.questionnaire import Pack, Theme
from owf.store import Session, Store, participation, places, rounds
from owf.store.answers import StoredAnswer
from owf.store.participation import DelegationFacts, ReopeningFacts, Respondent
from owf.store.rounds import NameInYear, ReturnFacts, RoundFacts
from owf.store.tables import Partner


@dataclass(frozen=True)
class PartnerInRound:
    """How far it is, never what it answered; ``delegated``: the colleague asked, by theme.

    ``formerly`` are its names in earlier years, the last first; ``now_called`` is the one it has
    today, if that is another.
    """

    facts: ReturnFacts
    closes: date
    people: tuple[Respondent, ...]
    progress: Progress
    by_theme: Mapping[str, Progress]
    last_activity: datetime | None
    delegated: Mapping[str, DelegationFacts]
    reopening: ReopeningFacts | None
    formerly: tuple[str, ...] = ()
    now_called: str = ""

    @property
    def has_begun(self) -> bool:
        return self.facts.answered > 0 or self.last_activity is not None

    @property
    def state(self) -> ReturnState:
        return return_state(
            self.facts,
            self.progress,
            has_begun=self.has_begun,
            is_invited=bool(self.people),
            was_here=any(one.last_seen_at for one in self.people),
        )

    @property
    def state_in_words(self) -> str:
        return return_in_words(self.state, self.facts, self.progress)

    @property
    def is_waited_for(self) -> bool:
        return self.state not in (ReturnState.SUBMITTED, ReturnState.APOLOGIES)


@dataclass(frozen=True)
class RunningRound:
    round: RoundFacts
    pack: Pack
    partners: tuple[PartnerInRound, ...]
    not_in_it: tuple[Partner, ...]

    @property
    def is_open(self) -> bool:
        return self.round.status == "open"

    @property
    def is_over(self) -> bool:
        return is_over(self.round.closes)

    @property
    def to_remind(self) -> tuple[PartnerInRound, ...]:
        """Who is still to submit: not started first, then the least done, the longest silent."""
        waited_for = [one for one in self.partners if one.is_waited_for]
        return tuple(sorted(waited_for, key=_reminder_order))

    def asked_of(self, one: PartnerInRound) -> tuple[Theme, ...]:
        return tuple(theme for theme in self.pack.themes if theme.id in one.by_theme)


@dataclass(frozen=True)
class ToBegin:
    trust: int
    trust_name: str
    year: int
    pack: Pack
    closes: date
    partners: tuple[Partner, ...]


def _reminder_order(one: PartnerInRound) -> tuple[bool, float, float, str]:
    share = one.progress.answered / max(one.progress.of, 1)
    quiet = one.last_activity.timestamp() if one.last_activity else 0.0
    return one.has_begun, share, quiet, one.facts.partner_name


def open_running(store: Store, who: Actor, trust: int, year: int) -> RunningRound | ToBegin:
    policy.require(policy.may_run_round(who, trust))
    with store.reading() as session:
        in_round = rounds.round_of(session, trust, year)
        if in_round is None:
            return _to_begin(session, trust, year)
        return running_round(session, in_round)


def running_round(session: Session, in_round: RoundFacts) -> RunningRound:
    """A round with all its partners, for a caller who has asked the policy."""
    pack = pack_of(session, in_round.pack_snapshot_id)
    returns = rounds.returns_of_round(session, in_round.id)
    given = participation.answers_of_returns(session, in_round.id)
    shared = participation.delegations(session, [one.id for one in returns])
    people: dict[int, list[Respondent]] = {}
    for one in participation.respondents(session, [one.partner_id for one in returns]):
        people.setdefault(one.partner_id, []).append(one)
    taking_part = {one.partner_id for one in returns}
    partners = rounds.partners_of_trust(session, in_round.trust)
    names = {one.id: one.name for one in partners}
    every_name = rounds.names_over_years(session, in_round.trust)
    return RunningRound(
        round=in_round,
        pack=pack,
        partners=tuple(
            PartnerInRound(
                facts=one,
                closes=last_day(one.closes, in_round.closes),
                people=tuple(people.get(one.partner_id, ())),
                progress=progress_in_return(pack, one.sector_id, given.get(one.id, {})),
                by_theme=_progress_by_theme(pack, one, given.get(one.id, {})),
                last_activity=max(
                    (a.answered_at for a in given.get(one.id, {}).values() if a.answered_at),
                    default=None,
                ),
                delegated=shared.get(one.id, {}),
                reopening=participation.last_reopening(session, one.id),
                formerly=_earlier_names(one, in_round.year, every_name),
                now_called=name if (name := names[one.partner_id]) != one.partner_name else "",
            )
            for one in returns
        ),
        not_in_it=tuple(one for one in partners if one.id not in taking_part),
    )


def _earlier_names(one: ReturnFacts, year: int, names: Sequence[NameInYear]) -> tuple[str, ...]:
    """What a partner was called before a year, if otherwise; the last first."""
    before = [each.name for each in names if each.partner_id == one.partner_id and each.year < year]
    return tuple(dict.fromkeys(name for name in reversed(before) if name != one.partner_name))


def _progress_by_theme(
    pack: Pack, facts: ReturnFacts, given: Mapping[str, StoredAnswer]
) -> Mapping[str, Progress]:
    return {
        theme.id: progress_in_return(pack, facts.sector_id, given, theme)
        for theme in pack.themes
        if items_asked(pack, theme, sector=facts.sector_id)
    }


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
    """The years that were opened, newest first; anybody may know them."""
    with store.reading() as session:
        return rounds.cycle_years(session)
