// What just changed, and the way back. Toasts come with the page, with a partial answer
// (<div hx-swap-oob="beforeend:#toasts">), or from a script: say("Saved.", { undo: { action: "/…", fields: {} } }).
import { antiforgery, icon, once } from "./http.js";

const region = () => document.getElementById("toasts");

/** undo is a function, or { action, fields } for a form; then is { label, run }, another way on; bad is read out at once. Both stay. */
export function say(message, { undo, then, bad = false } = {}) {
  const toast = document.createElement("div");
  toast.className = bad ? "toast-u bad" : "toast-u";
  toast.setAttribute("role", bad ? "alert" : "status");
  toast.dataset.toast = "";
  toast.append(Object.assign(document.createElement("span"), { textContent: message }));
  if (undo) toast.append(way(undo));
  if (then) {
    const on = Object.assign(document.createElement("button"), { type: "button", textContent: then.label });
    on.addEventListener("click", () => { toast.remove(); then.run(); });
    toast.append(on);
    toast.dataset.stays = "";
  }
  const shut = Object.assign(document.createElement("button"), { className: "shut", type: "button", ariaLabel: "Dismiss" });
  shut.dataset.act = "shut";
  shut.append(icon("x"));
  toast.append(shut);
  region()?.append(toast);
  return toast;
}

function way(undo) {
  const form = Object.assign(document.createElement("form"), { method: "post" });
  form.dataset.undo = "";
  if (typeof undo === "function") form.addEventListener("submit", event => { event.preventDefault(); form.closest("[data-toast]").remove(); undo(); });
  else {
    form.action = undo.action;
    for (const [name, value] of Object.entries({ ...undo.fields, __RequestVerificationToken: antiforgery(), idempotency_key: once() }))
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  const button = document.createElement("button");
  button.append("Undo ", Object.assign(document.createElement("kbd"), { textContent: "Ctrl Z" }));
  form.append(button);
  return form;
}

/** Presses the newest Undo on the page; false when there is none. */
export function undoNewest() {
  const forms = region()?.querySelectorAll("form[data-undo]");
  if (!forms?.length) return false;
  forms[forms.length - 1].requestSubmit();
  return true;
}

// Three are enough. One with a way back stays until it is used, dismissed or pushed out; another leaves after a while,
// unless someone is reading it.
export function start(element) {
  const tidy = () => {
    while (element.children.length > 3) element.firstElementChild.remove();
    for (const toast of element.children) if (!toast.dataset.timed && !toast.matches(".bad") && !toast.matches("[data-stays]") && !toast.querySelector("[data-undo]")) {
      toast.dataset.timed = "1";
      const leave = () => toast.matches(":hover, :focus-within") ? setTimeout(leave, 4000) : toast.remove();
      setTimeout(leave, 10000);
    }
  };
  const watching = new MutationObserver(tidy);
  watching.observe(element, { childList: true });
  tidy();
  return () => watching.disconnect();
}
