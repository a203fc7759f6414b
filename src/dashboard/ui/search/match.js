// What of the index matches what is typed, the best first.

// Letters without accents and marks, so that a name is found however it is typed.
const bare = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’'+]/g, "").toLowerCase();

const ORDER = ["Page", "Borough", "Indicator", "Chart", "Quarter", "Action", "Plan or review", "Promise", "Ward"];

// An entry as the search reads it: its words once, without accents; `names` are what it is called, `alike` what means the same.
const readEntry = ([kind, label, detail, page, query, chart, words, alike]) =>
  ({ kind, label, detail, page, query, chart, names: [label, ...words].map(bare), alike: alike.map(bare), all: bare([label, detail, kind, ...words, ...alike].join(" ")) });

// How well a name fits: 0 it is what is typed, 1 begins so, 2 has a word that begins so, 3 has it somewhere; 4 not at all.
function rateName(name, typed) {
  if (name === typed) return 0;
  const at = name.indexOf(typed);
  if (at < 0) return 4;
  return at === 0 ? 1 : /[^\p{L}\p{N}]/u.test(name[at - 1]) ? 2 : 3;
}

// What only means the same as its own words fits a little less.
const rateEntry = ({ names, alike }, typed) => Math.min(...names.map((name) => rateName(name, typed)), ...alike.map((word) => rateName(word, typed) + 0.5));

// Whether one letter put in, left out, changed or swapped with the next makes one word of the other.
function isMistyped(one, other) {
  let first = 0;
  while (first < one.length && one[first] === other[first]) first += 1;
  const [a, b] = [one.slice(first), other.slice(first)];
  return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
}

// A word of four letters or more may have one of them wrong.
const isAlmostIn = (all, part) => part.length > 3 && all.split(/[^\p{L}\p{N}]+/u).some((word) => isMistyped(part, word) || isMistyped(part, word.slice(0, part.length)));

// Every word typed has to stand in an entry; where none has them all, almost so. Of equal fit, the kinds in their order, then the shorter name.
function matchEntries(entries, words) {
  const typed = bare(words).trim().replace(/\s+/g, " ");
  if (!typed) return [];
  const parts = typed.split(" "), fit = entries.filter(({ all }) => parts.every((part) => all.includes(part)));
  const almost = fit.length ? fit : entries.filter(({ all }) => parts.every((part) => all.includes(part) || isAlmostIn(all, part)));
  return almost
    .map((entry) => ({ entry, rate: rateEntry(entry, typed) }))
    .sort((a, b) => a.rate - b.rate || ORDER.indexOf(a.entry.kind) - ORDER.indexOf(b.entry.kind) || a.entry.label.length - b.entry.label.length)
    .map(({ entry }) => entry);
}
