"""``verify_letter``: an approved letter is proved from what is on file, and each thing that was altered is named."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from casework.letters import actions, queries
from casework.letters.models import Writer
from tests.factories.directory import UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, LetterFactory, SignOffFactory, again, to_be_signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(office_a, alice, bob, director):
    """Cleared by Communications, waived for Legal and ratified, approved."""
    reviewer = UserFactory(office=office_a, roles=["reviewer"])
    press = UnitFactory(office=office_a, name="Communications", staff=[reviewer])
    ClearanceRuleFactory(office=office_a, units=[press, UnitFactory(office=office_a, name="Legal")])
    letter = LetterFactory(office=office_a, by=alice, approver=bob, submitted=True)
    first, second = queries.clearances_of(letter)
    sha256 = queries.reading(again(letter)).sha256
    actions.decide(first, by=reviewer, verdict="clear", sha256=sha256)
    waiver = actions.waive(second, by=director, code="unavailable", words="Away.")
    actions.ratify(waiver, by=UserFactory(office=office_a, roles=["director"]))
    letter = again(letter)
    return again(actions.approve(letter, by=bob, revision=letter.latest_revision))


@pytest.fixture
def signed(office_a, alice, bob):
    """Signed by authority, and waiting to leave."""
    return SignOffFactory(office=office_a, by=alice, approver=bob)


def verify(reference):
    out = StringIO()
    call_command("verify_letter", str(reference), stdout=out)
    return out.getvalue()


def test_a_letter_that_went_the_whole_way_is_proved_without_anybody_s_name(letter, bob):
    told = verify(letter)
    assert f"{letter} is proved" in told
    approval = letter.approvals.get()
    assert f"person {bob.pk}  approved  {approval.sha256}" in told
    assert f"Communications: Clear  {queries.plan_of(letter).sha256}" in told
    assert "Legal: ratified" in told
    assert not {name for name in ("Bob", "Alice", letter.to_name, letter.to_address) if name in told}


def test_the_number_is_understood_in_any_spelling(letter):
    assert "is proved" in verify(f" {letter.reference.lower().replace('-', ' ')}")


@pytest.mark.parametrize("reference", ["", "nothing", "2222-2222/1", "2222-2222/x'--", "\x00/1", "2222-2222/\x00"])
def test_a_number_that_is_none_is_said_to_be_none(reference):
    with pytest.raises(CommandError, match="no letter with this reference"):
        verify(reference)


def test_a_letter_that_was_never_approved_proves_nothing(alice, office_a):
    with pytest.raises(CommandError, match="never approved"):
        verify(LetterFactory(office=office_a, by=alice, submitted=True))


def alterations(letter):
    """What somebody with the keys of the database may have changed, and what is then said."""
    approval, decision, plan = letter.approvals.get(), letter.decisions.get(), queries.plan_of(letter)
    left = approval.dispatch
    content = queries.content_of(letter)
    other = content.canonical().replace("answer", "money")
    assert other != content.canonical()
    yield approval, {"content": other}, "approved words are not those"
    yield approval, {"content": "{"}, "approved words are not those"
    yield approval, {"sha256": "f" * 64}, "approved words are not those"
    yield left, {"raw": b"other bytes"}, "bytes that left are not those"
    yield left, {"approved_sha256": "f" * 64}, "names another approval"
    yield left, {"subject": "Something else"}, "another subject or address"
    yield decision, {"content": other}, "words that Communications cleared are not those"
    yield decision, {"sha256": "f" * 64}, "words that Communications cleared are not those"
    yield decision, {"verdict": "object"}, "nothing on file says so"
    yield plan, {"sha256": "f" * 64}, "made for other words"
    yield decision, {"decided_by_id": letter.drafted_by_id}, "hand in the words decided: Communications"
    yield approval, {"approved_by_id": letter.drafted_by_id}, "hand in the words decided: approved"
    yield approval, {"acting_for_id": letter.drafted_by_id}, "in the place of somebody with a hand in the words: appr"


@pytest.mark.parametrize("number", range(13))
def test_whatever_was_altered_is_named(letter, tampered, number):
    row, changes, told = list(alterations(letter))[number]
    tampered(row, **changes)
    with pytest.raises(CommandError, match=told):
        verify(letter)


def test_a_unit_that_never_spoke_is_named(letter, tampered):
    turn = queries.clearances_of(letter)[0]
    tampered(turn, state="open")
    with pytest.raises(CommandError, match="Communications never cleared it"):
        verify(letter)


def test_a_waiver_nobody_ratified_is_named(office_a, alice, bob, director):
    ClearanceRuleFactory(office=office_a, units=[UnitFactory(office=office_a, name="Legal")])
    letter = LetterFactory(office=office_a, by=alice, approver=bob, submitted=True)
    actions.waive(queries.clearances_of(letter)[0], by=director, code="other", words="Now.")
    letter = again(letter)
    actions.approve(letter, by=bob, revision=letter.latest_revision)
    with pytest.raises(CommandError, match="waiver of Legal was never ratified"):
        verify(letter)


def test_a_hand_that_was_added_to_the_words_afterwards_is_named(letter, bob):
    Writer.objects.create(letter=letter, user=bob)
    with pytest.raises(CommandError, match="hand in the words decided: approved"):
        verify(letter)


def test_the_evidence_outlives_the_purge_of_revisions(letter):
    call_command("purge_revisions", days=0, stdout=StringIO())
    assert "is proved" in verify(letter)


# ---------------------------------------------------------------- signed
def test_a_signed_letter_is_proved_with_its_authority(signed):
    told = verify(signed.letter)
    assert f"signed by authority {signed.authority}  {signed.sha256}" in told
    assert "is proved" in told


def test_a_letter_that_still_waits_for_its_signature_is_proved_as_far_as_it_is(office_a):
    assert "is proved" in verify(to_be_signed(office=office_a))


@pytest.mark.parametrize(
    ("row", "changes", "names"),
    [
        ("authority", {"starts": date(2999, 1, 1)}, "did not hold at that moment"),
        ("authority", {"most_tier": 0}, "did not hold at that moment"),
        ("authority", {"most_level": 0}, "did not hold at that moment"),
        ("signature", {"level": 4}, "did not hold at that moment"),
        ("signature", {"sha256": "0" * 64}, "What was signed is not what was approved"),
        ("signature", {"signed_by": "somebody"}, "somebody else"),
    ],
)
def test_what_is_altered_about_a_signature_is_named(signed, tampered, bob, row, changes, names):
    changes = {name: bob if value == "somebody" else value for name, value in changes.items()}
    tampered({"authority": signed.authority, "signature": signed}[row], **changes)
    with pytest.raises(CommandError, match=names):
        verify(signed.letter)


def test_a_signature_that_is_gone_is_missed(signed):
    QuerySet(type(signed)).filter(pk=signed.pk).delete()
    with pytest.raises(CommandError, match="none is on file"):
        verify(signed.letter)
