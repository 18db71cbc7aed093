// What htmx does not do: the newest CSRF token on every form, nothing left in the
// browser, and a word when a text could not be kept. Without script every form works;
// it is only not kept as you type.
function token() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? found[1] : "";
}
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = token();
});
document.addEventListener("submit", (event) => {
  const field = event.target.querySelector("input[name=csrfmiddlewaretoken]");
  if (field && token()) field.value = token();
}, true);
for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failed, () => {
    const kept = document.getElementById("kept");
    if (kept) kept.textContent = "Not kept just now. Your text is still on this page.";
  });
}
// htmx notes the page's address for a history that is switched off.
for (const moment of ["DOMContentLoaded", "htmx:afterSettle", "pagehide"]) {
  window.addEventListener(moment, () => sessionStorage.clear());
}
