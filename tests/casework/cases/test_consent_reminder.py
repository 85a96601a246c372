"""Two weeks before a consent is over the owner of its case is told, once, and the case says so."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from casework.cases import actions, jobs
from casework.cases.models import ConsentReminder
from casework.core import clock
from casework.core.models import HistoryEntry
from casework.core.permissions import SYSTEM
from tests.factories.cases import CaseFactory, ConsentEndFactory, ConsentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(office_a, alice):
    """Alice works on it."""
    return CaseFactory(office=office_a, opened=True, owner=alice, person__name="Odile Marchbanks")


def over_in(days):
    return clock.today() + timedelta(days=days)


def test_its_owner_is_told_once_without_a_name_and_the_page_counts_the_days(
    case, alice, signed_in, django_capture_on_commit_callbacks
):
    consent = ConsentFactory(case=case, good_until=over_in(14))

    with django_capture_on_commit_callbacks(execute=True):
        told = (jobs.remind_of_consents(), jobs.remind_of_consents(), actions.remind_of_consent(consent, by=SYSTEM))

    assert told == (1, 0, False)
    assert [one.to for one in mail.outbox] == [[alice.email]]
    words = mail.outbox[0].subject + mail.outbox[0].body
    assert case.reference in words
    assert "Marchbanks" not in words
    assert HistoryEntry.objects.filter(action="cases.consent_soon_over").count() == 1
    page = signed_in(alice).get(reverse("cases:inspect", args=[case.pk])).content.decode()
    assert "lapses in 14 days" in page


def test_who_has_longer_took_it_back_renewed_it_or_is_nobody_s_is_not_told_of(case, office_a):
    kept = ConsentFactory(case=case, good_until=over_in(15))
    ConsentEndFactory(consent=ConsentFactory(case=case, good_until=over_in(3)))
    ConsentFactory(case=case, good_until=over_in(-1))
    ConsentFactory(case=case, with_office=kept.with_office, good_until=over_in(3))
    for more in ({"closed": True}, {}):
        ConsentFactory(case=CaseFactory(office=office_a, **more), good_until=over_in(3))

    assert jobs.remind_of_consents() == 0
    assert not ConsentReminder.objects.exists()
    assert (kept.lapses_in, ConsentFactory(case=case, good_until=over_in(0)).lapses_in) == (None, 0)
