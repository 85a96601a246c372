import hashlib
import json

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import TaskState, WorkflowState

from casework.core.errors import CaseworkError, NotPermitted, OutOfDate
from casework.core.permissions import SYSTEM
from casework.directory.models import Member
from casework.dispatch.models import Dispatch
from casework.letters import actions
from casework.letters.models import Approval
from casework.letters.queries import content_of
from casework.letters.render import as_text
from casework.letters.states import LetterStatus
from tests.factories.directory import MemberFactory, UserFactory
from tests.factories.letters import LetterFactory, again, write
from tests.history import last_line, lines

pytestmark = pytest.mark.django_db


def approve(letter, by, **facts):
    return actions.approve(letter, by=by, **{"revision": letter.latest_revision, **facts})


def nothing_was_decided(letter):
    """Where a letter in review stays when a decision was refused."""
    return (again(letter).status, Approval.objects.exists(), Dispatch.objects.exists()) == ("in_review", False, False)


# ---------------------------------------------------------------- the yes
def test_approving_freezes_the_words_with_their_hash_and_queues_them(in_review, bob):
    content = content_of(in_review.latest_revision.as_object())
    letter = approve(in_review, bob, sha256=content.sha256, comment=" Good. ")
    [approval] = letter.approvals.all()
    assert (letter.status, letter.live) == (LetterStatus.APPROVED, True)
    assert (approval.approved_by, approval.revision) == (bob, in_review.latest_revision)
    assert json.loads(approval.content) == json.loads(content.canonical())
    assert approval.sha256 == hashlib.sha256(approval.content.encode()).hexdigest()
    assert TaskState.objects.get().comment == "Good."
    assert lines(letter)[-1] == "letters.approve"


def test_what_is_queued_says_what_was_approved(in_review, bob):
    approve(in_review, bob)
    queued, content = Dispatch.objects.get(), content_of(in_review.latest_revision.as_object())
    assert (queued.subject, queued.to_address, queued.to_name) == (
        content.subject, content.to_address, content.to_name
    )  # fmt: skip
    assert queued.text == as_text(content)
    assert (queued.approved_sha256, queued.reference) == (content.sha256, in_review.reference)


@pytest.mark.parametrize("who", ["alice", "charlie", "root"])
def test_nobody_else_approves(in_review, who, request):
    with pytest.raises(NotPermitted):
        approve(in_review, request.getfixturevalue(who))
    assert nothing_was_decided(in_review)


def test_the_system_approves_nothing(in_review):
    with pytest.raises(NotPermitted):
        approve(in_review, SYSTEM)
    assert nothing_was_decided(in_review)


def test_a_director_does_not_approve_the_letter_they_wrote(case, director, bob):
    letter = LetterFactory(case=case, by=director, approver=bob, submitted=True)
    with pytest.raises(NotPermitted, match="did not write it"):
        approve(letter, director)
    assert nothing_was_decided(letter)


def test_a_director_who_only_corrected_a_comma_does_not_approve(draft, alice, director):
    write(draft, by=director, subject="A comma, corrected")
    letter = actions.submit(draft, by=alice)
    with pytest.raises(NotPermitted):
        approve(again(letter), director)
    assert nothing_was_decided(letter)


def test_a_superuser_of_the_office_with_a_hand_in_it_does_not_approve(draft, alice, root, office_a):
    root.memberships.create(office=office_a)
    write(draft, by=root, subject="Mine")
    letter = again(actions.submit(draft, by=alice))
    with pytest.raises(NotPermitted):
        approve(letter, root)
    assert nothing_was_decided(letter)


def test_a_hand_in_an_earlier_text_counts_though_none_of_it_is_left(draft, alice, director):
    write(draft, by=director, body="<p>Gone later.</p>")
    write(draft, by=alice, body="<p>All new.</p>")
    letter = again(actions.submit(draft, by=alice))
    with pytest.raises(NotPermitted):
        approve(letter, director)


def test_the_hash_of_other_words_approves_nothing(in_review, bob):
    with pytest.raises(OutOfDate, match="changed while you were reading"):
        approve(in_review, bob, sha256="0" * 64)
    assert nothing_was_decided(in_review)


def test_a_signatory_renamed_between_reading_and_deciding_is_noticed(draft, alice, bob):
    member = MemberFactory(office=draft.office, name="Robin Example")
    letter = again(actions.submit(write(draft, by=alice, signatory=member), by=alice))
    read = content_of(letter.latest_revision.as_object()).sha256
    Member.objects.update(name="Robin Sample")
    with pytest.raises(OutOfDate):
        approve(letter, bob, sha256=read)
    assert nothing_was_decided(letter)


def test_an_earlier_revision_is_not_approved(case, alice, bob):
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True)
    old = letter.latest_revision
    letter = again(actions.submit(write(letter, by=alice, body="<p>New.</p>"), by=alice))
    with pytest.raises(OutOfDate):
        actions.approve(letter, by=bob, revision=old)
    assert nothing_was_decided(letter)


def test_the_revision_of_another_letter_is_not_approved(in_review, draft, bob):
    with pytest.raises(OutOfDate):
        actions.approve(in_review, by=bob, revision=draft.latest_revision)
    assert nothing_was_decided(in_review)


@pytest.mark.parametrize("stands", ["approved", "returned", "void"])
def test_only_what_is_in_review_is_approved(case, alice, bob, stands):
    letter = LetterFactory(case=case, by=alice, approver=bob, **{stands: True})
    with pytest.raises(CaseworkError, match="not in review"):
        approve(letter, bob)
    assert Approval.objects.count() == (stands == "approved")


def test_a_letter_whose_case_was_closed_cannot_be_approved(in_review, alice, bob):
    from casework.cases import actions as cases

    cases.close(in_review.case, by=alice, closure_reason="withdrawn")
    with pytest.raises(CaseworkError):
        approve(in_review, bob)
    assert again(in_review).status == LetterStatus.VOID


# ---------------------------------------------------------------- the return
def test_returning_gives_the_draft_back_with_the_comment(in_review, bob):
    given = {"comment": " Shorter. ", "code": "style"}
    letter = actions.return_to_writer(in_review, by=bob, revision=in_review.latest_revision, **given)
    [returned] = letter.returns.all()
    assert (letter.status, returned.comment, returned.returned_by) == (LetterStatus.DRAFT, "Shorter.", bob)
    assert (returned.code, last_line(letter).data["code"]) == ("style", "style")
    assert returned.revision == in_review.latest_revision
    assert letter.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert last_line(letter).action == "letters.return"


def test_our_history_line_of_a_return_holds_no_words(in_review, bob):
    letter = actions.return_to_writer(in_review, by=bob, revision=in_review.latest_revision, comment="Secret words.")
    assert "Secret" not in json.dumps(last_line(letter).data)


def test_a_reason_that_is_not_on_the_list_returns_nothing(in_review, bob):
    with pytest.raises(CaseworkError, match="from the list"):
        actions.return_to_writer(
            in_review, by=bob, revision=in_review.latest_revision, comment="Shorter.", code="because"
        )
    assert nothing_was_decided(in_review)


@pytest.mark.parametrize("comment", ["", "   ", "\n"])
def test_a_return_says_what_is_to_be_changed(in_review, bob, comment):
    with pytest.raises(CaseworkError, match="what is to be changed"):
        actions.return_to_writer(in_review, by=bob, revision=in_review.latest_revision, comment=comment)
    assert nothing_was_decided(in_review)


@pytest.mark.parametrize("who", ["alice", "charlie", "root"])
def test_nobody_else_returns_it(in_review, who, request):
    with pytest.raises(NotPermitted):
        actions.return_to_writer(
            in_review, by=request.getfixturevalue(who), revision=in_review.latest_revision, comment="No."
        )
    assert nothing_was_decided(in_review)


def test_a_returned_letter_is_approved_on_its_new_words(case, alice, bob):
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True)
    letter = again(actions.submit(write(letter, by=alice, body="<p>Shorter.</p>"), by=alice))
    approve(letter, bob)
    assert "Shorter." in Dispatch.objects.get().text


# ---------------------------------------------------------------- what Wagtail asks of us
def test_a_review_whose_text_changed_settles_nothing(in_review, alice, bob):
    state = in_review.current_workflow_state
    actions.withdraw(in_review, by=alice)
    letter = write(in_review, by=alice, body="<p>Changed.</p>")
    with pytest.raises(OutOfDate):
        actions.settle_approval(letter, workflow_state=state, by=bob)
    assert not Approval.objects.exists()


def test_a_review_in_which_nobody_said_yes_settles_nothing(in_review, bob):
    with pytest.raises(NotPermitted, match="Nobody has approved"):
        actions.settle_approval(in_review, workflow_state=in_review.current_workflow_state, by=bob)
    assert nothing_was_decided(in_review)


def test_being_told_twice_of_a_return_changes_nothing(case, alice, bob):
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True)
    actions.settle_return(letter, workflow_state=letter.current_workflow_state, by=bob)
    assert (letter.returns.count(), lines(letter).count("letters.return")) == (1, 1)


def test_being_told_of_an_end_changes_only_what_is_in_review(draft, in_review):
    assert actions.settle_end(draft, by=SYSTEM).status == LetterStatus.DRAFT
    assert "letters.withdraw" not in lines(draft)
    assert actions.settle_end(in_review, by=SYSTEM).status == LetterStatus.DRAFT
    assert lines(in_review).count("letters.withdraw") == 1


def test_a_refusal_is_also_one_in_django_s_eyes():
    assert issubclass(NotPermitted, PermissionDenied)


def test_a_second_reviewer_finds_it_decided(in_review, bob, office_a):
    eve = UserFactory(office=office_a, roles=["reviewer"])
    approve(in_review, bob)
    with pytest.raises(CaseworkError, match="not in review"):
        approve(in_review, eve)
    assert Approval.objects.count() == 1


def test_a_yes_is_to_what_was_submitted_the_office_s_address_included(in_review, bob, office_a):
    office_a.email = "elsewhere@example.org"
    office_a.save()

    with pytest.raises(OutOfDate, match="changed since it was submitted"):
        actions.approve(in_review, by=bob, revision=in_review.latest_revision)

    assert again(in_review).status == "in_review"
    assert not Dispatch.objects.exists()
