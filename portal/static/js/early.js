// What must be known before the first paint: the reader's choice of theme, and whether the announcement was dismissed.
// Small and blocking, hence no module; the page itself is the same for everyone, so caches may keep it.
(() => {
  const root = document.documentElement;
  const read = (key) => {
    try {
      return localStorage.getItem(key) ?? "";
    } catch {
      return "";
    }
  };
  root.dataset.script = "on";
  const theme = read("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const { announcement } = root.dataset;
  if (announcement && read("dismissed-announcements").split(" ").includes(announcement)) root.dataset.dismissed = "";
})();
