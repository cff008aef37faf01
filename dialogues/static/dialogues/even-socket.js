// One socket of even traffic: every frame that comes is answered by exactly one, data or padding, whatever anybody does.
// Runs in a worker, because timers of a page that is not looked at are slowed down, and that would show on the line.
import { Assembler, DOWN, framesOf, padding, UP } from "./even-codec.js";

const SHORTEST = 0.01; // parts of a tick until a frame is answered: 50 to 250 ms of 5 s
const LONGEST = 0.05;
const AWAKE_EVERY = 12; // answers: somebody may be reading, and the login must not count as idle

export class EvenSocket {
  constructor(address, tick, first, on) {
    this.tick = tick;
    this.on = on;
    this.whole = new Assembler(DOWN);
    this.waiting = [];
    this.answers = 0;
    this.socket = new WebSocket(address);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => {
      this.send(first);
      this.socket.send(this.waiting.shift());
    };
    this.socket.onmessage = (event) => this.hear(new Uint8Array(event.data));
    this.socket.onclose = (event) => on.close(event.code);
  }

  // Waits for the next answers; nothing leaves by itself.
  send(text) {
    this.waiting.push(...framesOf(new TextEncoder().encode(text), UP));
  }

  close() {
    this.socket.close();
  }

  hear(frame) {
    const rest = this.tick * (SHORTEST + Math.random() * (LONGEST - SHORTEST));
    setTimeout(() => this.answer(), rest);
    let whole;
    try {
      whole = this.whole.take(frame);
    } catch {
      return this.close(); // the next line begins where this one was whole
    }
    if (whole) this.on.message(new TextDecoder().decode(whole));
  }

  answer() {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.answers += 1;
    if (!this.waiting.length && this.answers % AWAKE_EVERY === 0) this.send('{"a":"awake"}');
    this.socket.send(this.waiting.shift() ?? padding(UP));
  }
}
