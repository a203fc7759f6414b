// Streamlit clears the address of the page that is left before it goes to the next, as an entry of its own in the history:
// Back would lead to a page without its filters. That entry is left out.
function keepAddress(link) {
  const left = location.pathname, own = history.pushState;
  if (new URL(link.href).pathname === left) return;
  const give = () => { history.pushState = own; };
  const late = setTimeout(give, 5000);
  history.pushState = function (state, title, address) {
    if (new URL(address ?? location.href, location.href).pathname === left) return undefined;
    clearTimeout(late);
    give();
    return own.call(history, state, title, address);
  };
}

// The card that a link leads to, which is sought once it is drawn. After half a minute it is no longer waited for, so that no
// later page jumps to a card of the same name.
const WAITING = 30_000;
const aimedAt = () => (window.wardToBoardTarget?.until > Date.now() ? window.wardToBoardTarget.name : "");

function aimAt(name) {
  window.wardToBoardTarget = name ? { name, until: Date.now() + WAITING } : undefined;
}
