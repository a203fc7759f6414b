// The deck in a file of its own, opened from disk: no server, and its slide behind '#' in the address. `live` in the message is where the
// live pages are; without it the slides are all there is.
const told = JSON.parse(document.getElementById("pack").textContent), { live } = told;
start(told, document.getElementById("stage"), live ? {
  acts: ["explore"],
  tell(act, slide, say) {
    const panel = told.slides[slide].drawn.panels.find((each) => each.live);
    if (panel) window.open(live + panel.live.address, "_blank", "noopener");
    else say("This slide has no live page.");
  },
} : {});
