// The room, live. Entries come over one line; live delivery and catching up are the same; nothing is shown out of order.
import { watchPapers } from "./ballot-token.js";
import { Composer } from "./room-composer.js";
import { Line } from "./room-line.js";
import { Log } from "./room-log.js";
import { moderate } from "./room-moderate.js";
import { EvenWire, PlainWire } from "./room-wire.js";
import { Withdrawing } from "./room-withdraw.js";

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
  const tick = Number(room.dataset.even);
  const wire = tick ? new EvenWire(tick) : new PlainWire();
  const line = new Line(wire, ticket, room.dataset.key, () => log.last);
  const composer = new Composer(room, words, line, log);
  const withdrawing = new Withdrawing(room, words, line);
  const papers = watchPapers(room.getAttribute("data-announced"), tick ? line : null);
  line.onEntries = (entries) => {
    log.add(entries, composer);
    papers.hear(entries);
  };
  line.onWord = (word) => {
    if (word.look) room.querySelector("[data-look]").hidden = false;
    else if (!withdrawing.hear(word)) composer.hear(word);
  };
  wire.onBroken = () => {
    connection.textContent = words.broken;
    connection.classList.remove("vh");
  };
  line.onState = (up, restarting) => {
    connection.textContent = up ? words.online : restarting ? words.restarting : words.offline;
    connection.classList.toggle("vh", up);
    composer.lineIs(up);
    if (up) papers.lineIsUp();
  };
  line.open();
  moderate(room);
}
