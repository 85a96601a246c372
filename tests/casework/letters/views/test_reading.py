"""The screen on which somebody reads before deciding, and the page of a letter."""

import hashlib
import re
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from casework.cases import actions as cases
from casework.dispatch.models import Dispatch
from casework.letters import actions, queries
from casework.letters.models import Approval
from casework.letters.states import LetterStatus
from tests.factories.letters import LetterFactory, again, write

pytestmark = pytest.mark.django_db


def url(letter, name="review"):
    return reverse(f"letters:{name}", args=[letter.pk])


def decide(client, letter, decision="approve", **changes):
    """Open the screen, and press a button with what it holds."""
    page = client.get(url(letter)).content.decode()
    form = dict(re.findall(r'name="(revision|sha256)" value="([^"]*)"', page))
    return client.post(url(letter), {**form, "comment": "", "decision": decision, **changes})


def text(answer):
    """What the page says, without its tags."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


# ---------------------------------------------------------------- what stands there
def test_it_shows_exactly_the_words_that_would_leave(signed_in, in_review, bob):
    read = queries.reading(in_review)
    page = signed_in(bob).get(url(in_review)).content.decode()
    assert read.html in page
    assert read.sha256 in page
    assert read.content.from_address in page
    assert read.content.to_address in page


def test_it_shows_the_newest_revision_and_not_the_row(signed_in, in_review, bob):
    type(in_review).objects.filter(pk=in_review.pk).update(body="<p>Of the row.</p>")
    assert "Of the row." not in text(signed_in(bob).get(url(in_review)))


def test_the_person_s_words_stand_beside_it_as_they_were_typed(signed_in, in_review, bob, alice):
    cases.add_message(in_review.case, by=alice, body="<script>alert(1)</script> & rent", channel="phone")
    page = signed_in(bob).get(url(in_review)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; rent" in page
    assert "<script>alert(1)" not in page


def test_a_message_that_came_in_since_is_announced(signed_in, in_review, bob, alice):
    assert "A message came in" not in text(signed_in(bob).get(url(in_review)))
    cases.add_message(in_review.case, by=alice, body="One more thing.", channel="phone")
    assert "A message came in after these words were written" in text(signed_in(bob).get(url(in_review)))
    cases.add_message(in_review.case, by=alice, body="And another.", channel="phone")
    assert "2 messages came in" in text(signed_in(bob).get(url(in_review)))


def test_access_needs_and_what_does_not_fit_are_said(signed_in, in_review, bob, alice):
    cases.ask_accommodation(in_review.case, by=alice, code="braille", words="No italics.")
    in_review.case.language = "fr"
    in_review.case.save()
    page = text(signed_in(bob).get(url(in_review)))
    assert ("Braille" in page, "No italics." in page, "asked for: Français" in page) == (True, True, True)


def test_what_changed_since_the_return_is_told_in_words_too(signed_in, case, alice, bob):
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True, body="<p>Two payments.</p>")
    actions.submit(write(letter, by=alice, body="<p>Three payments.</p>"), by=alice)
    answer = signed_in(bob).get(url(letter))
    assert "[gone: Two ] [new: Three ]" in text(answer)
    assert "Say it in two sentences." in text(answer)
    assert re.search(r"<del>.*Two.*</del><ins>.*Three.*</ins>", answer.content.decode())


# ---------------------------------------------------------------- deciding
def test_approving_approves_what_was_on_the_screen(signed_in, in_review, bob):
    answer = decide(signed_in(bob), in_review)
    assert answer["location"] == url(in_review, "inspect")
    assert (again(in_review).status, Approval.objects.get().approved_by) == (LetterStatus.APPROVED, bob)
    assert "leaves exactly as you read it" in str([str(message) for message in get_messages(answer.wsgi_request)])


def test_returning_gives_it_back_with_the_comment(signed_in, in_review, bob):
    decide(signed_in(bob), in_review, "return", comment="Shorter, please.", code="style")
    letter = again(in_review)
    [returned] = letter.returns.all()
    assert (letter.status, returned.comment, returned.code) == (LetterStatus.DRAFT, "Shorter, please.", "style")
    assert "Style or language" in text(signed_in(bob).get(url(in_review, "inspect")))


def test_a_return_without_a_comment_says_what_to_do_at_the_field(signed_in, in_review, bob):
    answer = decide(signed_in(bob), in_review, "return")
    assert answer.status_code == 422
    assert "Say what is to be changed" in str(answer.context["form"].errors["comment"])
    assert "Choose why it goes back" in str(answer.context["form"].errors["code"])
    assert again(in_review).status == LetterStatus.IN_REVIEW


@pytest.mark.parametrize("decision", ["", "publish", "APPROVE"])
def test_a_decision_that_is_none_decides_nothing(signed_in, in_review, bob, decision):
    assert decide(signed_in(bob), in_review, decision).status_code == 422
    assert again(in_review).status == LetterStatus.IN_REVIEW


@pytest.mark.parametrize(
    "tampered", [{"sha256": "0" * 64}, {"sha256": ""}, {"revision": ""}, {"revision": "999999"}, {"revision": "x"}]
)
def test_words_that_were_not_on_the_screen_are_not_approved(signed_in, in_review, bob, tampered):
    assert decide(signed_in(bob), in_review, **tampered).status_code == 422
    assert not Approval.objects.exists()


def test_the_revision_of_another_letter_is_not_approved(signed_in, in_review, draft, bob):
    answer = decide(signed_in(bob), in_review, revision=str(draft.latest_revision_id))
    assert "These are not the words" in str(answer.context["form"].errors)
    assert not Approval.objects.exists()


def test_words_changed_while_somebody_read_are_shown_anew_with_the_comment_kept(signed_in, in_review, alice, bob):
    client = signed_in(bob)
    page = client.get(url(in_review)).content.decode()
    form = dict(re.findall(r'name="(revision|sha256)" value="([^"]*)"', page))
    letter = write(actions.withdraw(in_review, by=alice), by=alice, body="<p>Changed meanwhile.</p>")
    letter = again(actions.submit(letter, by=alice))
    answer = client.post(url(letter), {**form, "comment": "Fine by me.", "decision": "approve"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "The text has changed since it was submitted" in unescape(said)
    assert ("Changed meanwhile." in said, "Fine by me." in said) == (True, True)
    assert queries.reading(letter).sha256 in said
    assert form["sha256"] not in said
    assert not Dispatch.objects.exists()


def test_pressing_twice_approves_once_and_says_so(signed_in, in_review, bob):
    client = signed_in(bob)
    page = client.get(url(in_review)).content.decode()
    form = {**dict(re.findall(r'name="(revision|sha256)" value="([^"]*)"', page)), "decision": "approve"}
    client.post(url(in_review), form)
    answer = client.post(url(in_review), form)
    assert "is not in review" in str(answer.context["form"].errors)
    assert (Approval.objects.count(), Dispatch.objects.count()) == (1, 1)


# ---------------------------------------------------------------- who may only read
def test_the_writer_reads_and_is_told_why_they_do_not_decide(signed_in, in_review, alice):
    answer = signed_in(alice).get(url(in_review))
    assert "You wrote this letter, or changed its words: somebody else approves it." in text(answer)
    assert 'name="decision"' not in answer.content.decode()
    assert url(in_review, "withdraw") in answer.content.decode()


def test_a_director_with_a_hand_in_it_is_told_why(signed_in, draft, alice, director):
    write(draft, by=director, subject="A comma")
    actions.submit(draft, by=alice)
    answer = signed_in(director).get(url(draft))
    assert "You wrote this letter" in text(answer)
    assert decide(signed_in(director), draft, sha256=queries.reading(again(draft)).sha256,
                  revision=again(draft).latest_revision_id).status_code == 422  # fmt: skip
    assert again(draft).status == LetterStatus.IN_REVIEW


def test_the_writer_s_post_is_refused_in_words(signed_in, in_review, alice):
    read = queries.reading(in_review)
    answer = signed_in(alice).post(
        url(in_review), {"revision": read.revision_id, "sha256": read.sha256, "decision": "approve"}
    )
    assert answer.status_code in {302, 422}
    assert again(in_review).status == LetterStatus.IN_REVIEW


@pytest.mark.parametrize("stands", [{}, {"approved": True}, {"void": True}])
def test_what_is_not_in_review_can_be_read_and_not_decided(signed_in, case, alice, bob, stands):
    letter = LetterFactory(case=case, by=alice, approver=bob, **stands)
    answer = signed_in(bob).get(url(letter))
    assert "There is nothing to decide" in text(answer)
    assert 'name="decision"' not in answer.content.decode()


# ---------------------------------------------------------------- Wagtail's short ways
@pytest.mark.parametrize("name", ["workflow_action", "collect_workflow_action_data"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtail_s_short_ways_to_approve_lead_to_the_reading(signed_in, in_review, bob, name, method):
    state = in_review.current_workflow_task_state
    short = reverse(f"letters:{name}", args=[in_review.pk, "approve", state.pk])
    answer = getattr(signed_in(bob), method)(short)
    assert (answer.status_code, answer["location"]) == (302, url(in_review))
    asked_by_script = getattr(signed_in(bob), method)(short, headers={"x-requested-with": "XMLHttpRequest"})
    assert asked_by_script.json() == {"step": "success", "redirect": url(in_review)}
    assert again(in_review).status == LetterStatus.IN_REVIEW


def test_wagtail_s_preview_of_a_task_leads_to_the_reading(signed_in, in_review, bob):
    task = in_review.current_workflow_task_state.task
    answer = signed_in(bob).get(reverse("letters:workflow_preview", args=[in_review.pk, task.pk]))
    assert answer["location"] == url(in_review)


# ---------------------------------------------------------------- the page of a letter
def test_a_sent_letter_is_shown_from_its_stored_bytes(signed_in, sent, bob):
    left = sent.approvals.get().dispatch
    page = signed_in(bob).get(url(sent, "inspect")).content.decode()
    for name in ("html", "raw"):
        assert reverse(f"dispatch:{name}", args=[left.pk]) in page
    assert hashlib.sha256(left.raw_bytes).hexdigest() in page
    assert ("unchanged" in page, "Bob Baker" in page, sent.approvals.get().sha256 in page) == (True, True, True)
    assert left.text.splitlines()[0] in unescape(page)


def test_bytes_that_no_longer_match_are_told(signed_in, sent, bob, tampered_bytes):
    tampered_bytes(sent.approvals.get().dispatch)
    page = signed_in(bob).get(url(sent, "inspect")).content.decode()
    assert "does not match the bytes" in page


def test_the_page_offers_what_can_be_done_now(signed_in, draft, in_review, approved, sent, alice):
    offered = {
        letter.status: {
            name
            for name in ("edit", "review", "withdraw", "recall", "void")
            if url(letter, name) in signed_in(alice).get(url(letter, "inspect")).content.decode()
        }
        for letter in (draft, in_review, sent)
    }
    assert offered == {"draft": {"edit", "void"}, "in_review": {"review", "withdraw", "void"}, "sent": set()}


def test_an_approved_letter_can_be_recalled_from_its_page(signed_in, approved, alice, bob):
    assert url(approved, "recall") in signed_in(alice).get(url(approved, "inspect")).content.decode()
    assert url(approved, "recall") not in signed_in(bob).get(url(approved, "inspect")).content.decode()


def test_every_return_stands_on_the_page(signed_in, case, alice, bob):
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True, comment="Less <b>bold</b>.")
    assert "Less &lt;b&gt;bold&lt;/b&gt;." in signed_in(alice).get(url(letter, "inspect")).content.decode()


def test_a_letter_that_could_not_leave_says_where_to_decide(signed_in, approved, alice):
    Dispatch.objects.update(status="failed", trouble="refused")
    page = signed_in(alice).get(url(approved, "inspect")).content.decode()
    assert reverse("dispatch:inspect", args=[Dispatch.objects.get().pk]) in page


@pytest.mark.parametrize("name", ["review", "inspect"])
def test_a_page_costs_no_more_for_a_long_story(signed_in, case, alice, bob, name, count_queries):
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True)
    letter = again(actions.submit(letter, by=alice))
    client = signed_in(bob)
    client.get(url(letter, name))
    short = count_queries(lambda: client.get(url(letter, name)))
    for _ in range(3):
        cases.add_message(case, by=alice, body="More.", channel="phone")
        actions.return_to_writer(letter, by=bob, revision=letter.latest_revision, comment="Again.")
        letter = again(actions.submit(write(letter, by=alice, body="<p>More.</p>"), by=alice))
    assert count_queries(lambda: client.get(url(letter, name))) <= short + 1
    assert short <= 43
