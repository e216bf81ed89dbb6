"""What to ask a browser of a page: which words of its figures are cut off, or lie over others."""

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
