from html.parser import HTMLParser

import pytest
from hypothesis import given, settings, strategies as st

from casework.letters.content import Content
from casework.letters.render import TAGS, as_html, as_text, clean

SITE = "https://letters.example"
#: Pieces that hostile pages are made of, beside any text at all.
HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            [
                "<script>", "</script>", "<b>", "</b>", "<a href='", "javascript:alert(1)", "'>", "<img src=x onerror=",
                "<svg/onload=", "<!--", "-->", "<![CDATA[", "]]>", "&lt;script&gt;", "&#x3c;", "&amp;", "\x00", "<p",
                ' style="', 'position:fixed"', "<iframe srcdoc='", "<math><mtext>", "<style>", "</style>", "<template>",
                "<a href=\"data:text/html,x\">", "<a HREF=https://x.example>", "\u202e", "<base href=//x>", "<form>",
                "<p onclick=x>", "<li>", "<ul>", "<table><td>", "<plaintext>", "<noscript>", "</p>", "<h2>", '"', "'",
            ]
        ),
    ),
    max_size=12,
).map("".join)  # fmt: skip


class Seen(HTMLParser):
    """Which tags and attributes a browser would meet."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = set(), []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, *pair) for pair in attrs]


def content(**given_fields):
    fields = {
        "reference": "C7K4-2222/1", "language": "en", "channel": "email", "to_name": "Testa Person",
        "to_address": "testa@example.org", "from_name": "Office", "from_address": "office@example.org",
        "subject": "About rent", "salutation": "Dear Testa,", "body": "<p>Thank you.</p>", "closing": "Sincerely,",
        "signatory": "Robin Example", "signatory_title": "Member",
    }  # fmt: skip
    return Content(**{**fields, **given_fields})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('<p onclick="x()">Hi</p>', "<p>Hi</p>"),
        ("<script>alert(1)</script>Hi", "Hi"),
        ('<a href="javascript:x()">Hi</a>', "<a>Hi</a>"),
        ('<a href="https://example.org/?a=1&amp;b=2">Hi</a>', '<a href="https://example.org/?a=1&amp;b=2">Hi</a>'),
        ('<a href="mailto:a@example.org">a</a>', '<a href="mailto:a@example.org">a</a>'),
        ('<a href="help/">Hi</a>', "<a>Hi</a>"),
        ('<a href="//example.org/">Hi</a>', "<a>Hi</a>"),
        ("<a href='<a href=\"data:text/html,x\">'>Hi</a>", "<a>Hi</a>"),
        ("<h2><c><h2>Hi", "<h2></h2><h2>Hi</h2>"),
        ('<img src="https://example.org/pixel.gif">Hi', "Hi"),
        ("<h1>Hi</h1>", "Hi"),
        ('<p style="position:fixed">Hi</p>', "<p>Hi</p>"),
        ("<b>bold</b> <i>italic</i>", "<b>bold</b> <i>italic</i>"),
    ],
)
def test_clean_keeps_what_the_editor_makes_and_nothing_else(typed, kept):
    assert clean(typed) == kept


def test_a_link_within_the_site_becomes_a_whole_address():
    assert clean('<a href="/en/help/">Help</a>', site=SITE + "/") == f'<a href="{SITE}/en/help/">Help</a>'


@given(HOSTILE)
@settings(max_examples=400)
def test_nothing_that_can_act_survives(html):
    seen = Seen(clean(html, site=SITE))
    assert seen.tags <= TAGS
    for tag, name, value in seen.attributes:
        assert (tag, name) == ("a", "href")
        assert (value or "").split(":")[0].lower() in {"http", "https", "mailto", "tel"} or ":" not in (value or "")


@given(HOSTILE)
def test_cleaning_twice_changes_nothing(html):
    assert clean(clean(html, site=SITE), site=SITE) == clean(html, site=SITE)


@given(HOSTILE, st.text(), st.text())
def test_the_whole_letter_has_no_tag_but_ours_whatever_the_fields_hold(html, words, others):
    letter = content(body=clean(html), salutation=words, closing=others, signatory=words, signatory_title=others)
    assert Seen(as_html(letter)).tags <= TAGS | {"br", "p"}


def test_fields_print_as_they_were_typed():
    assert as_html(content(salutation="Dear <b>A</b> & B,", signatory="<i>R</i>", signatory_title="")) == (
        "<p>Dear &lt;b&gt;A&lt;/b&gt; &amp; B,</p>\n<p>Thank you.</p>\n<p>Sincerely,</p>\n<p>&lt;i&gt;R&lt;/i&gt;</p>"
    )


def test_parts_that_are_empty_leave_no_empty_paragraph():
    assert as_html(content(closing="", signatory="", signatory_title="")) == "<p>Dear Testa,</p>\n<p>Thank you.</p>"


def test_the_plain_text_says_the_same_in_order():
    body = "<p>One <b>two</b>.</p><ul><li>Three</li><li>Four</li></ul>"
    assert as_text(content(body=body)) == (
        "Dear Testa,\n\nOne two.\n\n  * Three\n  * Four\n\nSincerely,\n\nRobin Example\nMember\n"
    )


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ('<a href="https://example.org/a">our guide</a>', "our guide (https://example.org/a)"),
        ('<a href="https://example.org/a">https://example.org/a</a>', "https://example.org/a"),
        ('<a href="mailto:a@example.org">a@example.org</a>', "a@example.org"),
        ('<a href="tel:416-555-0100">call us</a>', "call us (416-555-0100)"),
        ("<a>no address</a>", "no address"),
    ],
)
def test_the_plain_text_writes_links_out(link, written):
    assert as_text(content(body=f"<p>See {link}.</p>")).split("\n\n")[1] == f"See {written}."


def test_on_paper_links_are_written_out():
    body = '<p>See <a href="https://example.org/?a=1&amp;b=2">our guide</a>.</p>'
    assert "<p>See our guide (https://example.org/?a=1&amp;b=2).</p>" in as_html(content(body=body, channel="post"))
    assert body in as_html(content(body=body, channel="email"))


def test_what_looks_like_markup_stays_text_in_the_plain_version():
    body = clean("<p>2 &lt; 3 &amp; &lt;script&gt; {name} $x *y* [z]</p>")
    assert "2 < 3 & <script> {name} $x *y* [z]" in as_text(content(body=body))


@given(HOSTILE)
def test_the_plain_text_ends_in_one_newline_and_holds_no_trailing_blanks(html):
    text = as_text(content(body=clean(html)))
    assert text.endswith("Robin Example\nMember\n")
