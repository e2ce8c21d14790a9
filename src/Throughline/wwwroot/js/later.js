// Rows that are drawn as they come into view, and leave the page when they are far from it: a table of a thousand rows
// holds a few dozen at a time.
//
// The server names what is not here yet: <tbody class="later" data-skip="40" data-rows="5"> with a link to it in a single
// row, which is all there is without script; blocks that are here carry data-state="drawn". Each is asked for by the page's own address with skip and take; what came is
// kept while the table stands, so that scrolling back asks for nothing.
import { get } from "./http.js";

const AHEAD = 90; // pixels beyond the window

export function drawLater(table, drawn = () => {}) {
  const box = table.closest(".gridbox"), blocks = [...table.querySelectorAll("tbody.later")];
  if (!blocks.length) return () => {};
  const columns = table.querySelectorAll("colgroup col").length;
  const height = table.querySelector("tr[data-person], tr[data-engagement]")?.offsetHeight || 36;
  const known = new WeakMap(), near = new Set(), asked = new AbortController();

  // Several blocks at once would cost a frame: each frame draws one and takes one away.
  const draws = [], leaves = [];
  let frame = 0;
  const soon = (list, work) => { list.push(work); frame ||= requestAnimationFrame(turn); };
  const turn = () => {
    frame = 0;
    draws.shift()?.();
    leaves.shift()?.();
    if (draws.length || leaves.length) frame = requestAnimationFrame(turn);
  };

  // Only the block is read out of the page that has it: the rest would cost a frame.
  const rowsOf = html => {
    const start = html.indexOf('<tbody class="later"'), end = html.indexOf("</tbody>", start);
    if (start < 0 || end < 0) return null;
    const made = document.createElement("template");
    made.innerHTML = `<table>${html.slice(start, end)}</tbody></table>`;
    return [...made.content.querySelector("tbody").children];
  };

  const empty = (block, tall) => {
    const row = document.createElement("tr");
    row.style.height = `${tall}px`;
    row.append(Object.assign(document.createElement("td"), { colSpan: columns }));
    block.replaceChildren(row);
  };

  async function draw(block) {
    if (block.dataset.state) return;
    block.dataset.state = "asked";
    let rows = known.get(block);
    if (!rows) {
      const url = new URL(location.href);
      url.searchParams.set("skip", block.dataset.skip);
      url.searchParams.set("take", block.dataset.rows);
      const answer = await get(url, asked.signal);
      rows = answer.ok && rowsOf(answer.text);
      if (!rows) { delete block.dataset.state; return; }
      known.set(block, rows);
    }
    soon(draws, () => {
      if (block.dataset.state !== "asked") return; // out of view again meanwhile
      block.dataset.state = "drawn";
      block.replaceChildren(...rows);
      drawn();
    });
  }

  // The observer has measured the block already; asking again would lay the table out once more.
  function leave(block, tall) {
    if (block.dataset.state === "asked") { delete block.dataset.state; return; }
    if (block.dataset.state) soon(leaves, () => {
      if (block.dataset.state !== "drawn" || near.has(block) || block.contains(document.activeElement)) return;
      known.set(block, [...block.children]);
      empty(block, tall);
      delete block.dataset.state;
      drawn();
    });
  }

  for (const block of blocks) if (!block.dataset.state) empty(block, block.dataset.rows * height);
  const eye = new IntersectionObserver(seen => {
    for (const { target, isIntersecting, boundingClientRect } of seen) if (!isIntersecting && (near.delete(target) || target.dataset.state)) leave(target, boundingClientRect.height);
    for (const { target, isIntersecting } of seen) if (isIntersecting) { near.add(target); draw(target); }
  }, { root: box, rootMargin: `${AHEAD}px 0px` });
  for (const block of blocks) eye.observe(block);
  return () => { eye.disconnect(); asked.abort(); cancelAnimationFrame(frame); };
}
