// The deck: the slides of a pack on one screen. `start(message, element, host)` needs the painter's files, board/table.js and the
// deck's own, deck.css, and nothing of Streamlit.

const DECK = `<div class="slides"></div><i class="ring" hidden></i><div class="blank" hidden></div><p class="digits" aria-hidden="true"></p><p class="told" role="status"></p>` +
  `<p class="unseen live" aria-live="polite"></p><dialog class="jump" aria-label="Slides"></dialog>`;
const TOOLS = [["back", "Back", "←"], ["next", "Next", "→"], ["jump", "Slides", "G"], ["explore", "Explore", "E"], ["record", "Record", "A"], ["new", "New action", "N"], ["presenter", "Notes", "P"],
  ["blank", "Blank", "B"], ["full", "Full screen", "F"], ["leave", "Leave", "Esc"]];
const EARLY = ["next", "back", "first", "last", "blank", "digit"]; // What a key does that was pressed before the deck was there.
const IN_FILE = "A file cannot do this: open the pack on its server."; // To what the page around the deck alone can do.
const STAY = "Press Esc again to leave the slides.";
const REST = 3000; // Milliseconds without the pointer after which the buttons go.
const idly = window.requestIdleCallback ?? ((act) => setTimeout(act, 1));

const writeTools = (acts) => `<nav class="tools" aria-label="Presentation">${TOOLS.filter(([act]) => acts.has(act)).map(([act, words, key]) =>
  `<button type="button" data-act="${act}">${words} <kbd>${key}</kbd></button>`).join("")}</nav>`;

function writeJumps({ slides }, now) {
  return `<h2>Slides</h2><ol>${slides.map(({ item, title, finding }, i) => `<li><button type="button" data-slide="${i}"${i === now ? ' aria-current="true"' : ""}>` +
    `<span>${i + 1}</span><b>${escapeMarkup([item && `Item ${item}`, title].filter(Boolean).join(" · "))}</b><small>${escapeMarkup(finding)}</small></button></li>`).join("")}</ol>`;
}

// What the page around the deck does, where there is none: a file opened from disk keeps its slide behind '#'.
const ALONE = {
  acts: [],
  readSlide: () => Number(location.hash.match(/slide=(\d+)/)?.[1] ?? 1),
  writeSlide: (number) => history.replaceState(history.state, "", `#slide=${number}`),
  presenterAddress: () => `${location.href.split("#")[0]}#presenter`,
  earlyKeys: () => [],
  tell() {},
};

class Deck {
  constructor(message, element, host) {
    Object.assign(this, { element, host: { ...ALONE, ...host }, message, sections: [], state: { slide: 0, started: Date.now(), blank: false } });
    element.classList.add("deck");
    element.innerHTML = DECK + writeTools(new Set(["back", "next", "jump", "presenter", "blank", "full", ...this.host.acts]));
    this.stopping = new AbortController();
    this.digits = readDigits((slide) => this.show(slide), (words) => { this.find(".digits").textContent = words; });
    this.channel = openChannel(message.pack, (told) => told.act && this.act(told.act));
    this.listen();
    this.update(message, true);
  }

  find(query) { return this.element.querySelector(query); }

  listen() {
    const { signal } = this.stopping, on = (target, kind, act, more) => target.addEventListener(kind, act, { signal, ...more });
    on(document, "keydown", (event) => this.press(event), { capture: true });
    on(this.element, "click", ({ target }) => {
      const act = target.closest("[data-act]")?.dataset.act, slide = target.closest("[data-slide]")?.dataset.slide;
      if (slide !== undefined) { this.find(".jump").close(); this.show(Number(slide)); } else if (act) this.act(act);
      else if (target.matches("dialog")) target.close();
    });
    on(this.find(".jump"), "close", () => this.holdOn());
    on(this.element, "pointerdown", (event) => this.point(event));
    on(this.element, "pointermove", () => this.wake());
    on(this.element, "focusin", () => this.wake());
    let settled;
    on(window, "resize", () => { clearTimeout(settled); settled = setTimeout(() => this.redraw(), 60); });
    on(window, "popstate", () => { const number = this.host.readSlide(); if (this.element.isConnected && number - 1 !== this.state.slide) this.begin(number); });
  }

  // Keys are the deck's before they are the page's.
  press(event) {
    if (!this.element.isConnected) return this.stop();
    if (this.find(".jump").open) return this.walkJumps(event);
    if (this.host.keep?.(event)) return;
    const closing = event.key === "Escape" && event.target.getAttribute?.("aria-expanded") !== "true"; // An open list closes first.
    const act = this.host.busy?.() ? (closing ? "leave" : "") : actOf(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    if (act === "leave" && (event.repeat || this.isHeldOn())) return;
    this.take(act, event.key);
  }

  take(act, key) {
    this.heldOn = false;
    if (act === "digit") return this.digits.add(key);
    if (act === "next" && key === "Enter" && this.digits.open) return this.digits.end();
    this.digits.drop();
    this.act(act);
  }

  // What lay over the slides has closed, perhaps by itself, and the hand may be on its way to Escape: the next one leaves nothing.
  holdOn() { this.heldOn = true; }

  isHeldOn() {
    const is = this.heldOn && !this.host.busy?.();
    if (is) this.say(STAY);
    this.heldOn = false;
    return is;
  }

  walkJumps(event) {
    event.stopPropagation();
    const buttons = [...this.element.querySelectorAll("[data-slide]")], at = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8, Home: 0, End: buttons.length - 1 }[event.key];
    // The list says that it has closed a moment later, and a second Escape may come before that.
    const isList = event.key.toLowerCase() === "g";
    if (isList || event.key === "Escape") this.holdOn();
    if (isList) this.find(".jump").close();
    if (to === undefined) return;
    event.preventDefault();
    buttons[Math.max(0, Math.min(buttons.length - 1, to))].focus();
  }

  act(act) {
    const { slide } = this.state, last = this.message.slides.length - 1;
    const acts = {
      next: () => (this.state.blank ? this.blank(false) : this.show(slide + 1)),
      back: () => (this.state.blank ? this.blank(false) : this.show(slide - 1)),
      first: () => this.show(0),
      last: () => this.show(last),
      blank: () => this.blank(!this.state.blank),
      full: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())?.catch(() => this.say("The browser does not let this page fill the screen.")),
      jump: () => this.openJumps(),
      presenter: () => this.openPresenter(),
      restart: () => { this.state.started = Date.now(); this.tellState(); },
      hello: () => this.tellState(),
      leave: () => this.leave(),
    };
    if (acts[act]) acts[act]();
    else if (this.host.acts.includes(act)) this.host.tell(act, slide, (words) => this.say(words));
    else this.say(IN_FILE);
  }

  // Escape undoes the last thing first: a blank screen, a mark, then the presentation itself.
  leave() {
    const ring = this.find(".ring");
    if (this.state.blank) this.blank(false);
    else if (!ring.hidden) ring.hidden = true;
    else if (document.fullscreenElement) document.exitFullscreen();
    else if (this.host.acts.includes("leave")) this.host.tell("leave", this.state.slide, (words) => this.say(words));
  }

  show(asked) {
    const { slides } = this.message, slide = Math.max(0, Math.min(slides.length - 1, asked));
    if (slide === asked || slide !== this.state.slide) { this.find(".ring").hidden = true; this.blank(false); }
    if (asked > slide) this.say("This is the last slide.");
    this.state.slide = slide;
    this.draw(slide);
    this.sections.forEach((section, i) => { section.classList.toggle("shown", i === slide); section.inert = i !== slide; });
    const { item, finding } = slides[slide];
    this.find(".live").textContent = `Slide ${slide + 1} of ${slides.length}${item ? `, item ${item}` : ""}: ${finding}`;
    this.host.writeSlide(slide + 1);
    this.tellState();
    this.drawAhead();
  }

  draw(i) {
    const section = this.sections[i], size = `${innerWidth} ${innerHeight}`;
    if (section.drawn === size) return;
    drawSlide(section, this.message, i, innerWidth, innerHeight);
    section.drawn = size;
  }

  // The other slides are drawn while nothing else is to be done, the next ones first.
  drawAhead() {
    const count = this.sections.length, order = this.sections.map((_, i) => (this.state.slide + 1 + i) % count);
    const next = () => {
      if (this.stopping.signal.aborted) return;
      const i = order.find((each) => this.sections[each].drawn !== `${innerWidth} ${innerHeight}`);
      if (i === undefined) return;
      this.draw(i);
      idly(next);
    };
    idly(next);
  }

  redraw() { this.show(this.state.slide); }

  // Take the slides of a new message, such as one with an action recorded since.
  update(message, first) {
    this.message = readMessage(message);
    this.element.classList.toggle("dark", message.dark);
    this.sections = message.slides.map(() => Object.assign(document.createElement("section"), { className: "slide", role: "region" }));
    this.find(".slides").replaceChildren(...this.sections);
    const begin = () => (first ? this.open() : this.show(this.state.slide));
    if (document.fonts.check(`13px ${FACE}`)) begin();
    else document.fonts.load(`13px "Source Sans"`).catch(() => {}).then(begin);
  }

  // The keys that were pressed meanwhile count from the slide that the address names.
  open() {
    this.begin(this.host.readSlide());
    for (const key of this.host.earlyKeys()) {
      const act = actOf({ key, target: document.body });
      if (EARLY.includes(act)) this.take(act, key);
    }
  }

  // Show the slide that the address names; where there is none, the nearest.
  begin(number) {
    const count = this.message.slides.length, whole = Number.isInteger(number), nearest = whole ? Math.max(1, Math.min(count, number)) : 1;
    this.show(nearest - 1);
    if (number !== nearest) this.say(`${whole ? `There is no slide ${number} in this pack` : "The link's slide is no number"}; slide ${nearest} is shown.`);
  }

  blank(is) {
    const before = this.state.blank;
    this.state.blank = is;
    this.find(".blank").hidden = !is;
    if (is === before) return;
    this.find(".live").textContent = is ? "The screen is blank." : "The slide is shown again.";
    this.tellState();
  }

  // A press marks a place for the room.
  point({ target, clientX, clientY, button }) {
    if (button || target.closest("button, a, dialog, .blank")) return;
    const ring = this.find(".ring");
    ring.style.left = `${clientX}px`;
    ring.style.top = `${clientY}px`;
    ring.hidden = false;
  }

  wake() {
    this.element.classList.add("awake");
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.element.classList.remove("awake"), REST);
  }

  say(words) {
    const line = this.find(".told");
    line.textContent = words;
    clearTimeout(line.timer);
    line.timer = setTimeout(() => { line.textContent = ""; }, 5000);
  }

  openJumps() {
    const list = this.find(".jump");
    list.innerHTML = writeJumps(this.message, this.state.slide);
    list.showModal();
    list.querySelector("[aria-current]")?.focus();
  }

  openPresenter() {
    const opened = window.open(this.host.presenterAddress(), `presenter ${this.message.pack}`, "width=1100,height=700");
    if (!opened) return this.say("The browser did not open the window of notes: allow it for this page.");
    this.channel.join(opened);
  }

  tellState() { this.channel.tell({ state: this.state }); }

  stop() {
    clearTimeout(this.resting);
    this.stopping.abort();
    this.channel.close();
  }
}

// Show the pack of `message` in `element`; behind '#presenter' its notes. What is given back takes a new message (`update`) and ends (`stop`).
function start(message, element, host = {}) {
  if (location.hash !== "#presenter") return new Deck(message, element, host);
  element.classList.add("deck");
  element.classList.toggle("dark", message.dark);
  const fonts = document.fonts.check(`13px ${FACE}`) ? null : document.fonts.load(`13px "Source Sans"`).catch(() => {});
  const presenter = startPresenter(readMessage(message), element);
  fonts?.then(() => presenter.update(readMessage(message)));
  return { ...presenter, update: (next) => presenter.update(readMessage(next)) };
}
