// Takes the reader to the heading of what was opened, and puts the focus on it.
// A page of Streamlit stays where it was scrolled to when it shows something else.
(() => {
  let seen = null;
  const arrive = () => {
    const heading = document.querySelector('.owf-heading[data-view]');
    if (!heading || heading.dataset.view === seen) return;
    const isFirst = seen === null;
    seen = heading.dataset.view;
    // Whoever opens a page at its address begins at its top, unless the address names a part of it.
    if (isFirst && !('named' in heading.dataset)) return;
    const main = document.querySelector('[data-testid="stMain"]');
    if (main) main.scrollTop = 0;
    const words = heading.querySelector('h1');
    words.tabIndex = -1;
    words.scrollIntoView({block: 'nearest'});
    words.focus({preventScroll: true});
  };
  new MutationObserver(arrive).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ['data-view'],
  });
})();
