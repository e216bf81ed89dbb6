"""Reports in a browser: one click a format, kept for the group, fetched again with its hash."""

import re
from hashlib import sha256

import pytest
from playwright.sync_api import expect

BEGINNINGS = {
    "PDF": b"%PDF-",
    "Word": b"PK",
    "PowerPoint": b"PK",
    "Excel": b"PK",
    "Web page": b"<!doctype html",
}


def fetched(person, button):
    """What a click on a button brings, and under which name."""
    with person.page.expect_download() as download:
        button.click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def buttons(person, kind):
    return person.page.locator(f".st-key-formats-{kind}").get_by_role("button")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_coordinator_makes_the_board_summary_and_the_chair_fetches_the_same(
    server, open_browser, width
):
    coordinator = open_browser(server, width)
    coordinator.sign_in("coordinator", "/reports?trust=873&year=2008")
    expect(coordinator.page.get_by_role("heading", level=1)).to_contain_text(
        "reports on Cambridgeshire in 2008"
    )
    made = {}
    for label, beginning in BEGINNINGS.items():
        button = buttons(coordinator, "board").filter(has_text=label)
        name, content = fetched(coordinator, button)
        assert name.startswith("cambridgeshire-board-summary-2008.")
        assert content.startswith(beginning)
        made[label] = sha256(content).hexdigest()
    chair = open_browser(server, width)
    chair.sign_in("chair", "/reports?part=kept")
    for label, digest in made.items():
        kept = chair.page.locator("[class*='st-key-kept-']").filter(has_text=digest[:12])
        _, content = fetched(chair, kept.get_by_role("button").filter(has_text=label))
        assert sha256(content).hexdigest() == digest
    chair.press("Show the newest")
    expect(chair.page.get_by_text("Fetched since by").first).to_be_visible()


def test_the_lead_makes_a_regions_zip_and_sees_how_far_it_is(server, open_browser):
    lead = open_browser(server)
    lead.sign_in("regional-lead", "/reports?part=region&region-year=2008")
    lead.press("Make the zip of East of England 2008")
    expect(lead.page.get_by_role("progressbar")).to_be_visible()
    ready = lead.page.get_by_role("button", name=re.compile("^ZIP, "))
    expect(ready).to_be_visible(timeout=180_000)
    name, content = fetched(lead, ready)
    assert name == "east-of-england-reports-2008.zip"
    assert content.startswith(b"PK")
