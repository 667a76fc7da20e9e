/* The lines of a skill stand out while it has the focus or the pointer, on every drawing of the page. */

for (const drawing of document.querySelectorAll(".map-drawing")) {
  const edges = [...drawing.querySelectorAll("[data-edge]")].map((edge) => ({ edge, ends: edge.dataset.edge.split(" ") }));
  const show = (number) => {
    drawing.classList.toggle("is-tracing", number !== undefined);
    for (const { edge, ends } of edges) edge.classList.toggle("is-traced", ends.includes(number));
  };
  const trace = ({ target }) => show(target.closest("[data-node]")?.dataset.node);
  // Not on the drawing itself: Chromium lets the keyboard stop at an SVG that listens for focus.
  const box = drawing.parentElement;
  for (const name of ["focusin", "pointerover"]) box.addEventListener(name, trace);
  for (const name of ["focusout", "pointerleave"]) box.addEventListener(name, () => show(undefined));
}
