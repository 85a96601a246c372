"""A unit of another office clears a letter: the whole way, every verb, mails, rules and lists."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from casework.core.errors import CaseworkError, NotPermitted
from casework.core.models import HistoryEntry
from casework.core.permissions import may
from casework.directory.actions import end_sharing
from casework.dispatch import jobs
from casework.letters import actions, queries
from casework.letters.jobs import escalate_late
from casework.letters.models import Clearance, ClearanceRule
from casework.letters.states import LetterStatus
from tests.casework.letters.elsewhere.asked import ASKED, OTHER, fresh, read_by, review, sha, turn_of
from tests.factories.directory import UnitFactory
from tests.factories.letters import ClearanceRuleFactory, LetterFactory, again, write
from tests.screens import said

pytestmark = pytest.mark.django_db


def test_the_whole_way_of_one_letter(clock, case, alice, bob, carol, charlie, press, shared, signed_in, mailbox):
    # Given a letter of a member's office, and a unit of another office that clears its letters
    letter = LetterFactory(case=case, by=alice, approver=bob, submitted=True)
    theirs, ours, next_door, editor = (signed_in(one) for one in (carol, alice, charlie, bob))
    to_clear, here = reverse("letters:to_clear"), review(letter)
    assert [client.get(here).status_code for client in (theirs, next_door)] == [404, 404]

    # When the member's office asks the unit
    asked = ours.post(
        reverse("letters:ask_unit", args=[letter.pk]), {"unit": press.pk, "kind": "gate", "reason": "Yes"}
    )
    assert asked.status_code == 302

    # Then its people read the one letter and the message it answers, and nothing else
    page = said(theirs.get(here))
    assert ASKED in page
    assert "We have found the answer." in page
    assert "You read it because Press office clears letters of that office" in page
    assert OTHER not in page
    assert letter.reference in said(theirs.get(to_clear))
    assert letter.reference in said(theirs.get("/admin/"))
    for shut in ("letters:inspect", "letters:history", "letters:workflow_history", "letters:ask_unit", "letters:raise"):
        assert theirs.get(reverse(shut, args=[letter.pk])).status_code == 404, shut
    assert theirs.get(reverse("cases:inspect", args=[case.pk])).status_code == 404
    assert letter.reference not in said(theirs.get(reverse("letters:index")))
    assert letter.reference not in said(theirs.get(f"{reverse('letters:index')}?q={case.reference}"))
    assert next_door.get(here).status_code == 404

    # When it returns the letter with a comment
    said_no = {"verdict": "return", "comment": "Name the month.", "code": "facts", "turn": turn_of(letter, press).pk}
    back = theirs.post(here, {**said_no, "sha256": sha(letter)})
    assert back.headers["Location"] == to_clear

    # Then it reads nothing until the officer has edited and submitted it again
    letter = again(letter)
    assert letter.status == LetterStatus.DRAFT
    assert letter.returns.get().comment == "Press office: Name the month."
    assert "was returned to its writer" in said(theirs.get(to_clear))
    assert letter.reference not in said(theirs.get(to_clear))
    assert theirs.get(here).status_code == 404
    write(letter, by=alice, body="<p>It went up in May.</p>")
    actions.submit(again(letter), by=alice)
    page = said(theirs.get(here))
    assert "What changed since it was returned" in page
    assert "Name the month." in page

    # When it clears the letter
    yes = {"verdict": "clear", "comment": "", "code": "", "turn": turn_of(letter, press).pk, "sha256": sha(letter)}
    assert theirs.post(here, yes).headers["Location"] == to_clear

    # Then the editor of the member's office approves it, and it leaves
    letter = again(letter)
    approve = {"decision": "approve", "revision": letter.latest_revision_id, "sha256": sha(letter), "comment": ""}
    assert editor.post(here, {**approve, "code": ""}).status_code == 302
    jobs.send_due()
    assert again(letter).status == LetterStatus.SENT
    assert queries.proof_of(again(letter)).holds
    assert "Press office" in said(editor.get(reverse("letters:certificate", args=[letter.pk])))
    assert theirs.get(here).status_code == 404
    theirs.get("/admin/")
    assert letter.reference not in said(theirs.get("/admin/"))


def test_every_word_of_the_unit_can_be_said_and_no_other_verb_is_theirs(letter, press, carol, chief, alice, bob):
    turn, carol = turn_of(letter, press), fresh(carol)
    actions.claim(turn, by=carol)
    actions.release(turn_of(letter, press), by=fresh(chief))
    remark = actions.comment(letter, by=carol, words="Which month?", is_required=True)
    assert remark.unit == press
    actions.resolve_comment(remark, by=carol, words="I see it now.")
    for verdict, comment in (
        ("object", "No."),
        ("conditions", "Name it."),
        ("object", "Still no."),
        ("no_interest", ""),
    ):
        actions.decide(turn_of(letter, press), by=carol, verdict=verdict, sha256=sha(letter), comment=comment)
    for verb in ("view", "change", "approve", "waive"):
        assert not may(carol, verb, letter)
    for refused in (
        lambda: actions.approve(letter, by=carol, revision=letter.latest_revision),
        lambda: actions.return_to_writer(letter, by=carol, revision=letter.latest_revision, comment="No."),
        lambda: actions.raise_tier(letter, by=carol, tier=3, reason="A court."),
        lambda: actions.ask_unit(letter, by=carol, unit=press, kind="gate", reason="Again."),
        lambda: actions.withdraw(letter, by=carol),
        lambda: actions.void(letter, by=carol, reason="No."),
    ):
        with pytest.raises(CaseworkError):
            refused()
    lines = HistoryEntry.objects.filter(user=carol).values_list("action", "office_id").distinct()
    assert {office for _action, office in lines} == {letter.office_id}


def test_its_lead_waives_and_the_letter_s_own_director_ratifies(letter, press, carol, chief, director):
    with pytest.raises(NotPermitted):
        actions.waive(turn_of(letter, press), by=fresh(carol), code="unavailable", words="Away.")

    waiver = actions.waive(turn_of(letter, press), by=fresh(chief), code="unavailable", words="Away.")

    with pytest.raises(NotPermitted):
        actions.ratify(waiver, by=fresh(chief))
    assert actions.ratify(waiver, by=director).ratified_by == director


def test_they_are_told_without_a_word_of_it_and_the_late_are_told_of(
    clock, case, alice, bob, carol, chief, director, shared, press, django_capture_on_commit_callbacks
):
    letter = LetterFactory(case=case, by=alice, approver=bob, submitted=True)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        actions.ask_unit(letter, by=alice, unit=press, kind="gate", reason="For the press.")

    assert sorted(sent.to[0] for sent in mail.outbox) == sorted([carol.email, chief.email])
    words = "".join(sent.subject + sent.body for sent in mail.outbox)
    assert review(letter) in words
    for secret in ("Testa", letter.subject, "Archer", ASKED, "For the press"):
        assert secret not in words
    mail.outbox.clear()
    clock.shift(timedelta(days=9))
    with django_capture_on_commit_callbacks(execute=True):
        assert escalate_late() == 1
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted([chief.email, director.email])
    assert list(queries.late_letters(fresh(director))) == [letter]
    assert list(queries.late_letters(fresh(chief))) == []
    waiting = queries.waiting_this_morning(fresh(carol))
    assert (waiting.units, waiting.late) == (1, 1)


def test_a_rule_names_a_shared_unit_and_only_one_that_is_shared(
    office_a, office_b, press, shared, director, carol, case
):
    other, given = UnitFactory(office=office_b), {"office": office_a, "name": "To the press", "always": True}
    with pytest.raises(CaseworkError, match="units that are shared with it"):
        actions.save_clearance_rule(ClearanceRule(**given), by=director, units=[press, other])

    rule = actions.save_clearance_rule(ClearanceRule(**given), by=director, units=[press])
    letter = LetterFactory(case=case, submitted=True)
    assert read_by(carol, letter)
    end_sharing(shared, by=director)
    # What it named stays until somebody takes it out: a letter waits rather than goes without.
    assert actions.save_clearance_rule(rule, by=director, units=[press]).units.get() == press
    assert queries.holding(LetterFactory(office=office_a, submitted=True))[0].unit == press


def test_the_form_of_a_rule_offers_shared_units_and_refuses_others(
    office_a, office_b, press, shared, director, signed_in
):
    client, add = signed_in(director), reverse("clearance_rules:add")
    form = {"office": office_a.pk, "name": "To the press", "tier": 2, "always": "on", "needs": "all", "stage": 1}
    assert "Press office (Office B)" in said(client.get(add))

    refused = client.post(add, {**form, "units": [UnitFactory(office=office_b).pk]})
    taken = client.post(add, {**form, "units": [press.pk]})

    assert refused.status_code == 200
    assert taken.status_code == 302
    assert "Press office" in said(client.get(reverse("clearance_rules:index")))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_and_the_first_page_cost_the_same_whatever_waits(
    rows, office_a, press, shared, carol, signed_in, count_queries
):
    ClearanceRuleFactory(office=office_a, units=[press])
    for _number in range(rows):
        LetterFactory(office=office_a, submitted=True)
    client = signed_in(carol)
    pages = [reverse("letters:to_clear"), "/admin/"]
    for page in pages:
        client.get(page)

    assert [count_queries(lambda page=page: client.get(page)) for page in pages] == [13, 17]
    assert Clearance.objects.count() == rows
