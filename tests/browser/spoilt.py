"""What to ask a browser of a page: which words are cut off, or lie over others."""

from __future__ import annotations

SPOILT = """
() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot, number) => {
  const frame = plot.getBoundingClientRect(), name = plot.closest('[class*="st-key-chart-"]');
  const which = name ? name.className.match(/st-key-chart-([a-z-]+)/)[1] : number;
  const words = [...plot.querySelectorAll(
    '.annotation-text, .textpoint text, .bartext, .xtick text, .ytick text, .xtitle, .ytitle')]
    .filter(one => one.textContent.trim())
    .map(one => [one.textContent, one.getBoundingClientRect()])
    // A tick's words that plotly leaves out for want of room.
    .filter(([, at]) => at.width > 0);
  const cut = words.filter(([, at]) => at.left < frame.left - 1 || at.right > frame.right + 1
      || at.top < frame.top - 1 || at.bottom > frame.bottom + 1)
    .map(([text, at]) => [which, 'cut', text, Math.round(at.left - frame.left),
                          Math.round(at.right - frame.right)]);
  const over = words.flatMap(([text, at], place) => words.slice(place + 1)
    .filter(([, other]) => Math.min(at.right, other.right) - Math.max(at.left, other.left) > 2
        && Math.min(at.bottom, other.bottom) - Math.max(at.top, other.top) > 4)
    .map(([other]) => [which, 'over', text, other]));
  return [...cut, ...over];
})
"""
"""Gives, for each, the figure, how it is spoilt, the words, and what they meet or by how much."""

SPOILT_TABLES = """
() => [...document.querySelectorAll('.owf-table')]
  .filter(table => !table.closest('details:not([open])'))
  .flatMap(table => [...table.querySelectorAll('th, td')]
    .filter(cell => getComputedStyle(cell.closest('thead') || cell).position !== 'absolute')
    .flatMap(cell => {
      const frame = table.getBoundingClientRect(), outer = cell.getBoundingClientRect();
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), found = [];
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        if (text.parentElement.closest('.owf-ears, .owf-working')) continue;
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
"""Gives words of cells that lie outside of their cell or of the table, or are cut in two."""

CUT_LABELS = """
() => [...document.querySelectorAll('button, [data-testid="stPageLink"] a')]
  .filter(one => one.getClientRects().length && one.innerText.trim())
  .filter(one => {
    const words = document.createRange();
    words.selectNodeContents(one);
    const text = words.getBoundingClientRect(), outer = one.getBoundingClientRect();
    return text.right > outer.right + 1 || text.left < outer.left - 1
      || text.bottom > outer.bottom + 1 || outer.right > window.innerWidth + 1
      || [one, ...one.querySelectorAll('*')].some(part => part.clientWidth > 1
        && getComputedStyle(part).overflowX !== 'visible'
        && part.scrollWidth > part.clientWidth + 1);
  })
  .map(one => one.innerText.trim())
"""
"""Gives the labels of buttons, and of links that look like them, that are cut off."""
