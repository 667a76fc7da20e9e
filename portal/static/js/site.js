// The theme switch and the button that dismisses an announcement. Both choices stay in the browser.
const MAX_DISMISSED = 20;
const root = document.documentElement;

function read(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function keep(key, value) {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // Without storage the choice holds for this page.
  }
}

function showTheme(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
}

function startThemeSwitch(select) {
  select.value = root.dataset.theme ?? "";
  select.addEventListener("change", () => {
    showTheme(select.value);
    keep("theme", select.value);
  });
  addEventListener("storage", (event) => {
    if (event.key !== "theme") return;
    const theme = ["light", "dark"].includes(event.newValue) ? event.newValue : "";
    showTheme(theme);
    select.value = theme;
  });
}

function startDismissing(banner) {
  banner.querySelector("button").addEventListener("click", () => {
    const ids = read("dismissed-announcements").split(" ").filter(Boolean);
    keep("dismissed-announcements", [...ids, root.dataset.announcement].slice(-MAX_DISMISSED).join(" "));
    root.dataset.dismissed = "";
    document.querySelector("main").focus({ preventScroll: true });
  });
}

// On a narrow screen the menu scrolls, and the current list could lie outside.
function showCurrent(menu) {
  const current = menu.querySelector("[aria-current]");
  if (!current) return;
  const [inner, outer] = [current.getBoundingClientRect(), menu.getBoundingClientRect()];
  menu.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
}

const select = document.querySelector(".theme-switch select");
const banner = document.querySelector(".announcement");
if (select) startThemeSwitch(select);
if (banner) startDismissing(banner);
showCurrent(document.querySelector(".site-menu"));
