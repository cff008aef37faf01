// The room, live. Entries come over one line; live delivery and catching up are the same; nothing is shown out of order.
import { watchPapers } from "./ballot-token.js";
import { Composer } from "./room-composer.js";
import { Line } from "./room-line.js";
import { Log } from "./room-log.js";

const room = document.querySelector("[data-room]");
const words = Object.fromEntries(
  [...room.querySelector("[data-strings]").content.querySelectorAll("[data-word]")].map((span) => [
    span.dataset.word,
    span.textContent,
  ]),
);
const token = document.querySelector('.compose [name="token"]')?.value;
const csrf = document.querySelector('.compose [name="csrfmiddlewaretoken"]')?.value;
const connection = room.querySelector("[data-connection]");

async function ticket() {
  const headers = csrf
    ? { "X-CSRFToken": csrf }
    : { "X-Seat-Token": token, "X-Seat-Page": location.pathname };
  const answer = await fetch(room.dataset.ticket, { method: "POST", headers, cache: "no-store" });
  if (answer.redirected || answer.status === 403) location.reload();
  return (await answer.json()).ticket;
}

if (room.dataset.key) {
  const log = new Log(room, words);
  const line = new Line(ticket, room.dataset.key, () => log.last);
  const composer = new Composer(room, words, line, log);
  const papers = watchPapers(room.getAttribute("data-announced"));
  line.onEntries = (entries) => {
    log.add(entries, composer);
    papers(entries);
  };
  line.onWord = (word) => composer.hear(word);
  line.onState = (up) => {
    connection.textContent = up ? words.online : words.offline;
    connection.classList.toggle("vh", up);
    composer.lineIs(up);
  };
  line.open();
}
