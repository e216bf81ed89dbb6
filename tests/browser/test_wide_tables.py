"""A questionnaire of twelve themes on the pages made for comparing: all of it can be read."""

from __future__ import annotations

import pytest

PAGES = {
    "region": ("regional-lead", "/region?region=E12000006&year=2009"),
    "compare": ("regional-lead", "/compare?trust=926&year=2009"),
    "national": ("national", "/national?year=2009"),
}
# Words of a table's cells that lie outside of their cell or of the frame, or are cut in two.
SPOILT = """
() => [...document.querySelectorAll('.owf-table')]
  .filter(table => !table.closest('details:not([open])'))
  .flatMap(table => [...table.querySelectorAll('th, td')]
    .filter(cell => getComputedStyle(cell.closest('thead') || cell).position !== 'absolute')
    .flatMap(cell => {
      const frame = table.getBoundingClientRect(), outer = cell.getBoundingClientRect();
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), found = [];
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        if (text.parentElement.closest('.owf-ears, dl')) continue;
        for (const word of text.data.matchAll(/[^\\s-]+/g)) {
          const range = document.createRange();
          range.setStart(text, word.index);
          range.setEnd(text, word.index + word[0].length);
          const pieces = range.getClientRects(), at = range.getBoundingClientRect();
          const over = Math.max(at.right - outer.right, outer.left - at.left,
                                at.bottom - outer.bottom, at.right - frame.right);
          if (over > 1 || pieces.length > 1)
            found.push([table.getAttribute('aria-label'), word[0], over, pieces.length]);
        }
      }
      return found;
    }))
"""


@pytest.mark.parametrize("width", [1280, 800, 390])
@pytest.mark.parametrize("page", PAGES)
def test_no_word_of_a_table_lies_over_another_or_is_cut(look_around, page, width):
    role, address = PAGES[page]
    reader = look_around(role, address, width)
    reader.page.locator(".owf-colophon").wait_for()
    assert reader.page.locator(".owf-table").count() >= 5
    assert reader.page.evaluate(SPOILT) == []


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
