"""A questionnaire of twelve themes on the pages made for comparing: all of it can be read."""

from __future__ import annotations

import pytest

from tests.browser.spoilt import SPOILT_TABLES

PAGES = {
    "region": ("regional-lead", "/region?region=E12000006&year=2009&part=whole"),
    "compare": ("regional-lead", "/compare?trust=926&year=2009&part=whole"),
    "national": ("national", "/national?year=2009&part=whole"),
}


@pytest.mark.parametrize("page", PAGES)
def test_between_a_phone_and_a_desk_no_word_of_a_table_is_cut(look_around, page):
    role, address = PAGES[page]
    reader = look_around(role, address, 800)
    reader.page.locator(".owf-colophon").wait_for()
    assert reader.page.locator(".owf-table").count() >= 5
    assert reader.page.evaluate(SPOILT_TABLES) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_agenda_of_97_questions_opens_its_folds_by_keyboard_and_is_clean(
    look_around, axe, width
):
    reader = look_around("chair", "/moderation?trust=873&year=2009&show=all", width)
    folds = reader.page.locator("details:has(.owf-agenda)")
    folds.first.wait_for()
    shown = reader.page.locator(".owf-agenda tbody tr:visible")
    assert shown.count() == 15
    folds.first.locator("summary").focus()
    reader.page.keyboard.press("Enter")
    assert shown.count() > 15
    for fold in folds.all()[1:]:
        fold.locator("summary").click()
    assert shown.count() == 97
    axe(reader, f"moderation of 97 questions at {width}")
