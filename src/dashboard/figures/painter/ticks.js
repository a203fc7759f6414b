// Where an axis carries its labels, and what they say.

const DAY = 86400000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const STEPS = [1, 2, 3, 6, 12, 24, 36, 60, 120]; // Months between the labels of a time axis.

const readDate = (value) => (typeof value === "number" ? value : Date.parse(`${String(value).slice(0, 10)}T00:00:00Z`));
const toNumber = (axis, value) => (value == null ? NaN : axis.type === "date" ? readDate(value) : Number(value));

function writeNumber(value, step) {
  const places = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const format = new Intl.NumberFormat("en-GB", { minimumFractionDigits: places, maximumFractionDigits: places });
  return format.format(value).replace(/^-(?=[0.,]*$)/, "").replace("-", "−");
}

function listNumbers([from, to], most, step) {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  if (!step) {
    const rough = (high - low) / most, power = 10 ** Math.floor(Math.log10(rough));
    step = power * [1, 2, 5, 10].find((factor) => power * factor >= rough * 0.999);
  }
  const first = Math.ceil(low / step - 1e-6), last = Math.floor(high / step + 1e-6);
  const values = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return { values, texts: values.map((value) => writeNumber(value, step)) };
}

// A figure stands at the end of its period: the name of a month at the month's last day, that of a year in its middle, so
// that no figure of December has the next year below it.
function listDates([from, to], most, yearly) {
  const months = (to - from) / DAY / 30.44;
  const step = STEPS.find((each) => (!yearly || each >= 12) && months / each <= most) ?? STEPS.at(-1);
  const start = new Date(from), values = [], texts = [];
  for (let month = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step; ; month += step) {
    const named = step < 12 ? month + step - 1 : month, year = Math.floor(named / 12), of = named % 12;
    const at = step < 12 ? Date.UTC(year, of + 1, 0) : Date.UTC(year, 6, 1);
    if (at > to) break;
    if (at < from) continue;
    values.push(new Date(at).toISOString().slice(0, 10));
    texts.push(step < 12 ? `${MONTHS[of]} ${year}` : String(year));
  }
  return { values, texts };
}

// The labels of an axis `length` pixels long, as many as stand clear of one another.
function listTicks(axis, length, upright) {
  const size = axis.tickfont.size;
  if (axis.tickvals) return { values: axis.tickvals, texts: axis.ticktext ?? axis.tickvals.map((value) => `${writeNumber(value, 1)}${axis.ticksuffix ?? ""}`) };
  const dates = axis.type === "date";
  const range = axis.range.map((end) => toNumber(axis, end));
  let found;
  for (let most = axis.nticks || Math.max(3, Math.round(length / (upright ? 40 : 80))); most >= 1; most -= 1) {
    found = dates ? listDates(range, most, axis.tickformat === "%Y") : listNumbers(range, most, axis.dtick);
    found.texts = found.texts.map((text) => text + (axis.ticksuffix ?? ""));
    const room = found.texts.reduce((sum, text) => sum + (upright ? size * 1.2 : measureWidth(text, size) + 10), 0);
    if (room <= length || (axis.dtick && !dates)) break;
  }
  return dates ? withoutEarly(found, range, length, size) : found;
}

// Without a first date whose name would reach below the labels of the other axis, where others stand.
function withoutEarly({ values, texts }, [from, to], length, size) {
  const place = ((readDate(values[0]) - from) / (to - from)) * length, isEarly = values.length > 1 && place < measureWidth(texts[0], size) / 2;
  return isEarly ? { values: values.slice(1), texts: texts.slice(1) } : { values, texts };
}
