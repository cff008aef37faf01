// The way in. The invitation's secret stays in this tab and leaves it once, in a request's body.

import { WordSteps } from "./join-words.js";
import { forgetSeed } from "./keep-seed.js";
import { look, post } from "./post.js";
import { b64u, checkLink, codeFrom, seatSecret, sha256, unb64u } from "./seat-code.js";
import { newSeed } from "./seed.js";
import { Steps } from "./steps.js";

const STATE = "anteroom-join";
const steps = new Steps(document.querySelector("[data-join]"));

// Exactly one key of the card begins with the link's sixteen bytes (21 whole letters of them), and it is what it says.
async function keyOf(card, kid16) {
  const keys = card.sides
    .flatMap(({ side, keys }) => keys.map((key) => ({ ...key, side })))
    .filter((key) => key.kid.startsWith(kid16.slice(0, 21)));
  const genuine = keys.length === 1 && b64u(await sha256(unb64u(keys[0].spki))) === keys[0].kid;
  return genuine ? keys[0] : null;
}

// A tab that was reloaded goes on where it was: the same invitation keeps the same code and the same seed.
function remembered(invite, kept) {
  const same = kept?.invite?.secret === invite.secret;
  const fresh = () => ({
    invite,
    code: codeFrom(crypto.getRandomValues(new Uint8Array(25))),
    seed: b64u(newSeed()),
  });
  const state = same ? { ...kept, invite } : fresh();
  sessionStorage.setItem(STATE, JSON.stringify(state));
  return state;
}

async function begin() {
  const fragment = location.hash.slice(1);
  if (fragment) history.replaceState(null, "", location.pathname);
  if (!crypto.subtle) return steps.say("insecure");
  const kept = JSON.parse(sessionStorage.getItem(STATE) || "null");
  const invite = fragment ? await checkLink(fragment) : kept?.invite;
  if (!invite) return steps.say(fragment ? "cut" : "empty");
  const state = remembered(invite, kept);
  const card = await look(`/join/card/${invite.dialogue}.json`);
  if (!card) return steps.say("not_found");
  const open = { quick: "joining", unlinkable: "issuing" }[card.mode];
  if (card.phase !== open)
    return steps.say(card.mode === "quick" || card.phase === "setup" ? "closed" : "later");
  state.key = await keyOf(card, invite.kid16);
  if (!state.key) return steps.say("not_found");
  await lay(card, state);
}

async function lay(card, state) {
  steps.lay(card.text);
  steps.find(`[data-trail="${card.mode}"]`).hidden = false;
  const label = steps.find("[data-label]");
  label.textContent = steps.words(card.mode);
  label.hidden = false;
  const read = steps.find("[data-read]");
  if (card.mode === "unlinkable") {
    const words = new WordSteps(steps, card, state, STATE);
    await words.prepare();
    read.addEventListener("click", () => steps.show("words", 1));
  } else {
    steps.find("[data-code]").textContent = state.code.match(/.{5}/g).join(" ");
    read.addEventListener("click", () => steps.show("code", 1));
    steps.find("[data-kept]").addEventListener("click", () => takeSeat(state));
  }
  steps.show("promise", 0);
}

async function takeSeat(state) {
  const button = steps.find("[data-kept]");
  button.disabled = true;
  steps.trouble.hidden = true;
  try {
    const secret = await seatSecret(state.code);
    const { kid, msg, sig } = await post("/join/quick", { secret: state.invite.secret });
    if (kid !== state.key.kid) throw new Error("bad_signature");
    await post("/room/redeem", { msg, sig, seat_auth: b64u(await sha256(secret)) });
    await post("/room/login", { seat_secret: b64u(secret) }, "same-origin");
    sessionStorage.removeItem(STATE);
    location.replace("/room/welcome/");
  } catch (error) {
    steps.say(error.message);
  } finally {
    button.disabled = false;
  }
}

document.querySelector("[data-away]").addEventListener("click", () => {
  sessionStorage.clear();
  forgetSeed();
});
begin().catch((error) => steps.say(error.message));
