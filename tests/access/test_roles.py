"""Giving and taking roles: by whom, where, and what never happens."""

import threading

import pytest

from owf import clock
from owf.access import OPERATOR, Actor, Role, start_session, who_is_there
from owf.access.errors import LinkRefused, NotAllowed, NotFound, PersonRefused
from owf.access.one_time_links import Purpose, make_link, person_of_link
from owf.access.people import give_role, take_role
from owf.store import people
from owf.store.people import RoleHeld
from tests.access.conftest import EVERYWHERE, answers_for, steering

CHAIR = RoleHeld(Role.CHAIR, "trust", "873")
EAST = RoleHeld(Role.REGIONAL_LEAD, "region", "E12000006")


def roles_of(cast, person_id):
    with cast.store.reading() as session:
        return list(people.roles_of(session, person_id))


def test_a_role_counts_from_the_next_click_and_so_does_its_end(cast, recorded):
    token = start_session(cast.store, "dave")
    assert give_role(cast.store, cast.heidi, "dave", CHAIR)
    assert who_is_there(cast.store, token).holds(Role.CHAIR, "trust", 873)
    assert take_role(cast.store, cast.heidi, "dave", CHAIR)
    assert not who_is_there(cast.store, token).has(Role.CHAIR)
    assert recorded() == [
        ("role_taken", "heidi", "dave", 873),
        ("role_given", "heidi", "dave", 873),
    ]


def test_the_same_role_twice_is_given_and_taken_once(cast, recorded):
    assert give_role(cast.store, cast.heidi, "mallory", EAST)
    assert not give_role(cast.store, cast.heidi, "mallory", EAST)
    assert take_role(cast.store, cast.heidi, "mallory", EAST)
    assert not take_role(cast.store, cast.heidi, "mallory", EAST)
    assert len(recorded()) == 2


def test_a_coordinator_gives_and_takes_respondents_and_the_steering_group_of_its_trust(cast):
    ours = answers_for(cast.cambridgeshire.partners["health"])
    assert give_role(cast.store, cast.carol, "dave", ours)
    assert give_role(cast.store, cast.carol, "alice", steering())
    assert take_role(cast.store, cast.carol, "dave", steering())
    assert take_role(cast.store, cast.carol, "dave", ours)
    assert roles_of(cast, "dave") == []


def test_a_coordinator_gives_nothing_else(cast):
    theirs = answers_for(cast.leeds.partners["police"])
    for held in (CHAIR, RoleHeld(Role.COORDINATOR, "trust", "873"), EAST, EVERYWHERE,
                 steering(383), theirs, RoleHeld(Role.NATIONAL, "all", "")):  # fmt: skip
        with pytest.raises(NotAllowed):
            give_role(cast.store, cast.carol, "dave", held)
    with pytest.raises(NotAllowed, match="administrator to invite a coordinator or a chair"):
        take_role(cast.store, cast.carol, "erin", CHAIR)
    assert roles_of(cast, "dave") == [steering()]
    assert CHAIR in roles_of(cast, "erin")


def test_a_coordinator_reaches_nobody_outside_its_trust(cast):
    for stranger in ("ivan", "judy", "mallory", "nobody"):
        with pytest.raises(NotFound, match="This person is not in your list"):
            give_role(cast.store, cast.carol, stranger, steering())


@pytest.mark.parametrize("name", ["alice", "dave", "erin", "frank", "grace", "ivan", "mallory"])
def test_nobody_else_gives_or_takes_any_role(cast, name):
    who = getattr(cast, name)
    for held in (steering(), EVERYWHERE, *who.roles):
        with pytest.raises(NotAllowed):
            give_role(cast.store, who, "bob", held)
    with pytest.raises(NotAllowed):
        take_role(cast.store, who, "dave", steering())


@pytest.mark.parametrize(
    "held",
    [
        RoleHeld(Role.CHAIR, "trust", "100"),
        RoleHeld(Role.CHAIR, "trust", "Leeds"),
        RoleHeld(Role.CHAIR, "trust", "99999999999999999999"),
        RoleHeld(Role.REGIONAL_LEAD, "region", "E99999999"),
        RoleHeld(Role.RESPONDENT, "partner", "4711"),
        RoleHeld(Role.RESPONDENT, "partner", "-1"),
    ],
)
def test_it_refuses_a_place_that_is_not_there(cast, held):
    with pytest.raises(PersonRefused, match="cannot give that role there"):
        give_role(cast.store, cast.heidi, "dave", held)


def test_it_refuses_a_role_in_a_place_of_another_kind(cast):
    for held in (
        RoleHeld(Role.CHAIR, "region", "E12000006"),
        RoleHeld(Role.ADMINISTRATOR, "all", "873"),
        RoleHeld(Role.ADMINISTRATOR, "trust", "873"),
        RoleHeld(Role.RESPONDENT, "trust", "873"),
    ):
        with pytest.raises(NotAllowed, match="cannot give the role"):
            give_role(cast.store, cast.heidi, "dave", held)


def test_nobody_gives_a_role_to_themselves(cast):
    for who, held in ((cast.heidi, CHAIR), (cast.carol, steering())):
        with pytest.raises(NotAllowed, match="give yourself a role"):
            give_role(cast.store, who, who.id, held)


def test_nothing_is_given_to_somebody_who_is_disabled(cast):
    with cast.store.writing() as session:
        people.set_disabled(session, "dave", clock.now())
    with pytest.raises(PersonRefused, match="Dave is disabled"):
        give_role(cast.store, cast.heidi, "dave", CHAIR)


def test_the_last_administrators_role_stays(cast):
    for who in (cast.heidi, OPERATOR):
        with pytest.raises(PersonRefused, match="last administrator"):
            take_role(cast.store, who, "heidi", EVERYWHERE)
    give_role(cast.store, cast.heidi, "grace", EVERYWHERE)
    assert take_role(cast.store, cast.heidi, "heidi", EVERYWHERE)


def test_an_administrator_who_is_disabled_is_none_that_could_go_on(cast):
    give_role(cast.store, cast.heidi, "grace", EVERYWHERE)
    with cast.store.writing() as session:
        people.set_disabled(session, "grace", clock.now())
    with pytest.raises(PersonRefused, match="last administrator"):
        take_role(cast.store, cast.heidi, "heidi", EVERYWHERE)


@pytest.mark.databases("sqlite", "postgresql")
def test_two_administrators_cannot_take_each_others_role_at_the_same_time(cast):
    grace = Actor("grace", "Grace", (EVERYWHERE,))
    for _ in range(5):
        if EVERYWHERE not in roles_of(cast, "grace"):
            give_role(cast.store, OPERATOR, "grace", EVERYWHERE)
        if EVERYWHERE not in roles_of(cast, "heidi"):
            give_role(cast.store, OPERATOR, "heidi", EVERYWHERE)
        together = threading.Barrier(2)
        refused = []

        def take(who, whom, together=together, refused=refused):
            together.wait()
            try:
                take_role(cast.store, who, whom, EVERYWHERE)
            except PersonRefused as last:
                refused.append(str(last))

        both = [
            threading.Thread(target=take, args=pair)
            for pair in ((cast.heidi, "grace"), (grace, "heidi"))
        ]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert len(refused) == 1
        assert [EVERYWHERE in roles_of(cast, one) for one in ("heidi", "grace")].count(True) == 1


@pytest.mark.parametrize(
    ("held", "still_opens"),
    [(steering(), True), (steering(383), False), (CHAIR, False), (EVERYWHERE, False)],
)
def test_a_waiting_link_never_opens_more_than_whoever_made_it_could_give(cast, held, still_opens):
    partner = answers_for(cast.cambridgeshire.partners["police"])
    with cast.store.writing() as session:
        people.add_person(session, "anna", "Anna", email="anna@example.org", roles=[partner])
        link = make_link(session, "anna", Purpose.INVITATION)
    give_role(cast.store, cast.heidi, "anna", held)
    if still_opens:
        assert person_of_link(cast.store, link.token)[0].id == "anna"
    else:
        with pytest.raises(LinkRefused):
            person_of_link(cast.store, link.token)
