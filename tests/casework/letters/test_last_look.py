"""A line that is over between the approval and the leaving keeps the letter back, and nothing is lost."""

import logging
from datetime import timedelta

import pytest
from django.urls import reverse

from casework.core.clock import today
from casework.core.errors import CaseworkError
from casework.dispatch import actions as dispatch, gate, jobs, queries as leaving
from casework.letters import actions, queries
from casework.positions import actions as positions
from tests import smtp
from tests.factories.letters import again, write
from tests.factories.lines import saying
from tests.factories.positions import PositionFactory, next_version
from tests.screens import queries as asked, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

WORDS = "Nobody should lose a home over an increase they never agreed to."
ADDRESS = "Testa Person\n2 Test Street\nToronto ON  M5V 0A2"


@pytest.fixture
def line(office_a, alice, bob):
    """What may be said on rents, until tomorrow."""
    last = today() + timedelta(days=1)
    return PositionFactory(office=office_a, by=alice, approver=bob, approved=True, text_en=WORDS, expires=last)


@pytest.fixture
def server(settings):
    """A real mail server, and the settings that lead there."""
    with smtp.running() as running:
        for name, value in running.settings.items():
            setattr(settings, name, value)
        yield running


def replaced(line, alice, bob, clock):
    next_version(line, by=alice, approver=bob, text_en="We ask the Board to hear such matters within the month.")


def withdrawn(line, alice, bob, clock):
    positions.withdraw_live(line, by=bob, reason="The figure was wrong.")


def over(line, alice, bob, clock):
    clock.shift(timedelta(days=2))


ENDINGS = [replaced, withdrawn, over]


def test_this_room_asks_at_the_exit_and_no_other_does():
    """A further question belongs here with a decision record: it can keep every letter of the house back."""
    assert gate.asked_too() == {"letters.lines"}


@pytest.mark.parametrize("end", ENDINGS)
def test_an_e_mail_stays_and_can_be_mended_and_sent(server, line, alice, bob, clock, caplog, end):
    letter = saying(line, by=alice, approver=bob, approved=True)
    sent = letter.approvals.get().dispatch
    end(line, alice, bob, clock)

    with caplog.at_level(logging.INFO):
        assert jobs.send_due() == 0

    sent.refresh_from_db()
    assert (sent.status, sent.trouble, server.letters) == ("failed", "may_not_be_said", [])
    assert list(leaving.needing_a_person(alice)) == [sent]
    assert letter.to_name not in caplog.text
    assert letter.to_address not in caplog.text
    assert again(letter).status == "approved"

    letter = write(actions.recall(again(letter), by=alice, reason="A line is over."), by=alice, body="<p>Thanks.</p>")
    letter = actions.submit(letter, by=alice)
    actions.approve(letter, by=bob, revision=letter.latest_revision)
    assert jobs.send_due() == 1
    assert again(letter).status == "sent"
    assert WORDS.encode() not in server.letters[0].raw


def test_what_stays_goes_when_the_same_words_may_be_said_again(server, line, alice, bob, clock):
    letter = saying(line, by=alice, approver=bob, approved=True)
    over(line, alice, bob, clock)
    assert jobs.send_due() == 0
    next_version(line, by=alice, approver=bob, expires=None)
    sent = letter.approvals.get().dispatch
    dispatch.send_again(sent, by=alice, note="The line was approved anew.")
    assert jobs.send_due() == 1
    assert again(letter).status == "sent"


def test_a_letter_that_says_no_line_leaves_whatever_ends(server, line, alice, bob, clock):
    other = PositionFactory(
        office=line.office, by=alice, approver=bob, approved=True, text_en="Quite other words here."
    )
    letter = saying(other, by=alice, approver=bob, approved=True)
    withdrawn(line, alice, bob, clock)
    assert jobs.send_due() == 1
    assert again(letter).status == "sent"


@pytest.mark.parametrize("end", ENDINGS)
def test_a_letter_for_the_post_is_not_marked_as_printed(line, alice, bob, clock, end):
    letter = saying(line, by=alice, approver=bob, approved=True, post=ADDRESS)
    sent = letter.approvals.get().dispatch
    end(line, alice, bob, clock)

    with pytest.raises(CaseworkError, match="may not be said any more"):
        dispatch.mark_printed([sent], by=alice)

    sent.refresh_from_db()
    assert (sent.status, again(letter).status) == ("queued", "approved")


def test_the_print_desk_offers_it_to_nobody_and_says_why(signed_in, line, alice, bob, clock):
    letter = saying(line, by=alice, approver=bob, approved=True, post=ADDRESS)
    client, url = signed_in(alice), reverse("dispatch:index")
    assert 'type="checkbox"' in said(client.get(url))
    one = asked(client, url)
    withdrawn(line, alice, bob, clock)
    page = said(client.get(url))
    assert 'type="checkbox"' not in page
    assert "It says something that may not be said any more" in page
    assert letter.reference in page
    next_one = PositionFactory(office=line.office, by=alice, approver=bob, approved=True)
    for _n in range(2):
        saying(next_one, by=alice, approver=bob, approved=True, post=ADDRESS)
    assert asked(client, url) == one


def test_the_letter_says_why_it_stays_and_what_to_do(signed_in, server, line, alice, bob, clock):
    letter = saying(line, by=alice, approver=bob, approved=True)
    withdrawn(line, alice, bob, clock)
    jobs.send_due()
    client = signed_in(alice)
    page = said(client.get(reverse("letters:inspect", args=[letter.pk])))
    assert "A line in this letter is out of date" in page
    assert "Recall it, mend it and submit it again." in page
    assert reverse("letters:recall", args=[letter.pk]) in page
    exit_page = said(client.get(reverse("dispatch:inspect", args=[letter.approvals.get().dispatch_id])))
    assert "It says something that may not be said any more" in exit_page
    assert reverse("letters:inspect", args=[letter.pk]) in exit_page


# ---------------------------------------------------------------- the proof
def test_the_proof_names_the_lines_and_whatever_was_altered(line, alice, bob, clock, tampered):
    letter = saying(line, by=alice, approver=bob, approved=True)
    version = line.versions.get()
    proof = queries.proof_of(letter)
    assert proof.holds
    assert [fact.sha256 for fact in proof.facts if str(version) in fact.what] == [version.sha256]

    withdrawn(line, alice, bob, clock)
    assert queries.proof_of(letter).holds

    tampered(letter.approved_lines.get(), share=40)
    assert queries.proof_of(letter).wrong == (f"The approved words do not say line {version} as it was noted.",)

    tampered(letter.approved_lines.get(), share=100)
    tampered(version, do_say="Promise it.")
    assert queries.proof_of(letter).wrong == (f"Line {version} is not what it was when the letter was approved.",)
