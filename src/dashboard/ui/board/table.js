// A table drawn in place: its headings sort it, and the buttons in its first cells choose the area of their row.

const NONE = "–";
const LINE = { width: 80, height: 20 };

const ROLES = [["table", "table"], ["thead, tbody, tfoot", "rowgroup"], ["tr", "row"], ["thead th", "columnheader"], ["tbody th, tfoot th", "rowheader"], ["td", "cell"]];

// What a phone draws as cards stays a table to screen readers, which go by how its parts are drawn.
function nameRoles(box) {
  for (const [parts, role] of ROLES) box.querySelectorAll(parts).forEach((part) => part.setAttribute("role", role));
}

function cellWriter({ kind, places }) {
  if (kind === "line") return drawLine;
  if (kind === "words") return escapeMarkup;
  const format = new Intl.NumberFormat("en-GB", { minimumFractionDigits: places, maximumFractionDigits: places });
  return (number) => format.format(number).replace("-", "−");
}

function drawLine(numbers) {
  if (numbers.length < 2) return NONE;
  const low = Math.min(...numbers), high = Math.max(...numbers);
  const at = (number, i) =>
    `${((LINE.width * i) / (numbers.length - 1)).toFixed(1)},${(LINE.height * (1 - (number - low) / (high - low || 1))).toFixed(1)}`;
  const words = `from ${numbers[0]} to ${numbers.at(-1)}`;
  return `<svg role="img" aria-label="${words}" width="${LINE.width}" height="${LINE.height}"><polyline points="${numbers
    .map(at).join(" ")}" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>`;
}

// The places of the rows in the order asked for: as given, or by a column, what is missing last either way.
function orderRows({ columns }, sorted) {
  const places = columns[0] ? [...columns[0].cells.keys()] : [];
  const by = columns.find(({ heading }) => heading === sorted?.heading);
  if (!by) return places;
  const last = (cell) => (Array.isArray(cell) ? cell.at(-1) : cell);
  const words = new Intl.Collator("en-GB", { numeric: true });
  const way = sorted.down ? -1 : 1;
  return places.sort((one, other) => {
    const [a, b] = [last(by.cells[one]), last(by.cells[other])];
    if (a == null || b == null) return (a == null) - (b == null);
    return way * (typeof a === "number" ? a - b : words.compare(a, b));
  });
}

function writeHeadings({ columns }, sorted) {
  const cells = columns.map(({ heading, kind, wide }) => {
    const way = heading !== sorted?.heading ? "none" : sorted.down ? "descending" : "ascending";
    return `<th scope="col" class="${kind}" aria-sort="${way}" style="min-width:${wide}ch">` +
      `<button type="button" data-heading="${escapeMarkup(heading)}">${escapeMarkup(heading)}</button></th>`;
  });
  return `<thead><tr>${cells.join("")}</tr></thead>`;
}

function writeRows({ columns, areas, chosen }, places) {
  const writers = columns.map(cellWriter), picked = new Set(chosen);
  const cell = (row, i) => (columns[i].cells[row] == null ? NONE : writers[i](columns[i].cells[row]));
  const rows = places.map((row) => {
    const area = areas[row], is = picked.has(area);
    const name = area ? `<button type="button" aria-pressed="${is}">${cell(row, 0)}</button>` : cell(row, 0);
    const rest = columns.slice(1).map(({ kind }, i) => `<td class="${kind}">${cell(row, i + 1)}</td>`);
    const marked = area ? ` data-area="${escapeMarkup(area)}"${is ? ' class="chosen"' : ""}` : "";
    return `<tr${marked}><th scope="row" class="${columns[0].kind}">${name}</th>${rest.join("")}</tr>`;
  });
  return `<tbody>${rows.join("")}</tbody>`;
}

function drawTable(box) {
  const at = document.activeElement;
  const name = box.contains(at) && (at.dataset.heading ?? at.closest("tr")?.dataset.area);
  const { wanted, sorted } = box;
  box.innerHTML = `<table aria-label="${escapeMarkup(wanted.alt)}">${writeHeadings(wanted, sorted)}${writeRows(wanted, orderRows(wanted, sorted))}</table>`;
  if (name) box.querySelector(`[data-heading="${CSS.escape(name)}"], [data-area="${CSS.escape(name)}"] button`)?.focus();
}

// A heading sorts from the most down where it stands over numbers, then the other way, then as the table came.
function sortTable(box, heading, draw = drawTable) {
  const { kind } = box.wanted.columns.find((column) => column.heading === heading);
  const first = kind !== "words" && kind !== "place", now = box.sorted;
  if (now?.heading !== heading) box.sorted = { heading, down: first };
  else box.sorted = now.down === first ? { heading, down: !first } : null;
  draw(box);
}

// Show a table in `box`; a press on the name in a row tells `choose` the row's area.
function mountTable(box, wanted, choose) {
  box.wanted = wanted;
  box.style.maxHeight = wanted.tall ? `${wanted.tall}px` : "";
  box.onclick = ({ target }) => {
    const heading = target.closest("[data-heading]"), row = target.closest("[data-area]");
    if (heading) sortTable(box, heading.dataset.heading);
    else if (row) choose(row.dataset.area);
  };
  drawTable(box);
}
