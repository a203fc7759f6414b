// The figures and tables of a slide, drawn in the place that the slide leaves them.

const LEAST_BESIDE = 560, GAP_BESIDE = 64; // Pixels beside a table in which its reading stands, and between the two.
const LOWEST_PLACE = 260; // Pixels of a place for a table; a lower one has the sentence that reads the panel.
const SHOW_ALL = "see the live page";

// A piece worked out for `box`, so that its letters are `growth` times their own size.
const resolvePiece = (box, figure, growth) => spreadLabels(resolveFigure(figure, Math.floor(box.clientWidth / growth), Math.floor(box.clientHeight / growth)));

function paintPiece(box, figure, growth) {
  const resolved = resolvePiece(box, figure, growth);
  paintFigure(box, resolved);
  const svg = box.querySelector("svg");
  svg.setAttribute("width", Math.round(resolved.layout.width * growth));
  svg.setAttribute("height", Math.round(resolved.layout.height * growth));
}

// Figures with at least the room beside their plots that `leastOf` gives the figure at a place.
const keepRoom = (figures, leastOf) => figures.map(({ data, layout }, i) => ({ data, layout: { ...layout, leastMargin: leastOf(i) } }));
const mostOf = (margins, side) => Math.max(0, ...margins.map((margin) => margin[side]));

// Columns of one ranking with the same room beside their plots, so that a length means the same in each.
function alignColumns(boxes, figures, growth) {
  const margins = figures.map((figure, i) => resolvePiece(boxes[i], figure, growth).layout.margin);
  return keepRoom(figures, () => ({ l: mostOf(margins, "l"), r: mostOf(margins, "r"), b: 0 }));
}

// Panes that lean on the labels of the first column and of the lowest line with plots of one size: the first column is wider by
// its labels.
function alignPanes(grid, boxes, figures, columns, growth) {
  const margins = figures.map((figure, i) => resolvePiece(boxes[i], figure, growth).layout.margin), isFirst = (_, i) => i % columns === 0;
  const first = mostOf(margins.filter(isFirst), "l"), other = mostOf(margins.filter((...each) => !isFirst(...each)), "l");
  const more = Math.max(0, first - other) * growth, gaps = (columns - 1) * parseFloat(getComputedStyle(grid).columnGap);
  const wide = (grid.clientWidth - gaps - more) / columns;
  if (columns > 1) grid.style.gridTemplateColumns = `${wide + more}px repeat(${columns - 1}, ${wide}px)`;
  return keepRoom(figures, (i) => ({ l: isFirst(0, i) ? first : other, r: mostOf(margins, "r"), b: mostOf(margins, "b") }));
}

// The figures of pieces that are read against one another, each with the room that makes their plots alike.
function alignPieces(place, boxes, { pieces, columns, isShared }, growth) {
  const figures = pieces.map(({ figure }) => figure);
  if (figures.length > 1 && figures.every(hasRows)) return alignColumns(boxes, figures, growth);
  return isShared ? alignPanes(place.querySelector(".pieces"), boxes, figures, columns, growth) : figures;
}

function writePieces(place, { pieces, columns, left, rows }) {
  const words = `${left} of ${rows} rows ${left === 1 ? "is" : "are"} not drawn`;
  place.innerHTML = `<div class="pieces" style="--columns:${columns};--lines:${Math.ceil(pieces.length / columns)}">${pieces
    .map(({ title }) => `<div class="piece">${title ? `<p class="pt">${escapeMarkup(title)}</p>` : ""}<div class="plot"></div></div>`).join("")}</div>` +
    (left ? `<p class="part">${words}: ${SHOW_ALL}.</p>` : "");
  return [...place.querySelectorAll(".plot")];
}

// What stands beside the rows is known once they are worked out: where they are crowded, fewer are drawn.
function drawPieces(place, card, unit) {
  const growth = (unit * LABEL) / TYPE, width = place.clientWidth / growth, height = place.clientHeight / growth;
  for (let spare = 0; spare < height; spare += ROW) {
    const split = splitFigure(card.figure, width, height, spare);
    if (!split) return false;
    const boxes = writePieces(place, split), figures = alignPieces(place, boxes, split, growth);
    const crowded = (figure, i) => hasRows(figure) && isCrowded(resolvePiece(boxes[i], figure, growth));
    if ((split.left || figures.length > 1) && spare + ROW < height && figures.some(crowded)) continue;
    boxes.forEach((box, i) => paintPiece(box, figures[i], growth));
    return true;
  }
  return false;
}

// What stands in a column of a slide's table; the two limits of an interval stand in one, so that neither is seen without the other.
function listColumns(columns) {
  const writers = columns.map(cellWriter), write = (i) => (row) => (columns[i].cells[row] == null ? NONE : writers[i](columns[i].cells[row]));
  const isPair = (i) => /\blower\b/i.test(columns[i]?.heading) && columns[i + 1]?.heading.toLowerCase() === columns[i].heading.toLowerCase().replace("lower", "upper");
  return columns.flatMap(({ heading, kind }, i) => {
    if (isPair(i - 1)) return [];
    if (!isPair(i)) return [{ heading, kind, cell: write(i) }];
    const rest = heading.replace(/\s*\blower\b\s*/i, " ").trim(), ends = [write(i), write(i + 1)];
    const cell = (row) => (columns[i].cells[row] == null && columns[i + 1].cells[row] == null ? NONE : ends.map((end) => end(row)).join(" to "));
    return [{ heading: `${rest} interval`, kind, cell }];
  });
}

// The rows and columns of a table that fit, and a line that says what is left out.
function drawTablePart(place, { table }, unit) {
  const filled = table.columns.filter(({ kind, cells }) => kind !== "line" && cells.some((cell) => cell != null && cell !== "")), rows = filled[0]?.cells.length ?? 0;
  if (!rows) return;
  const columns = listColumns(filled);
  const lines = Array.from({ length: Math.min(rows, 40) }, (_, row) => `<tr>${columns.map(({ kind, cell }, i) =>
    (i ? `<td class="${kind}">${cell(row)}</td>` : `<th scope="row">${cell(row)}</th>`)).join("")}</tr>`);
  place.innerHTML = `<table><thead><tr>${columns.map(({ heading, kind }, i) => `<th scope="col" class="${i ? kind : ""}">${escapeMarkup(heading)}</th>`).join("")}</tr></thead>` +
    `<tbody>${lines.join("")}</tbody></table><p class="part"></p>`;
  const drawn = place.querySelector("table"), part = place.querySelector(".part"), body = drawn.tBodies[0];
  const say = () => {
    const few = [body.rows.length < rows && `${body.rows.length} of ${rows} rows`, drawn.tHead.rows[0].cells.length < columns.length && `${drawn.tHead.rows[0].cells.length} of ${columns.length} columns`];
    part.textContent = few.some(Boolean) ? `Here are ${few.filter(Boolean).join(" and ")}: ${SHOW_ALL}.` : "";
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

// A table without a chart says little by itself: where there is room beside it, the sentence that reads it stands there.
function writeReadingBeside(place, { reading }, unit) {
  const table = place.querySelector("table"), room = place.clientWidth - (table?.offsetWidth ?? 0);
  if (!reading || room < LEAST_BESIDE * unit) return;
  place.insertAdjacentHTML("beforeend", `<p class="reading beside" style="width:${room - GAP_BESIDE * unit}px">${escapeMarkup(reading)}</p>`);
}

// Draw a panel of a slide; a figure that cannot be read at this size gives way to its table. Whether the figure is drawn.
function drawPanel(place, card, unit) {
  try {
    if (card.figure && drawPieces(place, card, unit)) return true;
  } catch (error) {
    console.error(error);
  }
  if (place.clientHeight < LOWEST_PLACE * unit) place.innerHTML = `<p class="reading">${escapeMarkup(card.reading)}</p>`;
  else {
    drawTablePart(place, card, unit);
    if (!card.figure) writeReadingBeside(place, card, unit);
  }
  return false;
}
