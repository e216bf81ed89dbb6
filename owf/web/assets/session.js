// The end of a session. What is typed is kept in this window until it is saved, so that neither the end
// nor a reload loses it; after signing in, the same person is offered it at the same address, and nobody
// else is. A file that could not be made is said so, with what to do.
(() => {
  const KEY = 'owf:typed', KEPT_FOR = 24 * 3600e3, CHECK_EVERY = 60e3, SETTLED = 1000; // milliseconds
  const FIELDS = '[data-testid="stTextArea"] textarea, [data-testid="stTextInput"] input:not([type="password"])';
  const load = () => {
    try { return JSON.parse(sessionStorage.getItem(KEY)) ?? []; } catch { return []; }
  };
  const store = () => {
    try { sessionStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* full or forbidden */ }
  };
  let kept = load().filter((one) => Date.now() - one.at < KEPT_FOR);
  let offered = kept, isOver = false, hasNoFile = false, checked = Date.now(), timer = 0;

  const here = () => location.pathname + location.search;
  const person = () => document.querySelector('.owf-frame[data-person]')?.dataset.person;
  const signedOut = () => document.querySelector('.owf-signed-out');
  const nameOf = (field) => {
    const holder = field.closest('[class*="st-key-"]');
    const key = holder ? [...holder.classList].find((one) => one.startsWith('st-key-')) : '';
    return `${key}|${field.getAttribute('aria-label') ?? ''}`;
  };
  const find = (name) => [...document.querySelectorAll(FIELDS)].find((field) => nameOf(field) === name);
  const same = (one, other) => one.replace(/\s+/g, ' ').trim() === other.replace(/\s+/g, ' ').trim();
  const forget = (one) => {
    kept = kept.filter((other) => other !== one);
    offered = offered.filter((other) => other !== one);
    store();
  };

  document.addEventListener('input', (event) => {
    const field = event.target, who = person();
    if (!who || !field.matches?.(FIELDS)) return;
    const name = nameOf(field);
    kept = kept.filter((one) => one.name !== name || one.place !== here());
    offered = offered.filter((one) => kept.includes(one));
    kept.push({who, place: here(), name, label: field.getAttribute('aria-label') ?? '', text: field.value, at: Date.now()});
    store();
    ask();
  }, true);

  // Asked at most once a minute, and only while somebody types: typing is using the page.
  const ask = async () => {
    if (isOver || Date.now() - checked < CHECK_EVERY) return;
    checked = Date.now();
    await look();
  };
  const look = async () => {
    try {
      isOver = (await fetch('/auth/still-signed-in', {cache: 'no-store'})).status === 401;
      show();
    } catch { /* the connection is gone, which the page says by itself */ }
  };
  // Streamlit's own words stay five seconds and do not say what to do.
  const noticeMissingFile = () => {
    const isShown = Boolean(document.querySelector('[data-testid="stDownloadButtonError"]'));
    if (isShown && !hasNoFile) { hasNoFile = true; look(); }
  };
  // Somebody may have signed in again in another window meanwhile.
  addEventListener('focus', () => { if (isOver && !signedOut()) look(); });

  const settle = () => {
    if (document.querySelector('[data-test-script-state="running"]')) { later(); return; }
    if (signedOut()) {
      const words = document.querySelector('.owf-typed-kept');
      if (words) words.hidden = !kept.some((one) => one.text.trim());
      // Signing out in another window of this browser has emptied its storage.
      if (!isOver) { isOver = true; store(); show(); }
      return;
    }
    const who = person();
    if (!who) return;
    if (isOver && !bar?.isConnected) { isOver = false; offered = kept; }
    for (const one of kept.filter((one) => one.who !== who)) forget(one);
    if (isOver) return;
    for (const one of kept.filter((one) => one.place === here() || !offered.includes(one))) {
      const field = find(one.name);
      // What was sent and taken is in its place; what a form emptied, or a page left, is done with.
      const isDone = field ? same(field.value, one.text) && field !== document.activeElement : false;
      const isLeft = !offered.includes(one) && (!field || !same(field.value, one.text));
      if (!one.text.trim() || (offered.includes(one) ? isDone : isLeft)) forget(one);
    }
    show();
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(settle, SETTLED); };

  const putBack = (one) => {
    const field = find(one.name);
    if (!field) return;
    field.closest('details:not([open])')?.querySelector('summary').click();
    const kind = field.matches('textarea') ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(field, one.text);
    forget(one);
    field.dispatchEvent(new Event('input', {bubbles: true}));
    field.scrollIntoView({block: 'center'});
    field.focus();
    show();
  };

  let bar = null;
  const element = (tag, words, ...inside) => {
    const made = document.createElement(tag);
    if (words) made.textContent = words;
    made.append(...inside);
    return made;
  };
  const button = (words, name, act) => {
    const made = element('button', words);
    made.type = 'button';
    made.setAttribute('aria-label', `${words}: ${name}`);
    made.addEventListener('click', act);
    return made;
  };
  const offerOf = (one) => {
    // Streamlit names a box by its label as it is written, with the marks before its signs.
    const name = one.label.replace(/[\\\u2060]/g, '').split(/ \(|\. /)[0] || 'a box on this page';
    const words = element('p', one.text);
    words.tabIndex = 0; // a long text scrolls
    const item = element('li', '', element('p', '', element('strong', `Not saved: “${name}”`)), words);
    if (find(one.name)) item.append(button('Put it back', name, () => putBack(one)));
    else item.append(button('Copy it', name, (event) => {
      navigator.clipboard?.writeText(one.text).then(() => { event.target.textContent = 'Copied'; }, () => {});
    }));
    item.append(button('Discard', name, () => { forget(one); show(); }));
    return item;
  };
  const signInAgain = () => {
    const words = element('p', '', element('strong', 'You are signed out, so nothing more is saved.'),
      ' What you are typing is kept in this window. Sign in here, and it is offered to you where you typed it.');
    words.setAttribute('role', 'alert');
    const link = element('a', 'Sign in');
    link.href = `/auth/sign-in?next=${encodeURIComponent(here())}`;
    link.className = 'owf-button';
    return ['You are signed out', words, element('p', '', link)];
  };
  const noFile = () => {
    const words = element('p', '', element('strong', 'The file could not be made.'), ' Reload the page and try ' +
      'again. If it happens again, tell the person who runs this service which file you wanted.');
    words.setAttribute('role', 'alert');
    return ['No file', words, button('Close', 'the file could not be made', () => { hasNoFile = false; show(); })];
  };
  const show = () => {
    const offers = person() && !isOver ? offered.filter((one) => one.place === here()) : [];
    const isTold = isOver && !signedOut();
    const wanted = JSON.stringify([isTold, hasNoFile, ...offers.map((one) => [one.name, Boolean(find(one.name))])]);
    if (bar?.isConnected && bar.dataset.shows === wanted) return;
    bar?.remove();
    if (!offers.length && !isTold && !hasNoFile) return;
    const [name, ...inside] = isTold ? signInAgain()
      : hasNoFile ? noFile() : ['What you typed before', element('ul', '', ...offers.map(offerOf))];
    bar = element('section', '', ...inside);
    bar.className = 'owf-typed';
    bar.dataset.shows = wanted;
    bar.setAttribute('aria-label', name);
    bar.setAttribute('role', 'region');
    document.body.append(bar);
  };

  // A page that the browser kept as it was may be another person's by now.
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
  new MutationObserver(() => { noticeMissingFile(); later(); }).observe(document, {subtree: true, childList: true, attributes: true,
    attributeFilter: ['data-test-script-state', 'data-person']});
})();
