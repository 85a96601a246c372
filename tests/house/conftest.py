"""What walks over every screen share: one person who may do everything, and something in every state there is."""

from datetime import timedelta

import pytest
from django.apps import apps

from casework.cases import actions as cases
from casework.contacts import actions as contacts
from casework.core import clock
from casework.directory.roles import ROLES
from casework.letters import actions as letters
from casework.letters.models import ClearanceRule
from casework.letters.queries import mine_to_clear
from casework.positions import actions as positions
from casework.records import actions as records
from tests.factories.cases import (
    AccommodationFactory,
    AccommodationStepFactory,
    CaseFactory,
    ConsentFactory,
    ConsentReminderFactory,
    MessageFactory,
    NoteFactory,
    ShareFactory,
    TransferFactory,
)
from tests.factories.contacts import AccessNeedFactory, PersonFactory
from tests.factories.directory import (
    AbsenceFactory,
    ClosureFactory,
    CommunityServiceFactory,
    CriticPortfolioFactory,
    IssueFactory,
    MemberFactory,
    OfficeFactory,
    ProgramFactory,
    SharedUnitFactory,
    UnitFactory,
    UserFactory,
)
from tests.factories.dispatch import DispatchFactory
from tests.factories.intake import AttachmentFactory, RoutingRuleFactory, SubmissionFactory
from tests.factories.letters import (
    AuthorityEndFactory,
    ClearanceRuleFactory,
    DecisionFactory,
    LetterFactory,
    RatificationFactory,
    SigningAuthorityFactory,
    SignOffFactory,
    UnlockingFactory,
    WaiverFactory,
    template,
    to_be_signed,
    write,
)
from tests.factories.lines import CorrectionFactory, left_saying
from tests.factories.positions import PositionFactory, next_version
from tests.factories.reading import LetterCommentFactory
from tests.factories.records import (
    AccessExportFactory,
    CorrectionRequestFactory,
    DisagreementFactory,
    ErasureFactory,
    LegalHoldFactory,
)

from .next_door import MARK, marked_rows
from .tree import ROOMS

#: A letter that came back was written anew: shorter, and with a link.
REWRITTEN = '<p>Shorter.</p><p>See <a href="https://example.org">it</a>.</p>'


@pytest.fixture
def everybody(office_a, office_b):
    """One person with every role of the house, in two offices: lists tell them apart."""
    user = UserFactory(username="everybody", office=office_a, roles=[role.code for role in ROLES])
    user.memberships.create(office=office_b)
    return user


@pytest.fixture
def office_c(db):
    """An office in which nobody of ours works."""
    return OfficeFactory(name="Office C", slug="office-c")


@pytest.fixture
def everybody_s_verbs(office_b):
    """Every role of the house at once, in office B."""
    return UserFactory(username="next-door", office=office_b, roles=[role.code for role in ROLES])


@pytest.fixture
def rows(alice, bob, office_a):
    """One of everything in office A, with the mark in every text; by model, the keys of the rows."""
    return marked_rows(alice, bob, office_a)


@pytest.fixture
def secrets(rows):
    """The mark, and every number of office A."""
    models = [model for model in rows if any(field.name == "reference" for field in model._meta.concrete_fields)]
    numbers = {number for model in models for number in model._default_manager.values_list("reference", flat=True)}
    return {MARK, *(number for number in numbers if number)}


@pytest.fixture
def something_of_everything(everybody, alice, bob, office_a):
    """Something in every state there is, each with the keys of its rows by model."""
    person = PersonFactory(office=office_a, salutation="Dear Testa", riding="Testville")
    contacts.add_contact_points(person, by=everybody, email="testa@example.org", phone="416-555-0101", post="1 Rue")
    AccessNeedFactory(person=person, code="large_print")
    answers = [["wanted", "An answer."], ["deadline", "2026-12-14"], ["for_whom", "other"], ["consent", "no"]]
    SubmissionFactory(
        office=office_a, access_needs=["braille"], urgency="urgent", signals=[["honeypot", 3]], answers=answers
    )
    for state in ("held", "rejected", "accepted", "attached"):
        SubmissionFactory(office=office_a, **{state: True})
    with_files = SubmissionFactory(office=office_a, accepted=True)
    for state in ("picture", "clean", "waiting", "infected", "failed", "lost"):
        AttachmentFactory(submission=with_files, cautions=["locked", "files"], **{state: True})
    for state in ("draft", "submitted", "returned", "approved", "retired"):
        template(office=office_a, by=alice, approver=bob, state=state)
    letters.begin_template_version(template(office=office_a, by=alice, approver=bob, body_fr=""), by=everybody)
    _behind(template(office=office_a, by=everybody, approver=bob, kind="paragraph"), by=everybody, approver=bob)
    RoutingRuleFactory(office=office_a)
    _held_and_erased(person, alice=alice, everybody=everybody)
    for state in (
        {},
        {"submitted": True},
        {"returned": True},
        {"approved": True},
        {"stopped": True},
        {"expired": True},
    ):
        PositionFactory(
            office=office_a, by=alice, approver=bob, do_say="Yes.", dont_say="No.", sources="A page.", **state
        )
    approved = PositionFactory(office=office_a, by=everybody, approver=bob, approved=True)
    next_version(approved, by=everybody, approver=bob, text_en="Other words.")
    next_version(approved, by=alice, text_fr="Autrement dit.")
    _around(office_a, everybody, bob)
    case = _cases_of(person, everybody)
    for state in ({}, {"submitted": True}, {"returned": True}, {"approved": True}, {"void": True}):
        LetterFactory(office=office_a, by=everybody, approver=bob, **state)
    LetterFactory(office=office_a, by=alice, approver=everybody, submitted=True)
    press = UnitFactory(office=office_a, lead=everybody, staff=[bob])
    ClearanceRuleFactory(office=office_a, units=[press, UnitFactory(office=office_a)])
    LetterFactory(office=office_a, by=alice, approver=everybody, submitted=True)
    DecisionFactory(office=office_a)
    RatificationFactory(office=office_a)
    WaiverFactory(office=office_a)
    for more in ({"is_required": True}, {"resolved": "It is named now."}):
        LetterCommentFactory(office=office_a, by=everybody, quote="We have found the answer.", **more)
    letter = LetterFactory(office=office_a, by=alice, approver=everybody, submitted=True)
    letters.claim(mine_to_clear(letter, bob)[0], by=bob)
    letters.raise_tier(LetterFactory(office=office_a, by=alice, submitted=True), by=alice, tier=3, reason="A court.")
    ClearanceRule.objects.filter(office=office_a).update(always=False, is_active=False)
    CorrectionFactory(office=office_a)
    stopped = PositionFactory(office=office_a, by=alice, approver=bob, approved=True)
    left_saying(stopped, by=alice, approver=bob)
    positions.withdraw_live(stopped, by=bob, reason="A wrong figure.")
    authority = SigningAuthorityFactory(office=office_a, holder=everybody)
    AuthorityEndFactory(office=office_a)
    SignOffFactory(office=office_a)
    UnlockingFactory(office=office_a)
    for channel in ({}, {"post": "1 Rue"}):
        to_be_signed(authority, by=alice, approver=bob, **channel)
    again = write(LetterFactory(case=case, by=everybody, approver=bob, returned=True), by=everybody, body=REWRITTEN)
    letters.submit(again, by=everybody)
    cases.add_message(case, by=everybody, body="One more thing.", channel="phone")
    for state in ("unknown", "failed", "stopped", "sent", "post"):
        DispatchFactory(office=office_a, **{state: True})
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return {model: list(model._default_manager.order_by("pk").values_list("pk", flat=True)) for model in models}


def _cases_of(person, everybody):
    """A case in each state; the last is somebody's."""
    for state in ("waiting", "resolved", "closed"):
        CaseFactory(office=person.office, person=person, **{state: True})
    case = CaseFactory(office=person.office, person=person, urgency="soon")
    MessageFactory(case=case)
    NoteFactory(case=case)
    _asked_for(CaseFactory(office=person.office, person=person, opened=True, owner=everybody))
    cases.take(case, by=everybody)
    _outside(case, everybody)
    return case


def _asked_for(case):
    """Something the person asked for in each state there is, and what was said about it."""
    states = {"before": "asl", "agreed": "braille", "offered": "lsq", "met": "audio", "withdrawn": "epub"}
    for state, code in states.items():
        AccommodationFactory(case=case, code=code, **{state: True})
    AccommodationFactory(case=case, code="", words="Please ring twice.", due_on=clock.today() - timedelta(days=2))
    talked = AccommodationStepFactory(accommodation__case=case)
    AccommodationStepFactory(accommodation=talked.accommodation, now="met", reason="No printer.", cost="12.50")


def _outside(case, everybody):
    """Something offered each way and something shared each way."""
    for passed_on in (True, False):
        cases.note_consent(
            case,
            by=everybody,
            covers="conversation" if passed_on else "sight",
            how="phone",
            said_on=clock.today(),
            with_office=OfficeFactory(),
        )
    soon = clock.today() + timedelta(days=9)
    ConsentReminderFactory(case=case, consent__case=case, consent__good_until=soon)
    transfer = TransferFactory(case=case, asked_by=everybody)
    TransferFactory(to_office=case.office)
    ConsentFactory(case=case, sight=True, with_office=transfer.to_office)
    reader = UserFactory(office=transfer.to_office, roles=["officer"])
    cases.share(case, by=everybody, reader=reader, ends_on=clock.today(), reason="Helps with the agency.")
    ShareFactory(reader=everybody, consent__with_office=case.office)


def _around(office, everybody, bob):
    """What the directory holds of an office, and who is away from it."""
    UnitFactory(office=office, lead=bob)
    CriticPortfolioFactory(member=MemberFactory(office=office))
    CommunityServiceFactory()
    IssueFactory()
    ProgramFactory()
    ClosureFactory(office=office)
    AbsenceFactory(office=office, person=everybody, stand_in=bob)
    AbsenceFactory(office=office, person=bob, stand_in=everybody)
    SharedUnitFactory(to_office=office)
    SharedUnitFactory(to_office=office, offered=True)


def _held_and_erased(person, *, alice, everybody):
    """Somebody who is held, was told what is held and disagrees; erasures that wait, were refused and are done."""
    AccessExportFactory(person=person)
    LegalHoldFactory(person=person)
    late = clock.today() - timedelta(days=31)
    CorrectionRequestFactory(person=person, case=person.cases.first(), asked_on=late)
    CorrectionRequestFactory(person=person, refused=True)
    DisagreementFactory(request__person=person)
    ErasureFactory(person=person, asked_by=alice)
    waits, mine, refused, done = (PersonFactory(office=person.office) for _number in range(4))
    ErasureFactory(person=waits, asked_by=alice)
    ErasureFactory(person=mine, asked_by=everybody)
    records.refuse_erasure(ErasureFactory(person=refused, asked_by=alice), by=everybody, reason="They came back.")
    records.approve_erasure(ErasureFactory(person=done, asked_by=alice), by=everybody)


def _behind(row, *, by, approver):
    """A template whose French is an older translation of its English."""
    row = letters.begin_template_version(row, by=by)
    row.body_en = "<p>The English says more.</p>"
    letters.approve_template(letters.submit_template(letters.save_template(row, by=by), by=by), by=approver)
