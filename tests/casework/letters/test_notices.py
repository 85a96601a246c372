"""What staff are told by mail: the reference and the way there, once it is true."""

import logging

import pytest
from django.db import transaction
from wagtail.models import Page, TaskState, Workflow, WorkflowState, WorkflowTask
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted
from wagtail.users.models import UserProfile

from casework.letters import actions
from casework.letters.models import FourEyesTask
from casework.letters.notices import Notice
from tests.factories.directory import UserFactory
from tests.factories.letters import again

pytestmark = pytest.mark.django_db


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """What happens inside happens as if the transaction had ended there."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def told(mailoutbox):
    return sorted((mail.to[0].partition("@")[0], mail.subject) for mail in mailoutbox)


def test_whoever_may_approve_is_told_that_a_letter_waits(draft, alice, bob, director, charlie, mailoutbox, committing):
    with committing():
        actions.submit(draft, by=alice)
    assert told(mailoutbox) == [(name, f"Letter {draft} waits for approval") for name in ("bob", "dana")]


def test_whoever_wrote_on_it_is_not_told_though_they_may_approve_others(
    draft, alice, bob, director, mailoutbox, committing
):
    draft.writers.create(user=director)
    with committing():
        actions.submit(draft, by=alice)
    assert [mail.to for mail in mailoutbox] == [["bob@staff.example.org"]]


def test_a_letter_submitted_again_is_told_again(draft, alice, bob, mailoutbox, committing):
    letter = again(actions.submit(draft, by=alice))
    actions.return_to_writer(letter, by=bob, revision=letter.latest_revision, comment="Shorter.")
    with committing():
        actions.submit(letter, by=alice)
    assert told(mailoutbox) == [("bob", f"Letter {draft} waits for approval")]


def test_its_writer_is_told_of_a_return_without_the_comment(in_review, bob, mailoutbox, committing):
    with committing():
        actions.return_to_writer(in_review, by=bob, revision=in_review.latest_revision, comment="Her pension is $412.")
    [mail] = mailoutbox
    assert mail.subject == f"Letter {in_review} was returned"
    said = f"{mail.subject}\n{mail.body}"  # a Message-ID is random and may hold any three digits
    assert "412" not in said
    assert "pension" not in said
    assert mail.attachments == []


def test_its_writer_is_told_of_the_approval(in_review, bob, mailoutbox, committing):
    with committing():
        actions.approve(in_review, by=bob, revision=in_review.latest_revision)
    assert told(mailoutbox) == [("alice", f"Letter {in_review} was approved")]


def test_no_mail_names_anybody_or_repeats_a_word_of_a_letter(draft, alice, bob, mailoutbox, committing):
    with committing():
        letter = again(actions.submit(draft, by=alice))
        actions.approve(letter, by=bob, revision=letter.latest_revision)
    assert len(mailoutbox) == 2
    for mail in mailoutbox:
        said = f"{mail.subject}\n{mail.body}"
        assert not [word for word in ("Testa", "testa@", "Alice", "Bob", draft.subject, "Thank you") if word in said]
        assert "/admin/letters/" in mail.body


def test_nothing_is_told_before_it_is_true(in_review, bob, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        try:
            with transaction.atomic():
                actions.approve(in_review, by=bob, revision=in_review.latest_revision)
                raise RuntimeError
        except RuntimeError:
            pass
    assert (waiting, mailoutbox) == ([], [])


def test_who_wants_no_such_mails_gets_none(draft, alice, bob, mailoutbox, committing):
    UserProfile.objects.create(user=bob, submitted_notifications=False)
    with committing():
        actions.submit(draft, by=alice)
    assert mailoutbox == []


def test_somebody_without_an_address_is_left_out(draft, alice, office_a, mailoutbox, committing):
    UserFactory(office=office_a, roles=["reviewer"], email="")
    with committing():
        actions.submit(draft, by=alice)
    assert [mail.to for mail in mailoutbox] == [["bob@staff.example.org"]]


def test_a_mail_server_that_is_away_keeps_nobody_from_working(draft, alice, bob, settings, committing, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with caplog.at_level(logging.WARNING), committing():
        letter = actions.submit(draft, by=alice)
    assert again(letter).status == "in_review"
    assert "notice not sent" in caplog.text
    assert "bob@" not in caplog.text


def test_only_ours_listen_in_the_place_of_wagtail_s():
    for signal, sender in (
        (task_submitted, TaskState),
        (workflow_submitted, WorkflowState),
        (workflow_rejected, WorkflowState),
        (workflow_approved, WorkflowState),
    ):
        mailers = [each for each in signal._live_receivers(sender)[0] if "Notif" in type(each).__name__]
        notices = [each for each in signal._live_receivers(sender)[0] if isinstance(each, Notice)]
        assert (mailers, len(notices)) == ([], 1)


def test_pages_are_told_of_as_wagtail_does_once_it_is_true(alice, root, mailoutbox, committing):
    page = Page.objects.get(depth=2)
    page.save_revision(user=alice)
    workflow = Workflow.objects.create(name="Pages")
    WorkflowTask.objects.create(workflow=workflow, task=FourEyesTask.objects.create(name="Step").task_ptr)
    with committing() as waiting:
        state = workflow.start(page, alice)
        state.current_task_state.reject(user=root, comment="The picture.")
    assert waiting
    assert [mail.to for mail in mailoutbox] == [[alice.email]]
    assert "The picture." in mailoutbox[0].body
