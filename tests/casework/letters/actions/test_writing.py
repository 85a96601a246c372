import pytest
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowState, WorkflowTask

from casework.cases import actions as cases
from casework.contacts import actions as contacts
from casework.core.errors import CaseworkError, IllegalMove, NotPermitted
from casework.dispatch.models import Dispatch
from casework.letters import actions
from casework.letters.models import FourEyesTask, Letter
from casework.letters.states import LetterStatus
from tests.factories.cases import CaseFactory, MessageFactory
from tests.factories.directory import MemberFactory
from tests.factories.letters import LetterFactory, TemplateFactory, again, write
from tests.history import last_line, lines

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- beginning
def test_a_reply_begins_as_a_draft_with_its_first_revision(case, alice):
    letter = actions.start_reply(case, by=alice)
    assert (letter.status, letter.live, letter.drafted_by) == (LetterStatus.DRAFT, False, alice)
    assert letter.latest_revision.user == alice
    assert letter.reference == f"{case.reference}/1"
    assert lines(letter) == ["letters.start"]


def test_the_second_letter_of_a_case_has_the_next_number(case, alice):
    actions.start_reply(case, by=alice)
    assert actions.start_reply(case, by=alice).reference == f"{case.reference}/2"


def test_an_empty_page_knows_whom_it_answers(case, alice):
    letter = actions.start_reply(case, by=alice)
    assert (letter.to_name, letter.to_address, letter.channel) == ("Testa Person", "testa@example.org", "email")
    assert (letter.subject, letter.salutation, letter.body) == (case.subject, "Dear Testa Person,", "")


def test_whoever_asked_for_a_letter_by_post_gets_one(office_a, alice):
    case = CaseFactory(
        office=office_a, opened=True, reply_by="post", person__email="t@example.org", person__post="2 Test Street"
    )
    letter = actions.start_reply(case, by=alice)
    assert (letter.channel, letter.to_address) == ("post", "2 Test Street")


def test_an_address_marked_do_not_use_is_not_filled_in(case, alice):
    contacts.set_do_not_use(case.person.contact_points.get(), by=alice, do_not_use=True)
    assert actions.start_reply(case, by=alice).to_address == ""


def test_a_template_is_filled_with_what_is_known(case, alice):
    case.subject = "Rent & <heat>"
    case.save()
    member = MemberFactory(office=case.office, name="Robin Example")
    template = TemplateFactory(
        subject="Re: {subject}", body="<p>About {subject}, {name}.</p>", closing="{member}, {member_title}"
    )
    letter = actions.start_reply(case, by=alice, template=template, signatory=member)
    assert letter.subject == "Re: Rent & <heat>"
    assert letter.body == "<p>About Rent &amp; &lt;heat&gt;, Testa Person.</p>"
    assert letter.closing == "Robin Example, Member for Test Riding"
    assert last_line(letter).data == {"template": template.pk}


def test_a_french_template_makes_a_french_letter_whatever_the_person_asked_for(case, alice):
    template = TemplateFactory(language="fr", salutation="{salutation}")
    letter = actions.start_reply(case, by=alice, template=template)
    assert (letter.language, letter.salutation) == ("fr", "Bonjour Testa Person,")


def test_the_answer_continues_the_thread_of_the_last_mail(case, alice):
    MessageFactory(case=case, message_id="<1@example.org>")
    MessageFactory(case=case, message_id="<2@example.org>")
    assert actions.start_reply(case, by=alice).in_reply_to == "<2@example.org>"


def test_nobody_begins_a_letter_on_a_closed_case(case, alice):
    cases.close(case, by=alice, closure_reason="completed")
    with pytest.raises(CaseworkError, match="closed"):
        actions.start_reply(case, by=alice)
    assert not case.letters.exists()


def test_a_resolved_case_can_be_written_to_again(case, alice):
    cases.resolve(case, by=alice)
    assert actions.start_reply(case, by=alice).status == LetterStatus.DRAFT


@pytest.mark.parametrize("who", ["bob", "charlie", "root"])
def test_only_who_works_the_case_begins_a_letter(case, who, request):
    with pytest.raises(NotPermitted):
        actions.start_reply(case, by=request.getfixturevalue(who))
    assert not Letter.objects.exists()


# ---------------------------------------------------------------- submitting
def test_submitting_starts_the_review_of_the_newest_words(draft, alice):
    letter = actions.submit(draft, by=alice)
    state = letter.current_workflow_task_state
    assert (letter.status, state.revision) == (LetterStatus.IN_REVIEW, letter.latest_revision)
    assert isinstance(state.task.specific, FourEyesTask)
    assert "letters.submit" in lines(letter)


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ({"to_address": " "}, "the address"),
        ({"subject": ""}, "the subject"),
        ({"salutation": ""}, "the salutation"),
        ({"body": "<p> </p>"}, "the text"),
        ({"body": "<p>Paid on [date].</p>"}, r"\[date\]"),
        ({"subject": "About {subject}"}, r"\{subject\}"),
        ({"to_address": "a@example.org, b@example.org"}, "not an e-mail address"),
        ({"to_address": "2 Test Street"}, "not an e-mail address"),
    ],
)
def test_a_letter_with_a_gap_is_not_submitted_and_stays_a_draft(draft, alice, words, missing):
    write(draft, by=alice, **words)
    with pytest.raises(CaseworkError, match=missing):
        actions.submit(draft, by=alice)
    assert again(draft).status == LetterStatus.DRAFT
    assert not WorkflowState.objects.exists()


def test_a_link_is_no_gap(draft, alice):
    write(draft, by=alice, body='<p>See <a href="https://example.org">our guide</a>.</p>')
    assert actions.submit(draft, by=alice).status == LetterStatus.IN_REVIEW


@pytest.mark.parametrize("who", ["bob", "charlie", "root"])
def test_only_who_may_change_a_letter_submits_it(draft, who, request):
    with pytest.raises(NotPermitted):
        actions.submit(draft, by=request.getfixturevalue(who))
    assert again(draft).status == LetterStatus.DRAFT


def test_a_letter_is_submitted_once(in_review, alice):
    with pytest.raises(IllegalMove):
        actions.submit(in_review, by=alice)
    assert WorkflowState.objects.count() == 1


def test_without_a_four_eyes_step_nothing_is_submitted(draft, alice):
    workflow = Workflow.objects.create(name="Stock")
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="Stock").task_ptr)
    WorkflowContentType.objects.update(workflow=workflow)
    with pytest.raises(CaseworkError, match="No review by somebody else"):
        actions.submit(draft, by=alice)
    assert again(draft).status == LetterStatus.DRAFT


def test_without_any_workflow_nothing_is_submitted(draft, alice):
    WorkflowContentType.objects.all().delete()
    with pytest.raises(CaseworkError, match="No review"):
        actions.submit(draft, by=alice)


def test_resubmitting_goes_on_with_the_same_review_on_the_new_words(draft, alice, bob):
    letter = LetterFactory(case=draft.case, by=alice, approver=bob, returned=True)
    letter = actions.submit(write(letter, by=alice, body="<p>Shorter.</p>"), by=alice)
    state = letter.current_workflow_task_state
    assert state.revision == letter.latest_revision
    assert WorkflowState.objects.for_instance(letter).count() == 1


def test_a_returned_letter_is_reviewed_by_the_workflow_that_holds_now(case, alice, bob):
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True)
    new = Workflow.objects.create(name="New")
    WorkflowTask.objects.create(workflow=new, task=FourEyesTask.objects.create(name="New").task_ptr)
    WorkflowContentType.objects.update(workflow=new)
    letter = actions.submit(letter, by=alice)
    assert letter.current_workflow_state.workflow == new
    assert letter.status == LetterStatus.IN_REVIEW


# ---------------------------------------------------------------- withdrawing
def test_withdrawing_makes_it_a_draft_and_ends_the_review(in_review, alice):
    letter = actions.withdraw(in_review, by=alice)
    assert again(letter).status == LetterStatus.DRAFT
    assert letter.current_workflow_state is None
    assert lines(letter).count("letters.withdraw") == 1


def test_a_colleague_who_may_change_it_withdraws_it_too(in_review, director):
    assert actions.withdraw(in_review, by=director).status == LetterStatus.DRAFT


@pytest.mark.parametrize("who", ["bob", "charlie", "root"])
def test_who_may_not_change_it_does_not_withdraw_it(in_review, who, request):
    with pytest.raises(NotPermitted):
        actions.withdraw(in_review, by=request.getfixturevalue(who))
    assert again(in_review).status == LetterStatus.IN_REVIEW


def test_what_is_not_in_review_is_not_withdrawn(draft, alice):
    with pytest.raises(CaseworkError, match="not in review"):
        actions.withdraw(draft, by=alice)


def test_after_withdrawing_the_words_can_be_changed_and_submitted_again(in_review, alice):
    letter = write(actions.withdraw(in_review, by=alice), by=alice, body="<p>Better.</p>")
    letter = actions.submit(letter, by=alice)
    assert letter.current_workflow_task_state.revision == letter.latest_revision


def test_withdrawing_works_when_the_workflow_is_gone(in_review, alice):
    WorkflowState.objects.all().delete()
    assert actions.withdraw(in_review, by=alice).status == LetterStatus.DRAFT


def test_nothing_leaves_before_a_yes(in_review):
    assert not Dispatch.objects.exists()
