// Answering one message: its number is shown above the field and goes along with what is sent.

export class Answers {
  constructor(room, form) {
    this.field = form.querySelector('[name="re"]');
    this.shown = form.querySelector("[data-answering]");
    this.words = form.querySelector("textarea");
    room.querySelector("[data-entries]").addEventListener("click", (event) => {
      const answer = event.target.closest("[data-answer]");
      if (!answer) return;
      event.preventDefault();
      this.to(Number(answer.dataset.answer));
    });
    form.querySelector("[data-no-answer]").addEventListener("click", (event) => {
      event.preventDefault();
      this.to(0);
    });
  }

  to(number) {
    this.field.value = number || "";
    this.shown.querySelector("[data-re]").textContent = number || "";
    this.shown.hidden = !number;
    this.words.focus();
  }

  // The number that is answered; what is written next answers nobody.
  take() {
    const number = Number(this.field.value) || 0;
    if (number) this.to(0);
    return number;
  }
}
