// A table drawn in place: its headings sort it, and the buttons in its first cells choose the area of their row.

const NONE = "–";
const WIDTH = 80, HEIGHT = 20;
const reader = new TextDecoder();
const said = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (words) => words.replace(/[&<>"]/g, (letter) => said[letter]);

function writer({ kind, places }) {
  if (kind === "line") return line;
  if (kind === "words") return safe;
  const format = new Intl.NumberFormat("en-GB", { minimumFractionDigits: places, maximumFractionDigits: places });
  return (number) => format.format(number).replace("-", "−");
}

function line(numbers) {
  if (numbers.length < 2) return NONE;
  const low = Math.min(...numbers), high = Math.max(...numbers);
  const at = (number, i) =>
    `${((WIDTH * i) / (numbers.length - 1)).toFixed(1)},${(HEIGHT * (1 - (number - low) / (high - low || 1))).toFixed(1)}`;
  const words = `from ${numbers[0]} to ${numbers.at(-1)}`;
  return `<svg role="img" aria-label="${words}" width="${WIDTH}" height="${HEIGHT}"><polyline points="${numbers
    .map(at).join(" ")}" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>`;
}

// The places of the rows in the order asked for: as given, or by a column, what is missing last either way.
function order({ columns }, sorted) {
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

function headings({ columns }, sorted) {
  const cells = columns.map(({ heading, kind, wide }) => {
    const way = heading !== sorted?.heading ? "none" : sorted.down ? "descending" : "ascending";
    return `<th scope="col" class="${kind}" aria-sort="${way}" style="min-width:${wide}ch">` +
      `<button type="button" data-heading="${safe(heading)}">${safe(heading)}</button></th>`;
  });
  return `<thead><tr>${cells.join("")}</tr></thead>`;
}

function body({ columns, areas, chosen }, places) {
  const writers = columns.map(writer), picked = new Set(chosen);
  const cell = (row, i) => (columns[i].cells[row] == null ? NONE : writers[i](columns[i].cells[row]));
  const rows = places.map((row) => {
    const area = areas[row], is = picked.has(area);
    const name = area ? `<button type="button" aria-pressed="${is}">${cell(row, 0)}</button>` : cell(row, 0);
    const rest = columns.slice(1).map(({ kind }, i) => `<td class="${kind}">${cell(row, i + 1)}</td>`);
    const marked = area ? ` data-area="${safe(area)}"${is ? ' class="chosen"' : ""}` : "";
    return `<tr${marked}><th scope="row" class="${columns[0].kind}">${name}</th>${rest.join("")}</tr>`;
  });
  return `<tbody>${rows.join("")}</tbody>`;
}

function draw(box) {
  const at = document.activeElement;
  const name = box.contains(at) && (at.dataset.heading ?? at.closest("tr")?.dataset.area);
  const { wanted, sorted } = box;
  box.innerHTML = `<table aria-label="${safe(wanted.alt)}">${headings(wanted, sorted)}${body(wanted, order(wanted, sorted))}</table>`;
  if (name) box.querySelector(`[data-heading="${CSS.escape(name)}"], [data-area="${CSS.escape(name)}"] button`)?.focus();
}

// A heading sorts from the most down where it stands over numbers, then the other way, then as the table came.
function sort(box, heading) {
  const { kind } = box.wanted.columns.find((column) => column.heading === heading);
  const first = kind !== "words", now = box.sorted;
  if (now?.heading !== heading) box.sorted = { heading, down: first };
  else box.sorted = now.down === first ? { heading, down: !first } : null;
  draw(box);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".rows");
  box.wanted = JSON.parse(reader.decode(data));
  box.style.maxHeight = box.wanted.tall ? `${box.wanted.tall}px` : "";
  box.onclick = ({ target }) => {
    const heading = target.closest("[data-heading]"), row = target.closest("[data-area]");
    if (heading) sort(box, heading.dataset.heading);
    else if (row) setTriggerValue("area", row.dataset.area);
  };
  draw(box);
}
