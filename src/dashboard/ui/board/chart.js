// A chart in a card: painted at once, and taken over by Plotly when a pointer comes to it. plotly.js is fetched when the
// browser is idle, so that no reader waits for it. Below the files of painter/, with which it is one script.

const FAILED = "This chart could not be drawn here: reload the page; its table stands under “About this chart”.";
const EDGE = 32; // Pixels around a chart that fills the screen, as in its style.
const NEAR = 45; // Pixels from the mark of an area within which a press means it.
const LABEL = 32; // Pixels of a label on a full screen.
const PAPER = 660; // Pixels of a chart on A4, within the margins of the page and of its card.
const OPTIONS = { displayModeBar: false, scrollZoom: false, responsive: false };

function loadPlotly(source) {
  window.wardToBoardPlotly ??= new Promise((ready, failed) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => (window.Plotly ? ready(window.Plotly) : failed(new Error(source)));
    script.onerror = failed;
    document.head.append(script);
  });
  return window.wardToBoardPlotly;
}

const fillsScreen = (box) => box.closest(".panel") === document.fullscreenElement;

// How many times as large as on the page a chart that fills the screen is drawn: so much that its labels have `LABEL`
// pixels, unless its rows would then not fit.
function growthOf(box) {
  if (!fillsScreen(box)) return 1;
  const own = box.chart.figure.layout.height;
  return Math.max(1, Math.min(LABEL / 13, box.clientWidth / 640, box.room / own));
}

// Pixels that a full screen leaves for the chart; a taller one is scrolled.
function roomOf(box) {
  const panel = box.closest(".panel"), parts = [...panel.children].map((part) => part.getBoundingClientRect());
  const others = parts.at(-1).bottom - parts[0].top - box.offsetHeight;
  return Math.max(box.chart.figure.layout.height, panel.clientHeight - 2 * EDGE - others);
}

function resolve(box) {
  const growth = growthOf(box), names = [], list = box.parentElement.querySelector(".names");
  const width = box.onPaper ? PAPER : Math.round(box.clientWidth / growth);
  const resolved = resolveFigure(box.chart.figure, width, fillsScreen(box) ? Math.round(box.room / growth) : null, names);
  list.innerHTML = names.map((name, i) => `<li><b>${i + 1}</b> ${escapeMarkup(name)}</li>`).join("");
  list.hidden = !names.length;
  return resolved;
}

// Whatever Plotly had there is let go.
function paint(box) {
  if (box.drawn === "plotly") window.Plotly.purge(box);
  if (fillsScreen(box)) { box.replaceChildren(); box.style.minHeight = ""; box.room = roomOf(box); }
  box.resolved = resolve(box);
  box.growth = growthOf(box);
  paintFigure(box, box.resolved);
  const { width, height } = box.resolved.layout, svg = box.querySelector("svg");
  svg.setAttribute("width", Math.round(width * box.growth));
  svg.setAttribute("height", Math.round(height * box.growth));
  box.style.minHeight = `${Math.round(height * box.growth)}px`;
  box.drawn = "painter";
  box.points = null;
}

function drawWithPlotly(Plotly, box) {
  box.resolved = resolve(box);
  box.style.minHeight = `${box.resolved.layout.height}px`;
  box.points = null;
  const { data, layout } = box.resolved, first = box.drawn !== "plotly";
  if (first) box.replaceChildren();
  box.drawn = "plotly";
  return Plotly.react(box, structuredClone(data), structuredClone(layout), OPTIONS).then(() => {
    if (first) box.on("plotly_click", (event) => choose(box, event.points.map(({ customdata }) => areaOf(customdata)).find(Boolean)));
  });
}

function fail(box, error) {
  console.error(error);
  box.textContent = FAILED;
}

// Plotly draws what the painter does not know, and what a pointer is over.
function drawChart(box) {
  try {
    if (isKnown(box.chart.figure) && (fillsScreen(box) || !(box.drawn === "plotly" && box.matches(":hover")))) return paint(box);
  } catch (error) {
    return fail(box, error);
  }
  const chart = box.chart;
  return loadPlotly(chart.library).then((Plotly) => box.chart === chart && drawWithPlotly(Plotly, box)).catch((error) => fail(box, error));
}

// Not between the press and the release of a button, which would then be no click. Where Plotly does not come, the painted
// chart stands.
function takeOver(box) {
  if (box.drawn !== "painter" || fillsScreen(box)) return;
  loadPlotly(box.chart.library).then((Plotly) => {
    if (box.drawn === "painter" && box.isConnected && box.matches(":hover") && !box.pressed) return drawWithPlotly(Plotly, box);
  }).catch(() => {});
}

// Paper has every chart at its own width, however wide the screen is.
function drawForPaper(onPaper) {
  for (const box of document.querySelectorAll(".board .figure")) {
    if (!box.resolved || !isKnown(box.chart.figure) || fillsScreen(box)) continue;
    box.onPaper = onPaper;
    paint(box);
  }
}
addEventListener("beforeprint", () => drawForPaper(true));
addEventListener("afterprint", () => drawForPaper(false));

function choose(box, area) {
  if (area) box.choose(area);
}

function showPoint(box, [series, point]) {
  const { x, y, words, area } = box.points[series][point], ring = box.parentElement.querySelector(".ring");
  box.at = [series, point];
  box.area = area;
  ring.style.cssText = `left:${box.offsetLeft + x * box.growth}px;top:${box.offsetTop + y * box.growth}px`;
  ring.hidden = false;
  box.parentElement.querySelector(".said").textContent = words;
}

function walk(box, event) {
  if (event.key === "Enter") return choose(box, box.at && box.area);
  if (!["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
  box.points ??= listPoints(box.resolved, scalesOf(box.resolved.layout));
  if (!box.points.length) return;
  event.preventDefault();
  showPoint(box, stepAlong(box.points, box.at, event.key));
}

function leavePoints(box) {
  box.at = null;
  box.parentElement.querySelector(".ring").hidden = true;
  box.parentElement.querySelector(".said").textContent = "";
}

// On a map a press beside the mark of an area means the area whose mark is nearest.
function nearestArea(box, { clientX, clientY }) {
  if (box.drawn !== "painter" || !box.chart.figure.data.some(({ meta }) => meta === "cells")) return null;
  let best = NEAR, area = null;
  for (const mark of box.querySelectorAll(".painted [data-area]")) {
    const { left, right, top, bottom } = mark.getBoundingClientRect();
    const away = Math.hypot(clientX - (left + right) / 2, clientY - (top + bottom) / 2);
    if (away < best) [best, area] = [away, mark.dataset.area];
  }
  return area;
}

function beginChart(box) {
  box.addEventListener("pointerdown", () => { box.pressed = true; });
  box.addEventListener("pointerup", () => { box.pressed = false; });
  box.addEventListener("pointermove", () => box.pressed || takeOver(box));
  box.addEventListener("click", (event) => choose(box, event.target.closest(".painted [data-area]")?.dataset.area ?? nearestArea(box, event)));
  box.addEventListener("keydown", (event) => walk(box, event));
  box.addEventListener("blur", () => leavePoints(box));
  new ResizeObserver(() => {
    if (box.isConnected && box.clientWidth && box.resolved && !fillsScreen(box) && box.clientWidth !== box.resolved.layout.width) drawChart(box);
  }).observe(box);
}

// Show a figure in `place`, the markup of CHART; a press on a mark tells `choose` its area.
function mountChart(place, chart, choose) {
  const box = place.querySelector(".figure"), first = !box.chart;
  box.chart = chart;
  box.choose = choose;
  box.growth = 1;
  box.setAttribute("aria-label", chart.alt);
  const legend = place.querySelector(".key");
  legend.dataset.name = chart.name;
  writeLegend(legend, chart.figure);
  leavePoints(box);
  box.style.minHeight = `${chart.figure.layout.height}px`;
  if (first) beginChart(box);
  return drawChart(box);
}
