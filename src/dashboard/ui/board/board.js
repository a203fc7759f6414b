// The board: every card of a page in its place. What is in view is drawn first, the rest when the browser is idle, and of a
// new message only the cards that differ.

const reader = new TextDecoder();
const LONGEST_FILE = 1_600_000; // Bytes of a file whose text is sent.
const LATE = 2_000; // Milliseconds after which a part of the page that has not come is asked for.
const whenIdle = window.requestIdleCallback ?? ((act) => setTimeout(act, 1));

function placeCards(root, { rows }) {
  const shape = JSON.stringify(rows.map((row) => row.map(({ span, cards }) => [span, cards.map(({ card }) => card.name)])));
  if (root.shape === shape) return;
  root.shape = shape;
  const old = root.sections, holder = root.contains(document.activeElement) && document.activeElement.closest(".panel");
  if (holder) holder.refocus = focusedPart(holder); // A card that is moved loses the focus.
  root.sections = new Map();
  const grids = rows.map((row) => {
    const grid = document.createElement("div");
    grid.className = "grid";
    for (const { span, cards } of row) {
      const column = document.createElement("div");
      column.className = "column";
      column.style.setProperty("--span", span);
      for (const { card } of cards) {
        const section = old.get(card.name) ?? Object.assign(document.createElement("section"), { className: "panel", id: card.name, tabIndex: -1 });
        root.sections.set(card.name, section);
        column.append(section);
      }
      grid.append(column);
    }
    return grid;
  });
  root.querySelectorAll(":scope > .grid").forEach((grid) => grid.remove());
  root.append(...grids);
}

const isInView = (section) => { const { top, bottom } = section.getBoundingClientRect(); return bottom > 0 && top < innerHeight; };

// The name of the card that the reader is to see first: by the link that was pressed, by the address, or by the part of the page
// that the link has opened (once for each arrival). Of the last, one in view is only marked.
function nameSought(root) {
  const hash = window.wardToBoardSought === location.href ? "" : decodeURIComponent(location.hash.slice(1));
  const name = aimedAt() || hash;
  if (name || window.wardToBoardArrival === root.arrival.number) return name;
  return root.arrival.charts.find((chart) => root.sections.has(chart)) ?? "";
}

// A chart of this page that is not drawn is asked for, and sought again once it is there. The part of the page that the link has
// opened may only be late.
function askForCard(root, name) {
  if (!root.closed.has(name) || window.wardToBoardOpened === location.href) return;
  const address = location.href, wait = root.arrival.charts.includes(name) ? LATE : 0;
  setTimeout(() => {
    if (document.getElementById(name) || location.href !== address || window.wardToBoardOpened === address) return;
    window.wardToBoardOpened = address;
    aimAt(name);
    root.tell("open", { chart: name });
  }, wait);
}

// A link may lead to a card by its name, which is not there yet when the browser looks for it.
function seekCard(root) {
  const name = nameSought(root), section = name && root.sections.get(name);
  if (!section) return name && askForCard(root, name);
  const isLinked = Boolean(aimedAt() || location.hash);
  window.wardToBoardTarget = undefined;
  window.wardToBoardSought = location.href;
  window.wardToBoardArrival = root.arrival.number;
  document.querySelectorAll(".panel.sought").forEach((panel) => panel.classList.remove("sought"));
  section.classList.add("sought");
  section.focus({ preventScroll: true });
  holdInView(section, isLinked);
}

function say(root, words) {
  const line = root.querySelector(":scope > .told");
  line.textContent = words;
  clearTimeout(line.timer);
  line.timer = setTimeout(() => { line.textContent = ""; }, 4000);
}

// The form lies beside the page, which a card that fills the screen would hide.
async function addToPack(root, card) {
  if (document.fullscreenElement) await document.exitFullscreen();
  root.pressed = `#${CSS.escape(card.name)} .pmenu summary`;
  pressOwn(root, card, "pack", location.search);
}

const pressOwn = (root, card, name, value) => root.tell("press", { card: card.name, name, value, press: `${Date.now()}` });

// A button that asks for a file gives its text in place of a value.
function pickFile(root, card, button) {
  const input = Object.assign(document.createElement("input"), { type: "file", accept: button.dataset.file });
  input.onchange = async () => {
    const [file] = input.files;
    if (!file) return;
    if (file.size > LONGEST_FILE) return say(root, `${file.name} is too long for a pack.`);
    pressOwn(root, card, button.dataset.press, await file.text());
  };
  input.click();
}

// A link that is copied is of what is on screen: it does not say what a paper showed.
const withoutPaper = (address) => address.replace(/([?&])paper=[^&]*&?/, "$1").replace(/[?&]$/, "");

async function actOn(root, section, card, act) {
  const address = `${withoutPaper(location.href.split("#")[0])}#${card.name}`;
  if (act === "full") return document.fullscreenElement ? document.exitFullscreen() : section.requestFullscreen();
  if (act === "pack") return addToPack(root, card);
  if (act === "about") return openAbout(root, card, (next) => actOn(root, section, card, next));
  if (act in FILES) return root.tell("file", { card: card.name, kind: act, press: `${Date.now()}` });
  if (act === "link") return navigator.clipboard.writeText(address).then(() => say(root, "Link copied."), () => say(root, address));
  const picture = await pictureOf(section, card);
  if (act === "svg") return saveBlob(new Blob([picture.svg], { type: "image/svg+xml" }), pictureName(card, "svg"));
  const png = await pngOf(picture);
  if (act === "png") return saveBlob(png, pictureName(card, "png"));
  return navigator.clipboard.write([new ClipboardItem({ "image/png": png })]).then(() => say(root, "Picture copied."), () => say(root, "The browser does not let this page copy pictures: save it instead."));
}

function press(root, event) {
  const { target } = event, section = target.closest(".panel"), card = section && root.cards.get(section.id);
  const link = target.closest("a[data-page]"), act = target.closest("[data-act]")?.dataset.act, choice = target.closest("button[data-field]"), own = target.closest("button[data-press]");
  const menu = target.closest(".pmenu");
  for (const open of root.querySelectorAll(".pmenu[open]")) if (open !== menu || act) open.open = false;
  if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.button)) {
    event.preventDefault();
    aimAt(decodeURIComponent(link.hash.slice(1)));
    keepAddress(link);
    root.tell("go", { page: link.dataset.page, query: link.dataset.query });
  } else if (choice && card) root.tell("choice", { card: card.name, field: choice.dataset.field, value: choice.dataset.value });
  else if (own && card) {
    root.pressed = `[data-press="${own.dataset.press}"][data-value="${CSS.escape(own.dataset.value)}"]`;
    if (own.dataset.file) pickFile(root, card, own);
    else pressOwn(root, card, own.dataset.press, own.dataset.value);
  } else if (act && card) actOn(root, section, card, act).catch?.((error) => console.error(error));
}

function beginBoard(root) {
  root.sections = new Map();
  root.versions = new Map();
  root.innerHTML = `<p class="finding" hidden></p><p class="note" hidden></p><p class="told" role="status"></p><dialog class="about"></dialog>`;
  followSide(root);
  root.addEventListener("click", (event) => press(root, event));
  root.addEventListener("change", ({ target }) => {
    const section = target.closest(".panel");
    if (section && target.matches("select[data-field]")) root.tell("choice", { card: section.id, field: target.dataset.field, value: target.value });
  });
  root.addEventListener("input", ({ target }) => { if (target.matches(".find input")) findRows(target.closest(".panel"), target.value); });
  root.addEventListener("keydown", ({ key }) => { if (key === "Escape") root.querySelectorAll(".pmenu[open]").forEach((menu) => { menu.open = false; }); });
  window.addEventListener("hashchange", () => { if (root.isConnected) seekCard(root); });
  document.addEventListener("fullscreenchange", () => {
    if (root.isConnected) root.querySelectorAll(".figure").forEach((box) => box.resolved && (fillsScreen(box) || box.growth > 1 || box.room) && redrawChart(box));
  });
  document.addEventListener("click", ({ target }) => { if (!root.contains(target)) root.querySelectorAll(".pmenu[open]").forEach((menu) => { menu.open = false; }); });
}

// A chart that leaves the full screen is measured again once the page has its shape.
function redrawChart(box) {
  requestAnimationFrame(() => { if (!fillsScreen(box)) box.room = 0; drawChart(box); });
}

// Links within a page that stands as at a day keep the day, unless they name one themselves.
function keepDay(section) {
  const day = new URLSearchParams(location.search).get("as_at");
  if (!day) return;
  for (const link of section.querySelectorAll("a[data-page]")) {
    if (/(^|&)as_at=/.test(link.dataset.query)) continue;
    link.dataset.query += `${link.dataset.query ? "&" : ""}as_at=${encodeURIComponent(day)}`;
    link.setAttribute("href", `${link.dataset.page}?${link.dataset.query}${link.hash}`);
  }
}

function drawCards(root, message) {
  const fresh = [];
  for (const { version, card } of message.rows.flat().flatMap(({ cards }) => cards)) {
    const section = root.sections.get(card.name), began = root.versions.has(card.name);
    root.cards.set(card.name, card);
    const isFramed = root.versions.get(card.name) === version && section.firstChild;
    if (isFramed && section.filled === version) { refocus(section); continue; }
    root.versions.set(card.name, version);
    if (!isFramed) {
      (began && section.firstChild ? renewCard : frameCard)(section, card);
      keepDay(section);
    }
    fresh.push([section, card, version]);
  }
  // A choice that leads to another card in the same place keeps the focus.
  const chosen = root.chosen && !root.contains(document.activeElement) && `[data-field="${CSS.escape(root.chosen)}"]`;
  if (chosen) root.querySelector(`button${chosen}[aria-pressed="true"], select${chosen}`)?.focus({ preventScroll: true });
  root.chosen = null;
  // A card that a later message brought before this one was filled is filled by that one.
  const fill = ([section, card, version]) => {
    if (root.cards.get(card.name) !== card) return;
    section.filled = version;
    fillCard(section, card, message.library, root.tell);
  };
  seekCard(root);
  const [now, later] = [fresh.filter(([section]) => isInView(section)), fresh.filter(([section]) => !isInView(section))];
  now.forEach(fill);
  const next = () => { if (later.length) { fill(later.shift()); whenIdle(next); } };
  whenIdle(next);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".board"), written = reader.decode(data);
  root.tell = (kind, told) => {
    if (kind === "choice") root.chosen = told.field;
    setTriggerValue(kind, told);
  };
  if (root.written === written) return;
  root.written = written;
  if (!root.sections) beginBoard(root);
  const message = JSON.parse(written), finding = root.querySelector(".finding");
  root.classList.toggle("dark", message.dark);
  root.cards = new Map();
  root.closed = new Set(message.closed);
  root.arrival = message.arrival;
  finding.textContent = message.finding;
  finding.hidden = !message.finding;
  const note = root.querySelector(":scope > .note");
  note.textContent = message.note;
  note.hidden = !message.note;
  placeCards(root, message);
  const show = () => {
    drawCards(root, message);
    whenIdle(() => loadPlotly(message.library).catch(() => {}));
  };
  if (document.fonts.check(`13px ${FACE}`)) show();
  else document.fonts.load(`13px "Source Sans"`).catch(() => {}).then(show);
}
