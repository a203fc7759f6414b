// The painter where there is no browser, for paper: a page of its own that measures words by the widths of the face's letters.
// It is read before the painter's other files; `WIDTHS` gives weight -> letter -> thousandths of the size.

const LETTER = 560; // Thousandths of the size of a letter that is not in the table.
const RISE = 0.984, FALL = 0.273; // Of the face, in parts of its size.
const IN_ORDER = /<g class="note">/g;

const paperPencil = {
  font: "",
  measureText(text) {
    const [, weight, size] = /^(\d+) ([\d.]+)px/.exec(this.font), widths = WIDTHS[weight];
    return { width: ([...text].reduce((sum, letter) => sum + (widths[letter] ?? LETTER), 0) * Number(size)) / 1000 };
  },
};
globalThis.document = { createElement: () => ({ getContext: () => paperPencil }) };
globalThis.Intl ??= {
  NumberFormat: class {
    constructor(locale, { maximumFractionDigits }) { this.places = maximumFractionDigits; }
    format(value) {
      const [whole, part] = value.toFixed(this.places).split(".");
      return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
    }
  },
};

// The place of a note's words, as a browser would measure it.
function measureNote({ text, font, align }) {
  const wide = measureWidth(text, font.size), tall = ((countLines(text) - 1) * LEADING + RISE + FALL) * font.size;
  return { x: { left: 0, right: -wide }[align] ?? -wide / 2, y: -RISE * font.size, width: wide, height: tall };
}

// What the painter asks of a drawing once it is written: its notes in order, each to be moved to its place.
class Sheet {
  constructor(notes) {
    this.notes = notes.map((note) => ({
      firstChild: { getBBox: () => measureNote(note) }, move: "", ground: "", before: "",
      setAttribute(name, value) { this.move = value; },
      insertAdjacentHTML(where, markup) { if (where === "afterbegin") this.ground += markup; else this.before += markup; },
    }));
  }
  get firstChild() { return { querySelectorAll: () => this.notes }; }
  get svg() {
    let i = 0;
    return this.innerHTML.replace(IN_ORDER, () => { const { before, move, ground } = this.notes[i++]; return `${before}<g class="note" transform="${move}">${ground}`; });
  }
}

// A figure `width` pixels wide: its SVG, its size, and its legend as swatches and words; `height` of null keeps the figure's own.
function paintPaper(figure, width, height) {
  const resolved = resolveFigure(figure, width, height), drawing = scalesOf(resolved.layout);
  const sheet = new Sheet((resolved.layout.annotations ?? []).filter((note) => isWithin(note, drawing)));
  paintFigure(sheet, resolved);
  const key = { dataset: { name: "swatch" } };
  writeLegend(key, figure);
  const legend = [...key.innerHTML.matchAll(/<li(?: class="head")?>(?:<svg[^>]*>(.*?)<\/svg>)?(.*?)<\/li>/gs)].map(([, swatch, words]) => ({ swatch: swatch ?? "", words: readEntities(words) }));
  return { svg: sheet.svg, width: resolved.layout.width, height: resolved.layout.height, legend, known: isKnown(figure) };
}
