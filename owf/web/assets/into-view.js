// Brings what a page was opened for into view and gives it the focus: see owf/web/widgets/into_view.py.
// Where a page was opened for no place in it, arrival.js takes the reader to its heading.
(() => {
  const DRAWN = 3000; // milliseconds for which the page may still be drawn around it
  let last = null, until = 0;
  const theirs = () => { until = 0; };
  for (const kind of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
    addEventListener(kind, theirs, {capture: true, passive: true});
  const look = () => {
    const mark = document.querySelector('[data-owf-visit]');
    if (!mark) { last = null; return; }
    const {owfVisit: visit, owfTarget: target, owfBlock: block} = mark.dataset;
    if (visit !== last) {
      until = Infinity;
      last = visit;
    }
    const found = performance.now() < until && document.querySelector(target);
    if (!found) return;
    if (until === Infinity) until = performance.now() + DRAWN;
    found.scrollIntoView({block, behavior: 'instant'});
    if (document.activeElement === found) return;
    if (!found.matches('a[href], button, input')) found.tabIndex = -1;
    found.focus({preventScroll: true});
  };
  new MutationObserver(look).observe(
    document, {subtree: true, childList: true, attributeFilter: ['data-owf-visit']});
})();
