"""Evidence behind an action: who opens it, and that it stays while the action names it."""

from datetime import date

import pytest

from owf.access.accounts import erase, what_remains
from owf.assessment.errors import Locked, NotAllowed
from owf.assessment.evidence.library import add_evidence, open_evidence, read_file, remove_evidence
from owf.improvement.plan.actions import link_evidence
from owf.improvement.plan.agreeing import verify_plan
from owf.improvement.plan.promising import promise_again
from owf.store.evidence import Described, NewFile

FILE = NewFile("register.txt", "text/plain; charset=utf-8", b"All were there.")


@pytest.fixture
def piece(signed):
    """A file of the police's that stands behind no answer."""
    police = signed.cambridgeshire.partners["police"]
    return add_evidence(signed.store, signed.alice, police, Described("The register"), FILE)


@pytest.mark.databases("sqlite", "postgresql")
def test_the_group_opens_evidence_while_an_action_names_it_and_nobody_outside_ever(
    signed, in_force, piece
):
    inside = (signed.carol, signed.dave, signed.erin)
    outside = (signed.ivan, signed.judy, signed.frank, signed.grace, signed.heidi, signed.mallory)

    def opens(who):
        try:
            return read_file(signed.store, who, piece) == FILE
        except NotAllowed:
            return False

    assert [opens(who) for who in inside] == [False] * 3
    link_evidence(signed.store, signed.alice, in_force.id, [piece])
    assert [opens(who) for who in inside] == [True] * 3
    assert [opens(who) for who in outside] == [False] * 6
    link_evidence(signed.store, signed.alice, in_force.id, [])
    assert [opens(who) for who in inside] == [False] * 3


def test_evidence_stays_while_an_action_names_it(signed, in_force, piece):
    link_evidence(signed.store, signed.alice, in_force.id, [piece])
    with pytest.raises(Locked) as refused:
        remove_evidence(signed.store, signed.bob, piece)
    assert str(refused.value) == (
        "“The register” shows what was done for A1 in your Trust's plan, so it cannot be removed. "
        "If you must remove it, take it out of the action first, under Actions."
    )
    link_evidence(signed.store, signed.alice, in_force.id, [])
    remove_evidence(signed.store, signed.bob, piece)
    police = signed.cambridgeshire.partners["police"]
    assert open_evidence(signed.store, signed.alice, police).pieces == []


# Erasing a person.


def test_who_is_erased_leaves_what_they_did_in_the_plan_without_a_name(
    signed, in_force, update, close, on
):
    update(in_force)
    promise_again(
        signed.store, signed.alice, in_force.milestones[0].id, date(2010, 5, 1), "No trainer."
    )
    with on(2009, 9, 20):
        close()
    told = {
        name: what_remains(signed.store, signed.heidi, name).sentences
        for name in ("alice", "carol", "erin", "dave")
    }
    assert told["alice"][:2] == [
        "2 notes in a plan stay, such as updates and promised days, because they belong to the "
        "Trust.",
        "1 action that they lead stays. The Trust must choose another lead for each.",
    ]
    assert (
        "1 version of a plan that they agreed stays, because an agreed plan must never change."
        in told["erin"]
    )
    assert (
        "1 quarter of a plan that they closed stays, because a closed quarter must never change."
        in told["carol"]
    )
    # A promise and six gaps that wait.
    assert told["dave"][0].startswith("7 notes in a plan stay")
    done = erase(signed.store, signed.heidi, "alice")
    assert (done.traces.plan_entries, done.traces.led) == (2, 1)
    assert all(one.holds for one in verify_plan(signed.store, signed.erin, 873, 2009))
