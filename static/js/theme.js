// Light or dark before the first paint: what was chosen in this browser, else what the device says.
(() => {
  const key = "ntm-nen";
  const device = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem(key) || "auto";
    } catch {
      return "auto"; // storage may be forbidden; the device decides then
    }
  };
  const apply = () => {
    const dark = chosen() === "dark" || (chosen() === "auto" && device.matches);
    document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
  };
  apply();
  document.documentElement.dataset.scripts = "";
  device.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  document.addEventListener("DOMContentLoaded", () => {
    for (const choice of document.querySelectorAll("[data-theme-choice]")) {
      choice.hidden = false;
      for (const input of choice.querySelectorAll("input")) input.checked = input.value === chosen();
      choice.addEventListener("change", (event) => {
        try {
          localStorage.setItem(key, event.target.value);
        } catch {
          return;
        }
        apply();
      });
    }
  });
})();
