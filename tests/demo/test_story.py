"""What the demonstration tells is true in every list: nothing in it contradicts something else."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from owf import clock
from owf.access import Actor, start_session, who_is_there
from owf.assessment.returns.receipt import receipt_of
from owf.assessment.rounds.progress import open_running
from owf.demo.people import DEMO_NAMES
from owf.demo.places import CAMBRIDGESHIRE
from owf.settings import DEMO_TODAY
from owf.store import Store, people
from tests.databases import sqlite_copy
from tests.demo.contradictions import QUESTIONS, asking, contradictions, rows_of
from tests.states import STATES

TODAY = DEMO_TODAY.isoformat()


def test_nothing_contradicts_itself_in_five_years(small_five_years_path):
    assert contradictions(small_five_years_path, TODAY) == {}


def test_nor_in_the_demonstration_that_ends_in_2009(demo_path):
    assert contradictions(demo_path, clock.today().isoformat()) == {}


def test_nor_where_other_regions_have_their_answers_too(england_path):
    assert contradictions(england_path, clock.today().isoformat()) == {}


def test_nor_with_too_few_partners(tmp_path):
    STATES["too-few"](tmp_path / "few.db")
    assert contradictions(tmp_path / "few.db", TODAY) == {}


def test_where_nobody_has_begun_some_have_not_been_there_yet_and_nothing_else(tmp_path):
    STATES["empty"](tmp_path / "empty.db")
    assert contradictions(tmp_path / "empty.db", TODAY).keys() == {
        "somebody with a role who has never been there",
        "somebody whose last visit is not that of the last thing that they did",
    }


# Each question finds what it asks for: a change of the database, and what it makes contradict.
LIES = {
    "a submitted return that nobody of its partner submitted": (
        "UPDATE \"return\" SET submitted_by = 'demo-4-chair' WHERE id = 1"
    ),
    "a submitted return whose submission is not in the record": (
        "DELETE FROM audit_event WHERE action = 'return_submitted'"
    ),
    "a partner that takes part and has nobody who answers for it": (
        "DELETE FROM membership WHERE role = 'respondent'"
    ),
    "an answer that nobody of its partner gave, or after it was submitted": (
        "UPDATE answer SET answered_by = NULL WHERE id = 1"
    ),
    "answers that the record does not count": "DELETE FROM answer WHERE id = 1",
    "a signed round that is neither carried over nor has only submitted returns": (
        "UPDATE \"return\" SET status = 'open', submitted_at = NULL WHERE id = 1"
    ),
    "results that were carried over, of a Trust that has its returns here": (
        "UPDATE audit_event SET action = 'carried_over', person_id = 'operator' "
        "WHERE action = 'round_opened'"
    ),
    "a signature of one who does not chair the Trust, and is not carried over": (
        "DELETE FROM membership WHERE role = 'chair'"
    ),
    "a signature before a return was submitted or a level agreed": (
        "UPDATE signoff SET signed_at = '2008-06-20 12:00:00.000000' WHERE signed_by <> 'operator'"
    ),
    "a level that nobody of the steering group agreed, or before all had submitted": (
        "UPDATE agreed_score SET agreed_at = '2008-06-20 12:00:00.000000' WHERE id = 1"
    ),
    "evidence whose owner or giver does not answer for its partner": (
        "UPDATE evidence SET owner = NULL"
    ),
    "evidence that was added after the return that relies on it was submitted": (
        "UPDATE evidence SET added_at = '2012-07-01 12:00:00.000000'"
    ),
    "responses to a survey that has no link, or that the record does not count": (
        "DELETE FROM survey"
    ),
    "somebody who did something and had not signed in within the half day before": (
        "DELETE FROM audit_event WHERE action = 'signed_in'"
    ),
    "somebody who did something before they were there, or is not there": (
        "UPDATE person SET added_at = '2012-07-01 12:00:00.000000'"
    ),
    "somebody whose last visit is not that of the last thing that they did": (
        "UPDATE person SET last_seen_at = '2008-06-02 12:00:00.000000'"
    ),
    "somebody with a role who has never been there": "UPDATE person SET last_seen_at = NULL",
    "a role that nobody gave, or gave before they were there": (
        "DELETE FROM audit_event WHERE action = 'role_given'"
    ),
    "two of one Trust, or two people to sign in as, of one name": (
        "UPDATE person SET name = 'Jane Archer'"
    ),
    "somebody who is called as their role is, or has no first name": (
        "UPDATE person SET name = 'Chair' WHERE demo_role = 'chair'"
    ),
    "a round that opened before its year did, or that its own coordinator did not open": (
        "UPDATE audit_event SET person_id = 'operator' WHERE action = 'round_opened'"
    ),
    "something that happens after the day that it is": (
        "UPDATE audit_event SET at = '2012-07-11 12:00:00.000000' WHERE action = 'signed_off'"
    ),
}


@pytest.fixture(scope="module")
def without_protection(small_five_years_path, tmp_path_factory):
    """A copy without the triggers that keep people from changing what was signed and recorded."""
    path = tmp_path_factory.mktemp("lies") / "pristine.db"
    shutil.copy(small_five_years_path, path)
    with closing(sqlite3.connect(path)) as database, database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
    return path


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_contradiction_of_each_kind_is_found(kind, without_protection):
    with asking(without_protection) as database:
        assert rows_of(database, kind, TODAY) == []
        assert database.execute(LIES[kind]).rowcount > 0
        assert rows_of(database, kind, TODAY) != []


# As pages read it.


@pytest.fixture
def store(small_five_years_path, tmp_path, environment):
    """A copy of five years, on the demonstration's today."""
    environment.setenv("OWF_TODAY", TODAY)
    with sqlite_copy(small_five_years_path, tmp_path / "five.db") as (_, store):
        yield store


def be(store: Store, role):
    """One of the people to sign in as."""
    with store.reading() as session:
        person = people.person_with_demo_role(session, role)
    found = who_is_there(store, start_session(store, person.id))
    assert isinstance(found, Actor)
    return found


def test_the_coordinator_sees_somebody_behind_every_return(store):
    view = open_running(store, be(store, "coordinator"), CAMBRIDGESHIRE, 2012)
    assert len(view.partners) == 12
    for one in view.partners:
        assert one.people, one.facts.partner_name
        assert all(person.last_seen_at for person in one.people)


def test_a_receipt_names_who_submitted(store):
    view = open_running(store, be(store, "coordinator"), CAMBRIDGESHIRE, 2012)
    submitted = [one for one in view.partners if one.facts.status == "submitted"]
    assert len(submitted) == 11
    for one in submitted:
        receipt = receipt_of(store, be(store, "steering"), one.facts.partner_id, 2012)
        assert receipt.submitted_by in {person.name for person in one.people}


def test_those_to_sign_in_as_have_names_of_persons(store):
    with store.reading() as session:
        found = {one.demo_role: one.name for one in people.demo_people(session)}
    assert found == DEMO_NAMES
    assert all(len(name.split()) == 2 for name in found.values())
