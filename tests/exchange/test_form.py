"""What a blank form shows of a questionnaire."""

import pytest

from owf.assessment.errors import Refused
from owf.exchange.form import blank_form
from owf.questionnaire import Audience
from tests.exchange.forms import change

LEADERS, PRACTITIONERS = Audience.LEADERS, Audience.PRACTITIONERS


def question(form, question_id):
    (found,) = [one for one in form.questions if one.id == question_id]
    return found


def test_a_partner_s_form_asks_every_question_in_order(pack_2008):
    form = blank_form(pack_2008, LEADERS)
    assert [one.id for one in form.questions] == [item.id for item in pack_2008.items]
    assert [theme.title for theme in form.themes] == [theme.title for theme in pack_2008.themes]


def test_practitioners_are_asked_theirs_alone_and_give_levels_only(pack_2008):
    form = blank_form(pack_2008, PRACTITIONERS)
    asked = pack_2008.items_for(PRACTITIONERS)
    assert [one.id for one in form.questions] == [item.id for item in asked]
    assert len(asked) < len(pack_2008.items)
    assert not form.asks_name
    assert not any(one.has_comment or one.evidence or one.asked for one in form.questions)


def test_who_is_asked_stands_there_in_plain_words(rich_pack):
    form = blank_form(rich_pack, LEADERS)
    assert question(form, "caf-3").asked == ("Leaders only.",)
    assert question(form, "ma-3").asked == (
        "For your organisation's member of the steering group.",
    )
    too = "Practitioners are also asked this."
    assert question(form, "caf-2").asked == (too, "Only for these sectors: Health and Police.")
    assert question(form, "ma-1").asked == (
        too,
        "Only where your answer to CAF 1 is 4 (good), 5 (embedded) or “Not applicable”.",
    )
    assert question(form, "ma-2").asked == (too, "You can leave this one out.")


def test_a_questionnaire_for_leaders_alone_says_nothing_of_practitioners(rich_pack):
    form = blank_form(change(rich_pack, {}, audiences=["leaders"]), LEADERS)
    words = " ".join(" ".join(one.asked) for one in form.questions)
    assert "Practitioners" not in words
    assert "Leaders only" not in words
    assert "steering group" in words


def test_evidence_is_asked_only_where_the_questionnaire_asks_for_it(rich_pack):
    form = blank_form(rich_pack, LEADERS)
    wanted = question(form, "caf-1").evidence
    assert wanted.required_from == 4
    assert "What would count: A list of courses." in wanted.words
    assert "Needed from level 4 up." in wanted.words
    assert [one.id for one in form.questions if one.evidence] == ["caf-1"]


def test_a_question_that_hangs_on_one_that_is_not_asked_is_left_out(rich_pack):
    chained = change(
        rich_pack,
        {
            "ma-1": {"applies_when": {"item": "caf-3", "in": (5,)}},
            "ma-2": {"applies_when": {"item": "ma-1", "in": (5,)}},
        },
    )
    form = blank_form(chained, PRACTITIONERS)
    # caf-3 is for leaders alone, so nobody here can meet the conditions; nor is ma-3 theirs.
    assert [one.id for one in form.questions] == ["caf-1", "caf-2"]
    assert [theme.id for theme in form.themes] == ["caf"]


def test_each_question_has_the_scale_that_it_is_rated_on(rich_pack):
    form = blank_form(rich_pack, LEADERS)
    assert next(one.label for one in question(form, "ma-2").scale.levels) == "quality 1"
    assert next(one.label for one in question(form, "ma-1").scale.levels) == "not yet"
    assert [scale.id for scale in form.scales] == ["progress", "quality"]
    (_, theme) = form.themes
    assert [one.level.label for one in theme.described] == [
        *("not yet", "some", "embedded"),
        *("quality 1", "quality 3", "quality 5"),
    ]


def test_a_character_that_no_document_may_hold_becomes_a_mark(tiny_pack):
    smuggled = change(tiny_pack, {"caf-1": {"text": "Bell \a, nothing \0, and \ufffe."}})
    mark = "\N{REPLACEMENT CHARACTER}"
    text = question(blank_form(smuggled, LEADERS), "caf-1").text
    assert text == f"Bell {mark}, nothing {mark}, and {mark}."


def test_an_audience_that_is_asked_nothing_gets_no_form(tiny_pack):
    with pytest.raises(Refused, match="tiny@2009 has no questions for practitioners"):
        blank_form(change(tiny_pack, {}, audiences=["leaders"]), PRACTITIONERS)
