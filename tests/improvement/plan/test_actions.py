"""Writing actions: what is refused, two people at one action, and texts kept as they are."""

from dataclasses import replace

import pytest

from owf.access.accounts import disable, erase
from owf.access.people import take_role
from owf.assessment.errors import Locked, NotAllowed, NotFound, OutsideScale
from owf.assessment.evidence.library import add_evidence, remove_evidence
from owf.improvement.errors import ActionChanged
from owf.improvement.plan.actions import (
    TEXT_LIMITS,
    add_action,
    add_findings,
    change_action,
    link_evidence,
    remove_action,
    signed_levels_of,
)
from owf.improvement.plan.agreeing import check_list, verify_plan
from owf.improvement.plan.choosing import findings_for
from owf.store.evidence import Described, NewFile
from owf.store.people import RoleHeld
from owf.store.plans.facts import ActionFields, LinkedItem
from owf.texts import clean_text
from tests.hostile import MARKS
from tests.plans import keep_plan

FORMULA = '=HYPERLINK("https://example.org","<script>alert(1)</script>")'


@pytest.fixture
def change(signed, view):
    """Change an action as the steering group does."""

    def changed(action, entered, *, who=signed.dave, partners=(), items=None, seen_version=None):
        change_action(
            signed.store,
            who,
            action.id,
            entered,
            partners=partners,
            items=action.items if items is None else items,
            seen_version=seen_version or action.version,
        )
        return view().action(action.id)

    return changed


@pytest.mark.databases("sqlite", "postgresql")
def test_an_action_is_kept_as_it_was_entered(signed, add, view, plan_id):
    health = signed.cambridgeshire.partners["health"]
    action = add(gaps=("item:caf-1", "item:caf-2"), items=("caf-1", "ma-2"))
    assert action.reference == "A1"
    assert (action.lead_partner, action.lead_person_name) == ("Police", "Alice")
    assert [(one.item_id, one.year, one.level_then, one.level_wanted) for one in action.items] == [
        ("caf-1", 2009, 2, 3), ("ma-2", 2009, 2, 3),
    ]  # fmt: skip
    assert [one.gap_key for one in action.findings] == ["item:caf-1", "item:caf-2"]
    second = add_action(
        signed.store, signed.carol, plan_id, ActionFields(what="Meet."), partners=[health]
    )
    assert view().action(second).reference == "A2"
    assert view().action(second).partners == ((health, "Health"),)
    assert signed_levels_of(signed.store, signed.dave, view().plan)["ma-3"] == 2


@pytest.mark.parametrize(
    ("other", "words", "field"),
    [
        ({"what": " \n "}, "Write what will be done.", "what"),
        ({"priority_id": 999}, "Choose one of your Trust's priorities.", "priority_id"),
        ({"lead_partner_id": 999}, "one of your Trust's partners to lead it", "lead_partner_id"),
        ({"lead_person": "ivan"}, "can no longer sign in. Choose somebody", "lead_person"),
        ({"lead_person": "nobody"}, "can no longer sign in. Choose somebody", "lead_person"),
        ({"expectation": "wished"}, "Say whether it is required.", "expectation"),
        *(
            ({name: "x" * (limit + 1)}, f"has {limit + 1} characters. Shorten it to {limit}", name)
            for name, limit in TEXT_LIMITS.items()
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(add, view, other, words, field):
    with pytest.raises(OutsideScale) as refused:
        add(**other)
    assert words in str(refused.value)
    assert refused.value.field == field
    assert view().actions == ()


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (LinkedItem("caf-99", 2009, None, 3), "Choose questions of this plan's questionnaire."),
        (LinkedItem("caf-1", 2009, None, 6), "Choose a level of the scale for each question."),
        (LinkedItem("caf-1", 2009, None, 0), "Choose a level of the scale for each question."),
        (LinkedItem("caf-1", 2009, None, 1), "The level wanted (1) is below the level agreed (2)."),
        (LinkedItem("caf-1", 2009, 1, 1), "The level wanted (1) is below the level agreed (2)."),
    ],
)
def test_questions_are_those_of_the_questionnaire_with_levels_of_the_scale(
    signed, plan_id, view, item, words
):
    with pytest.raises(OutsideScale) as refused:
        add_action(signed.store, signed.dave, plan_id, ActionFields(what="Meet."), items=[item])
    assert words in str(refused.value)
    assert refused.value.field == "items"
    assert view().actions == ()


def test_a_question_named_twice_is_linked_once(add):
    assert [one.item_id for one in add(items=("caf-1", "caf-1")).items] == ["caf-1"]


def test_partners_are_the_trust_s_own(signed, plan_id, fields):
    with pytest.raises(OutsideScale, match="Choose partners of your own Trust"):
        add_action(
            signed.store, signed.dave, plan_id, fields(),
            partners=[signed.leeds.partners["police"]],
        )  # fmt: skip


@pytest.mark.parametrize("text", [FORMULA, "@SUM(A1)", *MARKS])
def test_formulas_and_html_are_kept_as_the_text_they_are(add, text):
    action = add(**dict.fromkeys(TEXT_LIMITS, text))
    assert {getattr(action.entered, name) for name in TEXT_LIMITS} == {clean_text(text)}


# Two people.


@pytest.mark.databases("sqlite", "postgresql")
def test_who_saves_second_is_shown_what_is_kept_now(add, change, fields, signed, view):
    action = add()
    change(action, fields(what="Carol's words."), who=signed.carol)
    with pytest.raises(ActionChanged) as refused:
        change(action, fields(what="Dave's words."))
    assert str(refused.value) == (
        "Somebody else changed A1 while you were writing, so your change was not saved. Compare "
        "the two, then save yours again if it is right."
    )
    assert refused.value.current.entered.what == "Carol's words."
    kept = change(action, fields(what="Both."), seen_version=refused.value.current.version)
    assert (kept.entered.what, kept.version) == ("Both.", 3)


def test_a_change_keeps_the_level_then_and_may_take_questions_out(add, change, fields):
    action = add(items=("caf-1", "caf-2"))
    kept = change(action, fields(), items=[LinkedItem("caf-2", 2009, 5, 4)])
    assert [(one.item_id, one.level_then, one.level_wanted) for one in kept.items] == [
        ("caf-2", 2, 4)
    ]


# People who left.


def missing_leads(view):
    return next(one.missing for one in check_list(view(), ()) if "lead person" in one.title)


@pytest.mark.parametrize(
    "goes_because",
    [
        (lambda cast: disable(cast.store, cast.heidi, "alice"), "Alice has left"),
        (lambda cast: erase(cast.store, cast.heidi, "alice"), "the lead person was erased"),
        (
            lambda cast: take_role(cast.store, cast.heidi, "alice", cast.alice.roles[0]),
            "Alice has left",
        ),
    ],
    ids=["disabled", "erased", "without a role"],
)
def test_the_check_list_names_a_lead_who_left_and_the_hash_still_holds(
    request, signed, in_force, view, goes_because
):
    change, fields = map(request.getfixturevalue, ("change", "fields"))
    goes, why = goes_because
    assert missing_leads(view) == ()
    goes(signed)
    assert missing_leads(view) == (f"A1 ({why})",)
    assert all(one.holds for one in verify_plan(signed.store, signed.erin, 873, 2009))
    assert not view().has_changed
    with pytest.raises(OutsideScale, match="can no longer sign in") as refused:
        change(in_force, fields(what="Other words."))
    assert refused.value.field == "lead_person"
    assert change(in_force, fields(lead_person="bob")).lead_person_name == "Bob"


# Taking out.


def test_a_drafted_action_can_be_taken_out_and_its_reference_is_not_used_again(
    signed, plan_id, add, view
):
    remove_action(signed.store, signed.dave, plan_id, add().id)
    assert view().actions == ()
    assert add().reference == "A2"


def test_an_agreed_action_stays(signed, plan_id, in_force, view):
    with pytest.raises(Locked) as refused:
        remove_action(signed.store, signed.dave, plan_id, in_force.id)
    assert str(refused.value) == (
        "A1 was agreed, so it stays in the plan with its history. If nothing more is to be done, "
        "set its progress to “stopped” and say why."
    )
    assert [one.reference for one in view().actions] == ["A1"]


def test_an_action_is_taken_out_of_the_plan_that_has_it_alone(signed, add, view):
    action = add()
    signed.open_year(2010)
    other = keep_plan(signed.store, 873, 2010)
    with pytest.raises(NotFound, match=r"This action no longer exists\. Go back to Actions."):
        remove_action(signed.store, signed.dave, other, action.id)
    with pytest.raises(NotFound, match=r"This action no longer exists\. Go back to Actions."):
        remove_action(signed.store, signed.dave, other, 999)
    assert len(view().actions) == 1


def test_more_gaps_are_added_once_and_no_longer_wait(signed, add, leave, view):
    action = add()
    leave()
    found = findings_for(signed.store, signed.dave, view().plan, ["item:ma-1"])
    add_findings(signed.store, signed.dave, action.id, [*found, *found])
    add_findings(signed.store, signed.dave, action.id, found)
    assert [one.gap_key for one in view().action(action.id).findings] == ["item:ma-1"]
    assert "item:ma-1" not in {one.gap_key for one in view().not_now}
    assert len(view().not_now) == 5


# Evidence.


@pytest.fixture
def piece(signed):
    """A file of the police's."""
    return add_evidence(
        signed.store, signed.alice, signed.cambridgeshire.partners["police"],
        Described("The register"), NewFile("r.txt", "text/plain", b"All were there."),
    )  # fmt: skip


def test_a_lead_links_their_own_evidence_and_takes_no_other_out(signed, in_force, piece, view):
    link_evidence(signed.store, signed.alice, in_force.id, [piece])
    assert view().action(in_force.id).evidence == ((piece, "The register"),)
    link_evidence(signed.store, signed.carol, in_force.id, [])
    assert view().action(in_force.id).evidence == ((piece, "The register"),)
    with pytest.raises(OutsideScale, match="Choose evidence of an organisation that you answer"):
        link_evidence(signed.store, signed.carol, in_force.id, [piece])
    link_evidence(signed.store, signed.bob, in_force.id, [])
    assert view().action(in_force.id).evidence == ()


def test_a_piece_that_was_removed_meanwhile_is_not_linked(signed, in_force, piece):
    remove_evidence(signed.store, signed.bob, piece)
    with pytest.raises(OutsideScale, match="has just removed a piece, reload the page"):
        link_evidence(signed.store, signed.alice, in_force.id, [piece])


def test_evidence_is_for_actions_that_were_agreed(signed, add, piece):
    with pytest.raises(Locked) as refused:
        link_evidence(signed.store, signed.alice, add().id, [piece])
    assert str(refused.value) == (
        "The chair has not agreed A1 yet, so there is nothing to update. It takes updates once the "
        "plan is agreed with it."
    )


def test_who_has_gone_to_another_trust_leads_nothing_here(signed, add, leave, agree):
    action = add(lead_partner_id=signed.cambridgeshire.partners["health"])
    leave()
    agree()
    link_evidence(signed.store, signed.alice, action.id, [])
    gone = RoleHeld("steering", "trust", "383")
    with pytest.raises(NotAllowed, match="Only the person and the partner that lead an action"):
        link_evidence(signed.store, replace(signed.alice, roles=(gone,)), action.id, [])
