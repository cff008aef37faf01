// The two ways of a line: at once, or evenly. Both open with a first text, send texts, and tell texts and the close code.

const LONGEST_REST = 30_000;

function address(path) {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
}

/** A socket that sends at once. */
export class PlainWire {
  asks = true; // the line asks now and then for what it may have missed
  rest = 500;

  open(first) {
    this.socket = new WebSocket(address("/room/line"));
    this.socket.onopen = () => this.socket.send(first);
    this.socket.onmessage = (event) => this.onText(event.data);
    this.socket.onclose = (event) => this.onClose(event.code);
  }

  send(text) {
    if (this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(text);
    return true;
  }

  settled() {
    this.rest = 500;
  }

  // How long to wait until the next try: longer each time.
  pause() {
    const pause = this.rest * (0.5 + Math.random());
    this.rest = Math.min(this.rest * 2, LONGEST_REST);
    return pause;
  }
}

/** A socket of even traffic, in a worker of its own; the same number of bytes at each tick. */
export class EvenWire {
  asks = false; // nothing gets lost between ticks, and each answer is needed

  constructor(tick) {
    this.tick = tick;
  }

  open(first) {
    try {
      this.worker ??= this.begin();
    } catch {
      return this.onBroken();
    }
    this.worker.postMessage({ open: address("/room/even"), tick: this.tick, first });
  }

  begin() {
    const place = new URL("./even-worker.js", import.meta.url).href;
    const policy = window.trustedTypes?.createPolicy("anteroom", { createScriptURL: (url) => url });
    const worker = new Worker(policy ? policy.createScriptURL(place) : place, { type: "module" });
    worker.onmessage = ({ data }) => (data.code ? this.onClose(data.code) : this.onText(data.text));
    worker.onerror = () => this.onBroken();
    return worker;
  }

  send(text) {
    this.worker.postMessage({ text });
    return true;
  }

  settled() {}

  // Whoever comes back waits for up to a tick, so that the moment tells nothing.
  pause() {
    return Math.random() * this.tick;
  }
}
