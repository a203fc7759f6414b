// The words of every chart of the page: those that lie on another word, those that are cut, and those that are too small.
() => {
  const faults = [], LEAST = 13, seen = ({ visibility, opacity }) => visibility !== "hidden" && Number(opacity) > 0;
  for (const panel of document.querySelectorAll(".board .panel")) {
    const figure = panel.querySelector(".chart .figure");
    if (!figure) continue;
    const frame = panel.getBoundingClientRect();
    const words = [...figure.querySelectorAll("svg text")].filter((text) => text.textContent.trim() && seen(getComputedStyle(text)));
    const boxes = words.map((text) => [text.textContent, text.getBoundingClientRect(), text]).filter(([, box]) => box.width);
    for (const [name, box, text] of boxes) {
      if (box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2) faults.push(`${panel.id}: "${name}" is cut`);
      const size = Number.parseFloat(getComputedStyle(text).fontSize);
      if (size < LEAST) faults.push(`${panel.id}: "${name}" has ${size} px`);
    }
    for (const item of panel.querySelectorAll(".key li")) {
      if (item.getBoundingClientRect().right > frame.right + 1) faults.push(`${panel.id}: "${item.textContent}" of the legend is cut`);
    }
    for (let i = 0; i < boxes.length; i += 1) {
      for (let j = i + 1; j < boxes.length; j += 1) {
        const [[one, a, first], [other, b, second]] = [boxes[i], boxes[j]];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 2 && down > 5 && !first.contains(second) && !second.contains(first)) // The box of a word has 2 to 3 empty pixels above its letters, and as many below.
          faults.push(`${panel.id}: "${one}" lies on "${other}" by ${across.toFixed(0)} by ${down.toFixed(0)} px`);
      }
    }
  }
  return faults;
}
