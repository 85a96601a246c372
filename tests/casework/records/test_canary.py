"""A word planted wherever a person's data can stand is nowhere once they are erased: the promise of erasure.

By construction: each column of each declared model that can hold words gets one, so a model that is added tomorrow is
planted as well, and a model without a row to plant fails.
"""

import json
from dataclasses import asdict

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import BinaryField, CharField, JSONField, TextField
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import ModelLogEntry, ReferenceIndex

from casework.cases import actions as cases
from casework.cases.models import Case
from casework.contacts import actions as contacts
from casework.contacts.access import KEEP_VERSION
from casework.contacts.models import Person
from casework.core import clock, erasing, search, verifying
from casework.core.files import check, vault
from casework.core.models import HistoryEntry
from casework.core.personal import holdings
from casework.dispatch import actions as dispatch
from casework.intake import actions as intake
from casework.intake.incoming import Incoming, IncomingFile
from casework.intake.models import Submission
from casework.intake.queries import document_of
from casework.letters import actions as letters
from casework.letters.models import Letter
from casework.records import actions
from tests.factories.cases import (
    AccommodationStepFactory,
    AssignmentFactory,
    CaseFactory,
    CasePartyFactory,
    ConflictFactory,
    ConsentEndFactory,
    ConsentReminderFactory,
    KnownQuestionFactory,
    LevelChangeFactory,
    MessageFactory,
    NamedPersonFactory,
    NoteFactory,
    OpeningFactory,
    PossibleConflictFactory,
    ShareFactory,
    StatusChangeFactory,
    TransferFactory,
)
from tests.factories.contacts import AccessNeedFactory, AffiliationFactory, PersonFactory
from tests.factories.intake import AttachmentFactory, SubmissionFactory
from tests.factories.letters import (
    DecisionFactory,
    RatificationFactory,
    SignOffFactory,
    TemplateUseFactory,
    UnlockingFactory,
    again,
    write,
)
from tests.factories.lines import CorrectionFactory
from tests.factories.reading import LetterCommentFactory, StopReasonFactory, TierRaiseFactory
from tests.factories.records import AccessExportFactory, DisagreementFactory, LegalHoldFactory
from tests.samples import pdf

from .dump import file_holds, folders_with, where

#: Nobody's word, and short enough for every column.
CANARY = "zqxerase"
#: Columns that hold words of ours by which a row is found, whatever people write.
OURS = {
    ("core.SearchDocument", "kind"),
    ("cases.Consent", "with_agency"),  # the name of an agency, where the consent is to speak with one
    *((label, "reference") for label in ("cases.Case", "letters.Letter", "dispatch.Dispatch", "intake.Submission")),
}
NUMBERS = {"object_id"}


def a_row_of_each(person, alice, bob):
    """Rows about somebody in every model declared, those of letters by the verbs that make them."""
    office = person.office
    contacts.add_contact_points(person, by=alice, email="odile@mail.example")
    AccessNeedFactory(person=person)
    AffiliationFactory(person=person)
    case = CaseFactory(office=office, person=person)
    for row in (MessageFactory, NoteFactory, StatusChangeFactory, AssignmentFactory, LevelChangeFactory):
        row(case=case)
    CasePartyFactory(case=CaseFactory(office=office), person=person)
    AccommodationStepFactory(accommodation__case=case)
    for row in (
        CasePartyFactory,
        NamedPersonFactory,
        OpeningFactory,
        ConsentEndFactory,
        ConsentReminderFactory,
        TransferFactory,
        ShareFactory,
        KnownQuestionFactory,
    ):
        row(case=case)
    ConflictFactory(office=office, person=person)
    PossibleConflictFactory(office=office, person=person)
    LegalHoldFactory(person=person)
    AccessExportFactory(person=person)
    sent = SubmissionFactory(office=office, case=case, status="attached", decided_at=timezone.now(), decided_by=alice)
    AttachmentFactory(submission=sent)
    DisagreementFactory(request__person=person, request__case=case)
    given = {"office": office, "by": alice, "approver": bob}
    StopReasonFactory(**given)
    TierRaiseFactory(**given)
    CorrectionFactory(**given)
    SignOffFactory(**given)
    UnlockingFactory(**given)
    TemplateUseFactory(office=office)
    letter = letters.start_reply(CaseFactory(office=office, opened=True, person__email="a@mail.example"), by=alice)
    _beside(letter, alice)
    _returned(letter, alice, bob)
    RatificationFactory(**given)  # from here on a rule asks units
    LetterCommentFactory(resolved="Done.", **given)
    DecisionFactory(**given)
    Case.objects.filter(office=office).update(person=person)
    for one in Case.objects.all():
        cases.index(one)
    for one in Submission.objects.all():
        search.put("submission", **asdict(document_of(one)))


def _returned(letter, alice, bob):
    submitted = again(letters.submit(write(again(letter), by=alice, body="<p>Words.</p>"), by=alice))
    letters.return_to_writer(submitted, by=bob, revision=submitted.latest_revision, comment="Shorter.")


def _beside(letter, by):
    """What Wagtail keeps of a letter beside it."""
    about = {"content_type": ContentType.objects.get_for_model(Letter), "object_id": str(letter.pk)}
    EditingSession.objects.create(user=by, last_seen_at=timezone.now(), **about)
    FormState.objects.create(user=by, data={"body": "x"}, last_updated_at=timezone.now(), **about)
    ModelLogEntry.objects.create(label="x", action="wagtail.edit", timestamp=timezone.now(), **about)
    kind = about["content_type"]
    ReferenceIndex.objects.create(
        base_content_type=kind, content_type=kind, object_id=letter.pk, to_content_type=kind, to_object_id="1",
        model_path="x", content_path="x", content_path_hash="4ae1a9ce-0000-0000-0000-000000000000",
    )  # fmt: skip


def wordy(each):
    """The columns of a model that can hold what somebody wrote."""
    kinds = (CharField, TextField, JSONField, BinaryField)
    return [
        column
        for column in each.model._meta.concrete_fields
        if isinstance(column, kinds) and not column.choices and column.name not in NUMBERS
        and (each.label, column.name) not in OURS
    ]  # fmt: skip


def plant(person):
    """The word in each of those columns, in each row; below the rules that forbid to change them."""
    planted = set()
    with connection.cursor() as cursor, without_triggers(cursor):
        for each in [one for one in holdings() if not one.stays]:
            keys = list(each.rows(person).values_list("pk", flat=True))
            assert keys, f"{each.label} has no row about the person: make one in a_row_of_each."
            for column in wordy(each):
                for key in keys:
                    word = f"{CANARY}{key}" if column.unique or column.name == "source" else CANARY
                    value = json.dumps([word]) if isinstance(column, JSONField) else word
                    table = each.model._meta.db_table
                    is_bytes = isinstance(column, BinaryField)
                    sql = f'UPDATE "{table}" SET "{column.column}" = %s WHERE id = %s'  # noqa: S608  (names of our own tables)
                    cursor.execute(sql, [value.encode() if is_bytes else value, key])
                planted.add(f"{each.model._meta.db_table}.{column.column}")
    return planted


class without_triggers:
    """For a moment the database keeps nothing as it was written."""

    def __init__(self, cursor):
        self.cursor, self.kept = cursor, []

    def __enter__(self):
        if connection.vendor != "sqlite":
            self.cursor.execute("SET LOCAL session_replication_role = replica")
            return
        self.cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%written_once'")
        self.kept = self.cursor.fetchall()
        for name, _sql in self.kept:
            self.cursor.execute(f"DROP TRIGGER {name}")

    def __exit__(self, *_error):
        if connection.vendor != "sqlite":
            self.cursor.execute("SET LOCAL session_replication_role = origin")
        for _name, sql in self.kept:
            self.cursor.execute(sql)


@pytest.mark.django_db
def test_a_word_in_every_column_of_every_model_is_nowhere_afterwards(office_a, alice, bob):
    person = PersonFactory(office=office_a, name=CANARY)
    a_row_of_each(person, alice, bob)
    contacts.index(person)
    planted = plant(person)
    stands = where(CANARY)
    if connection.vendor == "sqlite":
        assert planted - stands == set()
    assert {name.partition(".")[0] for name in stands} >= {name.partition(".")[0] for name in planted}

    counts = erasing.erase(person, under="E-1")

    assert where(CANARY) == set()
    assert folders_with(CANARY) == []
    assert sum(counts.values()) > 60
    connection.check_constraints()


def words(number=0):
    """The word, as somebody would write it among others."""
    return f"They said {CANARY} {number} times."


def incoming():
    """A message with the word in every field that takes words."""
    typed = dict.fromkeys(("subject", "body", "name", "access_words"), words())
    return Incoming(
        **typed,
        email=f"{CANARY}@mail.example",
        phone=f"416 555 0142 {CANARY}",
        postal_code=CANARY,
        address=f"1 {CANARY} Lane",
        access_needs=("large_print",),
    )


@pytest.mark.django_db(transaction=True)
def test_a_whole_story_told_by_the_verbs_leaves_no_word_and_a_history_that_is_right(office_a, alice, bob, director):
    """From the front door to the archive, in every text that a verb takes; then two people erase it."""
    person, case = written_down(office_a, alice)
    colleagues_talk(case, alice, bob, director)
    letter = answered(case, alice, bob)
    cases.resolve(cases.reopen(again(letter).case, by=alice, reason=words()), by=alice, reason=words())
    cases.close(Case.objects.get(pk=case.pk), by=alice, closure_reason="completed", reason=words())
    actions.end_hold(actions.place_hold(person, by=director, reason=words()), by=director)
    actions.export(person, by=director, ground="asked", reason=words())
    actions.refuse_erasure(
        actions.ask_erasure(person, by=alice, ground="asked", reason=words()), by=director, reason=words()
    )
    asked = actions.ask_erasure(person, by=alice, ground="asked", reason=words())
    assert len(where(CANARY)) > 20 or connection.vendor != "sqlite"
    assert len(folders_with(CANARY)) == 1

    actions.approve_erasure(asked, by=director)

    lines = [line for line in HistoryEntry.objects.all() if CANARY in str(line.data)]
    assert [(line.action, line.data) for line in lines] == []
    assert where(CANARY) == set()
    assert folders_with(CANARY) == []
    assert not file_holds(CANARY)
    assert not Person.objects.filter(pk=person.pk).exists()
    assert (verifying.verify().findings, erasing.stones_of(letter.reference)[0].under) == ([], str(asked))


def written_down(office, by):
    """A message comes in twice, is accepted and attached; more is noted of who wrote it."""
    file = check(f"{CANARY}.pdf", pdf(words=CANARY))
    files = [IncomingFile.of(file, key=vault.put(file.content))]
    case = intake.accept(intake.receive(incoming(), office=office, key="one", files=files), by=by, is_new_person=True)
    intake.attach(intake.receive(incoming(), office=office, key="two"), by=by, case=case)
    intake.mark_spam(intake.receive(incoming(), office=office, key="three"), by=by)
    person = Person.objects.get(pk=case.person_id)
    person.salutation = person.riding = words()
    contacts.save_person(person, by=by, what=["salutation", "riding"])
    contacts.note_access_needs(person, by=by, reference=case.reference, agreed=KEEP_VERSION, words=words(2))
    return person, Case.objects.get(pk=case.pk)


def colleagues_talk(case, alice, bob, director):
    """Notes, reasons and decisions around the case."""
    case = cases.take(case, by=alice)
    cases.change(case, by=alice, subject=words())
    cases.add_note(case, by=alice, body=words())
    today = clock.today()
    for need in case.accommodations.all():
        cases.discuss_accommodation(need, by=alice, words=words(), happened_on=today)
        cases.agree_accommodation(need, by=alice, words=words(), needed_on=today)
        cases.offer_alternative(need, by=alice, words=words(), reason=words())
        cases.meet_accommodation(need, by=alice, words=words(), happened_on=today)
    cases.withdraw_accommodation(need, by=alice, words=words(), happened_on=today)
    cases.add_message(case, by=alice, channel="phone", body=words(), subject=words())
    case = cases.hold(case, by=alice, waiting_on="agency", reason=words())
    case = cases.resume(case, by=alice, reason=words())
    case = cases.set_level(case, by=alice, level="sensitive", reason=words())
    cases.end_naming(case, by=alice, named=cases.name_person(case, by=alice, person=bob, reason=words()))
    cases.end_conflict(
        cases.declare_conflict(case, by=director, staff=bob, relation="family", words=words()),
        by=director,
        reason=words(),
    )
    case = cases.hand_over(case, by=alice, to=director, reason=words())
    cases.assign(case, by=director, to=alice, reason=words())


def answered(case, alice, bob):
    """A letter that is read, returned, written again, approved and printed; and one that is made void."""
    letters.void(letters.start_reply(case, by=alice), by=alice, reason=words())
    letter = letters.start_reply(case, by=alice)
    way = {"channel": "post", "to_address": f"1 {CANARY} Lane", "to_name": CANARY, "subject": words()}
    letter = again(letters.submit(write(letter, by=alice, body=f"<p>{words()}</p>", **way), by=alice))
    said = letters.comment(letter, by=bob, words=words(), is_required=True)
    letters.resolve_comment(said, by=alice, words=words())
    letters.return_to_writer(letter, by=bob, revision=letter.latest_revision, comment=words())
    letter = again(letters.submit(write(again(letter), by=alice, body=f"<p>{words(2)}</p>", **way), by=alice))
    letters.approve(letter, by=bob, revision=letter.latest_revision)
    dispatch.mark_printed([again(letter).approvals.get().dispatch], by=alice)
    return again(letter)
