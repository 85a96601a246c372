"""The screens of what leaves the office on purpose, and what somebody of the other office finds on them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.cases import actions
from casework.cases.models import Case, Consent, Share, Transfer
from casework.core import clock as clocks
from casework.core.models import HistoryEntry
from tests.factories.cases import (
    CaseFactory,
    ConsentFactory,
    MessageFactory,
    NoteFactory,
    ShareFactory,
    TransferFactory,
)
from tests.factories.contacts import PersonFactory
from tests.factories.directory import UserFactory
from tests.screens import HOSTILE, is_inert, queries, said, typed

pytestmark = pytest.mark.django_db
#: Stands in everything that is the first office's alone.
OURS = ("Quillfeather", "Zebrasubject", "Zebrawords", "Zebranote", "zoe@mail.example")


@pytest.fixture
def case(office_a, alice):
    person = PersonFactory(office=office_a, name="Zoe Quillfeather", email="zoe@mail.example")
    case = CaseFactory(office=office_a, owner=alice, opened=True, person=person, subject="Zebrasubject")
    MessageFactory(case=case, body="Zebrawords")
    NoteFactory(case=case, body="Zebranote")
    actions.index(case)
    return case


@pytest.fixture
def offer(case, alice, office_b):
    consent = ConsentFactory(case=case, with_office=office_b)
    return actions.ask_transfer(case, by=alice, consent=consent, reason="Their riding is yours.", summary="Zebranote")


def url(name, row):
    return reverse(f"cases:{name}", args=[row.pk])


def every_page_of(client, *more):
    """What somebody is told by every list, search, report, export and first page, and by these."""
    found = ["Quillf", "Zebra", "zoe@mail"]
    paths = [
        "/admin/",
        *(f"/admin/cases/{name}" for name in ("", "mine/", "unassigned/", "late/", "transfers/", "shared/")),
        *("/admin/people/", "/admin/letters/", "/admin/dispatch/all/", "/admin/triage/"),
        *("/admin/reports/site-history/", "/admin/reports/site-history/?export=csv"),
        *(f"/admin/find/?q={word}" for word in found),
        *more,
    ]
    pages = {}
    for path in paths:
        answer = client.get(path, follow=True)
        pages[path] = b"".join(answer).decode() if answer.streaming else said(answer)
    return {path: page for path, page in pages.items() if any(word in page for word in OURS)}


def test_a_consent_an_offer_and_its_acceptance_from_screen_to_screen(signed_in, case, alice, charlie, office_b):
    ours, theirs = signed_in(alice), signed_in(charlie)
    today = clocks.today().isoformat()
    yes = {"covers": "conversation", "with_office": office_b.pk, "said_by": "person", "how": "phone", "said_on": today}

    assert ours.post(url("consent", case), yes).headers["location"] == url("inspect", case)
    consent = Consent.objects.get()
    asked = {"consent": consent.pk, "reason": "Their riding is yours.", "summary": "They are 91."}
    assert ours.post(url("transfer", case), asked).headers["location"] == url("inspect", case)
    offer = Transfer.objects.get()
    assert url("accept_transfer", offer) in said(theirs.get("/admin/"))
    assert url("decline_transfer", offer) in said(theirs.get(reverse("cases:transfers")))
    gone = theirs.post(url("accept_transfer", offer))

    new = Case.objects.get(office=office_b)
    assert gone.headers["location"] == url("inspect", new)
    page = said(theirs.get(url("inspect", new)))
    assert "Zebrawords" in page
    assert case.reference in page
    assert "Zebranote" not in page
    assert new.reference not in said(ours.get(url("inspect", case))) + said(ours.get(reverse("cases:transfers")))
    assert "Passed on to another office" in said(ours.get(url("inspect", case)))


def test_until_it_accepts_the_other_office_finds_the_issue_and_the_reason_and_nothing_else(signed_in, offer, charlie):
    client = signed_in(charlie)
    screens = [url(name, offer) for name in ("accept_transfer", "decline_transfer", "withdraw_transfer")]

    assert every_page_of(client, *screens) == {}
    for path in (reverse("cases:transfers"), screens[0]):
        assert "Their riding is yours." in said(client.get(path))
        assert offer.case.reference not in said(client.get(path))
    assert client.get(url("inspect", offer.case)).status_code == 404
    assert client.post(url("withdraw_transfer", offer)).status_code == 422
    assert Transfer.objects.get().outcome == ""


def test_a_refused_offer_keeps_what_was_typed(signed_in, case, alice, office_b):
    consent = ConsentFactory(case=case, with_office=office_b)
    asked = {"consent": consent.pk, "reason": "Ms Quillfeather moved.", "summary": "They are 91."}

    refused = signed_in(alice).post(url("transfer", case), asked)

    assert refused.status_code == 422
    assert (typed(refused, "reason"), typed(refused, "summary")) == ("Ms Quillfeather moved.", "They are 91.")
    assert "“Quillfeather”" in said(refused)


def test_a_declined_offer_shows_its_answer_to_who_asked(signed_in, offer, alice, charlie):
    gone = signed_in(charlie).post(url("decline_transfer", offer), {"reason": HOSTILE})

    assert gone.headers["location"] == reverse("cases:transfers")
    page = signed_in(alice).get(url("inspect", offer.case))
    assert is_inert(page)
    assert is_inert(signed_in(alice).get(reverse("cases:transfers")))


def test_while_one_offer_stands_the_page_offers_no_second(signed_in, offer, alice):
    ours, again = signed_in(alice), url("transfer", offer.case)
    assert again not in said(ours.get(url("inspect", offer.case)))

    actions.withdraw_transfer(offer, by=alice)

    assert again in said(ours.get(url("inspect", offer.case)))


def test_a_shared_case_is_read_on_a_page_of_its_own_and_nowhere_else(
    signed_in, case, alice, charlie, director, office_b
):
    ConsentFactory(case=case, with_office=office_b, sight=True)
    day = (clocks.today() + timedelta(days=3)).isoformat()
    asked = {"reader": charlie.pk, "ends_on": day, "reason": "Helps with the agency."}
    assert signed_in(alice).post(url("share", case), asked).headers["location"] == url("inspect", case)
    share, client = Share.objects.get(), signed_in(charlie)

    page = said(client.get(url("read_shared", share)))
    client.get(url("read_shared", share))

    assert "Zebrawords" in page
    assert "Zoe Quillfeather" in page
    assert "Zebranote" not in page
    assert "zoe@mail.example" not in page
    assert every_page_of(client) == {}
    assert client.get(url("inspect", case)).status_code == 404
    assert client.get(reverse("people:inspect", args=[case.person_id])).status_code == 404
    assert client.get(url("history", case)).status_code == 404
    assert url("read_shared", share) in said(client.get(reverse("cases:shared")))
    assert HistoryEntry.objects.filter(action="cases.share_viewed", user=charlie).count() == 2
    assert str(charlie) in said(signed_in(director).get(reverse("cases:shares")))
    assert signed_in(alice).get(url("read_shared", share)).status_code == 404

    signed_in(alice).post(url("end_share", case), {"share": share.pk})
    assert client.get(url("read_shared", share)).status_code == 404


def test_nobody_else_reads_what_is_shared_with_somebody(signed_in, case, charlie, office_b, root):
    share = ShareFactory(case=case, reader=charlie, consent__with_office=office_b)
    colleague = UserFactory(office=office_b, roles=["director"])

    for somebody in (colleague, root):
        client = signed_in(somebody)
        assert client.get(url("read_shared", share)).status_code == 404 if somebody == colleague else True
        assert every_page_of(client, url("read_shared", share)) == {}
    assert not HistoryEntry.objects.filter(action="cases.share_viewed").exists()


def test_a_consent_is_taken_back_on_the_page_of_its_case(signed_in, offer, alice):
    client = signed_in(alice)
    assert url("end_consent", offer.case) in said(client.get(url("inspect", offer.case)))
    client.post(url("end_consent", offer.case), {"consent": offer.consent_id, "how": "phone"})

    assert not Consent.objects.in_force().exists()
    assert "Over" in said(client.get(reverse("cases:transfers")))


def test_the_page_offers_what_the_person_agreed_to(signed_in, case, alice, office_b):
    client, ways = signed_in(alice), [url(name, case) for name in ("consent", "transfer", "share")]

    def offered():
        page = said(client.get(url("inspect", case)))
        return [way in page for way in ways]

    assert offered() == [True, False, False]
    ConsentFactory(case=case, with_office=office_b)
    assert offered() == [True, True, False]
    ConsentFactory(case=case, with_office=office_b, sight=True)
    assert offered() == [True, True, True]
    actions.close(case, by=alice, closure_reason="completed")
    assert offered() == [True, False, False]


def test_a_volunteer_and_a_reviewer_find_no_way_to_other_offices(signed_in, offer, office_a, office_b):
    offer.case.sensitivity = "open"
    offer.case.save()
    for role in ("volunteer", "reviewer"):
        there, here = (signed_in(UserFactory(office=office, roles=[role])) for office in (office_b, office_a))
        assert there.get(reverse("cases:transfers")).status_code == 302
        assert there.get(url("accept_transfer", offer)).status_code == 302
        page = said(here.get(url("inspect", offer.case)))
        assert url("consent", offer.case) not in page
        assert url("transfer", offer.case) not in page


@pytest.mark.parametrize("name", ["transfers", "shared", "shares"])
def test_a_list_costs_the_same_with_one_row_and_with_three(signed_in, director, office_a, name):
    client, costs = signed_in(director), []
    for rows in (1, 2):
        for _ in range(rows):
            TransferFactory(to_office=office_a)
            TransferFactory(case__office=office_a, case__person__office=office_a)
            ShareFactory(case__office=office_a)
            ShareFactory(reader=director, consent__with_office=office_a)
        costs.append(queries(client, reverse(f"cases:{name}")))

    assert costs[0] == costs[1]


def test_the_page_of_a_case_costs_the_same_with_one_of_each_and_with_three(signed_in, director, case):
    client, costs = signed_in(director), []
    for rows in (1, 2):
        for _ in range(rows):
            TransferFactory(case=case)
            ShareFactory(case=case)
        costs.append(queries(client, url("inspect", case)))

    assert costs[0] == costs[1]
