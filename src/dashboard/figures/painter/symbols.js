// Marks, dashes and fillings, in Plotly's own shapes.

const SYMBOLS = {
  circle: (r) => `M${r},0A${r},${r} 0 1,1 0,-${r}A${r},${r} 0 0,1 ${r},0Z`,
  square: (r) => `M${r},${r}H-${r}V-${r}H${r}Z`,
  diamond: (r) => { const d = r * 1.3; return `M${d},0L0,${d}L-${d},0L0,-${d}Z`; },
  "triangle-up": (r) => { const t = (r * 2) / Math.sqrt(3); return `M-${t},${r / 2}H${t}L0,-${r}Z`; },
  "triangle-down": (r) => { const t = (r * 2) / Math.sqrt(3); return `M-${t},-${r / 2}H${t}L0,${r}Z`; },
  x: (r) => {
    const d = (r * 0.8) / Math.sqrt(2), ne = `l${d},${d}`, se = `l${d},-${d}`, sw = `l-${d},-${d}`, nw = `l-${d},${d}`;
    return `M0,${d}${ne}${se}${sw}${se}${sw}${nw}${sw}${nw}${ne}${nw}${ne}Z`;
  },
  star: (r) => {
    const s = r * 1.4, [a, b, c, d] = [0.225, 0.951, 0.363, 0.588].map((part) => part * s);
    const [top, mid, low, base] = [0.309, 0.118, 0.809, 0.382].map((part) => part * s);
    return `M${a},-${top}H${b}L${c},${mid}L${d},${low}L0,${base}L-${d},${low}L-${c},${mid}L-${b},-${top}H-${a}L0,-${s}Z`;
  },
  "line-ns": (r) => `M0,${r * 1.4}V-${r * 1.4}`,
};
const DASHES = { dot: [1, 1], dash: [3, 3], longdash: [5, 5], dashdot: [3, 1, 1, 1], longdashdot: [5, 2, 1, 2] };

function dashOf({ dash = "solid", width = 2 }) {
  if (dash === "solid") return "";
  const parts = DASHES[dash]?.map((part) => part * Math.max(width, 3)) ?? dash.split(",").map(parseFloat);
  return ` stroke-dasharray="${parts.map((part) => `${part}px`).join(",")}"`;
}

const each = (value, i) => (Array.isArray(value) ? value[i] : value);

// A mark of a trace at x, y; `more` are further attributes.
function drawMark(marker = {}, i, x, y, colour, more = "") {
  const name = each(marker.symbol, i) ?? "circle", open = name.endsWith("-open");
  const shape = name.replace(/-open$/, ""), fill = each(marker.color, i) ?? colour;
  const upright = shape === "line-ns", size = each(marker.size, i) ?? 6;
  const stroke = open && !upright ? fill : each(marker.line?.color, i) ?? fill;
  const width = each(marker.line?.width, i) ?? (open || upright ? 1 : 0);
  const path = (SYMBOLS[shape] ?? SYMBOLS.circle)(size / 2);
  const seen = marker.opacity === 0 ? ' opacity="0"' : "";
  return `<path class="point" transform="translate(${x},${y})" d="${path}" fill="${open || upright ? "none" : fill}" ` +
    `stroke="${stroke}" stroke-width="${width}"${seen}${more}/>`;
}

// A filling with a pattern over it: its definition, named `id`.
function definePattern({ color, pattern }, id) {
  const s = (pattern.size ?? 8) * Math.SQRT2, ink = pattern.fgcolor, w = (pattern.size ?? 8) * (pattern.solidity ?? 0.3);
  const strokes = { "/": `M0,${s}L${s},0M-1,1L1,-1M${s - 1},${s + 1}L${s + 1},${s - 1}`, "\\": `M0,0L${s},${s}M-1,${s - 1}L1,${s + 1}M${s - 1},-1L${s + 1},1`,
    x: `M0,0L${s},${s}M0,${s}L${s},0` };
  const over = pattern.shape === "." ? `<circle cx="${s / 2}" cy="${s / 2}" r="${s * 0.28}" fill="${ink}"/>`
    : `<path d="${strokes[pattern.shape]}" stroke="${ink}" stroke-width="${w}" fill="none"/>`;
  return `<pattern id="${id}" width="${s}" height="${s}" patternUnits="userSpaceOnUse"><rect width="${s}" height="${s}" fill="${color}"/>${over}</pattern>`;
}
