// What facilitators do about a message, where they read it: one dialog for all, opened from its message and closed with Escape.

const NOBODY = "00000000-0000-0000-0000-000000000000";

export function moderate(room) {
  const dialog = room.querySelector("[data-moderation]");
  if (!dialog) return;
  const addresses = [...dialog.querySelectorAll("form[action]")].map((form) => [
    form,
    form.getAttribute("action"),
  ]);
  room.addEventListener("click", (event) => {
    const asked = event.target.closest("[data-moderate]");
    if (!asked || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const item = asked.closest("li, .wording");
    for (const [form, address] of addresses) {
      form.action = address.replace(NOBODY, asked.dataset.moderate);
      form.hidden = form.hasAttribute("data-of-mask") ? item.classList.contains("chair") : !item.dataset.n;
    }
    dialog.querySelector("[data-whose]").textContent = item.dataset.n ?? "";
    const words = item.querySelector(".said");
    dialog.querySelector("[data-quoted]").replaceChildren(...(words ? [words.cloneNode(true)] : []));
    dialog.showModal();
  });
}
