"""The first steps: each done or with who does it, for an administrator and for a coordinator."""

from __future__ import annotations

from datetime import date

import pytest

from owf.access import OPERATOR, Actor, Role
from owf.access.accounts import disable
from owf.access.invitations import invite
from owf.assessment.rounds.opening import open_cycle
from owf.assessment.start.first_steps import Way, open_first_steps, who_invites_the_chair
from owf.settings import DATA
from owf.store import people, places
from owf.store.people import RoleHeld

ADMINISTRATOR = RoleHeld(Role.ADMINISTRATOR, "all", "")


def steps(store, who):
    (found,) = open_first_steps(store, who)
    return found, {one.title: one for one in found.steps}


@pytest.fixture
def fresh(sqlite_store):
    """An installation as ``init`` leaves it: the places, and Heidi."""
    with sqlite_store.writing() as session:
        places.load_trusts(session, DATA / "trusts.csv")
        people.add_person(
            session, "heidi", "Heidi", email="heidi@example.org", roles=[ADMINISTRATOR]
        )
    return sqlite_store


HEIDI = Actor("heidi", "Heidi", (ADMINISTRATOR,))
GRACE = RoleHeld(Role.NATIONAL, "all", "")


def test_after_init_nothing_is_done_and_the_first_way_is_to_invite_the_national_team(fresh):
    found, by_title = steps(fresh, HEIDI)
    assert (found.done, found.is_complete) == (0, False)
    assert found.steps[0].title == "Invite the national team"
    assert (found.steps[0].way, found.steps[0].choices) == (Way.INVITE, {"give": "national"})
    assert by_title["Open the year"].way is None
    assert "The national team can open one" in by_title["Open the year"].found


def test_an_administrator_of_the_national_team_has_the_way_to_open_the_year(fresh):
    both = Actor("heidi", "Heidi", (ADMINISTRATOR, GRACE))
    assert steps(fresh, both)[1]["Open the year"].way is Way.OPEN_YEAR


def test_a_step_is_done_once_it_is_and_a_missing_chair_is_named_with_a_filled_way(fresh, tiny_pack):
    def is_done(title):
        return steps(fresh, HEIDI)[1][title].is_done

    invite(fresh, HEIDI, "grace@example.org", "Grace", [GRACE])
    assert is_done("Invite the national team")
    open_cycle(fresh, OPERATOR, 2009, tiny_pack, opens=date(2009, 6, 1), closes=date(2009, 7, 17))
    assert is_done("Open the year")
    carol = invite(
        fresh, HEIDI, "carol@example.org", "Carol", [RoleHeld(Role.COORDINATOR, "trust", "873")]
    ).person_id
    assert is_done("Invite a coordinator for each Trust that takes part")
    chair = steps(fresh, HEIDI)[1]["Invite the chair of each of these Trusts"]
    assert not chair.is_done
    assert chair.found.endswith("Cambridgeshire.")
    assert chair.choices == {"give": "chair", "in": "873"}
    invite(fresh, HEIDI, "erin@example.org", "Erin", [RoleHeld(Role.CHAIR, "trust", "873")])
    assert is_done("Invite the chair of each of these Trusts")
    disable(fresh, HEIDI, carol)
    assert not is_done("Invite a coordinator for each Trust that takes part")


def test_where_all_is_done_but_what_can_wait_the_list_is_complete(cast):
    assert steps(cast.store, cast.heidi)[0].is_complete
    assert open_first_steps(cast.store, cast.mallory) == ()
    assert open_first_steps(cast.store, cast.dave) == ()


def test_a_coordinator_sees_for_whom_nobody_answers(cast):
    found, by_title = steps(cast.store, cast.carol)
    assert not found.is_complete
    assert by_title["List your partners and begin the round"].is_done
    answer = by_title["Invite somebody to answer for each partner"]
    assert (answer.is_done, answer.found) == (False, "Nobody yet for Health and Schools.")
    assert by_title["Have the chair invited"].found == "Erin can sign."
    assert who_invites_the_chair(cast.store, cast.carol, 873) == ""


def test_a_coordinator_without_a_chair_reads_who_can_invite_one_and_nobody_else_does(cast):
    disable(cast.store, OPERATOR, "erin")
    assert "Only an administrator can invite a chair. Ask Heidi." in (
        steps(cast.store, cast.carol)[1]["Have the chair invited"].found
    )
    assert "no chair yet, so nobody can sign. Only an administrator" in (
        who_invites_the_chair(cast.store, cast.carol, 873)
    )
    assert who_invites_the_chair(cast.store, cast.dave, 873) == ""
