// What helps while reading an article: the table of contents follows, headings and code can be copied.
// The texts of the interface come from templates in the page, in its language.
const prose = document.querySelector(".prose");
const status = document.getElementById("reading-status");
const SHOWN_MILLISECONDS = 2000;
const LINE_PIXELS = 100;

async function copy(text, messages) {
  let message = messages.done;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    message = messages.failed;
  }
  // Emptied first, so that the same message is read out again.
  status.textContent = "";
  setTimeout(() => (status.textContent = message), 50);
  return message;
}

function addCopyButton(block, template) {
  const box = document.createElement("div");
  box.className = "code-box";
  block.replaceWith(box);
  const button = template.content.firstElementChild.cloneNode(true);
  box.append(block, button);
  const label = button.firstChild;
  const text = label.data;
  button.addEventListener("click", async () => {
    label.data = await copy(block.textContent, template.dataset);
    setTimeout(() => (label.data = text), SHOWN_MILLISECONDS);
  });
}

function addAnchor(heading, template) {
  const name = document.createElement("span");
  name.id = `${heading.id}-text`;
  name.append(...heading.childNodes);
  const anchor = template.content.firstElementChild.cloneNode(true);
  anchor.href = `#${heading.id}`;
  // The link stands within the heading, but is no part of its name.
  heading.setAttribute("aria-labelledby", name.id);
  heading.append(name, anchor);
  anchor.addEventListener("click", () => copy(anchor.href, template.dataset));
}

function follow(contents) {
  const links = new Map();
  for (const link of contents.querySelectorAll("a[href^='#']")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const headings = [...links.keys()];
  let current = null;
  let chosen = null;
  const mark = () => {
    // Towards the end of the page the line sinks to its bottom: headings there never come further up.
    const left = document.documentElement.scrollHeight - innerHeight - scrollY;
    const limit = Math.min(innerHeight, Math.max(LINE_PIXELS, innerHeight - left));
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= limit);
    const link = chosen ?? links.get(passed.at(-1));
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    current = link;
    if (link) bringIntoView(link, contents);
  };
  let isDue = false;
  const markSoon = () => {
    if (!isDue) requestAnimationFrame(() => ((isDue = false), mark()));
    isDue = true;
  };
  // What was chosen stays marked until the reader scrolls on.
  contents.addEventListener("click", ({ target }) => {
    chosen = [...links.values()].find((link) => link === target.closest("a")) ?? null;
    mark();
  });
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(kind, () => (chosen = null), { passive: true });
  for (const kind of ["scroll", "resize"]) addEventListener(kind, markSoon, { passive: true });
  mark();
}

// Scrolls the contents alone; scrollIntoView would move the page as well.
function bringIntoView(link, contents) {
  const [inner, outer] = [link.getBoundingClientRect(), contents.getBoundingClientRect()];
  if (inner.top < outer.top) contents.scrollTop -= outer.top - inner.top + 8;
  else if (inner.bottom > outer.bottom) contents.scrollTop += inner.bottom - outer.bottom + 8;
}

const codeTemplate = document.getElementById("copy-code");
for (const block of prose.querySelectorAll("pre")) addCopyButton(block, codeTemplate);
const linkTemplate = document.getElementById("copy-link");
for (const heading of prose.querySelectorAll(":is(h2, h3, h4, h5, h6)[id]")) addAnchor(heading, linkTemplate);
const contents = document.querySelector(".contents");
if (contents) follow(contents);
