// The room, live. Entries come over one line; live delivery and catching up are the same; nothing is shown out of order.
import { watchPapers } from "./ballot-token.js";
import { Composer } from "./room-composer.js";
import { Line } from "./room-line.js";
import { Log } from "./room-log.js";
import { moderate } from "./room-moderate.js";

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

// An own message is taken back where it stands: the room's next entry says so, here as everywhere.
async function withdraw(button) {
  const headers = { Accept: "application/json", "X-Seat-Token": token, "X-Seat-Page": location.pathname };
  const answer = await fetch(button.dataset.withdraw, { method: "POST", headers, redirect: "manual" });
  if (answer.status === 409) button.replaceWith((await answer.json()).refused);
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
  line.onWord = (word) => {
    if (word.look) room.querySelector("[data-look]").hidden = false;
    else composer.hear(word);
  };
  line.onState = (up) => {
    connection.textContent = up ? words.online : words.offline;
    connection.classList.toggle("vh", up);
    composer.lineIs(up);
  };
  line.open();
  moderate(room);
  room.addEventListener("click", (event) => {
    const button = event.target.closest("[data-withdraw]");
    if (button) withdraw(button);
  });
}
