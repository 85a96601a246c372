import pytest

from casework.cases import actions as cases
from casework.dispatch import jobs
from casework.dispatch.models import Dispatch
from casework.letters.receivers import see_to_the_workflow
from casework.letters.states import LetterStatus
from tests.factories.dispatch import DispatchFactory
from tests.factories.letters import LetterFactory, again

pytestmark = pytest.mark.django_db


def test_when_a_letter_left_its_letter_is_sent_and_its_case_resolved(sent):
    sent.case.refresh_from_db()
    assert (sent.status, sent.case.status) == (LetterStatus.SENT, "resolved")


def test_news_that_could_not_be_taken_in_is_told_again(approved, settings, tmp_path, monkeypatch):
    from casework.letters import actions

    settings.MAILBOX_DIR = tmp_path
    monkeypatch.setattr(actions, "mark_sent", lambda _sent: 1 / 0)
    jobs.send_due()
    assert (again(approved).status, Dispatch.objects.get().status) == (LetterStatus.APPROVED, "sent")
    monkeypatch.undo()
    settings.MAILBOX_DIR = tmp_path
    jobs.tell_again()
    assert again(approved).status == LetterStatus.SENT


def test_something_else_that_left_is_no_letter(office_a, settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path
    DispatchFactory(office=office_a)
    assert jobs.send_due() == 1


def test_closing_a_case_makes_its_open_letters_void_and_leaves_others_alone(draft, in_review, alice):
    other = LetterFactory(office=draft.office, by=alice)
    cases.close(draft.case, by=alice, closure_reason="withdrawn")
    assert [again(letter).status for letter in (draft, in_review, other)] == ["void", "void", "draft"]


def test_closing_a_case_leaves_what_was_sent(sent, alice):
    cases.close(sent.case, by=alice, closure_reason="completed")
    assert again(sent).status == LetterStatus.SENT


def test_after_a_migration_the_review_is_there():
    see_to_the_workflow(sender=None)
    assert again(LetterFactory(submitted=True)).current_workflow_state is not None
