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

/* On the review: what a reader has selected in the letter goes along to the screen on which they comment on it. */
document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-comment-on]");
    const chosen = window.getSelection();
    const sheet = link && document.querySelector(link.dataset.commentOn);
    if (!sheet || !chosen.rangeCount || !sheet.contains(chosen.getRangeAt(0).commonAncestorContainer)) {
        return;
    }
    const words = chosen.toString().replace(/\s+/g, " ").trim().slice(0, 1000);
    if (words) {
        const url = new URL(link.href);
        url.hash = new URLSearchParams({ quote: words }).toString();
        link.href = url.href;
    }
});

/* The words stay behind the hash sign of the address: no server writes that part into its log. */
document.addEventListener("DOMContentLoaded", () => {
    const quote = new URLSearchParams(window.location.hash.slice(1)).get("quote");
    const field = document.querySelector("form [name=quote]");
    if (quote && field && !field.value) {
        field.value = quote;
        history.replaceState(null, "", window.location.pathname + window.location.search);
    }
});
