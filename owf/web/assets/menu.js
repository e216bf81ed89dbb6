// Calls the menu of a narrow window a menu, as its button does: Streamlit calls it a sidebar.
(() => {
  const names = new Map([
    ['[data-testid="stExpandSidebarButton"]', 'Menu'],
    ['[data-testid="stSidebarCollapseButton"] button', 'Close the menu'],
    ['[data-testid="stSidebar"]', 'Menu'],
  ]);
  const name = () => {
    for (const [what, word] of names) {
      const found = document.querySelector(what);
      if (found && found.getAttribute('aria-label') !== word) found.setAttribute('aria-label', word);
    }
  };
  new MutationObserver(name).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label'],
  });
})();
