"""What a person agreed to: whose words, how long, who writes it down, and that it is taken back."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from casework.cases import actions
from casework.cases.models import Consent, ConsentEnd
from casework.core import clock as clocks
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import SYSTEM
from tests.factories.cases import CaseFactory, ConsentEndFactory, ConsentFactory, ShareFactory, TransferFactory
from tests.factories.directory import ProgramFactory, UserFactory
from tests.history import last_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(clock, office_a, alice):
    return CaseFactory(office=office_a, owner=alice, opened=True, language="fr")


def noted(case, by, **more):
    facts = {"covers": "conversation", "how": "phone", "said_on": clocks.today(), **more}
    return actions.note_consent(case, by=by, **facts)


def test_the_words_are_those_of_the_house_with_the_name_of_the_office(case, alice, office_b):
    office_b.name_fr = "Bureau de la rive"
    consent = noted(case, alice, with_office=office_b)

    assert "Bureau de la rive" in consent.words
    assert consent.good_until == clocks.today() + timedelta(days=183)
    assert consent.is_in_force
    assert (last_line(case).action, last_line(case).data["covers"]) == ("cases.consent", "conversation")


@pytest.mark.parametrize(
    "more",
    [
        {"covers": "everything"},
        {"how": "by dream"},
        {"said_by": "somebody"},
        {"said_by": "representative", "authority": " "},
        {"said_on": "tomorrow"},
        {"said_on": "long ago"},
        {"with_office": None},
        {"with_office": "own"},
    ],
)
def test_what_says_too_little_is_refused(case, alice, office_a, office_b, more):
    days = {"tomorrow": clocks.today() + timedelta(days=1), "long ago": clocks.today() - timedelta(days=184)}
    if "said_on" in more:
        more = {"said_on": days[more["said_on"]]}
    if more.get("with_office") == "own":
        more = {"with_office": office_a}
    with pytest.raises(CaseworkError):
        noted(case, alice, **{"with_office": office_b, **more})

    assert not Consent.objects.exists()


def test_whoever_works_on_cases_notes_it_and_nobody_else(case, office_a, office_b, charlie):
    volunteer = UserFactory(office=office_a, roles=["volunteer"])
    case.sensitivity = "open"
    case.save()
    for by in (volunteer, charlie, UserFactory(office=office_a, roles=["reviewer"]), SYSTEM):
        with pytest.raises(NotPermitted):
            noted(case, by, with_office=office_b)
        with pytest.raises(NotPermitted):
            actions.take_back_consent(case, by=by, consent=ConsentFactory(case=case), how="phone")
    colleague = UserFactory(office=office_a, roles=["caseworker"])

    assert noted(case, colleague, with_office=office_b).noted_by == colleague


def test_it_is_taken_back_once_and_never_one_of_another_case(case, alice, office_b):
    consent = noted(case, alice, with_office=office_b)
    first = actions.take_back_consent(case, by=alice, consent=consent, how="in_person")

    assert actions.take_back_consent(case, by=alice, consent=consent, how="phone") == first
    assert ConsentEnd.objects.count() == 1
    assert not Consent.objects.in_force().exists()
    with pytest.raises(Consent.DoesNotExist):
        actions.take_back_consent(case, by=alice, consent=ConsentFactory(), how="phone")


@pytest.mark.parametrize(
    ("factory", "column"),
    [(ConsentFactory, "words"), (ConsentEndFactory, "how"), (TransferFactory, "reason"), (ShareFactory, "reason")],
)
def test_the_database_refuses_to_change_what_was_written(factory, column):
    row = factory()
    table = row._meta.db_table

    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", ["x", row.pk])  # noqa: S608  (our own names)


# ------------------------------------------------------------------ speaking with an agency
def test_a_consent_to_speak_with_an_agency_is_in_the_words_of_the_program_of_the_case(case, alice):
    program = ProgramFactory()
    actions.change(case, by=alice, program=program)

    consent = noted(case, alice, covers="agency")

    assert (consent.words, consent.with_agency, consent.program) == (
        program.consent_fr,
        program.agency_fr,
        program.code,
    )
    assert consent.with_office is None


@pytest.mark.parametrize("program", [None, {"consent": "", "consent_fr": ""}])
def test_without_a_program_or_its_words_nobody_notes_such_a_consent(case, alice, program):
    actions.change(case, by=alice, program=program and ProgramFactory(**program))

    with pytest.raises(CaseworkError):
        noted(case, alice, covers="agency")


def test_nobody_of_staff_says_that_it_was_ticked_on_our_pages(case, alice, office_b):
    with pytest.raises(CaseworkError):
        noted(case, alice, how="web", with_office=office_b)


@pytest.mark.parametrize(("days", "is_kept"), [(0, True), (183, True), (184, False), (-1, False)])
def test_what_was_ticked_on_our_pages_lasts_from_that_day(case, alice, days, is_kept):
    program, said_on = ProgramFactory(), clocks.today() - timedelta(days=days)

    kept = actions.take_over_consent(
        case, by=alice, program=program, words="As they read it.", language="en", said_on=said_on
    )

    assert (kept is not None) is is_kept
    assert list(Consent.objects.values_list("how", "words", "good_until")) == (
        [("web", "As they read it.", said_on + timedelta(days=183))] if is_kept else []
    )


def test_no_consent_without_words_and_none_by_somebody_of_another_office(case, alice, office_b):
    given = {"program": ProgramFactory(), "language": "en", "said_on": clocks.today()}
    with pytest.raises(CaseworkError):
        actions.take_over_consent(case, by=alice, words=" ", **given)
    with pytest.raises(NotPermitted):
        actions.take_over_consent(case, by=UserFactory(office=office_b, roles=["officer"]), words="Yes.", **given)
