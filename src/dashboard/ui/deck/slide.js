// One slide: what stands on it, and how it is fitted to the screen.

const LABEL = 32; // Pixels of a label on a screen of 1920 by 1080; all else grows with it.
const WIDE = 1920, TALL = 1080;
const FIGURES_OF_STRIP = 2; // Of an action, so that the charts above keep their room.
const HEADS = [64, 56, 48, 42]; // Sizes of the headline: the first at which it takes two lines.

const unitOf = (width, height) => (width < 700 ? 0.5 : Math.min(width / WIDE, height / TALL));

// The message with each slide in one piece: what is drawn of it, and its actions.
const readMessage = (message) => ({ ...message, slides: message.slides.map(({ drawn, actions }) => ({ ...drawn, actions })) });

function writeAction({ number, title, owner, due, status, figures, said, saidOn }, most) {
  const left = figures.length - most, more = left > 0 ? `<p class="tn"><small>and ${left} more figure${left > 1 ? "s" : ""}</small></p>` : "";
  const pairs = figures.slice(0, most).map(({ label, then, now, period }) => `<p class="tn"><small>${escapeMarkup(label)}</small><span>${then ? `<em>${escapeMarkup(then)}</em> <i>→</i> ` : ""}` +
    `<b>${escapeMarkup(now)}</b>${then ? ` <u>now, ${escapeMarkup(period)}</u>` : ""}</span></p>`);
  return `<div class="act"><p class="an">Action ${number}</p><h3>${escapeMarkup(title)}</h3><div class="pairs">${pairs.join("")}${more}</div>${said ? `<p class="said"><small>${escapeMarkup(saidOn)}</small> ${escapeMarkup(said)}</p>` : ""}` +
    `<dl><div><dt>Owner</dt><dd>${escapeMarkup(owner)}</dd></div><div><dt>Due</dt><dd>${escapeMarkup(due)}</dd></div><div><dt>Status</dt><dd>${escapeMarkup(status)}</dd></div></dl></div>`;
}

// Beside one panel, the actions are a rail; below several, or where there is none, a strip.
function writeActions({ actions, panels }) {
  if (!actions.length) return "";
  const pair = actions.some(({ figures }) => figures.some(({ then }) => then));
  const head = pair ? "When agreed → now" : actions.length === 1 ? "Action resting on this" : "Actions resting on this";
  const isRail = panels.length === 1, written = actions.map((action) => writeAction(action, isRail ? Infinity : FIGURES_OF_STRIP));
  return `<aside class="${isRail ? "rail" : "strip"}${panels.length > 2 ? " low" : ""}" aria-label="Actions"><h2>${head}</h2>${written.join("")}<p class="also"></p></aside>`;
}

// Whether the bands of a figure are intervals, which its words do not say already.
const hasBand = ({ figure, sub }) => Boolean(figure?.data.some(({ meta }) => meta === "interval")) && !sub.includes("95%");

// A title that is the headline of its slide is not said twice.
function writePanel(card, among, finding) {
  if (card.fault) return `<div class="fig"><p class="calm">${escapeMarkup(card.fault)}</p></div>`;
  const title = among === 1 || card.title === finding ? "" : `<h2>${escapeMarkup(card.title)}</h2>`;
  return `<div class="fig">${title}${among > 2 ? "" : `<p class="what">${escapeMarkup(card.sub)}${hasBand(card) ? `<span class="band">; shaded: 95% interval</span>` : ""}</p>`}<ul class="key" data-name="${escapeMarkup(card.name)}" hidden></ul>` +
    `<div class="place" role="img" aria-label="${escapeMarkup(card.reading)}"></div></div>`;
}

function writeSlide(slide, i, { title, slides }) {
  const { item, panels } = slide, number = `Slide ${i + 1} of ${slides.length}`, words = item ? `Item ${item}` : "";
  const mark = [slide.demonstration && "Demonstration data", slide.mark].filter(Boolean).map((each) => `<p class="dm">${escapeMarkup(each)}</p>`).join("");
  const figures = panels.length ? panels.map((card) => writePanel(card, panels.length, slide.finding)).join("") : `<p class="calm">${escapeMarkup(slide.empty)}</p>`;
  return `<header class="top"><p class="item">${escapeMarkup([words, slide.title].filter(Boolean).join(" · "))}</p>${mark}<p class="pack">${escapeMarkup(title)}</p></header>` +
    `<h1 id="slide-${i + 1}-head">${escapeMarkup(slide.finding)}</h1>` +
    `<div class="middle${panels.length > 1 ? " many" : panels.length ? "" : " none"}"><div class="figures n${Math.min(4, panels.length)}">${figures}</div>${writeActions(slide)}</div>` +
    `<footer class="src"><p class="source">${escapeMarkup(slide.source)}</p><p class="asat">${escapeMarkup([slide.asAt, words, number].filter(Boolean).join(" · "))}</p></footer>`;
}

const isTooTall = (box) => box.scrollHeight > box.clientHeight + 6; // Letters may reach some pixels below their line.

function fitHead(head, unit) {
  for (const size of HEADS) {
    head.style.fontSize = `${size * unit}px`;
    if (head.offsetHeight <= 2.3 * size * unit) return;
  }
}

// What does not fit of the actions gives way from the end: further figures first, then whole actions, whose numbers stay.
function fitActions(aside, actions) {
  const shown = [...aside.querySelectorAll(".act")], also = aside.querySelector(".also");
  const say = (left) => { also.textContent = left.length ? `Also action${left.length > 1 ? "s" : ""} ${left.map(({ number }) => number).join(", ")}` : ""; };
  const parts = [() => shown.flatMap((act) => [...act.querySelectorAll(".tn")].slice(2)), () => shown.flatMap((act) => [...act.querySelectorAll(".tn")].slice(1))];
  for (const list of parts) if (isTooTall(aside) || aside.scrollWidth > aside.clientWidth + 1) list().forEach((pair) => pair.remove());
  while ((isTooTall(aside) || aside.scrollWidth > aside.clientWidth + 1) && shown.length > 1) {
    shown.pop().remove();
    say(actions.slice(shown.length));
  }
}

function growSwatches(key) {
  for (const svg of key.querySelectorAll("svg")) svg.setAttribute("viewBox", "0 0 20 16");
}

// Write and draw a slide into `section` for a screen of `width` by `height` pixels.
function drawSlide(section, message, i, width, height) {
  const slide = message.slides[i], unit = unitOf(width, height);
  section.style.setProperty("--u", `${unit}px`);
  section.style.width = `${width}px`;
  section.style.height = width < 700 ? "" : `${height}px`;
  section.classList.toggle("small", width < 700);
  section.setAttribute("aria-labelledby", `slide-${i + 1}-head`);
  section.innerHTML = writeSlide(slide, i, message);
  fitHead(section.querySelector("h1"), unit);
  const aside = section.querySelector("aside");
  if (aside) fitActions(aside, slide.actions);
  const cards = slide.panels.filter(({ fault }) => !fault), figures = [...section.querySelectorAll(".fig")].filter((fig) => fig.querySelector(".place"));
  figures.forEach((fig, n) => {
    const key = fig.querySelector(".key");
    if (cards[n].figure) writeLegend(key, cards[n].figure);
    growSwatches(key);
  });
  figures.forEach((fig, n) => {
    if (!drawPanel(fig.querySelector(".place"), cards[n], unit)) fig.querySelector(".band")?.remove();
  });
}
