"""What stock Wagtail 8.0.1 does with letters, seen, and what ours do instead.

Each of the eight traps and the seven defects has a test here. Where it costs little, the same test first shows the
stock behaviour, with Wagtail's own classes on the same letter; where it does not, the docstring says how stock
Wagtail was seen to behave.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from wagtail.actions.publish_revision import PublishPermissionError
from wagtail.log_actions import log
from wagtail.models import (
    GroupApprovalTask,
    Revision,
    RevisionMixin,
    Task,
    TaskState,
    WorkflowMixin,
    WorkflowState,
    WorkflowTask,
)
from wagtail.signals import task_approved
from wagtail.snippets.views.snippets import PreviewRevisionView, SnippetViewSet, WorkflowActionView
from wagtail.workflows import publish_workflow_state

from casework.core.errors import NotPermitted, OutOfDate
from casework.core.models import HistoryEntry
from casework.dispatch.models import Dispatch
from casework.letters import actions, receivers
from casework.letters.models import Approval, Letter
from casework.letters.permissions import LetterPolicy
from casework.letters.states import LetterStatus
from tests.factories.directory import group_of
from tests.factories.letters import LetterFactory, again, write

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent.parent


@pytest.fixture
def as_stock(monkeypatch):
    """Letters as a plain snippet of Wagtail's, reviewed by its own step for officers and reviewers."""
    step = GroupApprovalTask.objects.create(name="Stock")
    step.groups.set([group_of("officer"), group_of("reviewer")])
    WorkflowTask.objects.update(task=step.task_ptr)
    task_approved.disconnect(dispatch_uid="letters.a_step_said_yes")
    with monkeypatch.context() as patch:
        patch.delattr(Letter, "on_workflow_finished")
        patch.setattr(LetterPolicy, "NOBODYS", frozenset())
        patch.setattr(Letter, "save_revision", RevisionMixin.save_revision)
        patch.setattr(Letter, "get_lock", WorkflowMixin.get_lock)
        yield step
    receivers.connect()


def stock_review(letter, by):
    """Put a letter into the stock review."""
    Letter.get_default_workflow().start(letter, by)
    return again(letter).current_workflow_task_state


def publisher(user):
    """The same person, holding Wagtail's publish verb as stock Wagtail wants its approvers to."""
    user.user_permissions.add(Permission.objects.get(codename="publish_letter"))
    return type(user).objects.get(pk=user.pk)


# ================================================================ the eight traps
def test_trap_1_a_registered_policy_alone_protects_no_row(draft, charlie, rf):
    """Wagtail's own views ask the policy about the model; ours stand behind the scope."""
    request = rf.get("/")
    request.user = charlie
    address = {"pk": draft.pk, "revision_id": draft.latest_revision_id}

    stock = PreviewRevisionView.as_view(model=Letter)
    assert draft.subject in stock(request, **address).rendered_content

    with pytest.raises(Http404):
        Letter.snippet_viewset.revisions_view(request, **address)


def test_trap_1_every_view_of_the_viewset_stands_behind_the_scope():
    """Not one of Wagtail's views is built past the seam, the ones we leave out included."""
    stock, ours = SnippetViewSet(model=Letter), Letter.snippet_viewset
    for name in ("edit_view", "history_view", "revisions_compare_view", "workflow_action_view", "unpublish_view"):
        assert "casework.core.viewsets" not in {base.__module__ for base in getattr(stock, name).view_class.__mro__}
        assert "casework.core.viewsets" in {base.__module__ for base in getattr(ours, name).view_class.__mro__}


def test_trap_2_the_last_yes_needs_no_publish_verb_and_nobody_holds_it(in_review, bob):
    """On stock Wagtail an approver without ``publish_letter`` cannot finish; with it they need not ask anybody."""
    with pytest.raises(PublishPermissionError):
        publish_workflow_state(in_review.current_workflow_state, user=bob)
    assert not Permission.objects.get(codename="publish_letter").group_set.exists()
    assert actions.approve(in_review, by=bob, revision=in_review.latest_revision).status == LetterStatus.APPROVED


def test_trap_2_who_holds_the_verb_all_the_same_gains_nothing_by_it(editor, in_review, alice, bob):
    for user in (publisher(alice), publisher(bob)):
        editor(user, in_review).save(**{"action-publish": "1"})
    assert (again(in_review).live, again(in_review).status) == (False, LetterStatus.IN_REVIEW)


def test_trap_3_the_finish_action_imports_no_model(tmp_path):
    """``wagtail.models`` imports it while it loads: with a model at its top the site does not start."""
    stock = tmp_path / "finishing.py"
    stock.write_text("from wagtail.models import Page\n\ndef finish(workflow_state, user=None): ...\n")
    program = (
        "import sys, django; sys.path[:0] = [{path!r}, '.']; from django.conf import settings;"
        "settings.WAGTAIL_FINISH_WORKFLOW_ACTION = {action!r}; django.setup(); print('started')"
    )

    def start(action):
        return subprocess.run(
            [sys.executable, "-c", program.format(path=str(tmp_path), action=action)],
            cwd=ROOT, capture_output=True, text=True, check=False,
            env={"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PATH": ""},
        )  # fmt: skip

    assert "ImportError" in start("finishing.finish").stderr
    assert start("casework.core.workflow.finish").stdout.strip() == "started"


def test_trap_4_text_edited_after_the_first_yes_is_not_approved_by_the_second(draft, alice, bob, director, settings):
    """With Wagtail's default setting the second yes finishes the review of a text the first never saw."""
    from casework.letters.models import FourEyesTask

    second = FourEyesTask.objects.create(name="Director")
    WorkflowTask.objects.create(workflow=Letter.get_default_workflow(), task=second.task_ptr, sort_order=1)
    letter = again(actions.submit(draft, by=alice))
    actions.approve(letter, by=bob, revision=letter.latest_revision)
    actions.return_to_writer(letter, by=director, revision=letter.latest_revision, comment="Shorter.")
    letter = again(actions.submit(write(letter, by=alice, body="<p>Unseen by bob.</p>"), by=alice))

    settings.WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
    state = letter.current_workflow_state
    assert state.get_next_task() == second.task_ptr
    assert list(state.successful_task_states.values_list("revision", flat=True)) != [letter.latest_revision_id]
    with pytest.raises(OutOfDate):  # stock: no step is left, and the letter goes out
        actions.approve(letter, by=director, revision=letter.latest_revision)

    settings.WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
    assert actions.approve(letter, by=director, revision=letter.latest_revision).status == LetterStatus.IN_REVIEW
    assert not Approval.objects.exists()


def test_trap_5_publishing_a_revision_brings_back_no_status(in_review, bob):
    """Stock publishing writes every column of the revision, the status it had when the draft was saved among them."""
    actions.approve(in_review, by=bob, revision=in_review.latest_revision)
    letter = again(in_review)
    as_saved = super(Letter, letter).with_content_json(letter.live_revision.content)
    assert (as_saved.status, as_saved.drafted_by_id) == (LetterStatus.DRAFT, letter.drafted_by_id)
    assert letter.live_revision.as_object().status == LetterStatus.APPROVED
    letter.live_revision.publish(user=bob, skip_permission_checks=True)
    assert again(letter).status == LetterStatus.APPROVED


def test_trap_6_no_name_and_no_word_reaches_a_label(case, alice, bob):
    """Wagtail's log copies ``str(thing)`` into its label, for everybody with a right on the model to read."""
    letter = LetterFactory(case=case, by=alice, approver=bob, approved=True)
    labels = set(HistoryEntry.objects.for_instance(letter).values_list("label", flat=True))
    labels |= set(Revision.objects.for_instance(letter).values_list("object_str", flat=True))
    assert labels == {letter.reference}


def test_trap_7_an_unregistered_line_is_refused_and_ours_are_registered(in_review, bob):
    with pytest.raises(ValidationError):
        log(in_review, "letters.never_declared", user=bob)
    actions.approve(in_review, by=bob, revision=in_review.latest_revision)
    assert HistoryEntry.objects.for_instance(in_review).filter(action="letters.approve").exists()


def test_trap_8_a_step_loaded_before_an_edit_finishes_nothing(in_review, alice, bob):
    """A task state keeps the letter it was read with, for which the old text is still the newest."""
    stale = TaskState.objects.select_related("workflow_state").get()
    assert stale.workflow_state.content_object.latest_revision == in_review.latest_revision  # and now it is kept
    actions.withdraw(in_review, by=alice)
    letter = write(in_review, by=alice, body="<p>Edited meanwhile.</p>")
    actions.submit(letter, by=alice)

    assert stale.workflow_state.content_object.get_latest_revision().pk != again(letter).latest_revision_id
    with pytest.raises(PermissionDenied):
        stale.task.specific.on_action(stale, bob, "approve")
    with pytest.raises(OutOfDate):
        actions.settle_approval(stale.workflow_state.content_object, workflow_state=stale.workflow_state, by=bob)
    assert not Approval.objects.exists()


# ================================================================ the seven defects
def test_defect_1_stock_an_approver_without_the_verb_changes_nothing(draft, alice, bob, as_stock):
    """Seen in the studies as a 302 after which the letter is still in review; here as the error behind it."""
    state = stock_review(draft, alice)
    with pytest.raises(PublishPermissionError), transaction.atomic():
        as_stock.on_action(state, bob, "approve")
    assert not again(draft).live


def test_defect_1_ours_a_reviewer_s_yes_is_enough(in_review, bob):
    assert actions.approve(in_review, by=bob, revision=in_review.latest_revision).live


def test_defect_2_stock_a_writer_in_the_reviewing_group_approves_their_own_letter(draft, alice, as_stock):
    as_stock.on_action(stock_review(draft, alice), publisher(alice), "approve")
    assert again(draft).live


def test_defect_2_stock_a_superuser_approves_anything(draft, alice, root, as_stock):
    as_stock.on_action(stock_review(draft, alice), root, "approve")
    assert again(draft).live


@pytest.mark.parametrize("who", ["alice", "root"])
def test_defect_2_ours_neither_does(in_review, office_a, who, request):
    user = publisher(request.getfixturevalue(who))
    if who == "root":
        user.memberships.create(office=office_a)
        in_review.writers.create(user=user)
    state = in_review.current_workflow_task_state
    assert state.task.specific.get_actions(in_review, user) == []
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, user, "approve")
    assert not again(in_review).live


def test_defect_3_the_publish_button_is_offered_to_nobody_and_works_for_nobody(editor, in_review, root, office_a):
    """Stock Wagtail published the letter under review and called the review cancelled (seen in the studies)."""
    root.memberships.create(office=office_a)
    page = editor(root, in_review)
    assert "action-publish" not in page.client.get(page.url).content.decode()
    page.save(subject="Root was here", **{"action-publish": "1"})
    letter = again(in_review)
    assert (letter.live, letter.latest_revision_id) == (False, in_review.latest_revision_id)
    assert letter.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS


def test_defect_4_stock_a_reviewer_may_edit_what_they_are_reviewing(draft, alice, bob, as_stock):
    """And without the setting, approving then publishes a text that no step names."""
    stock_review(draft, alice)
    letter = again(draft)
    assert not letter.get_lock().for_user(bob)
    letter.save_revision(user=bob, clean=False)
    assert again(letter).latest_revision_id != letter.current_workflow_task_state.revision_id


def test_defect_4_ours_nobody_edits_what_is_being_reviewed(editor, in_review, alice, bob, director):
    for user in (alice, director):
        editor(user, in_review).save(body="Edited by a reviewer.")
    with pytest.raises(PermissionDenied), transaction.atomic():
        in_review.save_revision(user=bob, clean=False)
    assert again(in_review).latest_revision_id == in_review.latest_revision_id


def test_defect_5_a_resubmitted_letter_is_reviewed_on_its_new_text(case, alice, bob):
    """Stock: the new step is tied to the revision the workflow state had in its hands, the old one."""
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True)
    state, step = letter.current_workflow_state, letter.current_workflow_state.current_task_state.task.specific
    assert state.content_object  # read before the edit, as Wagtail's editor has it
    letter = write(letter, by=alice, body="<p>New text.</p>")
    with transaction.atomic():
        stock = Task.start(step, state, user=alice)
        assert stock.revision_id != letter.latest_revision_id
        transaction.set_rollback(True)
    assert step.start(state, user=alice).revision_id == letter.latest_revision_id


def test_defect_5_the_reviewer_reads_and_approves_the_new_text(signed_in, editor, case, alice, bob):
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True)
    editor(alice, letter).save(body="The new text.", **{"action-submit": "1"})
    assert "The new text." in signed_in(bob).get(reverse("letters:review", args=[letter.pk])).content.decode()
    letter = again(letter)
    actions.approve(letter, by=bob, revision=letter.latest_revision)
    assert "The new text." in Dispatch.objects.get().text


@pytest.mark.parametrize("stands", ["returned", "approved"])
def test_defect_6_no_reviewed_and_no_approved_revision_is_ever_rewritten(case, alice, bob, stands):
    """Stock autosave rewrites the newest revision in place, under review or live."""
    letter = LetterFactory(case=case, by=alice, approver=bob, **{stands: True})
    if stands == "approved":
        letter = again(actions.recall(letter, by=alice, reason="Wait."))
    read = letter.latest_revision
    text = letter.get_latest_revision_as_object()
    text.body = "<p>Rewritten.</p>"

    with transaction.atomic():
        RevisionMixin.save_revision(text, user=alice, overwrite_revision=read, clean=False)
        assert "Rewritten." in Revision.objects.get(pk=read.pk).content["body"]
        transaction.set_rollback(True)

    text.save_revision(user=alice, overwrite_revision=Revision.objects.get(pk=read.pk), clean=False)
    assert "Rewritten." not in Revision.objects.get(pk=read.pk).content["body"]


def test_defect_6_a_revision_under_review_is_not_rewritten_either(in_review, alice):
    read = in_review.latest_revision
    with transaction.atomic():
        text = in_review.get_latest_revision_as_object()
        text.body = "<p>Sneaky.</p>"
        RevisionMixin.save_revision(text, user=alice, overwrite_revision=read, clean=False)
        assert "Sneaky." in Revision.objects.get(pk=read.pk).content["body"]
        transaction.set_rollback(True)
    with pytest.raises(PermissionDenied), transaction.atomic():
        text.save_revision(user=alice, overwrite_revision=Revision.objects.get(pk=read.pk), clean=False)


def test_defect_7_an_address_that_names_one_letter_and_another_s_review_decides_neither(
    signed_in, in_review, case, alice, bob, director, rf
):
    """Stock asks for the right on the letter of the address and decides on the letter of the step."""
    mine = LetterFactory(case=case, by=director, approver=bob, submitted=True)
    state = mine.current_workflow_task_state
    address = {"pk": in_review.pk, "action_name": "approve", "task_state_id": state.pk}

    request = rf.post("/")
    request.user = director
    stock = WorkflowActionView.as_view(
        model=Letter, redirect_url_name="letters:edit", submit_url_name="letters:workflow_action"
    )
    with pytest.raises(PermissionDenied, match="did not write it"):  # past stock's own check: our step refuses
        stock(request, **address)

    signed_in(director).post(reverse("letters:workflow_action", kwargs=address))
    assert [again(letter).status for letter in (mine, in_review)] == [LetterStatus.IN_REVIEW] * 2
    assert not Approval.objects.exists()


def test_defect_7_stock_step_behind_the_same_address_approves_the_wrong_letter(draft, case, alice, root, as_stock, rf):
    other = LetterFactory(case=case, by=alice)
    state = stock_review(other, alice)
    stock_review(draft, alice)
    request = rf.post("/")
    request.user = root
    view = WorkflowActionView.as_view(
        model=Letter, redirect_url_name="letters:edit", submit_url_name="letters:workflow_action"
    )
    view(request, pk=draft.pk, action_name="approve", task_state_id=state.pk)
    assert (again(other).live, again(draft).live) == (True, False)


# ================================================================ and beside them
def test_purging_revisions_keeps_the_evidence_and_the_writers(case, alice, bob, director):
    """Wagtail deletes the step with its revision, the reviewer's comment with it; what was decided holds on to both."""
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True)
    returned_text = letter.latest_revision
    write(letter, by=director, body="<p>Purged later.</p>")
    purged = again(letter).latest_revision
    letter = again(actions.submit(write(letter, by=alice, body="<p>Third.</p>"), by=alice))
    actions.approve(letter, by=bob, revision=letter.latest_revision)
    actions.recall(letter, by=alice, reason="Wait.")
    write(letter, by=alice, body="<p>Fourth.</p>")

    call_command("purge_revisions", days=0, verbosity=0)

    kept = set(Revision.objects.for_instance(letter).values_list("pk", flat=True))
    assert purged.pk not in kept
    assert {returned_text.pk, letter.approvals.get().revision_id} <= kept
    assert letter.returns.get().comment == "Say it in two sentences."
    assert TaskState.objects.filter(status="approved").exists()
    letter = again(actions.submit(letter, by=alice))
    with pytest.raises(NotPermitted):  # the revision is gone; the hand is not
        actions.approve(letter, by=director, revision=letter.latest_revision)


def test_an_approval_finished_past_our_verbs_is_still_judged_by_our_rule(in_review, alice):
    """Somebody with a shell, or a screen of a later Wagtail: finishing the review is not approving the letter."""
    state = in_review.current_workflow_state
    with pytest.raises(NotPermitted):
        state.finish(user=alice)
    assert not Approval.objects.exists()
    with pytest.raises(NotPermitted):
        state.current_task_state.specific.approve(user=alice)
    assert again(in_review).status == LetterStatus.IN_REVIEW


def test_a_scheduled_revision_publishes_nothing(draft, alice):
    """The command that publishes on schedule finds no letter: no form lets anybody set the time."""
    Revision.objects.filter(pk=draft.latest_revision_id).update(approved_go_live_at="2020-01-01T00:00:00Z")
    call_command("publish_scheduled", verbosity=0)
    assert (again(draft).status, Dispatch.objects.exists()) == (LetterStatus.DRAFT, False)
