// Requests of islands, beside htmx.

/** The forgery token of this page; any form of it will do. */
export const antiforgery = () => document.querySelector("input[name=__RequestVerificationToken]")?.value ?? "";

/** A key that makes a form take effect once, however often it is sent; randomUUID would want https. */
export const once = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");

/** Posts fields (an object, FormData or URLSearchParams). Never throws: status is 0 when the server was not reached. */
export async function post(url, fields = {}, accept = "application/json, text/html;q=0.8", headers = {}) {
  const body = fields instanceof FormData || fields instanceof URLSearchParams ? fields : new URLSearchParams(fields);
  try {
    const response = await fetch(url, { method: "POST", body, headers: { "X-Antiforgery": antiforgery(), Accept: accept, ...headers } });
    return await answer(response);
  } catch {
    return { ok: false, status: 0, url, redirected: false, text: "", data: { message: "The server could not be reached. Nothing was changed." } };
  }
}

/** Gets a page or data; like post it never throws. */
export async function get(url, signal) {
  try {
    return await answer(await fetch(url, { signal, headers: { Accept: "text/html, application/json;q=0.9" } }));
  } catch (error) {
    return { ok: false, status: 0, url, redirected: false, text: "", data: null, aborted: error.name === "AbortError" };
  }
}

async function answer(response) {
  const text = await response.text(), json = response.headers.get("Content-Type")?.includes("json");
  return { ok: response.ok, status: response.status, url: response.url, redirected: response.redirected, text, data: json && text ? JSON.parse(text) : null };
}

/** The part of a page that can stand elsewhere: what carries the attribute, else its main content. */
export function partOf(html, attribute) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const part = page.querySelector(`[${attribute}]`) ?? page.querySelector("main") ?? page.body;
  return { title: page.querySelector("main h1")?.textContent.trim() ?? page.title, nodes: [...part.childNodes] };
}

/** Puts a page we already hold in place of this one. */
export async function showPage(html, url) {
  const page = new DOMParser().parseFromString(html, "text/html"), same = new URL(url).pathname === location.pathname, top = scrollY;
  if (url !== location.href) history.pushState({ htmx: true }, "", url);
  document.title = page.title;
  document.body.replaceChildren(...page.body.childNodes);
  window.htmx?.process(document.body);
  (await import("./app.js")).boot();
  scrollTo(0, same ? top : 0);
}

/** Takes an icon from the sprite the page already uses. */
export function icon(name) {
  const use = document.querySelector("svg.i use")?.getAttribute("href")?.split("#")[0] ?? "";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  svg.append(Object.assign(document.createElementNS("http://www.w3.org/2000/svg", "use"), {}));
  svg.firstChild.setAttribute("href", `${use}#${name}`);
  return svg;
}
