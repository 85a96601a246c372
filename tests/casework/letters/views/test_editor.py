"""Writing a letter in Wagtail's editor, and everything somebody could post to it."""

import json

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from casework.core.errors import CaseworkError
from casework.core.models import HistoryEntry
from casework.letters import actions
from casework.letters.states import LetterStatus
from tests.factories.directory import MemberFactory, OfficeFactory
from tests.factories.letters import LetterFactory, again

pytestmark = pytest.mark.django_db


def said(answer):
    return " ".join(str(message) for message in get_messages(answer.wsgi_request)).strip()


# ---------------------------------------------------------------- saving
def test_saving_keeps_the_words_as_a_revision_of_the_writer(editor, draft, alice):
    answer = editor(alice, draft).save(subject="New subject", body="New words.")
    letter = again(draft)
    assert answer["location"] == reverse("letters:edit", args=[draft.pk])
    assert (letter.subject, letter.latest_revision.user) == ("New subject", alice)
    assert "New words." in letter.latest_revision.content["body"]


def test_saving_leaves_one_line_of_wagtail_s(editor, draft, alice):
    editor(alice, draft).save(subject="New subject")
    assert HistoryEntry.objects.for_instance(draft).filter(action="wagtail.edit").count() == 1


def test_a_draft_may_have_gaps(editor, draft, alice):
    answer = editor(alice, draft).save(to_address="", subject="", body="")
    assert (answer.status_code, again(draft).to_address) == (302, "")


def test_a_colleague_s_words_make_them_a_writer(editor, draft, director):
    editor(director, draft).save(subject="A comma")
    assert director.pk in draft.writers.values_list("user_id", flat=True)


def test_the_form_offers_no_member_and_no_field_beyond_the_text(editor, draft, alice):
    form = editor(alice, draft).client.get(reverse("letters:edit", args=[draft.pk])).context["form"]
    assert set(form.fields) == {
        "channel", "language", "to_name", "to_address", "subject", "salutation", "body", "closing", "signatory",
    }  # fmt: skip


def test_a_letter_goes_in_the_name_of_a_member_of_its_office(editor, draft, alice):
    ours, theirs = MemberFactory(office=draft.office), MemberFactory(office=OfficeFactory())
    editor(alice, draft).save(signatory=theirs.pk)
    assert again(draft).latest_revision.as_object().signatory != theirs
    editor(alice, draft).save(signatory=ours.pk)
    assert again(draft).latest_revision.as_object().signatory == ours


def test_a_member_of_another_office_slipped_in_below_the_form_is_not_submitted(draft, alice):
    draft.signatory = MemberFactory(office=OfficeFactory())
    draft.save_revision(user=alice)
    with pytest.raises(CaseworkError, match="belongs to another office"):
        actions.submit(again(draft), by=alice)


@pytest.mark.parametrize(
    "smuggled",
    [
        {"status": "approved"}, {"reference": "X"}, {"case": "1"}, {"office": "1"}, {"drafted_by": "1"}, {"live": "on"},
        {"go_live_at": "2020-01-01 00:00"}, {"go_live_at": "2999-01-01 00:00"}, {"expire_at": "2020-01-01 00:00"},
        {"locked": "on"}, {"latest_revision": "1"}, {"sent_at": "2020-01-01"}, {"in_reply_to": "<x@example.org>"},
    ],
)  # fmt: skip
def test_nothing_but_the_text_can_be_posted(editor, draft, alice, smuggled):
    before = {name: getattr(draft, name) for name in ("status", "reference", "case_id", "office_id", "drafted_by_id")}
    editor(alice, draft).save(subject="New subject", **smuggled)
    letter = again(draft)
    assert letter.subject == "New subject"
    assert {name: getattr(letter, name) for name in before} == before
    assert (letter.live, letter.locked, letter.go_live_at, letter.expire_at, letter.sent_at) == (
        False, False, None, None, None,
    )  # fmt: skip
    assert letter.latest_revision.content["go_live_at"] is None


def test_markup_that_can_act_never_reaches_the_letter(editor, draft, alice):
    editor(alice, draft).save(body="<script>alert(1)</script>", salutation="<b>Dear</b>")
    page = editor(alice, draft).client.get(reverse("letters:inspect", args=[draft.pk])).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;b&gt;Dear&lt;/b&gt;" in page


# ---------------------------------------------------------------- submitting
def test_submitting_saves_and_sends_to_review_in_one_go(editor, draft, alice):
    answer = editor(alice, draft).save(body="The last word.", **{"action-submit": "1"})
    letter = again(draft)
    assert (letter.status, answer["location"]) == (
        LetterStatus.IN_REVIEW, reverse("letters:inspect", args=[draft.pk])
    )  # fmt: skip
    state = letter.current_workflow_task_state
    assert state.revision == letter.latest_revision
    assert "The last word." in state.revision.content["body"]
    assert said(answer) == f"{letter} was submitted for review."


def test_a_refusal_is_said_on_the_editor_and_nothing_is_lost(editor, draft, alice):
    answer = editor(alice, draft).save(body="Paid on [date].", **{"action-submit": "1"})
    letter = again(draft)
    assert answer["location"] == reverse("letters:edit", args=[draft.pk])
    assert "Fill in [date] first." in said(answer)
    assert (letter.status, "Paid on [date]." in letter.latest_revision.content["body"]) == (LetterStatus.DRAFT, True)


def test_a_gap_in_the_form_is_said_at_the_field(editor, draft, alice):
    answer = editor(alice, draft).save(to_address="", body="Kept.", **{"action-submit": "1"})
    assert "to_address" in answer.context["form"].errors
    assert "Kept." in str(answer.context["form"]["body"].value())
    assert again(draft).status == LetterStatus.DRAFT


def test_resubmitting_after_a_return_sends_the_new_words(editor, case, alice, bob):
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True)
    editor(alice, letter).save(body="Shorter.", **{"action-submit": "1"})
    letter = again(letter)
    assert "Shorter." in letter.current_workflow_task_state.revision.content["body"]


def test_the_editor_of_a_returned_letter_says_what_is_to_be_changed(signed_in, case, alice, bob):
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True, comment="Say <b>less</b>.")
    page = signed_in(alice).get(reverse("letters:edit", args=[letter.pk])).content.decode()
    assert "Returned by Bob Baker" in page
    assert "Say &lt;b&gt;less&lt;/b&gt;." in page


# ---------------------------------------------------------------- withdrawing
def test_withdrawing_in_the_editor_opens_it_again(editor, in_review, alice):
    answer = editor(alice, in_review).save(body="Too early.", **{"action-cancel-workflow": "1"})
    assert (again(in_review).status, answer["location"]) == (
        LetterStatus.DRAFT, reverse("letters:edit", args=[in_review.pk])
    )  # fmt: skip


def test_a_colleague_withdraws_in_the_editor_too(editor, in_review, director):
    editor(director, in_review).save(**{"action-cancel-workflow": "1"})
    assert again(in_review).status == LetterStatus.DRAFT


def test_withdrawing_what_is_no_longer_in_review_says_so(editor, in_review, alice, bob):
    page = editor(alice, in_review)
    actions.approve(in_review, by=bob, revision=in_review.latest_revision)
    page.save(**{"action-cancel-workflow": "1"})
    assert again(in_review).status == LetterStatus.APPROVED


# ---------------------------------------------------------------- what it shows
def buttons(page):
    return {name for name in ("action-submit", "action-cancel-workflow", "action-publish", "action-unpublish",
                              "action-restart-workflow") if f'name="{name}"' in page}  # fmt: skip


@pytest.mark.parametrize(
    ("stands", "offered"),
    [({}, {"action-submit"}), ({"submitted": True}, {"action-cancel-workflow"}), ({"approved": True}, set())],
)
@pytest.mark.parametrize("who", ["alice", "director", "root"])
def test_the_footer_offers_what_works_and_never_to_publish(
    signed_in, case, alice, bob, office_a, stands, offered, who, request
):
    user = request.getfixturevalue(who)
    if who == "root":
        user.memberships.create(office=office_a)
    letter = LetterFactory(case=case, by=alice, approver=bob, **stands)
    page = signed_in(user).get(reverse("letters:edit", args=[letter.pk])).content.decode()
    assert buttons(page) == offered
    assert "data-workflow-action-name" not in page


@pytest.mark.parametrize("stands", [{"submitted": True}, {"approved": True}])
def test_nobody_is_offered_a_lock_to_open_or_close(signed_in, case, alice, root, office_a, stands):
    root.memberships.create(office=office_a)
    letter = LetterFactory(case=case, by=alice, **stands)
    answer = signed_in(root).get(reverse("letters:edit", args=[letter.pk]))
    assert (answer.context["user_can_lock"], answer.context["user_can_unlock"]) == (False, False)
    assert answer.context["lock_url"] is None


def test_the_person_s_words_stand_beside_the_editor(signed_in, draft, alice):
    from casework.cases import actions as cases

    cases.add_message(draft.case, by=alice, body="My <b>rent</b> is due.", channel="phone")
    cases.ask_accommodation(draft.case, by=alice, code="large_print")
    page = signed_in(alice).get(reverse("letters:edit", args=[draft.pk])).content.decode()
    assert 'data-side-panel="words"' in page
    assert "My &lt;b&gt;rent&lt;/b&gt; is due." in page
    assert "Large print" in page
    assert 'data-side-panel="status"' not in page


def test_a_letter_that_is_no_draft_says_why_it_is_locked(signed_in, in_review, alice):
    answer = signed_in(alice).get(reverse("letters:edit", args=[in_review.pk]))
    assert "This letter is being reviewed" in said(answer)


# ---------------------------------------------------------------- autosave
def test_autosave_keeps_words_and_tells_the_revision(editor, draft, alice):
    answer = editor(alice, draft).autosave(loaded=draft.latest_revision, body="Half a")
    told = answer.json()
    assert (told["success"], told["revision_id"]) == (True, again(draft).latest_revision_id)


def test_autosave_goes_on_over_its_own_revision(editor, draft, alice):
    page = editor(alice, draft)
    page.autosave(loaded=draft.latest_revision, body="Half a")
    mine = again(draft).latest_revision
    answer = page.autosave(over=mine, body="Half a sentence")
    assert (answer.json()["revision_id"], again(draft).latest_revision_id) == (mine.pk, mine.pk)


def test_autosave_of_somebody_who_loaded_older_words_is_refused(editor, draft, alice, director):
    loaded = draft.latest_revision
    editor(director, draft).save(body="Theirs.")
    answer = editor(alice, draft).autosave(loaded=loaded, body="Mine.")
    assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")
    assert "Theirs." in again(draft).latest_revision.content["body"]


@pytest.mark.parametrize("stands", ["submitted", "approved", "void"])
def test_no_autosave_changes_a_letter_that_is_no_draft(editor, case, alice, bob, stands):
    letter = LetterFactory(case=case, by=alice, approver=bob, **{stands: True})
    kept, words = letter.latest_revision, letter.latest_revision.content
    for over in (None, kept):
        answer = editor(alice, letter).autosave(over=over, loaded=kept, body="Sneaky.")
        assert (answer.status_code, answer.json()["error_code"]) == (400, "locked")
    kept.refresh_from_db()
    assert (kept.content, again(letter).latest_revision_id) == (words, kept.pk)


def test_autosave_over_a_returned_revision_makes_a_new_one_and_the_editor_goes_on(editor, case, alice, bob):
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True)
    read, words = letter.latest_revision, letter.latest_revision.content
    page = editor(alice, letter)
    told = page.autosave(over=read, body="Shorter.").json()
    assert told["revision_id"] != read.pk
    now = again(letter).latest_revision
    assert page.autosave(over=now, body="Shorter still.").json()["revision_id"] == now.pk
    read.refresh_from_db()
    assert read.content == words


@pytest.mark.parametrize("over", ["999999", "abc", "-1", "9" * 30, "1 OR 1=1"])
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_saving_over_a_revision_that_is_none_is_refused_and_changes_nothing(editor, draft, alice, over, accept):
    page = editor(alice, draft)
    answer = page.client.post(page.url, page.form(body="x", overwrite_revision_id=over), headers={"accept": accept})
    assert answer.status_code == (400 if accept == "application/json" else 200)
    assert again(draft).latest_revision_id == draft.latest_revision_id


def test_autosave_over_another_letter_s_revision_is_refused(editor, draft, in_review, alice):
    other = LetterFactory(case=draft.case, by=alice).latest_revision
    answer = editor(alice, draft).autosave(over=other, body="x")
    assert answer.status_code == 400
    assert again(draft).latest_revision_id == draft.latest_revision_id


# ---------------------------------------------------------------- what nobody may press
@pytest.mark.parametrize("stands", [{}, {"submitted": True}, {"approved": True}])
@pytest.mark.parametrize(
    "action", ["action-publish", "action-unpublish", "action-restart-workflow", "action-workflow-action"]
)
def test_no_posted_button_publishes_restarts_or_decides(editor, case, alice, bob, root, office_a, stands, action):
    root.memberships.create(office=office_a)
    letter = LetterFactory(case=case, by=alice, approver=bob, **stands)
    extra = {"workflow-action-name": "approve", "workflow-action-extra-data": json.dumps({"comment": "x"})}
    for user in (alice, root):
        editor(user, letter).save(**{action: "1", **extra})
    now = again(letter)
    assert (now.status, now.live, now.approvals.count()) == (letter.status, letter.live, letter.approvals.count())


def test_what_saves_by_itself_presses_no_button(editor, draft, in_review, alice):
    for letter in (draft, in_review):
        for action in ("action-publish", "action-submit", "action-cancel-workflow"):
            editor(alice, letter).autosave(**{action: "1"})
        assert again(letter).status == letter.status


# ---------------------------------------------------------------- going back to an earlier text
def revert(signed_in, user, letter, revision, editor):
    url = reverse("letters:revisions_revert", args=[letter.pk, revision.pk])
    return signed_in(user).post(url, editor(user, letter).form(body="As it was."))


def test_going_back_to_an_earlier_text_makes_a_new_revision_and_a_hand(signed_in, editor, draft, alice, director):
    first = draft.latest_revision
    editor(alice, draft).save(body="Second.")
    revert(signed_in, director, draft, first, editor)
    letter = again(draft)
    assert (letter.latest_revision.user, letter.status) == (director, LetterStatus.DRAFT)
    assert director.pk in letter.writers.values_list("user_id", flat=True)


def test_who_only_went_back_to_an_earlier_text_does_not_approve_it(signed_in, editor, draft, alice, director):
    revert(signed_in, director, draft, draft.latest_revision, editor)
    letter = again(actions.submit(draft, by=alice))
    with pytest.raises(Exception, match="did not write it"):
        actions.approve(letter, by=director, revision=letter.latest_revision)


def test_an_earlier_text_with_parts_left_empty_is_shown_again_with_what_is_missing(signed_in, draft, alice):
    url = reverse("letters:revisions_revert", args=[draft.pk, draft.latest_revision_id])
    answer = signed_in(alice).post(url)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) >= {"to_name", "subject", "salutation", "body"}
    assert again(draft).latest_revision_id == draft.latest_revision_id


@pytest.mark.parametrize("stands", ["submitted", "approved", "void"])
def test_nobody_goes_back_once_the_letter_is_no_draft(signed_in, editor, case, alice, bob, stands):
    letter = LetterFactory(case=case, by=alice, approver=bob, **{stands: True})
    revert(signed_in, alice, letter, letter.latest_revision, editor)
    assert again(letter).latest_revision_id == letter.latest_revision_id


def test_the_revision_of_another_letter_cannot_be_gone_back_to(signed_in, editor, draft, alice):
    other = LetterFactory(case=draft.case, by=alice).latest_revision
    assert revert(signed_in, alice, draft, other, editor).status_code == 404


# ---------------------------------------------------------------- the preview
def test_the_preview_shows_what_is_being_typed(signed_in, editor, draft, alice):
    client = signed_in(alice)
    url = reverse("letters:preview_on_edit", args=[draft.pk])
    answer = client.post(url, editor(alice, draft).form(body="Being typed <now>."))
    assert answer.json()["is_valid"]
    assert "Being typed &lt;now&gt;." in client.get(url).content.decode()
