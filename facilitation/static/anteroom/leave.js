// Leave quickly: clear what this origin keeps in the browser, tell the server, and be gone. Works as a plain form without this script.

async function clearAway() {
  sessionStorage.clear();
  localStorage.clear();
  const databases = indexedDB.databases ? await indexedDB.databases() : [];
  for (const database of databases) indexedDB.deleteDatabase(database.name);
}

for (const form of document.querySelectorAll("form[data-leave]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      keepalive: true,
      redirect: "manual",
    }).catch(() => {});
    document.body.replaceChildren();
    clearAway().finally(() => location.replace("about:blank"));
  });
}
