// A table of many rows: found by typing, narrowed by a press, drawn a page at a time, its totals pinned below.

const figures = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });
const change = (number) => (number ? ` <b>${number > 0 ? "+" : "−"}${figures.format(Math.abs(number))}</b>` : "");

// A square a post: full, partly filled, hollow where it is vacant.
function squares(posts, held, short) {
  const each = [];
  for (let i = 0; i < Math.min(8, Math.ceil(Math.max(posts, held))); i += 1) {
    const part = Math.max(0, Math.min(1, held - i));
    each.push(`<i style="--part:${(100 * part).toFixed(0)}%"></i>`);
  }
  return `<span class="squares${short ? " short" : ""}" aria-hidden="true">${each.join("")}</span>`;
}

const ROW_CELLS = {
  place: ([borough, name]) => `${escapeMarkup(name)}${borough ? ` <small>${escapeMarkup(borough)}</small>` : ""}`,
  posts([posts, least, held]) {
    if (held == null) return `<span class="of">${figures.format(posts)} posts</span>`;
    const short = held < least, number = figures.format(held);
    const of = posts == null ? "" : `<span class="of"><span aria-hidden="true">/</span><span class="unseen"> of </span>${figures.format(posts)}</span>`;
    const marks = least ? squares(posts, held, short) : "";
    return `${marks}<span class="count${short ? " worse" : held < posts && least ? " vacant" : ""}">${number}${of}</span>${short ? `<span class="unseen">, below the minimum</span>` : ""}`;
  },
  plan: ([posts, moved]) => `${figures.format(posts)}${change(moved)}`,
  tier: ([words, way]) => (way ? `<b><span aria-hidden="true">${way === "up" ? "▲" : "▼"} </span>${escapeMarkup(words)}</b>` : escapeMarkup(words)),
  why: ([words, changes]) => (changes ? `<span class="changes">${escapeMarkup(words)}</span>` : escapeMarkup(words)),
  sure: ([word, dots]) => `<span class="dots" aria-hidden="true">${"●".repeat(dots)}${"○".repeat(3 - dots)}</span> ${dots === 1 ? `<b>${word}</b>` : word}`,
};

function matchRows({ search, narrow }, { query, narrowing }) {
  const any = query.toLowerCase().split(",").map((part) => part.split(/\s+/).filter(Boolean)).filter((words) => words.length);
  const among = new Set(narrow[narrowing]?.[1] ?? search.keys());
  return (row) => among.has(row) && (!any.length || any.some((words) => words.every((word) => search[row].includes(word))));
}

function writeLongRow({ columns, areas, chosen }, row) {
  const area = areas[row], is = chosen.includes(area);
  const cells = columns.slice(1).map(({ kind, heading, cells: all }) =>
    `<td class="${kind}" data-short="${escapeMarkup(heading.split(" ")[0])}">${all[row] == null ? NONE : ROW_CELLS[kind](all[row])}</td>`);
  return `<tr data-area="${escapeMarkup(area)}"${is ? ' class="chosen"' : ""}><th scope="row" class="place"><button type="button" aria-pressed="${is}">${ROW_CELLS.place(columns[0].cells[row])}</button></th>${cells.join("")}</tr>`;
}

function writeTotals({ columns, totals }) {
  const last = columns.findIndex(({ kind }) => kind === "tier"), until = last < 0 ? columns.length : last;
  const rows = totals.map(({ words, finding, agrees }, i) => {
    const cells = columns.slice(1, until).map(({ kind, heading, totals: all }) => `<td class="${kind}" data-short="${escapeMarkup(heading.split(" ")[0])}">${all[i] == null ? "" : ROW_CELLS[kind](all[i])}</td>`);
    const mark = agrees == null ? "" : `<b class="${agrees ? "better" : "worse"}" aria-hidden="true">${agrees ? "✓" : "✗"} </b>`;
    const said = last < 0 ? "" : `<td class="said" colspan="${columns.length - last}">${mark}${escapeMarkup(finding)}</td>`;
    return `<tr><th scope="row">${escapeMarkup(words)}</th>${cells.join("")}${said}</tr>`;
  });
  return `<tfoot>${rows.join("")}</tfoot>`;
}

function drawLongTable(box) {
  const at = document.activeElement, { wanted, sorted } = box;
  const focus = box.contains(at) && (at.dataset.heading ?? at.closest("tr")?.dataset.area);
  const rows = orderRows(wanted, sorted).filter(matchRows(wanted, box));
  const size = box.whole ? rows.length || 1 : wanted.page;
  box.from = Math.min(box.from, Math.max(0, Math.ceil(rows.length / size) - 1) * size);
  const page = rows.slice(box.from, box.from + size), lines = [];
  let group = null;
  for (const row of page) {
    if (!sorted && wanted.group.length && wanted.group[row] !== group) {
      group = wanted.group[row];
      const [words, note] = wanted.groups[group];
      lines.push(`<tr class="group"><th colspan="${wanted.columns.length}" scope="rowgroup"><b>${escapeMarkup(words)}</b> ${escapeMarkup(note)}</th></tr>`);
    }
    lines.push(writeLongRow(wanted, row));
  }
  box.querySelector(".scroll").innerHTML = `<table aria-label="${escapeMarkup(wanted.alt)}" aria-rowcount="${rows.length + 1}">${writeHeadings(wanted, sorted)}<tbody>${lines.join("")}</tbody>${writeTotals(wanted)}</table>`;
  nameRoles(box);
  const many = rows.length > size, noun = wanted.noun[rows.length === 1 ? 0 : 1];
  box.querySelector("[role=status]").textContent = !rows.length ? `No ${wanted.noun[0]} found: try a shorter word, or press All.`
    : many ? `${box.from + 1} to ${box.from + page.length} of ${rows.length} ${noun}` : `${rows.length} ${noun}`;
  box.querySelectorAll("[data-turn]").forEach((button) => {
    button.hidden = !many;
    button.disabled = button.dataset.turn < 0 ? !box.from : box.from + size >= rows.length;
  });
  box.querySelectorAll("[data-narrow]").forEach((button) => button.setAttribute("aria-pressed", `${Number(button.dataset.narrow) === box.narrowing}`));
  if (focus) box.querySelector(`[data-heading="${CSS.escape(focus)}"], [data-area="${CSS.escape(focus)}"] button`)?.focus({ preventScroll: true });
}

function writeTools({ narrow, find, search, page }) {
  const each = narrow.map(([words, rows], i) => `<button type="button" data-narrow="${i}">${escapeMarkup(words)} <b>${rows.length}</b></button>`);
  const box = search.length > page ? `<input type="search" placeholder="${escapeMarkup(find)}" aria-label="${escapeMarkup(find)}">` : "";
  const turn = (way, words) => `<button type="button" data-turn="${way}">${words}</button>`;
  return `<div class="tools"><div class="seg" role="group" aria-label="Wards shown">${each.join("")}</div>${box}<span role="status"></span>${turn(-1, "Previous")}${turn(1, "Next")}</div><div class="scroll" tabindex="0"></div>`;
}

// The page and place of the row that is chosen, where it came with the address.
function bringChosen(box) {
  const { areas, chosen, page } = box.wanted, row = areas.indexOf(chosen[0]);
  if (row < 0) return;
  box.from = Math.floor(row / page) * page;
  drawLongTable(box);
  const line = box.querySelector("tr.chosen"), scroll = box.querySelector(".scroll");
  if (line) scroll.scrollTop = Math.max(0, line.offsetTop - scroll.clientHeight / 2);
}

function mountLongTable(box, wanted, choose) {
  const tools = JSON.stringify([wanted.areas, wanted.narrow]), anew = box.tools !== tools;
  box.wanted = wanted;
  if (anew) {
    Object.assign(box, { tools, query: "", narrowing: 0, from: 0, sorted: null });
    box.innerHTML = writeTools(wanted);
    box.classList.add("long");
    box.removeAttribute("tabindex");
  }
  box.onclick = ({ target }) => {
    const heading = target.closest("[data-heading]"), row = target.closest("[data-area]"), narrow = target.closest("[data-narrow]"), turn = target.closest("[data-turn]");
    if (narrow) Object.assign(box, { narrowing: Number(narrow.dataset.narrow), from: 0 });
    else if (turn) box.from += Number(turn.dataset.turn) * wanted.page;
    else if (heading) return sortTable(box, heading.dataset.heading, drawLongTable);
    else if (row) return choose(row.dataset.area);
    else return undefined;
    drawLongTable(box);
    if (turn) box.querySelector(".scroll").scrollTop = 0;
    return undefined;
  };
  box.oninput = ({ target }) => { Object.assign(box, { query: target.value, from: 0 }); drawLongTable(box); };
  drawLongTable(box);
  if (anew) bringChosen(box);
}

// Paper has every row.
function drawWholeTables(whole) {
  for (const box of document.querySelectorAll(".board .rows.long")) { box.whole = whole; drawLongTable(box); }
}
addEventListener("beforeprint", () => drawWholeTables(true));
addEventListener("afterprint", () => drawWholeTables(false));
