"""Good practice in the demonstration: examples of six Trusts and two requests, all made up."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from owf import clock
from owf.access import Actor, audit
from owf.access.audit import Event
from owf.demo.people import sign_in
from owf.demo.places import (
    CAMBRIDGESHIRE,
    EAST_OF_ENGLAND,
    ESSEX,
    NORFOLK,
    PETERBOROUGH,
    SUFFOLK,
    THURROCK,
)
from owf.demo.trust_year import Demonstration
from owf.store import good_practice
from owf.store.good_practice import Described, NewRequest

BEDFORD = 822
_MADE_UP = "Made up for the demonstration."


@dataclass(frozen=True)
class _Example:
    trust: int
    item_id: str
    offered: date
    described: Described

    @property
    def year(self) -> int:
        return self.offered.year


def _described(
    title: str,
    what: str,
    *,
    with_whom: str,
    what_it_took: str,
    evidence: str,
    contact: str,
    visible_to: str,
    until: date,
) -> Described:
    return Described(
        title,
        f"{what}\n\n{_MADE_UP}",
        with_whom,
        what_it_took,
        evidence,
        contact,
        visible_to,
        until,
    )


EXAMPLES = (
    _Example(
        NORFOLK,
        "is-01",
        date(2010, 9, 21),
        _described(
            "One agreement on sharing information, and a page of it on every desk",
            "Eleven agreements between pairs of agencies became one that everybody signed, small "
            "voluntary groups too. Its first page says in plain words what may be shared, with "
            "whom, and whom to ring when in doubt. New staff go through it in their first week.",
            with_whom="Council, health, police, schools and 40 voluntary groups through their "
            "council for voluntary service.",
            what_it_took="Nine months; one lawyer of the council for 12 days; three meetings of "
            "all partners. No new money.",
            evidence="Calls to the advice line rose from 4 to 31 a month. The page: "
            "https://example.org/norfolk/one-agreement",
            contact="Information sharing officer, information.sharing@norfolk.example.org",
            visible_to="england",
            until=date(2012, 9, 30),
        ),
    ),
    _Example(
        THURROCK,
        "of-05",
        date(2010, 10, 12),
        _described(
            "A year on: one afternoon that looks back at every action",
            "Each October the partnership spends one afternoon on last year's actions. Whoever "
            "led one brings two figures and one story, and the others say whether children would "
            "notice the difference. What nobody would notice is stopped.",
            with_whom="All partners of the Children's Trust, and four young inspectors.",
            what_it_took="Half a day of 30 people a year, and two days of preparation.",
            evidence="Of 48 actions, nine were stopped and six were changed in the first year.",
            contact="Partnership manager, partnership@thurrock.example.org",
            visible_to="region",
            until=date(2011, 10, 31),
        ),
    ),
    _Example(
        SUFFOLK,
        "caf-09",
        date(2011, 9, 13),
        _described(
            "The plan on one page, written while the family is in the room",
            "Every meeting about a CAF ends with ten minutes in which the plan is written on one "
            "page: who does what, by when, and what the family does. Everybody takes a copy home "
            "the same day, and the next date stands on it.",
            with_whom="Schools, health visitors, police, housing and the family centres.",
            what_it_took="A pad of forms with copies underneath, and an hour of training for 140 "
            "people who lead such meetings.",
            evidence="In a sample of 60 CAFs, 51 had a plan with dates; a year before it was 22. "
            "The form may be copied: https://example.org/suffolk/plan-on-a-page",
            contact="CAF coordinator, caf@suffolk.example.org",
            visible_to="england",
            until=date(2013, 9, 30),
        ),
    ),
    _Example(
        ESSEX,
        "cs-02",
        date(2011, 10, 4),
        _described(
            "One advertisement for posts that every agency finds hard to fill",
            "Social workers, health visitors and speech therapists are sought together: one "
            "campaign, one open day, one list of people who nearly got a post, which the next "
            "agency rings first.",
            with_whom="Council, two primary care trusts and the college that trains them.",
            what_it_took="A shared recruitment officer for three days a week, paid by all three.",
            evidence="Posts stood empty for 11 weeks on average, after 19 the year before.",
            contact="Shared recruitment officer, recruitment@essex.example.org",
            visible_to="region",
            until=date(2013, 3, 31),
        ),
    ),
    _Example(
        BEDFORD,
        "of-04",
        date(2012, 7, 9),
        _described(
            "You said, we did: answered within a month",
            "What children and parents tell any partner goes onto one list. Each month the "
            "steering group takes the five most frequent messages, and within a month the answer "
            "hangs where they were given: in the school, the clinic or the youth club.",
            with_whom="Schools, children's centres, youth service and the parents' forum.",
            what_it_took="One day a month of the participation worker, and posters.",
            evidence="Forty answers in the first year; 22 of them changed an opening time, a "
            "letter or a room.",
            contact="Participation worker's manager, participation@bedford.example.org",
            visible_to="england",
            until=date(2013, 7, 31),
        ),
    ),
    _Example(
        PETERBOROUGH,
        "ma-12",
        date(2012, 7, 9),
        _described(
            "A seat, a vote and a paid morning for voluntary groups",
            "Two voluntary groups sit in each locality meeting with a vote. Their morning is "
            "paid, because small groups cannot send somebody for nothing. Papers go out ten days "
            "before, so that they can ask the other groups.",
            with_whom="The council for voluntary service, which chooses who sits for a year.",
            what_it_took="About 6,000 pounds a year from the partners together.",
            evidence="Groups were there at 34 of 36 meetings; before it was 15.",
            contact="Locality manager, localities@peterborough.example.org",
            visible_to="region",
            until=date(2013, 7, 31),
        ),
    ),
)
ASKED = date(2011, 11, 14)
_QUESTION = (
    "Our plans are typed up after the meeting, and some arrive weeks later. Who writes yours, and "
    "may we see how you trained the people who lead the meetings? (Made up.)"
)
_ANSWER = (
    "The person who leads the meeting writes. You are welcome at our next training on 8 December "
    "in Bury St Edmunds. The notes for it are at "
    "https://example.org/suffolk/plan-on-a-page/training (made up)."
)
ASKED_FOR_REGION = date(2012, 7, 9)
_FROM_THE_REGION = (
    "Thurrock is behind on lead professionals, and you are ahead. Would you offer an example of "
    "how managers came to treat this work as part of the job? (Made up.)"
)


def add_offers(demonstration: Demonstration) -> None:
    """What falls into the years that were built; Trusts that were not built offer nothing."""
    kept = {
        one.item_id: _offer(demonstration, one)
        for one in EXAMPLES
        if one.year in demonstration.packs and one.trust in demonstration.people
    }
    if (
        ASKED.year in demonstration.packs
        and {SUFFOLK, CAMBRIDGESHIRE} <= demonstration.people.keys()
    ):
        _ask_suffolk(demonstration, kept["caf-09"])
    if ASKED_FOR_REGION.year in demonstration.packs and CAMBRIDGESHIRE in demonstration.people:
        _ask_for_the_region(demonstration)


def _offer(demonstration: Demonstration, example: _Example) -> int:
    who = demonstration.people[example.trust].steering
    with clock.stopped_at(_at(example.offered, 14)):
        sign_in(demonstration.store, who)
        with demonstration.store.writing() as session:
            practice_id = good_practice.add_practice(
                session,
                example.trust,
                example.year,
                example.item_id,
                example.described,
                by=who.id,
                at=clock.now(),
            )
            audit.record(
                session,
                who,
                Event.GOOD_PRACTICE_OFFERED,
                "good practice",
                practice_id,
                trust=example.trust,
                about=_code(demonstration, example.year, example.item_id),
            )
    return practice_id


def _ask_suffolk(demonstration: Demonstration, practice_id: int) -> None:
    ours, theirs = (demonstration.people[one] for one in (CAMBRIDGESHIRE, SUFFOLK))
    request = NewRequest(
        of_trust=SUFFOLK,
        from_trust=CAMBRIDGESHIRE,
        region_code=EAST_OF_ENGLAND,
        practice_id=practice_id,
        year=ASKED.year,
        item_id="caf-09",
        text=_QUESTION,
    )
    with clock.stopped_at(_at(ASKED, 10)):
        sign_in(demonstration.store, ours.coordinator)
        request_id = _ask(demonstration, ours.coordinator, request, "Suffolk")
    with clock.stopped_at(_at(date(2011, 11, 22), 9)):
        sign_in(demonstration.store, theirs.steering)
        with demonstration.store.writing() as session:
            good_practice.answer_request(
                session,
                request_id,
                _ANSWER,
                practice_id=None,
                by=theirs.steering.id,
                at=clock.now(),
            )
            audit.record(
                session,
                theirs.steering,
                Event.PRACTICE_ANSWERED,
                "practice request",
                request_id,
                trust=SUFFOLK,
                about=_code(demonstration, request.year, request.item_id),
                asking="Cambridgeshire",
            )


def _ask_for_the_region(demonstration: Demonstration) -> None:
    request = NewRequest(
        of_trust=CAMBRIDGESHIRE,
        from_trust=None,
        region_code=EAST_OF_ENGLAND,
        practice_id=None,
        year=ASKED_FOR_REGION.year,
        item_id="lp-15",
        text=_FROM_THE_REGION,
    )
    who = demonstration.founders.regional_lead
    with clock.stopped_at(_at(ASKED_FOR_REGION, 11)):
        sign_in(demonstration.store, who)
        _ask(demonstration, who, request, "Cambridgeshire")


def _ask(demonstration: Demonstration, who: Actor, request: NewRequest, of: str) -> int:
    with demonstration.store.writing() as session:
        request_id = good_practice.add_request(session, request, by=who.id, at=clock.now())
        audit.record(
            session,
            who,
            Event.PRACTICE_ASKED,
            "practice request",
            request_id,
            trust=request.from_trust or request.of_trust,
            about=_code(demonstration, request.year, request.item_id),
            of=of,
        )
    return request_id


def _code(demonstration: Demonstration, year: int, item_id: str) -> str:
    return demonstration.packs[year].item(item_id).code


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 20, tzinfo=UTC)
