/* What a reader knows, kept in this browser alone.
 *
 * localStorage, key "portal.progress": {"version": 1, "skills": {"<skill's id>": "<ISO time of the tick>"}}
 * A saved file holds the same. What cannot be read is never written over: it stays until the reader clears it.
 *
 * Pages say by attributes what they want; everything of it is `hidden` until this module runs.
 *   data-tick="<id>"      a button that ticks a skill
 *   data-panel            saves, loads and clears; its data-text-… are the messages
 *   data-path             sums up the steps: data-step, data-hours, data-required, the skills by their buttons
 *   data-known-filter     narrows data-map by what is known: data-node, data-skill, data-needs, data-edge
 */

const KEY = "portal.progress";
const VERSION = 1;
const MAX_CHARACTERS = 1_000_000;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/* Reading and writing */

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Map of skill to time; throws where the text is anything but progress as described above. */
function parse(text) {
  const data = text.length <= MAX_CHARACTERS ? JSON.parse(text) : null;
  if (!isObject(data) || data.version !== VERSION || !isObject(data.skills)) throw new SyntaxError("no progress");
  const entries = Object.entries(data.skills).map(([id, time]) => [id.toLowerCase(), time]);
  const isRight = ([id, time]) => ID.test(id) && typeof time === "string" && TIME.test(time) && !isNaN(Date.parse(time));
  if (!entries.every(isRight)) throw new SyntaxError("no progress");
  return new Map(entries);
}

const format = (skills) => JSON.stringify({ version: VERSION, skills: Object.fromEntries(skills) });

/** {skills, raw, problem}: problem is "broken" for what cannot be read, "unavailable" where the browser keeps nothing. */
function load() {
  let raw = null;
  try {
    raw = localStorage.getItem(KEY);
    return { raw, skills: raw === null ? new Map() : parse(raw), problem: "" };
  } catch (error) {
    return { raw, skills: new Map(), problem: error instanceof SyntaxError ? "broken" : "unavailable" };
  }
}

/** Writes text, or nothing for null. False where the browser refuses. */
function store(text) {
  try {
    if (text === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, text);
    return true;
  } catch {
    return false;
  }
}

/** Lets change(skills) alter what is kept now, by whichever tab; what cannot be read is left alone. */
function update(change) {
  const { skills, problem } = load();
  if (problem) return say(problem);
  change(skills);
  if (format(skills).length > MAX_CHARACTERS) return say("full");
  if (!store(format(skills))) return say("unavailable");
  show();
  return true;
}

function merge(into, from) {
  for (const [id, time] of from) if (!into.has(id) || time < into.get(id)) into.set(id, time);
}

/* What readers do */

function toggle(id) {
  say("");
  if (!update((skills) => skills.delete(id) || skills.set(id, new Date().toISOString()))) bringNear();
}

function saveFile() {
  const { raw, skills } = load();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([raw ?? format(skills)], { type: "application/json" }));
  link.download = "progress.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function loadFile(input) {
  const [file] = input.files;
  if (!file) return;
  let read = null;
  try {
    read = file.size <= 4 * MAX_CHARACTERS ? parse(await file.text()) : null;
  } catch {
    read = null;
  }
  input.value = "";
  if (read === null) say("foreign");
  else if (update((skills) => merge(skills, read))) say("loaded", { count: read.size });
}

let cleared = null;

function clear() {
  const { raw } = load();
  if (!store(null)) return say("unavailable");
  cleared = raw ?? cleared;
  show();
  say("cleared");
}

/** Brings back what was cleared, beside what was ticked since. */
function undo() {
  const now = load();
  let before = null;
  try {
    before = parse(cleared);
    merge(before, now.skills);
  } catch {
    before = null;
  }
  const text = before ? format(before) : cleared;
  if (before && text.length > MAX_CHARACTERS) return say("full");
  if (!store(text)) return say("unavailable");
  cleared = null;
  show();
  say("restored");
  document.querySelector("[data-clear]").focus();
}

/* What readers see */

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** Puts the message at the edge of the window where its place in the panel is out of sight, far from the tick. */
function bringNear() {
  for (const note of all("[data-note]")) {
    const { top, bottom } = note.getBoundingClientRect();
    if (top >= 0 && bottom <= innerHeight) continue;
    note.classList.add("is-near");
    document.documentElement.style.setProperty("--note-height", `${note.offsetHeight}px`);
    document.activeElement?.closest("[data-tick]")?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }
}

function putBack() {
  const hadFocus = document.activeElement?.closest(".is-near");
  for (const note of all("[data-note]")) note.classList.remove("is-near");
  document.documentElement.style.removeProperty("--note-height");
  if (hadFocus) hadFocus.closest("[data-panel]").querySelector("[data-save]").focus();
}

function say(name, values = {}) {
  putBack();
  for (const panel of all("[data-panel]")) {
    const text = name && panel.getAttribute(`data-text-${name}`);
    panel.querySelector("[data-message]").textContent = text ? fill(text, values) : "";
    const button = panel.querySelector("[data-undo]");
    button.hidden = cleared === null;
    if (name === "cleared" && !button.hidden) button.focus();
  }
}

function showButtons(skills) {
  for (const button of all("[data-tick]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(skills.has(button.dataset.tick)));
  }
}

function showPath(path, skills) {
  const steps = all("[data-step]", path)
    .map((step) => ({ step, ids: all("[data-tick]", step).map((button) => button.dataset.tick) }))
    .filter(({ ids }) => ids.length)
    .map(({ step, ids }) => ({ step, hours: Number(step.dataset.hours), isRequired: "required" in step.dataset, isDone: ids.every((id) => skills.has(id)) }));
  for (const { step, isDone } of steps) {
    step.classList.toggle("is-done", isDone);
    step.querySelector("[data-done]").hidden = !isDone;
  }
  const hours = (list) => list.reduce((sum, one) => sum + one.hours, 0);
  const open = steps.filter((one) => !one.isDone);
  const values = {
    done: steps.length - open.length,
    total: steps.length,
    hours: hours(open),
    required: hours(open.filter((one) => one.isRequired)),
  };
  for (const state of all("[data-state]", path)) {
    state.hidden = !steps.length;
    for (const line of all("[data-text]", state)) line.textContent = fill(line.dataset.text, values);
    Object.assign(state.querySelector("progress"), { max: values.total || 1, value: values.done });
  }
}

const KNOWN_FILTERS = {
  all: () => true,
  known: (isKnown) => isKnown,
  unknown: (isKnown) => !isKnown,
  next: (isKnown, isReady) => !isKnown && isReady,
};

/** Hides what the filter leaves out, in the list and in the drawing alike. */
function showMap(map, skills) {
  const rows = all("[data-skill]", map);
  const known = new Set(rows.filter((row) => skills.has(row.dataset.skill)).map((row) => row.dataset.node));
  const isReady = (row) => row.dataset.needs.split(" ").every((need) => !need || skills.has(need));
  const chosen = KNOWN_FILTERS[map.querySelector("[data-known-filter] :checked")?.value] ?? KNOWN_FILTERS.all;
  const shown = new Set(
    rows.filter((row) => chosen(known.has(row.dataset.node), isReady(row))).map((row) => row.dataset.node),
  );
  for (const one of all("[data-node]", map)) {
    one.classList.toggle("is-known", known.has(one.dataset.node));
    one.classList.toggle("is-out", !shown.has(one.dataset.node));
  }
  for (const edge of all("[data-edge]", map)) {
    edge.classList.toggle("is-out", !edge.dataset.edge.split(" ").every((end) => shown.has(end)));
  }
  for (const group of all("[data-group]", map)) {
    group.classList.toggle("is-out", !all("[data-skill]", group).some((row) => shown.has(row.dataset.node)));
  }
  const lost = document.activeElement?.closest(".is-out");
  if (lost && map.contains(lost)) map.querySelector("[data-known-filter] :checked").focus();
  for (const line of all("[data-shown]", map)) {
    line.textContent = fill(line.dataset.text, { shown: shown.size, total: rows.length, known: known.size });
  }
}

function show() {
  const { skills, problem } = load();
  showButtons(skills);
  for (const panel of all("[data-panel]")) {
    panel.hidden = false;
    const count = panel.querySelector("[data-count]");
    count.textContent = fill(count.dataset.text, { count: skills.size });
  }
  for (const path of all("[data-path]")) showPath(path, skills);
  for (const filter of all("[data-known-filter]")) filter.hidden = false;
  for (const map of all("[data-map]")) showMap(map, skills);
  if (problem) say(problem);
}

function start() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if (button.dataset.tick) toggle(button.dataset.tick);
    else if ("save" in button.dataset) saveFile();
    else if ("load" in button.dataset) button.closest("[data-panel]").querySelector("[data-file]").click();
    else if ("clear" in button.dataset) clear();
    else if ("undo" in button.dataset) undo();
    else if ("close" in button.dataset) putBack();
  });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && putBack());
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-file]")) loadFile(target);
    else if (target.closest("[data-known-filter]")) show();
  });
  addEventListener("storage", ({ key }) => (key === KEY || key === null) && show());
  addEventListener("pageshow", show);
  show();
}

start();
