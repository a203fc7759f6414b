// What a card rests on, in a drawer: definition, source, limits, numbers, the query and the files.

function writeAbout(card) {
  const { about } = card, part = (head, body) => (body ? `<h3>${head}</h3>${body}` : "");
  const each = (lines) => (lines.length ? `<ul>${lines.map((line) => `<li>${escapeMarkup(line)}</li>`).join("")}</ul>` : "");
  const sql = `<details><summary>Query (SQL)</summary><pre tabindex="0">${escapeMarkup(about.sql)}</pre>` +
    `${about.parameters.length ? `<p>${about.parameters.map(([name, value]) => `${escapeMarkup(name)} = ${escapeMarkup(value)}`).join(", ")}</p>` : ""}</details>`;
  return `<header><span>About this chart</span><button type="button" data-act="close" aria-label="Close">×</button></header><div class="inside">` +
    `<h2>${escapeMarkup(card.title)}</h2><p>${escapeMarkup(card.reading)}</p>${part("What is counted", `<p>${escapeMarkup(about.definition)}</p>`)}` +
    `${part("Source", about.source ? `<p>${escapeMarkup(about.source)}.</p>` : "")}${part("How to read it, and its limits", each(about.notes))}` +
    `${part("Words used", about.words.length ? `<dl>${about.words.map(([term, meaning]) => `<dt>${escapeMarkup(term)}</dt><dd>${escapeMarkup(meaning)}</dd>`).join("")}</dl>` : "")}` +
    `${part("Board actions that rest on it", each(about.actions))}<h3>Numbers</h3><div class="rows" tabindex="0"></div>${sql}</div>` +
    `<footer><button type="button" data-act="csv">Table (CSV)</button><button type="button" data-act="xlsx">XLSX</button><button type="button" data-act="pptx">PPTX</button><button type="button" data-act="link">Copy link</button>` +
    `${card.demonstration ? `<span class="demo">Demonstration data</span>` : ""}</footer>`;
}

function openAbout(board, card, act) {
  const drawer = board.querySelector("dialog");
  drawer.setAttribute("aria-label", `About: ${card.title}`);
  drawer.innerHTML = writeAbout(card);
  mountTable(drawer.querySelector(".rows"), { ...card.table, tall: 0, areas: [] }, () => {});
  drawer.onclick = ({ target }) => {
    const pressed = target.closest("[data-act]")?.dataset.act;
    if (target === drawer || pressed === "close") drawer.close();
    else if (pressed) act(pressed, drawer);
  };
  drawer.showModal();
}
