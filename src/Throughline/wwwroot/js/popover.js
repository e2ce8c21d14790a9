// The one popover: what is behind a cell or figure, with verbs and their keys.
// <a href="/x" data-pop> shows the page's [data-pop-part] (else its main content) beside the link; scripts call openPopover.
// Inside, data-key="H" on a button or link is pressed by that key.
import { get, partOf } from "./http.js";

let open = () => {};
/** Shows nodes, or the page behind a url, beside an element; label names it for those who hear the page. */
export const openPopover = (anchor, content, label) => open(anchor, content, label);
export const closePopover = () => document.getElementById("pop")?.hidePopover();

export function start(pop) {
  let anchor = null;

  open = async (beside, content, label) => {
    const html = typeof content === "string" ? await get(content) : null;
    if (html && !html.ok) { location.assign(content); return; }
    const part = html ? partOf(html.text, "data-pop-part") : { title: label, nodes: content };
    anchor = pop.anchor = beside;
    pop.setAttribute("aria-label", label ?? part.title ?? "Details");
    pop.replaceChildren(...[part.nodes].flat());
    pop.classList.toggle("in", !pop.querySelector(":scope > .head, :scope > .in"));
    window.htmx?.process(pop);
    if (!pop.matches(":popover-open")) pop.showPopover();
    place();
    (pop.querySelector("a, button, input:not([type=hidden]), select, textarea") ?? pop).focus({ preventScroll: true });
  };

  function place() {
    const at = anchor.getBoundingClientRect(), size = pop.getBoundingClientRect(), gap = 6, edge = 8;
    const below = at.bottom + gap + size.height <= innerHeight - edge;
    pop.style.left = `${Math.max(edge, Math.min(at.left, innerWidth - size.width - edge))}px`;
    pop.style.top = `${Math.max(edge, below ? at.bottom + gap : Math.min(at.top - gap - size.height, innerHeight - size.height - edge))}px`;
  }

  const click = event => {
    const link = event.target.closest("a[data-pop]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    event.stopPropagation();
    open(link, link.href);
  };
  const press = event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select")) return;
    const verb = [...pop.querySelectorAll("[data-key]")].find(it => it.dataset.key.toLowerCase() === event.key.toLowerCase());
    if (verb) { event.preventDefault(); event.stopPropagation(); verb.click(); }
  };
  const toggled = event => { if (event.newState === "closed" && anchor?.isConnected && (pop.contains(document.activeElement) || document.activeElement === document.body)) anchor.focus(); };
  document.addEventListener("click", click, true);
  pop.addEventListener("keydown", press);
  pop.addEventListener("toggle", toggled);
  return () => document.removeEventListener("click", click, true);
}
