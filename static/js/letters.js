/* The editor of a letter opens with the person's words beside it, until its writer closes them. */
(() => {
    const key = "wagtail:side-panel-open";
    try {
        const wanted = localStorage.getItem(key);
        const known = wanted === "" || (wanted && document.querySelector(`[data-side-panel="${CSS.escape(wanted)}"]`));
        if (!known && window.innerWidth >= 900) {
            localStorage.setItem(key, "words");
        }
    } catch {
        // No storage, as in a private window: the panel opens with its button.
    }
})();
