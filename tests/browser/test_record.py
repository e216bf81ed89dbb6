"""The record in a browser: who was refused what, a file of it, and who may not see it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from owf.demo.people import DEMO_NAMES
from owf.store import audit
from owf.store.audit import EventsWanted


def events(server, *actions):
    store = server.store()
    try:
        with store.reading() as session:
            return audit.events(session, EventsWanted(actions=actions), 1000)
    finally:
        store.close()


def test_a_refused_page_is_recorded_once_for_a_session_however_often_it_runs(server, open_browser):
    partner = open_browser(server)
    partner.sign_in("partner", "/sign-off?trust=881&year=2008")
    expect(partner.page.get_by_text("This page is not open to you")).to_be_visible()
    (event,) = events(server, "refused")
    assert (event.person_id, event.object_kind, event.object_id, event.trust, event.address) == (
        "demo-1-partner", "page", "/sign-off", 881, "127.0.0.1",
    )  # fmt: skip
    partner.go("/audit")
    assert [one.object_id for one in events(server, "refused")] == ["/audit", "/sign-off"]


def test_the_coordinator_reads_the_trust_s_record_and_takes_it_away(server, open_browser):
    coordinator = open_browser(server)
    coordinator.sign_in("coordinator", "/audit")
    table = coordinator.page.get_by_role("region", name="events, newest first")
    who, chair = DEMO_NAMES["coordinator"], DEMO_NAMES["chair"]
    expect(table).to_contain_text(f"{who} opened the round of 2009 with 12 partners")
    expect(table).to_contain_text(f"{chair} agreed the plan of 2008 (version 1, hash")
    with coordinator.page.expect_download() as waiting:
        coordinator.page.get_by_role("button", name="Download").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["Trust"] for row in rows} == {"Cambridgeshire"}
    (event,) = events(server, "exported")
    assert (event.person_id, event.object_id, event.trust) == (
        "demo-2-coordinator", "the record", 873,
    )  # fmt: skip


def test_older_events_are_a_link_away_and_back(look_around):
    administrator = look_around("administrator", "/audit?kind=sign-off")
    newest = administrator.page.locator(".owf-record tbody tr").first
    # Out of sight until the boxes above it are drawn.
    expect(newest).to_be_visible()
    first = newest.inner_text()
    administrator.follow("Older events")
    expect(administrator.page.get_by_text("Newer events")).to_be_visible()
    assert "before=" in administrator.page.url
    assert "kind=sign-off" in administrator.page.url
    expect(newest).not_to_have_text(first.replace("\t", ""), use_inner_text=False)
    administrator.follow("Newer events")
    expect(administrator.page.locator(".owf-record tbody tr").first).to_have_text(
        first.replace("\t", ""), use_inner_text=False
    )


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("role", ["administrator", "coordinator"])
def test_the_record_keeps_nobody_out_and_fits(look_around, axe, role, width):
    person = look_around(role, "/audit", width)
    axe(person, f"/audit as {role} at {width}")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= width
