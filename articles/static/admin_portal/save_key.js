// Ctrl+S and Cmd+S save the form and leave it open.
"use strict";
{
  const buttons = [...document.querySelectorAll(".submit-row [data-save-key]")];
  const button = buttons.find((one) => one.name === "_continue") ?? buttons[0];
  if (button) {
    button.title = button.dataset.saveKey;
    button.setAttribute("aria-keyshortcuts", "Control+S Meta+S");
    document.addEventListener("keydown", (event) => {
      const isSave = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s";
      if (!isSave) return;
      event.preventDefault();
      if (!event.repeat) button.click();
    });
  }
}
