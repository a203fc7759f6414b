// The form at the side of the page: what opens takes the focus, Escape closes it, and the focus goes back to what was pressed.

const SIDE = ".st-key-side", ARRIVING = 4000; // Milliseconds in which the parts of a form that opens may come one by one.

const sideForm = () => document.querySelector(`${SIDE} [class*='st-key-side_']`);
const sideName = (form) => form?.className.match(/st-key-side_\d+/)?.[0] ?? "";
const firstField = (form) => form.querySelector("input:not([type=file]), textarea, [role=combobox]") ?? form.querySelector("button, [data-testid=stPageLink-NavLink]");

function followSide(root) {
  let open = "", until = 0, given = null, waiting = 0;
  const follow = () => {
    if (!root.isConnected) return;
    const form = sideForm(), name = sideName(form), at = document.activeElement;
    if (name && name !== open) [open, until, given] = [name, Date.now() + ARRIVING, null];
    if (name && Date.now() < until) {
      const first = firstField(form);
      if (first && first !== at && (!form.contains(at) || at === given)) { given = first; first.focus(); }
      clearTimeout(waiting);
      waiting = setTimeout(follow, 100); // A button takes no focus until its form is there.
    }
    if (!name && open) {
      open = "";
      if (root.pressed) setTimeout(() => root.querySelector(root.pressed)?.focus({ preventScroll: true }), 100);
    }
  };
  new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
  // Whoever has begun to use the form is left where they are.
  const begun = ({ target }) => { if (target.closest?.(SIDE)) until = 0; };
  document.addEventListener("pointerdown", begun, true);
  document.addEventListener("keydown", begun, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && root.isConnected && event.target.closest?.(SIDE)) document.querySelector(".st-key-side_close button")?.click();
  });
}
