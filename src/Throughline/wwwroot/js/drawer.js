// Opens any page in the drawer: <a href="/x/edit" data-drawer>. The page's [data-drawer-part], else its main content, is
// shown; without script the link is a link. A form in it is sent as it would be from its own page: an answer that redirects
// means done (the drawer closes on the page redirected to), 422 and 409 bring the form back with what is wrong.
import { get, partOf, post, showPage } from "./http.js";
import { say } from "./toasts.js";

let open = async url => location.assign(url), show = () => {};
/** Opens the page behind url in the drawer. */
export const openDrawer = url => open(url);
/** Shows a page that was answered already, such as a refusal, in the drawer. */
export const showInDrawer = html => show(html);

export function start(dialog) {
  const body = dialog.querySelector(".body"), title = dialog.querySelector("h2");
  let from = null;

  function fill(html) {
    const part = partOf(html, "data-drawer-part");
    title.textContent = part.title;
    body.replaceChildren(...part.nodes);
    window.htmx?.process(body);
    import("./app.js").then(app => app.boot());
    const said = body.querySelector(".errs, .refusal"); // what went wrong is read before the form
    if (said) said.tabIndex = -1;
    (said ?? body.querySelector("[autofocus], input:not([type=hidden]), select, textarea") ?? body).focus();
  }

  open = async url => {
    from = document.activeElement.closest("[popover]")?.anchor ?? document.activeElement; // a popover closes below the drawer
    const answer = await get(url);
    if (!answer.ok) { say(answer.status ? "This cannot be opened here." : "The server could not be reached.", { bad: true }); return; }
    if (!dialog.open) dialog.showModal();
    fill(answer.text);
  };

  show = html => {
    from = document.activeElement;
    if (!dialog.open) dialog.showModal();
    fill(html);
  };

  async function send(event) {
    const form = event.target;
    if (form.method === "dialog" || event.defaultPrevented) return;
    event.preventDefault();
    const fields = new FormData(form, event.submitter), url = event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : form.action;
    form.setAttribute("aria-busy", "true");
    const answer = form.method === "get"
      ? await get(`${url.split("?")[0]}?${new URLSearchParams(fields)}`)
      : await post(url, form.enctype === "multipart/form-data" ? fields : new URLSearchParams(fields));
    form.removeAttribute("aria-busy");
    if (answer.ok && answer.redirected) { dialog.close(); await showPage(answer.text, answer.url); }
    else if (answer.text && !answer.data) fill(answer.text);
    else say(answer.data?.message ?? answer.data?.detail ?? "That did not work. Nothing was changed.", { bad: true });
  }

  const click = event => {
    const link = event.target.closest("a[data-drawer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    event.stopPropagation();
    open(link.href);
  };
  const closed = () => { body.replaceChildren(); if (from?.isConnected) from.focus(); };
  document.addEventListener("click", click, true);
  dialog.addEventListener("submit", send);
  dialog.addEventListener("close", closed);
  return () => document.removeEventListener("click", click, true);
}
