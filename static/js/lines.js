/* Beside the editor of a letter: a button puts a line or a standard paragraph into it, after the paragraph in which its writer was.
   Wagtail keeps each rich text editor on its field (`field.draftailEditor`) and hands its state out and in that way. */
document.addEventListener("DOMContentLoaded", () => {
    const field = document.querySelector("#id_body");
    const form = field?.form;
    const places = document.querySelectorAll("[data-put-in]");
    if (!form || !places.length || !window.Draftail?.createEditorStateFromRaw) {
        return;
    }
    const box = field.closest("[data-field-wrapper]") ?? field.parentElement;
    let hasBeenWrittenIn = false;
    box.addEventListener("focusin", () => {
        hasBeenWrittenIn = true;
    });
    const said = document.createElement("p");
    said.className = "lt-put-in__said";
    said.setAttribute("role", "status");
    places[0].closest(".lt-panel")?.prepend(said);

    /* Its paragraphs as the editor's own blocks: plain words, whatever stands in them. */
    const paragraphs = (words) => {
        const texts = words.split(/\n+/).map((text) => text.trim()).filter(Boolean);
        const blocks = texts.map((text) => ({
            text, type: "unstyled", depth: 0, inlineStyleRanges: [], entityRanges: [],
        }));
        return window.Draftail.createEditorStateFromRaw({ blocks, entityMap: {} }).getCurrentContent().getBlocksAsArray();
    };

    const putIn = (words) => {
        const editor = field.draftailEditor;
        const state = editor.getEditorState();
        const content = state.getCurrentContent();
        const blocks = content.getBlocksAsArray();
        const added = paragraphs(words);
        const where = hasBeenWrittenIn ? state.getSelection().getFocusKey() : blocks.at(-1).getKey();
        const at = blocks.findIndex((block) => block.getKey() === where);
        const isEmpty = blocks[at].getType() === "unstyled" && !blocks[at].getText().trim();
        const all = [...blocks.slice(0, isEmpty ? at : at + 1), ...added, ...blocks.slice(at + 1)];
        const last = added.at(-1);
        const after = state.getSelection().merge({
            anchorKey: last.getKey(), anchorOffset: last.getLength(),
            focusKey: last.getKey(), focusOffset: last.getLength(), isBackward: false, hasFocus: false,
        });
        const blockMap = content.constructor.createFromBlockArray(all).getBlockMap();
        const next = content.merge({ blockMap, selectionBefore: state.getSelection(), selectionAfter: after });
        editor.onChange(state.constructor.push(state, next, "split-block"));
        hasBeenWrittenIn = true;
    };

    /* The letter knows which line was put in; what counts is what its words say. */
    const note = (key) => {
        if (form.querySelector(`[name="inserted_lines"][value="${CSS.escape(key)}"]`)) {
            return;
        }
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name: "inserted_lines", value: key });
        form.append(input);
    };

    for (const place of places) {
        const button = place.querySelector("button");
        button.addEventListener("click", () => {
            if (button.dataset.line) {
                note(button.dataset.line);
            }
            putIn(button.dataset.words);
            said.textContent = "";
            window.setTimeout(() => {
                said.textContent = button.dataset.done;
            }, 50);
        });
        place.hidden = false;
    }
});
