"""Roles as people say them, with the names of places."""

from owf.access import Role
from owf.access.roles import TITLES, roles_in_words
from owf.store.people import RoleHeld


def test_each_role_is_said_with_where_it_is_held(cast):
    said = [
        roles_in_words(cast.store, who.roles)
        for who in (cast.alice, cast.carol, cast.erin, cast.frank, cast.grace, cast.heidi)
    ]
    assert said == [
        ("Answers for Police (Cambridgeshire)",),
        ("Coordinator, Cambridgeshire",),
        ("Chair, Cambridgeshire",),
        ("Regional lead, East of England",),
        ("National team",),
        ("Administrator",),
    ]


def test_several_roles_keep_their_order(cast):
    roles = [*cast.dave.roles, *cast.ivan.roles]
    assert roles_in_words(cast.store, roles) == (
        "Steering group, Cambridgeshire",
        "Answers for Police (Leeds)",
    )


def test_a_place_that_is_gone_is_said_by_its_number(cast):
    gone = [
        RoleHeld(Role.RESPONDENT, "partner", "999999"),
        RoleHeld(Role.CHAIR, "trust", "1"),
        RoleHeld(Role.REGIONAL_LEAD, "region", "E0"),
    ]
    said = roles_in_words(cast.store, gone)
    assert said == ("Answers for 999999", "Chair, 1", "Regional lead, E0")


def test_every_role_has_a_title_of_its_own():
    assert set(TITLES) == set(Role)
    assert len(set(TITLES.values())) == len(Role)
