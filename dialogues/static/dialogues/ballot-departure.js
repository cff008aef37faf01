// A sealed ballot leaves after a random wait, so that its moment does not point to anybody: at most the page's
// waiting time, 5 seconds before the close at the latest, and at once when the page is left. No cookie goes with it.

const BEFORE_CLOSE_SECONDS = 5;
const AGAIN_SECONDS = 8;

export class Departure {
  constructor(page) {
    this.page = page;
    this.pending = null;
    this.timer = 0;
    addEventListener("pagehide", () => this.go({ keepalive: true }));
    document.getElementById("ballot-retry")?.addEventListener("click", () => this.go());
  }

  /** Let a ballot leave; one that is still waiting gives way to the newer one. */
  leave(ballot, secondsLeft) {
    clearTimeout(this.timer);
    this.pending = { poll: this.page.measure, ...ballot };
    const most = Math.max(0, Math.min(this.page.wait_seconds, secondsLeft - BEFORE_CLOSE_SECONDS));
    this.say(most > 0 ? "waiting" : "sending");
    this.timer = setTimeout(() => this.go(), chance() * most * 1000);
  }

  async go({ keepalive = false } = {}) {
    const ballot = this.pending;
    if (!ballot) {
      return;
    }
    clearTimeout(this.timer);
    this.pending = null;
    this.say("sending");
    const outcome = await send(ballot, keepalive);
    const retriable = outcome === "offline" || outcome === "busy" || outcome === "slow_down";
    if (retriable && this.pending === null) {
      this.pending = ballot;
      this.timer = setTimeout(() => this.go(), (1 + chance()) * AGAIN_SECONDS * 1000);
    }
    document.getElementById("ballot-retry").hidden = !retriable;
    this.say(outcome);
  }

  say(outcome) {
    const words = this.page.words;
    document.getElementById("ballot-status").textContent = words[`sent_${outcome}`] ?? words.sent_offline;
  }
}

async function send(ballot, keepalive) {
  try {
    const answer = await fetch("/room/ballot", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(ballot),
      credentials: "omit",
      cache: "no-store",
      keepalive,
    });
    return answer.ok ? "arrived" : (await answer.json()).error;
  } catch {
    return "offline";
  }
}

function chance() {
  return crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32;
}
