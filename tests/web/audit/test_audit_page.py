"""The page Record as Streamlit runs it: for whom, what is looked for, and back by its address."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from owf import clock
from owf.access import Actor
from owf.access.audit import Event, record
from owf.assessment.audit.reading import open_record
from owf.settings import ROOT, get_settings
from owf.store import get_store, people
from owf.store.audit import EventsWanted
from owf.web import layout, navigation
from owf.web.audit.table import record_as_csv
from tests.web.rendered import html_of

TEN = datetime(2009, 7, 10, 10, tzinfo=UTC)


@pytest.fixture
def links():
    """Where the links of the page lead: label -> choices in the address."""
    return {}


@pytest.fixture
def visit(cast, environment, monkeypatch, links):
    """The page at an address, as somebody sees it."""
    environment.setenv("OWF_DATABASE_URL", str(cast.store.engine.url))
    get_settings.cache_clear()
    get_store.cache_clear()
    monkeypatch.setattr(
        navigation, "link_to", lambda _page, label, **choices: links.update({label: choices})
    )

    def open_page(who, **address):
        links.clear()
        monkeypatch.setattr(layout, "who_is_here", lambda: who)
        page = AppTest.from_file(str(ROOT / "owf/web/pages/audit.py"), default_timeout=30)
        for key, value in address.items():
            page.query_params[key] = str(value)
        return page.run()

    return open_page


@pytest.fixture
def happen(cast):
    """Put an event into the record."""

    def one(who, event, at=TEN, *, trust=None, kind="", object_id="", **detail):
        with clock.stopped_at(at), cast.store.writing() as session:
            record(session, who, event, kind, object_id, trust=trust, **detail)

    return one


def sentences(page):
    """What happened, line by line."""
    cells = re.findall(r'<td data-label="What happened">(.*?)</td>', html_of(page))
    return [re.sub(r"<.*?>", "", cell) for cell in cells]


def options(page, label):
    return next(list(one.options) for one in page.selectbox if one.label == label)


def test_a_coordinator_sees_what_was_done_in_their_trust_and_nothing_else(cast, visit, happen):
    happen(cast.alice, Event.SIGNED_IN)
    happen(cast.judy, Event.LEVEL_AGREED, trust=383)
    happen(cast.dave, Event.LEVEL_AGREED, trust=873, kind="round",
           object_id=cast.cambridgeshire.round_id, item="caf-2")  # fmt: skip
    page = visit(cast.carol)
    assert not page.exception
    assert "Record: Cambridgeshire" in html_of(page)
    assert sentences(page)[0] == "Dave agreed a level on CAF 2 for 2009"
    assert "Judy" not in html_of(page)
    assert "Alice" not in html_of(page)
    assert "Trust" not in [one.label for one in page.selectbox]
    assert options(page, "Who") == ["Anybody", "Dave", "The operator"]


def test_an_administrator_sees_everything_and_chooses_a_trust(cast, visit, happen):
    happen(cast.judy, Event.LEVEL_AGREED, trust=383)
    happen(None, Event.SIGN_IN_FAILED)
    page = visit(cast.heidi)
    assert sentences(page)[:1] == ["An unknown person failed to sign in"]
    assert options(page, "Trust") == ["All Trusts", "Cambridgeshire", "Leeds"]
    page = visit(cast.heidi, trust=383)
    assert {"An unknown person failed to sign in"}.isdisjoint(sentences(page))
    assert "Judy" in sentences(page)[0]


@pytest.mark.parametrize("name", ["alice", "dave", "erin", "frank", "grace", "mallory"])
def test_everybody_else_is_refused_and_sees_no_event(cast, visit, happen, name):
    happen(cast.judy, Event.LEVEL_AGREED, trust=873)
    for address in ({}, {"trust": 873}):
        page = visit(getattr(cast, name), **address)
        assert len(page.exception) == 1
        assert html_of(page) == ""


def test_a_coordinator_is_refused_another_trust_s_record(cast, visit):
    page = visit(cast.carol, trust=383)
    assert len(page.exception) == 1
    assert html_of(page) == ""


def test_the_time_is_london_s_and_what_was_refused_stands_out(cast, visit, happen):
    happen(cast.ivan, Event.REFUSED, trust=873, kind="page", object_id="/sign-off")
    page = visit(cast.carol)
    assert '<th scope="row">10 July 2009, 11:00</th>' in html_of(page)
    assert '<span class="owf-stopped">Ivan was refused the page /sign-off</span>' in html_of(page)


def test_kinds_people_and_days_in_the_address_narrow_it_down(cast, visit, happen):
    happen(cast.dave, Event.LEVEL_AGREED, trust=873)
    happen(cast.dave, Event.SIGNED_IN, trust=873)
    happen(cast.erin, Event.LEVEL_AGREED, TEN + timedelta(days=1), trust=873)
    assert len(sentences(visit(cast.carol, kind="moderation"))) == 2
    assert len(sentences(visit(cast.carol, kind="moderation", person="dave"))) == 1
    (found,) = sentences(visit(cast.carol, since="2009-07-11"))
    assert found.startswith("Erin")
    (found,) = sentences(visit(cast.carol, person="dave", kind="sign-in", until="2009-07-10"))
    assert found == "Dave signed in"


@pytest.mark.parametrize(
    "address",
    [
        {"kind": "nonsense", "since": "yesterday", "until": "31/12/2009"},
        {"before": "x", "after": "-1"},
        {"until": date.max.isoformat()},
    ],
)
def test_an_address_with_odd_choices_shows_the_record_all_the_same(cast, visit, address):
    page = visit(cast.carol, **address)
    assert not page.exception
    assert sentences(page)


def test_choosing_something_else_begins_at_the_newest_again(cast, visit, happen):
    happen(cast.dave, Event.LEVEL_AGREED, trust=873)
    page = visit(cast.carol, before=1_000_000)
    assert "Nothing in the record matches these choices" in html_of(page)
    next(one for one in page.selectbox if one.label == "What").set_value("moderation").run()
    assert "before" not in page.query_params
    assert sentences(page) == ["Dave agreed a level on  for round "]


def test_older_and_newer_events_are_one_link_away_with_the_same_choices(cast, visit, happen, links):
    for minute in range(150):
        happen(cast.dave, Event.SIGNED_IN, TEN + timedelta(minutes=minute), trust=873)
    page = visit(cast.carol, kind="sign-in", person="dave")
    assert "100 of 150 events, newest first" in html_of(page)
    assert list(links) == ["Older events"]
    older = links["Older events"]
    assert (older["kind"], older["person"]) == ("sign-in", "dave")
    page = visit(cast.carol, **older)
    assert len(sentences(page)) == 50
    assert list(links) == ["Newer events"]
    assert len(sentences(visit(cast.carol, **links["Newer events"]))) == 100


def test_nothing_that_fits_is_said_in_words(cast, visit):
    page = visit(cast.carol, kind="exports")
    assert "Nothing in the record matches these choices" in html_of(page)
    assert not page.get("download_button")


def test_an_erased_person_stays_as_an_id_to_look_for(cast, visit, happen):
    happen(cast.dave, Event.LEVEL_AGREED, trust=873)
    with cast.store.writing() as session:
        people.erase(session, "dave", TEN)
    page = visit(cast.carol, person="dave")
    assert sentences(page)[0].startswith("An erased person (dave) agreed a level")
    assert "An erased person (dave)" in options(page, "Who")


def test_a_name_of_markup_is_shown_as_text(cast, visit, happen):
    with cast.store.writing() as session:
        people.add_person(session, "eve", "<img src=x onerror=alert(1)>")
        people.add_person(session, "eva", "=HYPERLINK(1)")
    for name in ("eve", "eva"):
        with cast.store.reading() as session:
            assert people.name_of(session, name)
        happen(_actor(name), Event.SIGNED_IN, trust=873)
    page = visit(cast.carol)
    assert "&lt;img src=x onerror=alert(1)&gt; signed in" in html_of(page)
    assert "<img" not in html_of(page)


def _actor(person_id):
    return Actor(person_id, person_id)


def test_the_file_has_a_line_for_each_event_with_ids_and_runs_nothing(cast, happen):
    with cast.store.writing() as session:
        people.add_person(session, "eva", "=HYPERLINK(1)")
    happen(_actor("eva"), Event.SIGNED_IN, trust=873)
    lines = open_record(cast.store, cast.carol, EventsWanted(trust=873)).lines
    text = record_as_csv(lines).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(lines)
    first = rows[0]
    assert first["When (London)"] == "2009-07-10T11:00:00+01:00"
    assert (first["Who"], first["Who (id)"]) == ("'=HYPERLINK(1)", "eva")
    assert first["What happened"] == "'=HYPERLINK(1) signed in"
    assert (first["Trust (DfE number)"], first["Trust"]) == ("873", "Cambridgeshire")
