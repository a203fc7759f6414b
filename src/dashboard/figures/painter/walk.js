// Walking a chart by the arrow keys: each point is ringed and said.

// The points that have something to say, trace by trace, in the order in which they are drawn.
function listPoints({ data }, drawing) {
  const traces = data.filter((trace) => trace.hoverinfo !== "skip" && (trace.hovertemplate || trace.text)).map((trace) => {
    const across = scaleOf(drawing, "x", trace.xaxis), up = scaleOf(drawing, "y", trace.yaxis);
    return trace.x.map((value, i) => {
      const words = each(trace.text, i), template = each(trace.hovertemplate, i) ?? "%{text}";
      const written = template.replace(/%\{(\w+)(?::([^}]*))?\}/g, (_, field, format) => {
        const held = field === "y" ? trace.y[i] : field === "x" ? value : field === "hovertext" ? each(trace.hovertext, i) : words;
        return format && typeof held === "number" ? held.toLocaleString("en-GB", { maximumFractionDigits: Number(format.match(/\.(\d)/)?.[1] ?? 0) }) : held ?? "";
      });
      return { x: across.at(value), y: up.at(trace.y[i]), words: sayPlainly(written), area: areaOf(each(trace.customdata, i)), key: String(value) };
    }).filter(({ x, y, words }) => Number.isFinite(x) && Number.isFinite(y) && words);
  });
  return traces.filter((points) => points.length);
}

// Right and left go along a series, down and up from one series to the next.
function stepAlong(traces, at, key) {
  let [series, point] = at ?? [0, -1];
  if (key === "ArrowRight" && point + 1 < traces[series].length) point += 1;
  else if (key === "ArrowRight" && series + 1 < traces.length) [series, point] = [series + 1, 0];
  else if (key === "ArrowLeft" && point > 0) point -= 1;
  else if (key === "ArrowLeft" && series > 0) [series, point] = [series - 1, traces[series - 1].length - 1];
  else if (key === "Home") [series, point] = [0, 0];
  else if (key === "End") [series, point] = [traces.length - 1, traces.at(-1).length - 1];
  else if (key === "ArrowDown" || key === "ArrowUp") {
    const next = series + (key === "ArrowDown" ? 1 : -1);
    if (next >= 0 && next < traces.length) {
      const same = traces[next].findIndex(({ key: name }) => name === traces[series][Math.max(point, 0)].key);
      [series, point] = [next, same >= 0 ? same : Math.min(Math.max(point, 0), traces[next].length - 1)];
    }
  }
  return [series, Math.max(point, 0)];
}
