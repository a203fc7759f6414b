// A chart as a picture: with its title, what it measures, where it comes from and whether it is demonstration data.

const SCALE = 2, PAD = 20;

async function embedFace() {
  const faces = [...document.fonts].filter(({ family, status }) => family.includes("Source Sans") && status === "loaded");
  const rules = [...document.styleSheets].flatMap((sheet) => { try { return [...sheet.cssRules]; } catch { return []; } });
  const rule = faces.length && rules.find((each) => each instanceof CSSFontFaceRule && /Source Sans/.test(each.style.fontFamily) && each.style.fontStyle !== "italic");
  const address = rule && rule.style.getPropertyValue("src").match(/url\("?([^")]+)"?\)/)?.[1];
  if (!address) return "";
  try {
    const bytes = await (await fetch(new URL(address, rule.parentStyleSheet.href ?? location.href))).blob();
    const data = await new Promise((ready) => { const file = new FileReader(); file.onload = () => ready(file.result); file.readAsDataURL(bytes); });
    return `<style>@font-face{font-family:"Source Sans";font-weight:200 900;src:url(${data})}</style>`;
  } catch {
    return "";
  }
}

// Lines of words that fit a width.
function wrapWords(words, size, wide) {
  const lines = [""];
  for (const word of words.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (measureWidth(escapeMarkup(longer), size) > wide && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

async function pictureOf(section, card) {
  const box = section.querySelector(".figure"), style = getComputedStyle(section);
  const resolved = resolveFigure(card.figure, Math.max(640, box.clientWidth), null), { width, height } = resolved.layout;
  const sheet = document.createElement("div");
  sheet.style.cssText = "position:absolute;left:-9999px;top:0";
  document.body.append(sheet);
  paintFigure(sheet, resolved);
  const chart = sheet.querySelector("svg");
  sheet.remove();
  const ink = style.color, muted = style.getPropertyValue("--ink-2"), legend = [...section.querySelectorAll(".key li")].map((item) => item.textContent);
  let y = PAD;
  const write = (words, size, colour, weight = 400) => wrapWords(words, size, width).map((line) => {
    y += size * 1.3;
    return `<text x="${PAD}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escapeMarkup(line)}</text>`;
  }).join("");
  const head = write(card.title, 20, ink, 650) + write(card.sub, 14, muted);
  y += 6;
  const swatches = [...section.querySelectorAll(".key li")].map((item, i) => ({ words: legend[i], svg: item.querySelector("svg")?.outerHTML ?? "" }));
  let x = PAD, key = "";
  for (const { words, svg } of swatches) {
    const wide = measureWidth(escapeMarkup(words), 13) + 40;
    if (x + wide > width + PAD && x > PAD) { x = PAD; y += 18; }
    key += `<g transform="translate(${x},${y + 4})">${svg}<text x="24" y="13" font-size="13" fill="${ink}">${escapeMarkup(words)}</text></g>`;
    x += wide;
  }
  if (swatches.length) y += 26;
  const top = y;
  y += height + 8;
  const source = card.about.source + (card.about.source ? "." : "");
  const foot = (card.demonstration ? write("DEMONSTRATION DATA: generated figures, do not act on them.", 13, style.getPropertyValue("--demo"), 650) : "") +
    write(card.reading, 14, muted) + write(`${source} ${location.href.split("#")[0]}#${card.name}`, 12, muted);
  const tall = Math.round(y + PAD), wide = width + 2 * PAD;
  const body = chart.outerHTML.replace("<svg ", `<svg x="${PAD}" y="${top}" `).replace(/ class="painted"/, "");
  return { wide, tall, svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${tall}" viewBox="0 0 ${wide} ${tall}" font-family='${FACE}' role="img">` +
    `<title>${escapeMarkup(card.title)}</title><desc>${escapeMarkup(card.reading)}</desc>${await embedFace()}` +
    `<rect width="${wide}" height="${tall}" fill="${style.backgroundColor}"/>${head}${key}${body}${foot}</svg>` };
}

async function pngOf({ wide, tall, svg }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [wide * SCALE, tall * SCALE];
  const pencil = canvas.getContext("2d");
  pencil.scale(SCALE, SCALE);
  pencil.drawImage(image, 0, 0);
  return new Promise((ready) => canvas.toBlob(ready, "image/png"));
}

function saveBlob(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const pictureName = ({ name, sub }, kind) =>
  `${`${name} ${sub}`.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 100).replace(/^-|-$/g, "")}.${kind}`;
