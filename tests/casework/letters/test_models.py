import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.db.utils import IntegrityError

from casework.core.errors import CaseworkError
from casework.letters.models import Approval, Letter, Template, Writer
from casework.letters.states import LetterStatus
from tests.factories.letters import ApprovalFactory, LetterFactory, ReturnFactory, TemplateFactory, again, write

pytestmark = pytest.mark.django_db


def test_a_letter_is_called_by_its_reference(draft):
    assert str(draft) == f"{draft.case.reference}/1"


# ---------------------------------------------------------------- where it stands is not text
def test_a_plain_save_writes_the_text_and_never_where_the_letter_stands(draft, bob):
    stale = again(draft)
    Letter.objects.filter(pk=draft.pk).update(status=LetterStatus.SENT)
    stale.subject, stale.drafted_by = "Corrected", bob
    stale.save()
    now = again(draft)
    assert (now.subject, now.status, now.drafted_by) == ("Corrected", LetterStatus.SENT, draft.drafted_by)


def test_a_save_that_names_its_columns_writes_them(draft):
    draft.status = LetterStatus.VOID
    draft.save(update_fields=["status"])
    assert again(draft).status == LetterStatus.VOID


@pytest.mark.parametrize("column", sorted(Letter.STANDING))
def test_a_revision_brings_back_no_column_of_where_the_letter_stands(draft, column):
    another = LetterFactory(approved=True)
    tampered = {**draft.latest_revision.content, column: another.serializable_data()[column]}
    attname = Letter._meta.get_field(column).attname
    assert getattr(draft.with_content_json(tampered), attname) == getattr(draft, attname)


# ---------------------------------------------------------------- revisions
def save(letter, user, **kwargs):
    with transaction.atomic():
        return letter.get_latest_revision_as_object().save_revision(user=user, clean=False, **kwargs)


@pytest.mark.parametrize("stands", ["submitted", "approved", "void"])
def test_no_words_are_saved_once_the_letter_is_no_draft(stands):
    letter = LetterFactory(**{stands: True})
    before = letter.latest_revision_id
    with pytest.raises(PermissionDenied):
        save(letter, letter.drafted_by)
    assert again(letter).latest_revision_id == before


def test_autosave_goes_on_writing_the_same_revision_of_a_draft(draft, alice):
    first = draft.latest_revision
    assert save(draft, alice, overwrite_revision=first).pk == first.pk


def test_a_revision_that_was_reviewed_is_kept_when_autosave_wants_to_rewrite_it():
    letter = LetterFactory(returned=True)
    read, words = letter.latest_revision, letter.latest_revision.content
    new = save(letter, letter.drafted_by, overwrite_revision=read)
    assert new.pk != read.pk
    read.refresh_from_db()
    assert read.content == words


@pytest.mark.django_db(transaction=True)
def test_words_and_writer_are_saved_together_without_a_transaction_round_them(director):
    letter = LetterFactory()

    letter.get_latest_revision_as_object().save_revision(user=director, clean=False)

    assert Writer.objects.filter(letter=letter, user=director).count() == 1


def test_whoever_saves_words_has_a_hand_in_them_once(draft, director):
    save(draft, director)
    save(draft, director)
    assert list(draft.writers.order_by("pk").values_list("user__username", flat=True)) == ["alice", "dana"]


def test_a_revision_without_a_person_leaves_no_hand(draft):
    save(draft, None)
    assert draft.writers.count() == 1


# ---------------------------------------------------------------- the lock
def test_a_draft_is_open(draft):
    assert draft.get_lock() is None


@pytest.mark.parametrize("stands", ["submitted", "approved", "void"])
def test_any_other_letter_is_locked_for_everybody_with_words_that_say_why(stands, root):
    letter = LetterFactory(**{stands: True})
    lock = letter.get_lock()
    assert lock.for_user(letter.drafted_by)
    assert lock.for_user(root)
    assert str(lock.get_message(root)).startswith("This letter ")
    assert lock.get_locked_by(root) == letter.get_status_display()


# ---------------------------------------------------------------- written once
@pytest.mark.parametrize("factory", [ApprovalFactory, ReturnFactory])
def test_a_decision_is_written_once(factory):
    decision = factory()
    with pytest.raises(CaseworkError):
        decision.save()
    with pytest.raises(CaseworkError):
        type(decision).objects.filter(pk=decision.pk).update(letter=decision.letter)


@pytest.mark.parametrize("factory", [ApprovalFactory, ReturnFactory])
def test_a_decision_belongs_to_the_office_of_its_letter(factory, charlie):
    decision = factory(office=charlie.memberships.get().office)
    other = factory()
    assert decision.office_id == decision.letter.office_id
    assert list(type(decision).objects.for_user(charlie)) == [decision]
    assert str(other) == f"{other.letter} · {other._meta.verbose_name} {other.pk}"


def test_the_words_of_a_decision_outlive_their_letter_s_deletion():
    approval = ApprovalFactory()
    with pytest.raises(ProtectedError):
        approval.letter.delete()
    with pytest.raises(ProtectedError):
        approval.revision.delete()


def test_a_review_ends_in_one_approval_at_most():
    approval = ApprovalFactory()
    approval.pk, approval._state.adding, approval.dispatch_id = None, True, None
    with pytest.raises(IntegrityError), transaction.atomic():
        approval.save()


def test_an_approval_always_names_its_hash():
    approval = ApprovalFactory()
    other = Approval(
        letter=approval.letter, revision=approval.revision, workflow_state=approval.workflow_state,
        content="{}", sha256="", approved_by=approval.approved_by, dispatch=approval.dispatch,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_somebody_is_a_writer_once(draft, alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        Writer.objects.create(letter=draft, user=alice)


# ---------------------------------------------------------------- sight
def test_letters_are_seen_by_their_office_alone(draft, alice, bob, charlie, root):
    assert [list(Letter.objects.for_user(user)) for user in (alice, bob, charlie, root)] == [[draft], [draft], [], []]


# ---------------------------------------------------------------- templates
def test_a_template_refuses_a_field_nobody_could_fill():
    template = TemplateFactory.build(body="<p>{nam} owes {amount}</p>")
    with pytest.raises(Exception, match=r"\{amount\}, \{nam\}"):
        template.full_clean()


def test_shared_templates_are_seen_by_all_and_those_of_an_office_by_it(alice, charlie, office_a):
    shared, own = TemplateFactory(), TemplateFactory(office=office_a)
    assert set(Template.objects.for_user(alice)) == {shared, own}
    assert set(Template.objects.for_user(charlie)) == {shared}


# ---------------------------------------------------------------- the preview
def test_the_preview_shows_the_words_as_they_would_leave(draft, alice, rf):
    text = write(draft, by=alice, body="<p>Paid.</p><script>x</script>").get_latest_revision_as_object()
    context = text.get_preview_context(rf.get("/"), "")
    assert context["html"].splitlines()[1] == "<p>Paid.</p>"
    assert "Paid.\n" in context["text"]
