"""What a return asks: by sector, by an earlier answer, with evidence where the level needs it."""

from owf.assessment.asked_items import (
    applying_items,
    items_asked,
    lacks_evidence,
    progress_of,
    that_count,
    without_answer,
    without_evidence,
)
from owf.questionnaire import NonScore
from owf.store.answers import RoundAnswer, StoredAnswer
from tests.tiny_pack import next_pack

ONLY_WHERE_DONE = {"applies_when": {"item": "caf-1", "in": [3, 4, 5]}}


def ids(items):
    return [item.id for item in items]


def given(**levels):
    return {
        one.replace("_", "-"): StoredAnswer(one.replace("_", "-"), level)
        for one, level in levels.items()
    }


def test_a_partner_is_asked_what_its_sector_is_asked(tiny_pack):
    pack = next_pack(tiny_pack, "2010", ma_2={"sectors": ["police", "schools"]})
    assert "ma-2" in ids(items_asked(pack, sector="police"))
    assert "ma-2" not in ids(items_asked(pack, sector="health"))
    assert "ma-2" in ids(items_asked(pack))


def test_a_theme_alone_can_be_asked_for(tiny_pack):
    assert ids(items_asked(tiny_pack, tiny_pack.theme("caf"))) == ["caf-1", "caf-2", "caf-3"]


def test_a_question_is_asked_once_its_condition_is_met(tiny_pack):
    pack = next_pack(tiny_pack, "2010", caf_2=ONLY_WHERE_DONE)
    assert "caf-2" not in ids(items_asked(pack, given={}))
    assert "caf-2" not in ids(items_asked(pack, given=given(caf_1=2)))
    assert "caf-2" in ids(items_asked(pack, given=given(caf_1=3)))
    assert "caf-2" in ids(items_asked(pack))


def test_a_condition_in_another_theme_holds_there_too(tiny_pack):
    pack = next_pack(tiny_pack, "2010", ma_1=ONLY_WHERE_DONE)
    theme = pack.theme("multi-agency")
    assert ids(items_asked(pack, theme, given=given(caf_1=1))) == ["ma-2", "ma-3"]
    assert ids(items_asked(pack, theme, given=given(caf_1=5))) == ["ma-1", "ma-2", "ma-3"]


def test_a_non_score_can_be_the_condition(tiny_pack):
    pack = next_pack(
        tiny_pack, "2010", caf_2={"applies_when": {"item": "caf-1", "in": ["dont_know"]}}
    )
    answer = {"caf-1": StoredAnswer("caf-1", None, NonScore.DONT_KNOW)}
    assert "caf-2" in applying_items(pack.items, answer)


def test_an_answer_to_what_does_not_apply_meets_no_further_condition(tiny_pack):
    pack = next_pack(
        tiny_pack,
        "2010",
        caf_2=ONLY_WHERE_DONE,
        caf_3={"applies_when": {"item": "caf-2", "in": [4]}},
    )
    assert "caf-3" in applying_items(pack.items, given(caf_1=3, caf_2=4))
    assert "caf-3" not in applying_items(pack.items, given(caf_1=1, caf_2=4))


def test_what_does_not_apply_counts_nowhere_and_the_rest_does(tiny_pack):
    pack = next_pack(tiny_pack, "2010", caf_2=ONLY_WHERE_DONE)

    def said(partner, item, level):
        return RoundAnswer(partner, "police", item, level, None)

    kept = [said(1, "caf-1", 4), said(1, "caf-2", 2), said(2, "caf-1", 1)]
    assert that_count(pack, [*kept, said(2, "caf-2", 5)]) == kept


def test_a_question_that_may_stay_open_is_neither_missing_nor_counted(tiny_pack):
    pack = next_pack(tiny_pack, "2010", caf_3={"required": False})
    items = items_asked(pack, pack.theme("caf"))
    answers = given(caf_1=3)
    assert ids(without_answer(items, answers)) == ["caf-2"]
    done = progress_of(items, answers | given(caf_3=2))
    assert (done.answered, done.of) == (1, 2)


def test_evidence_is_missing_from_the_level_that_asks_for_it(tiny_pack):
    pack = next_pack(tiny_pack, "2010", caf_3={"evidence": {"required_from": 4}})
    item = pack.item("caf-3")
    assert not lacks_evidence(item, StoredAnswer("caf-3", 3))
    assert lacks_evidence(item, StoredAnswer("caf-3", 4))
    assert not lacks_evidence(item, StoredAnswer("caf-3", 5, evidence="The audit of May."))
    assert not lacks_evidence(item, StoredAnswer("caf-3", None, "dont_know"))
    assert ids(without_evidence(pack.items, given(caf_1=5, caf_3=5))) == ["caf-3"]
