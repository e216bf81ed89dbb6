"""Questionnaires in a browser: from the list to one, what changed, a theme, at both widths."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("width", [1280, 390])
def test_the_national_team_reads_a_questionnaire_and_its_changes(look_around, axe, width):
    nation = look_around("national", "/packs", width)
    axe(nation, f"/packs at {width}")
    nation.page.get_by_role("link", name="Integrated working 2009").click()
    expect(nation.page.get_by_role("heading", level=1)).to_have_text("Integrated working 2009")
    nation.page.get_by_text("Reworded (5)").click()
    expect(nation.page.get_by_text("Was: ").first).to_be_visible()
    axe(nation, f"/packs, one questionnaire, at {width}")
    assert nation.page.evaluate("document.documentElement.scrollWidth") <= width
    nation.go("/packs?pack=integrated-working@2009&theme=lead-professional")
    expect(nation.page.get_by_role("heading", name="LP 1", exact=True)).to_be_visible()
    expect(nation.page.get_by_role("radio").first).to_be_disabled()
