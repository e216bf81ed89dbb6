"""Moderation and sign-off as Streamlit runs them: a click counts for what was on the screen."""

from __future__ import annotations

import pytest

from owf.access import Actor, Role
from owf.assessment.moderation.agreeing import agree_level, open_moderation
from owf.assessment.returns.submitting import submit_return
from owf.store import rounds, signed_scores
from owf.store.people import RoleHeld
from tests.cast import submit_whole_return

ALIKE = {"health": 3, "police": 3, "schools": 3}


@pytest.fixture
def visit(open_page_of_cast):
    """A page of Cambridgeshire 2009, as somebody sees it."""

    def open_page(name, who, **address):
        return open_page_of_cast(name, who, **{"trust": "873", "year": "2009", **address})

    return open_page


@pytest.fixture
def question(cast):
    """A question as it stands now."""

    def read(item_id="caf-1"):
        view = open_moderation(cast.store, cast.carol, 873, 2009)
        return next(one for one in view.questions if one.item.id == item_id)

    return read


@pytest.fixture
def agree(cast):
    """Somebody settles CAF 1 in another window."""

    def settle_one(who, level, reason, seen):
        place = cast.cambridgeshire
        agree_level(
            cast.store, who, place.round_id, "caf-1", level, reason=reason, seen_version=seen
        )

    return settle_one


def html(page):
    return "".join(one.proto.body for one in page.main if one.type == "html") + "".join(
        _inner(page.main)
    )


def _inner(block):
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _inner(child)
        elif child.type == "html":
            yield child.proto.body


def press(page, label):
    (button,) = [one for one in page.button if one.label.startswith(label)]
    found = button.click().run()
    assert not found.exception
    return found


def test_the_chair_signs_only_what_was_on_the_screen(cast, visit, agree):
    cast.submit_all(cast.cambridgeshire, ALIKE)
    cast.accept_all(cast.cambridgeshire)
    page = visit("sign_off", cast.erin)
    page.radio(key="publication").set_value("full").run()
    page.text_input(key="sign-name").input(" erin ")
    agree(cast.dave, 1, "Nobody has seen this.", 1)
    press(page, "Sign off 2009")
    assert "1 agreed level changed since you opened this page" in html(page)
    assert "Nobody has seen this." in html(page)
    with cast.store.reading() as session:
        assert signed_scores.signed_trusts(session, 2009) == {}
    press(page, "Sign off 2009")
    with cast.store.reading() as session:
        found = signed_scores.signed_trusts(session, 2009)[873]
        row = signed_scores.item_scores_of(session, found.snapshot_id)["item:caf-1"]
    assert (row.agreed, row.agreed_reason) == (1.0, "Nobody has seen this.")


def test_only_medians_that_were_shown_are_accepted_together(cast, visit, question):
    place = cast.cambridgeshire
    with cast.store.writing() as session:
        ids = [rounds.add_partner(session, 873, "schools", f"School {n}") for n in range(6)]
        returns = [rounds.add_return(session, place.round_id, one) for one in ids]
    for number, one in enumerate(returns):
        level = 3 if number < 3 else 2
        choices = {item.id: (level, "") for item in cast.pack.items}
        submit_whole_return(cast.store, one, choices)
    cast.answer(place, "health", 3, submit=False)
    page = visit("moderation", cast.carol)
    assert "CAF 1 at 2" in html(page)
    late = Actor(
        "erin", "E", (RoleHeld(Role.RESPONDENT, "partner", str(place.partners["health"])),)
    )
    submit_return(cast.store, late, place.returns["health"])
    press(page, "Accept the median for")
    assert question().position.agreement is None
    assert "changed while you had this page open" in html(page)
    press(page, "Accept the median for")
    assert question().position.agreement.level == 3


def test_a_form_that_is_open_keeps_what_its_person_saw_through_any_run(
    cast, visit, agree, question
):
    cast.submit_all(cast.cambridgeshire, ALIKE)
    page = visit("moderation", cast.carol, item="caf-1")
    agree(cast.dave, 4, "Dave's good reason.", 0)
    page.run()
    page.radio[0].set_value(3)
    (button,) = [one for one in page.button if one.label == "Agree"]
    button.click().run()
    assert "Which level do you want to keep?" in html(page)
    assert "Dave&#39;s good reason." in html(page)
    assert question().position.agreement.level == 4


def test_no_level_is_chosen_for_anybody_and_none_is_kept_unread(cast, visit, agree, question):
    cast.submit_all(cast.cambridgeshire, ALIKE)
    page = visit("moderation", cast.carol, item="caf-1")
    assert 'median is <strong class="owf-proposal">3 Some</strong>. It is a proposal.' in html(page)
    assert page.radio[0].value is None
    for label in ("Agree", "Agree and open the next"):
        (button,) = [one for one in page.button if one.label == label]
        button.click().run()
        assert "Not saved. Choose a level first." in html(page)
    assert question().position.agreement is None
    agree(cast.dave, 4, "Dave's good reason.", 0)
    assert visit("moderation", cast.carol, item="caf-1").radio[0].value == 4


def test_a_clash_is_with_what_stands_now(cast, visit, agree, question):
    cast.submit_all(cast.cambridgeshire, ALIKE)
    page = visit("moderation", cast.carol, item="caf-1")
    agree(cast.dave, 4, "Dave's.", 0)
    page.radio[0].set_value(5)
    page.text_area[0].set_value("Mine.")
    (button,) = [one for one in page.button if one.label == "Agree"]
    button.click().run()
    agree(cast.erin, 1, "Erin's.", 1)
    page.run()
    assert "Erin agreed" in html(page)
    press(page, "Change it to 5")
    assert (question().position.agreement.level, question().agreed_by) == (5, "Carol")
    assert question().position.agreement.reason == "Mine."
