"""Who is listed for whom, and in which words."""

from datetime import UTC, datetime, timedelta

import pytest

from owf import clock
from owf.access import OPERATOR, Role, start_session
from owf.access.accounts import disable
from owf.access.errors import NotAllowed, NotFound
from owf.access.invitations import invite
from owf.access.people import PeopleWanted, State, give_role, list_people, open_person
from owf.store import people
from owf.store.people import RoleHeld
from tests.access.conftest import EVERYWHERE, steering

NINE = datetime(2009, 7, 10, 9, tzinfo=UTC)


def names(cast, who, **wanted):
    return [one.name for one in list_people(cast.store, who, PeopleWanted(**wanted))]


def words(one):
    return [role.words for role in one.roles]


def test_an_administrator_and_the_operator_see_everybody_by_name(cast):
    everybody = [
        "Alice", "Bob", "Carol", "Dave", "Erin", "Frank", "Grace", "Heidi", "Ivan", "Judy",
        "Mallory",
    ]  # fmt: skip
    assert names(cast, cast.heidi) == names(cast, OPERATOR) == everybody


def test_a_coordinator_sees_those_with_a_role_in_its_trust_partners_included(cast):
    assert names(cast, cast.carol, trust=873) == ["Alice", "Bob", "Carol", "Dave", "Erin"]
    for elsewhere in (None, 383):
        with pytest.raises(NotAllowed, match="for administrators and Trust coordinators"):
            names(cast, cast.carol, trust=elsewhere)


@pytest.mark.parametrize("name", ["alice", "dave", "erin", "frank", "grace", "judy", "mallory"])
def test_nobody_else_sees_who_is_who(cast, name):
    for trust in (None, 873):
        with pytest.raises(NotAllowed):
            names(cast, getattr(cast, name), trust=trust)
    with pytest.raises(NotFound):
        open_person(cast.store, getattr(cast, name), "bob")


def test_roles_are_said_in_words_with_their_place(cast):
    found = {one.name: words(one) for one in list_people(cast.store, cast.heidi, PeopleWanted())}
    assert found["Alice"] == ["Answers for Police (Cambridgeshire)"]
    assert found["Erin"] == ["Chair, Cambridgeshire"]
    assert found["Frank"] == ["Regional lead, East of England"]
    assert (found["Grace"], found["Heidi"]) == (["National team"], ["Administrator"])
    assert found["Mallory"] == []


def test_a_coordinator_learns_nothing_of_what_somebody_does_elsewhere(cast):
    for held in (steering(383), EVERYWHERE):
        give_role(cast.store, OPERATOR, "dave", held)
    seen = open_person(cast.store, cast.carol, "dave")
    assert words(seen) == ["Steering group, Cambridgeshire"]
    assert len(open_person(cast.store, cast.heidi, "dave").roles) == 3
    assert not seen.may_make_link
    assert "a role that you do not manage" in seen.may_make_link.reason


def test_a_person_of_another_trust_is_not_there_for_a_coordinator(cast):
    for stranger in ("ivan", "mallory", "nobody"):
        with pytest.raises(NotFound):
            open_person(cast.store, cast.carol, stranger)


def test_what_may_be_taken_is_known_beforehand(cast):
    def may_take(who, person):
        return [role.may_take for role in open_person(cast.store, who, person).roles]

    assert may_take(cast.carol, "dave") == may_take(cast.heidi, "erin") == [True]
    assert may_take(cast.carol, "erin") == may_take(cast.carol, "carol") == [False]


def test_people_are_found_by_name_address_role_and_state(cast):
    invite(cast.store, cast.heidi, "zoe@example.org", "Zoë O’Neill", [steering()])
    disable(cast.store, cast.heidi, "bob")
    assert names(cast, cast.heidi, text=" zoË ") == ["Zoë O’Neill"]
    assert names(cast, cast.heidi, text="ZOE@example") == ["Zoë O’Neill"]
    assert names(cast, cast.heidi, role=Role.STEERING) == ["Dave", "Zoë O’Neill"]
    assert names(cast, cast.heidi, role=Role.RESPONDENT, state=State.NEVER) == ["Alice", "Ivan"]
    assert names(cast, cast.heidi, state=State.DISABLED) == ["Bob"]
    assert names(cast, cast.heidi, state=State.INVITED) == ["Zoë O’Neill"]
    assert names(cast, cast.heidi, text="nobody at all") == []


def test_how_somebody_stands_follows_what_happens(cast):
    def state(person):
        found = open_person(cast.store, cast.heidi, person)
        return found.state, found.state_in_words, found.last_seen_at

    with clock.stopped_at(NINE):
        zoe = invite(cast.store, cast.heidi, "zoe@example.org", "Zoë", [steering()]).person_id
        until = NINE + timedelta(days=14)
        assert state(zoe) == (State.INVITED, "Invited until 24 July 2009, 10:00", None)
    with clock.stopped_at(until):
        said = "Never signed in; the link expired on 24 July 2009, 10:00"
        assert state(zoe) == (State.NEVER, said, None)
        start_session(cast.store, zoe)
        assert state(zoe) == (State.ACTIVE, "Active", until)
        disable(cast.store, cast.heidi, zoe)
        assert state(zoe) == (
            State.DISABLED,
            "Disabled since 24 July 2009, 10:00",
            until,
        )


def test_a_role_whose_place_is_gone_is_shown_and_can_be_taken(cast):
    with cast.store.writing() as session:
        people.give_role(session, "dave", RoleHeld(Role.RESPONDENT, "partner", "4711"))
    found = open_person(cast.store, cast.heidi, "dave")
    assert "Answers for a place that no longer exists" in words(found)
    assert all(role.may_take for role in found.roles)
