/* The editor of a letter opens with the person's words beside it, until its writer closes them. */
(() => {
    const key = "wagtail:side-panel-open";
    try {
        const wanted = localStorage.getItem(key);
        const known = wanted === "" || (wanted && document.querySelector(`[data-side-panel="${CSS.escape(wanted)}"]`));
        if (!known && window.innerWidth >= 900 && document.querySelector('[data-side-panel="words"]')) {
            localStorage.setItem(key, "words");
        }
    } catch {
        // No storage, as in a private window: the panel opens with its button.
    }
})();

/* Wagtail 8.0 gives the box one writes rich text in no name: it gets the heading of its panel. */
window.addEventListener("load", () => {
    for (const box of document.querySelectorAll('[role="textbox"]:not([aria-label]):not([aria-labelledby])')) {
        const heading = box.closest("section[aria-labelledby]")?.getAttribute("aria-labelledby");
        if (heading) {
            box.setAttribute("aria-labelledby", heading);
        }
    }
});
