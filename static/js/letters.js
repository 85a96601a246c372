/* The editor of a letter opens with the person's words beside it, until its writer closes them. */
document.addEventListener("DOMContentLoaded", () => {
    const key = "wagtail:side-panel-open";
    const panel = (name) => document.querySelector(`[data-side-panel="${CSS.escape(name)}"]`);
    if (!panel("words") || window.innerWidth < 900) {
        return;
    }
    try {
        const wanted = localStorage.getItem(key);
        if (wanted === null || (wanted && !panel(wanted))) {
            localStorage.setItem(key, "words");
        }
    } catch {
        // No storage, as in a private window: the panel opens with its button.
    }
});

/* Wagtail 8.0 gives the box one writes rich text in no name and no language: it gets the heading of its panel, or the
   label of its field, and the language of the field. */
window.addEventListener("load", () => {
    for (const box of document.querySelectorAll('[role="textbox"]:not([aria-label]):not([aria-labelledby])')) {
        const label = box.closest("[data-field-wrapper]")?.querySelector("label[id]");
        const heading = label?.id || box.closest("section[aria-labelledby]")?.getAttribute("aria-labelledby");
        if (heading) {
            box.setAttribute("aria-labelledby", heading);
        }
        const language = box.closest("[data-field-input], [data-field]")?.querySelector("input[lang]")?.lang;
        if (language) {
            box.lang = language;
        }
    }
});
