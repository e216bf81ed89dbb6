"""The page Sign-off: what is about to be signed, whose name is wanted, and what comes after it."""

from __future__ import annotations

from datetime import date

import pytest

from owf.assessment.signing.sign_off import open_sign_off, sign_off
from owf.assessment.survey.links import make_link
from tests.web.rendered import html_of

LEVELS = {"health": 4, "police": 5, "schools": 3}


@pytest.fixture
def page(cast, open_page_of_cast):
    """The page of Cambridgeshire's 2009, as its chair sees it."""

    def visit(who=cast.erin):
        return open_page_of_cast("sign_off", who, trust="873", year="2009")

    return visit


@pytest.fixture
def ready(cast):
    """Everything is agreed: the chair can sign."""
    cast.submit_all(cast.cambridgeshire, LEVELS)
    cast.accept_all(cast.cambridgeshire)


def sign(page, name):
    page.radio(key="publication").set_value("full").run()
    page.text_input(key="sign-name").input(name)
    (button,) = [one for one in page.button if one.label == "Sign off 2009"]
    return button.click().run()


def test_a_round_without_an_answer_is_not_ticked_and_shows_no_scores(page):
    found = html_of(page())
    assert "0 of 6 questions are agreed. No question has an answer yet." in found
    assert "Done" not in found
    assert "What is about to be signed" not in found
    assert "You can sign here once nothing is missing." in found


def test_it_shows_what_is_about_to_be_signed_and_says_what_each_score_is(ready, page):
    found = html_of(page())
    assert "What is about to be signed" in found
    assert "The large number is the mean of the partners' own answers" in found
    assert "<strong>4.0</strong> <span>of 5</span>" in found
    assert "nothing of 2008 to compare with" in found


def test_the_box_names_the_person_who_signs_and_refuses_another_with_that_name(cast, ready, page):
    found = page()
    assert found.text_input(key="sign-name").label == (
        "Type your own name, Erin, to sign as chair of Cambridgeshire's steering group"
    )
    found = sign(found, "Jane Archer")
    assert "type your name as it is in your account: Erin" in html_of(found)
    assert open_sign_off(cast.store, cast.erin, 873, 2009).is_open


def test_it_warns_that_the_signature_closes_a_survey_that_is_open(cast, ready, page):
    assert "survey is open until" not in html_of(page())
    make_link(cast.store, cast.carol, cast.cambridgeshire.round_id, date(2009, 7, 17))
    assert "survey is open until 17 July 2009." in html_of(page())


def test_after_the_signature_it_says_signed_first_and_folds_the_way_back(cast, ready, page):
    found = html_of(sign(page(), "erin"))
    assert found.index("Signed off: 2009") < found.index("Signed on 10 July 2009")
    (fold,) = [one for one in page().expander if one.label.startswith("Reopen 2009")]
    assert fold.label == "Reopen 2009 and sign it again as version 2"
    assert not fold.proto.expanded


def test_the_hash_is_shown_only_behind_what_it_is_for(cast, ready, page):
    digest = sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "full")
    found = html_of(page())
    before, _, behind = found.partition("<summary>How it can be checked</summary>")
    assert digest not in before
    assert digest in behind
