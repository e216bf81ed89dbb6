"""Several people at one computer: each has a form of their own, and none sees another's."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from owf.store import rounds, surveys
from tests.web.browsers import field, words
from tests.web.surveying import answer_all, begin, names_of, send

COMMENT = "We share one office now."


@pytest.fixture
def round_id(site_store):
    with site_store.reading() as session:
        return rounds.round_of(session, 873, 2009).id


@pytest.fixture
def link(site_store, round_id):
    """The path of the link to Cambridgeshire's survey."""
    with site_store.reading() as session:
        return f"/survey/{surveys.link_of_round(session, round_id).token}"


@pytest.fixture
def kept(site_store, round_id):
    """How many responses there are, and what was odd about them."""

    def found():
        with site_store.reading() as session:
            return surveys.response_count(session, round_id), surveys.oddities_of(session, round_id)

    return found


def start_again(client, link):
    """Press *Start again as somebody else* at the first screen; gives the form."""
    page = client.get(link)
    assert "Start again as somebody else" in words(page)
    data = {"form_token": field(page, "form_token"), "again": "1"}
    return client.get(client.post(link, data=data).headers["location"])


def begin_as(client, link, form, *, place="health", role="manages"):
    answer = client.post(link, data={**hidden(form), "place": place, "role": role})
    return client.get(answer.headers["location"])


def hidden(page):
    return {name: field(page, name) for name in ("form_token", "who") if field(page, name)}


def go_on(client, link, number=0):
    """Press the button with which one of those who have begun goes on."""
    page = client.get(link)
    tag = re.findall(r'name="who" value="([^"]+)"', page.text)[number]
    data = {"form_token": field(page, "form_token"), "who": tag, "go": "on"}
    return client.get(client.post(link, data=data).headers["location"])


def is_empty(page):
    is_chosen = re.search(r"<(?:input|option)[^>]* (?:checked|selected)", page.text)
    return not is_chosen and COMMENT not in page.text


def to_the_last_screen(client, link, page, chosen="4"):
    while "Hand in" not in words(page):
        page = client.get(send(client, link, page, chosen, **hidden(page)).headers["location"])
    return page


def test_the_first_screen_shows_nothing_that_was_entered_and_offers_to_start_again(client, link):
    page = begin(client, link)
    send(client, link, page, "4")
    first = client.get(link)
    assert "Go on only if that was you" in words(first)
    assert "Go on with theme 2 of 4" in words(first)
    assert is_empty(first)
    for told in ("Police", "I work directly", "police"):
        assert told not in first.text
    assert first.headers["cache-control"] == "no-store"


def test_who_comes_back_alone_goes_on_with_their_answers(client, link):
    page = begin(client, link)
    send(client, link, page, "4")
    assert "theme 2 of 4" in words(go_on(client, link))
    again = client.get(link, params={"theme": field(page, "theme")})
    assert len(re.findall('value="4" checked', again.text)) == len(names_of(page))


def test_the_next_person_gets_an_empty_form_and_no_address_of_before_shows_anything(client, link):
    page = begin(client, link)
    last = to_the_last_screen(client, link, page)
    send(client, link, last, "4", go="back", comment=COMMENT)
    form = start_again(client, link)
    assert is_empty(form)
    assert "Where do you work?" in words(form)
    # Back, and every address that the first was at.
    for query in ({"theme": field(page, "theme")}, {"theme": field(last, "theme")}, {"where": "1"}):
        assert is_empty(client.get(link, params=query))
    second = begin_as(client, link, form)
    for theme in (field(page, "theme"), field(last, "theme")):
        assert is_empty(client.get(link, params={"theme": theme}))
    assert is_empty(second)


def test_whoever_only_opens_the_link_and_goes_back_sees_nothing(client, link):
    page = begin(client, link)
    send(client, link, page, "4")
    client.get(link)
    for query in ({"theme": field(page, "theme")}, {"where": "1"}):
        back = client.get(link, params=query)
        assert is_empty(back)
        assert "Go on only if that was you" in words(back)
    # The window in which the first left it open still works, for the first.
    assert send(client, link, page, "3", **hidden(page)).status_code == 303
    assert len(
        re.findall(
            'value="3" checked', client.get(link, params={"theme": field(page, "theme")}).text
        )
    )


def test_each_of_two_who_have_begun_finds_their_own(client, link):
    page = begin(client, link)
    send(client, link, page, "4")
    second = begin_as(client, link, start_again(client, link))
    send(client, link, second, "2", **hidden(second))
    assert words(client.get(link)).count("Go on only if that was you") == 2
    theme = {"theme": field(page, "theme")}
    go_on(client, link, 0)
    assert 'value="4" checked' in client.get(link, params=theme).text
    assert 'value="2" checked' not in client.get(link, params=theme).text
    # Whoever was there last stands last.
    go_on(client, link, 0)
    assert 'value="2" checked' in client.get(link, params=theme).text


def test_another_may_answer_after_one_who_has_handed_in_and_both_count(client, link, kept):
    before, _ = kept()
    assert "Open the survey for the next person" in words(answer_all(client, link, "4"))
    page = begin_as(client, link, start_again(client, link))
    assert is_empty(page)
    last = to_the_last_screen(client, link, page, "2")
    done = send(client, link, last, "2", **hidden(last))
    assert "Thank you" in words(client.get(done.headers["location"]))
    after, odd = kept()
    assert after == before + 2
    assert odd["again"] == 1


def test_who_was_interrupted_goes_on_after_the_other_has_handed_in(client, link, kept):
    before, _ = kept()
    page = begin(client, link)
    send(client, link, page, "4")
    second = begin_as(client, link, start_again(client, link))
    last = to_the_last_screen(client, link, second, "2")
    thanks = client.get(send(client, link, last, "2", **hidden(last)).headers["location"])
    assert "Thank you" in words(thanks)
    to_go = to_the_last_screen(client, link, go_on(client, link))
    send(client, link, to_go, "4", **hidden(to_go))
    assert kept()[0] == before + 2


def test_a_page_that_the_first_left_open_keeps_its_answers_the_first_s(client, link, kept):
    first = begin(client, link)
    second = begin_as(client, link, start_again(client, link))
    # In the window that was open before.
    assert send(client, link, first, "4", **hidden(first)).status_code == 303
    assert send(client, link, second, "2", **hidden(second)).status_code == 303
    theme = {"theme": field(first, "theme")}
    assert 'value="4" checked' not in client.get(link, params=theme).text
    go_on(client, link, 0)
    assert 'value="4" checked' in client.get(link, params=theme).text


def test_the_tag_on_a_page_is_not_what_the_cookie_holds(client, link):
    tag = field(begin(client, link), "who")
    assert len(tag) == 16
    assert tag not in client.cookies["owf_survey"]


def test_another_browser_s_tag_opens_nothing(client, visit, link):
    theirs = field(begin(client, link), "who")
    other = visit()
    page = other.get(link)
    data = {"form_token": field(page, "form_token"), "who": theirs, "go": "on"}
    assert "Where do you work?" in words(other.get(other.post(link, data=data).headers["location"]))


def test_starting_again_needs_our_own_form(client, link):
    begin(client, link)
    before = client.cookies["owf_survey"]
    assert client.post(link, data={"again": "1"}).status_code == 303
    assert client.cookies["owf_survey"] == before


def test_pressing_start_again_twice_keeps_one_place(client, link):
    begin(client, link)
    start_again(client, link)
    once = client.cookies["owf_survey"]
    start_again(client, link)
    assert client.cookies["owf_survey"] == once


def test_a_browser_that_began_when_one_person_had_it_is_known_again(client, link):
    begin(client, link)
    from owf.web.survey.limits import _signer  # noqa: PLC0415

    one = _signer().loads(client.cookies["owf_survey"])[0]
    client.cookies.clear()
    client.cookies.set("owf_survey", _signer().dumps(one), path="/survey")
    assert "You have begun on this device" in words(client.get(link))


# Links as mail programs hand them on.


@pytest.mark.parametrize("after", [".", ",", ")", ">", "%3E", "%0A", "…", "%20", "%E2%80%8B", ");"])
def test_a_mark_after_the_link_is_taken_off(client, link, after):
    answer = client.get(link + after)
    assert (answer.status_code, answer.headers["location"]) == (303, link)


@given(missing=st.integers(1, 31))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_link_without_its_end_says_what_to_do(client, link, missing):
    answer = client.get(link[:-missing])
    assert "Cambridgeshire" not in words(answer)
    assert answer.status_code in {404, 429}
    assert "for it again" in words(answer) or "for the link again" in words(answer)


@pytest.mark.parametrize("mark", ["-", "_"])
def test_a_link_of_before_that_ends_in_a_mark_works_with_and_without_it(
    client, link, site_store, round_id, mark
):
    older = "kD3nS9v-xQ_7hT2mZ8wLrB5yC1aFgJ4" + mark
    with site_store.writing() as session:
        found = surveys.link_of_round(session, round_id)
        surveys.add_link(session, round_id, older, found.closes)
    assert "Where do you work?" in words(client.get(f"/survey/{older}"))
    for handed_on in (older[:-1], f"{older[:-1]}.", f"{older}."):
        assert client.get(f"/survey/{handed_on}").headers["location"] == f"/survey/{older}"
