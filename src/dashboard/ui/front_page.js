// What the page does before Streamlit is there and once its server is gone.
{
  const find = (query) => document.querySelector(query), line = find("body > .waiting"), told = find("body > .away");
  const GONE = "The server does not answer. What you see stays, and the connection is tried again by itself; until then filters and links change nothing. " +
    "If this goes on, leave the page open and tell whoever runs the dashboard.";
  const AWAY = 1500, NEVER = 10000, STEP = 200; // Milliseconds until a server that was there, and one that never was, is told to be gone; and between looks.
  const isPresent = () => /\/present\/?$/.test(location.pathname);

  // Keys pressed before the deck is there are kept for it.
  let keys = [];
  line.hidden = !isPresent();
  document.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey, target }) => {
    if (!isPresent()) keys = [];
    else if (!find(".deck") && !(ctrlKey || metaKey || altKey || target.closest("input, textarea, select"))) keys.push(key);
  }, { capture: true });
  window.wardToBoardKeys = () => {
    const kept = keys;
    keys = [];
    line.hidden = true;
    return kept;
  };

  // The name of who records is kept in this browser, so that it is asked for once (AUTHOR_COOKIE of ui/recorder.py).
  document.addEventListener("focusout", ({ target }) => {
    if (!target.matches?.("input[aria-label='Your name']")) return;
    document.cookie = `ward_to_board_author=${encodeURIComponent(target.value.trim())}; path=/; max-age=${30 * 24 * 3600}; SameSite=Strict`;
  });

  // Streamlit tells a server that is gone in a dialog of its own, which speaks to its programmer and shuts the page off: it is closed.
  let was = false, since = 0, looking;
  const close = () => find('[data-testid="stDialog"] button[aria-label="Close"]')?.click();
  const look = () => {
    close();
    if (Date.now() - since < (was ? AWAY : NEVER) || !told.hidden) return;
    told.hidden = false;
    told.textContent = GONE;
  };
  new MutationObserver((changes) => {
    const state = changes.at(-1).target.dataset.testConnectionState, isThere = state === "CONNECTED";
    if (isThere) {
      was = true;
      clearInterval(looking);
      looking = undefined;
      told.hidden = true;
      told.textContent = "";
      delete document.documentElement.dataset.server;
    } else if (!looking) {
      since = Date.now();
      document.documentElement.dataset.server = "away";
      looking = setInterval(look, STEP);
    }
  }).observe(find("#root"), { subtree: true, attributeFilter: ["data-test-connection-state"] });
}
