"""A fact held about somebody is corrected, or their own words stand beside it wherever it is shown."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from casework.cases import actions as cases
from casework.cases.levels import Level
from casework.contacts import actions as contacts
from casework.core import chain, clock, personal
from casework.core.errors import CaseworkError, IllegalMove, NotPermitted
from casework.core.models import HistoryEntry
from casework.records import actions, queries
from casework.records.models import CorrectionRequest, Disagreement
from tests.factories.cases import CaseFactory, ShareFactory, TransferFactory
from tests.factories.contacts import PersonFactory
from tests.factories.directory import UserFactory
from tests.factories.records import CorrectionRequestFactory, DisagreementFactory, LegalHoldFactory

pytestmark = pytest.mark.django_db

WORDS = "I never lived on Quillfeather Lane."


@pytest.fixture
def person(office_a):
    """Somebody whose riding is wrong."""
    return PersonFactory(office=office_a, name="Odile Marchbanks", riding="Sampleton North")


@pytest.fixture
def case(person, alice):
    """Their case, which Alice works on."""
    return CaseFactory(office=person.office, person=person, opened=True, owner=alice, subject="The wrong subject")


def asked(person, by, **more):
    """The request that their riding be corrected."""
    given = {"held": "Sampleton North", "should_be": "Sampleton South", "how": "phone", "asked_on": clock.today()}
    return actions.ask_correction(person, by=by, **{**given, **more})


def refused(person, director, **more):
    """The same, refused with a statement."""
    request = asked(person, director, **more)
    return actions.refuse_correction(request, by=director, reason="Two letters say so.", statement=WORDS)


def test_it_is_corrected_by_the_ordinary_verbs_and_the_history_knows_before_and_after(person, alice, director):
    request = asked(person, alice)
    with pytest.raises(CaseworkError, match="Nothing of the record was changed"):
        actions.correct(request, by=director, answer="The riding.")
    person.riding = "Sampleton South"
    contacts.save_person(person, by=alice, what=["riding"])

    done = actions.correct(request, by=director, answer="The riding.")

    assert (done.status, done.decided_by, done.answer) == ("corrected", director, "The riding.")
    line = HistoryEntry.objects.get(action="records.correct")
    before, after = line.data["changes"]["riding"]
    assert list(line.data["changes"]) == ["riding"]
    assert chain.is_veiled("riding", "Sampleton North", before)
    assert chain.is_veiled("riding", "Sampleton South", after)
    with pytest.raises(IllegalMove):
        actions.refuse_correction(request, by=director, reason="After all.")


@pytest.mark.parametrize("what", ["subject", "note"])
def test_of_a_case_a_changed_detail_or_a_note_beside_counts(person, case, alice, director, what):
    request = asked(person, alice, case=case)
    if what == "note":
        cases.add_note(case, by=alice, body="It was in May, not in March.")
    else:
        cases.change(case, by=alice, **{"subject": "The right subject"})

    done = actions.correct(request, by=director, answer="It says so now.")

    assert done.status == "corrected"
    assert done.due_on == done.asked_on + timedelta(days=30)


def test_a_refusal_says_why_and_what_they_say_stands_with_the_person_the_case_and_the_file(
    person, case, alice, director, signed_in
):
    request = refused(person, director)

    client = signed_in(alice)
    for place in (reverse("people:inspect", args=[person.pk]), reverse("cases:inspect", args=[case.pk])):
        assert WORDS in client.get(place).content.decode()
    page, _rows = queries.as_page(person, language="en")
    told = page.decode()
    beside = told.partition("Sampleton North")[2].partition("</dl>")[0]
    assert WORDS in beside
    data, _rows = queries.as_data(person)
    assert WORDS in data.decode()
    assert request.answer == "Two letters say so."


def test_about_one_case_they_stand_with_that_case_and_not_with_another(person, case, alice, director, signed_in):
    other = CaseFactory(office=person.office, person=person, opened=True, owner=alice)
    refused(person, director, case=case)

    assert [each.words for each in queries.statements_beside(case)] == [WORDS]
    assert queries.statements_beside(other) == []


def test_they_go_along_with_a_case_that_is_passed_on_and_with_one_that_is_read_elsewhere(
    person, case, alice, director, office_b, signed_in
):
    refused(person, director)
    refused(person, director, case=case)
    reader = UserFactory(office=office_b, roles=["officer"])
    share = ShareFactory(case=case, reader=reader, consent__with_office=office_b)
    there = UserFactory(office=office_b, roles=["director"])
    transfer = TransferFactory(case=case, to_office=office_b, asked_by=director)

    assert signed_in(reader).get(reverse("cases:read_shared", args=[share.pk])).content.decode().count(WORDS) == 2
    new = cases.accept_transfer(transfer, by=there)

    passed = Disagreement.objects.filter(case=new)
    assert [(each.words, each.came_with, each.office) for each in passed] == [(WORDS, str(transfer), office_b)] * 2
    assert HistoryEntry.objects.get(action="records.statements_passed").data["count"] == 2
    assert signed_in(there).get(reverse("cases:inspect", args=[new.pk])).content.decode().count(WORDS) == 2


def test_a_statement_is_attached_once_where_something_was_refused_and_never_changes(person, alice, director):
    request = asked(person, alice)
    with pytest.raises(CaseworkError, match="where a correction was refused"):
        actions.attach_statement(request, by=alice, words=WORDS)
    actions.refuse_correction(request, by=director, reason="Two letters say so.")

    made = actions.attach_statement(request, by=alice, words=WORDS)

    assert (made.words, made.about, made.person) == (WORDS, "Sampleton North", person)
    with pytest.raises(CaseworkError, match="attached to R-"):
        actions.attach_statement(request, by=alice, words="More.")
    with pytest.raises(CaseworkError, match="never changed"):
        made.save()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_disagreement SET words = 'x'")
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_correctionrequest SET should_be = 'x'")
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionRequest.objects.filter(pk=request.pk).update(answer="")


def test_who_may(person, case, alice, bob, charlie, director):
    volunteer = UserFactory(office=person.office, roles=["volunteer"])
    for stranger in (charlie, volunteer, bob):
        with pytest.raises(NotPermitted):
            asked(person, stranger)
    request = asked(person, alice, case=case)
    lead = UserFactory(office=person.office, roles=["records_lead"])
    for who in (alice, charlie, bob):
        with pytest.raises(NotPermitted):
            actions.refuse_correction(request, by=who, reason="No.")
    cases.set_level(case, by=director, level=Level.RESTRICTED, reason="Few.")
    assert not queries.corrections_for(lead).exists()
    with pytest.raises(NotPermitted):
        actions.refuse_correction(request, by=lead, reason="No.")
    with pytest.raises(NotPermitted):
        asked(person, lead, case=case)


def test_what_makes_no_sense_is_said(person, alice):
    stranger = CaseFactory(office=person.office, owner=alice, opened=True)
    for wrong, words in (
        ({"asked_on": clock.today() + timedelta(days=1)}, "still to come"),
        ({"how": "dream"}, "how they asked"),
        ({"held": " "}, "what is held"),
        ({"case": stranger}, "not a case of theirs"),
    ):
        with pytest.raises(CaseworkError, match=words):
            asked(person, alice, **wrong)


def test_a_legal_hold_keeps_the_record_as_it_is_and_an_open_request_keeps_the_person(person, alice, director):
    request = asked(person, alice)
    assert [words for words in personal.blocks(person) if str(request) in words] != []
    hold = LegalHoldFactory(person=person)
    person.riding = "Sampleton South"
    contacts.save_person(person, by=alice, what=["riding"])

    with pytest.raises(CaseworkError, match=str(hold)):
        actions.correct(request, by=director, answer="The riding.")
    actions.refuse_correction(request, by=director, reason="A hold lasts.")
    assert [words for words in personal.blocks(person) if str(request) in words] == []


def test_while_a_hold_lasts_the_page_offers_no_decision_that_would_be_refused(person, alice, director, signed_in):
    request = asked(person, alice)
    page, offered = reverse("corrections:inspect", args=[request.pk]), reverse("corrections:correct", args=[request.pk])
    assert offered in signed_in(director).get(page).content.decode()

    LegalHoldFactory(person=person)

    held = signed_in(director).get(page).content.decode()
    assert offered not in held
    assert reverse("corrections:refuse", args=[request.pk]) in held


def test_owners_of_open_cases_are_told_without_a_name(
    person, case, alice, director, django_capture_on_commit_callbacks
):
    CaseFactory(office=person.office, person=person, closed=True, owner=UserFactory(office=person.office))

    with django_capture_on_commit_callbacks(execute=True):
        request = asked(person, director)

    assert [one.to for one in mail.outbox] == [[alice.email]]
    told = mail.outbox[0].subject + mail.outbox[0].body
    assert str(request) in told
    assert "Marchbanks" not in told
    assert "Sampleton" not in told


def test_the_screens_ask_decide_and_attach(person, case, alice, director, signed_in):
    page = reverse("records:correct", args=[person.pk])
    form = {"held": "x", "should_be": "y", "how": "writing", "asked_on": clock.today().isoformat()}
    stranger = CaseFactory(owner=alice, opened=True)
    assert signed_in(alice).get(f"{page}?case={case.pk}").context["form"].initial["case"] == case.pk
    assert signed_in(alice).post(page, {**form, "case": stranger.pk}).status_code == 422

    answer = signed_in(alice).post(page, {**form, "case": case.pk})

    request = CorrectionRequest.objects.get()
    here = reverse("corrections:inspect", args=[request.pk])
    assert (answer.url, request.case, request.about) == (here, case, case.reference)
    refusal = {"reason": "No.", "statement": ""}
    assert signed_in(alice).post(reverse("corrections:refuse", args=[request.pk]), refusal).status_code == 302
    assert CorrectionRequest.objects.get().status == "asked"
    signed_in(director).post(reverse("corrections:refuse", args=[request.pk]), refusal)
    signed_in(alice).post(reverse("corrections:statement", args=[request.pk]), {"words": WORDS})
    assert WORDS in signed_in(director).get(here).content.decode()


def test_the_page_names_the_offices_that_were_given_the_case(person, case, alice, director):
    share = ShareFactory(case=case)
    request = asked(person, director)

    assert [office for office, _when in queries.given_to(director, request)] == [share.consent.with_office]
    other = asked(PersonFactory(office=person.office), director)
    assert queries.given_to(director, other) == []


@pytest.mark.parametrize("name", ["corrections:index", "corrections:all"])
def test_the_lists_ask_the_same_questions_for_one_row_and_for_three(
    person, director, signed_in, django_assert_num_queries, name
):
    client, counts = signed_in(director), []
    for more in (1, 2):
        for _number in range(more):
            CorrectionRequestFactory(person=person, asked_on=clock.today() - timedelta(days=40))
        client.get(reverse(name))
        with connection.execute_wrapper(lambda run, *rest: (counts[-1].append(1), run(*rest))[1]):
            counts.append([])
            page = client.get(reverse(name))
    assert len(counts[0]) == len(counts[1])
    assert "Late" in page.content.decode()


def test_everything_of_it_goes_with_the_person(person, director):
    DisagreementFactory(request__person=person)

    kinds = {kind.name: kind.count for kind in queries.kinds_going(person)}

    assert kinds["Requests to correct"] == 1
    assert kinds["Statements of disagreement"] == 1
