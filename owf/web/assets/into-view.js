/* Brings what a page was opened for into view and gives it the focus; see owf/web/widgets/into_view.py. */
(() => {
  const DRAWN = 3000; // milliseconds for which the page may still be drawn around it
  let last = null, until = 0, isFresh = true;
  const theirs = () => { until = 0; isFresh = false; };
  for (const kind of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
    addEventListener(kind, theirs, {capture: true, passive: true});
  const look = () => {
    const mark = document.querySelector('[data-owf-visit]');
    if (!mark) { last = null; return; }
    const {owfVisit: visit, owfTarget: target, owfBlock: block, owfTop: top} = mark.dataset;
    if (visit !== last) {
      // A page that was opened by its address begins at its top, and nothing takes the focus.
      until = isFresh && top !== undefined ? 0 : Infinity;
      last = visit; isFresh = false;
    }
    const found = performance.now() < until && document.querySelector(target);
    if (!found) return;
    if (until === Infinity) until = performance.now() + DRAWN;
    if (top === undefined) found.scrollIntoView({block, behavior: 'instant'});
    else document.querySelector('[data-testid=stMain]')?.scrollTo({top: 0, behavior: 'instant'});
    if (document.activeElement === found) return;
    if (!found.matches('a[href], button, input')) found.tabIndex = -1;
    found.focus({preventScroll: true});
  };
  new MutationObserver(look).observe(
    document, {subtree: true, childList: true, attributeFilter: ['data-owf-visit']});
})();
