// A figure with all that is left to Plotly worked out: ranges, labels and margins. The painter and Plotly draw the same
// one, so a chart does not move when Plotly takes it over.

const KINDS = new Set(["scatter", "bar"]);
const ROOM = { label: 3, edge: 4, title: 6 }; // Pixels beside labels, from the edge, and around titles.
const AXIS = /^([xy])axis(\d*)$/;
const CAPITAL = 0.36; // Half the height of a capital letter, in parts of its size.
const NUMBER = "#"; // The last form of a name: a number, whose name stands in a list beside the map.
const NORTH = 1.6; // A step north over a step east on the map's grid, in the middle of London.
const SLACK = { name: 2, number: 7 }; // Pixels by which a name or a number may reach over the borders of its area.

// Whether the painter knows every trace and shape of a figure; what it does not know waits for Plotly.
function isKnown({ data, layout }) {
  const traces = data.every(({ type = "scatter", mode = "", fill = "none", texttemplate, error_x, error_y }) =>
    KINDS.has(type) && !mode.includes("text") && !texttemplate && ["none", "toself"].includes(fill) &&
    !error_x?.width && !error_y?.width);
  return traces && (layout.shapes ?? []).every(({ type }) => type === "line");
}

const axisName = (letter, anchor) => `${letter}axis${(anchor ?? letter).slice(1)}`;

function listAxes(layout, data) {
  const base = layout.template?.layout ?? {}, axes = {};
  const names = new Set(Object.keys(layout).filter((name) => AXIS.test(name)));
  for (const trace of data) names.add(axisName("x", trace.xaxis)).add(axisName("y", trace.yaxis));
  names.add("xaxis").add("yaxis");
  for (const name of names) {
    const letter = name[0], own = layout[name] ?? {}, shared = base[`${letter}axis`] ?? {};
    const tickfont = { size: 13, ...shared.tickfont, ...own.tickfont };
    axes[name] = {
      domain: [0, 1], visible: true, showgrid: true, showticklabels: true, anchor: letter === "x" ? "y" : "x",
      ...shared, ...own, tickfont, letter, title: { ...shared.title, ...own.title },
    };
  }
  for (const trace of data) {
    for (const letter of ["x", "y"]) {
      const axis = axes[axisName(letter, trace[`${letter}axis`])];
      const dated = (trace[letter] ?? []).find((value) => value != null);
      if (!axis.type && typeof dated === "string" && /^\d{4}-\d\d-\d\d/.test(dated)) axis.type = "date";
    }
  }
  for (const axis of Object.values(axes)) {
    const leader = axis.matches && axes[axisName(axis.letter, axis.matches)];
    if (leader) leader.type = axis.type ??= leader.type;
  }
  return axes;
}

// Ends of the bars and points along an axis, and how much room is left beyond them.
function measureSpan(name, axes, data, layout) {
  const axis = axes[name], letter = axis.letter, sums = new Map();
  let low = Infinity, high = -Infinity, marks = false, zero = axis.rangemode === "tozero";
  const take = (value) => { if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)]; };
  for (const trace of data) {
    if (axisName(letter, trace[`${letter}axis`]) !== name) continue;
    const values = (trace[letter] ?? []).map((value) => toNumber(axis, value));
    if (trace.type === "bar") {
      if ((trace.orientation === "h" ? "x" : "y") === letter) {
        zero = true;
        const other = trace[letter === "x" ? "y" : "x"];
        values.forEach((value, i) => {
          const key = `${other[i]} ${value < 0}`, sum = layout.barmode === "stack" ? (sums.get(key) ?? 0) + value : value;
          sums.set(key, sum);
          take(sum);
        });
      } else {
        const half = barStep(values) / 2;
        for (const value of values) { take(value - half); take(value + half); }
      }
      continue;
    }
    marks ||= (trace.mode ?? "lines").includes("markers");
    const bars = trace[`error_${letter}`];
    values.forEach((value, i) => {
      take(value);
      if (bars) { take(value + (bars.array?.[i] ?? 0)); take(value - (bars.arrayminus?.[i] ?? bars.array?.[i] ?? 0)); }
    });
  }
  if (zero) take(0);
  if (low > high) return null; // Nothing stands along it.
  const pad = (high - low) * (marks || zero ? 0.05 : 0) || (high === low ? Math.abs(high) * 0.1 || 1 : 0);
  return [zero && low === 0 ? 0 : low - pad, zero && high === 0 ? 0 : high + pad];
}

function barStep(values) {
  const sorted = [...new Set(values.filter(Number.isFinite))].sort((a, b) => a - b);
  const steps = sorted.slice(1).map((value, i) => value - sorted[i]);
  return steps.length ? Math.min(...steps) : 1;
}

function setRanges(axes, data, layout) {
  for (const [name, axis] of Object.entries(axes)) {
    if (axis.range) continue;
    const leader = axis.matches ? axisName(axis.letter, axis.matches) : name;
    const group = Object.keys(axes).filter((each) => axes[each].letter === axis.letter && (
      each === leader || (axes[each].matches && axisName(axis.letter, axes[each].matches) === leader)));
    const spans = [...new Set([name, ...group])].map((each) => axes[each].range?.map((end) => toNumber(axis, end)) ?? measureSpan(each, axes, data, layout)).filter(Boolean);
    if (!spans.length) spans.push(axis.type === "date" ? [0, 365 * DAY] : [0, 1]);
    const range = [Math.min(...spans.map(([low]) => low)), Math.max(...spans.map(([, high]) => high))];
    axis.range = axis.type === "date" ? range.map((end) => new Date(end).toISOString().slice(0, 19)) : range;
  }
}

// A map keeps its true shape: the range with room to spare grows on both sides, but a height that is not `fixed` shrinks, so
// that a phone shows no empty bands above and below. The height that is left.
function keepShape(axes, width, height, fixed) {
  for (const axis of Object.values(axes)) {
    if (!axis.scaleanchor) continue;
    const other = axes[axisName("x", axis.scaleanchor)], ratio = axis.scaleratio ?? 1;
    const wide = width * (other.domain[1] - other.domain[0]), tall = height * (axis.domain[1] - axis.domain[0]);
    const across = (other.range[1] - other.range[0]) / wide, up = ((axis.range[1] - axis.range[0]) * ratio) / tall;
    const grow = ([low, high], factor) => [(low + high) / 2 - ((high - low) * factor) / 2, (low + high) / 2 + ((high - low) * factor) / 2];
    if (up > across) other.range = grow(other.range, up / across);
    else if (fixed) axis.range = grow(axis.range, across / up);
    else height *= up / across;
    delete axis.scaleanchor;
    delete axis.scaleratio;
  }
  return height;
}

// Of the forms of a name on a map, the first that fits its area; none where none does. No name lies on another. What is to
// be numbered is, from north to south, where there is a list (`listed`) to put its name in.
function fitNames(notes, axes, width, listed) {
  const places = [], kept = [], unnamed = [];
  for (const note of notes) {
    const [, widths, step, forms] = /^place ([\d,]+)\/(\d+) (.*)$/.exec(note.name ?? "") ?? [];
    if (!forms) { kept.push(note); continue; }
    const axis = axes.xaxis, pixel = width / (axis.range[1] - axis.range[0]), size = note.font.size;
    const rooms = widths.split(",").map(Number), high = step * pixel * NORTH;
    const fits = (form) => {
      const wide = Math.max(...form.split("<br>").map((line) => measureWidth(line, size)));
      const isNumber = /^\d+$/.test(sayPlainly(form)), lines = (countLines(form) - 1) * LEADING * size;
      const reach = lines / 2 + CAPITAL * size, room = rooms[Math.round(reach / high)] ?? 0;
      // A number takes no more room than its digits: it has to stand between names on a small map.
      const tall = isNumber ? 2 * reach : lines + LEADING * size;
      if (wide > room * pixel + SLACK[isNumber ? "number" : "name"]) return null;
      const x = note.x * pixel, y = note.y * pixel * NORTH;
      const box = [x - wide / 2, x + wide / 2, y - tall / 2, y + tall / 2];
      return places.some(([a, b, c, d]) => box[0] < b && a < box[1] && box[2] < d && c < box[3]) ? null : box;
    };
    const write = (form) => {
      const box = fits(form);
      if (box) { places.push(box); kept.push({ ...note, text: form }); }
      return box;
    };
    const [name, ...shorter] = forms.split("|");
    if (![name, ...shorter].some((form) => form !== NUMBER && write(form)) && shorter.at(-1) === NUMBER) unnamed.push({ name, note, write });
  }
  unnamed.sort((one, other) => other.note.y - one.note.y);
  if (listed) for (const { name, write } of unnamed) if (write(`${listed.length + 1}`)) listed.push(sayPlainly(name));
  return kept;
}

const hasLabels = (axis) => axis.visible !== false && axis.showticklabels !== false;

const titleSize = (axis) => Math.max(13, axis.title?.font?.size ?? 13);

// Titles of axes and of the figure as annotations beside the labels, so that nothing is measured twice.
function writeTitles(axes, widths, layout, margin, overhangs) {
  const ink = layout.template?.layout?.font?.color, notes = [];
  for (const [name, axis] of Object.entries(axes)) {
    const text = axis.title?.text;
    if (!text || text === axis.ticksuffix || axis.visible === false) continue; // Each label says the unit then.
    const middle = (axis.domain[0] + axis.domain[1]) / 2, font = { size: titleSize(axis), color: axis.title.font?.color ?? ink };
    const across = axes[axisName(axis.letter === "x" ? "y" : "x", axis.anchor)]?.domain[0] ?? 0;
    const beyond = (hasLabels(axis) ? widths[name] : 0) + ROOM.title;
    const shared = { text, showarrow: false, xref: "paper", yref: "paper", font };
    if (axis.side === "top") notes.push({ ...shared, x: 0, xanchor: "right", xshift: -ROOM.label - overhangs[name], y: 1, yanchor: "bottom" });
    else notes.push(axis.letter === "x"
      ? { ...shared, x: middle, xanchor: "center", y: across, yanchor: "top", yshift: -beyond }
      : { ...shared, x: across, xanchor: "right", xshift: -beyond, y: middle, yanchor: "middle", textangle: -90 });
  }
  const title = layout.title;
  if (title?.text) {
    notes.push({ text: title.text, showarrow: false, xref: "paper", x: 1, xanchor: "right", xshift: margin.r - 4,
      yref: "paper", y: 1, yanchor: "top", yshift: margin.t - 2, font: title.font });
  }
  return notes;
}

// Words without a side of their own stand as Plotly would have them.
function placeNote(note) {
  const side = (at, [first, middle, last]) => (at <= 1 / 3 ? first : at >= 2 / 3 ? last : middle);
  const [x, y] = [["left", "center", "right"], ["bottom", "middle", "top"]];
  const set = (anchor, ref, at, sides) => (anchor && anchor !== "auto" ? anchor : ref === "paper" ? side(at, sides) : sides[1]);
  return { ...note, xanchor: set(note.xanchor, note.xref, note.x, x), yanchor: set(note.yanchor, note.yref, note.y, y),
    font: { size: 13, ...note.font } };
}

// Half the widest label of a level axis may stand out beyond its end.
function measureOverhang(axes, ticks) {
  const level = Object.entries(axes).filter(([, axis]) => axis.letter === "x" && hasLabels(axis));
  return Math.max(0, ...level.flatMap(([name, axis]) => ticks[name].texts.map((text) => measureWidth(text, axis.tickfont.size) / 2 + 2)));
}

// By how much the first label of an axis at the top stands out beyond its start, where its title ends.
function measureStart({ range, side, tickfont, ...axis }, { values, texts }, wide) {
  if (side !== "top" || !values.length) return 0;
  const [from, to] = range.map((end) => toNumber(axis, end)), place = (value) => ((toNumber(axis, value) - from) / (to - from)) * wide;
  return Math.ceil(Math.max(0, ...values.map((value, i) => (place(value) < -0.5 ? 0 : measureWidth(texts[i], tickfont.size) / 2 - place(value)))));
}

// Words above the plot stand over the labels of an axis that is at the top, however large these are.
function raiseNotes(notes, axes, widths) {
  const top = Object.entries(axes).find(([, axis]) => axis.side === "top" && hasLabels(axis));
  const isAbove = ({ yref, y, yanchor }) => yref === "paper" && y === 1 && yanchor === "bottom";
  return top ? notes.map((note) => (isAbove(note) ? { ...note, yshift: widths[top[0]] + ROOM.edge, overLabels: true } : note)) : notes;
}

function measureMargin(axes, widths, notes, old, overhangs) {
  const margin = { l: ROOM.edge, r: ROOM.edge + 4, t: old.t, b: ROOM.edge };
  for (const [name, axis] of Object.entries(axes)) {
    if (axis.visible === false) continue;
    const other = axes[axisName(axis.letter === "x" ? "y" : "x", axis.anchor)]?.domain[0] ?? 0;
    if (other > 0.001) continue; // Within the figure, where its domain leaves room.
    if (axis.side === "top") { // Its title stands over the names of the rows.
      margin.t = Math.max(margin.t, (hasLabels(axis) ? widths[name] : 0) + 2 * ROOM.edge);
      margin.l = Math.max(margin.l, axis.title?.text && axis.title.text !== axis.ticksuffix ? measureWidth(axis.title.text, titleSize(axis)) + overhangs[name] + 2 * ROOM.edge : 0);
      continue;
    }
    const side = axis.letter === "x" ? "b" : "l", text = axis.title?.text === axis.ticksuffix ? "" : axis.title?.text;
    const labels = hasLabels(axis) ? widths[name] : 0, title = text ? 2 * ROOM.title + 16 * countLines(text) : 0;
    margin[side] = Math.max(margin[side], labels + title + ROOM.edge);
    if (side === "l" && labels) margin.b = Math.max(margin.b, Math.ceil(0.6 * axis.tickfont.size)); // Half of the lowest label.
  }
  for (const note of notes) {
    const size = note.font?.size ?? 13, wide = measureWidth(note.text, size) + 4;
    if (note.xref === "paper" && note.x === 1 && note.xanchor === "left") margin.r = Math.max(margin.r, (note.xshift ?? 0) + wide + ROOM.edge);
    if (note.overLabels) margin.t = Math.max(margin.t, note.yshift + countLines(note.text) * LEADING * size + 2 * ROOM.edge);
    if (note.yref === "paper" && note.y === 0 && note.yanchor === "top") {
      margin.b = Math.max(margin.b, -(note.yshift ?? 0) + countLines(note.text) * LEADING * size + ROOM.edge + 4);
    }
  }
  return margin;
}

// How far the labels of each axis reach from it, in pixels.
function measureLabels(axes, ticks) {
  return Object.fromEntries(Object.entries(axes).map(([name, axis]) => {
    const size = axis.tickfont.size, texts = ticks[name]?.texts ?? [];
    const reach = axis.letter === "y" ? Math.max(0, ...texts.map((text) => measureWidth(text, size)))
      : Math.max(0, ...texts.map(countLines)) * size * LEADING;
    return [name, Math.ceil(reach) + ROOM.label];
  }));
}

// Plotly gives marks of several sizes a white rim and lets the ground through, as it takes them for bubbles.
function withoutRim(trace) {
  if (!Array.isArray(trace.marker?.size) || trace.marker.line) return trace;
  const width = trace.marker.size.map((_, i) => (each(trace.marker.symbol, i)?.endsWith("-open") ? 1 : 0));
  return { ...trace, marker: { opacity: 1, ...trace.marker, line: { width, color: trace.marker.color } } };
}

// `width` in pixels; `height` only where the chart fills the screen, else the figure's own height of plot is kept. `listed`
// takes the names that are numbered on a map, where they can stand beside it.
function resolveFigure(figure, width, height, listed) {
  const { layout } = figure, data = figure.data.map(withoutRim), axes = listAxes(layout, data), old = { l: 8, r: 8, t: 28, b: 8, ...layout.margin };
  setRanges(axes, data, layout);
  let notes = (layout.annotations ?? []).map(placeNote);
  const measure = (wide, tall) => {
    const ticks = {};
    for (const [name, axis] of Object.entries(axes)) {
      if (axis.visible === false) continue;
      ticks[name] = listTicks(axis, (axis.domain[1] - axis.domain[0]) * (axis.letter === "x" ? wide : tall), axis.letter === "y");
    }
    return { ticks, widths: measureLabels(axes, ticks) };
  };
  const own = layout.height - old.t - old.b;
  let { ticks, widths } = measure(width - 60, height ? height - 80 : own);
  notes = raiseNotes(notes, axes, widths);
  const starts = (wide) => Object.fromEntries(Object.entries(axes).map(([name, axis]) => [name, ticks[name] ? measureStart(axis, ticks[name], wide) : 0]));
  const margin = measureMargin(axes, widths, notes, old, starts(width / 2)), overhang = Math.ceil(measureOverhang(axes, ticks));
  const least = layout.leastMargin ?? { l: 0, r: 0, b: 0 }; // Of charts that are read against one another.
  [margin.l, margin.r, margin.b] = [Math.max(margin.l, overhang, least.l), Math.max(margin.r, overhang, least.r), Math.max(margin.b, least.b)];
  const plot = { width: Math.max(40, width - margin.l - margin.r), height: Math.max(40, height ? height - margin.t - margin.b : own) };
  plot.height = keepShape(axes, plot.width, plot.height, Boolean(height));
  ({ ticks, widths } = measure(plot.width, plot.height));
  notes = fitNames(notes, axes, plot.width, listed);
  notes = [...notes, ...writeTitles(axes, widths, layout, margin, starts(plot.width)).map(placeNote)];
  const settled = {};
  for (const [name, { letter: _, ...axis }] of Object.entries(axes)) {
    settled[name] = { ...axis, title: { text: "" }, automargin: false, autorange: false, tickmode: "array", tickangle: 0, ticksuffix: "",
      tickvals: ticks[name]?.values ?? [], ticktext: ticks[name]?.texts ?? [], ticks: "", ticklabelstandoff: ROOM.label - 1, ticklabeloverflow: "allow", showline: false, zeroline: false, fixedrange: true };
    for (const gone of ["matches", "dtick", "nticks", "tickformat", "rangemode"]) delete settled[name][gone];
  }
  const { legend: _legend, title: _title, template: _template, ...rest } = layout;
  const template = { layout: { ...layout.template?.layout, xaxis: {}, yaxis: {} } };
  const font = { ...layout.template?.layout?.font, family: FACE };
  return { data, layout: { ...rest, ...settled, template, font, showlegend: false, annotations: notes, width, autosize: false,
    height: Math.round(plot.height + margin.t + margin.b), margin: { ...margin, pad: 0, autoexpand: false } } };
}
