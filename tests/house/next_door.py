"""One of everything in an office, each row marked: what somebody next door must never be told."""

import re
from html import unescape

from casework.cases import actions as cases
from casework.contacts import actions as contacts
from casework.letters import actions as letters
from tests.factories.cases import (
    AccommodationFactory,
    AccommodationStepFactory,
    CaseFactory,
    CasePartyFactory,
    ConflictFactory,
    ConsentEndFactory,
    ConsentFactory,
    ConsentReminderFactory,
    KnownQuestionFactory,
    MessageFactory,
    NoteFactory,
    OpeningFactory,
    PossibleConflictFactory,
    ShareFactory,
    TransferFactory,
)
from tests.factories.contacts import AccessNeedFactory, OrganisationFactory, PersonFactory
from tests.factories.directory import AbsenceFactory, SharedUnitFactory
from tests.factories.intake import AttachmentFactory, RoutingRuleFactory, SubmissionFactory
from tests.factories.letters import (
    AuthorityEndFactory,
    ClearanceRuleFactory,
    DecisionFactory,
    LetterFactory,
    RatificationFactory,
    UnlockingFactory,
    template,
)
from tests.factories.lines import CorrectionFactory, saying
from tests.factories.positions import PositionFactory
from tests.factories.reading import LetterCommentFactory, StopReasonFactory, TierRaiseFactory
from tests.factories.records import (
    AccessExportFactory,
    CorrectionRequestFactory,
    DisagreementFactory,
    ErasureFactory,
    LegalHoldFactory,
)

from .walls import guarded_models

#: Stands in every text of office A, and nowhere else.
MARK = "zqxmark"
#: The same address answers with others each time.
LOTS = re.compile(r"[A-Za-z0-9+/=_-]{24,}|\d\d:\d\d(:\d\d)?")


def marked_rows(alice, bob, office_a):
    """One of everything in office A, with the mark in every text; by model, the keys of the rows."""
    person = PersonFactory(office=office_a, name=f"{MARK} person", salutation=f"Dear {MARK}", riding=MARK)
    contacts.add_contact_points(person, by=alice, email=f"{MARK}@example.org", post=f"{MARK} Street 1")
    AccessNeedFactory(person=person, code="", words=MARK)
    OrganisationFactory(office=office_a, name=MARK)
    asked = [["wanted", MARK], ["other_name", MARK]]
    SubmissionFactory(office=office_a, subject=MARK, body=MARK, name=MARK, email=f"{MARK}@example.org", answers=asked)
    held = SubmissionFactory(office=office_a, held=True, subject=MARK, name=MARK)
    AttachmentFactory(submission=held, name=MARK, content=MARK.encode())
    AttachmentFactory(submission=held, name=MARK, content=MARK.encode(), picture=True)
    SubmissionFactory(office=office_a, rejected=True, subject=MARK, name=MARK)
    RoutingRuleFactory(office=office_a, name=MARK, any_words=MARK)
    for state in ("draft", "submitted", "returned", "approved", "retired"):
        words = {"name": MARK, "subject": MARK, "body": f"<p>{MARK}</p>", "body_fr": f"<p>{MARK}</p>", "comment": MARK}
        template(office=office_a, by=alice, approver=bob, state=state, **words)
    for state in ("submitted", "returned", "approved", "stopped"):
        words = dict.fromkeys(("title", "text_en", "text_fr", "sources", "comment", "reason"), MARK)
        PositionFactory(office=office_a, by=alice, approver=bob, **words, **{state: True})
    for number in range(3):
        case = CaseFactory(office=office_a, person=person, subject=f"{MARK} {number}")
        MessageFactory(case=case, subject=MARK, body=MARK)
        NoteFactory(case=case, body=MARK)
        cases.take(case, by=alice)
        cases.index(case)
        cases.set_level(case, by=alice, level=["restricted", "sensitive", "open"][number], reason=MARK)
        cases.name_person(case, by=alice, person=bob, reason=MARK)
        LetterFactory(case=case, by=alice, approver=bob, body=f"<p>{MARK}</p>", **[{}, {"submitted": True}, {}][number])
    LetterFactory(case=case, by=alice, approver=bob, body=f"<p>{MARK}</p>", approved=True)
    letters.start_reply(case, by=alice, template=template(office=office_a, by=alice, approver=bob, name=MARK))
    saying(
        PositionFactory(office=office_a, by=alice, approver=bob, approved=True), by=alice, approver=bob, approved=True
    )
    CorrectionFactory(office=office_a, by=alice, approver=bob, reason=MARK)
    LetterFactory(case=case, by=alice, approver=bob, body=f"<p>{MARK}</p>", returned=True, comment=MARK)
    StopReasonFactory(case=case, by=alice, approver=bob, words=MARK)
    ConflictFactory(office=office_a, staff=bob, words=MARK)
    PossibleConflictFactory(office=office_a, staff=bob, person=person)
    AccommodationFactory(case=case, code="", words=MARK, discussed=True)
    AccommodationStepFactory(accommodation__case=case, words=MARK, reason=MARK)
    CasePartyFactory(case=case, name=MARK, words=MARK)
    _in_the_directory(office_a, bob, alice)
    OpeningFactory(case=case, opened_by=bob, reason=MARK)
    ConsentEndFactory(consent=ConsentFactory(case=case, words=MARK, authority=MARK))
    ConsentReminderFactory(case=case, consent__case=case)
    # To and with an office in which the stranger does not work: what theirs would be shown has tests of its own.
    TransferFactory(case=case, asked_by=alice, reason=MARK, summary=MARK)
    ShareFactory(case=case, shared_by=alice, reason=MARK)
    KnownQuestionFactory(case=case, asked_by=alice)
    AuthorityEndFactory(office=office_a, reason=MARK)
    UnlockingFactory(case=case, by=alice, approver=bob, office=office_a, reason=MARK)
    ClearanceRuleFactory(office=office_a, name=MARK, always=False, any_words=MARK)
    DecisionFactory(case=case, by=alice, approver=bob, office=office_a, comment=MARK)
    RatificationFactory(case=case, by=alice, approver=bob, office=office_a, words=MARK)
    LetterCommentFactory(case=case, by=alice, approver=bob, office=office_a, words=MARK, resolved=MARK)
    TierRaiseFactory(case=case, by=alice, approver=bob, submitted=True, reason=MARK)
    _asked_of_what_is_held(person, case)
    return {
        model: list(model._default_manager.order_by("pk").values_list("pk", flat=True)) for model in guarded_models()
    }


def _in_the_directory(office, away, stand_in):
    """Who is away from an office, and which unit clears its letters."""
    AbsenceFactory(office=office, person=away, stand_in=stand_in)
    SharedUnitFactory(to_office=office)


def _asked_of_what_is_held(person, case):
    """What people may ask of what is held about them, each once."""
    AccessExportFactory(person=person, reason=MARK)
    LegalHoldFactory(person=person, reason=MARK)
    ErasureFactory(person=person, reason=MARK)
    CorrectionRequestFactory(person=person, held=MARK, should_be=MARK)
    DisagreementFactory(request__person=person, request__case=case, request__answer=MARK, words=MARK)


def told(response):
    """What an answer says, headers and all."""
    body = b"".join(response) if response.streaming else response.content
    return unescape(body.decode(errors="replace")) + " ".join(response.headers.values())


def without_its_address(answer, query):
    """What an answer says, apart from the words that were asked and what is drawn by lot for each answer."""
    return LOTS.sub("", told(answer)).replace(query, "").replace(query.replace("&", "&amp;"), "")


def ways_to_ask(client, route, office):
    """Each way to ask at an address, with the answer.

    An address that answers the plain question and the fullest one alike reads none: it is asked no others.
    """
    start = MARK[:4]  # what was looked for stands in the search field: the whole of it must not appear
    words, choices = f"q={start}&query={start}&label={start}", f"office={office.pk}&status=new&status=draft"
    asked = ["", f"?{words}&{choices}&export=csv"]
    answers = [client.get(f"/{route}{query}") for query in asked]
    yield from zip(asked, answers, strict=True)
    if len({without_its_address(answer, query) for query, answer in zip(asked, answers, strict=True)}) == 1:
        return
    more = ("?export=xlsx", f"?ordering=-pk&all=1&owner={office.pk}", "?ordering=due_on&p=2")
    for query in (f"?{words}", f"?{choices}", *more):
        yield query, client.get(f"/{route}{query}")
