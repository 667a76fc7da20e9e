/* A choice on a list shows its results at once: the page of the new address is fetched, and its parts take the place of ours.
 *
 * What a page holds is the server's matter alone. Whatever goes wrong, the browser goes to the address as it does without this.
 */

const PARTS = [".filter-panel > summary", ".filters", ".results", ".list-more"];
const TIMEOUT_MILLISECONDS = 10_000;
const listing = document.querySelector(".listing");
const status = document.getElementById("list-status");

let shown = location.pathname + location.search;
let loading = new AbortController();

/** Shows the page at an address of this list; a later call takes the place of one that is not answered yet. */
async function load(address, afterwards = () => {}) {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  listing.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MILLISECONDS)]) });
    if (!answer.ok) throw new Error(answer.statusText);
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (signal.aborted) return;
    show(found, address);
    afterwards();
  } catch {
    if (!signal.aborted) location.assign(address);
  }
}

function stop() {
  loading.abort();
  listing.removeAttribute("aria-busy");
}

const isPlain = (event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

/** Throws where a part is missing, so for a page of another kind. */
function show(found, address) {
  const pairs = PARTS.map((part) => [document.querySelector(part), found.querySelector(part)]);
  keepPlace(() => pairs.forEach(([old, other]) => old?.replaceChildren(...other.childNodes)));
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
  shown = address;
  document.title = found.title;
  listing.removeAttribute("aria-busy");
  tell(document.querySelector(".result-count, .empty p").textContent);
}

/** The same for a control and the one that takes its place: fields and the <details> that hold them. */
function nameOf(control) {
  const holder = control.closest("details");
  return [control.tagName, control.name ?? `${holder?.className} ${holder?.querySelector("input")?.name}`, control.value].join(" ");
}

/** Changes the page while what the reader opened stays open, and the focused control keeps the focus and its height. */
function keepPlace(change) {
  const held = document.activeElement;
  const [name, top] = [nameOf(held), held.getBoundingClientRect().top];
  const wasHeld = listing.contains(held);
  const open = new Map([...listing.querySelectorAll(".filters details")].map((one) => [nameOf(one), one.open]));
  change();
  for (const one of listing.querySelectorAll(".filters details")) one.open = open.get(nameOf(one)) ?? one.open;
  if (!wasHeld || held.isConnected) return;
  const same = [...listing.querySelectorAll(".filters :is(input, select, summary, button)")].find((one) => nameOf(one) === name);
  (same ?? document.getElementById("results")).focus({ preventScroll: true });
  if (same) scrollBy({ top: same.getBoundingClientRect().top - top, behavior: "instant" });
}

/** Read out by screen readers; emptied first, so that the same text is read again. */
function tell(text) {
  status.textContent = "";
  setTimeout(() => (status.textContent = text.trim()), 50);
}

function goToResults() {
  const results = document.getElementById("results");
  results.focus({ preventScroll: true });
  const { top } = results.getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) results.scrollIntoView({ behavior: "instant" });
}

/** The list's own order is left out, as in the addresses of its links. */
function addressOf(form) {
  const pairs = new FormData(form);
  if (form.elements.ordering.selectedIndex === 0) pairs.delete("ordering");
  return `${location.pathname}?${new URLSearchParams(pairs)}`.replace(/\?$/, "");
}

listing.addEventListener("change", ({ target }) => load(addressOf(target.form)));
listing.addEventListener("submit", (event) => {
  event.preventDefault();
  load(addressOf(event.target), goToResults);
});
listing.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !isPlain(event) || link.pathname !== location.pathname || link.hash) return;
  event.preventDefault();
  load(link.pathname + link.search, goToResults);
});
// A link elsewhere is the later wish: no answer, failure or time-out of ours may lead away from it.
addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && isPlain(event) && !event.defaultPrevented && !link.hash) stop();
});
addEventListener("popstate", () => {
  const address = location.pathname + location.search;
  if (address !== shown) load(address);
  else stop();
});
