// A figure as a slide draws it: every letter at least as large as a label, and where it has more rows or panes than its place
// takes at that size, in pieces beside one another.

const TYPE = 13; // Letters of a figure in its own pixels; drawn, they are the labels of a slide.
const ROW = 14.9; // Own pixels that one line of a row needs.
const BESIDE_ROWS = 46; // Own pixels above and below the rows of a figure.
const NARROWEST = { rows: 250, pane: 116 }; // Own pixels of a piece.
const LOW = 200; // Own pixels of a place that has no room for words on events.
const LOWEST_PANE = 78;

const enlarge = (font) => ({ ...font, size: Math.max(TYPE, font?.size ?? TYPE) });
const axesOf = (layout) => Object.keys(layout).filter((name) => AXIS.test(name));

// The texts beside the marks of a trace, as notes: the painter draws notes.
function listTexts(trace) {
  if (!trace.mode?.includes("text")) return [];
  const [up = "", along = ""] = (trace.textposition ?? "middle center").split(" ");
  return trace.x.map((x, i) => ({
    text: each(trace.text, i) ?? "", x, y: trace.y[i], xref: trace.xaxis ?? "x", yref: trace.yaxis ?? "y", showarrow: false, font: trace.textfont,
    xanchor: { right: "left", left: "right" }[along] ?? "center", xshift: { right: 6, left: -6 }[along] ?? 0,
    yanchor: { top: "bottom", bottom: "top" }[up] ?? "middle", yshift: { top: 5, bottom: -5 }[up] ?? 0,
  })).filter(({ text, y }) => text && y != null);
}

function enlargeType({ data, layout }) {
  const grown = { ...layout };
  for (const name of axesOf(layout)) {
    const axis = layout[name];
    grown[name] = { ...axis, tickfont: enlarge(axis.tickfont), title: { ...axis.title, font: enlarge(axis.title?.font) } };
  }
  grown.annotations = [...(layout.annotations ?? []), ...data.flatMap(listTexts)].map((note) => ({ ...note, font: enlarge(note.font) }));
  const withoutCaps = (bars) => bars && { ...bars, width: 0 };
  return { layout: grown, data: data.map((trace) => ({ ...trace, error_x: withoutCaps(trace.error_x), error_y: withoutCaps(trace.error_y),
    ...(trace.mode?.includes("text") && { mode: trace.mode.replace(/\+?text/, "") || "none" }) })) };
}

// The figure with the ranges of its axes worked out, so that its pieces have the same.
function settleRanges({ data, layout }) {
  const axes = listAxes(layout, data), settled = { ...layout };
  setRanges(axes, data, layout);
  for (const name of axesOf(layout)) {
    settled[name] = { ...layout[name], range: axes[name].range, ...(axes[name].type && { type: axes[name].type }) };
    delete settled[name].matches;
  }
  return { data, layout: settled };
}

// The marks of a trace that stand in some rows, at their new places: each is drawn whole, also at the edge. Of a line
// the parts in other rows are left out.
function moveMarks(trace, placeOf) {
  const moved = trace.y.map(placeOf);
  if (trace.mode?.includes("lines")) return { ...trace, y: moved, cliponaxis: true };
  const places = moved.map((_, i) => i).filter((i) => moved[i] != null);
  const cut = (value) => (Array.isArray(value) && value.length === trace.y.length ? places.map((i) => value[i]) : value);
  const cutAll = (part) => part && Object.fromEntries(Object.entries(part).map(([name, value]) => [name, cut(value)]));
  return { ...cutAll({ ...trace, y: moved }), marker: cutAll({ ...trace.marker, ...(trace.marker?.line && { line: cutAll(trace.marker.line) }) }), cliponaxis: trace.type === "bar",
    ...(trace.error_x && { error_x: cutAll(trace.error_x) }), ...(trace.error_y && { error_y: cutAll(trace.error_y) }) };
}

// Whether words stand on the upper edge of the plot, such as the name of a line.
const hasWordsAbove = (notes) => notes.some(({ yref, y }) => yref === "paper" && y === 1);

// The rows `chosen` (values of the axis from the top, null for a gap) as a figure of its own: one below another, in a
// figure that is `rows` rows tall.
function cutRows({ data, layout }, chosen, rows) {
  const axis = layout.yaxis, way = axis.range[0] > axis.range[1] ? 1 : -1;
  const placeOf = (value) => {
    if (value == null) return null;
    const at = chosen.findIndex((row) => row != null && Math.abs(value - row) <= 0.5);
    return at < 0 ? null : way * at + (value - chosen[at]);
  };
  const drawn = chosen.filter((value) => value != null), texts = new Map(axis.tickvals.map((value, i) => [value, axis.ticktext[i]]));
  const move = (part) => (part.yref === "paper" ? part : { ...part, ...("y" in part && { y: placeOf(part.y) }), ...("y0" in part && { y0: placeOf(part.y0), y1: placeOf(part.y1) }) });
  return {
    data: data.map((trace) => moveMarks(trace, placeOf)),
    layout: { ...layout, margin: { ...layout.margin, t: hasWordsAbove(layout.annotations) ? 22 : 6 },
      yaxis: { ...axis, range: [way * (rows - 0.5), -0.5 * way], tickvals: drawn.map(placeOf), ticktext: drawn.map((value) => texts.get(value)) },
      annotations: layout.annotations.map(move).filter(({ yref, y }) => yref === "paper" || y != null),
      shapes: (layout.shapes ?? []).map(move).filter(({ yref, y0, y1 }) => yref === "paper" || (y0 != null && y1 != null)) },
  };
}

// Where rows need the room, the unit stands in the words above the figure alone; of several axes each says its own.
function withoutTitles({ data, layout }) {
  const isAlone = axesOf(layout).filter((name) => name[0] === "x").length === 1;
  if (!isAlone) return { data, layout };
  return { data, layout: { ...layout, ...Object.fromEntries(axesOf(layout).map((name) => [name, { ...layout[name], title: { text: "" } }])) } };
}

// The rows from both ends that fit among `most`, as the middle tells least, with a gap (null) for those between.
function chooseRows(order, most) {
  if (order.length <= most) return order;
  const first = Math.ceil((most - 1) / 2), last = most - 1 - first;
  return [...order.slice(0, first), null, ...order.slice(order.length - last)];
}

// Rows in as many columns as they need, `spare` own pixels being taken besides; `left` of them are not drawn.
function splitRows(figure, width, height, spare) {
  const axis = figure.layout.yaxis, lines = Math.max(...axis.ticktext.map(countLines)), rows = axis.tickvals.length;
  const most = Math.max(3, Math.floor((height - BESIDE_ROWS - spare) / (ROW * lines)));
  if (rows <= most) return null;
  const settled = withoutTitles(settleRanges(figure)), narrowest = NARROWEST.rows * axesOf(figure.layout).filter((name) => name[0] === "x").length;
  const columns = Math.min(Math.ceil(rows / most), Math.max(1, Math.floor(width / narrowest)));
  const down = settled.layout.yaxis.range[0] > settled.layout.yaxis.range[1];
  const order = [...axis.tickvals].sort((a, b) => (down ? a - b : b - a)), each = Math.min(most, Math.ceil(rows / columns));
  const chosen = chooseRows(order, columns * each);
  const pieces = Array.from({ length: columns }, (_, i) => ({ title: "", figure: cutRows(settled, chosen.slice(i * each, (i + 1) * each), each) }));
  return { pieces, columns, rows, left: rows - chosen.filter((value) => value != null).length };
}

const samePlace = ([a, b], [c, d]) => Math.abs(a - c) < 1e-6 && Math.abs(b - d) < 1e-6;

// The axes of each pane; none where panes share an axis, as their rows then belong together.
function listPanes({ layout, data }) {
  const pairs = new Map(data.map((trace) => [`${trace.xaxis ?? "x"} ${trace.yaxis ?? "y"}`, [trace.xaxis ?? "x", trace.yaxis ?? "y"]]));
  const panes = [...pairs.values()], lone = (side) => new Set(panes.map((pair) => pair[side])).size === panes.length;
  const domains = panes.map(([x, y]) => [layout[axisName("x", x)]?.domain ?? [0, 1], layout[axisName("y", y)]?.domain ?? [0, 1]]);
  const apart = domains.every(([x, y], i) => domains.every(([a, b], j) => i === j || !(samePlace(x, a) && samePlace(y, b))));
  return panes.length > 1 && lone(0) && lone(1) && apart ? panes : [];
}

function cutPane({ data, layout }, [x, y]) {
  const across = layout[axisName("x", x)] ?? {}, up = layout[axisName("y", y)] ?? {};
  const [left, right] = across.domain ?? [0, 1], top = (up.domain ?? [0, 1])[1];
  const own = ({ xref = "x", yref = "y" }) => (xref === x || xref === "paper") && (yref === y || yref === "paper") && !(xref === "paper" && yref === "paper");
  const rename = (part) => ({ ...part, ...(part.xref !== "paper" && { xref: "x" }), ...(part.yref !== "paper" && { yref: "y" }) });
  const head = layout.annotations.find((note) => note.xref === "paper" && note.yref === "paper" && note.x >= left - 1e-6 && note.x <= right + 1e-6 && Math.abs(note.y - top) < 1e-6);
  const kept = Object.fromEntries(Object.entries(layout).filter(([name]) => !AXIS.test(name)));
  return {
    title: head ? sayPlainly(head.text.replaceAll("<br>", " ")) : "",
    figure: {
      data: data.filter((trace) => (trace.xaxis ?? "x") === x && (trace.yaxis ?? "y") === y).map((trace) => ({ ...trace, xaxis: "x", yaxis: "y" })),
      layout: { ...kept, margin: { ...layout.margin, t: 10 }, annotations: layout.annotations.filter(own).map(rename), shapes: (layout.shapes ?? []).filter(own).map(rename),
        xaxis: { ...across, domain: [0, 1], anchor: "y" }, yaxis: { ...up, domain: [0, 1], anchor: "x" } },
    },
  };
}

// Whether some panes lean on the labels of others.
const areShared = ({ layout }, panes) => panes.some(([x, y]) => layout[axisName("x", x)]?.showticklabels === false || layout[axisName("y", y)]?.showticklabels === false);

// Labels where panes that lean on one another have them: along each, as their plots are of one size, and up the first of each line.
function keepLabels({ layout }, up) {
  layout.xaxis = { ...layout.xaxis, showticklabels: true };
  layout.yaxis = { ...layout.yaxis, showticklabels: up };
}

// Panes in the number of columns that leaves each nearest to the shape of a chart; null where they would be too small to read.
function splitPanes(figure, panes, width, height) {
  const settled = settleRanges(figure);
  const shapes = panes.map((_, i) => i + 1).map((columns) => ({ columns, wide: width / columns, tall: height / Math.ceil(panes.length / columns) - 36 }));
  const fit = shapes.filter(({ wide, tall }) => wide >= NARROWEST.pane && tall >= LOWEST_PANE);
  const away = ({ wide, tall }) => Math.abs(Math.log(wide / tall / 1.6));
  if (!fit.length) return null;
  const { columns } = fit.reduce((best, shape) => (away(shape) < away(best) ? shape : best));
  const pieces = panes.map((pane) => cutPane(settled, pane)), isShared = areShared(settled, panes);
  if (isShared) pieces.forEach((piece, i) => keepLabels(piece.figure, i % columns === 0));
  return { pieces, columns, left: 0, isShared };
}

// In a low place the words on events would lie over the lines that they stand beside; a mark without its words says nothing.
function withoutEvents({ data, layout }) {
  const annotations = layout.annotations.filter(({ name }) => name !== "event");
  const shapes = (layout.shapes ?? []).filter(({ name }) => name !== "event");
  return { data, layout: { ...layout, margin: { ...layout.margin, t: hasWordsAbove(annotations) ? 22 : 10 }, annotations, shapes } };
}

// A figure in pieces for a place of `width` and `height` of its own pixels, `spare` of which rows are to leave; null where
// it cannot be read there.
function splitFigure(given, width, height, spare) {
  const grown = enlargeType(given), figure = height < LOW ? withoutEvents(grown) : grown, axis = figure.layout.yaxis;
  if (!isKnown(figure) || height < LOWEST_PANE) return null;
  const panes = listPanes(figure), rows = axis?.ticktext && axis.range && figure.data.some(({ type, orientation }) => type !== "bar" || orientation === "h");
  if (panes.length) return splitPanes(figure, panes, width, height);
  return (rows && axis.tickvals.length > 5 && splitRows(figure, width, height, spare)) || { pieces: [{ title: "", figure }], columns: 1, left: 0 };
}

const hasRows = ({ layout: { yaxis } }) => Boolean(yaxis?.ticktext);

// Whether the rows of a figure stand closer than its letters are tall.
function isCrowded({ layout }) {
  const { yaxis, margin, height } = layout, [from, to] = yaxis.range ?? [0, 0];
  return (height - margin.t - margin.b) / Math.abs(to - from || 1) < TYPE * 1.1;
}

// Words at the ends of lines stand clear of one another; values beside rows stay in their rows.
function spreadLabels(resolved) {
  if (hasRows(resolved)) return resolved;
  const { scales } = scalesOf(resolved.layout), { annotations, margin, height } = resolved.layout;
  const isEnd = ({ xref, x, xanchor, yref }) => xref === "paper" && x === 1 && xanchor === "left" && yref !== "paper";
  const ends = annotations.filter(isEnd).map((note) => {
    const tall = countLines(note.text) * 1.12 * note.font.size;
    return { note, tall, at: scales[axisName("y", note.yref)].at(note.y) - (note.yshift ?? 0) };
  }).sort((one, other) => one.at - other.at);
  ends.forEach((end, i) => { if (i) end.at = Math.max(end.at, ends[i - 1].at + (ends[i - 1].tall + end.tall) / 2); });
  const floor = height - margin.b + 8;
  for (let i = ends.length - 1, under = floor; i >= 0; i -= 1) {
    ends[i].at = Math.min(ends[i].at, under - ends[i].tall / 2);
    under = ends[i].at - ends[i].tall / 2;
  }
  const shifts = new Map(ends.map(({ note, at }) => [note, scales[axisName("y", note.yref)].at(note.y) - at]));
  return { ...resolved, layout: { ...resolved.layout, annotations: annotations.map((note) => (shifts.has(note) ? { ...note, yshift: shifts.get(note) } : note)) } };
}
