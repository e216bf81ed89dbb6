"""Offering an example: on which questions, with what, changing and withdrawing it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from owf import clock
from owf.access.errors import NotAllowed, NotFound, Refused
from owf.assessment.errors import Locked, OutsideScale
from owf.improvement.good_practice.offering import (
    MOST_OPEN,
    OfferChanged,
    change_offer,
    last_possible_day,
    offer_practice,
    own_offers,
    withdraw_offer,
)
from owf.improvement.good_practice.reasons import Kind, open_questions
from owf.store import audit, good_practice
from owf.store.audit import EventsWanted
from tests.cast import handed_on
from tests.examples import EXAMPLE, example
from tests.hostile import MARKS

OTHERS = (821, 822, 823, 874, 881)


@pytest.fixture
def sign_beside_others(cast):
    """Sign Cambridgeshire at these levels, sector by sector, and five lower Trusts beside it."""

    def sign_all(ours, theirs):
        sectors = ("health", "police", "schools")
        cast.sign(cast.cambridgeshire, dict(zip(sectors, ours, strict=True)))
        low = dict(zip(sectors, theirs, strict=True))
        for number, trust in enumerate(OTHERS):
            cast.sign(cast.open_trust(trust), handed_on(low, number))
        return open_questions(cast.store, cast.carol, 873)

    return sign_all


def record(cast):
    with cast.store.reading() as session:
        return [one.action for one in audit.events(session, EventsWanted(trust=873), limit=9)]


# On which questions.


def test_a_question_above_the_middle_may_be_offered(cast, sign, offer, kept):
    found = kept(offer(sign(873, caf_1=4)))
    assert (found.trust, found.year, found.item_id, found.version) == (873, 2009, "caf-1", 1)
    assert found.described == EXAMPLE


def test_a_question_in_the_middle_is_refused_with_what_is_needed(cast, sign, offer):
    place = sign(873, caf_1=4)
    with pytest.raises(OutsideScale) as refused:
        offer(place, "caf-2")
    assert str(refused.value) == (
        "Not offered. Cambridgeshire has agreed level 3 on CAF 2 in 2009. An example can be "
        "offered on a question with an agreed level above 3; with one of 3 where its theme or "
        "aspect is ahead of the East of England or has improved; or where the question itself "
        "stands out above the East of England. Choose another question."
    )
    assert refused.value.field == "question"
    assert own_offers(cast.store, cast.carol, 873) == []


def test_a_question_in_the_middle_may_be_offered_where_its_theme_is_ahead(sign_beside_others):
    found = sign_beside_others((3, 4, 3), (1, 2, 1)).question("caf-1")
    assert (found.agreed, found.why_not, found.is_suggested) == (3, "", True)
    assert "Cambridgeshire is ahead of the East of England on CAF." in [
        one.words for one in found.reasons
    ]


def test_suggestions_come_with_their_reasons_the_strongest_first(sign_beside_others):
    found = sign_beside_others((4, 5, 4), (2, 3, 2))
    assert {one.item.id for one in found.suggested} == set(found.questions)
    kinds = [one.kind for one in found.suggested[0].reasons]
    assert kinds == sorted(kinds, key=list(Kind).index)


def test_a_low_level_may_not_be_offered_though_the_theme_is_ahead(sign_beside_others):
    questions = sign_beside_others((2, 2, 3), (1, 1, 2))
    for one in questions.questions.values():
        stands_out = any(reason.kind is Kind.STANDS_OUT for reason in one.reasons)
        assert one.agreed == 2
        assert bool(one.why_not) is not stands_out


def test_without_signed_results_there_is_nothing_to_offer(cast, offer):
    with pytest.raises(NotFound, match="has not signed any results yet"):
        offer(cast.cambridgeshire)


def test_a_question_that_is_not_in_the_questionnaire_is_refused(sign, offer):
    with pytest.raises(NotFound, match="no such question") as refused:
        offer(sign(873), "caf-99")
    assert refused.value.field == "question"


# With what.


@pytest.mark.parametrize("field", ["title", "what", "contact"])
def test_what_must_be_there_is_asked_for_at_its_field(sign, offer, field):
    place = sign(873, caf_1=4)
    with pytest.raises(OutsideScale) as refused:
        offer(place, **{field: " \u200b\n"})
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("until", "why"),
    [
        (date(2009, 7, 9), "That day is over. Choose a day from 10 July 2009 to 10 July 2012."),
        (date(2012, 7, 11), "That day is too far ahead. Choose a day from 10 July 2009"),
    ],
)
def test_a_day_that_is_over_or_too_far_is_refused(sign, offer, until, why):
    place = sign(873, caf_1=4)
    with pytest.raises(OutsideScale) as refused:
        offer(place, until=until)
    assert str(refused.value).startswith(why)
    assert refused.value.field == "until"


@pytest.mark.parametrize("until", [date(2009, 7, 10), date(2012, 7, 10)])
def test_today_and_three_years_from_today_are_possible(sign, offer, kept, until):
    assert kept(offer(sign(873, caf_1=4), until=until)).until == until


def test_three_years_from_a_leap_day_is_a_day():
    assert last_possible_day(date(2012, 2, 29)) == date(2015, 2, 28)


def test_an_unknown_reach_is_refused(sign, offer):
    place = sign(873, caf_1=4)
    with pytest.raises(OutsideScale) as refused:
        offer(place, visible_to="mars")
    assert refused.value.field == "visible_to"


@pytest.mark.parametrize(
    ("field", "limit"), [("title", 160), ("contact", 300), ("what", 3000), ("evidence", 3000)]
)
def test_a_text_that_is_too_long_is_refused_at_its_field(sign, offer, field, limit):
    place = sign(873, caf_1=4)
    with pytest.raises(OutsideScale, match=f"Shorten it to {limit}") as refused:
        offer(place, **{field: "a" * (limit + 1)})
    assert refused.value.field == field


def test_signs_that_programs_obey_are_kept_as_typed(sign, offer, kept):
    place = sign(873, caf_1=4)
    for text in MARKS:
        plain = text.replace("\u202e", "").replace("\u202c", "")
        found = kept(offer(place, title=text, what=text, contact=text, evidence=text))
        assert (found.title, found.what, found.contact) == (plain, plain, plain)


def test_there_is_a_limit_to_open_offers(cast, sign, offer):
    place = sign(873, caf_1=4)
    with cast.store.writing() as session:
        for _ in range(MOST_OPEN):
            good_practice.add_practice(
                session, 873, 2009, "caf-1", EXAMPLE, by="erin", at=clock.now()
            )
    with pytest.raises(OutsideScale, match="offers 100 examples, which is the limit"):
        offer(place)


# Changing and withdrawing.


def test_it_can_be_changed_and_the_record_says_by_whom(cast, sign, offer, kept):
    practice_id = offer(sign(873, caf_1=4))
    entered = example(title="Two forms")
    change_offer(cast.store, cast.carol, practice_id, entered, seen_version=1)
    assert (kept(practice_id).described, kept(practice_id).version) == (entered, 2)
    assert record(cast)[:2] == ["good_practice_changed", "good_practice_offered"]


@pytest.mark.databases("sqlite", "postgresql")
def test_whoever_saves_second_is_told_and_shown_what_is_kept(cast, sign, offer, kept):
    practice_id = offer(sign(873, caf_1=4))
    store = cast.store
    change_offer(store, cast.carol, practice_id, example(title="Carol's"), seen_version=1)
    with pytest.raises(OfferChanged, match="Theirs is shown below") as refused:
        change_offer(store, cast.dave, practice_id, example(title="Dave's"), seen_version=1)
    assert refused.value.current.title == kept(practice_id).title == "Carol's"
    change_offer(store, cast.dave, practice_id, example(title="Dave's"), seen_version=2)
    assert kept(practice_id).title == "Dave's"


def test_a_bad_change_leaves_it_as_it_was(cast, sign, offer, kept):
    practice_id = offer(sign(873, caf_1=4))
    with pytest.raises(OutsideScale):
        change_offer(cast.store, cast.carol, practice_id, example(what=""), seen_version=1)
    assert kept(practice_id).described == EXAMPLE


def test_one_that_has_ended_can_be_offered_again_with_a_new_day(cast, sign, offer, kept):
    practice_id = offer(sign(873, caf_1=4), until=date(2009, 7, 31))
    with clock.stopped_at(datetime(2009, 8, 3, 9, tzinfo=UTC)):
        (mine,) = own_offers(cast.store, cast.carol, 873)
        assert not mine.is_open
        entered = replace(mine.facts.described, until=date(2009, 9, 30))
        change_offer(cast.store, cast.carol, practice_id, entered, seen_version=1)
        assert own_offers(cast.store, cast.carol, 873)[0].is_open


def test_what_is_withdrawn_cannot_be_changed_or_withdrawn_again(cast, sign, offer):
    practice_id = offer(sign(873, caf_1=4))
    withdraw_offer(cast.store, cast.dave, practice_id, seen_version=1)
    assert record(cast)[0] == "good_practice_withdrawn"
    with pytest.raises(Locked, match="was withdrawn"):
        change_offer(cast.store, cast.carol, practice_id, EXAMPLE, seen_version=2)
    with pytest.raises(Locked, match="was withdrawn"):
        withdraw_offer(cast.store, cast.carol, practice_id, seen_version=2)


def test_nobody_withdraws_what_changed_since_they_read_it(cast, sign, offer):
    practice_id = offer(sign(873, caf_1=4))
    change_offer(cast.store, cast.carol, practice_id, example(title="New"), seen_version=1)
    with pytest.raises(OfferChanged):
        withdraw_offer(cast.store, cast.dave, practice_id, seen_version=1)


def test_another_trust_cannot_touch_it(cast, sign, offer):
    practice_id = offer(sign(873, caf_1=4))
    with pytest.raises(NotAllowed):
        change_offer(cast.store, cast.judy, practice_id, EXAMPLE, seen_version=1)
    with pytest.raises(NotAllowed):
        withdraw_offer(cast.store, cast.alice, practice_id, seen_version=1)
    with pytest.raises(NotAllowed):
        offer_practice(cast.store, cast.alice, 873, "caf-1", EXAMPLE)


def test_an_offer_that_does_not_exist_is_not_found(cast):
    with pytest.raises(Refused, match="does not exist"):
        withdraw_offer(cast.store, cast.carol, 99, seen_version=1)
