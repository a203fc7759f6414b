// One card: a panel's head, chart or table, reading, links and foot.

const CHART = `<ul class="key" hidden></ul><div class="figure" role="application" aria-roledescription="chart" tabindex="0"></div>` +
  `<ol class="names" aria-label="Names of the numbers on the map" hidden></ol><p class="said" aria-live="polite"></p><i class="ring" hidden></i>`;
const FILES = { csv: "Table (CSV)", xlsx: "Workbook (XLSX)", ods: "Workbook (ODS)", pptx: "Slide (PPTX)", docx: "Briefing (DOCX)", pdf: "Document (PDF)" }; // Made by the server.
const FEW = 4, CHOICES = 2; // Options, and choices in a head, up to which they are drawn side by side.

const linkTo = ({ label, address, page, query, words }, look = "") =>
  `<a class="${look}" href="${escapeMarkup(address)}" data-page="${escapeMarkup(page)}" data-query="${escapeMarkup(query)}"` +
  `${words ? ` title="${escapeMarkup(words)}" aria-label="${escapeMarkup(words)}"` : ""}>${escapeMarkup(label)}</a>`;

function writeChoice({ field, label, options, shown }, _, choices) {
  const name = escapeMarkup(field);
  if (options.length > FEW || choices.length > CHOICES) {
    const each = options.map(([value, words]) => `<option value="${escapeMarkup(value)}"${value === shown ? " selected" : ""}>${escapeMarkup(words)}</option>`);
    return `<label class="ctl"><small>${escapeMarkup(label)}</small><select data-field="${name}">${each.join("")}</select></label>`;
  }
  const each = options.map(([value, words]) =>
    `<button type="button" data-field="${name}" data-value="${escapeMarkup(value)}" aria-pressed="${value === shown}">${escapeMarkup(words)}</button>`);
  return `<div class="seg" role="group" aria-label="${escapeMarkup(label)}">${each.join("")}</div>`;
}

function writeMenu({ title, figure, addable }) {
  const item = (act, words) => `<li><button type="button" data-act="${act}">${words}</button></li>`;
  const picture = figure ? item("png", "Picture (PNG)") + item("svg", "Picture (SVG)") + item("copy-picture", "Copy picture") : "";
  return `<details class="pmenu"><summary aria-label="Menu of: ${escapeMarkup(title)}">⋯</summary><ul>${item("full", "Full screen")}${item("link", "Copy link")}${addable ? item("pack", "Add to pack") : ""}` +
    `<li class="rule" role="separator"></li>${picture}${Object.entries(FILES).map(([kind, words]) => item(kind, words)).join("")}<li class="rule" role="separator"></li>${item("about", "About this chart")}</ul></details>`;
}

function writeFoot(card) {
  const actions = card.actions.map((action) => linkTo(action, "chip act")).join("");
  const demonstration = card.demonstration ? `<span class="demo">Demonstration<span class="unseen"> data</span></span>` : "";
  return `${actions}<span class="source">${escapeMarkup(card.source)}</span>${demonstration}${writeMenu(card)}`;
}

// The frame of a card, without its chart or table, which are drawn once it comes into view.
function frameCard(section, card) {
  section.classList.toggle("plain", card.plain);
  const { html, links, table } = card;
  // Headings over nothing say less than the reading does.
  const withTable = !card.figure && !html && (table.page || table.columns.some((column) => column.cells.length));
  section.innerHTML = `<header class="phead${card.bare || card.plain ? " unseen" : ""}"><div><h2>${escapeMarkup(card.title)}</h2><p class="sub">${escapeMarkup(card.sub)}</p></div>` +
    `<div class="pctl">${card.choices.map(writeChoice).join("")}</div></header>` +
    `${html ? `<div class="html${card.tall ? " tall" : ""}"${card.tall ? ` style="--tall:${card.tall}px" tabindex="0"` : ""}>${html}</div>` : ""}${card.figure ? `<div class="chart">${CHART}</div>` : ""}${withTable ? `<div class="rows" tabindex="0"></div>` : ""}` +
    `<p class="reading${html && !card.figure ? " unseen" : ""}">${escapeMarkup(card.reading)}</p>` +
    (links.length ? `<ul class="links">${links.map((link) => `<li>${linkTo(link)}</li>`).join("")}</ul>` : "") +
    `<footer class="foot">${writeFoot(card)}</footer>`;
  nameRoles(section);
  const figure = section.querySelector(".figure");
  if (figure) figure.style.minHeight = `${card.figure.layout.height}px`;
}

// How to find, in a card that is drawn anew, what has the focus now.
function focusedPart(section) {
  const at = document.activeElement;
  if (!section.contains(at)) return null;
  if (at.dataset.field) return `[data-field="${at.dataset.field}"]${at.dataset.value ? `[data-value="${CSS.escape(at.dataset.value)}"]` : ""}`;
  if (at.dataset.press) return `[data-press="${at.dataset.press}"][data-value="${CSS.escape(at.dataset.value)}"]`;
  if (at.dataset.heading) return `[data-heading="${CSS.escape(at.dataset.heading)}"]`;
  const area = at.closest("tr[data-area]")?.dataset.area;
  return area ? `tr[data-area="${area}"] button` : at.matches(".figure") ? ".figure" : null;
}

function refocus(section) {
  if (section.refocus) section.querySelector(section.refocus)?.focus({ preventScroll: true });
  section.refocus = null;
}

// A chart or table that is drawn anew keeps its place in the page, so that nothing jumps and a table stays sorted.
function renewCard(section, card) {
  const old = [".chart", ":scope > .rows"].map((part) => section.querySelector(part));
  section.refocus = focusedPart(section) ?? section.refocus;
  frameCard(section, card);
  [".chart", ":scope > .rows"].forEach((part, i) => {
    const place = section.querySelector(part);
    if (old[i] && place) place.replaceWith(old[i]);
  });
  const figure = section.querySelector(".figure");
  if (figure) figure.style.minHeight = `${card.figure.layout.height}px`;
}

function fillCard(section, card, library, tell) {
  const choose = (area) => tell("area", { card: card.name, area });
  const chart = section.querySelector(".chart"), rows = section.querySelector(":scope > .rows");
  if (rows) (card.table.page ? mountLongTable : mountTable)(rows, card.table, choose);
  if (chart) mountChart(chart, { figure: card.figure, name: card.name, alt: card.reading, library }, choose);
  offerFind(section);
  refocus(section);
}
