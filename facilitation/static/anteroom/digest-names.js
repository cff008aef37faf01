// Looks for pasted names in the text of a digest. The list stays in this tab: the field has no name and nothing is sent or stored.

const box = document.querySelector("[data-names]");
const list = box?.querySelector("textarea");
const found = box?.querySelector("[data-found]");
const approve = document.querySelector("[data-approve]");
const texts = [...document.querySelectorAll("textarea[data-guarded]")];
const letters = /[\p{L}\p{N}]/u;

function fold(text) {
  return text.normalize("NFKC").toLocaleLowerCase();
}

// Whether a name stands in a text as a word of its own.
export function stands(name, text) {
  const [wanted, whole] = [fold(name), fold(text)];
  for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 1)) {
    const before = at > 0 && letters.test(whole[at - 1]);
    const after = letters.test(whole[at + wanted.length] ?? "");
    if (!before && !after) return true;
  }
  return false;
}

function look() {
  const names = list.value
    .split("\n")
    .map((name) => name.trim())
    .filter((name) => name.length > 1);
  const hits = [];
  for (const area of texts) {
    const here = names.filter((name) => stands(name, area.value));
    area.classList.toggle("named", here.length > 0);
    const label = area.labels[0]?.firstChild?.textContent.trim() ?? "";
    hits.push(...here.map((name) => `${name} (${label})`));
  }
  found.replaceChildren();
  if (hits.length > 0) {
    const line = document.createElement("p");
    line.className = "small error";
    line.textContent = `${found.dataset.words} ${hits.join("; ")}`;
    found.append(line);
  }
  if (approve) approve.disabled = hits.length > 0 || approve.hasAttribute("data-blocked");
}

if (box && list && found) {
  if (approve?.disabled) approve.setAttribute("data-blocked", "");
  box.hidden = false;
  for (const area of [list, ...texts]) area.addEventListener("input", look);
}
