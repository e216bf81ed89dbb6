"""Replies, check list, families and reopening as Streamlit runs them, by all who see them."""

from __future__ import annotations

from datetime import date

import pytest

from owf.assessment.moderation.agreeing import agree_level, open_moderation
from owf.assessment.moderation.families import keep_voice
from owf.assessment.moderation.replies import reply_to_level
from owf.assessment.rounds.partners import reopen_return
from owf.assessment.signing.reopening import reopen_round
from owf.assessment.signing.sign_off import open_sign_off, sign_off
from owf.store import rounds
from owf.store.moderation import HeardVoice
from tests.cast import EAST_OF_ENGLAND
from tests.web.rendered import html_of

UNEQUAL = {"health": 2, "police": 3, "schools": 5}


@pytest.fixture
def visit(open_page_of_cast):
    """A page as somebody sees it, without an error."""

    def open_page(name, who, **address):
        found = open_page_of_cast(name, who, **address)
        assert not found.exception
        return found

    return open_page


@pytest.fixture
def settled(cast):
    """Everything is submitted and settled; CAF 1 at 5, for a reason."""
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
    cast.accept_all(cast.cambridgeshire)
    agree_level(
        cast.store, cast.dave, cast.cambridgeshire.round_id, "caf-1", 5,
        reason="Seen <in> the audit.", seen_version=1,
    )  # fmt: skip


@pytest.fixture
def replied(cast, settled):
    """The police have replied to CAF 1."""
    return reply_to_level(
        cast.store, cast.alice, cast.police, "caf-1", "We <b>never</b> saw it.", seen_version=2
    )


def press(page, label):
    (button,) = [one for one in page.button if one.label == label]
    found = button.click().run()
    assert not found.exception
    return found


def test_a_partner_reads_the_levels_with_reasons_and_replies_once(cast, settled, visit):
    page = visit("assessment", cast.alice)
    assert "What Cambridgeshire agrees" in html_of(page)
    assert "Seen &lt;in&gt; the audit." in html_of(page)
    page.selectbox[0].set_value("caf-1")
    page.text_area[0].set_value("We see it otherwise.")
    press(page, "Send the reply")
    assert "Your reply on CAF 1 was sent." in html_of(page)
    assert "We see it otherwise." in html_of(page)
    assert "Not answered yet." in html_of(page)
    assert "CAF 1: agreed 5, you said 3" not in page.selectbox[0].options
    (waiting,) = open_moderation(cast.store, cast.carol, 873, 2009).waiting_replies
    assert (waiting.partner_name, waiting.text) == ("Police", "We see it otherwise.")


def test_a_reply_is_sent_only_to_the_level_that_was_on_the_screen(cast, settled, visit):
    page = visit("assessment", cast.alice)
    agree_level(
        cast.store, cast.dave, cast.cambridgeshire.round_id, "caf-1", 4,
        reason="After all.", seen_version=2,
    )  # fmt: skip
    page.selectbox[0].set_value("caf-1")
    page.text_area[0].set_value("5 is too high.")
    press(page, "Send the reply")
    assert "was changed to 4 since you read it" in html_of(page)
    assert open_moderation(cast.store, cast.carol, 873, 2009).waiting_replies == ()


def test_moderators_find_the_reply_and_let_it_stand(cast, replied, visit):
    page = visit("moderation", cast.carol, trust=873, year=2009, show="all")
    assert "1 reply is to be answered." in html_of(page)
    assert "1 to answer" in html_of(page)
    page = visit("moderation", cast.carol, trust=873, year=2009, item="caf-1")
    assert "We &lt;b&gt;never&lt;/b&gt; saw it." in html_of(page)
    (box,) = [one for one in page.checkbox if "Still not agreed" in one.label]
    box.check()
    press(page, "Save this answer")
    assert "This disagreement is kept in the record." in html_of(page)
    assert open_moderation(cast.store, cast.carol, 873, 2009).waiting_replies == ()


def test_the_check_list_names_what_is_missing_and_there_is_no_way_to_sign(cast, replied, visit):
    page = visit("sign_off", cast.erin, trust=873, year=2009)
    shown = html_of(page)
    assert "Check list" in shown
    assert "Police on CAF 1" in shown
    assert "All 3 partners have submitted." in shown
    assert [one.label for one in page.button if one.label.startswith("Sign off")] == []


def test_the_chair_signs_with_a_name_of_their_own_only(cast, settled, visit):
    page = visit("sign_off", cast.erin, trust=873, year=2009)
    page.radio(key="publication").set_value("full").run()
    press(page, "Sign off 2009")
    assert "Type your name" in html_of(page)
    page.text_input(key="sign-name").input("Somebody else")
    press(page, "Sign off 2009")
    assert "type your name as it is in your account: Erin" in html_of(page)
    page.text_input(key="sign-name").input("Erin")
    press(page, "Sign off 2009")
    assert open_sign_off(cast.store, cast.erin, 873, 2009).signature is not None


def test_a_note_on_a_question_is_added_on_the_sign_off_page(cast, settled, visit):
    page = visit("sign_off", cast.carol, trust=873, year=2009)
    page.selectbox[0].set_value("caf/caf-2")
    (box,) = [one for one in page.text_area if one.label == "Note for readers of your results"]
    box.set_value("Roll-out came later.")
    press(page, "Add the note")
    assert "on CAF 2: Roll-out came later." in html_of(page)


def test_the_coordinator_enters_what_parents_said_and_is_warned_of_names(cast, settled, visit):
    page = visit("moderation", cast.carol, trust=873, year=2009, show="all")
    assert "Do not write the name of a child or family" in html_of(page)
    (who,) = [one for one in page.selectbox if one.label == "Who spoke"]
    who.set_value("parents")
    (source,) = [one for one in page.text_input if one.label.startswith("Where they said it")]
    source.set_value("Forum in Ely")
    (messages,) = [one for one in page.text_area if one.label.startswith("Key messages")]
    messages.set_value("We told our story once.")
    (keep,) = [one for one in page.button if one.label == "Save this entry"]
    keep.click().run()
    assert not page.exception
    assert "We told our story once." in html_of(page)
    assert "Do not write the name of a child" not in html_of(
        visit("moderation", cast.dave, trust=873, year=2009, show="all")
    )


def test_reopening_is_the_chair_s_and_is_told_to_regional_lead_and_national_team(
    cast, settled, visit
):
    keep_voice(
        cast.store, cast.carol, cast.cambridgeshire.round_id,
        HeardVoice("children", "School council", date(2009, 5, 1), 9, "Ask."),
    )  # fmt: skip
    sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "full")
    page = visit("sign_off", cast.carol, trust=873, year=2009)
    assert [one.label for one in page.button if one.label.startswith("Reopen")] == []
    page = visit("sign_off", cast.erin, trust=873, year=2009)
    assert "Frank, regional lead" in html_of(page)
    assert "Grace, national team" in html_of(page)
    page.text_area(key="reopen-reason").set_value("A <level> was wrong")
    press(page, "Reopen 2009")
    assert "Version 1 was reopened on" in html_of(page)
    assert "2009 is open again. People who have used it will see a notice" in html_of(page)
    said = "because: A &lt;level&gt; was wrong. You will see version 1"
    for who in (cast.frank, cast.grace):
        assert said in html_of(visit("start", who))
        address = {"region": EAST_OF_ENGLAND, "year": 2009}
        assert said in html_of(visit("region", who, **address))
    assert said not in html_of(visit("start", cast.alice))


def test_the_trust_compares_its_signed_version_and_is_told_that_a_new_one_comes(
    cast, settled, visit
):
    sign_off(cast.store, cast.erin, cast.cambridgeshire.round_id, "full")
    reopen_round(cast.store, cast.erin, cast.cambridgeshire.round_id, "A level was wrong.")
    shown = html_of(visit("compare", cast.alice, trust=873, year=2009))
    assert "until version 2 is signed" in shown
    assert "version 1." in shown
    assert "Hash of everything that was signed" in shown


# What a partner hears after it has submitted, on its start page and on its return.


@pytest.fixture
def both(cast, visit):
    """What Alice reads on her start page and on her return."""
    return lambda: [html_of(visit(page, cast.alice)) for page in ("start", "assessment")]


def test_a_partner_reads_on_both_how_many_levels_differ_and_that_it_may_reply(cast, settled, both):
    for shown in both():
        assert "6 levels were agreed in Cambridgeshire so far:" in shown
        assert "1 differs from yours, 5 are the same." in shown
        assert "You can reply once to each level" in shown
    reply_to_level(cast.store, cast.alice, cast.police, "caf-1", "No.", seen_version=2)
    for shown in both():
        assert "You have replied to 1." in shown


def test_before_anything_is_agreed_both_say_nothing_of_it(cast, both):
    cast.submit_all(cast.cambridgeshire, UNEQUAL)
    for shown in both():
        assert "agreed in Cambridgeshire" not in shown


def test_once_signed_both_say_that_no_reply_can_come(cast, replied, both):
    with cast.store.writing() as session:
        rounds.set_round_status(session, cast.cambridgeshire.round_id, "signed", "full")
    for shown in both():
        assert "1 differs from yours, 5 are the same." in shown
        assert "no more replies can be added. You have replied to 1." in shown


def test_after_its_return_was_reopened_both_say_why(cast, settled, both):
    reopen_return(cast.store, cast.carol, cast.police, "CAF 2 says two things.")
    for shown in both():
        assert "Carol reopened your self-assessment on" in shown
        assert "CAF 2 says two things." in shown
        assert "agreed in Cambridgeshire" not in shown


def test_after_the_round_was_reopened_both_say_why_and_that_it_may_reply_again(cast, both):
    cast.sign(cast.cambridgeshire, {"health": 2, "police": 3, "schools": 3})
    reopen_round(cast.store, cast.erin, cast.cambridgeshire.round_id, "A level was wrong")
    for shown in both():
        assert "The chair of Cambridgeshire reopened the signed results on" in shown
        assert "A level was wrong." in shown
        assert "You can reply once to each level" in shown
