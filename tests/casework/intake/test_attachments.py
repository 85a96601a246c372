"""What came with a message: written down with it, held until it was looked at, opened only in sight, gone with it."""

import tempfile
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from casework.cases import actions as cases
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.files import check, vault
from casework.core.models import HistoryEntry
from casework.intake import actions, jobs, queries
from casework.intake.incoming import IncomingFile
from casework.intake.models import Attachment, Submission
from tests.factories.cases import CaseFactory
from tests.factories.directory import UserFactory
from tests.factories.intake import AttachmentFactory, IncomingFactory, SubmissionFactory
from tests.samples import EICAR, WHERE, heic, pdf, word
from tests.scanner import clamd_in
from tests.screens import queries as counted, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def attachment(office_a):
    """A PDF that somebody sent to office A."""
    return AttachmentFactory(submission__office=office_a, name="Ada’s lease.pdf")


@pytest.fixture
def files_dir(settings, tmp_path):
    """A vault of the test's own."""
    settings.FILES_DIR = tmp_path
    return tmp_path


def kept(name, content):
    """A file as the door hands it over: checked, and in the vault."""
    file = check(name, content)
    return IncomingFile.of(file, key=vault.put(file.content))


def lines(submission):
    """What the history says was done with its attachments."""
    told = HistoryEntry.objects.for_instance(submission).exclude(action="intake.receive").order_by("timestamp", "id")
    return [(line.action, line.user, line.data) for line in told]


def lying(folder):
    return [path.name for path in folder.rglob("*") if path.is_file()]


def address(attachment, name="file"):
    return reverse(f"triage:{name}", args=[attachment.pk])


# ---------------------------------------------------------------- received with the message
def test_what_came_is_written_down_with_the_message_and_not_in_its_words(office_a):
    came = IncomingFactory()
    files = [kept("IMG_0001.HEIC", heic()), kept("lease.docx", word({"word/embeddings/x.bin": b"x"}))]

    submission = actions.receive(came, office=office_a, key="k", files=files)

    rows = list(queries.attachments_of(submission))
    assert [(row.number, row.name, row.kind, row.came_as, row.cautions, row.scan) for row in rows] == [
        (1, "IMG_0001.jpg", "jpeg", "heic", [], "unscanned"),
        (2, "lease.docx", "docx", "docx", ["files"], "unscanned"),
    ]
    assert (rows[0].came_size, rows[0].came_sha256) == (files[0].came_size, files[0].came_sha256)
    assert WHERE.encode() not in vault.read(rows[0].key)
    assert submission.raw == came.as_json()
    assert HistoryEntry.objects.for_instance(submission).get().data["files"] == 2


def test_the_same_form_twice_brings_its_files_once(office_a, files_dir):
    first = actions.receive(IncomingFactory(), office=office_a, key="k", files=[kept("a.pdf", pdf())])
    again = kept("a.pdf", pdf())

    assert actions.receive(IncomingFactory(), office=office_a, key="k", files=[again]) == first

    [row] = Attachment.objects.all()
    assert lying(files_dir) == [row.key]


def test_the_very_same_files_after_a_crash_stay(office_a, files_dir):
    """A message that waited on disk is received again after a crash, with the keys it had."""
    came, file = IncomingFactory(), kept("a.pdf", pdf())
    actions.receive(came, office=office_a, key="k", files=[file])
    actions.receive(came, office=office_a, key="k", files=[file])

    assert lying(files_dir) == [file.key]


def test_a_file_that_could_not_be_kept_is_told_and_the_message_comes_in(office_a, signed_in, alice):
    file = check("a.pdf", pdf())
    gone = IncomingFile.of(file, key="0" * 48)

    submission = actions.receive(
        IncomingFactory(), office=office_a, key="k", files=[gone, IncomingFile.of(file, key="")]
    )

    assert [(row.scan, row.key) for row in queries.attachments_of(submission)] == [("lost", ""), ("lost", "")]
    page = said(signed_in(alice).get(reverse("triage:inspect", args=[submission.pk])))
    assert "Only its name reached us. Ask the person to send it again." in page


def test_a_name_is_cleaned_whoever_hands_it_over(office_a):
    file = IncomingFile.of(check("a.pdf", pdf()), key="")
    hostile = IncomingFile(**{**file.as_data(), "name": "../\u202e<b>.pdf" + "x" * 300})

    submission = actions.receive(IncomingFactory(), office=office_a, key="k", files=[hostile])

    assert len(submission.attachments.get().name) <= 100
    assert not {"/", "<", "\u202e"} & set(submission.attachments.get().name)


# ---------------------------------------------------------------- never changed
def test_what_arrived_never_changes(attachment):
    attachment.name = "other.pdf"
    with pytest.raises(CaseworkError):
        attachment.save()
    with pytest.raises(CaseworkError):
        attachment.save(update_fields=["scan", "name"])
    with pytest.raises(CaseworkError):
        Attachment.objects.update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE intake_attachment SET name = 'x'")

    Attachment.objects.update(tries=2)

    assert Attachment.objects.get().name == "Ada’s lease.pdf"


# ---------------------------------------------------------------- the scanner
@pytest.fixture(scope="module")
def scanner():
    """A real clamd."""
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        found = clamd_in(Path(folder))
        yield found
        found.stop()


def test_a_file_is_held_until_the_scanner_has_looked_and_a_virus_for_ever(
    settings, scanner, office_a, alice, signed_in
):
    settings.CLAMD = scanner.place
    files = [kept("clean.pdf", pdf()), kept("bad.pdf", pdf(words=EICAR))]
    submission = actions.receive(IncomingFactory(), office=office_a, key="k", files=files)
    clean, bad = queries.attachments_of(submission)
    assert {row.scan for row in (clean, bad)} == {"waiting"}
    with pytest.raises(CaseworkError, match="Being checked for viruses"):
        actions.open_attachment(clean, by=alice)

    assert jobs.scan_attachments() == 2
    assert jobs.scan_attachments() == 0

    assert actions.open_attachment(clean, by=alice) == pdf()
    with pytest.raises(CaseworkError, match="A virus was found: locked away"):
        actions.open_attachment(bad, by=alice)
    page = said(signed_in(alice).get(reverse("triage:inspect", args=[submission.pk])))
    assert "Eicar-Test.UNOFFICIAL" in page
    assert "Nobody can open it." in page
    results = [data["result"] for action, _by, data in lines(submission) if action == "intake.scan"]
    assert results == ["clean", "infected"]


def test_when_the_scanner_is_away_everything_waits_and_is_looked_at_when_it_is_back(
    settings, scanner, office_a, caplog
):
    settings.CLAMD = scanner.place
    actions.receive(IncomingFactory(), office=office_a, key="k", files=[kept("a.pdf", pdf()), kept("b.pdf", pdf())])
    scanner.stop()

    assert jobs.scan_attachments() == 0
    assert [row.scan for row in Attachment.objects.all()] == ["waiting", "waiting"]
    assert caplog.messages == ["the virus scanner is not there"]

    scanner.start()

    assert jobs.scan_attachments() == 2
    assert [row.scan for row in Attachment.objects.all()] == ["clean", "clean"]


def test_what_came_before_there_was_a_scanner_is_looked_at_once_there_is_one(settings, scanner, attachment):
    assert jobs.scan_attachments() == 0
    settings.CLAMD = scanner.place

    assert jobs.scan_attachments() == 1
    assert Attachment.objects.get().scan == "clean"


def test_where_the_scanner_was_given_up_what_waits_may_be_opened_and_says_that_nobody_looked(office_a):
    row = AttachmentFactory(submission__office=office_a, waiting=True)

    assert jobs.scan_attachments() == 1

    row.refresh_from_db()
    assert (row.scan, row.may_be_opened) == ("unscanned", True)


def test_what_the_scanner_cannot_look_at_stays_held(settings, scanner, office_a, alice):
    settings.CLAMD = scanner.place
    row = AttachmentFactory(submission__office=office_a, waiting=True, content=bytes(2_000_000))
    behind = AttachmentFactory(submission__office=office_a, waiting=True)

    for _try in range(actions.TRIES):
        with pytest.raises(CaseworkError):
            actions.open_attachment(row, by=alice)
        jobs.scan_attachments()

    row.refresh_from_db()
    behind.refresh_from_db()
    assert (row.scan, row.may_be_opened, row.tries) == ("failed", False, actions.TRIES)
    assert behind.scan == "clean"


# ---------------------------------------------------------------- opened in sight, inert, and noted
def test_opening_hands_over_the_bytes_as_a_file_and_leaves_a_line(signed_in, alice, attachment):
    response = signed_in(alice).get(address(attachment))

    assert response.content == pdf()
    reference = attachment.submission.reference
    wanted = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f'attachment; filename="{reference}-1.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "none",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert {name: response[name] for name in wanted} == wanted
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert lines(attachment.submission) == [("intake.open_attachment", alice, {"number": 1, "how": "file"})]


def test_a_picture_may_be_looked_at_and_nothing_else(signed_in, alice, office_a, attachment):
    picture = AttachmentFactory(submission__office=office_a, picture=True)
    client = signed_in(alice)

    response = client.get(address(picture, "picture"))

    assert (response["Content-Type"], response["Content-Disposition"].partition(";")[0]) == ("image/jpeg", "inline")
    assert lines(picture.submission)[0][2] == {"number": 1, "how": "picture"}
    assert client.get(address(attachment, "picture")).status_code == 404


def test_a_part_is_not_handed_out_and_asking_first_opens_nothing(signed_in, alice, attachment):
    client = signed_in(alice)

    asked = client.head(address(attachment))
    part = client.get(address(attachment), headers={"range": "bytes=0-3"})

    assert (asked.status_code, asked.content, asked["Content-Length"]) == (200, b"", str(len(pdf())))
    assert (part.status_code, part.content) == (200, pdf())
    assert len(lines(attachment.submission)) == 1
    assert client.post(address(attachment)).status_code == 405


@pytest.mark.parametrize("state", ["waiting", "infected", "failed", "lost"])
def test_what_is_held_leads_back_to_the_page_that_says_why(signed_in, alice, office_a, state):
    row = AttachmentFactory(submission__office=office_a, **{state: True})
    client = signed_in(alice)

    response = client.get(address(row), follow=True)

    assert response.redirect_chain == [(reverse("triage:inspect", args=[row.submission_id]), 302)]
    assert str(row.get_scan_display()) in said(response)
    assert client.head(address(row)).status_code == 302
    assert address(row) not in said(response)


def test_bytes_that_are_gone_are_told_in_words(signed_in, alice, attachment):
    vault.remove([attachment.key])

    assert "are gone. Tell whoever runs the site." in said(signed_in(alice).get(address(attachment), follow=True))


def test_a_neighbour_a_superuser_and_somebody_without_the_verb_open_nothing(
    signed_in, charlie, root, office_a, attachment, client
):
    nobody = UserFactory(office=office_a, roles=["editor"])
    for user in (charlie, root, nobody):
        for name in ("file", "picture"):
            answer = signed_in(user).get(address(attachment, name))
            assert (answer.status_code, answer.get("Location")) == ((302, "/admin/") if user == nobody else (404, None))
        with pytest.raises(NotPermitted):
            actions.open_attachment(attachment, by=user)
    assert client.get(address(attachment)).status_code == 302
    assert lines(attachment.submission) == []


def test_what_lies_on_a_case_is_seen_where_the_case_is(signed_in, alice, bob, office_a, director):
    submission = SubmissionFactory(office=office_a, accepted=True)
    row = AttachmentFactory(submission=submission)
    assert signed_in(alice).get(address(row)).status_code == 200

    cases.set_level(cases.take(submission.case, by=director), by=director, level="restricted", reason="A court.")

    assert signed_in(alice).get(address(row)).status_code == 404
    assert list(Attachment.objects.for_user(alice)) == []
    assert list(Attachment.objects.for_user(director)) == [row]


# ---------------------------------------------------------------- where officers find it
def test_the_page_and_the_case_show_what_came(signed_in, alice, office_a):
    submission = SubmissionFactory(office=office_a, accepted=True)
    row = AttachmentFactory(submission=submission, name="lease.pdf", cautions=["locked"])
    held = AttachmentFactory(submission=submission, name="photo.jpg", waiting=True)
    client = signed_in(alice)

    page = said(client.get(reverse("triage:inspect", args=[submission.pk])))
    case = said(client.get(reverse("cases:inspect", args=[submission.case_id])))

    for words in (page, case):
        assert "lease.pdf" in words
        assert "photo.jpg" in words
        assert "Being checked for viruses" in words
        assert address(row) in words
        assert address(held) not in words
    assert "Locked: nobody could look inside, the scanner neither." in page


def test_a_page_asks_the_same_number_of_questions_with_one_attachment_and_three(signed_in, alice, office_a):
    client, asked = signed_in(alice), []
    for number in (1, 3):
        submission = SubmissionFactory(office=office_a, accepted=True)
        AttachmentFactory.create_batch(number, submission=submission)
        for name, pk in (("triage:inspect", submission.pk), ("cases:inspect", submission.case_id)):
            asked.append(counted(client, reverse(name, args=[pk])))

    assert asked[:2] == asked[2:]


def test_the_list_says_which_messages_have_attachments(signed_in, alice, office_a):
    SubmissionFactory(office=office_a, subject="Without")
    assert "Attachments" not in said(signed_in(alice).get(reverse("triage:index")))

    AttachmentFactory(submission__office=office_a, name="lease.pdf")

    words = said(signed_in(alice).get(reverse("triage:index")))
    assert "Attachments" in words
    assert "lease.pdf" not in words


# ---------------------------------------------------------------- bytes without a row
def test_bytes_that_nothing_leads_to_go_and_no_others(files_dir, office_a, monkeypatch):
    row = AttachmentFactory(submission__office=office_a)
    orphan, young = vault.put(b"x"), vault.put(b"y")
    monkeypatch.setattr(vault, "older_than", lambda _seconds: iter([row.key, orphan]))

    assert jobs.remove_orphans() == 1

    assert sorted(lying(files_dir)) == sorted([row.key, young])


def test_with_the_wrong_database_nothing_is_taken_away(files_dir, monkeypatch, caplog):
    keys = [vault.put(b"x") for _number in range(3)]
    monkeypatch.setattr(vault, "older_than", lambda _seconds: iter(keys))
    monkeypatch.setattr(jobs, "MOST_AT_ONCE", 2)

    assert jobs.remove_orphans() == 0

    assert len(lying(files_dir)) == 3
    assert caplog.messages == ["too many files without a row"]


def test_an_attachment_goes_with_its_case_into_sight(office_a, alice):
    """Attached to a case later, it is found there."""
    submission = SubmissionFactory(office=office_a)
    AttachmentFactory(submission=submission, name="lease.pdf")
    case = CaseFactory(office=office_a)

    actions.attach(submission, by=alice, case=case)

    found = [entry.title for entry in queries.story_of(case, alice) if entry.kind == "file"]
    assert found == ["Attachment: lease.pdf"]
    assert Submission.objects.get().case == case
