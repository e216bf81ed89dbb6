"""Who may do what, and the reason they are given."""

import pytest

from owf.access import OPERATOR, Actor, Role, policy
from owf.store.people import RoleHeld

HERE, ELSEWHERE = 873, 383
EAST, YORKSHIRE = "E12000006", "E12000003"
POLICE, HEALTH, LEEDS_POLICE = 1, 2, 3


def somebody(role=None, kind="", place=""):
    held = () if role is None else (RoleHeld(role, kind, str(place)),)
    return Actor("x", "X", held)


PEOPLE = {
    "our police": somebody(Role.RESPONDENT, "partner", POLICE),
    "our health": somebody(Role.RESPONDENT, "partner", HEALTH),
    "our coordinator": somebody(Role.COORDINATOR, "trust", HERE),
    "our steering group": somebody(Role.STEERING, "trust", HERE),
    "our chair": somebody(Role.CHAIR, "trust", HERE),
    "our regional lead": somebody(Role.REGIONAL_LEAD, "region", EAST),
    "national team": somebody(Role.NATIONAL, "all"),
    "administrator": somebody(Role.ADMINISTRATOR, "all"),
    "their police": somebody(Role.RESPONDENT, "partner", LEEDS_POLICE),
    "their coordinator": somebody(Role.COORDINATOR, "trust", ELSEWHERE),
    "their chair": somebody(Role.CHAIR, "trust", ELSEWHERE),
    "their regional lead": somebody(Role.REGIONAL_LEAD, "region", YORKSHIRE),
    # Numbers that happen to be alike open nothing of another kind.
    "a partner numbered like our Trust": somebody(Role.RESPONDENT, "partner", HERE),
    "a chair of a partner": somebody(Role.CHAIR, "partner", HERE),
    "a respondent of our Trust": somebody(Role.RESPONDENT, "trust", POLICE),
    "nobody": somebody(),
    "operator": OPERATOR,
}
OUR_GROUP = {"our coordinator", "our steering group", "our chair"}
US = OUR_GROUP | {"our police", "our health", "operator"}


@pytest.mark.parametrize("name", PEOPLE)
def test_only_its_own_people_answer_for_a_partner(name):
    decision = policy.may_answer(PEOPLE[name], POLICE)
    assert bool(decision) is (name == "our police")
    assert decision.reason == (
        "You answer for this partner."
        if decision
        else (
            "Only the people who answer for a partner can open its self-assessment. If you "
            "should be one of them, ask your Trust's coordinator to add you."
        )
    )


@pytest.mark.parametrize("name", PEOPLE)
def test_only_the_steering_group_sees_what_is_being_agreed(name):
    decision = policy.may_see_agreement(PEOPLE[name], HERE)
    assert bool(decision) is (name in OUR_GROUP)
    assert ("You belong to" if decision else "Only the steering group") in decision.reason


@pytest.mark.parametrize("name", PEOPLE)
def test_only_the_steering_group_settles_levels(name):
    decision = policy.may_moderate(PEOPLE[name], HERE)
    assert bool(decision) is (name in OUR_GROUP)
    assert decision.reason == (
        "You belong to this Trust's steering group."
        if decision
        else (
            "Only the coordinator, the steering group and the chair of a Trust can agree its "
            "levels. Ask your Trust's coordinator if you should be one of them."
        )
    )


@pytest.mark.parametrize("name", PEOPLE)
def test_only_the_operator_carries_over(name):
    decision = policy.may_carry_over(PEOPLE[name])
    assert bool(decision) is (name == "operator")
    assert ("You hold the database" if decision else "Only the operator") in decision.reason


@pytest.mark.parametrize("name", PEOPLE)
def test_a_trust_s_own_people_and_whoever_holds_the_database_see_it_as_it_sees_itself(name):
    found = policy.belongs_to(PEOPLE[name], HERE, frozenset({POLICE, HEALTH}))
    assert found is (name in US)


@pytest.mark.parametrize("name", PEOPLE)
def test_a_region_is_seen_by_its_lead_and_the_national_team(name):
    decision = policy.may_see_region(PEOPLE[name], EAST)
    assert bool(decision) is (name in {"our regional lead", "national team", "operator"})
    if name == "their regional lead":
        assert decision.reason == "You can only open the page of your own region."
    elif not decision:
        assert decision.reason.startswith("This page is for regional leads and the national team.")


@pytest.mark.parametrize("name", PEOPLE)
def test_england_is_seen_by_the_national_team_and_every_regional_lead(name):
    decision = policy.may_see_nation(PEOPLE[name])
    leads = {"our regional lead", "their regional lead", "national team", "operator"}
    assert bool(decision) is (name in leads)
    if not decision:
        assert decision.reason.startswith("This page is for the national team and regional leads.")


@pytest.mark.parametrize("name", PEOPLE)
def test_only_the_chair_signs(name):
    decision = policy.may_sign(PEOPLE[name], HERE)
    assert bool(decision) is (name == "our chair")
    assert ("You chair" if decision else "Only the chair can sign") in decision.reason


@pytest.mark.parametrize("publication", ["done", "headline", "full"])
@pytest.mark.parametrize("name", PEOPLE)
def test_own_results_are_seen_by_the_trust_and_others_only_in_full(name, publication):
    decision = policy.may_compare(
        PEOPLE[name],
        HERE,
        region_code=EAST,
        publication=publication,
        partners=frozenset({POLICE, HEALTH}),
    )
    outside = {"our regional lead", "national team"}
    if name in US:
        assert decision
        assert decision.reason == "These are your own Trust's results."
    elif name in outside and publication == "full":
        assert decision
        assert "published its results in full" in decision.reason
    elif name in outside:
        assert not decision
        assert decision.reason == "This Trust has not published its results in full."
    else:
        assert not decision
        assert decision.reason.startswith("You can only open the results of your own Trust.")


def test_one_person_may_hold_several_roles():
    both = Actor("x", "X", PEOPLE["our police"].roles + PEOPLE["our chair"].roles)
    assert policy.may_answer(both, POLICE)
    assert policy.may_sign(both, HERE)
    assert not policy.may_answer(both, HEALTH)
    assert not policy.may_sign(both, ELSEWHERE)


def test_the_places_of_a_role_are_listed_once_and_in_order():
    held = (
        RoleHeld(Role.CHAIR, "trust", "873"),
        RoleHeld(Role.STEERING, "trust", "383"),
        RoleHeld(Role.STEERING, "trust", "873"),
        RoleHeld(Role.RESPONDENT, "partner", "7"),
    )
    who = Actor("x", "X", held)
    assert who.scopes(Role.CHAIR, Role.STEERING, scope_kind="trust") == ("873", "383")
    assert who.scopes(Role.RESPONDENT, scope_kind="partner") == ("7",)
    assert who.scopes(Role.COORDINATOR, scope_kind="trust") == ()
    assert who.has(Role.STEERING)
    assert not who.has(Role.NATIONAL)
