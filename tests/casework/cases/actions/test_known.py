"""Whether another office knows somebody: only by consent, yes or no, counted, and written down."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.cases import actions, queries
from casework.cases.actions import known
from casework.cases.models import KnownQuestion
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from casework.core.permissions import SYSTEM
from tests.factories.cases import CaseFactory, ConsentFactory
from tests.factories.contacts import PersonFactory
from tests.factories.directory import UserFactory
from tests.history import last_line
from tests.screens import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(clock, office_a, alice):
    person = PersonFactory(office=office_a, name="Zoe Roy", email="zoe@mail.example")
    return CaseFactory(office=office_a, owner=alice, opened=True, person=person)


@pytest.fixture
def consent(case):
    return ConsentFactory(case=case, covers="ask", with_office=None)


def there(office, level="confidential", **more):
    """Somebody of the same name and address in another office, with a case of this level."""
    person = PersonFactory(office=office, **{"name": "Zoe Roy", "email": "zoe@mail.example", **more})
    return CaseFactory(office=office, person=person, sensitivity=level)


@pytest.mark.parametrize(
    ("more", "is_known"),
    [
        ({}, True),
        ({"level": "sensitive"}, True),
        ({"level": "restricted"}, False),
        ({"level": "leader_only"}, False),
        ({"name": "Zoe Ray"}, False),
        ({"email": "roy@mail.example"}, False),
    ],
)
def test_yes_is_the_same_name_and_address_with_more_than_restricted_cases(
    case, consent, alice, office_b, more, is_known
):
    there(office_b, **more)

    assert actions.ask_known(case, by=alice).is_known is is_known


def test_one_s_own_office_is_no_other_office(case, consent, alice, office_a):
    there(office_a)

    assert actions.ask_known(case, by=alice).is_known is False


def test_the_question_leaves_a_line_here_and_none_there(case, consent, alice, office_b, charlie):
    there(office_b)
    question = actions.ask_known(case, by=alice)

    line = last_line(case)
    assert (line.action, line.user, line.data["known"], line.office_id) == ("cases.known", alice, True, case.office_id)
    assert not HistoryEntry.objects.filter(office_id=office_b.pk).exists()
    assert not KnownQuestion.objects.for_user(charlie).exists()
    assert "Another office knows them." in [entry.title for entry in queries.story(case, alice)]
    assert question.consent == consent


def test_without_a_consent_for_it_nothing_is_asked(case, alice, office_b):
    there(office_b)
    ConsentFactory(case=case, with_office=office_b)
    over = ConsentFactory(case=case, covers="ask", with_office=None)
    actions.take_back_consent(case, by=alice, consent=over, how="phone")

    with pytest.raises(CaseworkError, match="consent"):
        actions.ask_known(case, by=alice)
    assert not KnownQuestion.objects.exists()


def test_somebody_without_an_address_is_not_asked_about(alice, office_a):
    case = CaseFactory(office=office_a, owner=alice, opened=True)
    ConsentFactory(case=case, covers="ask", with_office=None)

    with pytest.raises(CaseworkError, match="telephone number"):
        actions.ask_known(case, by=alice)


def test_only_whoever_works_on_the_case_asks(case, consent, office_a, charlie):
    case.sensitivity = "open"
    case.save()
    others = [UserFactory(office=office_a, roles=[role]) for role in ("volunteer", "reviewer")]
    for by in (*others, charlie, SYSTEM):
        with pytest.raises(NotPermitted):
            actions.ask_known(case, by=by)


def test_it_is_asked_so_often_and_no_more(case, consent, alice, office_a, clock, monkeypatch):
    colleague = UserFactory(office=office_a, roles=["officer"])
    monkeypatch.setattr(known, "MOST_OF_ONE", 2)
    monkeypatch.setattr(known, "MOST_OF_AN_OFFICE", 3)
    for by in (alice, alice, colleague):
        actions.ask_known(case, by=by)
    for by in (alice, colleague):
        with pytest.raises(CaseworkError, match="too often"):
            actions.ask_known(case, by=by)
    clock.shift(timedelta(days=1, minutes=1))

    assert actions.ask_known(case, by=colleague).is_known is False


def test_the_answer_is_told_on_the_screen_and_names_no_office(signed_in, case, consent, alice, office_b):
    there(office_b)
    client = signed_in(alice)
    assert reverse("cases:known", args=[case.pk]) in said(client.get(reverse("cases:inspect", args=[case.pk])))

    page = said(client.post(reverse("cases:known", args=[case.pk]), follow=True))

    assert "Another office knows them." in page
    assert "Office B" not in page
