"""The survey as a practitioner finds it at its open link."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from owf.access import OPERATOR, Actor, Role, start_session
from owf.access.sessions import COOKIE
from owf.assessment.asked_items import choices_of
from owf.assessment.survey.links import close_survey, replace_link
from owf.questionnaire import ItemAudience, load_named
from owf.settings import PACKS
from owf.store import get_store, rounds, surveys
from owf.store import surveys as store_surveys
from owf.store.people import RoleHeld
from owf.web.survey.limits import GUESSES, STARTS, Counted
from owf.web.widgets.scale import choice_words
from tests.web.browsers import cookie_line, field, words
from tests.web.surveying import answer_all, begin, names_of, send
from tests.web.test_plain_routes import holds

COORDINATOR = Actor("coordinator", "Coordinator", (RoleHeld(Role.COORDINATOR, "trust", "873"),))


@pytest.fixture
def round_id(site_store):
    """Cambridgeshire's round of 2009, which is open."""
    with site_store.reading() as session:
        return rounds.round_of(session, 873, 2009).id


@pytest.fixture
def link(site_store, round_id):
    """The path of the link to its survey, which is open until 17 July."""
    with site_store.reading() as session:
        return f"/survey/{store_surveys.link_of_round(session, round_id).token}"


@pytest.fixture
def count(site_store, round_id):
    def responses():
        with site_store.reading() as session:
            return surveys.response_count(session, round_id)

    return responses


def test_from_the_link_to_the_thanks_in_six_screens(client, link, count):
    before = count()
    start = client.get(link)
    assert "How far do we work as one for children in Cambridgeshire?" in words(start)
    assert "theme 1 of 4" in words(begin(client, link))
    last = answer_all(client, link)
    assert "Thank you" in words(last)
    assert field(last, "form_token") is None
    assert count() == before + 1


# What stands on the pages.


def test_the_start_says_who_sees_what_and_offers_partners_and_sectors(client, link):
    start = client.get(link)
    for said in (
        "43 statements, one theme a screen", "about 11 minutes", "never of fewer",
        "Nobody is asked for a name", "until 17 July 2009",
    ):  # fmt: skip
        assert said in words(start)
    assert 'name="robots" content="noindex, nofollow"' in start.text
    assert start.headers["cache-control"] == "no-store"
    assert '<optgroup label="Police">' in start.text
    assert "<script" not in start.text
    assert 'type="text"' not in start.text


def test_every_question_for_practitioners_is_asked_once_and_a_scale_has_its_non_scores_apart(
    client, link, site_store, round_id
):
    page, asked = begin(client, link), []
    while field(page, "theme"):
        asked += names_of(page)
        last = page
        page = client.get(send(client, link, page).headers["location"])
    assert len(asked) == len(set(asked)) == 43
    apart = re.search(r'<div class="apart">(.*?)</div>', last.text, flags=re.S)[1]
    assert [re.sub("<.*?>", "", one).strip() for one in apart.strip().splitlines()] == [
        "Don&#39;t know", "Not applicable",
    ]  # fmt: skip
    assert last.text.index("Write nothing that could tell") < last.text.index("<textarea")
    assert "Hand in my answers" in words(last)


def test_statements_and_scale_read_as_on_a_partner_s_page(client, link):
    pack = load_named(PACKS, "integrated-working@2009")
    page = words(begin(client, link))
    asked = [item for item in pack.themes[0].items if item.audience is ItemAudience.ALL]
    assert f"theme 1 of 4, {len(asked)} statements" in page
    for item in asked:
        assert item.text in page
        for choice in choices_of(pack.scale_of(item)):
            option = choice if isinstance(choice, str) else str(choice)
            assert choice_words(pack, option, item) in page


def test_the_coordinator_is_told_the_same_time_as_practitioners(link, open_page_at):
    page = open_page_at("survey", COORDINATOR, trust="873", year="2009")
    (letter,) = [one.value for one in page.code if "Dear colleague" in one.value]
    assert "It takes about 11 minutes" in letter


def test_what_was_chosen_is_there_again_on_the_way_back(client, link):
    page = begin(client, link)
    client.get(send(client, link, page, "dont_know").headers["location"])
    again = client.get(link, params={"theme": field(page, "theme")})
    assert len(re.findall(r'value="dont_know" checked', again.text)) == len(names_of(page))


def test_a_comment_is_escaped_and_comes_back(client, link):
    page = begin(client, link)
    while "Hand in" not in words(page):
        page = client.get(send(client, link, page).headers["location"])
    back = send(client, link, page, go="back", comment="<b>so</b> & far")
    assert back.status_code == 303
    again = client.get(link, params={"theme": field(page, "theme")})
    assert "&lt;b&gt;so&lt;/b&gt; &amp; far</textarea>" in again.text


# One response a device.


def test_the_cookie_is_for_the_survey_alone_and_holds_nothing_that_we_keep(
    client, link, site_store
):
    page = client.get(link)
    answer = client.post(
        link,
        data={"form_token": field(page, "form_token"), "place": "police", "role": "manages"},
    )
    line = cookie_line(answer, "owf_survey")
    for part in ("HttpOnly", "SameSite=lax", "Path=/survey"):
        assert part in line
    with site_store.reading() as session:
        kept = str(session.connection().exec_driver_sql("SELECT * FROM survey_draft").all())
    assert line.split("=")[1].split(".")[0].strip('"') not in kept


def test_over_https_the_cookie_is_secure(client, link, setting):
    setting("OWF_BASE_URL", "https://owf.example.org")
    headers = {"host": "owf.example.org"}
    page = client.get(link, headers=headers)
    answer = client.post(
        link,
        headers=headers | {"cookie": "; ".join(f"{k}={v}" for k, v in page.cookies.items())},
        data={"form_token": field(page, "form_token"), "place": "police", "role": "manages"},
    )
    assert "Secure" in cookie_line(answer, "__Secure-owf_survey")


def test_a_device_goes_on_where_it_was_after_a_restart(client, visit, link):
    page = begin(client, link)
    send(client, link, page)
    get_store().close()
    get_store.cache_clear()
    again = visit()
    again.cookies.update(client.cookies)
    start = again.get(link)
    assert "You have begun on this device" in words(start)
    assert "Go on with theme 2 of 4" in words(start)


def test_a_second_try_on_a_device_says_so_kindly(client, link, count):
    before = count()
    answer_all(client, link)
    again = client.get(link)
    assert "This device has answered already" in words(again)
    assert "open the link on another" in words(again)
    posted = client.post(link, data={"place": "police", "role": "manages"})
    assert "This device has answered already" in words(posted)
    assert count() == before + 1


def test_a_cookie_that_we_did_not_sign_is_no_device(client, link):
    client.cookies.set("owf_survey", "made-up", path="/survey")
    assert "Where do you work?" in words(client.get(link))


def test_whoever_is_signed_in_answers_like_anybody_else(client, link, site_store, anna, count):
    before = count()
    client.cookies.set(COOKIE, start_session(site_store, "anna"))
    assert "Thank you" in words(answer_all(client, link))
    assert count() == before + 1


# What is refused, in words.


def test_a_form_of_another_site_is_refused_and_keeps_what_was_chosen(client, link, site_store):
    page = begin(client, link)
    theme = field(page, "theme")
    answers = dict.fromkeys(names_of(page), "4")
    answer = client.post(link, data={"form_token": "made-up", "theme": theme, **answers})
    assert answer.status_code == 403
    assert "The page had expired" in words(answer)
    assert len(re.findall(r'value="4" checked', answer.text)) == len(answers)
    with site_store.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT count(*) FROM survey_draft_answer")
        assert rows.scalar_one() == 0


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"place": ""}, "Choose where you work."),
        ({"place": "fire"}, "Choose where you work from the list."),
        ({"place": "police:987654"}, "Choose where you work from the list."),
        ({"place": "police:x"}, "Choose where you work from the list."),
        ({"role": ""}, "Choose what you do there."),
        ({"role": "spy"}, "Choose what you do there."),
    ],
)
def test_one_has_to_choose_from_the_lists(client, link, sent, said):
    answer = begin(client, link, **sent)
    assert answer.status_code == 400
    assert said in words(answer)


@pytest.mark.parametrize("chosen", ["6", "0", "-1", "3.5", "perhaps", "٣", "9" * 30])
def test_an_answer_that_is_not_offered_is_refused(client, link, chosen):
    page = begin(client, link)
    answer = send(client, link, page, chosen)
    assert answer.status_code == 400
    assert "There is a problem" in words(answer)


def test_a_guessed_link_tells_nothing_and_after_many_of_them_the_next_waits(client, link):
    for number in range(GUESSES.most):
        answer = client.get(f"/survey/guess-{number}")
        assert answer.status_code == 404
        assert "Cambridgeshire" not in words(answer)
    answer = client.get("/survey/one-more")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "Cambridgeshire" not in words(answer)


def test_who_has_the_right_link_gets_in_whatever_others_behind_the_same_address_try(
    client, link, visit
):
    for number in range(GUESSES.most + 5):
        client.get(f"/survey/guess-{number}")
    assert "theme 1 of 4" in words(begin(visit(), link))


def test_a_link_that_is_cut_off_counts_once_however_many_open_it(client, link, visit):
    for _ in range(3 * GUESSES.most):
        answer = visit().get(link[:-2])
        assert answer.status_code == 404
        assert "This link is not whole" in words(answer)
        assert "ask the person who sent it to you for the link again" in words(answer)
    assert client.get("/survey/another").status_code == 404
    assert "theme 1 of 4" in words(begin(client, link))


def test_where_very_many_begin_from_one_address_the_next_one_waits(client, link):
    for _ in range(STARTS.most):
        STARTS.note("testclient")
    answer = begin(client, link)
    assert answer.status_code == 429
    assert "Please wait a little" in words(answer)
    assert "owf_survey" not in client.cookies


def test_a_closed_survey_says_so_and_takes_nothing(client, link, site_store, round_id, count):
    before = count()
    page = begin(client, link)
    close_survey(site_store, OPERATOR, round_id)
    for answer in (client.get(link), send(client, link, page)):
        assert answer.status_code == 410
        assert "This survey is closed" in words(answer)
        assert "Answers sent by then count." in words(answer)
    assert count() == before


def test_a_replaced_link_says_so(client, link, site_store, round_id):
    replace_link(site_store, OPERATOR, round_id)
    answer = client.get(link)
    assert answer.status_code == 410
    assert "This link was replaced" in words(answer)


def test_a_whole_authority_begins_behind_one_address_within_ten_minutes(monkeypatch):
    now = 1000.0
    monkeypatch.setattr("owf.web.survey.limits.time.monotonic", lambda: now)
    for number in range(1500):
        now = 1000.0 + number * 600 / 1500
        assert STARTS.seconds_to_wait("192.0.2.1") == 0
        STARTS.note("192.0.2.1")


def test_who_waits_to_begin_waits_for_less_than_a_minute():
    for _ in range(STARTS.most):
        STARTS.note("192.0.2.1")
    assert 0 < STARTS.seconds_to_wait("192.0.2.1") <= 61
    assert STARTS.seconds_to_wait("192.0.2.2") == 0


def test_what_is_counted_of_addresses_is_bounded(monkeypatch):
    monkeypatch.setattr("owf.web.survey.limits.MOST_ADDRESSES", 3)
    counted = Counted(1, 60)
    for number in range(10):
        counted.note(str(number))
    assert [number for number in range(10) if counted.is_crowd(str(number))] == [7, 8, 9]


@pytest.mark.parametrize("database", ["postgresql://nobody@127.0.0.1:1/nothing"])
def test_without_its_database_the_survey_says_so(client, link, setting, database):
    setting("OWF_DATABASE_URL", database)
    get_store.cache_clear()
    for answer in (client.get(link), client.post(link, data={"place": "police"})):
        assert answer.status_code == 503
        assert "We cannot reach the database" in words(answer)


anything = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
THEMES = ["caf", "lead-professional", "information-sharing", "multi-agency", "nothing", ""]
texts = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["3", "dont_know", "police", "manages", "<script>", "//evil.example", "on"]),
)


@given(
    sent=st.dictionaries(
        st.sampled_from(
            ["form_token", "go", "place", "role", "comment", "answer-caf-01", "answer-", "x"]
        ),
        texts,
    ),
    theme=st.none() | st.sampled_from(THEMES),
    known=st.tuples(st.booleans(), st.booleans()),
)
@anything
def test_no_form_makes_the_survey_fail_or_lead_elsewhere(visit, link, sent, theme, known):
    STARTS.forget()
    client, (begun, signed) = visit(), known
    page = begin(client, link) if begun else client.get(link)
    if signed:
        sent = {**sent, "form_token": field(page, "form_token") or ""}
    if theme is not None:
        sent = {**sent, "theme": theme}
    answer = client.post(
        link,
        content=urlencode(sent, errors="replace").encode(),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    holds(answer)
    assert answer.headers.get("location", link).startswith(link)


@given(theme=texts, more=texts)
@anything
def test_no_address_makes_the_survey_fail(client, link, theme, more):
    holds(client.get(link, params={"theme": theme, "more": more, "done": more}))
