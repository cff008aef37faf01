// An own message is taken back where it stands, over the line: the room's next entry says so, here as everywhere.
import { element } from "./room-log.js";

export class Withdrawing {
  constructor(room, words, line) {
    this.words = words;
    this.line = line;
    this.list = room.querySelector("[data-entries]");
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-withdraw]");
      if (button && !this.take(button)) this.tell(button, this.words.offline);
    });
    this.list.addEventListener("submit", (event) => {
      if (event.target.matches("[data-withdraw-form]") && this.take(event.target)) event.preventDefault();
    });
  }

  take(inside) {
    return this.line.say({ a: "withdraw", of: inside.closest("li").dataset.id });
  }

  // Whether a word was a refusal about a message of the log.
  hear(word) {
    const item = word.refused && this.list.querySelector(`[data-id="${CSS.escape(word.cmid ?? "")}"]`);
    if (item) this.tell(item, word.words);
    return Boolean(item);
  }

  tell(inside, words) {
    const item = inside.closest("li");
    item.querySelector(".withdrawing")?.remove();
    item.append(element("p", "state withdrawing", words));
  }
}
