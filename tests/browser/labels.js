// The words of every chart in view of the page: those that lie on another word, and those that are cut.
() => {
  const faults = [];
  for (const panel of document.querySelectorAll(".board .panel")) {
    const figure = panel.querySelector(".chart .figure");
    if (!figure) continue;
    const frame = panel.getBoundingClientRect();
    const words = [...figure.querySelectorAll("svg text")].filter((text) => text.textContent.trim() && getComputedStyle(text).visibility !== "hidden" && Number(getComputedStyle(text).opacity) > 0);
    const boxes = words.map((text) => [text.textContent, text.getBoundingClientRect(), text]).filter(([, box]) => box.width);
    for (const [name, box] of boxes) {
      if (box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2) faults.push(`${panel.id}: "${name}" is cut`);
    }
    for (let i = 0; i < boxes.length; i += 1) {
      for (let j = i + 1; j < boxes.length; j += 1) {
        const [[one, a, first], [other, b, second]] = [boxes[i], boxes[j]];
        if (first.contains(second) || second.contains(first)) continue;
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 2 && down > 5) // The box of a word has 2 to 3 empty pixels above its letters, and as many below.
           faults.push(`${panel.id}: "${one}" lies on "${other}" by ${across.toFixed(0)} by ${down.toFixed(0)} px`);
      }
    }
  }
  return faults;
}
