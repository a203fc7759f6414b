// The figures and tables of a slide, drawn in the place that the slide leaves them.

const LOWEST_PLACE = 260; // Pixels of a place for a table; a lower one has the sentence that reads the panel.
const SHOW_ALL = "The live page has all of it.";

// Paint a piece into `box` so that its letters are `unit` * LABEL pixels tall.
function paintPiece(box, figure, unit) {
  const growth = (unit * LABEL) / TYPE, resolved = spreadLabels(resolveFigure(figure, Math.floor(box.clientWidth / growth), Math.floor(box.clientHeight / growth)));
  paintFigure(box, resolved);
  const svg = box.querySelector("svg");
  svg.setAttribute("width", Math.round(resolved.layout.width * growth));
  svg.setAttribute("height", Math.round(resolved.layout.height * growth));
}

function drawPieces(place, card, unit) {
  const growth = (unit * LABEL) / TYPE;
  const split = splitFigure(card.figure, place.clientWidth / growth, place.clientHeight / growth);
  if (!split) return false;
  const { pieces, columns, left } = split;
  const left_words = left ? `<p class="part">${left} more rows are not drawn here. ${SHOW_ALL}</p>` : "";
  place.innerHTML = `<div class="pieces" style="--columns:${columns};--lines:${Math.ceil(pieces.length / columns)}">${pieces
    .map(({ title }) => `<div class="piece">${title ? `<p class="pt">${escapeMarkup(title)}</p>` : ""}<div class="plot"></div></div>`).join("")}</div>${left_words}`;
  place.querySelectorAll(".plot").forEach((box, i) => paintPiece(box, pieces[i].figure, unit));
  return true;
}

// The rows and columns of a table that fit, and a line that says what is left out.
function drawTablePart(place, { table }, unit) {
  const columns = table.columns.filter(({ kind, cells }) => kind !== "line" && cells.some((cell) => cell != null && cell !== "")), rows = columns[0]?.cells.length ?? 0;
  if (!rows) return;
  const writers = columns.map(cellWriter);
  const cell = (i, row) => (columns[i].cells[row] == null ? NONE : writers[i](columns[i].cells[row]));
  const lines = Array.from({ length: Math.min(rows, 40) }, (_, row) => `<tr>${columns.map(({ kind }, i) =>
    (i ? `<td class="${kind}">${cell(i, row)}</td>` : `<th scope="row">${cell(i, row)}</th>`)).join("")}</tr>`);
  place.innerHTML = `<table><thead><tr>${columns.map(({ heading, kind }) => `<th scope="col" class="${kind}">${escapeMarkup(heading)}</th>`).join("")}</tr></thead>` +
    `<tbody>${lines.join("")}</tbody></table><p class="part"></p>`;
  const drawn = place.querySelector("table"), part = place.querySelector(".part"), body = drawn.tBodies[0];
  const say = () => {
    const few = [body.rows.length < rows && `${body.rows.length} of ${rows} rows`, drawn.tHead.rows[0].cells.length < columns.length && `${drawn.tHead.rows[0].cells.length} of ${columns.length} columns`];
    part.textContent = few.some(Boolean) ? `Here are ${few.filter(Boolean).join(" and ")}. ${SHOW_ALL}` : "";
  };
  say();
  while (drawn.offsetWidth > place.clientWidth && drawn.tHead.rows[0].cells.length > 1) for (const row of drawn.rows) row.deleteCell(-1);
  say();
  // Rows of many lines give way to fewer columns, so that more rows are seen.
  const deep = () => body.offsetHeight / body.rows.length > 2.4 * unit * LABEL * 1.25;
  while (deep() && drawn.tHead.rows[0].cells.length > 4) for (const row of drawn.rows) row.deleteCell(-1);
  say();
  while (drawn.offsetHeight + part.offsetHeight > place.clientHeight && body.rows.length > 1) { body.deleteRow(-1); say(); }
}

// Draw a panel of a slide; a figure that cannot be read at this size gives way to its table.
function drawPanel(place, card, unit) {
  try {
    if (card.figure && drawPieces(place, card, unit)) return;
  } catch (error) {
    console.error(error);
  }
  if (place.clientHeight < LOWEST_PLACE * unit) place.innerHTML = `<p class="reading">${escapeMarkup(card.reading)}</p>`;
  else drawTablePart(place, card, unit);
}
