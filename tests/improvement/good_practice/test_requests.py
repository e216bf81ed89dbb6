"""Asking about an offer or for one, and the answer, which is given once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from owf.access.accounts import erase, what_remains
from owf.access.errors import NotAllowed, NotFound
from owf.assessment.audit.reading import open_record
from owf.assessment.errors import Locked, OutsideScale
from owf.improvement.good_practice.offering import withdraw_offer
from owf.improvement.good_practice.requests import (
    MOST_WAITING,
    AboutQuestion,
    RequestAnswered,
    answer_request,
    ask_about_offer,
    ask_trust,
    open_requests,
    questions_to_ask,
    requests_waiting,
    who_is_ahead,
)
from owf.improvement.good_practice.viewpoint import Place
from owf.store.audit import EventsWanted
from tests.cast import CAMBRIDGESHIRE, EAST_OF_ENGLAND
from tests.hostile import MARKS
from tests.roles_world import YORKSHIRE

NORFOLK, ESSEX, LUTON = 926, 881, 821
HOW = "How did you begin?"


@pytest.fixture
def norfolk(sign):
    return sign(NORFOLK, caf_1=4)


@pytest.fixture
def asked(cast, norfolk, offer):
    """What Cambridgeshire asked about Norfolk's offer."""
    return ask_about_offer(cast.store, cast.carol, offer(norfolk), HOW)


def of_us(cast, who):
    return [one.facts for one in open_requests(cast.store, who).of_us]


def by_us(cast, who):
    return [one.facts for one in open_requests(cast.store, who).by_us]


def waiting(cast, trust):
    with cast.store.reading() as session:
        return requests_waiting(session, trust)


def said(cast, trust):
    wanted = EventsWanted(trust=trust)
    return [one.sentence for one in open_record(cast.store, cast.heidi, wanted).lines]


# From question to answer.


def test_the_asked_trust_reads_it_answers_and_the_asker_reads_the_answer(cast, norfolk, asked):
    (found,) = of_us(cast, norfolk.chair)
    assert (found.from_trust_name, found.text, found.is_answered) == ("Cambridgeshire", HOW, False)
    assert open_requests(cast.store, norfolk.chair).waiting == waiting(cast, NORFOLK) == 1
    answer_request(cast.store, norfolk.chair, asked, "With one school.")
    (answered,) = by_us(cast, cast.dave)
    assert (answered.answer, answered.practice_title) == ("With one school.", "One form for all")
    assert open_requests(cast.store, norfolk.chair).waiting == waiting(cast, NORFOLK) == 0


def test_both_are_in_the_record(cast, norfolk, asked):
    answer_request(cast.store, norfolk.chair, asked, "With one school.")
    assert "asked Norfolk about good practice on CAF 1" in said(cast, CAMBRIDGESHIRE)[0]
    assert "answered Cambridgeshire about good practice on CAF 1" in said(cast, NORFOLK)[0]


def test_it_can_be_answered_with_an_offer_alone(cast, sign, norfolk, offer):
    about = AboutQuestion(NORFOLK, 2009, "caf-1")
    request_id = ask_trust(cast.store, cast.carol, about, HOW)
    answer_request(cast.store, norfolk.chair, request_id, " ", with_offer=offer(norfolk))
    (found,) = by_us(cast, cast.carol)
    assert found.answer == "We have offered an example: “One form for all”."
    assert found.practice_title == "One form for all"


def test_signs_that_programs_obey_are_kept_as_typed(cast, norfolk, offer):
    for text in MARKS:
        plain = text.replace("\u202e", "").replace("\u202c", "")
        asked = ask_about_offer(cast.store, cast.carol, offer(norfolk), text)
        answer_request(cast.store, norfolk.chair, asked, text)
        assert (by_us(cast, cast.carol)[0].text, by_us(cast, cast.carol)[0].answer) == (
            plain,
            plain,
        )


@pytest.mark.parametrize(("text", "why"), [(" \n", "is empty"), ("a" * 2001, "Shorten it to 2000")])
def test_an_empty_or_endless_text_is_refused(cast, norfolk, asked, text, why):
    practice_id = of_us(cast, norfolk.chair)[0].practice_id
    with pytest.raises(OutsideScale, match=why):
        ask_about_offer(cast.store, cast.carol, practice_id, text)
    with pytest.raises(OutsideScale, match=why):
        answer_request(cast.store, norfolk.chair, asked, text)
    assert not of_us(cast, norfolk.chair)[0].is_answered


@pytest.mark.databases("sqlite", "postgresql")
def test_a_second_answer_is_refused_and_the_first_is_shown(cast, norfolk, asked):
    answer_request(cast.store, norfolk.chair, asked, "With one school.")
    with pytest.raises(RequestAnswered, match=r"Chair of 926 answered this while you") as refused:
        answer_request(cast.store, norfolk.chair, asked, "With two schools.")
    assert refused.value.current.answer == "With one school."
    assert by_us(cast, cast.carol)[0].answer == "With one school."


@pytest.mark.databases("sqlite", "postgresql")
def test_of_two_answers_at_once_one_is_kept_and_the_other_is_told(cast, norfolk, asked):
    together = Barrier(2)

    def answer(text):
        together.wait()
        try:
            answer_request(cast.store, norfolk.chair, asked, text)
        except RequestAnswered as told:
            return told.current.answer
        return text

    with ThreadPoolExecutor(2) as pool:
        outcomes = set(pool.map(answer, ("With one school.", "With two schools.")))
    assert outcomes == {by_us(cast, cast.carol)[0].answer}


@pytest.mark.databases("sqlite", "postgresql")
def test_an_offer_is_withdrawn_or_asked_about_first_and_never_half_of_each(cast, norfolk, offer):
    practice_id = offer(norfolk)
    together = Barrier(2)

    def withdraw():
        together.wait()
        withdraw_offer(cast.store, norfolk.chair, practice_id, seen_version=1)

    def ask():
        together.wait()
        try:
            return ask_about_offer(cast.store, cast.carol, practice_id, HOW)
        except Locked:
            return None

    with ThreadPoolExecutor(2) as pool:
        withdrawing, asking = pool.submit(withdraw), pool.submit(ask)
        withdrawing.result()
        sent = asking.result()
    assert [one.id for one in by_us(cast, cast.carol)] == ([] if sent is None else [sent])


# About an offer that goes.


def test_an_offer_withdrawn_while_somebody_asks_is_refused_with_a_sentence(cast, norfolk, offer):
    practice_id = offer(norfolk)
    withdraw_offer(cast.store, norfolk.chair, practice_id, seen_version=1)
    with pytest.raises(Locked, match=r"of Norfolk was withdrawn in the meantime\. What you wrote"):
        ask_about_offer(cast.store, cast.carol, practice_id, HOW)
    assert by_us(cast, cast.carol) == []


def test_a_request_stays_when_its_offer_is_withdrawn(cast, norfolk, asked):
    practice_id = of_us(cast, norfolk.chair)[0].practice_id
    withdraw_offer(cast.store, norfolk.chair, practice_id, seen_version=1)
    answer_request(cast.store, norfolk.chair, asked, "It did not work.")
    assert by_us(cast, cast.carol)[0].answer == "It did not work."


def test_a_withdrawn_offer_answers_nothing(cast, norfolk, asked):
    practice_id = of_us(cast, norfolk.chair)[0].practice_id
    withdraw_offer(cast.store, norfolk.chair, practice_id, seen_version=1)
    with pytest.raises(Locked, match="was withdrawn"):
        answer_request(cast.store, norfolk.chair, asked, "See it.", with_offer=practice_id)


def test_another_trust_s_offer_answers_nothing(cast, sign, norfolk, asked, offer):
    other = offer(sign(ESSEX, caf_1=4))
    with pytest.raises(NotFound, match="no example of your Trust"):
        answer_request(cast.store, norfolk.chair, asked, "See it.", with_offer=other)


def test_what_was_not_offered_to_a_region_cannot_be_asked_about_from_there(cast, norfolk, offer):
    practice_id = offer(norfolk, visible_to="region")
    with pytest.raises(NotFound, match="not offered to you"):
        ask_about_offer(cast.store, cast.judy, practice_id, HOW)


# Whom one may ask, and how often.


def test_a_trust_that_is_ahead_and_publishes_in_full_can_be_asked(cast, norfolk):
    year, _ = questions_to_ask(cast.store, cast.carol)
    found = who_is_ahead(cast.store, cast.carol, year, "caf-1")
    assert [(one.name, one.level.agreed) for one in found.trusts] == [("Norfolk", 4)]
    ask_trust(cast.store, cast.carol, AboutQuestion(NORFOLK, year, "caf-1"), HOW)
    assert [one.text for one in of_us(cast, norfolk.chair)] == [HOW]


def test_a_trust_that_is_not_ahead_or_not_published_cannot_be_asked(cast, sign, norfolk):
    sign(ESSEX, caf_1=3)
    sign(LUTON, "headline", caf_1=5)
    for trust in (ESSEX, LUTON, 383, 99):
        with pytest.raises(OutsideScale, match="publishes its results in full") as refused:
            ask_trust(cast.store, cast.carol, AboutQuestion(trust, 2009, "caf-1"), HOW)
        assert refused.value.field == "trust"


def test_one_s_own_trust_is_not_asked(cast, sign, offer):
    place = sign(CAMBRIDGESHIRE, caf_1=5)
    with pytest.raises(OutsideScale, match="your own Trust"):
        ask_trust(cast.store, cast.carol, AboutQuestion(CAMBRIDGESHIRE, 2009, "caf-1"), HOW)
    with pytest.raises(OutsideScale, match="your own Trust"):
        ask_about_offer(cast.store, cast.carol, offer(place), HOW)


def test_a_question_that_is_not_in_the_questionnaire_is_refused(cast, norfolk):
    with pytest.raises(NotFound, match="no such question"):
        ask_trust(cast.store, cast.carol, AboutQuestion(NORFOLK, 2009, "caf-9"), HOW)
    with pytest.raises(NotFound, match="no self-evaluation in 1999"):
        ask_trust(cast.store, cast.carol, AboutQuestion(NORFOLK, 1999, "caf-1"), HOW)


def test_the_same_is_asked_again_only_after_an_answer(cast, norfolk, asked):
    practice_id = of_us(cast, norfolk.chair)[0].practice_id
    with pytest.raises(OutsideScale, match="asked Norfolk about this on 10 July 2009 already"):
        ask_about_offer(cast.store, cast.dave, practice_id, "And now?")
    answer_request(cast.store, norfolk.chair, asked, "With one school.")
    ask_about_offer(cast.store, cast.dave, practice_id, "And now?")
    assert [one.text for one in of_us(cast, norfolk.chair)] == ["And now?", HOW]


def test_there_is_a_limit_to_requests_that_wait(cast, norfolk, offer):
    for _ in range(MOST_WAITING):
        ask_about_offer(cast.store, cast.carol, offer(norfolk), HOW)
    with pytest.raises(OutsideScale, match="30 requests of Cambridgeshire wait"):
        ask_about_offer(cast.store, cast.carol, offer(norfolk), HOW)


# What stays of people.


def test_what_an_erased_person_offered_asked_and_answered_stays(cast, norfolk, asked):
    answer_request(cast.store, norfolk.chair, asked, "With one school.")
    chair, carol = (
        what_remains(cast.store, cast.heidi, who.id).sentences
        for who in (norfolk.chair, cast.carol)
    )
    words = "on good practice stay, offered, asked or answered for a Trust or region, because"
    assert any(one.startswith(f"2 texts {words}") for one in chair)
    assert any(one.startswith(f"1 text {words.replace('stay', 'stays')}") for one in carol)
    erase(cast.store, cast.heidi, "carol")
    assert [one.text for one in of_us(cast, norfolk.chair)] == [HOW]


# Regions.


def test_a_regional_lead_asks_and_reads_the_answer_and_no_other_request(cast, norfolk, asked):
    request_id = ask_trust(cast.store, cast.frank, AboutQuestion(NORFOLK, 2009, "caf-1"), "Offer?")
    waiting = open_requests(cast.store, norfolk.chair).of_us
    assert "the regional lead of the East of England" in [one.asking for one in waiting]
    answer_request(cast.store, norfolk.chair, request_id, "Gladly.")
    assert [one.answer for one in by_us(cast, cast.frank)] == ["Gladly."]
    assert "asked Norfolk about good practice on CAF 1" in " ".join(said(cast, NORFOLK))


def test_partners_and_outsiders_read_and_ask_nothing(cast, norfolk, offer):
    practice_id = offer(norfolk)
    for who in (cast.alice, cast.grace, cast.heidi, cast.mallory):
        with pytest.raises(NotAllowed):
            open_requests(cast.store, who)
        with pytest.raises(NotAllowed):
            ask_about_offer(cast.store, who, practice_id, HOW)
    for place in (Place(383), Place(None, YORKSHIRE)):
        with pytest.raises(NotAllowed):
            open_requests(cast.store, cast.frank, place)
    assert open_requests(cast.store, cast.frank, Place(None, EAST_OF_ENGLAND)).by_us == []


def test_nobody_answers_for_another_trust(cast, norfolk, asked):
    for who in (cast.carol, cast.judy, cast.alice, cast.frank, cast.heidi):
        with pytest.raises(NotAllowed):
            answer_request(cast.store, who, asked, "Yes.")
    with pytest.raises(NotAllowed, match="does not exist, or you cannot open it"):
        answer_request(cast.store, cast.carol, 99, "Yes.")


def test_an_ended_offer_can_not_be_asked_about(cast, norfolk, offer, kept):
    practice_id = offer(norfolk, until=date(2009, 7, 10))
    ask_about_offer(cast.store, cast.carol, practice_id, HOW)
    assert kept(practice_id).is_over(date(2009, 7, 11))
