"""Disabling, enabling and erasing people, and what stays of them."""

import pytest
from sqlalchemy import inspect, text

from owf.access import OPERATOR, Actor, start_session, who_is_there
from owf.access.accounts import disable, enable, erase, what_remains
from owf.access.errors import LinkRefused, NotAllowed, NotFound, PersonRefused
from owf.access.one_time_links import Purpose, make_link, person_of_link
from owf.access.people import give_role
from owf.assessment.returns.answering import save_choice
from owf.assessment.returns.submitting import submit_return
from owf.assessment.signing.verifying import verify_versions
from owf.store import people
from owf.store.answers import StoredAnswer
from tests.access.conftest import EVERYWHERE, answers_for

ACCOUNTS = {
    "disable": disable,
    "enable": enable,
    "erase": erase,
    "ask what remains of": what_remains,
}

each = pytest.mark.parametrize("change", ACCOUNTS.values(), ids=ACCOUNTS)
each_that_ends = pytest.mark.parametrize("change", [disable, erase, what_remains])


def test_a_disabled_person_is_out_at_the_next_click_and_in_again_when_enabled(cast, recorded):
    token = start_session(cast.store, "alice")
    disable(cast.store, cast.heidi, "alice")
    assert who_is_there(cast.store, token) is None
    enable(cast.store, cast.heidi, "alice")
    assert who_is_there(cast.store, token) is None, "the old browser stays signed out"
    again = who_is_there(cast.store, start_session(cast.store, "alice"))
    assert again.roles == cast.alice.roles
    assert recorded() == [
        ("enabled", "heidi", "alice", None),
        ("disabled", "heidi", "alice", None),
    ]


def test_disabling_and_enabling_twice_changes_nothing_more(cast, recorded):
    for change in (disable, disable, enable, enable):
        change(cast.store, cast.heidi, "alice")
    assert len(recorded()) == 2


def test_a_link_that_waited_opens_nothing_after_its_person_is_enabled_again(cast):
    with cast.store.writing() as session:
        link = make_link(session, "alice", Purpose.INVITATION)
    disable(cast.store, cast.heidi, "alice")
    enable(cast.store, cast.heidi, "alice")
    with pytest.raises(LinkRefused):
        person_of_link(cast.store, link.token)


@each
@pytest.mark.parametrize("name", ["alice", "carol", "erin", "frank", "grace", "mallory"])
def test_only_administrators_look_after_accounts(cast, change, name):
    with pytest.raises(NotAllowed, match="Only an administrator can disable or erase"):
        change(cast.store, getattr(cast, name), "bob")


@each
def test_an_unknown_person_is_refused(cast, change):
    with pytest.raises(NotFound, match="not in your list"):
        change(cast.store, cast.heidi, "nobody")


@each_that_ends
def test_nobody_ends_their_own_account(cast, change):
    give_role(cast.store, OPERATOR, "grace", EVERYWHERE)
    with pytest.raises(NotAllowed, match="themselves: ask another administrator"):
        change(cast.store, cast.heidi, "heidi")


@each_that_ends
def test_the_last_administrator_stays(cast, change):
    with pytest.raises(PersonRefused, match="last administrator"):
        change(cast.store, OPERATOR, "heidi")
    give_role(cast.store, OPERATOR, "grace", EVERYWHERE)
    change(cast.store, Actor("grace", "Grace", (EVERYWHERE,)), "heidi")


@each_that_ends
def test_the_demonstration_keeps_its_people_and_the_sentence_says_why(cast, change):
    with cast.store.writing() as session:
        people.add_person(session, "demo", "Chair", demo_role="chair")
    with pytest.raises(PersonRefused, match="one of the people in the demonstration"):
        change(cast.store, cast.heidi, "demo")


@pytest.mark.databases("sqlite", "postgresql")
def test_erasing_takes_who_it_was_and_leaves_what_they_did(cast, recorded):
    with cast.store.writing() as session:
        session.execute(
            text("UPDATE person SET name = 'Erin Unique', email = 'erin@unique.example' "
                 "WHERE id = 'erin'")
        )  # fmt: skip
    place = cast.cambridgeshire
    for_health = Actor("erin", "Erin", (answers_for(place.partners["health"]),))
    for item in cast.pack.items:
        save_choice(
            cast.store, for_health, place.returns["health"], item.id, 3, seen=StoredAnswer(item.id)
        )
    submit_return(cast.store, for_health, place.returns["health"])
    cast.sign(place, {"police": 3, "schools": 3})
    token = start_session(cast.store, "erin")
    told = what_remains(cast.store, cast.heidi, "erin")
    done = erase(cast.store, cast.heidi, "erin")
    assert done == told
    assert done.name == "Erin Unique"
    assert (done.traces.answers, done.traces.submissions) == (6, 1)
    assert (done.traces.agreed_levels, done.traces.signatures) == (6, 1)
    assert [one.split(",")[0] for one in done.sentences][:3] == [
        "6 answers with their comments stay",
        "6 agreed levels with their reasons stay",
        "1 signature stays",
    ]
    assert who_is_there(cast.store, token) is None
    assert verify_versions(cast.store, OPERATOR, 873, 2009)[0].holds
    with cast.store.reading() as session:
        kept = [
            str(cell)
            for table in inspect(session.connection()).get_table_names()
            for row in session.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608
            for cell in row
        ]
    assert not [cell for cell in kept if "Unique" in cell or "unique.example" in cell]
    assert recorded()[0] == ("erased", "heidi", "erin", None)
    with pytest.raises(NotFound):
        erase(cast.store, cast.heidi, "erin")


def test_of_somebody_who_did_nothing_only_the_record_is_named(cast):
    remains = what_remains(cast.store, cast.heidi, "mallory")
    assert remains.sentences == ["The record holds only the erasure itself."]
    give_role(cast.store, cast.heidi, "mallory", EVERYWHERE)
    remains = what_remains(cast.store, cast.heidi, "mallory")
    assert remains.sentences == ["1 event in the record stays, because it must show what was done."]
