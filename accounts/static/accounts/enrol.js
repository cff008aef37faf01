// The one-time code stands in the fragment, which no request carries. Put it into the form, take it out of the address and
// the history, and send the form.

const form = document.querySelector("form[data-enrol]");
const code = decodeURIComponent(location.hash.slice(1));

if (form && code) {
  history.replaceState(null, "", location.pathname);
  form.elements.namedItem("code").value = code;
  form.submit();
}
