"""From a letter to bytes: the same every time, whole for the reader, and nothing of it can become a header."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.utils import getaddresses
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from casework.core.text import one_line, plain
from casework.dispatch import render

MAIL = render.Mail(
    message_id="<C7K4-M2PX.1.abc@example.org>",
    date=datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=-5))),
    language="fr",
    from_name="Bureau de circonscription",
    from_address="bureau@example.org",
    to_name="Zoë d'Été",
    to_address="zoe@constituent.example",
    subject="Votre lettre du 1ᵉʳ mars",
    text="Bonjour Zoë,\n\n.\nMerci.\nFrom here on\n",
    html="<p>Bonjour Zoë,</p><p>Merci.</p>",
    in_reply_to="<two@constituent.example>",
    references=("<one@constituent.example>",),
)
PAGE = render.Page(
    reference="C7K4-M2PX/1",
    date=MAIL.date,
    language="en",
    from_name="Office A",
    from_address="1 Test Street\nToronto ON  M5V 0A1",
    to_name="Testa Person",
    to_address="2 Test Street\nToronto ON  M5V 0A2",
    subject="Your letter",
    html="<p>Thank you.</p>",
)

#: Everything that ever broke a mail program, and whatever else hypothesis thinks of.
HOSTILE = st.one_of(
    st.text(st.characters(codec=None), max_size=300),
    st.lists(
        st.sampled_from(
            [
                "\r\n",
                "\n",
                "\r",
                "\0",
                "\x0b",
                "\x85",
                "\u2028",
                "\u202e",
                "\ud800",
                "Bcc: ",
                "@",
                ",",
                ";",
                "<",
                ">",
                '"',
                "\\",
                "(",
                ")",
                "=?utf-8?q?",
                "?=",
                "=0D=0A",
                ":",
                "a@b.example",
                " ",
                "\t",
                "é",
                "汉",
                "👩‍👩‍👧",
                "{{ x }}",
                "x" * 90,
            ]
        ),
        max_size=40,
    ).map("".join),
)
HARD = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def parsed(mail=MAIL):
    """The mail as a strict reader sees it."""
    return email.message_from_bytes(render.mail_bytes(mail), policy=email.policy.compat32)


def words(header):
    """A header as a person reads it: unfolded, then decoded."""
    return str(make_header(decode_header(re.sub(r"\r?\n(?=[ \t])", "", header))))


def part(message, subtype):
    """The words of one part, with plain newlines."""
    [found] = [each for each in message.walk() if each.get_content_type() == f"text/{subtype}"]
    return found.get_payload(decode=True).decode().replace("\r\n", "\n")


def test_the_same_letter_makes_the_same_bytes():
    assert render.mail_bytes(MAIL) == render.mail_bytes(replace(MAIL))


def test_a_mail_has_these_headers_and_no_other():
    message = parsed()

    assert {name: words(value) for name, value in message.items() if name != "Content-Type"} == {
        "MIME-Version": "1.0",
        "From": "Bureau de circonscription <bureau@example.org>",
        "To": "Zoë d'Été <zoe@constituent.example>",
        "Subject": "Votre lettre du 1ᵉʳ mars",
        "Date": "Mon, 02 Mar 2026 10:00:00 -0500",
        "Message-ID": "<C7K4-M2PX.1.abc@example.org>",
        "In-Reply-To": "<two@constituent.example>",
        "References": "<one@constituent.example> <two@constituent.example>",
        "Content-Language": "fr",
    }


def test_a_mail_says_the_same_as_text_and_as_html():
    message = parsed()

    assert [each.get_content_type() for each in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert part(message, "plain") == MAIL.text
    assert MAIL.html in part(message, "html")
    assert '<html lang="fr">' in part(message, "html")


def test_a_mail_is_short_lines_of_ascii():
    raw = render.mail_bytes(replace(MAIL, text="é" * 5000, html="<p>" + "x" * 5000 + "</p>", subject="é" * 255))

    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_mail_fetches_nothing_and_reports_to_nobody():
    html = part(parsed(), "html")

    assert not {"<img", "<script", "<link", "http:", "https:", "url("} & {
        found for found in ("<img", "<script", "<link", "http:", "https:", "url(") if found in html
    }


@HARD
@given(st.sampled_from(["subject", "from_name", "to_name", "in_reply_to", "text", "html"]), HOSTILE)
def test_nothing_anybody_types_becomes_a_header_or_an_address(field, typed):
    message = parsed(replace(MAIL, **{field: typed}))

    expected = parsed().keys()
    if field == "in_reply_to" and not render.known_message_id(typed):
        expected.remove("In-Reply-To")
    if field == "subject" and not one_line(typed):
        expected.remove("Subject")
    assert list(message.keys()) == expected
    assert [address for _name, address in getaddresses([message["To"]])] == ["zoe@constituent.example"]
    assert [address for _name, address in getaddresses([message["From"]])] == ["bureau@example.org"]
    assert message.defects == []


@HARD
@given(HOSTILE)
def test_a_subject_arrives_as_it_was_typed_on_one_line(typed):
    subject = parsed(replace(MAIL, subject=typed))["Subject"] or ""

    assert words(subject) == one_line(typed)


@HARD
@given(HOSTILE)
def test_a_name_arrives_as_it_was_typed_on_one_line(typed):
    [(name, _address)] = getaddresses([re.sub(r"\r?\n(?=[ \t])", "", parsed(replace(MAIL, to_name=typed))["To"])])

    assert words(name) == one_line(typed)


@HARD
@given(HOSTILE)
def test_a_text_arrives_as_it_was_typed(typed):
    message = parsed(replace(MAIL, text=typed))

    assert part(message, "plain").rstrip("\n") == plain(typed).rstrip("\n")


@HARD
@given(HOSTILE)
def test_an_address_is_one_plain_address_or_refused(typed):
    try:
        address = render.mail_address(typed)
    except render.NoAddress:
        return
    assert getaddresses([address]) == [("", address)]
    assert address.isascii()
    assert not set(address) & set(' ,;:<>"\r\n\0')


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("  testa@constituent.example ", "testa@constituent.example"),
        ("testa@exámple.example", "testa@xn--exmple-qta.example"),
        ("o'neil+mpp@constituent.example", "o'neil+mpp@constituent.example"),
    ],
)
def test_an_address_is_written_as_it_goes_over_the_wire(typed, address):
    assert render.mail_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "testa",
        "testa@",
        "@constituent.example",
        "a@b.example, c@d.example",
        "a@b.example;c@d.example",
        "Testa <a@b.example>",
        '"a b"@c.example',
        "zoë@constituent.example",
        "a@b.example\r\nBcc: c@d.example",
    ],
)
def test_anything_but_one_plain_address_is_refused(typed):
    with pytest.raises(render.NoAddress):
        render.mail_address(typed)


def test_a_refusal_does_not_repeat_what_was_typed():
    with pytest.raises(render.NoAddress) as refusal:
        render.mail_address("Testa Person, testa@constituent.example")

    assert "esta" not in str(refusal.value)


def test_a_message_id_names_the_letter_and_the_office():
    made = render.new_message_id("C7K4-M2PX/1", token="abc", from_address="bureau@example.org")

    assert made == "<C7K4-M2PX.1.abc@example.org>"
    assert render.known_message_id(made) == made


@pytest.mark.parametrize(
    "typed", ["", "<>", "<a@b", "a@b", "<a@b> <c@d>", "<a b@c>", "<a@b\r\nX: y>", "<é@b>", "<a@@b>"]
)
def test_an_unsound_message_id_is_dropped(typed):
    assert render.known_message_id(typed) == ""


def test_a_thread_ends_with_the_letter_answered():
    assert render.thread("<b@x>", ["<a@x>", "<b@x>", "nonsense", "<c@x>", "<a@x>"]) == (
        "<b@x>",
        ("<a@x>", "<c@x>", "<b@x>"),
    )


def test_a_long_thread_keeps_its_beginning_and_its_end():
    _answered, references = render.thread("<last@x>", [f"<{n}@x>" for n in range(100)])

    assert (len(references), references[0], references[-2:]) == (
        render.MOST_REFERENCES,
        "<0@x>",
        ("<99@x>", "<last@x>"),
    )


def test_a_page_stands_alone():
    html = render.page_html(PAGE)

    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    for line in (
        "Office A",
        "1 Test Street",
        "March 2, 2026",
        "Testa Person",
        "2 Test Street",
        PAGE.html,
        "C7K4-M2PX/1",
    ):
        assert line in html
    assert not any(fetched in html for fetched in ("src=", "href=", "url(", "<script", "@import"))


def test_a_page_is_in_the_language_of_the_letter():
    html = render.page_html(replace(PAGE, language="fr"))

    assert '<html lang="fr">' in html
    assert "2 mars 2026" in html


@HARD
@given(HOSTILE)
def test_a_page_shows_hostile_names_as_text(typed):
    html = render.page_bytes(replace(PAGE, to_name=typed, to_address=typed, subject=typed)).decode()

    assert html.count("<br>") == 1 + len([line for line in plain(typed).split("\n") if one_line(line)]) + 1
    assert escape(one_line(typed)) in html
    assert html.count("<h1") == 1
