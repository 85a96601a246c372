"""What is taken, what is kept of it, and what is refused in words."""

import contextlib
import hashlib
import io
import zipfile

import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image

from casework.core.files import Refused, check
from casework.core.files.documents import CAUTIONS
from casework.core.files.kinds import MOST_BYTES, Kind
from casework.core.files.refusals import Why
from tests.samples import (
    WHERE,
    drawing,
    heic,
    jpeg,
    large_png,
    locked_word,
    pdf,
    pdf_with_packed,
    png,
    word,
)

FETCHES = '<Relationship Type="http://x/attachedTemplate" Target="http://x" TargetMode="External"/>'
LINKS = FETCHES.replace("attachedTemplate", "hyperlink")


def why(name, content):
    """Why a file is refused; its words name it and say what to do."""
    with pytest.raises(Refused) as refused:
        check(name, content)
    assert refused.value.name in refused.value.words
    assert refused.value.name not in str(refused.value)
    return refused.value.why


def drawn(file):
    return Image.open(io.BytesIO(file.content))


# ------------------------------------------------------------------ what is taken
@pytest.mark.parametrize(
    ("name", "content", "kind", "kept"),
    [
        ("scan.pdf", pdf(), Kind.PDF, "scan.pdf"),
        ("letter.docx", word(), Kind.WORD, "letter.docx"),
        ("me.JPG", jpeg(), Kind.JPEG, "me.jpg"),
        ("screen.png", png(), Kind.PNG, "screen.png"),
        ("IMG_0001.HEIC", heic(), Kind.JPEG, "IMG_0001.jpg"),
        ("no ending", pdf(), Kind.PDF, "no ending.pdf"),
        ("really heic.jpg", heic(), Kind.JPEG, "really heic.jpg"),
        ("../\u202e.me.png", png(), Kind.PNG, "me.png"),
    ],
)
def test_a_file_of_ours_is_taken_under_a_name_that_says_what_it_is(name, content, kind, kept):
    file = check(name, content)

    assert (file.kind, file.name, file.cautions) == (kind, kept, ())
    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_a_document_stays_as_it_came():
    assert check("a.pdf", pdf()).content == pdf()
    assert check("a.docx", word()).content == word()


# ------------------------------------------------------------------ pictures
@pytest.mark.parametrize("content", [jpeg(), jpeg(turned=True), png(), png("RGBA"), png("P"), heic()])
def test_a_picture_says_no_word_of_where_when_and_by_what_it_was_taken(content):
    file = check("p", content)

    assert WHERE.encode() in content.replace(b"\0", b"") or WHERE.encode("utf-16-le") in content
    assert WHERE.encode() not in file.content
    assert not drawn(file).getexif()
    assert set(drawn(file).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}


def test_a_picture_taken_sideways_stands_upright():
    file = drawn(check("p.jpg", jpeg(turned=True)))

    assert file.size == (20, 40)
    assert file.getpixel((10, 2))[0] > 200
    assert file.getpixel((10, 37))[2] > 200


def test_a_telephone_s_picture_can_be_looked_at_by_everybody():
    file = check("p.heic", heic())

    assert (file.came_as, drawn(file).format, drawn(file).size) == (Kind.HEIC, "JPEG", (64, 48))
    assert drawn(file).getpixel((5, 20))[0] > 200


def test_a_very_large_picture_becomes_one_that_can_be_looked_at():
    file = io.BytesIO()
    drawing((9000, 300)).save(file, "JPEG")

    assert drawn(check("p.jpg", file.getvalue())).size == (5000, 167)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_pictures_in_every_colour_are_drawn(mode):
    file, kind = io.BytesIO(), "JPEG" if mode == "CMYK" else "PNG"
    source = Image.new("I;16", (8, 8), 60_000) if mode == "I;16" else drawing((8, 8)).convert(mode)
    source.save(file, kind)

    assert drawn(check("p", file.getvalue())).size == (8, 8)


def test_a_picture_that_would_fill_the_memory_is_not_opened():
    assert why("p.png", large_png(9_000, 9_000)) == Why.PIXELS
    assert why("p.png", large_png(60_000, 60_000)) == Why.PIXELS
    assert why("p.png", large_png(61_000, 1)) == Why.PIXELS


# ------------------------------------------------------------------ what is refused
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.pdf", b"", Why.EMPTY),
        ("long.pdf", b"%PDF-" + b"x" * MOST_BYTES, Why.TOO_LARGE),
        ("run.exe", b"MZ\x90\0" + bytes(500), Why.OTHER_KIND),
        ("page.html", b"<!doctype html><script>alert(1)</script>", Why.OTHER_KIND),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", Why.OTHER_KIND),
        ("moving.gif", b"GIF89a" + bytes(50), Why.OTHER_KIND),
        ("archive.zip", word({}, types="no"), Why.OTHER_KIND),
        ("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(50), Why.OTHER_KIND),
        ("letter.pdf", b"MZ\x90\0" + bytes(500), Why.LIES),
        ("letter.pdf", b"<html><script>alert(1)</script></html>", Why.LIES),
        ("letter.pdf", jpeg(), Why.LIES),
        ("letter.pdf", word(), Why.LIES),
        ("me.jpg", pdf(), Why.LIES),
        ("letter.docx", pdf(), Why.LIES),
        ("cut.pdf", pdf()[:40], Why.DAMAGED),
        ("cut.docx", word()[:60], Why.DAMAGED),
        ("cut.jpg", jpeg()[:-200], Why.DAMAGED),
        ("cut.png", png()[:40], Why.DAMAGED),
        ("cut.heic", heic()[:200], Why.DAMAGED),
        ("both.pdf", pdf() + word(), Why.MORE_INSIDE),
        ("both.pdf", pdf() + b"<script>alert(1)</script>", Why.MORE_INSIDE),
        ("both.docx", word() + b"MZ" + bytes(9), Why.MORE_INSIDE),
        ("macro.docx", word({"word/vbaProject.bin": b"x"}), Why.MACROS),
        ("macro.docx", word({"word/run.exe": b"x"}), Why.MACROS),
        ("sheet.docx", word(types="<Types>spreadsheet</Types>"), Why.OTHER_KIND),
    ],
)
def test_what_we_do_not_take_is_refused_with_the_reason(name, content, reason):
    assert why(name, content) == reason


def test_a_word_file_behind_another_file_is_neither():
    assert why("both.docx", b"PK\x03\x04" + bytes(40) + word()) in {Why.MORE_INSIDE, Why.DAMAGED}


def test_a_word_file_that_unpacks_without_end_is_not_unpacked():
    bomb = word({f"word/media/{n}.xml": bytes(30_000_000) for n in range(5)})

    assert len(bomb) < 1_000_000
    assert why("bomb.docx", bomb) == Why.UNPACKS


def test_a_part_that_is_larger_than_it_says_is_damage():
    content = word({"word/more.xml": bytes(100_000)})
    lying = content.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    assert lying != content
    assert why("lying.docx", lying) == Why.DAMAGED


def test_a_locked_part_is_damage():
    content = bytearray(word())
    content[6] |= 1
    at = bytes(content).find(b"PK\x01\x02")
    content[at + 8] |= 1

    assert why("locked.docx", bytes(content)) == Why.DAMAGED


# ------------------------------------------------------------------ what whoever opens it should know
@pytest.mark.parametrize(
    ("name", "content", "cautions"),
    [
        ("a.pdf", pdf("/Encrypt 9 0 R"), ("locked",)),
        ("a.pdf", pdf("/#45ncrypt 9 0 R"), ("locked",)),
        ("a.pdf", pdf("/OpenAction<</S/JavaScript/JS(x)>>"), ("acts",)),
        ("a.pdf", pdf_with_packed("1 0 <</S/JavaScript>>"), ("acts",)),
        ("a.pdf", pdf("/Names<</EmbeddedFiles 5 0 R>>"), ("files",)),
        ("a.docx", locked_word(), ("locked",)),
        ("a.docx", word({"word/embeddings/oleObject1.bin": b"x"}), ("files",)),
        ("a.docx", word({"more.zip": word()}), ("files",)),
        ("a.docx", word({"word/_rels/settings.xml.rels": FETCHES}), ("fetches",)),
        ("a.docx", word({"word/_rels/document.xml.rels": LINKS}), ()),
    ],
)
def test_what_is_locked_packed_or_acts_is_flagged(name, content, cautions):
    assert check(name, content).cautions == cautions
    assert set(cautions) <= set(CAUTIONS)


# ------------------------------------------------------------------ anything at all
@settings(max_examples=150, deadline=None)
@given(st.sampled_from([pdf(), word(), jpeg(), png(), heic()]), st.data())
def test_broken_files_are_taken_or_refused_in_words_and_nothing_else(content, data):
    broken = bytearray(content)
    for _hit in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(broken) // 2, len(broken)))

    with contextlib.suppress(Refused):
        assert check("p", bytes(broken[:cut])).kind in Kind


def test_whatever_an_archive_s_parts_are_called_nothing_is_unpacked_to_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    check("a.docx", word({"../../evil.xml": "x", "/etc/x": "y"}, method=zipfile.ZIP_STORED))

    assert list(tmp_path.rglob("*")) == []
