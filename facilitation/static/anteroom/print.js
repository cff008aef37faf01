// Prints are counted for each channel, whichever way the reader prints. Without this script the button counts and the browser's menu prints.

const form = document.querySelector("form[data-print]");

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  window.print();
});

window.addEventListener("beforeprint", () => {
  if (!form) return;
  fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    keepalive: true,
    redirect: "manual",
  }).catch(() => {});
});
