// Says so where the server answers but no WebSocket opens, as behind a proxy that lets none through: a
// page of Streamlit would only stay empty. Nothing is said while the server is away or everything is slow.
(() => {
  const EVERY = 1000, SURE = 4000, ASLEEP = 4000; // milliseconds
  const STREAM = '/_stcore/stream';
  const tries = []; // of the page to open its stream: when each began, and whether it has failed
  let since = 0, last = 0, slowest = 0, isAsking = false, box = null, timer = 0;

  const opened = () => { clearInterval(timer); box?.remove(); };
  class Watched extends WebSocket {
    constructor(...all) {
      super(...all);
      if (!this.url.endsWith(STREAM)) return;
      const one = {at: Date.now(), failed: false};
      tries.push(one);
      this.addEventListener('open', opened);
      this.addEventListener('close', () => { one.failed = true; });
    }
  }
  window.WebSocket = Watched;

  // Since when the server has answered without a break; a network slow for all of it is given more time.
  const ask = async () => {
    isAsking = true;
    const began = Date.now();
    try {
      const answer = await fetch('/healthz', {cache: 'no-store', signal: AbortSignal.timeout(SURE)});
      const isOurs = answer.ok && (await answer.json()).status === 'ok';
      slowest = Math.max(slowest, Date.now() - began);
      since = isOurs ? since || Date.now() : 0;
    } catch {
      since = 0;
    }
    isAsking = false;
  };
  const isBlocked = () => since && Date.now() - since > Math.max(SURE, 5 * slowest) &&
    tries.some((one) => !one.failed || one.at >= since);

  const element = (tag, ...inside) => {
    const made = document.createElement(tag);
    made.append(...inside);
    return made;
  };
  const show = () => {
    if (box) return;
    const again = element('a', 'Try again');
    again.href = location.href;
    again.className = 'owf-button';
    const address = `${location.origin.replace('http', 'ws')}${STREAM}`;
    box = element('section',
      element('h1', 'This page cannot connect'),
      element('p', 'One Workforce answers, but something on the way to it blocks the connection that its pages ' +
        'need (WebSocket). Usually it is a proxy, a firewall or a VPN. Everything that was shown as saved is safe.'),
      element('p', element('strong', 'What to do: '), 'try another network or browser, or switch off the VPN. If ' +
        'that does not help, send your IT support this:'),
      element('blockquote', `Please let WebSocket connections to ${address} through.`),
      element('p', 'If nobody can open this page, tell the person who runs this service: the proxy in front of it ' +
        'must pass WebSockets on (Proxies, in docs/operations.md).'),
      element('p', again));
    box.className = 'owf-blocked';
    box.setAttribute('role', 'alert');
    document.body.append(box);
  };

  timer = setInterval(() => {
    const now = Date.now();
    // Who closed their computer meanwhile comes back to a network that begins anew.
    if (last && now - last > ASLEEP) since = 0;
    last = now;
    if (!tries.length) return;
    if (isBlocked()) show();
    else if (!isAsking) ask();
  }, EVERY);
})();
