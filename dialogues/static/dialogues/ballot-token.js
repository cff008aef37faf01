// Ballot papers: one a seat and measure, fetched by itself while they are handed out, kept in this tab alone.
// In unlinkable dialogues the server signs the paper without seeing it; its twelve words bring it back.
// The room page imports `watchPapers`; the ballot page uses the others.

import { findOnBoard, finish, firstCredential, genuine, votePurpose } from "./credential.js";
import { keepInTab, seedInTab } from "./keep-seed.js";
import { b64u, unb64u } from "./seat-code.js";
import { newSeed } from "./seed.js";

const MOST_WAIT_MS = 4000;

/** The paper of a measure as {token} or {msg, sig}, all bytes; null if this tab holds none. */
export function paperOf(measure) {
  const kept = sessionStorage.getItem(place(measure));
  if (!kept) return null;
  const [first, sig] = kept.split(".").map(unb64u);
  return sig ? { msg: first, sig } : { token: first };
}

/** Keep a paper that was typed in or came with the page. */
export function keepPaper(measure, text) {
  sessionStorage.setItem(place(measure), text.trim());
}

/**
 * Fetch the paper of a measure that was just announced, after a short random wait. Returns "kept", or the reason
 * why there is none: "already_issued" (another tab has it), "closed", "suspended", "not_found" or "offline".
 */
export async function fetchPaper(measure, { wait = MOST_WAIT_MS, way = OVER_HTTP } = {}) {
  if (paperOf(measure)) {
    return "kept";
  }
  await new Promise((done) => setTimeout(done, Math.random() * wait));
  try {
    const key = await way.look(measure);
    return await (key?.kid ? signedPaper(measure, key, way) : readyPaper(measure, way));
  } catch {
    return "offline";
  }
}

/** Find this tab's paper on the board, once papers are no longer handed out. Returns whether it is here now. */
export async function recoverPaper(measure) {
  const key = seedInTab() && (await look(`${measure}/key.json`));
  const board = key?.kid && (await look(`${measure}/board.json`));
  if (!board) return false;
  const { purpose, seed } = own(measure, key);
  const ours = await genuine(purpose);
  const found = ours && (await findOnBoard(seed, purpose, ours, board));
  if (found) keepPaper(measure, `${b64u(found.msg)}.${b64u(found.sig)}`);
  return Boolean(found);
}

async function readyPaper(measure, way) {
  const body = await way.ask(measure, {});
  if (body.token) keepPaper(measure, body.token);
  return body.token ? "kept" : body.error;
}

async function signedPaper(measure, key, way) {
  const { purpose, seed } = own(measure, key);
  const ours = await genuine(purpose);
  if (!ours) return "not_found"; // a key of another form could tag people: nothing is sent
  const made = await firstCredential(seed, purpose, ours);
  const body = await way.ask(measure, { blinded: b64u(made.blinded) });
  if (!body.blind_sig) return body.error;
  const signature = await finish(made, unb64u(body.blind_sig));
  if (!signature) return "not_found";
  keepPaper(measure, `${b64u(made.msg)}.${b64u(signature)}`);
  return "kept";
}

// A tab that came in by a card, or was opened beside the first, has no words: it draws a seed of its own.
function own(measure, key) {
  const kept = seedInTab() ?? { dialogue: key.dialogue, seed: b64u(newSeed()) };
  keepInTab(kept);
  return { seed: unb64u(kept.seed), purpose: votePurpose(key.dialogue, key.side, measure, key) };
}

async function look(path) {
  const answer = await fetch(`/room/ballots/${path}`, { cache: "no-store" });
  return answer.ok ? answer.json() : null;
}

async function ask(measure, body) {
  const answer = await fetch(`/room/ballots/${measure}/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    cache: "no-store",
  });
  return answer.json();
}

/**
 * Fetch papers while a participant sits in the room: for what is announced already (ids parted by blanks; null on a
 * page without a seat) and for what the log announces later. With an even line they come over it, once it is up.
 */
export function watchPapers(announced, line) {
  const wanted = announced === null ? [] : announced.split(" ").filter(Boolean);
  const way = line ? overLine(line) : OVER_HTTP;
  const get = async (measure) => {
    if ((await fetchPaper(measure, { way })) === "offline" && line) wanted.push(measure);
  };
  const getAll = () => wanted.splice(0).forEach(get);
  if (!line) getAll();
  return {
    hear(entries) {
      if (announced === null) return;
      for (const entry of entries) if (entry.k === "measure.announced") get(entry.of);
    },
    lineIsUp: getAll,
  };
}

// The two ways of asking: by requests of our own, or over the room's line, where requests would show.
const OVER_HTTP = { look: (measure) => look(`${measure}/key.json`), ask };

function overLine(line) {
  const answered = async (frame) => {
    const word = await line.ask(frame);
    if (!word) throw new Error("offline");
    return word;
  };
  return {
    async look(measure) {
      const word = await answered({ a: "card", of: measure });
      return word.status === 200 ? word.answer : null;
    },
    ask: async (measure, body) => (await answered({ a: "paper", of: measure, ...body })).answer,
  };
}

function place(measure) {
  return `paper.${measure}`;
}
