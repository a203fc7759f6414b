// A card that a link leads to is held in view while what stands above it is still being drawn, until the reader does anything.

const HELD = 6_000, EACH = 100; // Milliseconds.
const READER_ACTS = ["wheel", "touchstart", "pointerdown", "keydown"];

const barOver = (section) => Number.parseFloat(getComputedStyle(section).scrollMarginTop) || 0;

// Whether all of a card that the screen has room for is on it, below the page's bar.
function isWhollyInView(section) {
  const { top, bottom } = section.getBoundingClientRect();
  return top >= barOver(section) - 2 && (bottom <= innerHeight || top < innerHeight / 3);
}

const isAtTop = (section) => Math.abs(section.getBoundingClientRect().top - barOver(section)) < 2;

// A card that the link names stands at the top; one of a part that it only opens stays where it is, if that is in view. Where the
// page ends too soon it is tried again, as more of the page may come.
function holdInView(section, atTop) {
  window.wardToBoardRelease?.(); // Another card may still be held.
  const isPlaced = atTop ? isAtTop : isWhollyInView, place = () => { if (!isPlaced(section)) section.scrollIntoView({ block: "start" }); };
  const timer = setInterval(() => (section.isConnected ? place() : release()), EACH);
  const release = () => {
    clearInterval(timer);
    clearTimeout(end);
    for (const act of READER_ACTS) removeEventListener(act, release, true);
  };
  window.wardToBoardRelease = release;
  const end = setTimeout(release, HELD);
  for (const act of READER_ACTS) addEventListener(act, release, true);
  place();
}
