// The one-time code stands in the fragment, which no request carries. Put it into the form, take it out of the address and
// the history, and send the form. A link pasted while this page is open changes the fragment alone.

const form = document.querySelector("form[data-enrol]");

function take() {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!code) return;
  history.replaceState(null, "", location.pathname);
  form.elements.namedItem("code").value = code;
  form.submit();
}

if (form) {
  addEventListener("hashchange", take);
  take();
}
