"""The letter knows which version of which line it says; when a line is over, whoever can mend the letter is told."""

from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.db.models import QuerySet
from django.urls import reverse

from casework.core.clock import now, today
from casework.core.errors import CaseworkError
from casework.letters import actions, queries
from casework.letters.models import ApprovedLine
from casework.positions import actions as positions
from casework.positions.queries import newest
from tests.factories.cases import CaseFactory
from tests.factories.directory import IssueFactory, MembershipFactory
from tests.factories.letters import LetterFactory, again
from tests.factories.lines import saying
from tests.factories.positions import PositionFactory, again as line_again, next_version
from tests.screens import queries as asked, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

WORDS = "Nobody should lose a home over an increase they never agreed to."
NEWER = "Nobody should lose a home. We ask the Board to hear such matters within the month."


@pytest.fixture
def line(office_a, alice, bob):
    """What may be said on rents."""
    return PositionFactory(office=office_a, by=alice, approver=bob, approved=True, text_en=WORDS)


@pytest.fixture
def letter(line, alice, bob):
    """A draft of alice's that says it."""
    return saying(line, by=alice, approver=bob)


def over(line, *, by):
    """Nobody may say it from now on."""
    positions.withdraw_live(line, by=by, reason="The figure was wrong.")


def uses(letter):
    return [(str(row.version), row.share, row.is_used, row.came) for row in letter.line_uses.order_by("pk")]


def write(letter, body, *, by, inserted=()):
    words = again(letter).get_latest_revision_as_object()
    words.body, words.inserted_lines = f"<p>{body}</p>", inserted
    words.save_revision(user=by)
    return again(letter)


# ---------------------------------------------------------------- what a letter says is known
def test_what_a_letter_says_is_noted_with_every_save(letter, line, alice):
    name = str(newest(line))
    assert uses(letter) == [(name, 100, True, "found")]
    assert letter.line_uses.get().noted_by == alice

    write(letter, "Nobody should lose a home over it.", by=alice)
    assert uses(letter) == [(name, 50, True, "found")]

    write(letter, "Well.", by=alice)
    assert uses(letter) == [(name, 0, False, "found")]


def test_what_was_put_in_counts_whatever_the_matter_and_whoever_did_it(office_a, line, alice, bob):
    other = CaseFactory(office=office_a, opened=True, issue=IssueFactory(), person__email="o@example.org")
    letter = LetterFactory(case=other, by=alice, approver=bob)
    version = newest(line)

    write(letter, WORDS, by=alice)
    assert uses(letter) == []

    write(letter, WORDS, by=bob, inserted=[version.pk])
    write(letter, WORDS, by=alice)
    assert uses(letter) == [(str(version), 100, True, "inserted")]


def test_a_line_of_another_office_is_never_noted(office_a, office_b, alice, bob):
    theirs = PositionFactory(office=office_b, approved=True, text_en=WORDS)
    letter = LetterFactory(office=office_a, by=alice, approver=bob)
    assert uses(write(letter, WORDS, by=alice, inserted=[newest(theirs).pk])) == []


def test_words_pasted_from_an_old_letter_are_found(line, alice, bob):
    old = newest(line)
    newer = next_version(line, by=alice, approver=bob, text_en=NEWER)
    letter = saying(line, by=alice, approver=bob)
    assert uses(letter) == [(str(old), 100, True, "found")]
    assert uses(write(letter, NEWER, by=alice)) == [
        (str(old), 0, False, "found"),
        (str(newest(newer)), 100, True, "found"),
    ]


def test_the_editor_says_what_it_put_in_and_saving_costs_the_same_for_three(editor, letter, line, alice, bob):
    of = {"office": line.office, "issue": line.issue, "by": alice, "approver": bob, "approved": True}
    typed = editor(alice, letter)
    keys = [str(newest(line).pk), "no number", "9" * 30]
    assert typed.autosave(body=WORDS, inserted_lines=keys).status_code == 200
    assert [each[3] for each in uses(letter)] == ["found"]
    more = [PositionFactory(**of, text_en=f"Number {n} is another thing that we say.") for n in range(3)]
    body = " ".join([WORDS, *(each.text_en for each in more)])
    typed.autosave(body=body, inserted_lines=[str(newest(more[0]).pk)])
    assert [each[3] for each in uses(letter)] == ["found", "inserted", "found", "found"]


def test_noting_asks_the_same_few_times_for_one_line_and_for_twenty(letter, line, alice, bob, count_queries):
    def note():
        words = again(letter).get_latest_revision_as_object()
        words.body = f"<p>{WORDS} {' '.join(f'Number {n} is a thing that we say.' for n in range(20))}</p>"
        letter.line_uses.all().delete()
        return count_queries(lambda: actions.note_lines(words, by=alice))

    few = note()
    of = {"office": line.office, "issue": line.issue, "by": alice, "approver": bob, "approved": True}
    for number in range(20):
        PositionFactory(**of, text_en=f"Number {number} is a thing that we say.")
    assert note() == few
    assert few <= 16


# ---------------------------------------------------------------- a draft that says what may not be said
def superseded(line, alice, bob, clock):
    next_version(line, by=alice, approver=bob, text_en=NEWER)


def withdrawn(line, alice, bob, clock):
    over(line, by=bob)


def expired(line, alice, bob, clock):
    next_version(line, by=alice, approver=bob, expires=today())
    clock.shift(timedelta(days=1))


ENDINGS = [superseded, withdrawn, expired]


@pytest.mark.parametrize("end", ENDINGS)
def test_a_draft_that_says_a_line_which_is_over_cannot_be_submitted(letter, line, alice, bob, clock, end):
    actions.withdraw(actions.submit(letter, by=alice), by=alice)
    end(line, alice, bob, clock)

    with pytest.raises(CaseworkError) as refusal:
        actions.submit(again(letter), by=alice)

    assert WORDS.rstrip(".") in str(refusal.value)
    assert again(letter).status == "draft"


def test_what_is_said_instead_is_said(letter, line, alice, bob):
    newer = newest(next_version(line, by=alice, approver=bob, text_en=NEWER))
    read = queries.reading(again(letter))
    (found,) = [each for each in queries.lines_said(read.words, read.text) if each.why]
    assert (found.instead, found.words_instead) == (newer, NEWER)
    assert str(newer) in found.sentence
    assert queries.preflight(read.words, read.content, read.text).blockers[0].passage == WORDS.rstrip(".")


def test_a_new_version_with_the_same_words_in_the_letters_language_changes_nothing(letter, line, alice, bob):
    next_version(line, by=alice, approver=bob, text_fr="Tout autre chose, en français.")
    assert not queries.stale_letters(queries.letters_for(alice)).exists()
    assert actions.submit(again(letter), by=alice).status == "in_review"


@pytest.mark.parametrize("audience", ["stakeholder", "media", "staff_only"])
def test_a_line_that_is_not_for_the_public_keeps_a_letter_back(office_a, alice, bob, audience):
    inside = PositionFactory(office=office_a, by=alice, approver=bob, approved=True, text_en=WORDS, audience=audience)
    with pytest.raises(CaseworkError, match="is not for the public"):
        actions.submit(saying(inside, by=alice, approver=bob), by=alice)


def test_a_line_under_embargo_keeps_a_letter_back(office_a, alice, bob, clock):
    soon = PositionFactory(
        office=office_a, by=alice, approver=bob, approved=True, text_en=WORDS,
        not_before=now() + timedelta(hours=1),
    )  # fmt: skip
    letter = saying(soon, by=alice, approver=bob)
    with pytest.raises(CaseworkError, match="it is embargoed"):
        actions.submit(letter, by=alice)
    clock.shift(timedelta(hours=1))
    assert actions.submit(again(letter), by=alice).status == "in_review"


@pytest.mark.parametrize("end", ENDINGS)
def test_nobody_approves_a_line_that_ended_in_review(line, alice, bob, clock, end):
    letter = saying(line, by=alice, approver=bob, submitted=True)
    end(line, alice, bob, clock)

    with pytest.raises(CaseworkError, match="Line L-"):
        actions.approve(letter, by=bob, revision=letter.latest_revision)

    assert (again(letter).status, ApprovedLine.objects.count()) == ("in_review", 0)


def test_the_reviewer_reads_it_and_is_refused_with_the_comment_kept(signed_in, line, alice, bob):
    letter = saying(line, by=alice, approver=bob, submitted=True)
    over(line, by=bob)
    client, url = signed_in(bob), reverse("letters:review", args=[letter.pk])
    assert "was withdrawn: it may not be said any more" in said(client.get(url))

    read = queries.reading(again(letter))
    typed = {"revision": read.revision_id, "sha256": read.sha256, "comment": "Kind words.", "decision": "approve"}
    page = client.post(url, typed)

    assert "was withdrawn: it may not be said any more" in said(page)
    assert page.context["form"]["comment"].value() == "Kind words."
    assert again(letter).status == "in_review"


@pytest.mark.parametrize("end", ENDINGS)
def test_the_lists_and_the_first_page_say_so_to_its_writers(signed_in, letter, line, alice, bob, clock, end):
    saying(PositionFactory(office=line.office, by=alice, approver=bob, approved=True), by=alice, approver=bob)
    assert not queries.drafts_to_look_at_again(alice).exists()
    end(line, alice, bob, clock)

    assert list(queries.drafts_to_look_at_again(alice)) == [letter]
    assert not queries.drafts_to_look_at_again(bob).exists()
    assert list(queries.stale_letters(queries.letters_for(alice))) == [letter]
    assert letter not in queries.stale_letters(queries.letters_for(alice), are=False)
    client = signed_in(alice)
    shown = client.get(reverse("letters:index"))
    assert said(shown).count("Line out of date") == 1
    assert "Drafts to look at again" in said(client.get(reverse("wagtailadmin_home")))
    assert letter.reference in said(client.get(reverse("letters:again")))


def test_a_letter_that_left_is_not_to_be_looked_at_again(line, alice, bob):
    void = saying(line, by=alice, approver=bob)
    actions.void(void, by=alice, reason="Settled.")
    over(line, by=bob)
    assert not queries.stale_letters(queries.letters_for(alice)).exists()


@pytest.mark.parametrize("name", ["index", "again"])
def test_the_lists_cost_the_same_for_one_and_for_three(signed_in, line, alice, bob, name):
    client, url = signed_in(alice), reverse(f"letters:{name}")
    saying(line, by=alice, approver=bob)
    over(line, by=bob)
    one = asked(client, url)
    for _n in range(2):
        saying(line, by=alice, approver=bob)
    assert asked(client, url) == one


def test_the_editor_says_so_and_costs_the_same_for_three(signed_in, letter, line, alice, bob):
    of = {"office": line.office, "issue": line.issue, "by": alice, "approver": bob, "approved": True}
    client, url = signed_in(alice), reverse("letters:edit", args=[letter.pk])
    newer = next_version(line, by=alice, approver=bob, text_en=NEWER)
    page = said(client.get(url))
    assert f"Say {newest(newer)} in their place" in page
    assert page.count(f'data-words="{NEWER}"') == 2  # beside what is out of date, and among the lines of the day
    one = asked(client, url)
    more = [PositionFactory(**of, text_en=f"Number {n} is another thing that we say.") for n in range(2)]
    write(letter, " ".join([WORDS, *(each.text_en for each in more)]), by=alice)
    for each in more:
        over(line_again(each), by=bob)
    assert asked(client, url) == one


def test_a_member_of_two_offices_sees_both_walls(letter, line, alice, bob, charlie, office_b):
    over(line, by=bob)
    assert not queries.stale_letters(queries.letters_for(charlie)).exists()
    MembershipFactory(user=charlie, office=line.office)
    charlie = type(charlie).objects.get(pk=charlie.pk)
    assert list(queries.stale_letters(queries.letters_for(charlie))) == [letter]


# ---------------------------------------------------------------- what was approved is frozen
def test_what_a_letter_said_when_it_was_approved_is_kept(line, alice, bob):
    version = newest(line)
    letter = saying(line, by=alice, approver=bob, approved=True)
    (kept,) = letter.approved_lines.all()
    assert (kept.version, kept.share, kept.language, kept.sha256) == (version, 100, "en", version.sha256)
    over(line, by=bob)
    assert list(letter.approved_lines.all()) == [kept]


def test_what_was_kept_is_changed_by_nobody(line, alice, bob):
    kept = saying(line, by=alice, approver=bob, approved=True).approved_lines.get()
    kept.share = 1
    with pytest.raises(CaseworkError):
        kept.save()
    with pytest.raises(CaseworkError):
        ApprovedLine.objects.update(share=1)
    with pytest.raises(Error), transaction.atomic():
        QuerySet(ApprovedLine).update(share=1)
