"""The page of a case, and a screen for each verb: what they show, to whom, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from casework.cases import actions
from casework.cases.models import Case
from casework.contacts.models import Person
from casework.core import clock
from tests.factories.cases import AccommodationStepFactory, CaseFactory, MessageFactory, NoteFactory
from tests.factories.contacts import AccessNeedFactory, PersonFactory
from tests.factories.directory import IssueFactory, MembershipFactory, UserFactory
from tests.screens import HOSTILE, TEMPLATE, is_inert, queries, said, typed

pytestmark = pytest.mark.django_db

VERBS = ["take", "assign", "hand_over", "hold", "resume", "resolve", "close", "reopen", "note", "message", "change"]
ALWAYS = {
    "Who may see it",
    "Declare a conflict",
    "Add a note",
    "Add a message",
    "Note an accommodation",
    "Note a consent",
}
ALWAYS |= {"Somebody else in the matter", "Note a request to correct"}


@pytest.fixture
def case(office_a):
    """A case nobody owns, for somebody who writes to office A."""
    return CaseFactory(office=office_a, subject="Hydro bill", person__name="Ada Example")


def address(case, name="inspect"):
    """Where one of its screens is."""
    return reverse(f"cases:{name}", args=[case.pk])


def buttons(response):
    """The verbs offered on the page."""
    return {str(button.label) for button in [*response.context["buttons"], *response.context["more_buttons"]]}


def post(client, case, verb, **form):
    """Send one screen's form; the case as it stands afterwards."""
    response = client.post(address(case, verb), form)
    case.refresh_from_db()
    return response


# ---------------------------------------------------------------- the page
def test_the_page_tells_the_story_in_order(signed_in, alice, case):
    start = timezone.now() - timedelta(days=4)
    MessageFactory(case=case, body="The first words.", occurred_at=start)
    NoteFactory(case=case, body="Rang the ministry.", written_at=start + timedelta(days=1))
    MessageFactory(case=case, sent=True, body="Our answer.", occurred_at=start + timedelta(days=2))
    actions.take(case, by=alice)

    words = said(signed_in(alice).get(address(case)))

    places = [words.index(part) for part in ("The first words.", "Rang the ministry.", "Our answer.", "Alice Archer")]
    assert places[:3] == sorted(places[:3])


def test_the_page_says_how_to_answer_and_when(signed_in, alice, office_a):
    due = clock.today() - timedelta(days=1)
    case = CaseFactory(office=office_a, reply_by="phone", language="fr", due_on=due)

    words = said(signed_in(alice).get(address(case)))

    assert "By telephone, Français" in words
    assert "(late)" in words


def test_the_page_costs_the_same_with_one_of_everything_and_with_three(signed_in, alice, case, office_a):
    client, url = signed_in(alice), address(case)

    def more(rows):
        for _ in range(rows):
            MessageFactory(case=case, logged_by=UserFactory())
            NoteFactory(case=case, written_by=UserFactory())
            CaseFactory(office=office_a, person=case.person, owner=UserFactory())
            AccessNeedFactory(person=case.person)
            AccommodationStepFactory(accommodation__case=case, accommodation__code="", accommodation__words="x")
            actions.assign(case, by=alice, to=UserFactory(office=office_a, roles=["officer"]))

    more(1)
    one = queries(client, url)
    more(2)
    assert (one, queries(client, url)) == (38, 38)


def test_other_cases_of_the_person_are_named(signed_in, alice, case, office_a):
    CaseFactory(office=office_a, person=case.person, subject="Older matter")

    assert "Older matter" in said(signed_in(alice).get(address(case)))


@pytest.mark.parametrize(
    ("trait", "own", "offered"),
    [
        ({}, None, {"Take the case", "Assign", "Put on hold", "Resolve", "Close", "Change details"}),
        ({"opened": True}, "mine", {"Hand over", "Put on hold", "Resolve", "Close", "Change details"}),
        ({"opened": True}, "theirs", {"Assign", "Put on hold", "Resolve", "Close", "Change details"}),
        ({"waiting": True}, "mine", {"Hand over", "Resume", "Resolve", "Close", "Change details"}),
        ({"resolved": True}, "mine", {"Reopen", "Close"}),
        ({"closed": True}, "mine", {"Reopen"}),
    ],
)
def test_the_page_offers_what_is_possible_now_and_nothing_else(signed_in, alice, office_a, trait, own, offered):
    owner = {"mine": alice, "theirs": UserFactory(office=office_a)}.get(own)
    case = CaseFactory(office=office_a, owner=owner, **trait)

    response = signed_in(alice).get(address(case))

    assert buttons(response) - {"Reply"} == offered | ALWAYS | ({"Name somebody"} if own == "mine" else set())


def test_a_reviewer_reads_the_page_and_is_offered_nothing(signed_in, bob, case):
    response = signed_in(bob).get(address(case))

    assert "Hydro bill" in said(response)
    assert buttons(response) == set()


def test_rooms_above_add_their_buttons(signed_in, alice, case):
    def offer(case, user):
        return [Button(f"Write for {user.username}", url="/somewhere/", priority=5)]

    with hooks.register_temporarily("case_buttons", offer):
        response = signed_in(alice).get(address(case))

    assert str(response.context["buttons"][0].label) == "Write for alice"
    assert 'href="/somewhere/"' in said(response)


def test_hostile_words_stay_words(signed_in, alice, case):
    MessageFactory(case=case, subject=HOSTILE[:190], body=HOSTILE)
    NoteFactory(case=case, body=HOSTILE)
    AccessNeedFactory(person=case.person, code="", words=HOSTILE)
    Case.objects.filter(pk=case.pk).update(subject=HOSTILE[:190])
    Person.objects.filter(pk=case.person_id).update(name=HOSTILE[:190])

    response = signed_in(alice).get(address(case))

    assert is_inert(response)
    assert TEMPLATE in said(response)


def test_a_message_of_a_megabyte_is_there_whole(signed_in, alice, case):
    MessageFactory(case=case, body="A" * 1_000_000 + "<b>end</b>")

    source = signed_in(alice).get(address(case)).content.decode()

    assert "A&lt;b&gt;end&lt;/b&gt;" in source
    assert "<details" in source


# ---------------------------------------------------------------- the wall
@pytest.mark.parametrize("name", ["inspect", "history", "history_results", *VERBS])
def test_another_office_s_case_does_not_exist(signed_in, charlie, case, name):
    client = signed_in(charlie)

    assert (client.get(address(case, name)).status_code, client.post(address(case, name)).status_code) == (404, 404)


@pytest.mark.parametrize("name", ["inspect", *VERBS])
def test_a_superuser_without_an_office_sees_nothing(signed_in, root, case, name):
    assert signed_in(root).get(address(case, name)).status_code == 404


@pytest.mark.parametrize("verb", VERBS)
def test_a_reviewer_may_do_nothing(signed_in, bob, case, verb):
    before = Case.objects.filter(pk=case.pk).values().get()

    response = signed_in(bob).post(address(case, verb), {"body": "x", "reason": "x", "closure_reason": "completed"})

    assert (response.status_code, response.headers["location"]) == (302, reverse("wagtailadmin_home"))
    assert Case.objects.filter(pk=case.pk).values().get() == before


# ---------------------------------------------------------------- the verbs
def test_take(signed_in, alice, case):
    response = post(signed_in(alice), case, "take")

    assert (case.owner, case.status, response.headers["location"]) == (alice, "open", address(case))


def test_take_says_that_a_colleague_was_quicker(signed_in, alice, case, office_a):
    actions.take(case, by=UserFactory(office=office_a, roles=["officer"]))

    response = post(signed_in(alice), case, "take")

    assert response.status_code == 422
    assert "already has an owner" in said(response)


def test_assign_offers_whoever_works_on_the_office_s_cases_and_nobody_else(
    signed_in, alice, bob, director, charlie, case
):
    client = signed_in(alice)
    offered = set(client.get(address(case, "assign")).context["form"].fields["to"].queryset)
    assert offered == {alice, director}  # bob reads letters and works on no case

    assert post(client, case, "assign", to=charlie.pk).status_code == 422
    assert case.owner is None
    post(client, case, "assign", to=director.pk)
    assert case.owner == director
    post(client, case, "assign", to="")
    assert case.owner is None


def test_hand_over_wants_words_and_keeps_the_colleague_chosen(signed_in, alice, director, case):
    actions.take(case, by=alice)
    client = signed_in(alice)

    response = post(client, case, "hand_over", to=director.pk, reason=" ")
    assert (response.status_code, typed(response, "to")) == (422, str(director.pk))

    post(client, case, "hand_over", to=director.pk, reason="She waits for a call.")
    assert case.owner == director
    assert case.notes.get().body == "She waits for a call."


def test_on_hold_and_back(signed_in, alice, case):
    actions.take(case, by=alice)
    client = signed_in(alice)

    response = post(client, case, "hold", reason="Kept words")
    assert (response.status_code, typed(response, "reason")) == (422, "Kept words")
    post(client, case, "hold", waiting_on="agency")
    assert (case.status, case.waiting_on) == ("waiting", "agency")
    post(client, case, "resume")
    assert (case.status, case.waiting_on) == ("open", "")


def test_resolve_close_and_reopen(signed_in, alice, case):
    client = signed_in(alice)
    post(client, case, "resolve")
    assert case.status == "resolved"

    response = post(client, case, "close", reason="Said on the phone")
    assert (response.status_code, typed(response, "reason"), case.status) == (422, "Said on the phone", "resolved")
    post(client, case, "close", closure_reason="completed")
    assert (case.status, case.closed_by) == ("closed", alice)

    response = post(client, case, "close", closure_reason="completed")
    assert response.status_code == 422
    assert "Reload the page" in said(response)

    assert post(client, case, "reopen", reason="").status_code == 422
    post(client, case, "reopen", reason="She wrote again.")
    assert case.status == "open"


def test_a_note_is_kept_as_typed(signed_in, alice, case):
    client = signed_in(alice)

    assert post(client, case, "note", body="  ").status_code == 422
    post(client, case, "note", body=HOSTILE)

    assert case.notes.get().body == HOSTILE
    assert is_inert(client.get(address(case)))


def test_a_message_by_telephone_is_put_on_the_case(signed_in, alice, case):
    client = signed_in(alice)
    when = timezone.localtime(timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")

    post(client, case, "message", channel="phone", occurred_at=when, body="She called again.")

    message = case.messages.get()
    assert (message.body, message.channel, message.logged_by) == ("She called again.", "phone", alice)


def test_a_message_from_the_future_keeps_its_words(signed_in, alice, case):
    tomorrow = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

    response = post(signed_in(alice), case, "message", channel="post", occurred_at=tomorrow, body="Long words")

    assert response.status_code == 422
    assert (typed(response, "body"), typed(response, "channel")) == ("Long words", "post")
    assert "This is in the future." in said(response)


def test_a_message_came_by_one_of_our_ways_and_no_other(signed_in, alice, case):
    for way in ("web_form", "carrier pigeon"):
        response = post(signed_in(alice), case, "message", channel=way, occurred_at="2026-01-02T10:00", body="Words")
        assert response.status_code == 422


def test_details_can_be_corrected(signed_in, alice, case):
    client, issue = signed_in(alice), IssueFactory()
    said_now = client.get(address(case, "change")).context["form"].initial
    assert said_now["subject"] == "Hydro bill"
    form = {"subject": "Hydro arrears", "issue": issue.pk, "urgency": "urgent", "language": "fr", "reply_by": "post"}

    response = post(client, case, "change", **form, due_on="not a day")
    assert (response.status_code, typed(response, "subject")) == (422, "Hydro arrears")
    post(client, case, "change", **form, due_on="2026-12-01")

    assert (case.subject, case.issue, case.urgency, case.due_on.isoformat()) == (
        "Hydro arrears",
        issue,
        "urgent",
        "2026-12-01",
    )


def test_a_screen_leads_back_to_where_one_came_from_and_never_elsewhere(signed_in, alice, case, office_a):
    client, home = signed_in(alice), reverse("wagtailadmin_home")

    assert client.post(address(case, "note"), {"body": "x", "next": home}).headers["location"] == home
    away = client.post(address(case, "note"), {"body": "x", "next": "https://elsewhere.example/"})
    assert away.headers["location"] == address(case)


# ---------------------------------------------------------------- a new case
NEW = {
    "language": "en",
    "reply_by": "phone",
    "channel": "in_person",
    "subject": "Stairs",
    "body": "The lift is broken.",
    "urgency": "routine",
    "is_mine": "on",
}


def test_a_new_case_for_somebody_at_the_door(signed_in, alice, office_a):
    form = {**NEW, "office": office_a.pk, "name": "Ida Example", "phone": "416-555-0123"}

    response = signed_in(alice).post(reverse("cases:new"), form)

    case = Case.objects.get()
    assert response.headers["location"] == address(case)
    assert (case.person.name, case.owner, case.reply_by) == ("Ida Example", alice, "phone")
    assert case.person.contact_points.get().value == "416-555-0123"
    assert (case.messages.get().body, case.messages.get().channel) == ("The lift is broken.", "in_person")


def test_a_new_case_asks_whether_somebody_is_known_and_loses_nothing(signed_in, alice, office_a):
    known = PersonFactory(office=office_a, name="Ida Example", phone="416-555-0123")
    form = {**NEW, "office": office_a.pk, "name": "Ida E.", "phone": "(416) 555-0123"}
    client, url = signed_in(alice), reverse("cases:new")

    response = client.post(url, form)
    assert response.status_code == 422
    assert "Ida Example — same telephone number" in said(response)
    assert (typed(response, "body"), typed(response, "name")) == ("The lift is broken.", "Ida E.")
    assert not Case.objects.exists()

    client.post(url, {**form, "person": known.pk})
    assert Case.objects.get().person == known

    client.post(url, {**form, "person": "new"})
    assert Case.objects.latest("pk").person.name == "Ida E."


def test_a_new_case_from_the_page_of_a_person(signed_in, alice, office_a, office_b):
    known, stranger = PersonFactory(office=office_a, name="Ida Example"), PersonFactory(office=office_b, name="Marked")
    client, url = signed_in(alice), reverse("cases:new")
    assert "Marked" not in said(client.get(f"{url}?person={stranger.pk}"))
    for odd in ("x", "٣", "9" * 30, "-1"):
        assert client.get(url, {"person": odd}).context["known"] is None

    client.post(f"{url}?person={known.pk}", NEW)

    assert Case.objects.get().person == known


def test_a_new_case_is_opened_in_an_office_of_one_s_own(signed_in, alice, office_a, office_b):
    form = {**NEW, "name": "Ida Example"}
    client, url = signed_in(alice), reverse("cases:new")

    assert client.post(url, {**form, "office": office_b.pk}).status_code == 422
    assert client.post(url, {**form, "office": "nonsense"}).status_code == 422
    MembershipFactory(user=alice, office=office_b)
    client.post(url, {**form, "office": office_b.pk})
    assert Case.objects.get().office == office_b


def test_a_new_case_wants_a_name(signed_in, alice, office_a):
    response = signed_in(alice).post(reverse("cases:new"), {**NEW, "office": office_a.pk, "name": " "})

    assert set(response.context["form"].errors) == {"name"}
    assert typed(response, "subject") == "Stairs"


def test_only_whoever_may_open_cases_finds_the_screen(signed_in, bob, root, office_a):
    for user in (bob, root):
        assert signed_in(user).get(reverse("cases:new")).headers["location"] == reverse("wagtailadmin_home")
