"""Names are clean before anything is asked of them."""

import sys
import unicodedata

import pytest
from hypothesis import example, given, strategies as st

from casework.core.files import names
from casework.core.files.kinds import EXTENSIONS, Kind, promised_by

#: Every sign of Unicode that cannot be seen, or turns the text round.
UNSEEN = [chr(n) for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)) in {"Cc", "Cf"}]


def test_no_sign_that_cannot_be_seen_is_left_wherever_it_stands():
    for sign in UNSEEN:
        for name in (f"{sign}.pdf", f"a{sign}b.pdf", f"a.p{sign}df", f".{sign}htaccess", f"{sign}.{sign}."):
            cleaned = names.clean(name)
            assert sign not in cleaned
            assert not cleaned.startswith(".")
    assert len(UNSEEN) > 200


@pytest.mark.parametrize(
    ("came", "cleaned"),
    [
        ("scan.pdf", "scan.pdf"),
        ("Lettre d’été n° 2.PDF", "Lettre d’été n° 2.PDF"),
        ("C:\\Users\\ada\\scan.pdf", "scan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("%2e%2e%2fetc%2fpasswd", "passwd"),
        ("%252e%252e%252fscan.pdf", "scan.pdf"),
        ("a\u2215b\uff0fc.pdf", "c.pdf"),
        (".htaccess", "htaccess"),
        ("\u200b.htaccess", "htaccess"),
        ("...", "document"),
        ("", "document"),
        ("\u202egpj.exe", "gpj.exe"),
        ("scan.pdf\x00.exe", "scan.pdf.exe"),
        ("scan.pdf. . ", "scan.pdf"),
        ("CON", "document CON"),
        ("aux.pdf", "document aux.pdf"),
        ("com1.tar.pdf", "document com1.tar.pdf"),
        ('a<b>"c".pdf', "a b c.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("线路图.pdf", "线路图.pdf"),
        ("\ud800.pdf", "pdf"),
        ("one\ntwo\tthree.pdf", "one two three.pdf"),
    ],
)
def test_a_name_is_one_plain_name(came, cleaned):
    assert names.clean(came) == cleaned


@given(st.text(max_size=400))
@example("%" * 50)
@example("/" * 300 + "." * 300)
@example(".pdf" * 100)
def test_whatever_comes_a_clean_name_is_short_plain_and_clean_already(raw):
    cleaned = names.clean(raw)

    assert cleaned
    assert names.clean(cleaned) == cleaned
    assert len(cleaned) <= names.LONGEST
    assert len(cleaned.encode()) <= names.MOST_BYTES
    assert not {"/", "\\", "\n", "\r", '"', "<", ">", ":"} & set(cleaned)
    assert cleaned == cleaned.strip(" .")
    assert not {unicodedata.category(sign) for sign in cleaned} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@given(st.text(max_size=200), st.sampled_from(list(Kind)))
def test_a_file_ends_in_what_it_is(raw, kind):
    name = names.under(names.clean(raw), kind)

    assert promised_by(name) == kind
    assert names.clean(name) == name
    assert len(name) <= names.LONGEST


def test_the_ending_is_the_kind_s_own_and_no_other_is_lost():
    assert names.under("IMG_1.HEIC", Kind.JPEG) == "IMG_1.jpg"
    assert names.under("shell.php.jpg", Kind.JPEG) == "shell.php.jpg"
    assert names.under("notes.v2", Kind.PDF) == "notes.v2.pdf"
    assert set(EXTENSIONS.values()) == set(Kind)
