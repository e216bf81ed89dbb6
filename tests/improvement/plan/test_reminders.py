"""Letters to people who lead actions: to whom, what they say, and when none is due."""

import pytest

from owf.access import OPERATOR
from owf.access.accounts import disable
from owf.access.errors import Refused
from owf.access.mail import MailFailed
from owf.assessment.audit.reading import open_record
from owf.assessment.errors import NotFound
from owf.improvement.plan.reminders import open_reminders, send_lead_reminder
from owf.store import people
from owf.store.audit import EventsWanted


@pytest.fixture
def letters(signed, plan_id):
    return lambda who=signed.carol: open_reminders(signed.store, who, plan_id)


@pytest.fixture
def addresses(signed):
    """Alice has an e-mail address; the rest of the cast has none."""
    with signed.store.writing() as session:
        people.set_email(session, "alice", "alice@example.org")


def to(found):
    return {one.person.name: [action.reference for action in one.actions] for one in found.letters}


def test_each_lead_gets_one_letter_on_all_their_actions(letters, add, leave, agree):
    add()
    add(what="Meet every month.\nAnd more.")
    add(lead_person="dave")
    leave()
    agree()
    found = letters()
    assert to(found) == {"Alice": ["A1", "A2"], "Dave": ["A3"]}
    assert found.quarter.words == "July to September 2009"
    text = found.letters[0].letter.text
    assert text.startswith("Dear Alice,\n\nYou lead these 2 actions in the plan of Cambridgeshire.")
    assert "in July to September 2009, by 30 September 2009." in text
    assert "- A1: Train everybody in the form.\n- A2: Meet every month.\n" in text
    assert "/actions?part=mine&trust=873" in text
    assert text.endswith("please tell me.\n\nCarol\n")


def test_nobody_is_asked_for_what_was_given_or_has_ended(letters, in_force, update, close, on):
    update(in_force, "stopped", "low", "The money was cut.")
    assert to(letters()) == {}
    with on(2009, 9, 20):
        close()
        assert to(letters()) == {}
    with on(2009, 10, 1):
        assert to(letters()) == {}


def test_nobody_is_asked_before_the_quarter_begins_or_the_plan_is_agreed(request, letters, add):
    leave, agree, close, on = map(request.getfixturevalue, ("leave", "agree", "close", "on"))
    add()
    assert (to(letters()), letters().without_lead) == ({}, ())
    leave()
    agree()
    with on(2009, 9, 20):
        close()
        assert to(letters()) == {}
    with on(2009, 10, 1):
        assert to(letters()) == {"Alice": ["A1"]}


def test_an_action_whose_lead_left_is_named(signed, letters, in_force):
    disable(signed.store, signed.heidi, "alice")
    found = letters()
    assert to(found) == {}
    assert [one.reference for one in found.without_lead] == ["A1"]


@pytest.mark.usefixtures("in_force", "addresses")
def test_what_was_sent_is_remembered_and_told(signed, letters, plan_id, mail_server):
    assert letters().letters[0].sent_at is None
    assert send_lead_reminder(signed.store, signed.carol, plan_id, "alice") == "Alice"
    (letter,) = mail_server.letters
    assert letter["To"] == "alice@example.org"
    assert letter["Subject"] == "Cambridgeshire: your actions, July to September 2009"
    assert letters().letters[0].sent_at is not None
    line = open_record(signed.store, OPERATOR, EventsWanted(trust=873)).lines[0]
    assert line.sentence == "Carol sent a reminder to the person who leads A1"


def test_a_letter_that_cannot_go_says_so_and_is_not_recorded(signed, letters, in_force, plan_id):
    with pytest.raises(Refused) as refused:
        send_lead_reminder(signed.store, signed.carol, plan_id, "alice")
    assert str(refused.value) == "Alice has no e-mail address here. Copy the text instead."
    with pytest.raises(NotFound, match=r"No update is asked of this person any more\. Reload"):
        send_lead_reminder(signed.store, signed.carol, plan_id, "dave")
    assert letters(OPERATOR).letters[0].sent_at is None


@pytest.mark.usefixtures("in_force", "mail_server")
def test_what_the_mail_server_refused_is_not_said_to_be_sent(signed, letters, plan_id):
    with signed.store.writing() as session:
        people.set_email(session, "alice", "refused@example.org")
    with pytest.raises(MailFailed):
        send_lead_reminder(signed.store, signed.carol, plan_id, "alice")
    assert letters().letters[0].sent_at is None
