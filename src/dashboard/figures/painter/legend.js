// The legend of a figure as HTML, for Plotly's own measures every word and hides what is pressed.

function drawSwatch(trace) {
  const mode = trace.mode ?? "";
  if (trace.type === "bar") return `<rect x="2" y="2" width="14" height="12" rx="2" fill="${each(trace.marker.color, 0)}"/>`;
  if (trace.fill === "toself") return `<rect x="1.5" y="2.5" width="16" height="11" rx="2" fill="${trace.fillcolor}" stroke="currentColor" stroke-width="0.5"/>`;
  const line = mode.includes("lines") ? `<path d="M0,8H20" fill="none" stroke="${trace.line?.color}" stroke-width="${trace.line?.width ?? 2}"${dashOf(trace.line ?? {})}/>` : "";
  const marker = { ...trace.marker, size: Math.min(10, each(trace.marker?.size, 0) || 8) };
  return line + (mode.includes("markers") ? drawMark(marker, 0, 10, 8, trace.line?.color ?? "currentColor") : "");
}

// Fill `list` with what the marks of a figure mean; it is hidden where a figure needs no legend.
function writeLegend(list, { data, layout }) {
  const named = new Map();
  if (layout.showlegend) for (const trace of data) if (trace.showlegend !== false && trace.name && !named.has(trace.name)) named.set(trace.name, trace);
  const traces = [...named.values()];
  if (layout.legend?.traceorder === "reversed") traces.reverse();
  const title = layout.legend?.title?.text, head = title && traces.length ? `<li class="head">${escapeMarkup(sayPlainly(title))}</li>` : "";
  const pattern = ({ type, marker }, i) => (type === "bar" && marker.pattern?.shape ? definePattern(marker, `${list.dataset.name}-${i}`) : "");
  const items = traces.map((trace, i) => {
    const shape = pattern(trace, i), filled = shape ? { ...trace, marker: { ...trace.marker, color: `url(#${list.dataset.name}-${i})` } } : trace;
    return `<li><svg width="20" height="16" aria-hidden="true"><defs>${shape}</defs>${drawSwatch(filled)}</svg>${escapeMarkup(sayPlainly(trace.name))}</li>`;
  });
  list.innerHTML = head + items.join("");
  list.hidden = !items.length;
}
