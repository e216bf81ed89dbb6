"""A session that is over: what is typed is not lost, and what was shown is not shown again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from owf import clock
from owf.access.sessions import IDLE
from owf.store.tables import Answer, UserSession
from tests.browser.conftest import FLAGS, Person, chrome

PAGE = "/assessment?theme=information-sharing"
WORDS = ("We agreed a protocol with health and schools last autumn. " * 11)[:600].strip()
OFFER = "What you typed before"
OUTSIDE = re.compile("Who do you want to be|Sign in|Sign out")


def end(server, how):
    """End every session of the partner as the passing of time or somebody else does."""
    store = server.store()
    with store.writing() as session:
        for row in session.exec(select(UserSession)).all():
            if how == "row gone":
                session.delete(row)
            elif how == "twelve hours":
                row.expires_at = clock.now() - timedelta(days=9000)
            else:
                row.last_seen_at = row.started_at = row.started_at - IDLE - timedelta(minutes=1)
    store.close()


def sign_out_elsewhere(person):
    second = person.page.context.new_page()
    second.goto(f"{person.address}/auth/sign-out")
    second.get_by_role("button", name="Sign out").click()
    second.wait_for_url("**/auth/sign-in")
    second.close()


def comment_on(person, code):
    box = person.page.get_by_label(f"Comment on {code} (optional). Saved when you leave the box.")
    if not box.is_visible():
        person.page.get_by_text(f"Comment and evidence on {code}").click()
    return box


def kept_comments(server):
    store = server.store()
    with store.reading() as session:
        found = [one.comment for one in session.exec(select(Answer)).all()]
    store.close()
    return found


WAYS = {
    "idle": ("idle", "Nothing happened on this page for two hours."),
    "twelve hours": ("twelve hours", "You signed in twelve hours ago"),
    "row gone": ("row gone", "this session was ended for you"),
    "signed out elsewhere": ("", "You need to sign in to see this page."),
}


@pytest.mark.parametrize("way", WAYS)
def test_six_hundred_letters_outlive_the_session(server, open_browser, axe, way):
    how, said = WAYS[way]
    partner = open_browser(server)
    partner.sign_in("partner", PAGE)
    box = comment_on(partner, "IS 3")
    box.fill(WORDS)
    if how:
        end(server, how)
    else:
        sign_out_elsewhere(partner)
    box.blur()
    expect(partner.page.get_by_text(said)).to_be_visible()
    expect(partner.page.get_by_text("is kept in this window")).to_be_visible()
    if way == "idle":
        axe(partner, "signed out with words kept")
    assert WORDS not in kept_comments(server)
    partner.page.get_by_role("link", name="Sign in", exact=True).click()
    partner.page.locator("button[value=partner]").click()
    partner.page.wait_for_url(f"**{PAGE}")
    partner.settle()
    offer = partner.page.get_by_role("region", name=OFFER)
    expect(offer).to_contain_text("Not saved: “Comment on IS 3”")
    if way == "idle":
        axe(partner, "words are offered")
    offer.get_by_role("button", name="Put it back").click()
    expect(offer).to_have_count(0)
    expect(comment_on(partner, "IS 3")).to_have_value(WORDS)
    comment_on(partner, "IS 3").blur()
    expect(partner.question("IS 3").get_by_text("Comment saved, no answer yet")).to_be_visible()
    assert WORDS in kept_comments(server)


def test_words_in_a_form_outlive_the_session_too(server, open_browser):
    path = "/moderation?trust=873&year=2009&item=caf-01"
    chair = open_browser(server)
    chair.sign_in("chair", path)
    box = chair.page.get_by_test_id("stTextArea").get_by_role("textbox").first
    box.fill(WORDS)
    end(server, "twelve hours")
    chair.page.get_by_role("button", name="Agree", exact=True).click()
    expect(chair.page.get_by_text("You are signed out")).to_be_visible()
    chair.page.get_by_role("link", name="Sign in", exact=True).click()
    chair.page.locator("button[value=chair]").click()
    chair.page.wait_for_url(f"{chair.address}{path}")
    chair.page.get_by_role("button", name="Put it back").click()
    expect(box).to_have_value(WORDS)


def test_who_goes_on_typing_is_told_before_they_have_typed_it_all(server, open_browser):
    partner = open_browser(server)
    partner.page.clock.install()
    partner.sign_in("partner", PAGE)
    box = comment_on(partner, "IS 3")
    end(server, "idle")
    partner.page.clock.fast_forward("02:00:00")
    box.press_sequentially("We agreed")
    told = partner.page.get_by_role("region", name="You are signed out")
    expect(told).to_contain_text("nothing more is saved")
    partner.page.clock.run_for(1000)
    told.get_by_role("link", name="Sign in").click()
    partner.page.locator("button[value=partner]").click()
    partner.page.wait_for_url(f"**{PAGE}")


def test_a_reload_by_accident_loses_nothing_and_discarding_is_for_good(server, open_browser):
    partner = open_browser(server, 390)
    partner.sign_in("partner", PAGE)
    comment_on(partner, "IS 3").fill(WORDS)
    partner.page.reload()
    partner.settle()
    offer = partner.page.get_by_role("region", name=OFFER)
    expect(offer).to_contain_text(WORDS)
    offer.get_by_role("button", name="Discard").click()
    expect(offer).to_have_count(0)
    partner.page.reload()
    partner.settle()
    comment_on(partner, "IS 3")
    expect(partner.page.get_by_role("region", name=OFFER)).to_have_count(0)
    assert partner.page.evaluate("sessionStorage.getItem('owf:typed')") == "[]"


def test_what_is_saved_is_not_offered(server, open_browser):
    partner = open_browser(server)
    partner.sign_in("partner", PAGE)
    box = comment_on(partner, "IS 3")
    box.fill(WORDS)
    box.blur()
    expect(partner.question("IS 3").get_by_text("Comment saved, no answer yet")).to_be_visible()
    partner.page.reload()
    partner.settle()
    expect(comment_on(partner, "IS 3")).to_have_value(WORDS)
    partner.page.wait_for_function("() => sessionStorage.getItem('owf:typed') === '[]'")
    expect(partner.page.get_by_role("region", name=OFFER)).to_have_count(0)


def test_another_person_in_the_same_window_is_offered_nothing(server, open_browser):
    first = open_browser(server)
    first.sign_in("partner", PAGE)
    comment_on(first, "IS 3").fill(WORDS)
    end(server, "row gone")
    first.sign_in("coordinator", "/")
    first.page.wait_for_function("() => sessionStorage.getItem('owf:typed') === '[]'")
    first.sign_in("partner", PAGE)
    expect(first.page.get_by_role("region", name=OFFER)).to_have_count(0)


def test_signing_out_leaves_no_words_in_the_window(server, open_browser):
    partner = open_browser(server)
    partner.sign_in("partner", PAGE)
    comment_on(partner, "IS 3").fill(WORDS)
    partner.page.get_by_role("link", name="Sign out").click()
    partner.page.wait_for_url("**/auth/sign-in")
    assert WORDS not in str(partner.page.evaluate("JSON.stringify(sessionStorage)"))


@pytest.fixture
def browser_with_cache(browser):
    """A Chromium that keeps pages for Back and Forward, as people's do; Playwright's does not."""
    own = browser.browser_type.launch(
        executable_path=chrome(),
        args=FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield own
    own.close()


@pytest.mark.parametrize("page", ["/results?trust=873&year=2008", "/auth/account"])
def test_back_after_signing_out_shows_nothing(shared_server, browser_with_cache, page):
    chair = Person(browser_with_cache.new_page(), shared_server.address)
    chair.sign_in("chair", "/")
    chair.go(page)
    chair.page.goto(f"{chair.address}/auth/sign-out")
    button = chair.page.get_by_role("button", name="Sign out")
    if button.count():
        button.click()
    chair.page.wait_for_url("**/auth/sign-in")
    for _ in range(3):
        chair.page.go_back(wait_until="domcontentloaded")
        expect(chair.page.get_by_text("Signed in as")).to_have_count(0)
        expect(chair.page.get_by_role("heading", level=1)).to_have_text(OUTSIDE)
        if chair.page.url.startswith(f"{chair.address}/auth/sign-in?next="):
            break


def test_a_page_that_a_browser_kept_whole_is_asked_for_again(shared_server, open_browser):
    chair = open_browser(shared_server)
    chair.sign_in("chair", "/results?trust=873&year=2008")
    chair.page.context.clear_cookies()
    chair.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    chair.page.wait_for_url("**/auth/sign-in?next=**")


def test_a_download_that_cannot_be_made_says_so_and_what_to_do(server, open_browser):
    chair = open_browser(server)
    chair.sign_in("chair", "/results?trust=873&year=2008")
    end(server, "idle")
    chair.page.get_by_test_id("stDownloadButton").get_by_role("button").first.click()
    told = chair.page.get_by_role("region", name="You are signed out")
    expect(told).to_contain_text("Sign in here")
