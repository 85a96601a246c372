"""Somebody asks what is held about them: everything, once, by whoever may, in a file that stands alone."""

import json
import re
from base64 import b64encode
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from casework.cases import actions as cases
from casework.cases.levels import Level
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from casework.core.personal import holdings
from casework.records import actions, queries
from casework.records.models import AccessExport
from tests.factories.cases import CaseFactory, ConflictFactory, MessageFactory, NoteFactory
from tests.factories.contacts import AccessNeedFactory, AffiliationFactory, PersonFactory
from tests.factories.directory import UserFactory
from tests.factories.intake import AttachmentFactory, SubmissionFactory
from tests.factories.letters import LetterFactory
from tests.factories.records import AccessExportFactory

pytestmark = pytest.mark.django_db

ASKED = {"ground": "asked", "reason": "She wrote, and showed a card."}


@pytest.fixture
def person(office_a):
    """Somebody with an address and a name."""
    return PersonFactory(office=office_a, name="Odile Marchbanks", email="odile@mail.example")


@pytest.fixture
def file_of(alice, bob, person):
    """A case with a message, a note and a letter that left for approval."""
    case = CaseFactory(office=person.office, person=person, subject="Heating", owner=alice, opened=True)
    MessageFactory(case=case, body="=HYPERLINK(1) <script>alert(1)</script>\nIt is cold.")
    NoteFactory(case=case, body="Rang twice.")
    LetterFactory(
        case=case, by=alice, approver=bob, body="<p>We asked the landlord.</p><p>He agreed.</p>", approved=True
    )
    return case


class Tags(HTMLParser):
    """What a page is made of: opened and closed tags in balance, ids once."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.all, self.wrong = [], [], set(), []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.all.add(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.wrong += [f"{tag} {name}" for name in given if name.startswith("on") or name == "src"]
        if tag not in {"meta", "br", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        self.wrong += [] if self.open and self.open.pop() == tag else [tag]


def words(page):
    """What a person reads."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


def test_the_page_tells_everything_once_and_escapes_what_people_wrote(director, person, file_of):
    held = sum(kind.count for kind in queries.kinds_held(person))

    made, page = actions.export(person, by=director, **ASKED)

    told, parser = page.decode(), Tags()
    parser.feed(told)
    assert (parser.open, parser.wrong) == ([], [])
    assert len(set(parser.ids)) == len(parser.ids)
    assert not {"script", "img", "link", "iframe", "form"} & parser.all
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    for said in ("Odile Marchbanks", "odile@mail.example", "It is cold.", "Rang twice.", "He agreed.", str(file_of)):
        assert said in words(page)
    assert made.rows == held


def test_the_data_holds_every_row_of_every_kind_and_nothing_that_acts(director, person, file_of):
    _made, data = actions.export(person, by=director, kind="json", **ASKED)

    held = {each["kind"]: each["rows"] for each in json.loads(data)["held"]}
    assert b"<" not in data
    expected = {each.label for each in holdings() if not each.copy_of and each.rows(person).exists()}
    # Both what was made and the line about it are younger than the file.
    assert set(held) == expected - {"records.AccessExport"}
    assert held["cases.Message"][0]["body"].startswith("=HYPERLINK(1) <script>")


def test_the_files_they_sent_are_handed_over_and_what_is_locked_away_is_told_by_name(director, person, file_of):
    sent = SubmissionFactory(office=person.office, attached=True, case=file_of)
    AttachmentFactory(submission=sent, name="lease.pdf", content=b"%PDF-lease")
    AttachmentFactory(submission=sent, name="bad.pdf", content=b"%PDF-virus", infected=True)
    lease, virus = (b64encode(content).decode() for content in (b"%PDF-lease", b"%PDF-virus"))

    page = actions.export(person, by=director, **ASKED)[1]
    data = actions.export(person, by=director, kind="json", **ASKED)[1]

    assert f'<a href="data:application/pdf;base64,{lease}" download="{sent}-1.pdf">'.encode() in page
    assert "bad.pdf" in words(page)
    assert "A virus was found: locked away" in words(page)
    rows = {row["name"]: row for held in json.loads(data)["held"] for row in held["rows"] if "came_sha256" in row}
    assert rows["lease.pdf"]["content"] == lease
    assert "content" not in rows["bad.pdf"]
    assert virus.encode() not in page + data


def test_the_page_is_in_the_language_asked_for(director, person, file_of):
    _made, page = actions.export(person, by=director, language="fr", **ASKED)

    assert '<html lang="fr">' in page.decode()
    assert "Odile Marchbanks" in words(page)


def test_it_leaves_a_line_without_a_name_or_a_word(director, person, file_of):
    made, _page = actions.export(person, by=director, **ASKED)

    line = HistoryEntry.objects.for_instance(person).get(action="records.export")
    assert (line.user, line.office_id, line.data["rows"]) == (director, person.office_id, made.rows)
    assert "showed a card" not in json.dumps(line.data)
    assert "Odile" not in json.dumps(line.data)
    assert (made.made_by, made.reason) == (director, ASKED["reason"])


def test_who_has_not_the_verb_or_not_the_office_takes_out_nothing(alice, charlie, person):
    neighbour = UserFactory(office=charlie.memberships.get().office, roles=["director"])

    for nobody in (alice, charlie, neighbour):
        with pytest.raises(NotPermitted):
            actions.export(person, by=nobody, **ASKED)
    assert not AccessExport.objects.exists()


def test_half_an_answer_is_refused(alice, bob, director, person, file_of):
    cases.set_level(file_of, by=alice, level=Level.RESTRICTED, reason="Few people.")
    CaseFactory(office=person.office, person=person)

    with pytest.raises(NotPermitted, match="kept from you"):
        actions.export(person, by=director, **ASKED)
    cases.name_person(file_of, by=alice, person=director, reason="Answers her.")
    assert actions.export(person, by=director, **ASKED)[0].rows > 5


def test_a_conflict_with_one_case_is_enough_to_refuse(director, person, file_of):
    CaseFactory(office=person.office, person=person)
    ConflictFactory(office=person.office, staff=director, person=None, case=file_of)

    with pytest.raises(NotPermitted):
        actions.export(person, by=director, **ASKED)


def test_a_message_never_taken_into_a_case_is_theirs_by_address_and_name(office_a, office_b, person):
    mine = SubmissionFactory(office=office_a, name="odile MARCHBANKS", email="Odile@mail.example", rejected=True)
    SubmissionFactory(office=office_a, name="Otto Marchbanks", email="odile@mail.example", rejected=True)
    SubmissionFactory(office=office_b, name="Odile Marchbanks", email="odile@mail.example")

    found = [each for each in holdings() if each.label == "intake.Submission"]

    assert [list(each.rows(person)) for each in found] == [[mine]]


def test_a_reason_and_a_ground_are_asked_for(director, person):
    for wrong in ({"ground": "asked", "reason": "  "}, {"ground": "", "reason": "So."}):
        with pytest.raises(CaseworkError):
            actions.export(person, by=director, **wrong)


def test_the_screen_counts_and_hands_over_a_file_that_no_cache_keeps(signed_in, director, person, file_of):
    client, path = signed_in(director), f"/admin/records/people/{person.pk}/held/"

    shown = client.get(path)
    refused = client.post(path, {"ground": "asked", "reason": "", "kind": "html", "language": "en"})
    given = client.post(path, {**ASKED, "kind": "html", "language": "en"})

    assert "Messages" in shown.content.decode()
    assert refused.status_code == 422
    assert given["Content-Disposition"].startswith(f'attachment; filename="{person}-')
    assert given["Cache-Control"].startswith("no-store")
    assert given["Content-Type"] == "text/html; charset=utf-8"
    assert "It is cold." in given.content.decode()
    assert ASKED["reason"] in client.get(path).content.decode()
    assert path in client.get(reverse("people:inspect", args=[person.pk])).content.decode()


def test_the_screen_is_not_for_who_lacks_the_verb(signed_in, alice, charlie, person):
    path = f"/admin/records/people/{person.pk}/held/"

    assert signed_in(alice).get(path, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403
    assert signed_in(charlie).get(path).status_code == 404
    assert path not in signed_in(alice).get(reverse("people:inspect", args=[person.pk])).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_screen_asks_as_much_whatever_there_is(
    signed_in, director, alice, bob, person, django_assert_num_queries, many
):
    client = signed_in(director)
    for _number in range(many):
        case = CaseFactory(office=person.office, person=person, opened=True, owner=alice)
        MessageFactory(case=case)
        AccessNeedFactory(person=person)
        AffiliationFactory(person=person)
        LetterFactory(case=case, by=alice, approver=bob)
        AccessExportFactory(person=person)
    client.get(f"/admin/records/people/{person.pk}/held/")  # kinds of rows are known from here on

    shown = [each for each in holdings() if not each.copy_of]
    guarded = [each for each in holdings() if hasattr(each.model._default_manager, "for_user") and not each.only]
    with django_assert_num_queries(ASKS + len(shown) + len(guarded)):
        client.get(f"/admin/records/people/{person.pk}/held/")
    with django_assert_num_queries(READS + len(shown)):
        queries.as_page(person, language="en")


#: What the screen asks beside a count of each kind and whether it is kept; what the file asks beside its kinds.
ASKS, READS = 23, 7
