// The words of a figure: Plotly's few tags as SVG, and how wide they are.

const FACE = '"Source Sans", "Source Sans Pro", system-ui, sans-serif';
const LEADING = 1.3; // Lines of Plotly's texts stand this many letters' heights apart.
const TAG = /<(\/?)(b|br|span|extra)(?: style="color:(#[0-9A-Fa-f]{6})")?>/g;
const LETTERS = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#34;": '"', "&#39;": "'" };
const MARKUP = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const pencil = document.createElement("canvas").getContext("2d");

const escapeMarkup = (words) => String(words).replace(/[&<>"]/g, (letter) => MARKUP[letter]);
const readEntities = (words) => words.replace(/&(amp|lt|gt|quot|#34|#39);/g, (entity) => LETTERS[entity]);

// Lines of runs of letters, each with its weight and colour.
function readLines(words) {
  const lines = [[]];
  let bold = false, colour = null, from = 0;
  const add = (until) => {
    const text = readEntities(words.slice(from, until));
    if (text) lines.at(-1).push({ text, bold, colour });
  };
  for (const tag of words.matchAll(TAG)) {
    add(tag.index);
    from = tag.index + tag[0].length;
    if (tag[2] === "br") lines.push([]);
    else if (tag[2] === "b") bold = !tag[1];
    else if (tag[2] === "span") colour = tag[1] ? null : tag[3];
  }
  add(words.length);
  return lines;
}

const sayPlainly = (words) =>
  readLines(words.replace(/<extra>.*$/, "")).map((line) => line.map(({ text }) => text).join("")).join(", ");

function measureWidth(words, size) {
  const width = (line) => line.reduce((sum, { text, bold }) => {
    pencil.font = `${bold ? 700 : 400} ${size}px ${FACE}`;
    return sum + pencil.measureText(text).width;
  }, 0);
  return Math.max(...readLines(String(words)).map(width));
}

const countLines = (words) => String(words).split("<br>").length;

// Words as one SVG text: x and y are the base of the first line, `anchor` is start, middle or end.
function writeText(words, { x, y, size, colour, anchor = "start", more = "" }) {
  const lines = readLines(String(words)).map((line, i) => {
    const runs = line.map((run) => {
      const weight = run.bold ? ' font-weight="700"' : "", own = run.colour ? ` fill="${run.colour}"` : "";
      return `<tspan${weight}${own}>${escapeMarkup(run.text)}</tspan>`;
    });
    return `<tspan x="${x}" dy="${i ? LEADING * size : 0}">${runs.join("")}</tspan>`;
  });
  return `<text x="${x}" y="${y}" fill="${colour}" font-size="${size}" text-anchor="${anchor}"${more}>${lines.join("")}</text>`;
}
