// A Plotly figure drawn in place: what changes is drawn over what stood there, and the page around it does not move.

const FAILED = "This chart could not be drawn here: reload the page; its table stands under “About this chart”.";
const EDGE = 16; // Pixels around a chart that fills the screen, as in its style.
const reader = new TextDecoder();

function library(source) {
  window.wardToBoardPlotly ??= new Promise((ready, failed) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => (window.Plotly ? ready(window.Plotly) : failed(new Error(source)));
    script.onerror = failed;
    document.head.append(script);
  });
  return window.wardToBoardPlotly;
}

function area(point) {
  let found = point?.customdata;
  while (Array.isArray(found)) found = found[0];
  return typeof found === "string" ? found : null;
}

function draw(Plotly, box) {
  const { data, layout } = box.wanted.figure;
  const whole = document.fullscreenElement === box.parentElement;
  const sized = { ...layout, autosize: true, height: whole ? window.innerHeight - 2 * EDGE : layout.height };
  box.nextElementSibling.textContent = whole ? "Leave full screen" : "Full screen";
  return Plotly.react(box, data, sized, { displayModeBar: false, scrollZoom: false, responsive: true });
}

// A link may lead to a chart by its name, which is not there yet when the browser looks for it. Once, as filters keep it.
function seek(name) {
  if (window.wardToBoardSought || location.hash !== `#${name}`) return;
  window.wardToBoardSought = true;
  document.getElementById(name)?.scrollIntoView();
}

function begin(Plotly, box) {
  box.begun = true;
  seek(box.wanted.name);
  box.on("plotly_click", (event) => {
    const code = event.points.map(area).find(Boolean);
    if (code) box.choose(code);
  });
  document.addEventListener("fullscreenchange", () => box.isConnected && draw(Plotly, box));
}

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".figure");
  const wanted = JSON.parse(reader.decode(data));
  box.wanted = wanted;
  box.choose = (code) => setTriggerValue("area", code);
  box.setAttribute("aria-label", wanted.alt);
  box.style.minHeight = `${wanted.figure.layout.height}px`;
  parentElement.querySelector("button").onclick = () =>
    document.fullscreenElement ? document.exitFullscreen() : box.parentElement.requestFullscreen();
  library(wanted.library)
    .then((Plotly) => box.wanted === wanted && draw(Plotly, box).then(() => box.begun || begin(Plotly, box)))
    .catch((error) => {
      console.error(error);
      box.textContent = FAILED;
    });
}
