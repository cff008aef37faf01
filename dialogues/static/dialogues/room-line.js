// The line to the server: one socket, a one-time ticket in its first frame, and a new try after a random rest when it drops.

const ASK_EVERY = 10_000;
const SENT_OUT = 4403;
const OPEN_ELSEWHERE = 4409; // this seat has opened newer lines in other tabs
const RESTARTING = 4503; // everybody's line closes at once, and everybody comes back

export class Line {
  constructor(wire, ticket, room, last) {
    this.wire = wire;
    this.ticket = ticket;
    this.room = room;
    this.last = last;
    this.up = false;
    this.asked = new Map(); // what was asked about a measure → who waits for the answer
    wire.onText = (text) => this.hear(JSON.parse(text));
    wire.onClose = (code) => this.closed(code);
    if (wire.asks) setInterval(() => this.say({ a: "after", n: this.last() }), ASK_EVERY);
  }

  async open() {
    let ticket;
    try {
      ticket = await this.ticket();
    } catch {
      return this.again();
    }
    this.wire.open(JSON.stringify({ a: "hello", ticket, room: this.room, after: this.last() }));
  }

  // A frame is one word, or an array: words that rode along, and entries of the room in the order of their numbers.
  hear(frame) {
    const parts = Array.isArray(frame) ? frame : [frame];
    for (const word of parts.filter((part) => !part.k)) this.word(word);
    const entries = parts.filter((part) => part.k);
    if (entries.length) this.onEntries(entries);
  }

  word(word) {
    if (word.in !== undefined) {
      this.wire.settled();
      this.set(true);
    } else if (word.about) this.asked.get(`${word.about} ${word.of}`)?.(word);
    else this.onWord(word);
  }

  closed(code) {
    this.set(false, code === RESTARTING);
    for (const answer of this.asked.values()) answer(null);
    if (code === SENT_OUT) location.reload();
    else if (code !== OPEN_ELSEWHERE) this.again();
  }

  again() {
    this.set(false);
    setTimeout(() => this.open(), this.wire.pause());
  }

  say(frame) {
    return this.up && this.wire.send(JSON.stringify(frame));
  }

  // Ask something about a measure and wait for its answer; null if the line is down.
  ask(frame) {
    return new Promise((done) => {
      const about = `${frame.a} ${frame.of}`;
      this.asked.set(about, (word) => {
        this.asked.delete(about);
        done(word);
      });
      if (!this.say(frame)) this.asked.get(about)(null);
    });
  }

  set(up, restarting = false) {
    if (up === this.up) return;
    this.up = up;
    this.onState(up, restarting);
  }
}
