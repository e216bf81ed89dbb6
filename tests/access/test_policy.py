"""What the table of roles does not hold: look-alike numbers, several roles, and the reasons."""

import pytest

from owf.access import Actor, Role, policy
from owf.store.people import RoleHeld

HERE, ELSEWHERE = 873, 383
EAST, YORKSHIRE = "E12000006", "E12000003"
POLICE, HEALTH = 1, 2


def holding(*roles):
    return Actor("x", "X", tuple(RoleHeld(role, kind, str(place)) for role, kind, place in roles))


def compare(who, publication="full"):
    return policy.may_compare(
        who,
        HERE,
        region_code=EAST,
        publication=publication,
        partners=frozenset({POLICE, HEALTH}),
    )


@pytest.mark.parametrize(
    "held",
    [
        (Role.RESPONDENT, "partner", HERE),
        (Role.CHAIR, "partner", HERE),
        (Role.RESPONDENT, "trust", POLICE),
    ],
)
def test_a_number_opens_nothing_of_another_kind(held):
    who = holding(held)
    assert not policy.may_answer(who, POLICE)
    assert not policy.may_see_agreement(who, HERE)
    assert not policy.may_moderate(who, HERE)
    assert not policy.may_sign(who, HERE)
    assert not compare(who)
    assert not policy.belongs_to(who, HERE, frozenset({POLICE, HEALTH}))


def test_one_person_may_hold_several_roles():
    both = holding((Role.RESPONDENT, "partner", POLICE), (Role.CHAIR, "trust", HERE))
    assert policy.may_answer(both, POLICE)
    assert policy.may_sign(both, HERE)
    assert not policy.may_answer(both, HEALTH)
    assert not policy.may_sign(both, ELSEWHERE)


def test_a_reason_says_what_to_do_and_only_what_its_reader_may_know():
    nobody = holding()
    lead = holding((Role.REGIONAL_LEAD, "region", YORKSHIRE))
    own_lead = holding((Role.REGIONAL_LEAD, "region", EAST))
    assert policy.may_answer(holding((Role.RESPONDENT, "partner", POLICE)), POLICE).reason == (
        "You answer for this partner."
    )
    assert policy.may_answer(nobody, POLICE).reason == (
        "Only the people who answer for a partner can open its self-assessment. If you should be "
        "one of them, ask your Trust's coordinator to add you."
    )
    assert policy.may_see_region(lead, EAST).reason == (
        "You can only open the page of your own region."
    )
    assert policy.may_see_region(nobody, EAST).reason.startswith("This page is for regional leads")
    assert policy.may_see_nation(nobody).reason.startswith("This page is for the national team")
    assert compare(own_lead, "headline").reason == (
        "This Trust has not published its results in full."
    )
    # Nobody outside its region is told what a Trust has published.
    assert compare(lead).reason == compare(lead, "done").reason == compare(nobody).reason
    assert compare(nobody).reason.startswith("You can only open the results of your own Trust.")


def test_the_places_of_a_role_are_listed_once_and_in_order():
    who = holding(
        (Role.CHAIR, "trust", 873),
        (Role.STEERING, "trust", 383),
        (Role.STEERING, "trust", 873),
        (Role.RESPONDENT, "partner", 7),
    )
    assert who.scopes(Role.CHAIR, Role.STEERING, scope_kind="trust") == ("873", "383")
    assert who.scopes(Role.RESPONDENT, scope_kind="partner") == ("7",)
    assert who.scopes(Role.COORDINATOR, scope_kind="trust") == ()
    assert who.has(Role.STEERING)
    assert not who.has(Role.NATIONAL)
