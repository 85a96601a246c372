"""Files with a message: chosen once, kept while something else is wrong, refused in words, never in its way."""

import json
import os
import re

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.core.files import vault
from casework.intake.models import Attachment
from home import conversation, spool, tray, uploads
from home.jobs import clear_tray, receive_kept
from tests.samples import WHERE, heic, jpeg, pdf, word

from .conftest import WORDS
from .reading import errors, value

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path):
    """A disk of the test's own."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


def file(name="lease.pdf", content=None):
    return SimpleUploadedFile(name, pdf() if content is None else content)


def received_files():
    return [(row.number, row.name) for row in Attachment.objects.order_by("submission_id", "number")]


def on_the_tray(files_dir):
    return sorted(path for path in (files_dir / "tray").rglob("*") if path.is_file())


def bytes_lying(files_dir):
    return [path for path in (files_dir / "kept").rglob("*") if path.is_file()]


def kept_on_the_page(page):
    return [re.sub(r"</?bdi>", "", name) for name in re.findall(r"is here: “(.*?)”", page)]


# ------------------------------------------------------------------ the ordinary way
def test_files_come_in_with_the_message(visitor, received, files_dir):
    response = visitor.sends(file_1=file(), file_3=file("me.HEIC", heic()))

    [submission] = received()
    assert response.status_code == 303
    assert received_files() == [(1, "lease.pdf"), (2, "me.jpg")]
    assert json.loads(submission.raw)["body"] == WORDS["message"]
    assert "lease" not in submission.raw
    assert not any(WHERE.encode() in path.read_bytes() for path in files_dir.rglob("*") if path.is_file())
    page = visitor.client.get(response["Location"]).content.decode()
    assert "We have your 2 files as well." in page
    assert "lease" not in response["Location"]
    assert on_the_tray(files_dir) == []


def test_the_form_says_what_we_take_before_anything_is_chosen(visitor):
    assert 'enctype="multipart/form-data"' in visitor.page
    assert re.search(r'aria-describedby="id_files_helptext">\s*<legend>Files', visitor.page)
    assert "Up to three, 10 MB each: PDF, Word (.docx), or pictures (JPEG, PNG, HEIC)." in visitor.page
    assert len(re.findall(r'<input type="file" name="file_[123]"', visitor.page)) == 3
    assert visitor.page.count('accept=".pdf,.docx,') == 3


def test_a_message_without_files_is_received_under_the_key_it_always_had(visitor, received):
    ticket = visitor.ticket
    visitor.sends()
    visitor.sends(ticket=ticket)

    assert len(received()) == 1
    assert received_files() == []


# ------------------------------------------------------------------ kept when something else is wrong
def test_a_good_file_is_kept_while_another_field_is_wrong(visitor, received, files_dir):
    assert visitor.sends(file_2=file("a & <b>.pdf"), name="").status_code == 422
    assert kept_on_the_page(visitor.page) == ["a &amp; b.pdf"]
    assert 'id="id_file_2_kept"' in visitor.page
    assert visitor.sends(subject="").status_code == 422
    assert kept_on_the_page(visitor.page) == ["a &amp; b.pdf"]

    visitor.sends()

    assert received_files() == [(1, "a & b.pdf")]
    assert vault.read(Attachment.objects.get().key) == pdf()
    assert [path.read_bytes().count(b"%PDF") for path in on_the_tray(files_dir)] == [0]


def test_it_can_be_left_out_and_another_takes_its_place(visitor):
    visitor.sends(file_1=file("one.pdf"), file_2=file("two.pdf"), file_3=file("three.pdf"), name="")

    visitor.sends(file_1_remove="on", file_2=file("other.pdf"))

    assert received_files() == [(1, "other.pdf"), (2, "three.pdf")]


def test_what_is_refused_does_not_push_out_what_was_kept(visitor):
    visitor.sends(file_1=file("one.pdf"), name="")

    visitor.sends(file_1=file("run.exe", b"MZ" + bytes(99)))

    assert kept_on_the_page(visitor.page) == ["one.pdf"]
    assert [anchor for anchor, _words in errors(visitor.page)] == ["id_file_1"]


def test_changing_the_language_keeps_the_files(visitor, visitor_at, received):
    visitor.sends(file_1=file("bail.pdf"), step="language")
    assert kept_on_the_page(visitor.page) == ["bail.pdf"]

    visitor.address = "/fr/contact/"
    visitor.sends()

    assert (received()[0].language, received_files()) == ("fr", [(1, "bail.pdf")])


def test_changing_the_language_still_says_which_file_was_refused(visitor):
    visitor.sends(file_1=file("run.exe", b"MZ" + bytes(99)), name="", step="language")

    assert [anchor for anchor, _words in errors(visitor.page)] == ["id_file_1"]


def test_the_puzzle_keeps_the_files(visitor, received):
    visitor.sends(file_1=file(), second_topic="x")
    assert visitor.puzzle
    assert kept_on_the_page(visitor.page) == ["lease.pdf"]

    visitor.sends(step="person")

    assert (received()[0].status, received_files()) == ("held", [(1, "lease.pdf")])


def test_a_form_without_a_ticket_of_ours_keeps_its_files_all_the_same(visitor):
    visitor.sends(file_1=file(), ticket="x", name="")
    assert kept_on_the_page(visitor.page) == ["lease.pdf"]

    visitor.sends()

    assert received_files() == [(1, "lease.pdf")]


def test_nobody_else_s_form_shows_them(visitor, visitor_at):
    visitor.sends(file_1=file(), name="")
    other = visitor_at("/en/contact/")

    other.sends(name="")

    assert kept_on_the_page(other.page) == []


# ------------------------------------------------------------------ sent twice
def test_the_same_form_twice_is_one_message_with_its_files_once(visitor, received, files_dir):
    visitor.sends(file_1=file(), name="")
    ticket = visitor.ticket

    for _time in range(2):
        assert visitor.sends(ticket=ticket).status_code == 303
    visitor.sends(ticket=ticket, file_1=file())

    assert (len(received()), received_files(), len(bytes_lying(files_dir))) == (1, [(1, "lease.pdf")], 1)


def test_another_file_with_the_same_words_is_another_message(visitor, received):
    ticket = visitor.ticket
    visitor.sends(file_1=file("one.pdf"))
    visitor.sends(file_1=file("two.pdf", pdf(words="Other words.")), ticket=ticket)

    assert len(received()) == 2


def test_other_words_after_going_back_say_once_that_the_file_went_already(visitor, received):
    visitor.sends(file_1=file(), name="")
    ticket = visitor.ticket
    visitor.sends(ticket=ticket)

    assert visitor.sends(ticket=ticket, message="Other words.").status_code == 422
    [(anchor, words)] = errors(visitor.page)
    assert (anchor, words.partition(" went")[0]) == ("id_file_1", "“lease.pdf”")

    assert visitor.sends(message="Other words.").status_code == 303
    assert (len(received()), received_files()) == (2, [(1, "lease.pdf")])


# ------------------------------------------------------------------ refused in words, nothing lost
@pytest.mark.parametrize(
    ("name", "content", "begins"),
    [
        ("run.exe", b"MZ" + bytes(99), "We cannot take “run.exe”."),
        ("lease.pdf", jpeg(), "“lease.pdf” is not what its name says."),
        ("bomb.docx", word({"word/x.xml": bytes(130_000_000)}), "“bomb.docx” is far larger than it seems."),
        ("long.pdf", b"%PDF-" + bytes(10 * 1024 * 1024), "“long.pdf” is larger than 10 MB."),
        ("empty.pdf", b"", "“empty.pdf” is empty."),
        ("\u202e<b>.html", b"<script>alert(1)</script>", "We cannot take “b.html”."),
    ],
)
def test_a_file_we_do_not_take_is_said_at_its_place_and_in_the_summary(visitor, received, name, content, begins):
    visitor.sends(file_2=file(name, content), name="", subject="")

    anchors = [anchor for anchor, _words in errors(visitor.page)]
    assert anchors == ["id_subject", "id_file_2", "id_name"]
    assert errors(visitor.page)[1][1].startswith(begins)
    assert re.search(r'id="id_file_2_error"><span class="unseen">Error:</span> ', visitor.page)
    assert re.search(r'id="id_file_2"[^>]* aria-invalid="true" aria-describedby="id_file_2_error ', visitor.page)
    assert value(visitor.page, "message") == WORDS["message"]
    assert received() == []


def test_somebody_who_sends_file_after_file_is_asked_to_wait_and_the_message_can_go(visitor, received, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_AN_HOUR", 2)
    visitor.sends(file_1=file(), file_2=file("b.pdf"), file_3=file("c.pdf"))
    assert errors(visitor.page)[0][1].startswith("Too many files came from your connection in the last hour.")

    assert visitor.sends().status_code == 303
    assert received_files() == [(1, "lease.pdf"), (2, "b.pdf")]


@pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_FILES"])
def test_a_full_tray_takes_no_more_and_says_so(visitor, monkeypatch, files_dir, limit):
    monkeypatch.setattr(tray, limit, 0)

    visitor.sends(file_1=file(), name="")

    assert kept_on_the_page(visitor.page) == []
    assert "We could not keep “lease.pdf”. Choose it again before you send" in visitor.page
    assert on_the_tray(files_dir) == []


def test_a_file_that_cannot_be_kept_does_not_keep_the_message_out(visitor, received, monkeypatch):
    monkeypatch.setattr(vault, "ROOM_LEFT", 2**62)

    response = visitor.sends(file_1=file())

    assert len(received()) == 1
    assert [(row.name, row.scan) for row in Attachment.objects.all()] == [("lease.pdf", "lost")]
    page = visitor.client.get(response["Location"]).content.decode()
    assert "One of your files could not be kept" in page
    assert "as well" not in page


def test_an_address_of_the_thank_you_page_from_before_files_still_opens(visitor, offices):
    told = signing.dumps(["K2F7-9QXD", offices[0].pk, False, "email", "2026-03-02"], salt=conversation._SALT)

    page = visitor.client.get("/en/contact/thanks/", {"r": told}).content.decode()

    assert "K2F7-9QXD" in page
    assert "as well" not in page


# ------------------------------------------------------------------ too much at once
def test_a_giant_body_is_refused_before_it_is_read(visitor, received):
    response = visitor.client.generic(
        "POST", "/en/contact/", b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH="2000000000"
    )

    page = response.content.decode()
    assert response.status_code == 413
    assert "We can take three files of up to 10 MB each." in page
    assert "416-555-0140" in page
    assert received() == []


def test_ten_thousand_files_are_refused_in_words(visitor, received, files_dir):
    part = '--x\r\nContent-Disposition: form-data; name="file_1"; filename="a.pdf"\r\n\r\n%PDF-\r\n'
    body = (part * 10_000 + "--x--\r\n").encode()

    response = visitor.client.generic("POST", "/en/contact/", body, "multipart/form-data; boundary=x")

    assert response.status_code == 400
    assert "We could not read what was sent" in response.content.decode()
    assert received() == []
    assert not files_dir.exists()


def test_a_file_where_none_belongs_is_not_taken(visitor, received):
    assert visitor.sends(file_4=file()).status_code == 422
    assert "A file does not belong here." in errors(visitor.page)[0][1]
    assert received() == []


# ------------------------------------------------------------------ a day later
def test_what_was_never_sent_goes_after_a_day(visitor, files_dir):
    visitor.sends(file_1=file(), file_2=file("b.pdf"), name="")
    old, young = on_the_tray(files_dir)
    os.utime(old, (0, 0))

    assert clear_tray() == 1
    assert on_the_tray(files_dir) == [young]

    os.utime(young, (0, 0))
    os.utime(young.parent, (0, 0))

    assert clear_tray() == 1
    os.utime(files_dir / "tray" / young.parent.name, (0, 0))
    assert clear_tray() == 0
    assert list((files_dir / "tray").iterdir()) == []


def test_what_is_damaged_on_the_tray_is_not_sent(visitor, files_dir):
    visitor.sends(file_1=file(), name="")
    [lying] = on_the_tray(files_dir)
    for damage in (b"", b"{", lying.read_bytes()[:-5], b'{"name": 1}\nx'):
        lying.write_bytes(damage)

        assert tray.lying("nobody's") == {}
        assert visitor.sends(name="").status_code == 422
        assert kept_on_the_page(visitor.page) == []


# ------------------------------------------------------------------ the database is away
@pytest.mark.django_db(transaction=True)
def test_files_wait_with_a_message_that_the_database_did_not_take(visitor, received, var_dir, no_writes):
    writes_again = no_writes()
    response = visitor.sends(file_1=file(), file_2=file("me.jpg", jpeg()))
    writes_again()

    assert (response.status_code, received()) == (503, [])
    assert kept_on_the_page(visitor.page) == ["lease.pdf", "me.jpg"]
    [waits] = (var_dir / "spool").glob("*.json")
    os.utime(waits, (0, 0))
    [kept] = spool.waiting()
    assert [one.name for one in kept.files] == ["lease.pdf", "me.jpg"]
    assert all(vault.has(one.key) for one in kept.files)

    assert receive_kept() == 1
    assert visitor.sends().status_code == 303  # sent again as well: counted once

    assert len(received()) == 1
    assert received_files() == [(1, "lease.pdf"), (2, "me.jpg")]


@pytest.mark.django_db(transaction=True)
def test_files_wait_when_the_database_does_not_answer_at_all(visitor, received, var_dir, no_pages):
    back_again = no_pages()
    visitor.client.raise_request_exception = False
    response = visitor.sends(file_1=file())
    back_again()

    assert response.status_code == 503
    [waits] = (var_dir / "spool").glob("*.json")
    os.utime(waits, (0, 0))
    assert receive_kept() == 1
    assert received_files() == [(1, "lease.pdf")]


def test_the_cookie_that_did_not_come_back_costs_no_file(visitor, received):
    strict = Client(enforce_csrf_checks=True)
    visitor.client = strict

    assert visitor.sends(file_1=file()).status_code == 403
    assert kept_on_the_page(visitor.page) == ["lease.pdf"]

    visitor.sends(step="person")
    assert received_files() == [(1, "lease.pdf")]
