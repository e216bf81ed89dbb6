"""What stands beside a change where the questionnaire changed."""

from owf.assessment.comparability.notes import ChangeNotes
from owf.web.results.sections import changed_questions

NEW = "new in 2009, so there is nothing to compare with"


def test_nothing_is_said_where_both_years_asked_the_same(tiny_pack):
    assert changed_questions(ChangeNotes(), tiny_pack) == ""


def test_themes_without_a_change_are_named_together_with_the_reason(tiny_pack):
    said = changed_questions(ChangeNotes(nothing_for={"caf": NEW, "multi-agency": NEW}), tiny_pack)
    assert said == (
        "<p>No change is shown on Common Assessment Framework and Multi-agency working (new in "
        "2009, so there is nothing to compare with).</p>"
    )


def test_what_changed_opens_below_the_sentences_and_is_escaped(tiny_pack):
    notes = ChangeNotes(
        sentence="Change is calculated on 5 of the 6 questions of 2009.",
        without_answers="The results of one Trust were signed without the answers.",
        changed=(("caf", "CAF 1: compared with care. <b>Health & care</b>"),),
    )
    said = changed_questions(notes, tiny_pack)
    assert said.startswith(
        "<p>Change is calculated on 5 of the 6 questions of 2009. "
        "The results of one Trust were signed without the answers.</p><details"
    )
    assert "<summary>What changed in the questions</summary>" in said
    assert "<li>CAF 1: compared with care. &lt;b&gt;Health &amp; care&lt;/b&gt;</li>" in said
