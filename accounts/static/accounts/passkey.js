// Passkeys. A form with data-passkey="create" or "get" asks the browser when its button is pressed and posts the proof in
// its hidden field "credential". The server's challenge comes from the JSON script named in data-options, or, for signing
// in, by a fetch from the form's own address. Everything is written with textContent.

const form = document.querySelector("form[data-passkey]");

const words = (name) => form.dataset[name] ?? "";

function say(text) {
  const line = form.querySelector("[data-passkey-line]");
  if (line) line.textContent = text;
}

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

function withBytes(options) {
  const plain = { ...options, challenge: bytes(options.challenge) };
  if (plain.user) plain.user = { ...plain.user, id: bytes(plain.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (plain[list]) plain[list] = plain[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return plain;
}

function asJson(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const written = Object.fromEntries(
    parts.filter((part) => response[part]).map((part) => [part, text(response[part])]),
  );
  if (response.getTransports) written.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: written,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function options() {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no challenge");
  return answer.json();
}

async function ask() {
  const given = await options();
  if (form.dataset.passkey === "create") {
    return navigator.credentials.create({ publicKey: withBytes(given.creation_options.publicKey) });
  }
  return navigator.credentials.get({ publicKey: withBytes(given.request_options.publicKey) });
}

async function press(event) {
  event.preventDefault();
  say(words("wait"));
  try {
    form.elements.namedItem("credential").value = JSON.stringify(asJson(await ask()));
    form.submit();
  } catch {
    say(words("failed"));
  }
}

if (form && globalThis.PublicKeyCredential) {
  form.addEventListener("submit", press);
} else if (form) {
  say(words("unable"));
}
