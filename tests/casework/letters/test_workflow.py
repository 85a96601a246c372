"""Whatever an administrator makes of the review: nothing is approved but by somebody else, on the newest words."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from wagtail.models import GroupApprovalTask, TaskState, Workflow, WorkflowContentType, WorkflowState, WorkflowTask

from casework.core.errors import CaseworkError, NotPermitted, OutOfDate
from casework.dispatch.models import Dispatch
from casework.letters import actions
from casework.letters.models import Approval, FourEyesTask, Letter
from casework.letters.states import LetterStatus
from casework.letters.workflow import ensure_workflow
from tests.factories.directory import UserFactory, group_of
from tests.factories.letters import LetterFactory, again, write
from tests.history import lines

pytestmark = pytest.mark.django_db


def steps(*tasks):
    """The review of letters, made of these steps in this order."""
    workflow = Workflow.objects.create(name="As the administrator likes it")
    for order, task in enumerate(tasks):
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=order)
    WorkflowContentType.objects.filter(content_type=ContentType.objects.get_for_model(Letter)).update(workflow=workflow)
    return workflow


@pytest.fixture
def four_eyes():
    return FourEyesTask.objects.create(name="Four eyes")


@pytest.fixture
def groups_step():
    """A step of Wagtail's own, for officers, reviewers and directors alike."""
    task = GroupApprovalTask.objects.create(name="Anybody")
    task.groups.set([group_of("officer"), group_of("reviewer"), group_of("director")])
    return task


def act(letter, user, action="approve", **extra):
    """What Wagtail's own screens do."""
    state = again(letter).current_workflow_task_state
    return state.task.specific.on_action(state, user, action, **extra)


# ---------------------------------------------------------------- a fresh site
def test_a_fresh_site_has_a_review_with_a_four_eyes_step():
    workflow = Letter.get_default_workflow()
    assert [type(task.specific) for task in workflow.tasks] == [FourEyesTask]


def test_what_an_administrator_set_up_stays(groups_step):
    workflow = steps(groups_step)
    ensure_workflow()
    assert Letter.get_default_workflow() == workflow


def test_making_sure_twice_makes_one():
    ensure_workflow()
    ensure_workflow()
    assert (Workflow.objects.filter(name="Review of letters").count(), FourEyesTask.objects.count()) == (1, 1)


# ---------------------------------------------------------------- steps added by an administrator
def test_two_steps_both_say_yes_before_the_letter_leaves(draft, alice, bob, director, four_eyes):
    steps(four_eyes, FourEyesTask.objects.create(name="Director"))
    letter = again(actions.submit(draft, by=alice))
    actions.approve(letter, by=bob, revision=letter.latest_revision)
    assert again(letter).status == LetterStatus.IN_REVIEW
    assert not Dispatch.objects.exists()
    actions.approve(letter, by=director, revision=letter.latest_revision)
    assert again(letter).status == LetterStatus.APPROVED
    assert lines(letter).count("letters.clear") == 1


def test_a_change_after_the_first_yes_goes_back_to_the_first_step(draft, alice, bob, director, four_eyes):
    steps(four_eyes, FourEyesTask.objects.create(name="Director"))
    letter = again(actions.submit(draft, by=alice))
    actions.approve(letter, by=bob, revision=letter.latest_revision)
    actions.return_to_writer(letter, by=director, revision=letter.latest_revision, comment="Shorter.")
    letter = again(actions.submit(write(letter, by=alice, body="<p>Shorter.</p>"), by=alice))
    actions.approve(letter, by=director, revision=letter.latest_revision)
    letter = again(letter)
    assert (letter.status, letter.current_workflow_task_state.task.name) == (LetterStatus.IN_REVIEW, "Four eyes")
    actions.approve(letter, by=bob, revision=letter.latest_revision)
    assert again(letter).status == LetterStatus.APPROVED


def test_a_change_after_the_first_yes_is_noticed_without_the_setting_too(
    draft, alice, bob, director, four_eyes, settings
):
    settings.WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
    steps(four_eyes, FourEyesTask.objects.create(name="Director"))
    letter = again(actions.submit(draft, by=alice))
    actions.approve(letter, by=bob, revision=letter.latest_revision)
    actions.return_to_writer(letter, by=director, revision=letter.latest_revision, comment="Shorter.")
    letter = again(actions.submit(write(letter, by=alice, body="<p>Shorter.</p>"), by=alice))
    with pytest.raises(OutOfDate):
        actions.approve(letter, by=director, revision=letter.latest_revision)
    assert not Approval.objects.exists()


@pytest.mark.parametrize("first", [True, False])
def test_wagtail_s_own_step_before_or_after_adds_a_yes_and_replaces_none(
    draft, alice, bob, director, four_eyes, groups_step, first
):
    steps(*([groups_step, four_eyes] if first else [four_eyes, groups_step]))
    letter = again(actions.submit(draft, by=alice))
    act(letter, bob)
    assert again(letter).status == LetterStatus.IN_REVIEW
    act(letter, director)
    assert again(letter).status == LetterStatus.APPROVED
    assert Approval.objects.get().approved_by == director


@pytest.mark.parametrize("who", ["alice", "charlie", "root"])
def test_in_wagtail_s_own_step_no_writer_no_stranger_and_no_superuser_says_yes(
    draft, alice, four_eyes, groups_step, who, request
):
    steps(groups_step, four_eyes)
    letter = again(actions.submit(draft, by=alice))
    with pytest.raises(NotPermitted):
        act(letter, request.getfixturevalue(who))
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS
    assert again(letter).status == LetterStatus.IN_REVIEW


def test_a_no_in_wagtail_s_own_step_gives_the_draft_back_with_the_comment(
    draft, alice, director, four_eyes, groups_step
):
    steps(groups_step, four_eyes)
    letter = again(actions.submit(draft, by=alice))
    act(letter, director, "reject", comment="Ask Legal.")
    letter = again(letter)
    assert (letter.status, letter.returns.get().comment) == (LetterStatus.DRAFT, "Ask Legal.")


def test_a_reviewer_outside_a_group_does_not_pass_that_group_s_step(draft, alice, bob, four_eyes):
    only_directors = GroupApprovalTask.objects.create(name="Directors")
    only_directors.groups.set([group_of("director")])
    steps(only_directors, four_eyes)
    letter = again(actions.submit(draft, by=alice))
    with pytest.raises(NotPermitted, match="“Directors”, is for others"):
        actions.approve(letter, by=bob, revision=letter.latest_revision)


# ---------------------------------------------------------------- the review is replaced while a letter is in it
def test_a_review_replaced_by_a_stock_step_alone_never_approves(in_review, bob, groups_step):
    """The administrator swaps the step under a running review: the yes is undone, whoever gives it."""
    state = in_review.current_workflow_state
    WorkflowTask.objects.filter(workflow=state.workflow).update(task=groups_step.task_ptr)
    TaskState.objects.filter(pk=state.current_task_state_id).update(task=groups_step.task_ptr)
    with pytest.raises(NotPermitted, match="Nobody has approved"):
        act(in_review, bob)
    assert (again(in_review).status, Approval.objects.exists()) == (LetterStatus.IN_REVIEW, False)


def test_deactivating_the_step_approves_nothing(in_review, four_eyes, root):
    """On stock Wagtail the review then finds no step left to take, and publishes."""
    step = in_review.current_workflow_task
    with pytest.raises(PermissionDenied):
        step.deactivate(user=root)
    step.refresh_from_db()
    assert (step.active, again(in_review).status, Approval.objects.exists()) == (True, LetterStatus.IN_REVIEW, False)


def test_deactivating_the_workflow_gives_the_draft_back(in_review, root):
    Letter.get_default_workflow().deactivate(user=root)
    letter = again(in_review)
    assert (letter.status, letter.current_workflow_state) == (LetterStatus.DRAFT, None)
    assert lines(letter)[-1] == "letters.withdraw"


def test_a_review_cancelled_by_wagtail_gives_the_draft_back(in_review, alice):
    in_review.current_workflow_state.cancel(user=alice)
    assert again(in_review).status == LetterStatus.DRAFT


def test_a_review_cancelled_by_nobody_gives_the_draft_back(in_review):
    in_review.current_workflow_state.cancel()
    assert again(in_review).status == LetterStatus.DRAFT


# ---------------------------------------------------------------- the four-eyes step elsewhere
def test_a_four_eyes_step_in_the_workflow_of_pages_decides_nothing(in_review, bob, four_eyes):
    """Its address could otherwise approve the letter that happens to have the number of the page."""
    from wagtail.models import Page

    page = Page.objects.get(depth=2)
    Letter.objects.filter(pk=in_review.pk).update(drafted_at=in_review.drafted_at)
    workflow = Workflow.objects.create(name="Pages")
    WorkflowTask.objects.create(workflow=workflow, task=four_eyes.task_ptr)
    page.save_revision(user=bob)
    state = workflow.start(page, bob)
    assert four_eyes.get_actions(page, bob) == []
    with pytest.raises(PermissionDenied):
        four_eyes.on_action(state.current_task_state, bob, "approve")
    assert state.current_task_state not in TaskState.objects.reviewable_by(bob)
    assert not Approval.objects.exists()


# ---------------------------------------------------------------- what waits for whom
def test_what_waits_on_wagtail_s_dashboard_is_what_one_may_decide(in_review, alice, bob, charlie, director, root):
    charlie.groups.add(group_of("reviewer"))
    waiting = in_review.current_workflow_task_state
    seen = [waiting in TaskState.objects.reviewable_by(user) for user in (bob, director, alice, charlie, root)]
    assert seen == [True, True, False, False, False]


def test_no_number_of_another_kind_of_thing_waits_for_a_reviewer(in_review, bob):
    """A task state about something else with the same number is not offered."""
    other = ContentType.objects.get_for_model(UserFactory._meta.get_model_class())
    WorkflowState.objects.update(base_content_type=other)
    assert not TaskState.objects.reviewable_by(bob).exists()


def test_an_unknown_action_does_nothing(in_review, bob):
    act(in_review, bob, "dance")
    assert again(in_review).status == LetterStatus.IN_REVIEW


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_a_refusal_reaches_wagtail_as_permission_denied(in_review, alice, action):
    with pytest.raises(PermissionDenied):
        act(in_review, alice, action, comment="x")


def test_a_return_without_a_comment_is_refused_in_wagtail_s_words_too(in_review, bob):
    with pytest.raises(PermissionDenied, match="what is to be changed"):
        act(in_review, bob, "reject")


def test_the_step_explains_itself_to_the_administrator():
    assert "did not write" in str(FourEyesTask.get_description())


def test_nobody_edits_or_locks_what_is_being_approved(in_review, root, four_eyes):
    assert four_eyes.locked_for_user(in_review, root)
    assert not four_eyes.user_can_lock(in_review, root)


def test_a_letter_in_no_workflow_is_told_so(draft, alice):
    WorkflowContentType.objects.all().delete()
    with pytest.raises(CaseworkError):
        actions.submit(LetterFactory(case=draft.case, by=alice), by=alice)
