// What htmx does not do: the newest CSRF token on every form, nothing left in the
// browser, nothing sent while nobody is signed in, and a text kept before it is saved.
// Without script every form works; it is only not kept as you type.
const NOT_KEPT = "Not kept just now. Your text is still on this page.";
function token() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? found[1] : "";
}
function again() {
  return document.getElementById("again");
}
function signedOut() {
  return again() !== null && again().querySelector(".usa-alert, form") !== null;
}
function say(words) {
  const kept = document.getElementById("kept");
  if (kept) kept.textContent = words;
}
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = token();
  const sent = event.detail.formData;
  if (sent.has("csrfmiddlewaretoken")) sent.set("csrfmiddlewaretoken", token());
  if (signedOut() && !again().contains(event.target)) {
    event.preventDefault();
    say(NOT_KEPT);
  }
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  const field = form.querySelector("input[name=csrfmiddlewaretoken]");
  if (field && token()) field.value = token();
  if (form.hasAttribute("hx-post") && !isKept) {
    event.preventDefault();
    saving = event.submitter;
    htmx.ajax("POST", form.getAttribute("hx-post"), { source: form, target: "#kept" });
  }
}, true);
// A text is kept before it is saved, so that a session that ended loses nothing.
let saving = null;
let isKept = false;
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target;
  if (!saving || !form.hasAttribute("hx-post") || !event.detail.successful) return;
  isKept = !event.detail.xhr.getResponseHeader("HX-Retarget");
  if (isKept) form.requestSubmit(saving);
  saving = null;
});
document.addEventListener("htmx:afterSettle", (event) => {
  const form = document.querySelector("form[hx-post]");
  if (event.target === again()) signedOut() ? say(NOT_KEPT) : htmx.trigger(form, "change");
});
for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failed, () => say(NOT_KEPT));
}
// htmx notes the page's address for a history that is switched off.
for (const moment of ["DOMContentLoaded", "htmx:afterSettle", "pagehide"]) {
  window.addEventListener(moment, () => sessionStorage.clear());
}
