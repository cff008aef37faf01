// A tab that stands open is not idle: somebody may be reading. Every ten minutes it says so; nothing else is sent.

const MINUTES = 10;

async function stay() {
  try {
    await fetch("/room/awake", { method: "POST", cache: "no-store" });
  } catch {
    // The line is down; the next round says it again.
  }
}

setInterval(stay, MINUTES * 60 * 1000);
