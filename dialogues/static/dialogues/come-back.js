// Unlinkable entry, second step, and every return: twelve words or a pass lead to the seat, from any device.

import { findOnBoard, genuine, seatPurpose, seatSecretOf } from "./credential.js";
import { forgetSeed, keepInTab, seedInTab, seedOnDevice } from "./keep-seed.js";
import { look, post } from "./post.js";
import { b64u, sha256, unb64u } from "./seat-code.js";
import { fetchWords, readPass, seedOf } from "./seed.js";
import { doorTimes, Steps } from "./steps.js";

const BEFORE = ["setup", "issuing", "sealing1", "gap"];
const steps = new Steps(document.querySelector("[data-come-back]"));
let found = null; // {card, seed}

async function begin() {
  const fragment = location.hash.slice(1);
  if (fragment) history.replaceState(null, "", location.pathname);
  if (!crypto.subtle) return steps.say("insecure");
  const cut = fragment.includes(".") && !(await readPass(fragment));
  const kept = fragment.includes(".") ? await readPass(fragment) : await keptSeed();
  if (kept) return go(`/join/card/${kept.dialogue}.json`, kept.seed).catch(trouble);
  steps.find("#dialogue-code").value = fragment.includes(".") ? "" : fragment;
  steps.show("ask");
  if (cut) steps.say("cut");
}

async function keptSeed() {
  const kept = seedInTab() ?? (await seedOnDevice().catch(() => null));
  return kept && { dialogue: kept.dialogue, seed: unb64u(kept.seed) };
}

function trouble(error) {
  const [code, more] = error.message.split(":");
  if (steps.find('[data-step="busy"]').hidden === false) steps.show(found ? "enter" : "ask");
  steps.say(code, more);
}

async function ask(event) {
  event.preventDefault();
  try {
    const code = readCode(steps.find("#dialogue-code").value);
    const list = await fetchWords(steps.page.dataset.words);
    const seed = await seedOf(steps.find("#typed-words").value, list);
    await go(`/join/card/${code}.json`, seed, "code");
  } catch (error) {
    trouble(error);
  }
}

function readCode(typed) {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  if (!/^[0-9A-Z]{8}$/.test(code)) throw new Error("code");
  return code;
}

async function go(address, seed, missing = "not_found") {
  found = null;
  const card = await look(address);
  if (!card) throw new Error(missing);
  found = { card, seed };
  keepInTab({ dialogue: card.dialogue, seed: b64u(seed) });
  steps.lay(card.text);
  if (await knownSeat()) return;
  if (BEFORE.includes(card.phase)) {
    for (const place of steps.page.querySelectorAll("[data-when]")) place.textContent = doorTimes(card);
    return steps.show("wait");
  }
  if (card.phase !== "redeeming") throw new Error("unknown");
  steps.show("enter");
}

function purposes() {
  const { card } = found;
  const all = card.sides.flatMap(({ side, keys }) => keys.map((key) => ({ side, key })));
  all.sort((one, other) => other.key.epoch - one.key.epoch);
  return all.map(({ side, key }) => ({ side, key, purpose: seatPurpose(card.dialogue, side, key) }));
}

// Somebody who has a seat goes straight in. Which side the words are of, they do not say: each key is tried.
async function knownSeat() {
  const newest = Math.max(...found.card.sides.flatMap(({ keys }) => keys.map(({ epoch }) => epoch)));
  for (const { key, purpose } of purposes()) {
    if (key.epoch === newest && BEFORE.includes(found.card.phase)) continue;
    if (await enter(await seatSecretOf(found.seed, purpose))) return true;
  }
  return false;
}

async function enter(secret) {
  try {
    await post("/room/login", { seat_secret: b64u(secret) }, "same-origin");
  } catch (error) {
    if (error.message === "unknown") return false;
    throw error;
  }
  location.replace("/room/welcome/");
  return true;
}

async function take() {
  steps.show("busy");
  try {
    for (const { side, key, purpose } of purposes()) {
      const board = await look(`/room/board/${found.card.dialogue}/${key.epoch}/${side}.json`);
      const ours = board && (await genuine(purpose));
      const pass = ours && (await findOnBoard(found.seed, purpose, ours, board));
      if (!pass) continue;
      const secret = await seatSecretOf(found.seed, purpose);
      await post("/room/redeem", {
        msg: b64u(pass.msg),
        sig: b64u(pass.sig),
        seat_auth: b64u(await sha256(secret)),
      });
      if (await enter(secret)) return;
    }
    throw new Error("not_on_board");
  } catch (error) {
    trouble(error);
  }
}

steps.find("[data-ask]").addEventListener("submit", ask);
steps.find("[data-take]").addEventListener("click", take);
document.querySelector("[data-away]").addEventListener("click", () => {
  sessionStorage.clear();
  forgetSeed();
});
begin().catch(trouble);
