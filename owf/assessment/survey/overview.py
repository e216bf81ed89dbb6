"""How a Trust's survey goes, as its coordinator and steering group see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from owf import clock
from owf.access import Actor, policy
from owf.assessment.errors import NotFound
from owf.assessment.packs import pack_of
from owf.assessment.survey.links import address_of_link
from owf.benchmark.agreement.practitioners import FEWEST_PERSONS
from owf.questionnaire import Audience
from owf.questionnaire.answering_time import minutes_to_answer
from owf.store import Store, rounds, surveys
from owf.store import surveys as store_surveys
from owf.store.rounds import RoundFacts

FEWER = "fewer than five"
ODDITIES: Mapping[str, str] = {
    "quick": "Finished in under a minute",
    "flat": "Gave one level to everything",
    "again": "Sent from a computer or phone that had sent one before",
    "crowd": "Sent after 20 others from the same network within an hour",
}


@dataclass(frozen=True)
class SurveyLink:
    """The link that is in use. ``closes`` is the last day on which it takes answers."""

    address: str
    closes: date
    is_open: bool


@dataclass(frozen=True)
class SurveyView:
    """Numbers are in words; ``comments`` are ``None`` while fewer than five have responded.

    ``minutes`` is the time to answer all statements.
    """

    round: RoundFacts
    minutes: int
    link: SurveyLink | None
    may_change: bool
    finished: str
    by_sector: tuple[tuple[str, str], ...]
    oddities: tuple[tuple[str, str], ...]
    comments: tuple[str, ...] | None


def open_survey_view(store: Store, who: Actor, trust: int, year: int) -> SurveyView:
    policy.require(policy.may_see_survey(who, trust))
    with store.reading() as session:
        in_round = rounds.round_of(session, trust, year)
        if in_round is None:
            raise NotFound(
                f"This Trust has no self-assessment for {year}, so it has no survey. Choose "
                "another year."
            )
        link = store_surveys.link_of_round(session, in_round.id)
        by_sector = surveys.responses_by_sector(session, in_round.id)
        odd = surveys.oddities_of(session, in_round.id)
        total = sum(by_sector.values())
        is_open = in_round.status == "open"
        pack = pack_of(session, in_round.pack_snapshot_id)
        return SurveyView(
            round=in_round,
            minutes=minutes_to_answer(pack, Audience.PRACTITIONERS),
            link=None
            if link is None
            else SurveyLink(
                address_of_link(link.token),
                link.closes,
                is_open=is_open and link.closes >= clock.today(),
            ),
            may_change=is_open and bool(policy.may_look_after_survey(who, trust)),
            finished=_total_in_words(by_sector),
            by_sector=tuple(
                (sector.title, number_in_words(by_sector.get(sector.id, 0)))
                for sector in pack.sectors
            ),
            oddities=tuple(
                (title, number_in_words(odd.get(kind, 0))) for kind, title in ODDITIES.items()
            ),
            comments=tuple(surveys.comments_of(session, in_round.id))
            if total >= FEWEST_PERSONS
            else None,
        )


def number_in_words(people: int) -> str:
    """A number of people as it may be shown; none at all is among the fewer than five."""
    return str(people) if people >= FEWEST_PERSONS else FEWER


def _total_in_words(by_sector: Mapping[str, int]) -> str:
    """The total, unless subtracting the sectors shown would reveal fewer than five people."""
    shown = sum(people for people in by_sector.values() if people >= FEWEST_PERSONS)
    hidden = sum(by_sector.values()) - shown
    if 0 < hidden < FEWEST_PERSONS:
        return f"at least {shown}" if shown else FEWER
    return number_in_words(shown + hidden)
