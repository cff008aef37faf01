// The line to the server: one socket, a one-time ticket in its first frame, and a new try after a random rest when it drops.

const ASK_EVERY = 10_000;
const LONGEST_REST = 30_000;
const SENT_OUT = 4403;
const OPEN_ELSEWHERE = 4409; // this seat has opened newer lines in other tabs

export class Line {
  constructor(ticket, room, last) {
    this.ticket = ticket;
    this.room = room;
    this.last = last;
    this.rest = 500;
    this.up = false;
    this.asker = setInterval(() => this.say({ a: "after", n: this.last() }), ASK_EVERY);
  }

  async open() {
    let ticket;
    try {
      ticket = await this.ticket();
    } catch {
      return this.again();
    }
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.socket = new WebSocket(`${scheme}://${location.host}/room/line`);
    this.socket.onopen = () => {
      this.socket.send(JSON.stringify({ a: "hello", ticket, room: this.room, after: this.last() }));
    };
    this.socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    this.socket.onclose = (event) => {
      this.set(false);
      if (event.code === SENT_OUT) location.reload();
      else if (event.code !== OPEN_ELSEWHERE) this.again();
    };
  }

  // A frame is one word, or an array: words that rode along, and entries of the room in the order of their numbers.
  hear(frame) {
    const parts = Array.isArray(frame) ? frame : [frame];
    for (const word of parts.filter((part) => !part.k)) this.word(word);
    const entries = parts.filter((part) => part.k);
    if (entries.length) this.onEntries(entries);
  }

  word(word) {
    if (word.in === undefined) return this.onWord(word);
    this.rest = 500;
    this.set(true);
  }

  again() {
    this.set(false);
    const jitter = this.rest * (0.5 + Math.random());
    this.rest = Math.min(this.rest * 2, LONGEST_REST);
    setTimeout(() => this.open(), jitter);
  }

  say(frame) {
    if (!this.up || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  set(up) {
    if (up === this.up) return;
    this.up = up;
    this.onState(up);
  }
}
