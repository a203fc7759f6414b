// A table of a page's own that is narrowed as one types: every word has to stand in a row.

function findRows(section, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean), rows = [...section.querySelectorAll("tr[data-words]")];
  section.sought = typed;
  for (const row of rows) row.hidden = !words.every((word) => row.dataset.words.includes(word));
  for (const body of section.querySelectorAll("tbody")) body.hidden = ![...body.querySelectorAll("tr[data-words]")].some((row) => !row.hidden);
  const left = rows.filter((row) => !row.hidden).length;
  section.querySelector(".find [role=status]").textContent = left ? `${left} of ${rows.length} indicators` : "Nothing found: try a shorter word, or set the filters to All.";
}

// A card that has such a table gets the box to type in, and keeps what was typed when it is drawn anew.
function offerFind(section) {
  const tools = section.querySelector(".find");
  if (!tools) return;
  if (!tools.querySelector("input")) {
    const words = "Find an indicator, source or word";
    tools.prepend(Object.assign(document.createElement("input"), { type: "search", placeholder: words, ariaLabel: words, value: section.sought ?? "" }));
  }
  if (section.sought) findRows(section, section.sought);
}
