"""Evidence from one's own disk to the steering group's, in real browsers at two widths."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from owf import clock
from owf.store import people, rounds
from tests.browser.acting import leave, take

NOTE = "Read it: Größe – 日本.\n".encode()
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\xff\xff" + bytes(64)


def _bring(page: Page, button: str, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_test_id("stFileUploader").get_by_role("button", name=button).last.click()
    chooser.value.set_files(path)
    expect(page.get_by_text(path.name)).to_be_visible()


def test_a_file_is_added_linked_submitted_seen_in_moderation_and_downloaded(
    server, open_browser, axe, tmp_path
):
    false, true = tmp_path / "briefing.pdf", tmp_path / "Größe 2009.txt"
    false.write_bytes(PROGRAM)
    true.write_bytes(NOTE)

    partner = open_browser(server, 390)
    partner.sign_in("partner")
    partner.go("/assessment?year=2009&theme=evidence")
    page = partner.page
    axe(partner, "the list of evidence")
    page.get_by_text("A file", exact=True).click()
    page.get_by_label("Title", exact=True).fill("The briefing of June")
    _bring(page, "Upload", false)
    partner.press("Add to our evidence")
    expect(page.get_by_text("contains a program for Windows")).to_be_visible()
    expect(page.get_by_label("Title", exact=True)).to_have_value("The briefing of June")

    page.get_by_role("button", name="Remove briefing.pdf").click()
    _bring(page, "Upload", true)
    partner.press("Add to our evidence")
    expect(page.get_by_text("“The briefing of June” is in your list")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="The briefing of June").click()
    assert download.value.suggested_filename == "Größe 2009.txt"

    partner.go("/assessment?year=2009&theme=caf")
    # By its class: while a choice stands open the rest of the page is hidden from roles.
    card = page.locator(".st-key-question-caf-01")
    card.get_by_text("Comment and evidence on CAF 1", exact=True).click()
    option = page.get_by_role("option", name="The briefing of June")
    box = card.locator("input[role=combobox]")
    take(box, option)
    expect(card.locator(".owf-things").get_by_text("The briefing of June")).to_be_visible()
    leave(box)
    axe(partner, "a question with evidence")
    _submit(server)

    moderator = open_browser(server, 390)
    moderator.sign_in("steering")
    moderator.go("/moderation?item=caf-01")
    with moderator.page.expect_download() as download:
        moderator.page.get_by_role("link", name="The briefing of June").click()
    assert Path(download.value.path()).read_bytes() == NOTE
    axe(moderator, "a question in moderation with evidence")
    address = moderator.page.get_by_role("link", name="The briefing of June").get_attribute("href")

    outsider = open_browser(server, 390)
    outsider.sign_in("regional-lead")
    answer = outsider.page.goto(server.address + address)
    assert answer.status == 404


def _submit(server) -> None:
    """Let the police submit: two thirds of its questions are of no interest here."""
    store = server.store()
    with store.writing() as session:
        person = people.person_with_demo_role(session, "partner")
        (partner,) = [int(held.scope_id) for held in people.roles_of(session, person.id)]
        found = rounds.return_of_partner(session, partner, 2009)
        rounds.mark_submitted(session, found.id, clock.now(), person.id)
    store.close()
