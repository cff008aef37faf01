// The log of the room: entries in the order of their numbers, as text, without moving what is being read.

import { said } from "./room-text.js";

const FLOOD = 5; // more entries at once are told as one, not read out one by one
const NOBODY = "00000000-0000-0000-0000-000000000000";

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function clock(stamp) {
  return stamp.slice(11, 16);
}

export class Log {
  constructor(room, words) {
    this.room = room;
    this.words = words;
    this.list = room.querySelector("[data-entries]");
    this.scroller = room.querySelector(".log");
    this.last = Number(room.dataset.last);
    this.mask = room.dataset.mask;
    this.moderateAt = room.querySelector("[data-moderate-at]")?.dataset.moderateAt;
    this.flagAt = room.querySelector("[data-flag-at]")?.dataset.flagAt;
    this.button = element("button", "btn new-below", words.new);
    this.button.type = "button";
    this.button.hidden = true;
    this.button.addEventListener("click", () => this.toNewest());
    this.scroller.before(this.button);
    this.away();
  }

  // What came while this tab was away stands under a line of its own. Only the tab knows how far it had read.
  away() {
    this.seen = `anteroom-seen-${this.room.dataset.key}`;
    const seen = Number(sessionStorage.getItem(this.seen));
    const first = [...this.list.querySelectorAll("[data-n]")].find((item) => Number(item.dataset.n) > seen);
    if (seen && first) {
      const mark = element("li", "note away");
      mark.append(element("p", "", this.words.away));
      first.before(mark);
    }
    sessionStorage.setItem(this.seen, this.last);
  }

  atNewest() {
    return Math.abs(this.scroller.scrollTop) < 40; // the log is laid out from its end: zero is the newest
  }

  toNewest() {
    this.scroller.scrollTop = 0;
    this.button.hidden = true;
  }

  add(entries, composer) {
    const follow = this.atNewest();
    const height = this.scroller.scrollHeight;
    if (entries.length > FLOOD) this.hush();
    for (const entry of entries) {
      if (entry.n <= this.last) continue;
      this.last = entry.n;
      this.list.querySelector("[data-empty]")?.remove();
      this.change(entry);
      if (!composer.settle(entry)) this.list.append(this.render(entry));
    }
    sessionStorage.setItem(this.seen, this.last);
    if (follow) this.toNewest();
    else {
      this.scroller.scrollTop -= this.scroller.scrollHeight - height;
      this.button.hidden = false;
    }
  }

  // What was missed is there to be read; a screen reader is not made to say all of it.
  hush() {
    this.scroller.setAttribute("aria-live", "off");
    clearTimeout(this.hushed);
    this.hushed = setTimeout(() => this.scroller.setAttribute("aria-live", "polite"), 1000);
  }

  // A message that was hidden or withdrawn keeps its place and loses its words.
  change(entry) {
    if (entry.k !== "message.hidden" && entry.k !== "message.withdrawn") return;
    const changed = this.list.querySelector(`[data-id="${CSS.escape(entry.of)}"]`);
    if (!changed) return;
    const focused = changed.contains(document.activeElement);
    for (const words of changed.querySelectorAll("p, .said, .deeds")) words.remove();
    if (focused) this.scroller.focus(); // the button that had it is gone
    changed.append(
      element("p", "state", entry.k === "message.hidden" ? this.words.hidden : this.words.withdrawn),
    );
  }

  render(entry) {
    const item = element("li");
    item.id = `n${entry.n}`;
    item.dataset.n = entry.n;
    if (entry.k !== "message.posted") {
      item.className = "note";
      item.append(element("p", "", `${clock(entry.t)}. ${entry.w ?? ""}`));
      return item;
    }
    item.dataset.id = entry.id;
    if (entry.r) item.className = "chair";
    item.append(this.who(entry));
    if (entry.st) item.append(element("p", "state", this.words[entry.st]));
    else this.say(item, entry);
    return item;
  }

  say(item, entry) {
    if (entry.b.re) {
      const answered = element("a", "", `${this.words.inAnswer} ${entry.b.re}`);
      answered.href = `#n${entry.b.re}`;
      const line = element("p", "small soft re");
      line.append(answered);
      item.append(line);
    }
    const deeds = element("div", "deeds small");
    const answer = this.deed(this.words.answer, entry, `#w`);
    answer.dataset.answer = entry.n;
    deeds.append(answer);
    if (this.moderateAt) {
      const moderate = this.deed(this.words.moderate, entry, this.moderateAt.replace(NOBODY, entry.id));
      moderate.dataset.moderate = entry.id;
      deeds.append(moderate);
    } else if (entry.m === this.mask) {
      const withdraw = element("button", "btn quiet", this.words.withdraw);
      withdraw.type = "button";
      withdraw.dataset.withdraw = "";
      withdraw.append(element("span", "vh", ` ${entry.n}`));
      deeds.append(withdraw);
    } else {
      deeds.append(this.deed(this.words.flag, entry, this.flagAt.replace(NOBODY, entry.id)));
    }
    item.append(this.text(entry.b), deeds);
  }

  // A link below a message; its number is read out with it.
  deed(words, entry, address) {
    const link = element("a", "", words);
    link.href = address;
    link.append(element("span", "vh", ` ${entry.n}`));
    return link;
  }

  who(entry) {
    const who = element("div", "who");
    const name = element("b");
    name.append(element("bdi", "", entry.r ? this.words.facilitator : entry.m));
    who.append(name, " ");
    if (!entry.r) {
      const side = element("span");
      const mark = this.room.querySelector(`template[data-side="${Number(entry.s)}"]`);
      if (mark) side.append(mark.content.cloneNode(true));
      who.append(side);
      if (entry.m === this.mask) who.append(element("span", "", this.words.you));
    }
    const time = element("time", "", clock(entry.t));
    time.dateTime = entry.t;
    who.append(time);
    return who;
  }

  text(body) {
    return said(body.text, body.lang, this.words.mixed);
  }
}

export { element };
