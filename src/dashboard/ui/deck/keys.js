// What a key means in a presentation.

const KEYS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next", ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Backspace: "back",
  Home: "first", End: "last", b: "blank", ".": "blank", f: "full", g: "jump", p: "presenter", e: "explore", a: "record", n: "new", Escape: "leave",
};
const PAUSE = 900; // Milliseconds after which typed digits name a slide.
const WRITING = "input, textarea, select, [contenteditable], [role=combobox], [role=option], [role=listbox]";
const PRESSED = "button, a, summary";

// What a key does; "" where it is for the field, the button or the list that has the focus, or for the browser.
function actOf(event) {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  if (ctrlKey || metaKey || altKey || target.closest?.(WRITING)) return "";
  if ((key === "Enter" || key === " ") && target.closest?.(PRESSED)) return "";
  if (/^\d$/.test(key)) return "digit";
  return KEYS[key.length === 1 ? key.toLowerCase() : key] ?? "";
}

// Digits that are typed one after the other, until Enter or a pause.
function readDigits(go, tell) {
  let digits = "", waiting;
  const end = () => {
    clearTimeout(waiting);
    const number = Number(digits);
    digits = "";
    tell("");
    if (number) go(number - 1);
  };
  return {
    add(digit) { digits += digit; tell(`Slide ${digits}`); clearTimeout(waiting); waiting = setTimeout(end, PAUSE); },
    get open() { return digits !== ""; },
    end,
    drop() { digits = ""; clearTimeout(waiting); tell(""); },
  };
}
