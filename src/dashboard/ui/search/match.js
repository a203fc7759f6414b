// What of the index matches what is typed, the best first.

// Letters without accents and marks, so that a name is found however it is typed.
const bare = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']/g, "").toLowerCase();

const ORDER = ["Page", "Borough", "Indicator", "Action", "Plan or review", "Promise", "Ward"];

// An entry as the search reads it: its words once, without accents.
const readEntry = ([kind, label, detail, page, query]) => ({ kind, label, detail, page, query, name: bare(label), all: bare(`${label} ${detail} ${kind}`) });

// How well an entry fits: 0 its name is what is typed, 1 begins so, 2 has a word that begins so, 3 has it somewhere; 4 not in its name.
function rateEntry({ name }, typed) {
  if (name === typed) return 0;
  const at = name.indexOf(typed);
  if (at < 0) return 4;
  return at === 0 ? 1 : /[^\p{L}\p{N}]/u.test(name[at - 1]) ? 2 : 3;
}

// Every word typed has to stand in an entry. Of equal fit, the kinds in their order, then the shorter name.
function matchEntries(entries, words) {
  const typed = bare(words).trim().replace(/\s+/g, " ");
  if (!typed) return [];
  const parts = typed.split(" ");
  return entries
    .filter(({ all }) => parts.every((part) => all.includes(part)))
    .map((entry) => ({ entry, rate: rateEntry(entry, typed) }))
    .sort((a, b) => a.rate - b.rate || ORDER.indexOf(a.entry.kind) - ORDER.indexOf(b.entry.kind) || a.entry.name.length - b.entry.name.length)
    .map(({ entry }) => entry);
}
