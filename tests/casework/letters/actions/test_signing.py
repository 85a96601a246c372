"""A letter that a rule has signed: who may, when, exactly which words, and what opens it again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from casework.cases import actions as cases
from casework.core import clock as now
from casework.core.errors import CaseworkError, IllegalMove, NotPermitted, OutOfDate
from casework.core.permissions import SYSTEM
from casework.dispatch import actions as dispatch, jobs
from casework.dispatch.models import Dispatch
from casework.dispatch.queries import print_list
from casework.letters import actions, queries
from casework.letters.models import AuthorityEnd, SigningAuthority, SignOff, Unlocking
from casework.letters.tiers import Tier
from casework.positions import actions as positions
from tests.factories.directory import MemberFactory, UnitFactory, UserFactory
from tests.factories.letters import (
    ClearanceRuleFactory,
    LetterFactory,
    SigningAuthorityFactory,
    again,
    to_be_signed,
    write,
)
from tests.factories.lines import saying
from tests.factories.positions import PositionFactory
from tests.history import lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(office_a):
    return MemberFactory(office=office_a)


@pytest.fixture
def delegate(office_a):
    """Somebody of the Leader's Secretariat."""
    return UserFactory(office=office_a, roles=["reviewer"])


@pytest.fixture
def authority(office_a, member, delegate, director):
    return SigningAuthorityFactory(office=office_a, member=member, holder=delegate, by=director)


@pytest.fixture
def letter(authority, alice, bob):
    """A letter of alice's that bob approved and delegate may sign."""
    return to_be_signed(authority, by=alice, approver=bob)


def sign(letter, by, **said):
    letter = again(letter)
    return actions.sign(letter, by=by, **{"sha256": queries.reading(letter).sha256, **said})


def stands(letter):
    return again(letter).status, Dispatch.objects.latest("pk").status


# ---------------------------------------------------------------- it waits, and it leaves
def test_an_approved_letter_waits_for_its_signature_and_nothing_leaves(letter):
    assert stands(letter) == ("to_sign", "waiting")
    assert jobs.send_due() == 0
    assert stands(letter) == ("to_sign", "waiting")


def test_signed_it_leaves_exactly_as_it_was_approved(letter, delegate, settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path
    kept = Dispatch.objects.get()
    signed = sign(letter, delegate)
    assert stands(letter) == ("approved", "queued")
    assert jobs.send_due() == 1
    assert stands(letter) == ("sent", "sent")
    [mail] = tmp_path.glob("*.eml")
    assert mail.read_bytes() == kept.raw_bytes
    assert (signed.sha256, signed.signed_by) == (letter.approvals.get().sha256, delegate)
    assert "letters.sign" in lines(letter)


def test_without_a_rule_that_asks_for_it_a_letter_leaves_after_its_approval(authority, alice, bob):
    letter = LetterFactory(office=authority.office, by=alice, approver=bob, approved=True)
    assert stands(letter) == ("approved", "queued")


def test_a_letter_in_nobody_s_name_is_not_submitted_where_a_signature_is_asked_for(office_a, alice):
    ClearanceRuleFactory(office=office_a, signature=True)
    draft = LetterFactory(office=office_a, by=alice)
    assert draft.signatory is None
    with pytest.raises(CaseworkError, match="in whose name"):
        actions.submit(draft, by=alice)
    assert again(draft).status == "draft"


def test_by_post_it_is_on_the_print_list_only_when_signed(authority, alice, bob, delegate, office_a):
    letter = to_be_signed(authority, by=alice, approver=bob, post="1 Testa Street")
    assert list(print_list(bob)) == []
    with pytest.raises(IllegalMove):
        dispatch.mark_printed([Dispatch.objects.get()], by=alice)
    sign(letter, delegate, method="wet")
    assert [str(each) for each in print_list(bob)] == [str(letter)]


# ---------------------------------------------------------------- who may
def test_nobody_signs_without_an_authority(letter, alice, bob, director, charlie, root):
    root.memberships.create(office=letter.office)
    for somebody in (alice, bob, director, charlie, root):
        with pytest.raises(NotPermitted):
            sign(letter, somebody)
    with pytest.raises(NotPermitted):
        sign(letter, SYSTEM)
    assert stands(letter) == ("to_sign", "waiting")
    assert not SignOff.objects.exists()


def test_an_authority_that_ended_this_morning_signs_nothing(letter, authority, delegate, director):
    actions.end_authority(authority, by=director, reason="On leave.")
    with pytest.raises(NotPermitted, match="was ended"):
        sign(letter, delegate)
    assert stands(letter) == ("to_sign", "waiting")
    assert list(queries.waiting_for_my_signature(delegate)) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"starts": 1}, "not begun"),
        ({"starts": -9, "last_day": -1}, "last day has passed"),
        ({"most_tier": Tier.LIGHT}, "weight"),
        ({"most_level": 0}, "as closed as this one"),
        ({"channel": "post"}, "another way"),
    ],
)
def test_an_authority_for_another_time_or_kind_of_letter_does_not_sign_this(
    office_a, member, delegate, alice, bob, changes, says
):
    days = {name: now.today() + timedelta(days=n) for name, n in changes.items() if name in {"starts", "last_day"}}
    given = SigningAuthorityFactory(office=office_a, member=member, holder=delegate, **{**changes, **days})
    letter = to_be_signed(given, by=alice, approver=bob)
    with pytest.raises(NotPermitted, match=says):
        sign(letter, delegate)
    assert list(queries.waiting_for_my_signature(delegate)) == []
    assert queries.signers_of(letter) == []


def test_an_authority_for_one_member_does_not_sign_for_another(letter, office_a, bob):
    SigningAuthorityFactory(office=office_a, member=MemberFactory(office=office_a), holder=bob)
    with pytest.raises(NotPermitted):
        sign(letter, bob)


def test_whoever_wrote_a_letter_does_not_sign_it_unless_it_is_the_member(office_a, member, alice, bob):
    given = SigningAuthorityFactory(office=office_a, member=member, holder=alice)
    letter = to_be_signed(given, by=alice, approver=bob)
    with pytest.raises(NotPermitted, match="somebody else signs"):
        sign(letter, alice)
    assert list(queries.waiting_for_my_signature(alice)) == []
    SigningAuthorityFactory(office=office_a, member=member, holder=alice, in_person=True)
    assert list(queries.waiting_for_my_signature(alice)) == [letter]
    assert sign(letter, alice).authority.in_person


def test_whoever_left_the_office_signs_no_more(letter, delegate):
    delegate.memberships.all().delete()
    with pytest.raises(NotPermitted):
        sign(letter, type(delegate).objects.get(pk=delegate.pk))


# ---------------------------------------------------------------- exactly these words
def test_the_words_on_the_screen_are_those_that_are_signed(letter, delegate):
    with pytest.raises(OutOfDate):
        sign(letter, delegate, sha256="0" * 64)
    assert stands(letter) == ("to_sign", "waiting")


def test_what_the_letter_takes_from_elsewhere_may_not_have_changed(letter, delegate, member):
    member.title_en = "Another title"
    member.save()
    with pytest.raises(OutOfDate, match="reviewed again"):
        sign(letter, delegate)


def test_a_line_that_ended_since_the_approval_is_not_signed(authority, alice, bob, delegate, director):
    line = PositionFactory(office=authority.office, by=alice, approver=bob, approved=True)
    rule = ClearanceRuleFactory(office=authority.office, signature=True)
    letter = saying(line, by=alice, approver=bob, signatory=authority.member, approved=True)
    assert (stands(letter), rule.signature) == (("to_sign", "waiting"), True)
    positions.withdraw_live(line, by=director, reason="The figure was wrong.")
    with pytest.raises(CaseworkError, match="withdrawn"):
        sign(letter, delegate)
    assert stands(letter) == ("to_sign", "waiting")


def test_it_is_signed_once(letter, delegate):
    sign(letter, delegate)
    with pytest.raises(CaseworkError, match="does not wait"):
        sign(letter, delegate)
    assert SignOff.objects.count() == 1


def test_a_letter_that_waits_for_its_signature_cannot_be_written_on(letter, alice):
    assert letter.get_lock() is not None
    with pytest.raises(IllegalMove):
        actions.submit(letter, by=alice)
    with pytest.raises(CaseworkError):
        actions.withdraw(letter, by=alice)


def test_what_was_signed_stays_as_it_was_written(letter, delegate, director):
    signed = sign(letter, delegate)
    actions.recall(again(letter), by=director, reason="Wrong.")
    actions.end_authority(signed.authority, by=director, reason="Over.")
    written = {
        signed: {"method": "wet"},
        signed.authority: {"most_tier": 3},
        Unlocking.objects.get(): {"reason": "Another."},
        AuthorityEnd.objects.get(): {"reason": "Another."},
    }
    for row, changes in written.items():
        with pytest.raises(CaseworkError, match="written once"):
            row.save()
        with pytest.raises(DatabaseError), transaction.atomic():
            QuerySet(type(row)).filter(pk=row.pk).update(**changes)


# ---------------------------------------------------------------- back, and open again
def test_instead_of_signing_it_goes_back_with_what_is_to_be_changed(letter, alice, delegate):
    returned = actions.return_unsigned(letter, by=delegate, comment="Name the program.")
    assert stands(returned) == ("draft", "stopped")
    assert queries.last_return(returned).comment == "Name the program."
    assert write(returned, by=alice, body="<p>Better words.</p>").status == "draft"


def test_a_return_says_what_is_to_be_changed_and_is_for_who_may_sign(letter, bob, delegate):
    with pytest.raises(CaseworkError, match="what is to be changed"):
        actions.return_unsigned(letter, by=delegate, comment=" ")
    with pytest.raises(NotPermitted):
        actions.return_unsigned(letter, by=bob, comment="I do not like it.")
    assert stands(letter) == ("to_sign", "waiting")


def test_a_letter_that_waits_to_be_signed_can_be_recalled_by_its_writer(letter, alice):
    actions.recall(letter, by=alice, reason="A mistake.")
    assert stands(letter) == ("draft", "stopped")
    assert not Unlocking.objects.exists()


def test_a_signed_letter_is_opened_again_by_the_director_or_a_signer_alone(letter, alice, delegate, director):
    signed = sign(letter, delegate)
    with pytest.raises(NotPermitted, match="signed"):
        actions.recall(again(letter), by=alice, reason="A mistake.")
    with pytest.raises(NotPermitted, match="signed"):
        actions.void(again(letter), by=alice, reason="A mistake.")
    assert stands(letter) == ("approved", "queued")
    actions.recall(again(letter), by=director, reason="A mistake.")
    assert stands(letter) == ("draft", "stopped")
    assert (signed.unlocking.unlocked_by, signed.unlocking.reason) == (director, "A mistake.")
    assert queries.sign_off_of(again(letter)) is None
    assert "letters.unlock" in lines(letter)


def test_after_it_was_opened_again_it_needs_its_approval_and_signature_anew(letter, alice, bob, delegate, director):
    ClearanceRuleFactory(office=letter.office, signature=True)
    sign(letter, delegate)
    actions.recall(again(letter), by=director, reason="A mistake.")
    anew = again(actions.submit(write(letter, by=alice, body="<p>Other words.</p>"), by=alice))
    anew = actions.approve(anew, by=bob, revision=anew.latest_revision)
    assert stands(anew) == ("to_sign", "waiting")
    sign(anew, delegate)
    assert stands(anew) == ("approved", "queued")
    assert SignOff.objects.count() == 2


def test_only_the_units_whose_words_changed_read_a_recalled_letter_again(office_a, authority, alice, bob, director):
    speaker = UserFactory(office=office_a, roles=["reviewer"])
    ClearanceRuleFactory(office=office_a, signature=True, units=[UnitFactory(office=office_a, staff=[speaker])])
    letter = LetterFactory(office=office_a, by=alice, approver=bob, signatory=authority.member, submitted=True)
    [turn] = queries.clearances_of(letter)
    actions.decide(turn, by=speaker, verdict="clear", sha256=queries.reading(letter).sha256)
    letter = actions.approve(again(letter), by=bob, revision=letter.latest_revision)
    letter = again(actions.submit(actions.recall(letter, by=alice, reason="Wait."), by=alice))
    assert [each.state for each in queries.clearances_of(letter)] == ["cleared"]
    letter = actions.withdraw(letter, by=alice)
    letter = again(actions.submit(write(letter, by=alice, body="<p>We cannot pay.</p>"), by=alice))
    assert [each.state for each in queries.clearances_of(letter)] == ["open"]


def test_a_signed_letter_is_void_when_its_case_is_closed(letter, alice, delegate):
    sign(letter, delegate)
    cases.close(letter.case, by=alice, closure_reason="completed")
    assert stands(letter) == ("void", "stopped")
    assert Unlocking.objects.get().unlocked_by == alice


# ---------------------------------------------------------------- giving and ending it
def test_nobody_gives_themselves_the_authority(office_a, member, director, alice):
    with pytest.raises(NotPermitted, match="themselves"):
        SigningAuthorityFactory(office=office_a, member=member, holder=director, by=director)
    with pytest.raises((NotPermitted, PermissionDenied)):
        SigningAuthorityFactory(office=office_a, member=member, holder=director, by=alice)
    assert not SigningAuthority.objects.exists()


def test_it_is_given_for_a_member_and_to_a_colleague_of_one_office(office_a, office_b, member, director, charlie, bob):
    with pytest.raises(CaseworkError, match="works in this office"):
        SigningAuthorityFactory(office=office_a, member=member, holder=charlie, by=director)
    with pytest.raises(CaseworkError, match="member of this office"):
        SigningAuthorityFactory(office=office_a, member=MemberFactory(office=office_b), holder=bob, by=director)
    with pytest.raises(CaseworkError, match="before the first"):
        SigningAuthorityFactory(
            office=office_a, member=member, holder=bob, by=director, last_day=now.today() - timedelta(days=1)
        )


def test_it_is_ended_once_with_a_reason_by_who_may(authority, alice, director):
    with pytest.raises(NotPermitted):
        actions.end_authority(authority, by=alice, reason="I say so.")
    with pytest.raises(CaseworkError, match="Say why"):
        actions.end_authority(authority, by=director, reason=" ")
    actions.end_authority(authority, by=director, reason="Left the office.")
    with pytest.raises(CaseworkError, match="already"):
        actions.end_authority(authority, by=director, reason="Twice.")
    assert AuthorityEnd.objects.get().ended_by == director


# ---------------------------------------------------------------- who is told
def test_who_may_sign_is_told_by_a_mail_without_names(
    authority, alice, bob, delegate, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        letter = to_be_signed(authority, by=alice, approver=bob)
    [mail] = [mail for mail in mailoutbox if mail.to == [delegate.email]][-1:]
    assert mail.subject == f"Letter {letter} waits for a signature"
    assert f"/admin/letters/{letter.pk}/sign/" in mail.body
    assert authority.member.name not in mail.body
