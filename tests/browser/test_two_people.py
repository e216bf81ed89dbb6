"""Two people in one return at once: told of each other, and nothing typed is overwritten."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from owf.access import start_session
from owf.access.sessions import COOKIE
from owf.store import people, rounds

THEME = "/assessment?theme=information-sharing"
TYPED = "We share a desk, and I am still typ"


@pytest.fixture
def jane(server, open_browser):
    """Jane Smith, who answers for the police too, at a browser of her own."""
    store = server.store()
    with store.reading() as session:
        in_round = rounds.round_of(session, 873, 2009)
        (police,) = [
            one
            for one in rounds.returns_of_round(session, in_round.id)
            if one.partner_name == "Police"
        ]
    with store.writing() as session:
        roles = [people.RoleHeld("respondent", "partner", str(police.partner_id))]
        people.add_person(session, "jane", "Jane Smith", roles=roles)
    token = start_session(store, "jane")
    store.close()
    person = open_browser(server)
    person.page.context.add_cookies([{"name": COOKIE, "value": token, "url": server.address}])
    return person


def test_a_notice_says_what_the_other_answered_and_overwrites_nothing_that_is_typed(
    server, open_browser, jane, axe
):
    partner = open_browser(server)
    partner.sign_in("partner", THEME)
    card = partner.question("IS 3")
    card.get_by_text("Comment and evidence on IS 3", exact=True).click()
    box = card.get_by_role("textbox")
    box.press_sequentially(TYPED)

    jane.go(THEME)
    jane.answer("IS 4", "4 Good progress")
    jane.answer("IS 6", "2 Planning")
    jane.go("/assessment?theme=multi-agency")
    jane.answer("MA 1", "3 Some progress")

    notice = partner.page.get_by_role("status").filter(has_text="Jane Smith has answered")
    expect(notice).to_contain_text("(2 here, 1 in Multi-agency working)")
    expect(box).to_have_value(TYPED)
    expect(box).to_be_focused()
    partner.shows("IS 4", None)
    box.press_sequentially("ing.")
    axe(partner, "the notice")

    partner.press("Show their answers")
    partner.shows("IS 4", "4 Good progress")
    partner.shows("IS 6", "2 Planning")
    expect(card.get_by_role("textbox")).to_have_value(f"{TYPED}ing.")
    expect(card.get_by_text("Comment saved")).to_be_visible()
    expect(notice).to_have_count(0)
    partner.page.reload()
    partner.settle()
    expect(partner.question("IS 3").get_by_role("textbox")).to_have_value(f"{TYPED}ing.")


def test_two_who_write_one_comment_at_once_both_keep_their_words(server, open_browser, jane):
    partner = open_browser(server, width=390)
    partner.sign_in("partner", THEME)
    jane.go(THEME)
    for person, words in ((partner, "Mine."), (jane, "Jane's.")):
        card = person.question("IS 3")
        card.get_by_text("Comment and evidence on IS 3", exact=True).click()
        card.get_by_role("textbox").press_sequentially(words)
    theirs = jane.question("IS 3")
    theirs.get_by_role("textbox").blur()
    expect(theirs.get_by_text("Comment saved")).to_be_visible()

    notice = partner.page.get_by_role("status").filter(has_text="Jane Smith has")
    expect(notice).to_contain_text("answered or changed 1 question (1 here)")
    card = partner.question("IS 3")
    expect(card.get_by_role("textbox")).to_have_value("Mine.")
    partner.press("Show their answers")
    expect(card.get_by_text("was changed by Jane Smith while you were writing")).to_be_visible()
    expect(card.get_by_role("textbox")).to_have_value("Jane's.\n\nMine.")
