// Tells unsaved texts apart: in which fields of the form one differs, by their labels, and how long its texts are.
"use strict";
{
  const TOTAL = "-TOTAL_FORMS";

  const words = (element) => element?.textContent.trim().replace(/\s*:$/, "");

  // The rows of a table count as one field, under its heading.
  function tableOf(name, values) {
    const total = values.find(([one]) => one.endsWith(TOTAL) && name.startsWith(one.slice(0, -TOTAL.length) + "-"));
    return total?.[0].slice(0, -TOTAL.length);
  }

  // A field of several parts is named by the row that it stands in.
  function labelOf(form, name) {
    const found = form.elements[name];
    const field = found instanceof RadioNodeList ? found[0] : found;
    if (!field || field.type === "hidden") return "";
    const isPart = field.type === "radio" || field.closest(".time-field");
    const own = isPart ? null : field.labels?.[0];
    return words(own ?? field.closest(".form-row")?.querySelector("legend, label")) || "";
  }

  function describe(form, [name, value], sizeText) {
    const label = labelOf(form, name);
    if (!label || form.elements[name].type !== "textarea") return label;
    const count = value.length.toLocaleString(document.documentElement.lang || undefined);
    return sizeText.replace("{field}", () => label).replace("{count}", count);
  }

  function changedFields(form, values, loaded, sizeText) {
    const stored = new Set(loaded.map((one) => JSON.stringify(one)));
    const changed = values.filter((one) => !stored.has(JSON.stringify(one)));
    const texts = changed.map((one) => {
      const table = tableOf(one[0], loaded);
      return table ? words(document.getElementById(`${table}-heading`)) : describe(form, one, sizeText);
    });
    return [...new Set(texts)].filter(Boolean);
  }

  globalThis.draftWords = { changedFields };
}
