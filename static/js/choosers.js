// Starts Wagtail's date and time choosers wherever one appears: on the page, in a form that is added, in a dialogue.
// Wagtail starts each by a script that stands beside it in the page, which our content policy does not let run.
(() => {
    const KNOWN = ["initDateChooser", "initDateTimeChooser", "initTimeChooser"];

    const start = (mark) => {
        const { chooser, for: id, options } = mark.dataset;
        mark.remove(); // once for each
        if (KNOWN.includes(chooser)) window[chooser]?.(id, JSON.parse(options));
    };

    const startWithin = (element) => element.querySelectorAll?.("template[data-chooser]").forEach(start);

    const watch = () => {
        startWithin(document);
        new MutationObserver((changes) => {
            changes.forEach(({ addedNodes }) =>
                addedNodes.forEach((node) => (node.matches?.("template[data-chooser]") ? start(node) : startWithin(node))),
            );
        }).observe(document.body, { childList: true, subtree: true });
    };

    // After Wagtail's own, which defines what is called here.
    if (document.readyState === "complete") watch();
    else window.addEventListener("load", watch);
})();
