"""Files that pages hand out: each is recorded, and none goes to somebody who has left."""

from __future__ import annotations

import time

import pytest

from owf.access import end_session, start_session
from owf.access.errors import NotAllowed
from owf.exchange.csv_file import csv_file
from owf.store import audit
from owf.store.audit import EventsWanted
from owf.web.handed_out import KEPT_FOR, connected_person, was_made_for
from owf.web.widgets.downloads import handed_out


def recorded(store, *actions):
    with store.reading() as session:
        return audit.events(session, EventsWanted(actions=actions), 100)


def test_a_file_is_made_for_whoever_is_there_and_recorded(site_store):
    token = start_session(site_store, "demo-2-coordinator")
    made = handed_out(lambda who: who.id.encode(), "the record", token, "192.0.2.1", 873)
    assert made == b"demo-2-coordinator"
    (event,) = recorded(site_store, "exported")
    assert (event.person_id, event.object_id, event.trust, event.address) == (
        "demo-2-coordinator", "the record", 873, "192.0.2.1",
    )  # fmt: skip


@pytest.mark.parametrize("token", [None, "", "x"])
def test_nobody_gets_a_file_without_a_session(site_store, token):
    with pytest.raises(NotAllowed, match="You are signed out"):
        handed_out(lambda _who: b"secret", "the record", token, "192.0.2.1", None)
    assert recorded(site_store, "exported") == []


def test_only_the_person_s_own_connection_makes_the_file(site_store):
    token = start_session(site_store, "demo-2-coordinator")
    for asked_by in ("demo-4-chair", ""):
        mark = connected_person.set(asked_by)
        with pytest.raises(NotAllowed, match="somebody else"):
            handed_out(lambda _who: b"secret", "the record", token, "192.0.2.1", None)
        connected_person.reset(mark)
    assert recorded(site_store, "exported") == []


def test_a_file_is_its_person_s_for_ten_minutes(site_store, monkeypatch):
    token = start_session(site_store, "demo-2-coordinator")
    handed_out(lambda _who: b"mine", "the record", token, "192.0.2.1", None)
    assert was_made_for(b"mine", "demo-2-coordinator")
    assert not was_made_for(b"mine", "demo-4-chair")
    assert not was_made_for(b"", "demo-2-coordinator")
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + KEPT_FOR + 1)
    assert not was_made_for(b"mine", "demo-2-coordinator")


def test_a_session_that_ended_since_the_page_was_drawn_gets_no_file(site_store):
    token = start_session(site_store, "demo-2-coordinator")
    end_session(site_store, token)
    with pytest.raises(NotAllowed, match="You are signed out"):
        handed_out(lambda _who: b"secret", "the record", token, "192.0.2.1", None)


def test_a_file_that_the_policy_refuses_is_recorded_as_refused(site_store):
    def refuse(_who):
        raise NotAllowed("Not yours.")

    token = start_session(site_store, "demo-2-coordinator")
    with pytest.raises(NotAllowed, match="Not yours"):
        handed_out(refuse, "the record", token, "192.0.2.1", 873)
    assert recorded(site_store, "exported") == []
    (event,) = recorded(site_store, "refused")
    assert (event.object_kind, event.object_id, event.trust) == ("file", "the record", 873)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_stays_text(cell):
    assert csv_file(["A"], [[cell]]).decode("utf-8-sig").split("\n", 1)[1].strip('\r\n"')[0] == "'"


def test_text_with_commas_quotes_and_other_scripts_is_kept_and_numbers_stay_numbers():
    made = csv_file(["A", "B"], [['a "b", c', -1], ["日本 é", 2.5]])
    assert made.decode("utf-8-sig") == 'A,B\r\n"a ""b"", c",-1\r\n日本 é,2.5\r\n'
