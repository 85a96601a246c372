"""People's words stay words: nothing is marked safe without a reason, and public pages carry nothing inline."""

import re

from .tree import files, lines, python, read

#: A reason beside it: `{# safe: … #}` in a template; in Python `# safe: …`, or the one ruff's S308 asks for.
REASON = re.compile(r"safe: \w+|no" + r"qa: S308\s+\(\w+")
UNESCAPED = re.compile(r"\|\s*(safe|safeseq)\b|\{%\s*autoescape\s+off")
MARKED = re.compile(r"\bmark_safe\b|\bSafeString\(|\bSafeText\(")

INLINE = {
    "a style": re.compile(r"<style\b|\sstyle\s*="),
    "a script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*\"application/(ld\+)?json\")"),
    "an event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
}
ELSEWHERE = re.compile(r"(src|href|action)\s*=\s*[\"'](https?:)?//(?!\{)|@import|url\(\s*[\"']?(https?:)?//")


def templates(*under):
    """The templates below these folders."""
    return [name for name in files() if name.endswith((".html", ".txt")) and name.startswith(under or ("templates/",))]


def public():
    """Every template that a visitor may see."""
    shared = [name for name in templates() if name.count("/") == 1]
    return shared + templates("templates/home/", "templates/includes/", "templates/captcha/", "templates/django/")


def test_no_template_lets_text_through_unescaped_without_a_reason():
    found = []
    for name in templates():
        found += [f"{name}:{n} {t.strip()}" for n, t in lines(name) if UNESCAPED.search(t) and not REASON.search(t)]

    assert found == []


def test_no_python_marks_text_as_safe_without_a_reason():
    found = []
    for name in python():
        for number, line in lines(name):
            if MARKED.search(line) and not line.lstrip().startswith(("from ", "import ")) and not REASON.search(line):
                found.append(f"{name}:{number} {line.strip()}")

    assert found == []


def test_public_pages_carry_no_style_script_or_handler_inline():
    found = []
    for name in public():
        for what, pattern in INLINE.items():
            # A tag may run over several lines; the whole text is read, and the line told.
            text = read(name)
            found += [f"{name}:{text.count(chr(10), 0, m.start()) + 1} {what}" for m in pattern.finditer(text)]

    assert found == []


def test_no_page_or_style_of_ours_asks_another_machine():
    ours = [*templates(), *(name for name in files() if name.startswith("static/") and name.endswith((".css", ".js")))]

    assert [f"{n}:{number} {t.strip()}" for n in ours for number, t in lines(n) if ELSEWHERE.search(t)] == []


def test_an_override_of_a_framework_template_says_what_it_was_copied_from():
    overrides = templates("templates/wagtailadmin/", "templates/wagtailsnippets/", "templates/django/")

    assert [name for name in overrides if not re.search(r"(Wagtail|Django) \d", read(name))] == []
