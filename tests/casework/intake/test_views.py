"""One submission on its page, and the screens of its verbs."""

import pytest
from django.urls import reverse

from casework.cases.models import Case
from casework.contacts.models import Person
from casework.intake import actions
from casework.intake.models import Submission
from tests.factories.cases import CaseFactory
from tests.factories.contacts import PersonFactory
from tests.factories.directory import IssueFactory
from tests.factories.intake import IncomingFactory, RoutingRuleFactory, SubmissionFactory
from tests.screens import HOSTILE, TEMPLATE, is_inert, queries, said, typed

pytestmark = pytest.mark.django_db

VERBS = ["accept", "attach", "mark_spam", "not_spam"]


@pytest.fixture
def submission(office_a):
    """Somebody writes to office A."""
    return SubmissionFactory(office=office_a, subject="Hydro bill", name="Ada Example", email="ada@example.org")


def page(client, submission):
    """Its page."""
    return client.get(reverse("triage:inspect", args=[submission.pk]))


def buttons(response):
    """The verbs offered."""
    return [str(button.label) for button in response.context["buttons"]]


def accepting(**changes):
    """The form of Accept, filled in for somebody new."""
    return {"person": "new", "subject": "Power", "urgency": "soon", "take": "on", **changes}


# ---------------------------------------------------------------- the page
def test_the_page_shows_everything_that_was_typed(signed_in, alice, office_a):
    came = IncomingFactory(
        subject="Stairs",
        body="Line one\n\n  Line two",
        phone="416-555-0123",
        postal_code="M5V 0A1",
        address="1 Test Street",
        reply_by="phone",
        access_needs=("large_print",),
        access_words="Call after noon, please.",
        signals=(("too_fast", 1),),
        privacy_version="2026-01",
    )
    submission = actions.receive(came, office=office_a, key="k1")

    words = said(page(signed_in(alice), submission))

    for part in ("Stairs", "Line one\n\n  Line two", came.name, came.email, "416-555-0123", "M5V 0A1", "1 Test Street"):
        assert part in words
    for part in ("Large print", "Call after noon, please.", "By telephone", "2026-01", submission.reference):
        assert part in words


def test_the_page_says_why_it_was_routed_there(signed_in, alice, office_a):
    RoutingRuleFactory(office=office_a, name="Power bills", any_words="hydro", issue=IssueFactory(name="Energy"))
    submission = actions.receive(IncomingFactory(body="My hydro bill"), office=office_a, key="k1")

    assert "Power bills — " in said(page(signed_in(alice), submission))


def test_the_page_names_likely_people_and_their_open_cases(signed_in, alice, office_a, submission):
    known = PersonFactory(office=office_a, name="Ada Example", email="ada@example.org")
    case = CaseFactory(office=office_a, person=known, opened=True, subject="Older matter")
    CaseFactory(office=office_a, person=known, closed=True, subject="Long past")

    words = said(page(signed_in(alice), submission))

    assert "same e-mail address, same name" in words
    assert "Older matter" in words
    assert "Long past" not in words
    assert f"{reverse('triage:attach', args=[submission.pk])}?case={case.reference}" in words


def test_the_page_costs_the_same_with_one_likely_case_and_with_three(signed_in, alice, office_a, submission):
    known = PersonFactory(office=office_a, name="Ada Example", email="ada@example.org")
    CaseFactory(office=office_a, person=known, opened=True)
    client, url = signed_in(alice), reverse("triage:inspect", args=[submission.pk])
    one = queries(client, url)
    for _ in range(2):
        CaseFactory(office=office_a, person=known, opened=True)

    assert (one, queries(client, url)) == (17, 17)


@pytest.mark.parametrize(
    ("trait", "offered"),
    [
        ({}, ["Accept into a case", "Attach to a case", "Mark as spam"]),
        ({"held": True}, ["Accept into a case", "Attach to a case", "Not spam", "Mark as spam"]),
        ({"rejected": True}, ["Not spam"]),
        ({"accepted": True}, []),
    ],
)
def test_the_page_offers_what_is_possible_now_and_nothing_else(signed_in, alice, office_a, trait, offered):
    assert buttons(page(signed_in(alice), SubmissionFactory(office=office_a, **trait))) == offered


def test_hostile_words_stay_words(signed_in, alice, office_a):
    row = SubmissionFactory(
        office=office_a, subject=HOSTILE[:190], body=HOSTILE, name=HOSTILE[:190], access_words=HOSTILE, address=HOSTILE
    )

    response = page(signed_in(alice), row)

    assert is_inert(response)
    assert TEMPLATE in said(response)


def test_a_message_of_a_megabyte_is_there_whole(signed_in, alice, office_a):
    row = SubmissionFactory(office=office_a, body="A" * 1_000_000 + "<b>end</b>")

    source = page(signed_in(alice), row).content.decode()

    assert "A&lt;b&gt;end&lt;/b&gt;" in source
    assert "<details" in source


# ---------------------------------------------------------------- the wall
@pytest.mark.parametrize("name", ["inspect", "history", "history_results", *VERBS])
def test_another_office_s_submission_does_not_exist(signed_in, charlie, submission, name):
    client, url = signed_in(charlie), reverse(f"triage:{name}", args=[submission.pk])

    assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)


@pytest.mark.parametrize("verb", VERBS)
def test_a_superuser_without_an_office_may_do_nothing(signed_in, root, submission, verb):
    assert signed_in(root).post(reverse(f"triage:{verb}", args=[submission.pk])).status_code == 404


@pytest.mark.parametrize("verb", VERBS)
def test_a_reviewer_may_do_nothing(signed_in, bob, submission, verb):
    response = signed_in(bob).post(reverse(f"triage:{verb}", args=[submission.pk]))

    assert (response.status_code, response.headers["location"]) == (302, reverse("wagtailadmin_home"))
    assert Submission.objects.get(pk=submission.pk).status == "received"


# ---------------------------------------------------------------- accept
def test_accept_opens_a_case_for_somebody_new(signed_in, alice, submission):
    response = signed_in(alice).post(reverse("triage:accept", args=[submission.pk]), accepting())

    case = Case.objects.get()
    assert response.headers["location"] == reverse("cases:inspect", args=[case.pk])
    assert (case.reference, case.subject, case.urgency, case.owner) == (submission.reference, "Power", "soon", alice)
    assert case.person.name == "Ada Example"


def test_accept_offers_whoever_it_may_be_and_takes_the_one_chosen(signed_in, alice, office_a, submission):
    namesake = PersonFactory(office=office_a, name="Bea Example", email="ada@example.org")
    client, url = signed_in(alice), reverse("triage:accept", args=[submission.pk])
    assert "Bea Example — same e-mail address" in said(client.get(url))

    client.post(url, accepting(person=str(namesake.pk)))

    assert Case.objects.get().person == namesake


def test_accept_can_say_that_it_is_nobody_known(signed_in, alice, office_a, submission):
    known = PersonFactory(office=office_a, name="Ada Example", email="ada@example.org")

    signed_in(alice).post(reverse("triage:accept", args=[submission.pk]), accepting())

    assert Case.objects.get().person != known
    assert Person.objects.filter(name="Ada Example").count() == 2


def test_accept_keeps_what_was_typed_when_something_is_missing(signed_in, alice, submission):
    response = signed_in(alice).post(
        reverse("triage:accept", args=[submission.pk]), accepting(subject=" ", urgency="urgent", person="")
    )

    assert response.status_code == 422
    assert (typed(response, "subject"), typed(response, "urgency")) == (" ", "urgent")
    assert "There is a problem" in said(response)
    assert 'href="#id_subject"' in response.content.decode()
    assert not Case.objects.exists()


def test_accept_twice_is_refused_in_words(signed_in, alice, submission):
    client, url = signed_in(alice), reverse("triage:accept", args=[submission.pk])
    client.post(url, accepting())

    response = client.post(url, accepting(subject="Typed again"))

    assert response.status_code == 422
    assert submission.reference in "".join(response.context["form"].non_field_errors())
    assert typed(response, "subject") == "Typed again"
    assert Case.objects.count() == 1


def test_a_person_of_another_office_cannot_be_chosen(signed_in, alice, office_b, submission):
    stranger = PersonFactory(office=office_b, name="Ada Example", email="ada@example.org")

    response = signed_in(alice).post(reverse("triage:accept", args=[submission.pk]), accepting(person=str(stranger.pk)))

    assert response.status_code == 422
    assert not Case.objects.exists()


# ---------------------------------------------------------------- attach
def test_attach_puts_it_on_the_case_however_the_reference_was_typed(signed_in, alice, office_a, submission):
    case = CaseFactory(office=office_a, opened=True)
    typed_so = case.reference.replace("-", " ").lower()

    response = signed_in(alice).post(reverse("triage:attach", args=[submission.pk]), {"case": typed_so})

    submission.refresh_from_db()
    assert (submission.status, submission.case) == ("attached", case)
    assert response.headers["location"] == reverse("cases:inspect", args=[case.pk])


@pytest.mark.parametrize("theirs", [True, False])
def test_attach_knows_no_case_out_of_sight(signed_in, alice, office_b, submission, theirs):
    reference = CaseFactory(office=office_b, opened=True).reference if theirs else "nonsense"

    response = signed_in(alice).post(reverse("triage:attach", args=[submission.pk]), {"case": reference})

    assert response.status_code == 422
    assert "No case of yours has the reference" in said(response)
    assert typed(response, "case") == reference


def test_attach_fills_in_the_case_one_came_from(signed_in, alice, office_a, office_b, submission):
    mine, theirs = CaseFactory(office=office_a), CaseFactory(office=office_b)
    client, url = signed_in(alice), reverse("triage:attach", args=[submission.pk])

    assert typed(client.get(f"{url}?case={mine.reference}"), "case") == mine.reference
    assert typed(client.get(f"{url}?case={theirs.reference}"), "case") is None


# ---------------------------------------------------------------- spam
def test_spam_and_back(signed_in, alice, submission):
    client = signed_in(alice)
    client.post(reverse("triage:mark_spam", args=[submission.pk]))
    submission.refresh_from_db()
    assert submission.status == "rejected"

    client.post(reverse("triage:not_spam", args=[submission.pk]))

    submission.refresh_from_db()
    assert submission.status == "received"


def test_every_screen_says_in_its_title_what_it_does_and_to_what(signed_in, alice, submission):
    client = signed_in(alice)
    for verb in VERBS:
        words = said(client.get(reverse(f"triage:{verb}", args=[submission.pk])))
        assert f": {submission.reference}" in words.split("</title>")[0]
