"""What an annual report is made of: everything its reader's own pages open for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from owf import clock
from owf.access import Actor
from owf.assessment.errors import NotAllowed
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.results.trust_comparison_view import TrustComparison
from owf.assessment.results.trust_results import TrustResults, trust_results
from owf.assessment.signing.checklist import SignOffView
from owf.assessment.signing.sign_off import open_sign_off
from owf.assessment.signing.verifying import Verification, verify_versions
from owf.assessment.survey.overview import SurveyView, open_survey_view
from owf.benchmark.words.wording import capitalised, listed
from owf.improvement.good_practice.offering import own_offers
from owf.improvement.good_practice.offers import Offer
from owf.improvement.plan.choosing import GapAnswer, answers_to
from owf.improvement.plan.gaps import open_gaps
from owf.improvement.plan.movement import Movement, open_movement
from owf.improvement.plan.opening import (
    AgreedPlan,
    open_agreed_plan,
    open_plan,
    plans_to_read,
)
from owf.reports.model import Notice
from owf.reports.parts.plan import Standing, standing_of
from owf.store import Store, participation
from owf.store.plans.facts import PriorityFacts

T = TypeVar("T")

DISSENT = "the disagreements that stay in the record"
PARTNERS = "which organisations answered"
QUESTIONS = "the answers to single questions"
WHO_DIFFERS = "which partner gave which level"
PROGRESS = "how far each action of the plan is, and what moved"
WAITING = "the gaps that the plan must answer"
OFFERS = "the good practice that the Trust offers to others"


@dataclass
class LeftOut:
    """What this reader may not see, by the reason that the services give."""

    by_reason: dict[str, list[str]] = field(default_factory=dict)

    def ask(self, what: str, question: Callable[[], T]) -> T | None:
        """Its answer; ``None``, noted with the reason, where it may not be asked."""
        try:
            return question()
        except NotAllowed as refused:
            self.note(what, str(refused))
            return None

    def note(self, what: str, why: str) -> None:
        parts = self.by_reason.setdefault(why, [])
        if what not in parts:
            parts.append(what)

    @property
    def notice(self) -> Notice | None:
        if not self.by_reason:
            return None
        parts = [f"{capitalised(listed(what))}: {why}" for why, what in self.by_reason.items()]
        return Notice("\n".join(("Parts of this report are left out for you.", *parts)))


@dataclass(frozen=True)
class PlanRead:
    """A plan as it was agreed, with how it stands today.

    ``standing`` is ``None`` for readers outside the Trust; ``movement`` also of this year's plan.
    """

    agreed: AgreedPlan
    standing: Standing | None
    movement: Movement | None
    priorities: tuple[PriorityFacts, ...]
    has_changed: bool


@dataclass(frozen=True)
class AnnualSource:
    """``delivered``: the newest plan agreed on an earlier year; ``coming``: that on this year.

    ``gaps``: this year's with what answers each now, ``None`` where they may not be seen.
    ``is_being_written``: the plan on this year is begun, and not agreed or not as it is now.
    ``verified``: whether each signed version still holds, newest first, for those who may check it.
    """

    results: TrustResults
    england: TrustComparison
    opens: date | None
    sign_off: SignOffView | None
    survey: SurveyView | None
    delivered: PlanRead | None
    coming: PlanRead | None
    gaps: tuple[GapAnswer, ...] | None
    is_being_written: bool
    verified: tuple[str, ...]
    offers: tuple[Offer, ...] | None
    left_out: LeftOut

    @property
    def against(self) -> TrustComparison:
        return self.results.against

    @property
    def is_inside(self) -> bool:
        return not self.against.seen_from_outside

    @property
    def plan_of_priorities(self) -> PlanRead | None:
        """The one that was followed in the year; else that on its results."""
        return self.delivered or self.coming


def read_annual(store: Store, who: Actor, trust: int, year: int) -> AnnualSource:
    """NotAllowed and NotFound as the results' page has them."""
    results = trust_results(store, who, trust, year)
    left_out = LeftOut()
    sign_off = left_out.ask(PARTNERS, lambda: open_sign_off(store, who, trust, year))
    if sign_off is None:
        left_out.note(DISSENT, next(iter(left_out.by_reason)))
    if not results.partners.items:
        left_out.note(QUESTIONS, results.partners.why_not)
    elif not results.partners.names_partners and results.partners.why_not:
        left_out.note(WHO_DIFFERS, results.partners.why_not)
    plans = _Plans(store, who, trust, year, left_out)
    delivered, coming = plans.delivered(), plans.coming()
    gaps, is_being_written = plans.gaps()
    offers = left_out.ask(OFFERS, lambda: own_offers(store, who, trust))
    return AnnualSource(
        results=results,
        england=compare_with(store, who, trust, year, "england"),
        opens=_first_day(store, year),
        sign_off=sign_off,
        survey=_survey(store, who, trust, year),
        delivered=delivered,
        coming=coming,
        gaps=gaps,
        is_being_written=is_being_written,
        verified=_verified(store, who, trust, year),
        offers=None if offers is None else tuple(offers),
        left_out=left_out,
    )


def _survey(store: Store, who: Actor, trust: int, year: int) -> SurveyView | None:
    try:
        return open_survey_view(store, who, trust, year)
    except NotAllowed:
        # Nothing is left out: how many responded is with the results too.
        return None


def _verified(store: Store, who: Actor, trust: int, year: int) -> tuple[str, ...]:
    try:
        return tuple(map(_verified_in_words, verify_versions(store, who, trust, year)))
    except NotAllowed:
        # The signature itself, which anybody may have checked, is in every report.
        return ()


def _verified_in_words(found: Verification) -> str:
    """Without the name of who signed: a report is passed on."""
    if not found.holds:
        return found.sentence
    today = clock.day_in_words(clock.today())
    return f"Checked on {today}: version {found.version} is unchanged since it was signed."


def _first_day(store: Store, year: int) -> date | None:
    with store.reading() as session:
        cycles = participation.cycles(session)
    return next((one.opens for one in cycles if one.year == year), None)


@dataclass(frozen=True)
class _Plans:
    store: Store
    who: Actor
    trust: int
    year: int
    left_out: LeftOut

    def _agreed_years(self) -> Sequence[int]:
        """Of plans that this reader may open, newest first."""
        found = plans_to_read(self.store, self.who)
        return [one.year for one in found if one.trust == self.trust and one.publication]

    def delivered(self) -> PlanRead | None:
        earlier = [one for one in self._agreed_years() if one < self.year]
        return self._read(earlier[0]) if earlier else None

    def coming(self) -> PlanRead | None:
        return self._read(self.year) if self.year in self._agreed_years() else None

    def gaps(self) -> tuple[tuple[GapAnswer, ...] | None, bool]:
        """And whether a plan on this year is being written."""
        found = self.left_out.ask(
            WAITING, lambda: open_gaps(self.store, self.who, self.trust, self.year)
        )
        if found is None:
            return None, False
        view = open_plan(self.store, self.who, self.trust, self.year)
        return answers_to(found.gaps, view), view is not None and view.has_changed

    def _read(self, year: int) -> PlanRead:
        agreed = open_agreed_plan(self.store, self.who, self.trust, year)
        standing = self.left_out.ask(PROGRESS, lambda: standing_of(agreed))
        if standing is None:
            return PlanRead(agreed, None, None, (), has_changed=False)
        movement = None
        if year < self.year:
            movement = open_movement(self.store, self.who, self.trust, year, self.year)
        try:
            view = open_plan(self.store, self.who, self.trust, year)
        except NotAllowed:
            # People who answer for a partner read what was agreed, and no draft of more.
            view = None
        return PlanRead(
            agreed,
            standing,
            movement,
            view.priorities if view else (),
            has_changed=view.has_changed if view else False,
        )
