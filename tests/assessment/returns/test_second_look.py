"""What a return's partner may look at again: only what its answers and last year's say."""

from datetime import UTC, date, datetime

import pytest

from owf import clock
from owf.access import OPERATOR
from owf.assessment.returns.answering import Evidence, open_return, save_choice, save_evidence
from owf.assessment.returns.submitting import second_look_at, submit_return
from owf.assessment.rounds.opening import open_cycle
from owf.benchmark.agreement.quality import QualityConcern
from owf.questionnaire import NonScore
from owf.store.answers import StoredAnswer
from tests.tiny_pack import next_pack

WHY = {"reason": "It was unclear.", "decided_by": "The national team", "date": "2010-03-01"}
JULY_2010 = datetime(2010, 7, 1, 9, tzinfo=UTC)
ITEMS = ("caf-1", "caf-2", "caf-3", "ma-1", "ma-2", "ma-3")


def answer(cast, return_id, choices, evidence=None):
    for item, choice in choices.items():
        seen = save_choice(cast.store, cast.alice, return_id, item, choice, seen=StoredAnswer(item))
        if evidence and item in evidence:
            named = Evidence(evidence[item])
            save_evidence(cast.store, cast.alice, return_id, item, named, seen=seen)


@pytest.fixture
def look(cast):
    """What is found in 2010's return of Cambridgeshire's police, in a pack that leads from 2009."""

    def looked(levels, evidence=None, *changes, same=ITEMS, **fields):
        pack = next_pack(
            cast.pack, "2010", changes=[{"kind": "same", "from": list(same)}, *changes], **fields
        )
        open_cycle(
            cast.store, OPERATOR, 2010, pack, opens=date(2010, 6, 1), closes=date(2010, 7, 17)
        )
        place = cast.again(cast.cambridgeshire, 2010)
        with clock.stopped_at(JULY_2010):
            answer(cast, place.returns["police"], levels, evidence)
            return second_look_at(
                open_return(cast.store, cast.alice, place.partners["police"], 2010)
            )

    return looked


def concerns(found):
    return [flag.concern for flag in found.flags]


def test_an_ordinary_return_has_no_flag(cast, look):
    answer(cast, cast.police, dict(zip(ITEMS, (2, 3, 2, 3, 4, 3), strict=True)))
    assert look(dict(zip(ITEMS, (3, 3, 2, 4, 4, 3), strict=True))).flags == ()


def test_a_jump_names_its_question_and_last_year_s_level(cast, look):
    answer(cast, cast.police, {"caf-1": 2, "ma-1": 4})
    found = look({"caf-1": 4, "ma-1": 3, "ma-2": 1})
    (flag,) = found.flags
    assert (flag.concern, flag.items) == (QualityConcern.JUMP, ("caf-1",))
    assert found.jumps == {"caf-1": 2}


def test_new_evidence_explains_a_jump_and_last_year_s_does_not(cast, look):
    answer(cast, cast.police, {"caf-1": 2, "ma-1": 2}, {"caf-1": "The audit.", "ma-1": "The list."})
    found = look(
        {"caf-1": 4, "ma-1": 4, "ma-2": 1}, {"caf-1": "The audit of 2010.", "ma-1": "The list."}
    )
    assert set(found.jumps) == {"ma-1"}


def test_a_question_that_cannot_be_compared_is_no_jump(cast, look):
    answer(cast, cast.police, {"caf-1": 1, "caf-2": 1})
    changed = {"kind": "reworded", "from": "caf-1", "to": "caf-9", "comparable": "no"} | WHY
    found = look(
        {"caf-9": 4, "caf-2": 4, "ma-2": 1},
        None,
        changed,
        same=ITEMS[1:],
        caf_1={"id": "caf-9"},
    )
    assert set(found.before) == {"caf-2"}
    assert set(found.jumps) == {"caf-2"}


def test_a_level_is_compared_on_this_year_s_scale(cast, look):
    answer(cast, cast.police, {"caf-1": 2})
    changed = {
        "kind": "reworded",
        "from": "caf-1",
        "comparable": "with_care",
        "convert": {1: 1, 2: 4, 3: 4, 4: 5, 5: 5},
    } | WHY
    found = look({"caf-1": 4, "ma-2": 1}, None, changed, same=ITEMS[1:])
    assert found.before == {"caf-1": 4}
    assert found.flags == ()


def test_a_return_all_at_the_top_is_pointed_out_and_can_be_submitted(cast):
    answer(cast, cast.police, dict.fromkeys(ITEMS, 5))
    view = open_return(cast.store, cast.alice, cast.cambridgeshire.partners["police"], 2009)
    assert concerns(second_look_at(view)) == [QualityConcern.ALL_AT_TOP]
    submit_return(cast.store, cast.alice, cast.police)


def test_many_dont_knows_are_pointed_out_by_their_number_among_all_answers(cast):
    choices = dict.fromkeys(ITEMS[:4], NonScore.DONT_KNOW) | {"ma-2": NonScore.NOT_APPLICABLE}
    answer(cast, cast.police, choices)
    view = open_return(cast.store, cast.alice, cast.cambridgeshire.partners["police"], 2009)
    found = second_look_at(view)
    assert concerns(found) == [QualityConcern.MOSTLY_DONT_KNOW]
    assert found.answered == 5
    assert found.flags[0].reason.startswith("4 of 5 answers")
