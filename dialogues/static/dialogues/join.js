// The way in, in three short steps. The invitation's secret stays in this tab and leaves it once, in a request's body.
import { b64u, checkLink, codeFrom, seatSecret, sha256, unb64u } from "./seat-code.js";

const STATE = "anteroom-join";
const page = document.querySelector("[data-join]");
const steps = [...page.querySelectorAll("[data-step]")];
const trail = [...page.querySelectorAll(".steps li")];
const trouble = page.querySelector("[data-trouble]");

function show(name) {
  trouble.hidden = true;
  steps.forEach((step, place) => {
    step.hidden = step.dataset.step !== name;
    if (step.hidden) return;
    trail.forEach((mark, other) => {
      if (other === place) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    });
    step.querySelector("h1").focus();
  });
}

function say(code) {
  const words = page.querySelector(`[data-error="${code}"]`) || page.querySelector('[data-error="busy"]');
  trouble.textContent = words.textContent;
  trouble.hidden = false;
  trouble.focus();
}

async function post(path, body, credentials = "omit") {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      credentials,
      cache: "no-store",
      body: JSON.stringify({ v: 1, ...body }),
    });
  } catch {
    throw new Error("busy");
  }
  const json = answer.status === 204 ? {} : await answer.json().catch(() => ({ error: "busy" }));
  if (!answer.ok) throw new Error(json.error);
  return json;
}

// Exactly one key of the card begins with the link's sixteen bytes (21 whole letters of them), and it is what it says.
async function keyOf(card, kid16) {
  const keys = card.sides
    .flatMap((side) => side.keys)
    .filter((key) => key.kid.startsWith(kid16.slice(0, 21)));
  const genuine = keys.length === 1 && b64u(await sha256(unb64u(keys[0].spki))) === keys[0].kid;
  return genuine ? keys[0].kid : null;
}

// A tab that was reloaded goes on where it was: the same invitation keeps the same code.
function remembered(invite, kept) {
  const same = kept?.invite?.secret === invite.secret;
  const state = { invite, code: same ? kept.code : codeFrom(crypto.getRandomValues(new Uint8Array(25))) };
  sessionStorage.setItem(STATE, JSON.stringify(state));
  return state;
}

async function begin() {
  const fragment = location.hash.slice(1);
  if (fragment) history.replaceState(null, "", location.pathname);
  if (!crypto.subtle) return say("insecure");
  const kept = JSON.parse(sessionStorage.getItem(STATE) || "null");
  const invite = fragment ? await checkLink(fragment) : kept?.invite;
  if (!invite) return say(fragment ? "cut" : "empty");
  const state = remembered(invite, kept);
  const answer = await fetch(`/join/card/${invite.dialogue}.json`, {
    cache: "no-store",
    credentials: "omit",
  });
  if (!answer.ok) return say("not_found");
  const card = await answer.json();
  if (card.phase !== "joining") return say("closed");
  state.kid = await keyOf(card, invite.kid16);
  if (!state.kid) return say("not_found");
  lay(card.text, state);
}

function lay(text, state) {
  const paragraphs = text.map((words) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = words;
    return paragraph;
  });
  page.querySelector("[data-text]").replaceChildren(...paragraphs);
  page.querySelector("[data-code]").textContent = state.code.match(/.{5}/g).join(" ");
  page.querySelector("[data-read]").addEventListener("click", () => show("code"));
  page.querySelector("[data-kept]").addEventListener("click", () => takeSeat(state));
  show("promise");
}

async function takeSeat(state) {
  const button = page.querySelector("[data-kept]");
  button.disabled = true;
  trouble.hidden = true;
  try {
    const secret = await seatSecret(state.code);
    const { kid, msg, sig } = await post("/join/quick", { secret: state.invite.secret });
    if (kid !== state.kid) throw new Error("bad_signature");
    await post("/room/redeem", { msg, sig, seat_auth: b64u(await sha256(secret)) });
    await post("/room/login", { seat_secret: b64u(secret) }, "same-origin");
    sessionStorage.removeItem(STATE);
    location.replace("/room/welcome/");
  } catch (error) {
    say(error.message);
  } finally {
    button.disabled = false;
  }
}

document.querySelector("[data-away]").addEventListener("click", () => sessionStorage.clear());
begin().catch(() => say("busy"));
