/* While a skill has the pointer or the focus, in the drawing or in the list, all that leads to it and all that follows from it
 * stands out in the drawing, and the rest fades.
 */

const map = document.querySelector(".map:has(.map-drawing)");

/** The numbers that the lines lead to from a number, over as many lines as there are. */
function follow(lines, start) {
  const found = new Set([start]);
  for (const number of found) for (const next of lines.get(number) ?? []) found.add(next);
  return found;
}

/** The numbers at the other ends of the lines, by the number at one end. */
function linesFrom(edges, one, other) {
  const lines = new Map();
  for (const { ends } of edges) lines.set(ends[one], [...(lines.get(ends[one]) ?? []), ends[other]]);
  return lines;
}

function startTracing(drawing) {
  const edges = [...drawing.querySelectorAll("[data-edge]")].map((edge) => ({ edge, ends: edge.dataset.edge.split(" ") }));
  const nodes = [...drawing.querySelectorAll("[data-node]")];
  const [needs, leads] = [linesFrom(edges, 1, 0), linesFrom(edges, 0, 1)];
  let traced;

  const show = (number) => {
    if (number === traced) return;
    traced = number;
    const before = follow(needs, number);
    const after = follow(leads, number);
    drawing.classList.toggle("is-tracing", number !== undefined);
    for (const node of nodes) node.classList.toggle("is-traced", before.has(node.dataset.node) || after.has(node.dataset.node));
    for (const { edge, ends } of edges) {
      edge.classList.toggle("is-before", ends.every((end) => before.has(end)));
      edge.classList.toggle("is-after", ends.every((end) => after.has(end)));
    }
  };

  // Not on the drawing itself: Chromium lets the keyboard stop at an SVG that listens for focus.
  const trace = ({ target }) => show(target.closest("[data-node]")?.dataset.node);
  for (const name of ["focusin", "pointerover"]) map.addEventListener(name, trace);
  for (const name of ["focusout", "pointerleave"]) map.addEventListener(name, () => show(undefined));
}

if (map) startTracing(map.querySelector(".map-drawing"));
