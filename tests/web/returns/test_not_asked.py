"""A question that depends on another answer: one line until that answer is given."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from owf.access import OPERATOR, Role, start_session, who_is_there
from owf.access.sessions import COOKIE
from owf.assessment.returns.answering import answers_now, open_return
from owf.assessment.rounds.opening import open_cycle, open_round
from owf.questionnaire import load_named
from owf.settings import PACKS
from owf.store import people
from tests.tiny_pack import next_pack

CONDITION = {"applies_when": {"item": "caf-01", "in": [3, 4, 5]}}


def page() -> None:
    """The first theme of 2010, without the page around it; AppTest takes the text of this."""
    from owf.access import Role  # noqa: PLC0415  AppTest runs this body alone
    from owf.assessment.returns.answering import open_return  # noqa: PLC0415
    from owf.store import get_store  # noqa: PLC0415
    from owf.web.layout import signed_in  # noqa: PLC0415
    from owf.web.returns.questions import questions  # noqa: PLC0415

    who = signed_in()
    partner = int(who.scopes(Role.RESPONDENT, scope_kind="partner")[0])
    view = open_return(get_store(), who, partner, 2010)
    questions(view, view.pack.theme("caf"))


@pytest.fixture
def theme(site_store, monkeypatch):
    """CAF in 2010, where CAF 2 is asked only of those that answered CAF 1 with 3 or more."""
    pack = next_pack(load_named(PACKS, "integrated-working@2009"), "2010x", caf_02=CONDITION)
    open_cycle(site_store, OPERATOR, 2010, pack, opens=date(2010, 6, 1), closes=date(2010, 7, 17))
    with site_store.reading() as session:
        person = people.person_with_demo_role(session, "partner")
    token = start_session(site_store, person.id)
    who = who_is_there(site_store, token)
    partner = int(who.scopes(Role.RESPONDENT, scope_kind="partner")[0])
    open_round(site_store, OPERATOR, 2010, 873, [partner])
    monkeypatch.setattr(ContextProxy, "cookies", {COOKIE: token})
    monkeypatch.setattr(ContextProxy, "ip_address", "192.0.2.1")
    return_id = open_return(site_store, who, partner, 2010).facts.id
    app = AppTest.from_function(page, default_timeout=30).run()
    return Theme(site_store, return_id, app)


class Theme:
    """One browser that shows the theme."""

    def __init__(self, store, return_id, app):
        self.store, self.return_id, self.app = store, return_id, app

    def choose(self, item, option):
        self.app.radio(key=f"choice:{self.return_id}:{item}").set_value(option)
        self.app.run()
        assert not self.app.exception

    @property
    def asked(self):
        return [one.key.rpartition(":")[2] for one in self.app.radio]

    @property
    def text(self):
        return " ".join(element.proto.body for element in self.app.get("html"))


def test_it_says_when_it_would_be_asked(theme):
    assert "caf-02" not in theme.asked
    assert (
        "<strong>CAF 2</strong> is asked only where CAF 1 is answered 3 Some progress or "
        "4 Good progress or 5 Embedded"
    ) in theme.text
    assert "0 of 13 answered" in theme.text


def test_it_is_asked_once_the_answer_says_so_and_goes_again_with_it(theme):
    theme.choose("caf-01", "4")
    assert "caf-02" in theme.asked
    assert "1 of 14 answered" in theme.text
    theme.choose("caf-01", "2")
    assert "caf-02" not in theme.asked
    assert "1 of 13 answered" in theme.text


def test_an_answer_to_it_is_kept_in_case_it_is_asked_again(theme):
    theme.choose("caf-01", "4")
    theme.choose("caf-02", "5")
    theme.choose("caf-01", "1")
    assert answers_now(theme.store, theme.return_id)["caf-02"].level == 5
    theme.choose("caf-01", "3")
    assert theme.app.radio(key=f"choice:{theme.return_id}:caf-02").value == "5"
    assert "2 of 14 answered" in theme.text
