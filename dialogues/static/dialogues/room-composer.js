// Writing: a draft that survives, and a message that is sending, kept, or not sent: never silently nothing.
import { Answers } from "./room-answers.js";
import { element } from "./room-log.js";

export class Composer {
  constructor(room, words, line, log) {
    this.words = words;
    this.line = line;
    this.log = log;
    this.form = room.querySelector(".compose");
    this.field = this.form.querySelector("textarea");
    this.version = this.form.querySelector('[name="text_version"]').value;
    this.key = `anteroom-draft-${room.dataset.key}`;
    this.outbox = new Map(); // cmid → { text, lang, re, item, number }
    this.held = new Set(); // what waits for a facilitator: never sent again, it may be taken back elsewhere
    this.lang = this.form.querySelector('[name="lang"]');
    this.remember();
    this.answers = new Answers(room, this.form);
    this.field.value ||= sessionStorage.getItem(this.key) ?? "";
    this.field.addEventListener("input", () => sessionStorage.setItem(this.key, this.field.value));
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.form.requestSubmit();
      }
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  // The language that was chosen last stays chosen, in this tab alone; the words are typed its way.
  remember() {
    if (this.lang.tagName !== "SELECT") return;
    const kept = sessionStorage.getItem("anteroom-language");
    if (kept && [...this.lang.options].some((option) => option.value === kept)) this.lang.value = kept;
    this.lang.addEventListener("change", () => {
      sessionStorage.setItem("anteroom-language", this.lang.value);
      this.field.lang = this.lang.value;
    });
    this.field.lang = this.lang.value;
  }

  submit() {
    const text = this.field.value.trim();
    if (!text) return;
    const cmid = crypto.randomUUID();
    const item = element("li");
    const lang = this.lang.value;
    item.append(this.log.text({ text, lang }), element("p", "state"));
    this.log.list.append(item);
    this.log.toNewest();
    this.outbox.set(cmid, { text, lang, re: this.answers.take(), item, number: 0 });
    this.field.value = "";
    sessionStorage.removeItem(this.key);
    this.send(cmid);
    this.field.focus();
  }

  send(cmid) {
    const waiting = this.outbox.get(cmid);
    const frame = { a: "post", cmid, text: waiting.text, text_version: this.version, lang: waiting.lang };
    const sent = this.line.say(waiting.re ? { ...frame, re: waiting.re } : frame);
    if (sent) this.mark(waiting, this.words.sending);
    else this.offer(cmid, "");
  }

  mark(waiting, words) {
    waiting.item.querySelector(".state").replaceChildren(words);
  }

  // Not sent: say so, and offer to try again with the same id, so that nothing can be doubled.
  offer(cmid, why) {
    const waiting = this.outbox.get(cmid);
    const retry = element("button", "btn quiet", this.words.retry);
    retry.type = "button";
    retry.addEventListener("click", () => {
      this.field.focus(); // the button goes
      this.send(cmid);
    });
    const state = waiting.item.querySelector(".state");
    state.replaceChildren(`${this.words.unsent}. ${why} `, retry);
  }

  hear(word) {
    if (word.ack && this.outbox.has(word.ack)) {
      const waiting = this.outbox.get(word.ack);
      waiting.number = word.n;
      if (word.n <= this.log.last) this.dissolve(word.ack);
      else this.mark(waiting, this.words.kept);
    } else if (word.held && this.outbox.has(word.held)) {
      const waiting = this.outbox.get(word.held);
      this.mark(waiting, this.words.held);
      this.outbox.delete(word.held);
      this.held.add(waiting);
    } else if (word.refused && this.outbox.has(word.cmid)) {
      this.offer(word.cmid, word.words);
    }
  }

  // An own message has come back as an entry: it takes the place of the one that was waiting.
  settle(entry) {
    for (const [cmid, waiting] of this.outbox) {
      if (
        waiting.number === entry.n ||
        (!waiting.number && entry.m === this.log.mask && entry.b?.text === waiting.text)
      ) {
        const item = this.log.render(entry);
        item.append(element("p", "state", this.words.kept));
        waiting.item.remove();
        this.log.list.append(item);
        this.outbox.delete(cmid);
        return true;
      }
    }
    this.published(entry);
    return false;
  }

  // What waited for a facilitator stands in the room now: it is not shown twice.
  published(entry) {
    for (const waiting of this.held) {
      if (entry.m !== this.log.mask || entry.b?.text !== waiting.text) continue;
      waiting.item.remove();
      this.held.delete(waiting);
      return;
    }
  }

  dissolve(cmid) {
    this.outbox.get(cmid).item.remove();
    this.outbox.delete(cmid);
  }

  lineIs(up) {
    for (const cmid of this.outbox.keys()) {
      if (up) this.send(cmid);
      else this.offer(cmid, "");
    }
  }
}
