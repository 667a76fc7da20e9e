// Reads what stands in a form and puts it back, added rows and chosen links too. A value is [name, text], [name, text, ticked]
// for boxes to tick, and [name, [[value, label], ...]] for lists to choose from.
"use strict";
{
  const SKIPPED_NAMES = new Set(["csrfmiddlewaretoken", "draft", "save_over"]);
  const SKIPPED_TYPES = new Set(["file", "submit", "button", "reset", "image", "password", "fieldset", "output"]);
  const LONG = 100_000;
  const TOTAL = "-TOTAL_FORMS";

  function fieldsOf(form) {
    return [...form.elements].filter(
      (field) =>
        field.name && !SKIPPED_NAMES.has(field.name) && !SKIPPED_TYPES.has(field.type) && !field.name.includes("__prefix__"),
    );
  }

  const isTicked = (field) => field.type === "checkbox" || field.type === "radio";

  function valueOf(field) {
    if (isTicked(field)) return [field.name, field.value, field.checked];
    if (field.options) return [field.name, [...field.selectedOptions].map((one) => [one.value, one.text])];
    return [field.name, field.value];
  }

  // As the page came from the server, whatever the browser put into the fields since.
  function loadedValueOf(field) {
    if (isTicked(field)) return [field.name, field.value, field.defaultChecked];
    if (!field.options) return [field.name, field.defaultValue];
    const chosen = [...field.options].filter((one) => one.defaultSelected);
    const shown = chosen.length || field.multiple ? chosen : [...field.options].slice(0, 1);
    return [field.name, shown.map((one) => [one.value, one.text])];
  }

  const read = (form) => fieldsOf(form).map(valueOf);
  const readLoaded = (form) => fieldsOf(form).map(loadedValueOf);

  // Adds rows by the link that Django's script made, and takes away those that are too many.
  function fitRows(form, prefix, wanted) {
    const total = form.elements[prefix + TOTAL];
    const link = document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`);
    for (let tries = 0; total && link && Number(total.value) < wanted && tries < wanted; tries += 1) link.click();
    for (let number = Number(total?.value ?? 0) - 1; number >= wanted; number -= 1)
      document.getElementById(`${prefix}-${number}`)?.remove();
  }

  function choose(select, chosen) {
    const wanted = new Map(chosen);
    for (const option of select.options) option.selected = wanted.delete(option.value);
    for (const [value, label] of wanted) select.append(new Option(label, value, false, true));
  }

  // Chromium looks for the direction anew with each line of a long text: a minute for 60,000 lines.
  function fixDirection(field, text) {
    if (text.length > LONG && field.dir === "auto")
      field.dir = /^\P{L}*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u.test(text) ? "rtl" : "ltr";
  }

  function put(field, [, value, ticked]) {
    if (typeof value === "string") fixDirection(field, value);
    if (isTicked(field)) field.checked = ticked;
    else if (field.options) choose(field, value);
    else field.value = value;
  }

  function fill(form, values) {
    for (const [name, value] of values)
      if (name.endsWith(TOTAL)) fitRows(form, name.slice(0, -TOTAL.length), Number(value));
    const fields = Map.groupBy(fieldsOf(form), (field) => field.name);
    for (const value of values) {
      const named = fields.get(value[0]) ?? [];
      const field = value.length > 2 ? named.find((one) => one.value === value[1]) : named[0];
      if (!field) continue;
      put(field, value);
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  }

  globalThis.formValues = { read, readLoaded, fill };
}
