// On a phone the sidebar is a sheet: following a link closes it.
export function start(nav) {
  const close = event => { if (event.target.closest("a") && nav.matches(":popover-open")) nav.hidePopover(); };
  nav.addEventListener("click", close);
  return () => nav.removeEventListener("click", close);
}
