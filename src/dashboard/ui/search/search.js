// The button in the bar, the key "/", and the list of what matches.

const MOST = 10; // Lines of the list that stand on a phone with its keyboard open.
const HINT = "A borough, ward, chart, action or page";
const kept = { state: "", entries: null }; // The index, for as long as the figures are the same.

function writeSearch(root) {
  root.innerHTML = `<button type="button" class="open" aria-keyshortcuts="/"><span aria-hidden="true">⌕</span>Find<kbd aria-hidden="true">/</kbd></button>` +
    `<dialog aria-label="Find"><input type="search" role="combobox" aria-expanded="false" aria-controls="search-list" aria-autocomplete="list" aria-label="${HINT}" placeholder="${HINT}" autocomplete="off" spellcheck="false">` +
    `<div id="search-list" role="listbox" aria-label="What was found" hidden></div><p role="status"></p></dialog>`;
}

function partsOf(root) {
  const [dialog] = root.getElementsByTagName("dialog");
  return { dialog, input: dialog.querySelector("input"), list: dialog.querySelector("[role=listbox]"), status: dialog.querySelector("[role=status]") };
}

function openSearch(root) {
  const { dialog, input } = partsOf(root);
  if (dialog.open) return;
  dialog.showModal();
  input.select();
  if (!kept.entries) root.tell("open", { press: `${Date.now()}` });
  listMatches(root);
}

function hrefOf(root, { page, query, chart }) {
  const day = new URLSearchParams(location.search).get("as_at");
  const whole = day && !/(^|&)as_at=/.test(query) ? `${query}${query ? "&" : ""}as_at=${encodeURIComponent(day)}` : query;
  return [`${root.base}${page === "overview" ? "" : page}${whole ? `?${whole}` : ""}${chart ? `#${chart}` : ""}`, whole];
}

function drawEntry(root, entry, place) {
  const link = document.createElement("a"), [href, query] = hrefOf(root, entry);
  Object.assign(link, { href, id: `search-${place}`, role: "option", tabIndex: -1 });
  Object.assign(link.dataset, { page: entry.page, query, chart: entry.chart });
  for (const [name, words] of [["name", entry.label], ["detail", entry.detail], ["kind", entry.kind]]) {
    if (words) link.append(Object.assign(document.createElement("span"), { className: name, textContent: words }));
  }
  return link;
}

function listMatches(root) {
  const { input, list, status } = partsOf(root), typed = input.value.trim();
  const matches = kept.entries ? matchEntries(kept.entries, typed) : [];
  list.replaceChildren(...matches.slice(0, MOST).map((entry, place) => drawEntry(root, entry, place)));
  list.hidden = !matches.length;
  input.setAttribute("aria-expanded", `${matches.length > 0}`);
  status.textContent = !typed ? "Type a few letters. ↑ and ↓ choose, Enter opens, Esc closes."
    : !kept.entries ? "Looking it up." : !matches.length ? "Nothing has these words: try fewer letters."
      : matches.length > MOST ? `${MOST} of ${matches.length} shown: type more letters to narrow them.` : "";
  chooseEntry(root, 0);
}

function chooseEntry(root, place) {
  const { input, list } = partsOf(root), options = [...list.children];
  root.place = options.length ? (place + options.length) % options.length : 0;
  options.forEach((option, i) => option.setAttribute("aria-selected", `${i === root.place}`));
  if (options.length) input.setAttribute("aria-activedescendant", options[root.place].id);
  else input.removeAttribute("aria-activedescendant");
  options[root.place]?.scrollIntoView({ block: "nearest" });
}

function followLink(root, link) {
  partsOf(root).dialog.close();
  aimAt(link.dataset.chart);
  // What has no chart of its own begins at the top, also on the page that is shown.
  if (!link.dataset.chart) for (let part = root; part; part = part.parentElement) part.scrollTop = 0;
  keepAddress(link);
  root.tell("go", { page: link.dataset.page, query: link.dataset.query });
}

function pressKey(root, event) {
  const { dialog, list } = partsOf(root), { key } = event;
  if (key === "ArrowDown" || key === "ArrowUp") chooseEntry(root, root.place + (key === "ArrowDown" ? 1 : -1));
  else if (key === "Escape") dialog.close(); // The box itself would only be emptied.
  else if (key === "Enter" && list.children.length) followLink(root, list.children[root.place]);
  else return;
  event.preventDefault();
}

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable=true], dialog[open]");

function beginSearch(root) {
  writeSearch(root);
  const { dialog, input } = partsOf(root);
  root.addEventListener("click", (event) => {
    const { target } = event, link = target.closest("a[data-page]");
    if (target.closest("button.open")) openSearch(root);
    else if (target === dialog) dialog.close(); // Beside the list, on what lies behind it.
    else if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.button)) { event.preventDefault(); followLink(root, link); }
  });
  input.addEventListener("input", () => listMatches(root));
  input.addEventListener("keydown", (event) => pressKey(root, event));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !root.isConnected || isTyping(event.target)) return;
    event.preventDefault();
    openSearch(root);
  });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".search"), message = JSON.parse(new TextDecoder().decode(data));
  root.tell = (kind, told) => setTriggerValue(kind, told);
  root.base = message.root;
  if (!root.firstChild) beginSearch(root);
  if (kept.state !== message.state) Object.assign(kept, { state: message.state, entries: null });
  if (message.entries.length) kept.entries = message.entries.map(readEntry);
  const { dialog } = partsOf(root);
  if (dialog.open && !kept.entries) root.tell("open", { press: `${Date.now()}` }); // New figures came while it was open.
  if (dialog.open) listMatches(root);
}
