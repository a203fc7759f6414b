// The window of who presents: notes, the next slide, the clock and the time since the start.

const two = (number) => String(number).padStart(2, "0");
function passed(from) {
  const seconds = Math.max(0, Math.floor((Date.now() - from) / 1000)), minutes = Math.floor(seconds / 60);
  return `${minutes >= 60 ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}` : minutes}:${two(seconds % 60)}`;
}

function writePresenter() {
  return `<div class="presenter"><header><p class="at" role="status"></p><p><span class="clock" aria-label="Time of day"></span> · <span class="passed" aria-label="Time since the start"></span></p></header>` +
    `<main><section aria-label="Notes"><h1 class="now"></h1><div class="notes" tabindex="0"></div></section><aside aria-label="Next slide"><h2>Next</h2><div class="next"></div><p class="nextwords"></p></aside></main>` +
    `<footer><button type="button" data-act="back">Back</button><button type="button" data-act="next">Next</button><button type="button" data-act="blank">Blank</button>` +
    `<button type="button" data-act="restart">Start the time again</button></footer></div>`;
}

// Show notes and the next slide in `element`, in step with the deck.
function startPresenter(message, element) {
  let state = { slide: 0, started: Date.now(), blank: false }, current = message;
  element.innerHTML = writePresenter();
  const find = (query) => element.querySelector(query), stopping = new AbortController(), { signal } = stopping;
  const show = () => {
    const { slides } = current, slide = slides[state.slide], next = slides[state.slide + 1];
    find(".at").textContent = `${current.title} · Slide ${state.slide + 1} of ${slides.length}${state.blank ? " · Screen is blank" : ""}`;
    find(".now").textContent = slide.finding;
    find(".notes").innerHTML = (slide.notes || "No notes.").split(/\n+/).map((line) => `<p>${escapeMarkup(line)}</p>`).join("");
    find(".nextwords").textContent = next ? "" : "This is the last slide.";
    const place = find(".next"), section = document.createElement("section");
    place.replaceChildren();
    if (!next) return;
    section.className = "slide preview";
    section.inert = true;
    place.append(section);
    drawSlide(section, current, state.slide + 1, WIDE / 2, TALL / 2);
    section.style.transform = `scale(${place.clientWidth / (WIDE / 2)})`;
    place.style.height = `${(place.clientWidth * TALL) / WIDE}px`;
  };
  const channel = openChannel(message.pack, (told) => { if (told.state) { state = told.state; show(); } });
  const ask = (act) => channel.tell({ act });
  const tick = () => {
    find(".clock").textContent = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    find(".passed").textContent = passed(state.started);
  };
  const timer = setInterval(tick, 500);
  document.addEventListener("keydown", (event) => {
    const act = actOf(event);
    if (["next", "back", "first", "last", "blank"].includes(act)) { event.preventDefault(); event.stopPropagation(); ask(act); }
  }, { capture: true, signal });
  element.addEventListener("click", ({ target }) => { const act = target.closest("[data-act]")?.dataset.act; if (act) ask(act); }, { signal });
  window.addEventListener("resize", show, { signal });
  show();
  tick();
  ask("hello");
  return { update(next) { current = next; show(); }, stop() { clearInterval(timer); stopping.abort(); channel.close(); } };
}
