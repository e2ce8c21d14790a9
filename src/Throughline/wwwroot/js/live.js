// Says when somebody else changed what the page shows, and shows it when asked: nobody's own work is taken from under them.
//
// The page names the kinds of record it shows: <span hidden data-topics="bookings people">. One stream serves all tabs of
// the browser: the tab that holds the lock listens and tells the others; a hidden tab neither listens nor waits.
import { served } from "./app.js";
import { get, showPage } from "./http.js";
import { say } from "./toasts.js";

const words = text => text.replace(/\s+/g, " ").trim();

const mainOf = html => new DOMParser().parseFromString(html, "text/html").querySelector("main")?.textContent ?? "";

export function start(element) {
  const tabs = new BroadcastChannel("throughline-live");
  let source, release, waiting = 0, opened = false, toast;

  const heard = topics => {
    const shown = element.querySelector("[data-topics]")?.dataset.topics.split(" ") ?? [];
    if (!topics.split(",").some(topic => shown.includes(topic))) return;
    soon();
  };
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(look, 300); }; // many changes at once are one look

  // What changed may be something that this reader does not see.
  const look = async () => {
    if (toast?.isConnected || document.hidden || !element.querySelector("[data-topics]")) return;
    const page = await get(location.href);
    if (!page.ok || page.redirected || words(mainOf(page.text)) === words(served)) return;
    toast = say("Somebody has changed what this page shows.", {
      then: { label: "Show the change", run: async () => { const now = await get(location.href); if (now.ok) await showPage(now.text, now.url); } },
    });
    toast.dataset.live = "";
  };

  const listen = () => navigator.locks?.request("throughline-live", () => new Promise(done => {
    if (document.hidden || !element.isConnected) { done(); return; }
    source = new EventSource("/live");
    source.onopen = () => { if (opened) soon(); opened = true; }; // what was said while nobody listened
    source.onerror = () => { if (source?.readyState === EventSource.CLOSED) { rest(); setTimeout(turn, 10000); } };
    source.onmessage = event => { tabs.postMessage(event.data); heard(event.data); };
    release = done;
  }));
  const rest = () => { source?.close(); source = undefined; release?.(); release = undefined; };
  const turn = () => { if (document.hidden || !element.isConnected) rest(); else if (!source) listen(); };
  const back = () => { turn(); soon(); };

  tabs.onmessage = event => heard(event.data);
  document.addEventListener("visibilitychange", back);
  turn();
  return () => {
    clearTimeout(waiting);
    document.removeEventListener("visibilitychange", back);
    rest();
    tabs.close();
  };
}
