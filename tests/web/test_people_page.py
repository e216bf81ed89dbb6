"""The page of people: who is shown to whom, what may be changed, and what a click counts for."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from owf.access import Role, start_session, who_is_there
from owf.access.people import open_person
from owf.access.roles import take_role
from owf.settings import ROOT, get_settings
from owf.store import get_store, people
from owf.store.people import RoleHeld
from owf.web import frame, landing

pytestmark = pytest.mark.parametrize("cast", ["sqlite"], indirect=True)

NAUGHTY = "<b>Eve</b> [x](y) *z*"


@pytest.fixture
def visit(cast, environment, monkeypatch):
    """The page as somebody sees it; links are left out. Who is there is asked at each run."""
    environment.setenv("OWF_DATABASE_URL", str(cast.store.engine.url))
    get_settings.cache_clear()
    get_store.cache_clear()
    monkeypatch.setattr(landing, "link_to", lambda *_, **__: None)

    def open_page(who, **address):
        token = start_session(cast.store, who.id)
        monkeypatch.setattr(frame, "who_is_here", lambda: who_is_there(get_store(), token))
        page = AppTest.from_file(str(ROOT / "owf/web/pages/people.py"), default_timeout=30)
        for key, value in address.items():
            page.query_params[key] = str(value)
        return page.run()

    yield open_page
    get_store().close()


def text_of(page):
    found = []

    def walk(block):
        for child in block.children.values():
            if hasattr(child, "children"):
                walk(child)
            elif child.type == "html":
                found.append(child.proto.body)
            elif child.type == "code":
                found.append(child.value)

    walk(page.main)
    return "\n".join(found)


def names(page):
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', text_of(page))


def press(page, key):
    next(one for one in page.button if one.key == key).click()
    page.run()
    assert not page.exception
    return page


def test_an_administrator_sees_everybody_and_a_coordinator_their_trust(cast, visit):
    everybody = names(visit(cast.heidi))
    assert {"Alice", "Carol", "Erin", "Frank", "Ivan", "Judy", "Mallory"} <= set(everybody)
    assert everybody == sorted(everybody)
    assert names(visit(cast.carol)) == ["Alice", "Bob", "Carol", "Dave", "Erin"]


def test_the_page_stays_closed_to_everybody_else(cast, visit):
    for who in (cast.alice, cast.dave, cast.erin, cast.frank, cast.grace, cast.mallory):
        assert names(visit(who)) == []
        assert visit(who).exception


def test_the_list_is_filtered_by_name_role_and_state(cast, visit):
    assert names(visit(cast.heidi, find="ali")) == ["Alice"]
    assert names(visit(cast.heidi, role="chair", trust=873)) == ["Erin"]
    page = visit(cast.heidi, find="nobody of this name")
    assert names(page) == []
    assert "Nobody fits these choices" in text_of(page)
    with cast.store.writing() as session:
        people.set_disabled(session, "bob", None)


def test_one_person_is_invited_and_the_link_is_shown_once(cast, visit):
    page = visit(cast.carol, invite="one", give="steering", **{"in": 873})
    page.text_input(key="invite-name").set_value(NAUGHTY)
    page.text_input(key="invite-email").set_value("eve@example.org")
    page = press(page, next(one.key for one in page.button if one.label == "Invite"))
    shown = text_of(page)
    assert "/auth/accept/" in shown
    assert "&lt;b&gt;Eve&lt;/b&gt;" in shown
    assert "<b>Eve</b>" not in re.sub(r"(?s)Hello.*", "", shown.split("The letter")[0])
    page = press(page, "passed-one")
    assert "/auth/accept/" not in text_of(page)
    assert "&lt;b&gt;Eve&lt;/b&gt;" in text_of(visit(cast.carol))


def test_a_poor_address_is_refused_and_what_was_typed_stays(cast, visit):
    page = visit(cast.carol, invite="one", give="steering", **{"in": 873})
    page.text_input(key="invite-name").set_value("Eve")
    page.text_input(key="invite-email").set_value("eve at example")
    page = press(page, next(one.key for one in page.button if one.label == "Invite"))
    assert "Nobody was invited." in text_of(page)
    assert page.text_input(key="invite-name").value == "Eve"


def test_a_pasted_list_is_shown_with_its_faults_before_anybody_is_invited(cast, visit):
    page = visit(cast.carol, invite="many")
    page.text_area[0].set_value(
        "Eve, eve@example.org, steering\nOtto, no address, steering\nZoe, zoe@example.org, chair"
    )
    page = press(page, next(one.key for one in page.button if one.label == "Check the list"))
    shown = text_of(page)
    assert "2 faults in the list." in shown
    assert "line 2" in shown.lower()
    assert "line 3" in shown.lower()
    assert not [one for one in page.button if one.key == "invite-all"]
    page.text_area[0].set_value("Eve, eve@example.org, steering\nOtto, otto@example.org, steering")
    page = press(page, next(one.key for one in page.button if one.label == "Check the list"))
    assert len(names(visit(cast.carol))) == 5
    page = press(page, "invite-all")
    assert text_of(page).count("/auth/accept/") >= 2
    assert len(names(visit(cast.carol))) == 7


def test_a_role_is_taken_and_another_given(cast, visit):
    page = visit(cast.carol, person="dave")
    page = press(page, "take-steering-trust-873")
    assert "Taken away: Steering group, Cambridgeshire" in text_of(page)
    with cast.store.reading() as session:
        assert people.roles_of(session, "dave") == []
    page = visit(cast.heidi, person="dave", give="chair", **{"in": 383})
    page = press(page, "give")
    with cast.store.reading() as session:
        assert people.roles_of(session, "dave") == [RoleHeld(Role.CHAIR, "trust", "383")]


def test_a_coordinator_is_offered_no_chair_and_no_account(cast, visit):
    page = visit(cast.carol, person="erin")
    keys = {one.key for one in page.button}
    assert not [key for key in keys if key.startswith("take-")]
    assert not keys & {"disable", "erase"}
    roles = next(one for one in page.selectbox if one.label == "Role")
    assert list(roles.options) == ["Respondent", "Steering group"]


def test_somebody_is_disabled_and_let_in_again(cast, visit):
    token = start_session(cast.store, "alice")
    page = press(visit(cast.heidi, person="alice"), "disable")
    assert "kept out" in text_of(page)
    assert who_is_there(cast.store, token) is None
    press(visit(cast.heidi, person="alice"), "enable")
    assert who_is_there(cast.store, start_session(cast.store, "alice")) == cast.alice


def test_erasing_says_what_stays_and_why_and_asks_once_more(cast, visit):
    page = visit(cast.heidi, person="bob")
    shown = text_of(page)
    assert "cannot be brought back" in shown
    assert "in the record stay, because it must tell what was done here" in shown
    assert next(one for one in page.button if one.key == "erase").disabled
    page.checkbox(key="sure-to-erase").check()
    page = press(page.run(), "erase")
    with cast.store.reading() as session:
        assert people.name_of(session, "bob") is None
    assert "Bob" not in names(visit(cast.heidi))


def test_whoever_lost_the_role_meanwhile_is_refused_at_the_next_click(cast, visit):
    page = visit(cast.carol, person="dave")
    take_role(cast.store, cast.heidi, "carol", RoleHeld(Role.COORDINATOR, "trust", "873"))
    next(one for one in page.button if one.key == "take-steering-trust-873").click()
    page.run()
    assert page.exception
    assert open_person(cast.store, cast.heidi, "dave").roles
