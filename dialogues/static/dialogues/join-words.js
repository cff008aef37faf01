// Unlinkable entry, first step: twelve words to keep, and a pass that the server signs without seeing it.

import { finish, firstCredential, genuine, seatPurpose } from "./credential.js";
import { forgetSeed, keepOnDevice } from "./keep-seed.js";
import { post } from "./post.js";
import { drawQr } from "./qr.js";
import { b64u, unb64u } from "./seat-code.js";
import { fetchWords, inWords, passOf, wordsOf } from "./seed.js";
import { doorTimes } from "./steps.js";

const FINGERPRINT_WORDS = 6;

export class WordSteps {
  /** `place` is where this tab remembers invitation and seed until the pass is collected. */
  constructor(steps, card, state, place) {
    Object.assign(this, { steps, card, state, place, seed: unb64u(state.seed) });
    this.purpose = seatPurpose(card.dialogue, state.key.side, state.key);
  }

  /** Lay out the words before they are shown; a key of the wrong form ends it here, before anything is sent. */
  async prepare() {
    this.key = await genuine(this.purpose);
    if (!this.key) throw new Error("bad_signature");
    const list = await fetchWords(this.steps.page.dataset.words);
    this.words = await wordsOf(this.seed, list);
    this.steps.find("[data-list]").replaceChildren(
      ...this.words.map((word) => {
        const line = document.createElement("li");
        line.textContent = word;
        return line;
      }),
    );
    const fingerprint = inWords(unb64u(this.purpose.kid), list).slice(0, FINGERPRINT_WORDS);
    this.steps.find("[data-fingerprint]").textContent = fingerprint.join(" ");
    this.steps.find("[data-dialogue-code]").textContent = this.card.code.match(/.{4}/g).join(" ");
    const pass = `${location.origin}/room/e#${await passOf(this.card.dialogue, this.seed)}`;
    this.steps.find("[data-pass]").textContent = pass;
    drawQr(this.steps.find("[data-qr]"), pass);
    this.listen();
  }

  listen() {
    const on = (selector, event, act) => this.steps.find(selector).addEventListener(event, act);
    on("[data-print]", "click", () => print());
    on("[data-store]", "change", ({ target }) => this.store(target.checked));
    on("[data-written]", "click", () => this.ask());
    on("[data-back]", "click", () => this.steps.show("words", 1));
    on("[data-test]", "submit", (event) => {
      event.preventDefault();
      this.collect();
    });
  }

  store(wanted) {
    return wanted ? keepOnDevice({ dialogue: this.card.dialogue, seed: this.state.seed }) : forgetSeed();
  }

  /** Two words, drawn anew each time: whoever has written nothing down should notice now, not in two days. */
  ask() {
    const draw = crypto.getRandomValues(new Uint32Array(2));
    const first = draw[0] % 12;
    const second = (first + 1 + (draw[1] % 11)) % 12;
    this.places = [first, second].sort((a, b) => a - b);
    this.steps.find("[data-place-one]").textContent = this.places[0] + 1;
    this.steps.find("[data-place-two]").textContent = this.places[1] + 1;
    for (const field of this.fields()) field.value = "";
    this.steps.show("test", 1);
    this.fields()[0].focus();
  }

  fields() {
    return [...this.steps.page.querySelectorAll("#word-one, #word-two")];
  }

  remembers() {
    return this.fields().every(({ value }, at) => {
      const typed = value.trim().toLowerCase();
      const word = this.words[this.places[at]];
      return typed === word || (typed.length === 4 && word.startsWith(typed));
    });
  }

  async collect() {
    if (!this.remembers()) return this.steps.say("again");
    const button = this.steps.find("[data-test] button");
    button.disabled = true;
    try {
      const made = await firstCredential(this.seed, this.purpose, this.key);
      const answer = await post("/join/issue", {
        secret: this.state.invite.secret,
        blinded: b64u(made.blinded),
      });
      // Checked and thrown away: the board brings it back, and what is not kept cannot be found.
      const signed = answer.kid === this.purpose.kid && (await finish(made, unb64u(answer.blind_sig)));
      if (!signed) throw new Error("bad_signature");
      sessionStorage.removeItem(this.place);
      this.steps.find("[data-when]").textContent = doorTimes(this.card);
      this.steps.find("[data-address]").textContent = `${location.origin}/room/e#${this.card.code}`;
      this.steps.show("collected", 2);
    } catch (error) {
      this.steps.say(error.message);
    } finally {
      button.disabled = false;
    }
  }
}
