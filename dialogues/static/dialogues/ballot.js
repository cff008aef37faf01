// The ballot page: keeps the ballot paper, seals the answers here, lets them leave after a random wait.

import "./ballot-points.js";
import { Departure } from "./ballot-departure.js";
import { readChoice, refusalOf } from "./ballot-form.js";
import { fromBase64Url, receiptOf, sealBallot, toBase64Url } from "./ballot-seal.js";
import { fetchPaper, keepPaper, paperOf, recoverPaper } from "./ballot-token.js";

const page = JSON.parse(document.getElementById("ballot-data").textContent);
const form = document.getElementById("ballot-form");
const started = performance.now();
const departure = new Departure(page);

begin();

function begin() {
  document.documentElement.classList.add("scripted");
  if (page.state === "announced") {
    handOut();
  } else if (form) {
    prepare();
  }
  if (page.reload !== null) {
    // A little spread, so that a whole side does not knock at the same instant.
    setTimeout(() => location.reload(), page.reload * 1000 + Math.random() * 2000);
  }
  markReceipt();
}

async function handOut() {
  const outcome = await fetchPaper(page.measure);
  say("paper-status", page.words[`paper_${outcome}`] ?? page.words.paper_offline);
}

function prepare() {
  const code = form.elements.paper;
  if (code.value) {
    keepPaper(page.measure, code.value);
  }
  form.addEventListener("submit", cast);
  offerCode(code);
}

async function offerCode(code) {
  const has = paperOf(page.measure) !== null || (await recoverPaper(page.measure).catch(() => false));
  document.getElementById("paper-code").hidden = has;
  code.required = !has;
}

async function cast(event) {
  event.preventDefault();
  const choice = readChoice(form, page.questions);
  const refusal = refusalOf(choice, page.questions);
  if (refusal) {
    say("ballot-error", page.words[refusal]);
    return;
  }
  say("ballot-error", "");
  if (form.elements.paper.value) {
    keepPaper(page.measure, form.elements.paper.value);
  }
  const paper = paperOf(page.measure);
  if (!paper) {
    say("ballot-error", page.words.paper_missing);
    return;
  }
  const sealed = await sealBallot({
    spki: fromBase64Url(page.key),
    measure: page.measure,
    side: page.side,
    token: paper.msg ?? paper.token,
    choice,
    version: page.version,
  });
  show(await receiptOf(sealed));
  const left = page.seconds_left - (performance.now() - started) / 1000;
  const shown = Object.fromEntries(Object.entries(paper).map(([part, bytes]) => [part, toBase64Url(bytes)]));
  departure.leave({ ...shown, ciphertext: toBase64Url(sealed) }, left);
}

function show(receipt) {
  sessionStorage.setItem(`receipt.${page.measure}`, receipt);
  const panel = document.getElementById("ballot-sent");
  panel.querySelector("output").textContent = receipt;
  panel.hidden = false;
  form.hidden = true;
  panel.querySelector("h2").focus();
  document.getElementById("ballot-again").addEventListener(
    "click",
    () => {
      panel.hidden = true;
      form.hidden = false;
    },
    { once: true },
  );
}

function markReceipt() {
  const mine = sessionStorage.getItem(`receipt.${page.measure}`);
  for (const code of document.querySelectorAll("[data-receipt]")) {
    if (mine && code.dataset.receipt === mine) {
      code.setAttribute("aria-current", "true");
      say("receipt-found", page.words.receipt_found);
    }
  }
}

function say(place, text) {
  const line = document.getElementById(place);
  if (line) {
    line.textContent = text;
    line.hidden = text === "";
  }
}
