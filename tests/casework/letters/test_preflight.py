"""The pre-flight where people meet it: what the record says of a letter, what stops it, and what each screen shows."""

import re
from html import unescape

import pytest
from django.urls import reverse

from casework.cases import actions as cases
from casework.cases.models import Accommodation
from casework.contacts.models import Person
from casework.core import clock
from casework.core.errors import CaseworkError
from casework.letters import actions, queries
from casework.letters.states import LetterStatus
from tests.factories.cases import AccommodationFactory, CaseFactory
from tests.factories.directory import MemberFactory
from tests.factories.letters import again, template, write

pytestmark = pytest.mark.django_db


def preflight(letter):
    """What is found in the newest words of a letter."""
    read = queries.reading(again(letter))
    return queries.preflight(read.words, read.content, read.text)


def codes(findings):
    return [finding.code for finding in findings]


def text(answer):
    """What the page says, without its tags."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


# ---------------------------------------------------------------- what the record says
def test_a_letter_in_order_has_nothing_to_mend(draft):
    found = preflight(draft)
    assert (found.blockers, found.warnings) == ([], [])


def test_the_riding_of_the_record_counts_against_those_of_the_members(draft, alice):
    MemberFactory(riding="Brant River")
    write(draft, by=alice, body="<p>Everybody in Brant River knows.</p>")
    assert preflight(draft).warnings == []
    Person.objects.update(riding="North Harbour")
    assert codes(preflight(draft).warnings) == ["riding"]


def test_what_the_person_asked_for_counts(draft, case):
    need = AccommodationFactory(case=case, code="braille")
    assert codes(preflight(draft).blockers) == ["asked"]
    Accommodation.objects.filter(pk=need.pk).update(status="agreed")
    found = preflight(draft)
    assert (found.blockers, codes(found.warnings)) == ([], ["need"])


def test_a_letter_waits_for_the_talk_when_it_is_submitted_and_when_it_is_approved(draft, case, alice, bob):
    need = cases.ask_accommodation(case, by=alice, code="large_print_22", words="Zelda on white paper")
    with pytest.raises(CaseworkError, match="Large print, 22 point") as refusal:
        actions.submit(again(draft), by=alice)
    assert ("Zelda" in str(refusal.value), again(draft).status) == (False, LetterStatus.DRAFT)

    cases.discuss_accommodation(need, by=alice, words="22 point.", happened_on=clock.today())
    letter = actions.submit(again(draft), by=alice)
    later = cases.ask_accommodation(case, by=alice, words="Zelda wants a recording")
    with pytest.raises(CaseworkError, match="something in their own words"):
        actions.approve(again(letter), by=bob, revision=letter.latest_revision)
    assert again(letter).status == LetterStatus.IN_REVIEW

    cases.meet_accommodation(later, by=alice, words="Read to them.", happened_on=clock.today())
    assert actions.approve(again(letter), by=bob, revision=letter.latest_revision).status == LetterStatus.APPROVED


def test_the_banner_says_what_they_asked_for_in_their_words_and_what_to_do(draft, case, alice, signed_in):
    need = AccommodationFactory(case=case, code="audio_cd", words="Slowly, please.")
    url, editor = reverse("cases:inspect", args=[case.pk]), reverse("letters:edit", args=[draft.pk])
    waits = signed_in(alice).get(editor)
    assert "A letter to this person waits" in text(waits)
    assert ("Slowly, please." in text(waits), f"{url}#accommodations" in waits.content.decode()) == (True, True)
    assert "A letter to this person waits" in text(signed_in(alice).get(reverse("letters:reply", args=[case.pk])))

    Accommodation.objects.filter(pk=need.pk).update(status="discussed")
    talked = text(signed_in(alice).get(editor))
    assert ("A letter to this person waits" in talked, "The person asked for this" in talked) == (False, True)


def test_a_template_of_the_other_side_counts_where_its_own_words_are_said(draft, case, alice, office_a, office_b):
    thanks, yes, no = "Thank you for writing to us about it.", "We will vote for the line with you.", "We will vote no."
    words = {"by": alice, "body_fr": ""}
    template(stance="for", body_en=f"<p>{thanks}</p><p>{yes}</p>", **words)
    template(stance="against", body_en=f"<p>{thanks}</p><p>{no} And we will say why.</p>", **words)
    template(stance="against", body_en="<p>Nobody here wants what you want.</p>", office=office_b, body_fr="")
    letter = write(draft, by=alice, body=f"<p>{thanks}</p><p>{yes}</p><p>Nobody here wants what you want.</p>")
    found = {}
    for wants in ("", "for", "against", "unclear"):
        cases.change(case, by=alice, wants=wants)
        preflighted = preflight(letter)
        everything = preflighted.blockers + preflighted.warnings
        found[wants] = [(each.severity, each.passage) for each in everything if each.code == "stance"]
    assert found == {"": [], "for": [], "against": [("blocker", yes)], "unclear": [("warning", yes)]}
    cases.change(case, by=alice, wants="against")
    with pytest.raises(CaseworkError, match="These words are for it"):
        actions.submit(again(letter), by=alice)


def test_what_they_want_is_noted_on_the_case(signed_in, case, alice):
    client, url = signed_in(alice), reverse("cases:change", args=[case.pk])
    assert "What they want on it" in text(client.get(url))
    with pytest.raises(CaseworkError, match="for or against"):
        cases.change(case, by=alice, wants="often")
    assert cases.change(case, by=alice, wants="against").wants == "against"
    assert "What they want on it Against" in text(client.get(reverse("cases:inspect", args=[case.pk])))


def test_whoever_shares_an_address_is_another_person(draft, alice, office_a, office_b):
    CaseFactory(office=office_a, opened=True, person__name="Sam Person", person__email="testa@example.org")
    CaseFactory(office=office_b, opened=True, person__name="Elsewhere Person", person__email="testa@example.org")
    write(draft, by=alice, body="<p>As Sam Person and Elsewhere Person told us.</p>")
    assert [finding.passage for finding in preflight(draft).warnings] == ["Sam Person"]


def test_what_the_cautions_say_is_not_said_twice(draft, case):
    case.language = "fr"
    case.save()
    assert preflight(draft).warnings == []


def test_it_asks_the_same_few_times_for_one_and_for_twenty(draft, case, office_a, count_queries):
    case.person.riding = "North Harbour"
    case.person.save()
    letter = again(draft)
    read = queries.reading(letter)
    few = count_queries(lambda: queries.preflight(read.words, read.content, read.text))
    for number in range(20):
        MemberFactory(riding=f"Riding {number}")
        AccommodationFactory(case=case, code="", words=f"Need {number}", discussed=True)
        CaseFactory(office=office_a, opened=True, person__email="testa@example.org")
    letter = again(draft)
    read = queries.reading(letter)
    assert count_queries(lambda: queries.preflight(read.words, read.content, read.text)) == few
    assert few <= 5


# ---------------------------------------------------------------- what it stops
@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"salutation": "Dear Mr. Okafor,"}, "The record has another name"),
        ({"body": "<p>Your number is 130-692-544.</p>"}, "Take out the social insurance number"),
        ({"body": "<p>Card 5584-486-673-YM.</p>"}, "Take out the health card number"),
        (
            {"body": "<p>See https://intranet.local/a for more.</p>"},
            "“https://intranet.local/a”: This address works inside",
        ),
    ],
)
def test_a_letter_with_a_blocker_is_not_submitted_and_stays_a_draft(draft, alice, words, says):
    write(draft, by=alice, **words)
    with pytest.raises(CaseworkError, match=says):
        actions.submit(draft, by=alice)
    assert again(draft).status == LetterStatus.DRAFT


def test_an_error_quotes_neither_a_name_nor_a_number_of_anybody(draft, alice):
    write(draft, by=alice, salutation="Dear Mr. Okafor,", body="<p>Your number is 130-692-544.</p>")
    with pytest.raises(CaseworkError) as refused:
        actions.submit(draft, by=alice)
    assert "Okafor" not in str(refused.value)
    assert "130" not in str(refused.value)


def test_a_warning_stops_nothing(draft, alice):
    write(draft, by=alice, body="<p>He suffers from asthma. We will call him on March 3, 2019.</p>")
    assert len(preflight(draft).warnings) == 3
    assert actions.submit(draft, by=alice).status == LetterStatus.IN_REVIEW


def test_what_the_record_becomes_after_the_submission_does_not_make_the_approval_impossible(in_review, bob):
    Person.objects.update(name="Ngozi Okafor")
    assert codes(preflight(in_review).blockers) == ["salutation"]
    letter = again(in_review)
    assert actions.approve(letter, by=bob, revision=letter.latest_revision).status == LetterStatus.APPROVED


def test_a_letter_taken_back_is_checked_again(in_review, alice):
    draft = actions.withdraw(in_review, by=alice)
    Person.objects.update(name="Ngozi Okafor")
    with pytest.raises(CaseworkError, match="another name"):
        actions.submit(again(draft), by=alice)


# ---------------------------------------------------------------- where it is read
def test_the_editor_shows_what_to_mend_with_the_words(signed_in, draft, alice):
    write(draft, by=alice, body="<p>Your number is 130-692-544. He suffers from asthma.</p>")
    page = signed_in(alice).get(reverse("letters:edit", args=[draft.pk])).content.decode()
    assert "What must be mended before it can be submitted" in page
    assert re.search(r'<q class="lt-findings__words" lang="en" dir="auto">130-692-544</q>', page)
    assert "Worth a look" in page
    assert ">suffers from</q> Better: has." in page


def test_the_review_shows_that_nothing_was_found(signed_in, in_review, bob):
    said = text(signed_in(bob).get(reverse("letters:review", args=[in_review.pk])))
    assert "Pre-flight Nothing found." in said


def test_the_review_shows_the_words_escaped(signed_in, draft, alice, bob):
    write(draft, by=alice, subject="See http://[::1 <b>now</b>, TBC")
    letter = again(draft)
    said = signed_in(bob).get(reverse("letters:review", args=[letter.pk])).content.decode()
    assert '<q class="lt-findings__words" lang="en" dir="auto">TBC</q>' in said
    assert "<b>now</b>" not in said


def test_a_refusal_is_said_on_the_editor(signed_in, draft, alice, editor):
    answer = editor(alice, draft).save(**{"action-submit": "1", "body": "Your number is 130-692-544."})
    said = text(signed_in(alice).get(answer.url))
    assert "Take out the social insurance number. A letter never needs it." in said
    assert again(draft).status == LetterStatus.DRAFT


def test_a_text_in_the_other_language_is_quoted_without_a_language(signed_in, draft, alice):
    french = "Nous avons bien reçu votre message et nous vous remercions de votre patience dans ce dossier."
    write(draft, by=alice, body=f"<p>{french}</p>")
    page = signed_in(alice).get(reverse("letters:edit", args=[draft.pk])).content.decode()
    assert f'<q class="lt-findings__words" dir="auto">{french}</q>' in page
