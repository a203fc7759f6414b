// A chart in the page: painted at once, and taken over by Plotly when a pointer comes to it. plotly.js is fetched when the
// browser is idle, so that no reader waits for it. Below the files of painter/, with which it is one script.

const FAILED = "This chart could not be drawn here: reload the page; its table stands under “About this chart”.";
const EDGE = 16; // Pixels around a chart that fills the screen, as in its style.
const OPTIONS = { displayModeBar: false, scrollZoom: false, responsive: false };
const reader = new TextDecoder();

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

const fillsScreen = (box) => document.fullscreenElement === box.parentElement;

function resolve(box) {
  const others = [...box.parentElement.children].filter((part) => part !== box && getComputedStyle(part).position !== "absolute");
  const taken = others.reduce((sum, part) => sum + part.offsetHeight, 0);
  return resolveFigure(box.chart.figure, box.clientWidth, fillsScreen(box) ? window.innerHeight - 2 * EDGE - taken : null);
}

// Whatever Plotly had there is let go.
function paint(box) {
  if (box.drawn === "plotly") window.Plotly.purge(box);
  box.resolved = resolve(box);
  box.style.minHeight = `${box.resolved.layout.height}px`;
  paintFigure(box, box.resolved);
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
function draw(box) {
  try {
    if (isKnown(box.chart.figure) && !(box.drawn === "plotly" && box.matches(":hover"))) return paint(box);
  } catch (error) {
    return fail(box, error);
  }
  const chart = box.chart;
  return loadPlotly(chart.library).then((Plotly) => box.chart === chart && drawWithPlotly(Plotly, box)).catch((error) => fail(box, error));
}

// Not between the press and the release of a button, which would then be no click. Where Plotly does not come, the painted
// chart stands.
function takeOver(box) {
  if (box.drawn !== "painter") return;
  loadPlotly(box.chart.library).then((Plotly) => {
    if (box.drawn === "painter" && box.isConnected && box.matches(":hover") && !box.pressed) return drawWithPlotly(Plotly, box);
  }).catch(() => {});
}

function choose(box, area) {
  if (area) box.choose(area);
}

function showPoint(box, [series, point]) {
  const { x, y, words, area } = box.points[series][point], ring = box.parentElement.querySelector(".ring");
  box.at = [series, point];
  box.area = area;
  ring.style.cssText = `left:${box.offsetLeft + x}px;top:${box.offsetTop + y}px`;
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

// A link may lead to a chart by its name, which is not there yet when the browser looks for it. Once, as filters keep it.
function seek(name) {
  if (window.wardToBoardSought || location.hash !== `#${name}`) return;
  window.wardToBoardSought = true;
  document.getElementById(name)?.scrollIntoView();
}

function begin(box) {
  const whole = box.parentElement.querySelector(".whole");
  whole.onclick = () => (document.fullscreenElement ? document.exitFullscreen() : box.parentElement.requestFullscreen());
  box.addEventListener("pointerdown", () => { box.pressed = true; });
  box.addEventListener("pointerup", () => { box.pressed = false; });
  box.addEventListener("pointermove", () => box.pressed || takeOver(box));
  box.addEventListener("click", ({ target }) => choose(box, target.closest(".painted [data-area]")?.dataset.area));
  box.addEventListener("keydown", (event) => walk(box, event));
  box.addEventListener("blur", () => leavePoints(box));
  document.addEventListener("fullscreenchange", () => {
    if (!box.isConnected) return;
    whole.textContent = fillsScreen(box) ? "Leave full screen" : "Full screen";
    draw(box);
  });
  new ResizeObserver(() => {
    if (box.isConnected && box.clientWidth && box.resolved && box.clientWidth !== box.resolved.layout.width) draw(box);
  }).observe(box);
  seek(box.chart.name);
  (window.requestIdleCallback ?? setTimeout)(() => loadPlotly(box.chart.library).catch(() => {}));
}

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".figure"), message = reader.decode(data);
  box.choose = (area) => setTriggerValue("area", area);
  if (box.message === message) return; // Only what differs is drawn anew.
  box.message = message;
  box.chart = JSON.parse(message);
  box.setAttribute("aria-label", box.chart.alt);
  const legend = parentElement.querySelector(".key"), first = !box.begun;
  legend.dataset.name = box.chart.name;
  writeLegend(legend, box.chart.figure);
  leavePoints(box);
  box.begun = true;
  box.style.minHeight = `${box.chart.figure.layout.height}px`;
  const ready = document.fonts.check(`13px ${FACE}`) ? null : document.fonts.load(`13px "Source Sans"`).catch(() => {});
  const show = () => { draw(box); if (first) begin(box); };
  if (ready) ready.then(show);
  else show();
}
