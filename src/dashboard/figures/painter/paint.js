// The painter: a resolved figure as one SVG, before plotly.js is there.

let pictures = 0;
const near = (number) => Math.round(number * 100) / 100;
const ROUNDING = 0.01; // By how much a place that is rounded may lie beyond the end of its axis.

function scalesOf(layout) {
  const { l, r, t, b } = layout.margin, wide = layout.width - l - r, tall = layout.height - t - b, scales = {};
  for (const name of Object.keys(layout).filter((each) => AXIS.test(each))) {
    const axis = layout[name], [from, to] = axis.range.map((end) => toNumber(axis, end)), [low, high] = axis.domain;
    const upright = name[0] === "y", start = upright ? t + tall * (1 - low) : l + wide * low;
    const length = (high - low) * (upright ? -tall : wide);
    const at = (value) => near(start + ((toNumber(axis, value) - from) / (to - from)) * length);
    scales[name] = { axis, at, start, end: start + length, step: length / (to - from) };
  }
  const paper = { x: (share) => near(l + wide * share), y: (share) => near(t + tall * (1 - share)) };
  return { scales, paper };
}

const scaleOf = (drawing, letter, anchor) => drawing.scales[axisName(letter, anchor)];

function drawGrid({ scales }) {
  return Object.entries(scales).map(([name, { axis, at, start, end }]) => {
    if (axis.visible === false || axis.showgrid === false) return "";
    const upright = name[0] === "y", other = scales[axisName(upright ? "x" : "y", axis.anchor)];
    return axis.tickvals.map(at).filter((place) => (place - start) * (place - end) <= 0.5).map((place) => {
      const line = upright ? `M${other.start},${place}H${other.end}` : `M${place},${other.start}V${other.end}`;
      return `<path class="grid" d="${line}" stroke="${axis.gridcolor}" stroke-width="1" fill="none"/>`;
    }).join("");
  }).join("");
}

function drawLabels({ scales }, ink) {
  return Object.entries(scales).map(([name, { axis, at, start, end }]) => {
    if (!hasLabels(axis)) return "";
    const upright = name[0] === "y", size = axis.tickfont.size, colour = axis.tickfont.color ?? ink;
    const other = scales[axisName(upright ? "x" : "y", axis.anchor)];
    return axis.tickvals.map((value, i) => {
      const place = at(value), words = axis.ticktext[i];
      if ((place - start) * (place - end) > 0.5) return "";
      const more = ` class="tick"`;
      if (!upright) return writeText(words, { x: place, y: axis.side === "top" ? other.end - ROOM.label - 2 : other.start + size + ROOM.label, size, colour, anchor: "middle", more });
      const y = place + size * 0.35 - ((countLines(words) - 1) * LEADING * size) / 2;
      return writeText(words, { x: other.start - ROOM.label, y, size, colour, anchor: "end", more });
    }).join("");
  }).join("");
}

function drawShape(shape, drawing) {
  const side = (letter, ref, value) => (ref === "paper" ? drawing.paper[letter](value) : scaleOf(drawing, letter, ref).at(value));
  const [x0, x1] = [side("x", shape.xref ?? "x", shape.x0), side("x", shape.xref ?? "x", shape.x1)];
  const [y0, y1] = [side("y", shape.yref ?? "y", shape.y0), side("y", shape.yref ?? "y", shape.y1)];
  return `<path class="shape" d="M${x0},${y0}L${x1},${y1}" fill="none" stroke="${shape.line.color}" stroke-width="${shape.line.width ?? 2}"${dashOf(shape.line)}/>`;
}

// The way of a line, broken where a figure is missing.
function tracePath(xs, ys, close) {
  let path = "", begun = false;
  xs.forEach((x, i) => {
    const there = Number.isFinite(x) && Number.isFinite(ys[i]);
    if (there) path += `${begun ? "L" : "M"}${x},${ys[i]}`;
    else if (begun && close) path += "Z";
    begun = there;
  });
  return path + (begun && close ? "Z" : "");
}

function areaOf(value) {
  while (Array.isArray(value)) [value] = value;
  return typeof value === "string" ? value : null;
}

function pressable(trace, i) {
  const area = areaOf(each(trace.customdata, i));
  return area ? ` data-area="${escapeMarkup(area)}"` : "";
}

function drawErrors(trace, letter, xs, ys, step) {
  const bars = trace[`error_${letter}`];
  if (!bars) return "";
  const pieces = xs.map((x, i) => {
    const more = (bars.array?.[i] ?? NaN) * step, less = (bars.arrayminus?.[i] ?? bars.array?.[i] ?? NaN) * step;
    if (![x, ys[i], more, less].every(Number.isFinite)) return "";
    return letter === "x" ? `M${near(x + more)},${ys[i]}H${near(x - less)}` : `M${x},${near(ys[i] + more)}V${near(ys[i] - less)}`;
  });
  return `<path class="interval" d="${pieces.join("")}" fill="none" stroke="${bars.color}" stroke-width="${bars.thickness ?? 2}"/>`;
}

function drawScatter(trace, drawing, colour) {
  const across = scaleOf(drawing, "x", trace.xaxis), up = scaleOf(drawing, "y", trace.yaxis);
  const xs = (trace.x ?? []).map(across.at), ys = (trace.y ?? []).map(up.at), mode = trace.mode ?? "lines+markers";
  let below = "", line = "", marks = "";
  if (trace.fill === "toself") below += `<path class="fill" d="${tracePath(xs, ys, true)}" fill="${trace.fillcolor}" stroke="none"/>`;
  below += drawErrors(trace, "x", xs, ys, across.step) + drawErrors(trace, "y", xs, ys, up.step);
  if (mode.includes("lines") && trace.line?.width !== 0) {
    const { color = colour, width = 2 } = trace.line ?? {};
    line = `<path class="line" d="${tracePath(xs, ys)}" fill="none" stroke="${color}" stroke-width="${width}"${dashOf(trace.line ?? {})}/>`;
  }
  if (mode.includes("markers")) {
    marks = xs.map((x, i) => Number.isFinite(x) && Number.isFinite(ys[i])
      ? drawMark(trace.marker, i, x, ys[i], trace.line?.color ?? colour, pressable(trace, i)) : "").join("");
  }
  return { below, line, marks };
}

function drawBars(traces, drawing, layout, picture) {
  const sums = new Map(), defined = [], groups = {};
  for (const trace of traces) (groups[`${trace.xaxis} ${trace.yaxis}`] ??= []).push(trace);
  const drawn = traces.map((trace, number) => {
    const flat = trace.orientation === "h", group = groups[`${trace.xaxis} ${trace.yaxis}`];
    const [along, over] = flat ? ["y", "x"] : ["x", "y"];
    const place = scaleOf(drawing, along, trace[`${along}axis`]), value = scaleOf(drawing, over, trace[`${over}axis`]);
    const mode = layout.barmode ?? "group", parts = mode === "group" ? group.length : 1;
    const shared = group.flatMap((other) => other[along].map((at) => toNumber(place.axis, at)));
    const whole = barStep(shared) * (1 - (layout.bargap ?? 0.2)), own = trace.width ?? whole / parts;
    const { marker } = trace, shape = marker.pattern?.shape, id = `pattern-${picture}-${number}`;
    if (shape) defined.push(definePattern(marker, id));
    return trace[along].map((at, i) => {
      const number = trace[over][i];
      if (number == null) return "";
      const key = `${trace.xaxis} ${trace.yaxis} ${at} ${number < 0}`, from = mode === "stack" ? sums.get(key) ?? 0 : 0;
      sums.set(key, from + number);
      const middle = toNumber(place.axis, at), offset = parts > 1 ? -whole / 2 + group.indexOf(trace) * own : -own / 2;
      const [a, b] = [middle + offset, middle + offset + own].map((end) => place.at(end)), [c, d] = [value.at(from), value.at(from + number)];
      const [x0, x1, y0, y1] = flat ? [c, d, a, b] : [a, b, c, d];
      return `<path class="bar" d="M${x0},${y0}V${y1}H${x1}V${y0}Z" fill="${shape ? `url(#${id})` : each(marker.color, i)}" ` +
        `stroke="${each(marker.line?.color, i) ?? "none"}" stroke-width="${each(marker.line?.width, i) ?? 0}"${pressable(trace, i)}/>`;
    }).join("");
  });
  return { drawn, defined };
}

// Words of the figure, their box moved to its place once they can be measured.
function drawNote(note, ink) {
  const size = note.font.size, colour = note.font.color ?? ink;
  const anchor = { left: "start", right: "end" }[note.align] ?? "middle";
  return `<g class="note">${writeText(note.text, { x: 0, y: 0, size, colour, anchor })}</g>`;
}

function placeNotes(svg, notes, drawing) {
  const groups = svg.querySelectorAll(".note"), boxes = [...groups].map((group) => group.firstChild.getBBox());
  notes.forEach((note, i) => {
    const box = boxes[i], pad = 1 + (note.borderpad ?? 1), turned = note.textangle === -90;
    const wide = Math.round((turned ? box.height : box.width) + 2 * pad), tall = Math.round((turned ? box.width : box.height) + 2 * pad);
    const place = (letter, ref) => (ref === "paper" ? drawing.paper[letter](note[letter]) : scaleOf(drawing, letter, ref).at(note[letter]));
    const point = { x: place("x", note.xref ?? "x"), y: place("y", note.yref ?? "y") };
    const head = { x: point.x + (note.xshift ?? 0) + (note.showarrow ? note.ax : 0), y: point.y - (note.yshift ?? 0) + (note.showarrow ? note.ay : 0) };
    const middle = { x: head.x + { left: wide / 2, right: -wide / 2 }[note.xanchor] || head.x, y: head.y + ({ top: tall / 2, bottom: -tall / 2 }[note.yanchor] ?? 0) };
    if (note.xanchor === "center") middle.x = head.x;
    const left = Math.round(middle.x - wide / 2), top = Math.round(middle.y - tall / 2);
    const turn = turned ? ` translate(${box.height / 2 + pad},${box.width / 2 + pad}) rotate(-90) translate(${-box.x - box.width / 2},${-box.y - box.height / 2})`
      : ` translate(${pad - box.x},${pad - box.y})`;
    groups[i].setAttribute("transform", `translate(${left},${top})${turn}`);
    const ground = note.bgcolor ? `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="${note.bgcolor}"/>` : "";
    if (ground) groups[i].insertAdjacentHTML("afterbegin", ground);
    if (note.showarrow) {
      const away = Math.hypot(head.x - point.x, head.y - point.y) || 1, off = (note.standoff ?? 0) / away;
      const tip = [point.x + (head.x - point.x) * off, point.y + (head.y - point.y) * off].map(near);
      groups[i].insertAdjacentHTML("beforebegin", `<path class="arrow" d="M${near(head.x)},${near(head.y)}L${tip}" stroke="${note.arrowcolor}" stroke-width="${note.arrowwidth ?? 1}"/>`);
    }
  });
}

// Whether a note's point lies within its axes; beyond them neither it nor its words are drawn.
function isWithin(note, drawing) {
  return ["x", "y"].every((letter) => {
    const ref = note[`${letter}ref`] ?? letter;
    if (ref === "paper") return true;
    const { at, start, end } = scaleOf(drawing, letter, ref), place = at(note[letter]);
    return place >= Math.min(start, end) - ROUNDING && place <= Math.max(start, end) + ROUNDING;
  });
}

// Paint a resolved figure into `box`.
function paintFigure(box, { data, layout }) {
  const picture = (pictures += 1), drawing = scalesOf(layout), ink = layout.font.color, colours = layout.template.layout.colorway ?? [ink];
  const clips = new Map(), ordered = { bar: "", scatter: "" };
  const clip = (trace) => {
    const x = scaleOf(drawing, "x", trace.xaxis), y = scaleOf(drawing, "y", trace.yaxis), key = `${trace.xaxis ?? "x"}${trace.yaxis ?? "y"}`;
    clips.set(key, `<clipPath id="clip-${picture}-${key}"><rect x="${x.start}" y="${y.end}" width="${Math.max(0, x.end - x.start)}" height="${Math.max(0, y.start - y.end)}"/></clipPath>`);
    return ` clip-path="url(#clip-${picture}-${key})"`;
  };
  const bars = data.filter(({ type }) => type === "bar"), { drawn, defined } = drawBars(bars, drawing, layout, picture);
  bars.forEach((trace, i) => { ordered.bar += `<g class="trace"${clip(trace)}>${drawn[i]}</g>`; });
  data.forEach((trace, i) => {
    if (trace.type === "bar" || trace.visible === false) return;
    const { below, line, marks } = drawScatter(trace, drawing, colours[i % colours.length]), within = clip(trace);
    ordered.scatter += `<g class="trace"><g${within}>${below}${line}</g><g${trace.cliponaxis === false ? "" : within}>${marks}</g></g>`;
  });
  const shapes = (layer) => (layout.shapes ?? []).filter((shape) => (shape.layer ?? "above") === layer).map((shape) => drawShape(shape, drawing)).join("");
  const notes = (layout.annotations ?? []).filter((note) => isWithin(note, drawing));
  box.innerHTML = `<svg class="painted" viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" height="${layout.height}" ` +
    `style="font-family:${escapeMarkup(FACE)}" aria-hidden="true"><defs>${[...clips.values()].join("")}${defined.join("")}</defs>${shapes("below")}${drawGrid(drawing)}` +
    `${shapes("between")}${ordered.bar}${ordered.scatter}${shapes("above")}${drawLabels(drawing, ink)}${notes.map((note) => drawNote(note, ink)).join("")}</svg>`;
  placeNotes(box.firstChild, notes, drawing);
  return drawing;
}
