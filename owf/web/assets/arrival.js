// Takes the reader to what was opened, and gives it the focus: a page of Streamlit stays where it was
// scrolled to when it shows something else. Where a page was opened for a place in it (bring_into_view in
// owf/web/widgets/forms.py), that is the place; else it is the heading of the view (html.heading).
(() => {
  const DRAWN = 10000; // milliseconds for which a slow machine may still draw the page around the place
  let view = null, visit = null, until = 0;
  const toHeading = () => {
    const heading = document.querySelector('.owf-heading[data-view]');
    if (!heading || heading.dataset.view === view) return;
    const isFirst = view === null;
    view = heading.dataset.view;
    // A page that is opened at its address begins at its top, unless the address names a part of it.
    if (isFirst && !('named' in heading.dataset)) return;
    const main = document.querySelector('[data-testid="stMain"]');
    if (main) main.scrollTop = 0;
    const words = heading.querySelector('h1');
    words.tabIndex = -1;
    words.scrollIntoView({block: 'nearest'});
    words.focus({preventScroll: true});
  };
  const toPlace = () => {
    const mark = document.querySelector('[data-owf-visit]');
    if (!mark) { visit = null; return; }
    const {owfVisit, owfTarget, owfBlock: block} = mark.dataset;
    if (owfVisit !== visit) {
      until = Infinity;
      visit = owfVisit;
    }
    const found = performance.now() < until && document.querySelector(owfTarget);
    if (!found) return;
    if (until === Infinity) until = performance.now() + DRAWN;
    found.scrollIntoView({block, behavior: 'instant'});
    if (document.activeElement === found) return;
    if (!found.matches('a[href], button, input')) found.tabIndex = -1;
    found.focus({preventScroll: true});
  };
  for (const kind of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
    addEventListener(kind, () => { until = 0; }, {capture: true, passive: true});
  new MutationObserver(() => { toHeading(); toPlace(); }).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ['data-view', 'data-owf-visit'],
  });
})();
