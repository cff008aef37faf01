// The line to the server: one socket, a one-time ticket in its first frame, and a new try after a random rest when it drops.

const ASK_EVERY = 10_000;
const LONGEST_REST = 30_000;
const SENT_OUT = 4403;

export class Line {
  constructor(ticket, last) {
    this.ticket = ticket;
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
      this.socket.send(JSON.stringify({ a: "hello", ticket, after: this.last() }));
      this.rest = 500;
      this.set(true);
    };
    this.socket.onmessage = (event) => {
      const frame = JSON.parse(event.data);
      if (Array.isArray(frame)) this.onEntries(frame);
      else this.onWord(frame);
    };
    this.socket.onclose = (event) => {
      this.set(false);
      if (event.code === SENT_OUT) location.reload();
      else this.again();
    };
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
