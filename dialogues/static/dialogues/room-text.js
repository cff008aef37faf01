// A message as the page shows it: bold, italic, lists, quotes, and nothing else. Built of text nodes, never of HTML.
// The same rules as dialogues/chat/markup.py; both are held to the same samples.

const QUOTE = /^> ?(.*)$/u;
const ITEM = /^[-*•] +(.+)$/u;
const MARKED =
  /(?<![\p{L}\p{N}_*])(?:\*\*(?! |\*\*)(.+?)(?<! )\*\*|\*(?![ *])((?:[^*]|\*\*)+?)(?<! )\*|_(?![ _])(.+?)(?<! )_)(?![\p{L}\p{N}_*])/gu;
const LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff";
const CYRILLIC = "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f";
const GREEK = "\u0370-\u03ff\u1f00-\u1fff";
const SCRIPTS = [LATIN, CYRILLIC, GREEK].map((letters) => new RegExp(`[${letters}]`, "u"));
const WORD = new RegExp(`[${LATIN}${CYRILLIC}${GREEK}\u0300-\u036f]+`, "gu");
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** The way most letters are written. */
export function wayOf(text) {
  const letters = text.match(/\p{L}/gu) ?? [];
  const leftwards = letters.filter((letter) => RIGHT_TO_LEFT.test(letter)).length;
  if (2 * leftwards === letters.length) return "auto";
  return 2 * leftwards > letters.length ? "rtl" : "ltr";
}

/** Paragraphs, quotes and lists: [{ kind, way, lines: [[{ text, bold, italic, mixed }]] }]. */
export function blocks(text) {
  return grouped(text).map(({ kind, lines }) => ({
    kind,
    way: wayOf(lines.join("")),
    lines: lines.map((line) =>
      marked({ text: line, bold: false, italic: false, mixed: false }).flatMap(alphabets),
    ),
  }));
}

/** A message as elements. */
export function said(text, lang, mixedWords) {
  const whole = document.createElement("div");
  whole.className = "said";
  if (lang) whole.lang = lang;
  for (const block of blocks(text)) whole.append(element(block, mixedWords));
  return whole;
}

function element({ kind, way, lines }, mixedWords) {
  const made = document.createElement({ p: "p", quote: "blockquote", list: "ul" }[kind]);
  made.dir = way;
  for (const [place, line] of lines.entries()) {
    const shown = line.map((span) => run(span, mixedWords));
    if (kind === "list") made.append(wrap("li", shown));
    else made.append(...(place ? [document.createElement("br")] : []), ...shown);
  }
  return made;
}

function run({ text, bold, italic, mixed }, mixedWords) {
  let made = document.createTextNode(text);
  if (mixed) {
    made = wrap("span", [made]);
    made.className = "mixed";
    made.title = mixedWords;
  }
  if (italic) made = wrap("em", [made]);
  return bold ? wrap("strong", [made]) : made;
}

function wrap(name, inner) {
  const made = document.createElement(name);
  made.append(...inner);
  return made;
}

function grouped(text) {
  const found = [];
  let kind = "p";
  let lines = [];
  for (const line of [...text.split("\n"), ""]) {
    const quote = QUOTE.exec(line);
    const item = ITEM.exec(line);
    const here = quote ? "quote" : item ? "list" : "p";
    if (lines.length && (here !== kind || !line)) {
      found.push({ kind, lines });
      lines = [];
    }
    kind = here;
    if (line) lines.push((quote ?? item)?.[1] ?? line);
  }
  return found;
}

function marked(span) {
  const carried = (found) => (found[1] ? span.bold : span.italic);
  const inner = (found) =>
    marked({
      ...span,
      text: found[1] ?? found[2] ?? found[3],
      bold: span.bold || Boolean(found[1]),
      italic: span.italic || !found[1],
    });
  return parted(span, MARKED, carried, inner);
}

function alphabets(span) {
  const one = (found) => SCRIPTS.filter((script) => script.test(found[0])).length < 2;
  return parted(span, WORD, one, (found) => [{ ...span, text: found[0], mixed: true }]);
}

// Split a span at what a pattern finds, unless it is to be passed over.
function parted(span, pattern, passedOver, inner) {
  const parts = [];
  let place = 0;
  for (const found of span.text.matchAll(pattern)) {
    if (passedOver(found)) continue;
    if (found.index > place) parts.push({ ...span, text: span.text.slice(place, found.index) });
    parts.push(...inner(found));
    place = found.index + found[0].length;
  }
  if (place < span.text.length || !span.text) parts.push({ ...span, text: span.text.slice(place) });
  return parts;
}
