"""One year of a Trust: played step by step, or carried over as it was signed.

Both give the same scores: they are worked out from the same answers of the model.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from owf import clock
from owf.access import OPERATOR, Actor, audit
from owf.access.audit import Event
from owf.assessment.asked_items import Choice
from owf.assessment.moderation.agreeing import accept_medians, agree_level
from owf.assessment.moderation.context_notes import keep_note
from owf.assessment.moderation.positions import read_positions
from owf.assessment.rounds.opening import add_partners, open_round
from owf.assessment.scoring import item_refs
from owf.assessment.signing.sign_off import carry_over, sign_off
from owf.assessment.survey.links import make_link
from owf.assessment.survey.responding import Response
from owf.assessment.survey.scoring import keep_responses
from owf.demo.evidence import add_evidence
from owf.demo.model import Model
from owf.demo.people import (
    POLICE,
    Founders,
    TrustPeople,
    add_coordinator_and_chair,
    add_group_and_leads,
    sign_in,
)
from owf.demo.places import CAMBRIDGESHIRE, EAST_OF_ENGLAND, TAKING_PART
from owf.demo.sectors import called, number_of, partner_name, partners_of, sector_of
from owf.demo.words import AGREED, COMMENTS, NOTES
from owf.questionnaire import Audience, NonScore, Pack
from owf.store import Store, answers, rounds, surveys
from owf.store.answers import RoundAnswer, StoredAnswer
from owf.store.places import TrustFacts

Choices = Mapping[str, tuple[Choice, str]]
"""Item -> what is chosen, and the comment."""


def submit_workbook(store: Store, who: Actor, trust: int, return_id: int, choices: Choices) -> None:
    at = clock.now()
    with store.writing() as session:
        kept = [
            _stored(item_id, choice, comment, who, minutes_ago=0)
            for item_id, (choice, comment) in choices.items()
        ]
        answers.write_new_answers(session, return_id, kept)
        audit.record(
            session,
            who,
            Event.WORKBOOK_IMPORTED,
            "return",
            return_id,
            trust=trust,
            answers=len(kept),
        )
        rounds.mark_submitted(session, return_id, at, who.id)
        audit.record(session, who, Event.RETURN_SUBMITTED, "return", return_id, trust=trust)


def answer_one_by_one(
    store: Store, who: Actor, trust: int, return_id: int, choices: Choices
) -> None:
    """Answer questions on the page, one a minute up to now; nothing is submitted."""
    with store.writing() as session:
        for place, (item_id, (choice, comment)) in enumerate(choices.items(), start=1):
            answer = _stored(item_id, choice, comment, who, minutes_ago=len(choices) - place)
            answers.write_new_answers(session, return_id, [answer])
            with clock.stopped_at(answer.answered_at or clock.now()):
                audit.record(
                    session, who, Event.ANSWER_SAVED, "return", return_id, trust=trust, item=item_id
                )


def _stored(
    item_id: str, choice: Choice, comment: str, who: Actor, *, minutes_ago: int
) -> StoredAnswer:
    level, non_score = (None, choice.value) if isinstance(choice, NonScore) else (choice, None)
    at = clock.now() - timedelta(minutes=minutes_ago)
    return StoredAnswer(item_id, level, non_score, comment, who.id, at)


HALF_DONE = frozenset({"caf", "lead-professional"})


@dataclass
class Demonstration:
    """``partners``: Trust -> each one's number and what it is called.

    They and ``people`` are the same in all years.
    """

    store: Store
    model: Model
    packs: Mapping[int, Pack]
    founders: Founders
    partners: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    people: dict[int, TrustPeople] = field(default_factory=dict)

    @property
    def open_year(self) -> int:
        """The year in which Cambridgeshire has not signed yet."""
        return max(self.packs)

    @property
    def sectors(self) -> list[str]:
        return [sector_id for sector_id, _ in self.sector_titles]

    def taking_part(self, trust: int, year: int) -> list[tuple[int, str]]:
        """The partners that have a return, as in ``partners``."""
        among = TAKING_PART.get((trust, year), self.sectors)
        return [one for one in self.partners[trust] if sector_of(one[1]) in among]

    @property
    def sector_titles(self) -> list[tuple[str, str]]:
        pack = next(iter(self.packs.values()))
        return [(sector.id, sector.title) for sector in pack.sectors]


def play_round(demonstration: Demonstration, trust: TrustFacts, year: int) -> None:
    """Cambridgeshire's round of the open year stays open, with the police half done."""
    store, number = demonstration.store, trust.dfe_number
    if number not in demonstration.people:
        begin_trust(demonstration, number, year, _partners_with_names(demonstration, number))
    partners, staff = demonstration.taking_part(number, year), demonstration.people[number]
    is_open = number == CAMBRIDGESHIRE and year == demonstration.open_year
    has_survey = trust.region_code == EAST_OF_ENGLAND
    with clock.stopped_at(datetime(year, 6, 8, 9, 30, tzinfo=UTC)):
        sign_in(store, staff.coordinator)
        round_id = open_round(
            store, staff.coordinator, year, number, [partner for partner, _ in partners]
        )
        if has_survey:
            closes = date(year, 7, 17) if is_open else date(year, 6, 30)
            make_link(store, staff.coordinator, round_id, closes)
    if number == CAMBRIDGESHIRE:
        add_evidence(store, partners, staff.leads, year)
    _answer(demonstration, number, year, round_id)
    if has_survey:
        with clock.stopped_at(datetime(year, 6, 29, 16, 5, tzinfo=UTC)):
            _survey(demonstration, number, year, round_id)
    if is_open:
        with clock.stopped_at(datetime(year, 7, 9, 15, 40, tzinfo=UTC)):
            sign_in(store, staff.coordinator, staff.steering)
        return
    with clock.stopped_at(datetime(year, 7, 3, 10, tzinfo=UTC)):
        sign_in(store, staff.steering)
        _moderate(demonstration, number, year, round_id)
    with clock.stopped_at(_signed_at(year)):
        sign_in(store, staff.chair)
        for note in NOTES.get((number, year), ()):
            keep_note(store, staff.chair, round_id, note)
        sign_off(store, staff.chair, round_id, demonstration.model.publication_of(number, year))


def begin_trust(
    demonstration: Demonstration, trust: int, year: int, partners: Sequence[tuple[str, str]]
) -> None:
    """``partners`` are ``(sector, name)``."""
    store = demonstration.store
    with clock.stopped_at(datetime(year, 6, 2, 8, 30, tzinfo=UTC)):
        coordinator, chair = add_coordinator_and_chair(
            store, demonstration.founders.administrator, trust
        )
    with clock.stopped_at(datetime(year, 6, 2, 10, 15, tzinfo=UTC)):
        sign_in(store, coordinator)
        ids = add_partners(store, coordinator, trust, partners)
        there = list(zip(ids, called([sector for sector, _ in partners]), strict=True))
        demonstration.partners[trust] = there
        steering, leads = add_group_and_leads(store, coordinator, trust, there)
    demonstration.people[trust] = TrustPeople(coordinator, chair, steering, leads)


def _partners_with_names(demonstration: Demonstration, trust: int) -> list[tuple[str, str]]:
    titles = dict(demonstration.sector_titles)
    return [
        (sector, partner_name(trust, partner, titles[sector]))
        for partner in partners_of(trust, titles)
        for sector in [sector_of(partner)]
    ]


def carry_rounds(demonstration: Demonstration, trusts: Sequence[TrustFacts], year: int) -> None:
    """Store these Trusts' signed results of a year, without their answers."""
    model = demonstration.model
    items = item_refs(demonstration.packs[year])
    item_ids = [item.id for item in items]
    answers_of, publication = {}, {}
    for number in (trust.dfe_number for trust in trusts):
        made = model.answers(number, year, partners_of(number, demonstration.sectors), items)
        answers_of[number] = [
            RoundAnswer(place, sector_of(partner), item_id, None, choice.value)
            if isinstance(choice, NonScore)
            else RoundAnswer(place, sector_of(partner), item_id, choice, None)
            for place, (partner, choices) in enumerate(made.items())
            for item_id, choice in zip(item_ids, choices, strict=True)
        ]
        publication[number] = model.publication_of(number, year)
    with clock.stopped_at(_signed_at(year)):
        carry_over(demonstration.store, OPERATOR, year, answers_of, publication)


def _signed_at(year: int) -> datetime:
    return datetime(year, 7, 6, 14, 30, tzinfo=UTC)


def _answer(demonstration: Demonstration, trust: int, year: int, round_id: int) -> None:
    store = demonstration.store
    items = item_refs(demonstration.packs[year])
    there = demonstration.taking_part(trust, year)
    made = demonstration.model.answers(trust, year, [partner for _, partner in there], items)
    with store.reading() as session:
        returns = {one.partner_id: one.id for one in rounds.returns_of_round(session, round_id)}
    is_ours = trust == CAMBRIDGESHIRE
    with store.writing_together():
        for place, (partner_id, partner) in enumerate(there):
            half_done = is_ours and year == demonstration.open_year and partner == POLICE
            choices = {
                item.id: (choice, COMMENTS.get((year, partner, item.id), "") if is_ours else "")
                for item, choice in zip(items, made[partner], strict=True)
                if not half_done or item.theme in HALF_DONE
            }
            lead = demonstration.people[trust].leads[partner]
            with clock.stopped_at(datetime(year, 6, 15 + place % 12, 10, 12, tzinfo=UTC)):
                sign_in(store, lead)
                answer = answer_one_by_one if half_done else submit_workbook
                answer(store, lead, trust, returns[partner_id], choices)


def _survey(demonstration: Demonstration, trust: int, year: int, round_id: int) -> None:
    items = item_refs(demonstration.packs[year], Audience.PRACTITIONERS)
    item_ids = [item.id for item in items]
    there = demonstration.taking_part(trust, year)
    of_each = Counter(sector_of(partner) for _, partner in there)
    made = demonstration.model.practitioners(trust, year, list(of_each), items)
    keep_responses(
        demonstration.store,
        None,
        round_id,
        [
            Response(sector_of(partner), dict(zip(item_ids, choices, strict=True)), partner_id)
            for partner_id, partner in there
            # Several partners of a sector have its practitioners one by one, in turn.
            for choices in made[sector_of(partner)][
                number_of(partner) - 1 :: of_each[sector_of(partner)]
            ]
        ],
    )
    with demonstration.store.writing() as session:
        link = surveys.link_of_round(session, round_id)
        if link is not None and any(made.values()):
            surveys.note_answered_on(session, link.id, clock.today())


def _moderate(demonstration: Demonstration, trust: int, year: int, round_id: int) -> None:
    """Agree the levels of ``AGREED``, and the partners' median on everything else."""
    store, who = demonstration.store, demonstration.people[trust].steering
    with store.reading() as session:
        positions = read_positions(session, round_id, demonstration.packs[year])
    settled = {
        item_id: agreed
        for (agreed_in, item_id), agreed in AGREED.items()
        if trust == CAMBRIDGESHIRE and agreed_in == year
    }
    for item_id, (level, reason) in settled.items():
        agree_level(store, who, round_id, item_id, level, reason=reason, seen_version=0)
    proposed = {
        item_id: one.proposed
        for item_id, one in positions.items()
        if one.proposed is not None and item_id not in settled
    }
    accept_medians(store, who, round_id, proposed)
