import pytest

from casework.cases import actions as cases
from casework.core.errors import CaseworkError, IllegalMove, NotPermitted
from casework.core.permissions import SYSTEM
from casework.dispatch import actions as dispatch, jobs
from casework.dispatch.models import Dispatch
from casework.dispatch.states import DispatchStatus
from casework.letters import actions
from casework.letters.states import LetterStatus
from tests.factories.dispatch import DispatchFactory
from tests.factories.letters import LetterFactory, again, write
from tests.history import last_line, lines

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- recall
def test_a_recalled_letter_is_a_draft_and_its_bytes_do_not_leave(approved, alice):
    letter = again(actions.recall(approved, by=alice, reason="A wrong amount."))
    assert (letter.status, letter.live, letter.live_revision) == (LetterStatus.DRAFT, False, None)
    assert Dispatch.objects.get().status == DispatchStatus.STOPPED
    assert jobs.send_due() == 0
    (why,) = letter.stop_reasons.all()
    assert (why.words, last_line(letter).data) == ("A wrong amount.", {"why": why.pk})


def test_recall_edit_resubmit_approve_sends_the_new_words_and_only_those(approved, alice, bob, settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path
    letter = write(actions.recall(approved, by=alice, reason="Wrong."), by=alice, body="<p>The right amount.</p>")
    letter = again(actions.submit(letter, by=alice))
    actions.approve(letter, by=bob, revision=letter.latest_revision)
    assert jobs.send_due() == 1
    [mail] = tmp_path.glob("*.eml")
    assert b"The right amount." in mail.read_bytes()
    assert again(letter).approvals.count() == 2
    assert list(Dispatch.objects.order_by("pk").values_list("status", flat=True)) == ["stopped", "sent"]


def test_the_same_words_recalled_and_approved_again_leave_once(approved, alice, bob, settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path
    letter = again(actions.submit(actions.recall(approved, by=alice, reason="Wait."), by=alice))
    actions.approve(letter, by=bob, revision=letter.latest_revision)
    assert jobs.send_due() == 1
    assert jobs.send_due() == 0
    assert len(list(tmp_path.glob("*.eml"))) == 1


def test_after_a_recall_the_row_holds_the_words_being_written(approved, alice):
    letter = write(actions.recall(approved, by=alice, reason="Wrong."), by=alice, subject="New subject")
    assert letter.subject == "New subject"


def test_the_approved_revision_survives_autosave_after_a_recall(approved, alice):
    kept = approved.latest_revision
    words = kept.content
    letter = actions.recall(approved, by=alice, reason="Wrong.")
    text = again(letter).get_latest_revision_as_object()
    text.body = "<p>Rewritten.</p>"
    new = text.save_revision(user=alice, overwrite_revision=kept, clean=False)
    kept.refresh_from_db()
    assert (new.pk != kept.pk, kept.content) == (True, words)


@pytest.mark.parametrize("status", [DispatchStatus.SENDING, DispatchStatus.HANDING, DispatchStatus.UNKNOWN])
def test_what_is_leaving_this_moment_is_not_recalled(approved, alice, status):
    held = {"claim": "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "lease_until": approved.drafted_at}
    Dispatch.objects.update(status=status, **held)
    with pytest.raises(IllegalMove):
        actions.recall(approved, by=alice, reason="Wait!")
    assert again(approved).status == LetterStatus.APPROVED


def test_a_letter_that_failed_to_leave_is_recalled_to_correct_its_address(approved, alice, bob):
    Dispatch.objects.update(status=DispatchStatus.FAILED)
    letter = write(actions.recall(approved, by=alice, reason="Typo."), by=alice, to_address="right@example.org")
    letter = again(actions.submit(letter, by=alice))
    actions.approve(letter, by=bob, revision=letter.latest_revision)
    assert Dispatch.objects.latest("pk").to_address == "right@example.org"


@pytest.mark.parametrize("who", ["bob", "charlie", "root"])
def test_who_may_not_change_it_does_not_recall_it(approved, who, request):
    with pytest.raises(NotPermitted):
        actions.recall(approved, by=request.getfixturevalue(who), reason="No.")
    assert Dispatch.objects.get().status == DispatchStatus.QUEUED


def test_a_recall_says_why(approved, alice):
    with pytest.raises(CaseworkError, match="Say why"):
        actions.recall(approved, by=alice, reason="  ")


def test_a_draft_and_a_sent_letter_are_not_recalled(draft, sent, alice):
    for letter in (draft, sent):
        with pytest.raises(CaseworkError, match="not waiting to leave"):
            actions.recall(letter, by=alice, reason="Wait.")


# ---------------------------------------------------------------- void
@pytest.mark.parametrize("stands", [{}, {"submitted": True}, {"returned": True}, {"approved": True}])
def test_a_letter_that_has_not_left_can_be_made_void(case, alice, bob, stands):
    letter = LetterFactory(case=case, by=alice, approver=bob, **stands)
    actions.void(letter, by=alice, reason="It is settled.")
    letter = again(letter)
    assert (letter.status, letter.current_workflow_state) == (LetterStatus.VOID, None)
    assert not Dispatch.objects.exclude(status=DispatchStatus.STOPPED).exists()
    assert lines(letter).count("letters.void") == 1
    assert "letters.withdraw" not in lines(letter)


def test_a_sent_letter_is_never_void(sent, alice):
    with pytest.raises(IllegalMove):
        actions.void(sent, by=alice, reason="Too late.")
    assert again(sent).status == LetterStatus.SENT


def test_making_void_says_why(draft, alice):
    with pytest.raises(CaseworkError, match="Say why"):
        actions.void(draft, by=alice, reason="")


@pytest.mark.parametrize("who", ["bob", "charlie", "root"])
def test_who_may_not_change_it_does_not_make_it_void(draft, who, request):
    with pytest.raises(NotPermitted):
        actions.void(draft, by=request.getfixturevalue(who), reason="No.")


def test_closing_the_case_makes_what_has_not_left_void(draft, in_review, approved, alice):
    assert actions.void_open_letters(draft.case, by=alice) == 3
    assert {again(letter).status for letter in (draft, in_review, approved)} == {"void"}


# ---------------------------------------------------------------- sent
def test_what_has_left_is_laid_on_the_case_once(sent):
    [message] = sent.case.messages.filter(direction="out")
    left = sent.approvals.get().dispatch
    assert (message.body, message.subject, message.message_id) == (left.text, left.subject, left.message_id)
    assert (sent.status, sent.sent_at) == (LetterStatus.SENT, left.sent_at)


def test_being_told_again_changes_nothing(sent):
    left = sent.approvals.get().dispatch
    assert actions.mark_sent(left) == sent
    assert sent.case.messages.filter(direction="out").count() == 1
    assert lines(sent).count("letters.sent") == 1


def test_news_of_something_that_is_no_letter_is_not_ours(office_a):
    assert actions.mark_sent(DispatchFactory(office=office_a, sent=True)) is None


def test_a_letter_by_post_is_sent_when_somebody_printed_it(office_a, alice, bob):
    letter = LetterFactory(office=office_a, by=alice, approver=bob, post="2 Test Street", approved=True)
    dispatch.mark_printed([letter.approvals.get().dispatch], by=alice)
    assert again(letter).status == LetterStatus.SENT


def test_a_letter_settled_by_a_person_counts_as_sent(approved, alice):
    Dispatch.objects.update(status=DispatchStatus.UNKNOWN)
    dispatch.settle_as_sent(Dispatch.objects.get(), by=alice, note="They called to say thank you.")
    assert again(approved).status == LetterStatus.SENT


def test_a_letter_that_left_while_its_case_was_closed_is_still_on_it(approved, alice, settings, tmp_path):
    """The exit is faster than the officer: the letter has left, and the case says so."""
    settings.MAILBOX_DIR = tmp_path
    jobs.send_due()
    cases.close(approved.case, by=alice, closure_reason="completed")
    assert again(approved).status == LetterStatus.SENT
    assert approved.case.messages.filter(direction="out").count() == 1


def test_the_system_may_void(draft):
    assert actions.void(draft, by=SYSTEM, reason="Swept.").status == LetterStatus.VOID
