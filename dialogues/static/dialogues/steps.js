// A page of several steps, one shown at a time, with the trouble of the moment above them.

export class Steps {
  constructor(page) {
    this.page = page;
    this.trouble = page.querySelector("[data-trouble]");
  }

  find(selector) {
    return this.page.querySelector(selector);
  }

  words(code) {
    return this.find(`[data-error="${code}"]`)?.textContent;
  }

  show(name, place = null) {
    this.trouble.hidden = true;
    for (const step of this.page.querySelectorAll("[data-step]")) {
      step.hidden = step.dataset.step !== name;
      if (!step.hidden) step.querySelector("h1").focus();
    }
    if (place === null) return;
    const marks = this.page.querySelectorAll("[data-trail]:not([hidden]) li");
    for (const [at, mark] of marks.entries()) {
      if (at === place) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    }
  }

  say(code, more = "") {
    this.trouble.textContent = `${this.words(code) ?? this.words("busy")} ${more}`.trim();
    this.trouble.hidden = false;
    this.trouble.focus();
  }

  lay(paragraphs) {
    const made = paragraphs.map((words) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = words;
      return paragraph;
    });
    for (const place of this.page.querySelectorAll("[data-text]"))
      place.replaceChildren(...made.map((p) => p.cloneNode(true)));
  }
}

/** When the door opens and closes, in the reader's own time and words. */
export function doorTimes({ windows }) {
  const minutes = (count) => count * 60 * 1000;
  const opens =
    windows.redeem_opens ??
    new Date(Date.parse(windows.issue_closes) + minutes(windows.gap_minutes)).toISOString();
  const closes = windows.join_closes
    ? Date.parse(windows.join_closes)
    : Date.parse(opens) + minutes(windows.redeem_minutes);
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: "full",
    timeStyle: "short",
  });
  return format.formatRange(new Date(opens), new Date(closes));
}
