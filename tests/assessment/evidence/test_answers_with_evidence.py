"""Evidence: kept like a comment, asked for where a level claims it, shown to nobody unasked."""

from datetime import date

import pytest

from owf.access import OPERATOR
from owf.assessment.errors import AnswerChanged, Incomplete, Locked, NotAllowed, OutsideScale
from owf.assessment.returns.answering import (
    EVIDENCE_LIMIT,
    Evidence,
    answers_now,
    open_return,
    save_choice,
    save_evidence,
)
from owf.assessment.returns.submitting import submit_return
from owf.assessment.rounds.opening import open_cycle
from owf.store.answers import StoredAnswer
from tests.tiny_pack import next_pack

AUDIT = Evidence("The audit of May, on the shared drive.", date(2010, 5, 31))


def now(cast, item_id="caf-1"):
    return answers_now(cast.store, cast.police).get(item_id, StoredAnswer(item_id))


@pytest.fixture
def name(cast):
    """Name evidence for one item of the police's return."""

    def named(evidence, *, who=cast.alice, seen=None, item_id="caf-1"):
        seen = seen or now(cast, item_id)
        return save_evidence(cast.store, who, cast.police, item_id, evidence, seen=seen)

    return named


def test_evidence_is_kept_with_its_last_day_beside_the_level(cast, choose, name):
    choose("caf-1", 4)
    kept = name(AUDIT)
    assert now(cast) == kept
    assert (kept.level, kept.evidence, kept.evidence_expires) == (4, *AUDIT)
    choose("caf-1", 5, seen=kept)
    assert now(cast).evidence == AUDIT.text


def test_evidence_can_be_taken_back(cast, name):
    name(AUDIT)
    name(Evidence())
    assert (now(cast).evidence, now(cast).evidence_expires) == ("", None)


def test_evidence_alone_answers_nothing(cast, name):
    name(AUDIT)
    assert not now(cast).is_given


def test_what_is_stored_already_is_not_written_again(cast, name):
    first = name(AUDIT)
    assert name(Evidence(f"  {AUDIT.text}\x00 ", AUDIT.expires)) == first


def test_evidence_that_somebody_else_named_meanwhile_is_not_overwritten(cast, name):
    name(Evidence("Bob's list."), who=cast.bob)
    with pytest.raises(AnswerChanged, match="changed by Bob while you were writing") as told:
        name(AUDIT, seen=StoredAnswer("caf-1"))
    assert told.value.current.evidence == "Bob's list."
    assert now(cast).evidence == "Bob's list."


def test_evidence_may_have_just_its_limit_and_not_one_more(cast, name):
    name(Evidence("x" * EVIDENCE_LIMIT))
    with pytest.raises(OutsideScale, match=f"{EVIDENCE_LIMIT + 1} characters. Shorten it"):
        name(Evidence("x" * (EVIDENCE_LIMIT + 1)))
    assert len(now(cast).evidence) == EVIDENCE_LIMIT


def test_another_partner_s_people_name_no_evidence(name, cast):
    with pytest.raises(NotAllowed):
        name(AUDIT, who=cast.ivan)
    assert now(cast).evidence == ""


def test_a_submitted_return_takes_no_more_evidence(cast, name):
    cast.answer(cast.cambridgeshire, "police", 3, submit=True)
    with pytest.raises(Locked):
        name(AUDIT)


# What a level asks for.


@pytest.fixture
def asking(cast):
    """A return of 2010 whose third question asks for evidence from level 4 up."""
    pack = next_pack(
        cast.pack, "2010", caf_3={"evidence": {"required_from": 4}}, ma_3={"required": False}
    )
    open_cycle(cast.store, OPERATOR, 2010, pack, opens=date(2010, 6, 1), closes=date(2010, 7, 17))
    place = cast.again(cast.cambridgeshire, 2010)

    def answer(level):
        for item in ("caf-1", "caf-2", "caf-3", "ma-1", "ma-2"):
            save_choice(
                cast.store,
                cast.alice,
                place.returns["police"],
                item,
                level,
                seen=StoredAnswer(item),
            )
        return place.returns["police"]

    return answer


def test_a_return_without_the_evidence_that_a_level_asks_for_is_not_submitted(cast, asking):
    return_id = asking(4)
    with pytest.raises(Incomplete, match="One answer needs evidence") as told:
        submit_return(cast.store, cast.alice, return_id)
    assert told.value.missing == ("CAF 3",)
    seen = answers_now(cast.store, return_id)["caf-3"]
    save_evidence(cast.store, cast.alice, return_id, "caf-3", AUDIT, seen=seen)
    submit_return(cast.store, cast.alice, return_id)


def test_a_lower_level_asks_for_none_and_an_optional_question_may_stay_open(cast, asking):
    submit_return(cast.store, cast.alice, asking(3))
    partner = cast.cambridgeshire.partners["police"]
    assert open_return(cast.store, cast.alice, partner, 2010).facts.status == "submitted"
