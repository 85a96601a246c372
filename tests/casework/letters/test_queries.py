import pytest
from django.utils import timezone

from casework.cases import actions as cases
from casework.contacts import actions as contacts
from casework.core.errors import OutOfDate
from casework.letters import actions, queries
from casework.letters.models import Letter
from tests.factories.cases import CaseFactory, MessageFactory
from tests.factories.directory import MemberFactory, UserFactory, group_of
from tests.factories.letters import LetterFactory, TemplateFactory, again, write

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- which letters
def test_one_letter_is_found_in_sight_and_not_beyond(draft, alice, charlie, root):
    assert queries.letter_for(alice, draft.pk) == draft
    assert queries.letter_for(charlie, draft.pk) is None
    assert queries.letter_for(root, draft.pk) is None


def test_letters_come_newest_first(case, alice):
    first, second = LetterFactory(case=case, by=alice), LetterFactory(case=case, by=alice)
    assert list(queries.letters_for(alice)) == [second, first]


def test_a_list_asks_once_for_all_its_letters(case, alice, django_assert_num_queries):
    for _ in range(3):
        LetterFactory(case=case, by=alice)
    assert alice.office_ids  # read once per request
    assert alice.get_all_permissions()
    with django_assert_num_queries(1):
        [(str(letter.case), str(letter.office), str(letter.drafted_by)) for letter in queries.letters_for(alice)]


def test_only_the_letters_one_may_decide_on_wait_for_one(in_review, draft, alice, bob, charlie, director, root):
    charlie.groups.add(group_of("reviewer"))
    waiting = [list(queries.waiting_for_approval(user)) for user in (bob, director, alice, charlie, root)]
    assert waiting == [[in_review], [in_review], [], [], []]


def test_a_letter_one_had_a_hand_in_does_not_wait_for_one(draft, alice, director):
    write(draft, by=director, subject="A comma")
    actions.submit(draft, by=alice)
    assert not queries.waiting_for_approval(director)


def test_my_drafts_are_mine_and_drafts(draft, in_review, alice, director):
    LetterFactory(case=draft.case, by=director)
    assert list(queries.drafts_of(alice)) == [draft]


def test_a_search_finds_a_letter_by_its_own_number_and_by_that_of_its_case(draft, in_review, alice, charlie):
    rows = queries.letters_for(alice)
    for words in (draft.reference, draft.case.reference, draft.case.reference.replace("-", " ").lower()):
        assert set(queries.found(alice, words, rows)) == {draft, in_review}
    assert not queries.found(charlie, draft.reference, queries.letters_for(charlie))


def test_a_search_finds_the_letters_of_a_case_by_its_words(draft, alice):
    cases.add_message(draft.case, by=alice, body="My zamboni is stuck.", channel="phone")
    assert list(queries.found(alice, "zamboni", queries.letters_for(alice))) == [draft]
    assert list(queries.found(alice, "nothing like it", queries.letters_for(alice))) == []


def test_the_letter_of_a_dispatch_is_found_by_its_office(approved, alice, charlie):
    left = approved.approvals.get().dispatch
    assert queries.letter_of(alice, left) == approved
    assert queries.letter_of(charlie, left) is None


def test_a_revision_is_one_of_this_letter(draft, in_review):
    assert queries.revision_of(draft, draft.latest_revision_id) == draft.latest_revision
    with pytest.raises(OutOfDate):
        queries.revision_of(draft, in_review.latest_revision_id)


# ---------------------------------------------------------------- templates
def test_for_a_case_the_person_s_language_comes_first_and_other_offices_never(office_a, office_b, alice):
    alice.memberships.create(office=office_b)
    english = TemplateFactory(name="A", language="en", office=office_a)
    french = TemplateFactory(name="B", language="fr")
    TemplateFactory(name="Other office", office=office_b)
    TemplateFactory(name="Out of use", is_active=False)
    case = CaseFactory(office=office_a, language="fr")
    assert [offer.template for offer in queries.offers_for(alice, case=case)] == [french, english]


# ---------------------------------------------------------------- who may decide
def test_why_somebody_cannot_decide_is_said_in_words(in_review, alice, bob, director, office_a):
    assert queries.why_not_decide(in_review, bob) == ""
    assert queries.why_not_decide(in_review, director) == ""
    assert "You wrote this letter" in queries.why_not_decide(in_review, alice)
    assert "Your role does not approve" in queries.why_not_decide(
        in_review, UserFactory(office=office_a, roles=["officer"])
    )


@pytest.mark.parametrize("stands", [{}, {"approved": True}, {"void": True}])
def test_what_is_not_in_review_is_not_to_be_decided(case, alice, bob, stands):
    letter = LetterFactory(case=case, by=alice, approver=bob, **stands)
    assert "not in review" in queries.why_not_decide(letter, bob)


def test_a_review_that_lost_its_step_says_what_to_do(in_review, bob):
    in_review.current_workflow_state.task_states.all().delete()
    assert "withdraw and submit" in queries.why_not_decide(again(in_review), bob)


def test_the_screen_promises_what_the_verb_keeps(in_review, alice, bob, charlie, director, root):
    """Whoever is told that they may decide, may; whoever is told why not, is refused."""
    for user in (alice, charlie, root, bob, director):
        letter = LetterFactory(case=in_review.case, by=alice, submitted=True)
        refused = bool(queries.why_not_decide(letter, user))
        try:
            actions.approve(letter, by=user, revision=letter.latest_revision)
        except Exception:
            assert refused
        else:
            assert not refused


def test_verbs_on_offer_are_those_that_work_now(draft, in_review, approved, sent, alice, bob, director, charlie):
    assert queries.verbs(draft, alice) == {"edit", "submit", "void"}
    assert queries.verbs(in_review, alice) == {"withdraw", "void"}
    assert queries.verbs(in_review, director) == {"decide", "withdraw", "void"}
    assert queries.verbs(in_review, bob) == {"decide"}
    assert queries.verbs(sent, alice) == frozenset()
    assert queries.verbs(draft, charlie) == frozenset()


def test_an_approved_letter_can_be_recalled_or_made_void(approved, alice, bob):
    assert queries.verbs(approved, alice) == {"recall", "void"}
    assert queries.verbs(approved, bob) == frozenset()


# ---------------------------------------------------------------- what it says
def test_a_letter_by_post_carries_the_office_s_postal_address(draft):
    assert queries.content_of(draft).from_address == draft.office.email
    draft.channel = "post"
    assert queries.content_of(draft).from_address == draft.office.address


def test_the_office_and_the_member_speak_the_letter_s_language(draft):
    draft.office.name_fr, draft.language = "Bureau A", "fr"
    draft.signatory = MemberFactory.build()
    content = queries.content_of(draft)
    assert (content.from_name, content.signatory_title) == ("Bureau A", "Députée de Circonscription-Test")


def test_the_salutation_is_the_person_s_own_in_their_own_language(case):
    assert queries.salutation_for(case, language="fr") == "Bonjour Testa Person,"
    case.person.salutation = "Dear Dr. Person,"
    assert queries.salutation_for(case, language="en") == "Dear Dr. Person,"
    assert queries.salutation_for(case, language="fr") == "Bonjour Testa Person,"


def test_merge_values_are_in_the_language_of_the_letter(case, clock):
    case.opened_at = timezone.now()
    values = queries.merge_values(case, language="fr", signatory=None)
    assert (values["today"], values["received_on"], values["member"]) == ("2 mars 2026", "2 mars 2026", "")


def test_the_day_somebody_wrote_is_the_day_of_their_first_message(case, clock):
    first = MessageFactory(case=case, occurred_at=timezone.now())
    MessageFactory(case=case, occurred_at=timezone.now() + timezone.timedelta(days=3))
    assert queries.merge_values(case, language="en", signatory=None)["received_on"] == "March 2, 2026"
    assert first.case == case


def test_a_case_without_mails_has_no_thread(case):
    assert queries.thread_of(case) == ("", ())


# ---------------------------------------------------------------- what a reader should know
def cautions(letter):
    read = queries.reading(again(letter))
    return queries.cautions(read.words, read.content, queries.background(letter.case))


def test_a_letter_in_order_needs_no_caution(in_review):
    assert cautions(in_review) == []


@pytest.mark.parametrize(
    ("case_says", "letter_says", "caution"),
    [
        ({"language": "fr"}, {}, "Language of the letter: English. Language the person asked for: Français."),
        ({"reply_by": "none"}, {}, "no answer is needed"),
        ({"reply_by": "phone"}, {}, "asked to be called"),
        ({"reply_by": "post"}, {}, "asked for a letter by post"),
        ({}, {"channel": "post", "to_address": "testa@example.org"}, "asked for an e-mail"),
        ({}, {"to_address": "somebody@else.example"}, "none that this person gave"),
    ],
)
def test_what_does_not_fit_what_the_person_asked_for_is_said(draft, alice, case_says, letter_says, caution):
    for name, value in case_says.items():
        setattr(draft.case, name, value)
    draft.case.save()
    write(draft, by=alice, **letter_says)
    assert [words for words in cautions(draft) if caution in words]


def test_an_address_marked_do_not_use_is_a_caution(draft, alice):
    contacts.set_do_not_use(draft.case.person.contact_points.get(), by=alice, do_not_use=True)
    assert [words for words in cautions(draft) if "would not leave" in words]


def test_another_address_than_the_one_given_in_this_matter_is_a_caution(draft, alice):
    draft.case.reply_to = "here@example.org"
    draft.case.save()
    assert [words for words in cautions(draft) if "In this matter the person gave another address" in words]
    write(draft, by=alice, to_address="here@example.org")
    assert cautions(draft) == []


def test_what_changed_beside_the_words_since_it_was_submitted_is_a_caution(in_review):
    in_review.office.name = "Renamed"
    in_review.office.save()
    assert [words for words in cautions(in_review) if "changed after this was submitted" in words]


def test_a_member_who_left_is_a_caution(draft, alice):
    write(draft, by=alice, signatory=MemberFactory(former=True))
    assert [words for words in cautions(draft) if "does not sit" in words]


def test_what_came_in_after_the_words_were_written_is_new(in_review, alice):
    MessageFactory(case=in_review.case, occurred_at=timezone.now() - timezone.timedelta(days=1))
    assert queries.around(in_review, alice).new == []
    late = cases.add_message(in_review.case, by=alice, body="One more thing.", channel="phone")
    around = queries.around(in_review, alice)
    assert (around.new, len(around.received)) == ([late], 2)


def test_what_changed_since_the_return_is_told_part_by_part(case, alice, bob):
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True, body="<p>Two payments.</p>")
    letter = write(letter, by=alice, body="<p>Three payments.</p>", subject="Corrected")
    returned, changed = queries.since_the_return(letter, queries.reading(letter).content)
    assert returned.comment == "Say it in two sentences."
    assert [change.label for change in changed] == ["Subject", "Text"]
    assert [(piece.kind, piece.text) for piece in changed[1].pieces if piece.kind != "same"] == [
        ("gone", "Two"),
        ("new", "Three"),
    ]


def test_a_change_of_layout_alone_is_told_as_such(case, alice, bob):
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True, body="<p>Two payments.</p>")
    letter = write(letter, by=alice, body="<p><b>Two</b> payments.</p>")
    [change] = queries.since_the_return(letter, queries.reading(letter).content)[1]
    assert change.label == "Elsewhere"


def test_a_letter_never_returned_has_nothing_to_compare(in_review):
    assert queries.since_the_return(in_review, queries.reading(in_review).content) == (None, [])


# ---------------------------------------------------------------- the story
def test_the_case_tells_each_step_of_its_letters(case, alice, bob, charlie):
    letter = LetterFactory(case=case, by=alice, approver=bob, returned=True)
    story = queries.story_of(case, alice)
    assert [(entry.title.partition(" · ")[2], entry.who, entry.body, entry.label) for entry in story] == [
        ("Letter started", alice, "", ""),
        ("Letter submitted for review", alice, "", ""),
        ("Letter returned with comments", bob, "Say it in two sentences.", "Draft"),
    ]
    assert {entry.url for entry in story} == {f"/admin/letters/inspect/{letter.pk}/"}
    assert queries.story_of(case, charlie) == []


def test_the_case_tells_why_a_letter_was_recalled_or_void(approved, alice):
    actions.void(approved, by=alice, reason="It is settled.")
    assert queries.story_of(approved.case, alice)[-1].body == "It is settled."


def test_the_end_of_the_story_leads_to_what_was_sent(sent, alice):
    assert queries.story_of(sent.case, alice)[-1].label == "As sent"


def test_the_story_costs_the_same_for_one_letter_and_three(case, alice, django_assert_num_queries):
    assert alice.office_ids
    assert alice.get_all_permissions()
    for _ in range(3):
        LetterFactory(case=case, by=alice, submitted=True)
        with django_assert_num_queries(4):
            queries.story_of(case, alice)


def test_hands_are_told_with_the_drafter_first(draft, director, alice):
    write(draft, by=director, subject="A comma")
    assert queries.hands_in(draft) == [alice, director]
    assert queries.writers_of(draft) == {alice.pk, director.pk}
    assert Letter.objects.count() == 1
