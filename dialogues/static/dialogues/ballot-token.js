// Ballot papers: one a seat and measure, fetched by itself while they are handed out, kept in this tab alone.
// The room page imports `fetchPaper`; the ballot page uses both.

import { fromBase64Url } from "./ballot-seal.js";

const MOST_WAIT_MS = 4000;

/** The paper of a measure as bytes, or null if this tab holds none. */
export function paperOf(measure) {
  const text = sessionStorage.getItem(place(measure));
  return text ? fromBase64Url(text) : null;
}

/** Keep a paper that was typed in or came with the page. */
export function keepPaper(measure, text) {
  sessionStorage.setItem(place(measure), text.trim());
}

/**
 * Fetch the paper of a measure that was just announced, after a short random wait. Returns "kept", or the reason
 * why there is none: "already_issued" (another tab has it), "closed", "suspended", "not_found" or "offline".
 */
export async function fetchPaper(measure, { wait = MOST_WAIT_MS } = {}) {
  if (paperOf(measure)) {
    return "kept";
  }
  await new Promise((done) => setTimeout(done, Math.random() * wait));
  try {
    const answer = await fetch(`/room/ballots/${measure}/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
      cache: "no-store",
    });
    const body = await answer.json();
    if (answer.ok) {
      keepPaper(measure, body.token);
      return "kept";
    }
    return body.error;
  } catch {
    return "offline";
  }
}

/**
 * Fetch papers while a participant sits in the room: for what is announced already (ids parted by blanks; null on a
 * page without a seat) and for what the log announces later. Returns what wants to hear the log's entries.
 */
export function watchPapers(announced) {
  if (announced === null) {
    return () => {};
  }
  for (const measure of announced.split(" ").filter(Boolean)) {
    fetchPaper(measure);
  }
  return (entries) => {
    for (const entry of entries) {
      if (entry.k === "measure.announced") {
        fetchPaper(entry.of);
      }
    }
  };
}

function place(measure) {
  return `paper.${measure}`;
}
