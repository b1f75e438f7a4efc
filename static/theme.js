// Changes the colours at once, and keeps the choice without leaving the page: nothing typed is lost.
for (const form of document.querySelectorAll("form[data-theme-switch]")) {
  form.addEventListener("submit", (event) => {
    const { submitter } = event;
    if (submitter === null) return;
    event.preventDefault();
    const theme = submitter.value;
    const root = document.documentElement;
    if (theme === "system") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", theme);
    const scheme = theme === "system" ? "light dark" : theme;
    document.querySelector("meta[name=color-scheme]")?.setAttribute("content", scheme);
    for (const button of form.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button === submitter));
    }
    const body = new URLSearchParams(new FormData(form, submitter));
    // Without a connection the choice holds for this page.
    fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
  });
}
