// By keyboard, a choice is made first and taken then. Arrow keys choose at once in a group of
// radio buttons; where each choice is saved, every level passed on the way would be saved too.
// Here arrows move along the choices, and the one that has the focus is taken with Space or Enter,
// on leaving the group or the page, or after a pause.
(() => {
  const PAUSE = 2500;
  const STEPS = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1};
  let waiting = null;
  const forget = () => {
    clearTimeout(waiting?.timer);
    waiting?.card.removeAttribute('data-choosing');
    waiting = null;
  };
  const take = () => {
    if (!waiting) return;
    const {radio} = waiting;
    forget();
    if (!radio.isConnected || radio.checked) return;
    const at = document.activeElement;
    radio.click();
    // Nobody is called back to what they have left.
    if (at !== document.activeElement && at !== document.body) at.focus();
  };
  const wait = (radio, card) => {
    forget();
    if (radio.checked) return;
    card.setAttribute('data-choosing', '');
    waiting = {radio, card, timer: setTimeout(take, PAUSE)};
  };
  document.addEventListener('keydown', (event) => {
    const radio = event.target;
    const group = radio.matches?.('input[type="radio"]') && radio.closest('[role="radiogroup"]');
    const card = group && group.closest('[class*="st-key-question-"]');
    if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in STEPS) {
      const radios = [...group.querySelectorAll('input[type="radio"]:not(:disabled)')];
      const place = radios.indexOf(radio) + STEPS[event.key];
      const to = radios[(place + radios.length) % radios.length];
      wait(to, card);
      to.focus();
    } else if (waiting?.radio === radio && (event.key === ' ' || event.key === 'Enter')) {
      take();
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  document.addEventListener('focusout', (event) => {
    // Once the focus is where it goes to.
    if (waiting?.radio === event.target) setTimeout(take);
  });
  addEventListener('pagehide', take);
  document.addEventListener('visibilitychange', () => { if (document.hidden) take(); });
})();
