// The deck in a page of the server: its slide in the address, and what it asks of the server.

const bytes = new TextDecoder();
const ANSWER = 4000; // Milliseconds in which a server that is there answers.
const GONE = "The server does not answer. The slides go on; try this again once it is back.";

const isServing = () => {
  const base = (window.__streamlit?.BACKEND_BASE_URL ?? location.origin).replace(/\/$/, "");
  return fetch(`${base}/_stcore/health`, { signal: AbortSignal.timeout(ANSWER), cache: "no-store" }).then(({ ok }) => ok, () => false);
};

function slideAddress(number) {
  const query = new URLSearchParams(location.search);
  query.set("slide", number);
  return `${location.pathname}?${query}`;
}

const BETWEEN_KEYS = 600; // Milliseconds without a key after which what is typed is at its end.
const LONGEST_WAIT = 20000; // Milliseconds in which the form opens, if it does.

const isRecording = () => Boolean(document.querySelector(".st-key-slide_record"));

function makeHost(root) {
  return {
    acts: ["explore", "record", "new", "leave"],
    busy: isRecording,
    keep: (event) => keepKey(root, event),
    readSlide: () => Number(new URLSearchParams(location.search).get("slide") ?? 1),
    writeSlide: (number) => { if (number !== Number(new URLSearchParams(location.search).get("slide"))) history.replaceState(history.state, "", slideAddress(number)); },
    presenterAddress: () => `${slideAddress(root.deck.state.slide + 1)}#presenter`,
    earlyKeys: () => window.wardToBoardKeys?.() ?? [],
    tell(act, slide, say) {
      const asked = act === "leave" && isRecording() ? "close" : act; // By the time the server answers the form may be gone.
      const live = root.deck.message.slides[slide].panels.find(({ live: each }) => each)?.live;
      const opens = asked === "record" || asked === "new";
      if (opens && !root.records) return say("Recording is not open to you here.");
      if (act === "explore" && !live) return say("This slide has no live page.");
      if (opens) root.waiting = { since: Date.now(), words: "" };
      isServing().then((is) => {
        if (!is) { root.waiting = null; return say(GONE); }
        if (act === "explore") { aimAt(live.chart); keepAddress(new URL(live.address, location.href)); }
        root.ask("act", { act: asked, slide: slide + 1, press: Date.now() });
      });
    },
  };
}

// From the press that opens the form until it can be written in, keys are words for it: neither the deck nor the page acts on
// them. Whether it is such a key.
function keepKey(root, event) {
  const { key, ctrlKey, metaKey, altKey } = event, waiting = root.waiting;
  if (!waiting || Date.now() - waiting.since > LONGEST_WAIT || ctrlKey || metaKey || altKey) return false;
  event.preventDefault();
  event.stopPropagation();
  waiting.last = Date.now();
  if (key === "Backspace") waiting.words = waiting.words.slice(0, -1);
  else if (key.length === 1) waiting.words += key;
  else if (key === "Escape") {
    root.waiting = null;
    root.ask("act", { act: "close", slide: root.deck.state.slide + 1, press: Date.now() });
  }
  return true;
}

// The open part of the form once all of it is there, in which a field stays what it is; null until then.
function findOpenForm() {
  const part = document.querySelector(".st-key-slide_record details[open]");
  return part?.querySelector('[data-testid="stFormSubmitButton"] button') && !part.querySelector('[data-testid="stSkeleton"]') ? part : null;
}

// Type words into a field of React's, which learns of them by the event alone.
function typeInto(field, words) {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, field.value + words);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// Whoever is in the middle of a word when the form opens ends it where it was begun.
const isTyping = ({ waiting }) => Boolean(waiting?.words) && Date.now() - waiting.last < BETWEEN_KEYS;

// The focus goes to what is to be filled in first, and the words that were typed meanwhile to where words belong.
function enterForm(root, part) {
  const words = part.querySelector("input[aria-label=Title]") ?? part.querySelector("textarea"), name = part.querySelector("input[aria-label='Your name']");
  words?.focus();
  if (words && root.waiting?.words) typeInto(words, root.waiting.words);
  root.waiting = null;
  if (name && !name.value) name.focus();
}

// The form that opens takes the focus; once it is gone the keys are the deck's again.
function followForm(root) {
  const watching = new MutationObserver(() => {
    const form = document.querySelector(".st-key-slide_record"), part = form && findOpenForm();
    if (root.isOpen && !form) {
      document.activeElement?.blur?.();
      root.deck?.holdOn?.();
    }
    root.isOpen = Boolean(form);
    if (part && root.form !== form) {
      root.form = form;
      const enter = () => {
        if (!part.isConnected) root.form = null;
        else if (isTyping(root)) setTimeout(enter, 50);
        else enterForm(root, part);
      };
      setTimeout(enter, 50);
    }
    if (!form) root.form = null;
  });
  watching.observe(document.body, { childList: true, subtree: true });
  return () => watching.disconnect();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".stage"), { version, records, sentence, message } = JSON.parse(bytes.decode(data));
  root.ask = (kind, asked) => setTriggerValue(kind, asked);
  root.records = records;
  root.forget ??= followForm(root);
  if (root.version !== version) {
    root.version = version;
    if (root.deck) root.deck.update(message);
    else root.deck = start(message, root.appendChild(document.createElement("div")), makeHost(root));
  }
  if (sentence && sentence !== root.sentence) root.deck.say?.(sentence);
  root.sentence = sentence;
}
