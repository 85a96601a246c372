"""The same work next door: somebody who holds every verb of the house, in another office, at every screen.

``test_walls`` walks the demo with people of the demo. Here each row of office A is marked, the stranger could do
everything at home, and lists are searched, sorted, filtered and exported on the way. A model whose rows belong to an
office has screens that are walked, or stands below with the reason why it has none.
"""

import re
from html import unescape

import pytest
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from casework.cases import actions as cases
from casework.contacts import actions as contacts
from casework.directory.roles import ROLES
from casework.dispatch.models import Dispatch
from casework.letters import actions as letters
from casework.letters.models import Letter, Template
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
from tests.factories.directory import AbsenceFactory, SharedUnitFactory, UserFactory
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

from .walls import addresses, everything, guarded_models

#: Stands in every text of office A, and nowhere else.
MARK = "zqxmark"
#: Rows that have no address of their own, and where they are shown instead.
SHOWN_ELSEWHERE = {
    "contacts.Organisation": "on no screen yet",
    "cases.Message": "in the story on the page of its case",
    "cases.Note": "in the story on the page of its case",
    "cases.StatusChange": "in the story on the page of its case",
    "cases.Assignment": "in the story on the page of its case",
    "cases.LevelChange": "in the story on the page of its case",
    "cases.NamedPerson": "on the page of its case",
    "cases.AccommodationStep": "on the page of its case",
    "cases.CaseParty": "on the page of its case",
    "cases.Consent": "on the page of its case",
    "cases.ConsentEnd": "on the page of its case",
    "cases.ConsentReminder": "nowhere: it says that somebody was told",
    "cases.KnownQuestion": "in the story on the page of its case",
    "letters.Approval": "on the page of its letter",
    "letters.ApprovedLine": "on the page of its letter",
    "letters.Clearance": "on the page of its letter",
    "letters.ClearancePlan": "on the page of its letter",
    "letters.Decision": "on the page of its letter",
    "letters.LineUse": "beside the editor of its letter",
    "letters.Ratification": "on the page of its letter",
    "letters.TierRaise": "in the trace on the page of its letter",
    "letters.Waiver": "on the page of its letter",
    "letters.TemplateReturn": "on the page of its template",
    "letters.TemplateUse": "counted on the page of its template",
    "letters.TemplateVersion": "on the page of its template",
    "letters.Correction": "on the page of its letter",
    "letters.AuthorityEnd": "on the page of its authority",
    "letters.SignOff": "on the page of its letter",
    "letters.Unlocking": "on the page of its letter",
    "letters.LetterComment": "on the page of its letter",
    "letters.Return": "on the page of its letter",
    "letters.StopReason": "in the story on the page of its case",
    "positions.PositionVersion": "on the page of its line",
    "records.AccessExport": "on the screen of everything held about its person",
    "records.Disagreement": "on the page of its request, of its person and of its case",
    "positions.Return": "on the page of its line",
    "positions.Withdrawal": "on the page of its line",
}
#: The same address answers with others each time.
LOTS = re.compile(r"[A-Za-z0-9+/=_-]{24,}|\d\d:\d\d(:\d\d)?")
NOT_WALKED = ("admin/logout/", "admin/login/", "admin/password_reset/", "admin/failwhale/")

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def everybody_s_verbs(office_b):
    """Every role of the house at once, in office B."""
    return UserFactory(username="next-door", office=office_b, roles=[role.code for role in ROLES])


@pytest.fixture
def rows(alice, bob, office_a):
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


@pytest.fixture
def secrets(rows):
    """The mark, and every number of office A."""
    models = [model for model in rows if any(field.name == "reference" for field in model._meta.concrete_fields)]
    numbers = {number for model in models for number in model._default_manager.values_list("reference", flat=True)}
    return {MARK, *(number for number in numbers if number)}


def told(response):
    """What an answer says, headers and all."""
    body = b"".join(response) if response.streaming else response.content
    return unescape(body.decode(errors="replace")) + " ".join(response.headers.values())


def unsaid(answer):
    """Which of the headers that tell a browser what it may do are missing: no answer goes without them."""
    return [name for name in ("Content-Security-Policy", "X-Content-Type-Options") if name not in answer]


def ours():
    """The addresses about one row of a guarded model, whoever registered them."""
    guarded = set(guarded_models())
    return [one for one in addresses("admin/") if one.model in guarded and ("<" in one.route or "(?P" in one.route)]


def lists():
    """The addresses without a row: lists, searches, reports, choosers, forms for something new, the dashboard."""
    return [
        one.route
        for one in addresses("admin/")
        if not one.route.startswith(NOT_WALKED)
        and "<" not in one.route
        and "(" not in one.route
        and "*" not in one.route
    ]


def test_each_guarded_model_has_a_row_to_be_hidden(rows):
    assert [model._meta.label for model, keys in rows.items() if not keys] == [], "Make one in the fixture ``rows``."


def test_each_guarded_model_has_screens_that_are_walked_or_a_reason_why_not():
    walked = {one.model._meta.label for one in ours()}
    guarded = {model._meta.label for model in guarded_models()}

    assert guarded - walked - set(SHOWN_ELSEWHERE) == set()
    assert set(SHOWN_ELSEWHERE) & walked == set()
    assert set(SHOWN_ELSEWHERE) - guarded == set()


def test_no_screen_opens_for_a_row_next_door(signed_in, everybody_s_verbs, rows):
    client, before, opened = signed_in(everybody_s_verbs), everything(), []
    assert len(ours()) >= 50
    for one in ours():
        for path in one.paths(rows):
            for method in (client.get, client.post):
                answer = method(path)
                if answer.status_code not in {403, 404, 405} or unsaid(answer):
                    opened.append(f"{method.__name__} {path}: {answer.status_code}, without {unsaid(answer)}")

    assert opened == []
    assert everything() == before


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


def test_no_list_shows_anything_of_next_door(signed_in, everybody_s_verbs, rows, secrets, office_a):
    client, leaks, asked = signed_in(everybody_s_verbs), [], []
    for route in lists():
        for query, answer in ways_to_ask(client, route, office_a):
            asked.append(query)
            words = told(answer)
            leaks += [f"/{route}{query} tells {secret}" for secret in secrets if secret in words]
            leaks += [f"/{route}{query} goes without {name}" for name in unsaid(answer)]

    assert len(lists()) > 80
    assert asked.count("?export=xlsx") > 20
    assert leaks == []


def test_no_action_on_many_rows_reaches_next_door(signed_in, everybody_s_verbs, rows, secrets):
    client, before, leaks = signed_in(everybody_s_verbs), everything(), []
    for model, keys in rows.items():
        label, name = model._meta.app_label, model._meta.model_name
        for action in bulk_action_registry.get_bulk_actions_for_model(label, name):
            for query in ("&".join(f"id={key}" for key in keys), "id=all"):
                path = f"/admin/bulk/{label}/{name}/{action.action_type}/?{query}"
                words = told(client.get(path)) + told(client.post(path))
                leaks += [f"{path} tells {secret}" for secret in secrets if secret in words]

    assert leaks == []
    assert everything() == before


def test_the_walk_finds_a_door_that_somebody_forgot_to_close(settings, signed_in, everybody_s_verbs, rows, secrets):
    settings.ROOT_URLCONF = "tests.house.leak"
    client = signed_in(everybody_s_verbs)

    assert "admin/leak/" in lists()
    assert any(secret in told(client.get("/admin/leak/")) for secret in secrets)
    (about_a_row,) = [one for one in ours() if one.route == "admin/leak/<int:pk>/"]
    assert [client.get(path).status_code for path in about_a_row.paths(rows)] == [200, 200]


def test_the_same_screens_do_open_at_home(signed_in, alice, rows):
    """The walk proves nothing if the doors are shut for everybody."""
    client = signed_in(alice)
    opened = {
        one.model._meta.label
        for one in ours()
        if one.model not in {Dispatch, Letter, Template}
        for path in list(one.paths(rows))[:1]
        if client.get(path).status_code == 200
    }

    assert opened >= {"cases.Case", "contacts.Person", "intake.Submission"}
    assert MARK in told(client.get("/admin/cases/"))
    assert MARK in told(client.get(f"/admin/find/?q={MARK[:4]}"))
