// The way in, in three short steps. The secret of the invitation stays in this tab and goes out once, in a request's body.
import { b64u, checkLink, codeFrom, seatSecret, sha256 } from "./seat-code.js";

const STATE = "anteroom-join";
const page = document.querySelector("[data-join]");
const steps = [...page.querySelectorAll("[data-step]")];
const trail = [...page.querySelectorAll(".steps li")];
const trouble = page.querySelector("[data-trouble]");

function show(name) {
  steps.forEach((step, place) => {
    step.hidden = step.dataset.step !== name;
    if (!step.hidden) {
      trail.forEach((mark, other) => {
        if (other === place) mark.setAttribute("aria-current", "step");
        else mark.removeAttribute("aria-current");
      });
      step.querySelector("h1").focus();
    }
  });
}

function say(code) {
  const words = page.querySelector(`[data-error="${code}"]`) || page.querySelector('[data-error="busy"]');
  trouble.textContent = words.textContent;
  trouble.hidden = false;
  trouble.focus();
}

async function post(path, body) {
  const options = {
    method: "POST",
    credentials: "same-origin",
    cache: "no-store",
    body: JSON.stringify({ v: 1, ...body }),
  };
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("busy");
  }
  const json = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) throw new Error(json.error);
  return json;
}

async function begin() {
  const fragment = location.hash.slice(1);
  if (fragment) history.replaceState(null, "", location.pathname);
  const kept = JSON.parse(sessionStorage.getItem(STATE) || "null");
  const invite = fragment ? await checkLink(fragment) : kept?.invite;
  if (!invite) return say(fragment ? "cut" : "empty");
  const state = {
    invite,
    code:
      kept?.invite?.secret === invite.secret
        ? kept.code
        : codeFrom(crypto.getRandomValues(new Uint8Array(25))),
  };
  sessionStorage.setItem(STATE, JSON.stringify(state));
  const card = await fetch(`/join/card/${invite.dialogue}.json`, { cache: "no-store", credentials: "omit" });
  if (!card.ok) return say("not_found");
  const told = await card.json();
  if (told.phase !== "joining") return say("closed");
  if (!told.sides.some((side) => side.keys.some((key) => key.kid.startsWith(invite.kid16.slice(0, 21)))))
    return say("not_found");
  page.querySelector("[data-text]").replaceChildren(
    ...told.text.map((words) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = words;
      return paragraph;
    }),
  );
  page.querySelector("[data-code]").textContent = state.code.match(/.{5}/g).join(" ");
  show("promise");
  page.querySelector("[data-read]").addEventListener("click", () => show("code"));
  page.querySelector("[data-kept]").addEventListener("click", () => takeSeat(state));
}

async function takeSeat(state) {
  const button = page.querySelector("[data-kept]");
  button.disabled = true;
  trouble.hidden = true;
  try {
    const secret = await seatSecret(state.code);
    const pass = await post("/join/quick", { secret: state.invite.secret });
    await post("/room/redeem", { ...pass, seat_auth: b64u(await sha256(secret)) });
    await post("/room/login", { seat_secret: b64u(secret) });
    sessionStorage.removeItem(STATE);
    location.replace("/room/welcome/");
  } catch (error) {
    say(error.message);
  } finally {
    button.disabled = false;
  }
}

begin().catch(() => say("busy"));
