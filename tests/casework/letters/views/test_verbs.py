"""The small screens: reply, withdraw, recall, void."""

import pytest
from django.urls import reverse

from casework.cases import actions as cases
from casework.dispatch.models import Dispatch
from casework.letters.models import Letter
from casework.letters.states import LetterStatus
from tests.factories.cases import CaseFactory
from tests.factories.directory import MemberFactory
from tests.factories.letters import TemplateFactory, again

pytestmark = pytest.mark.django_db


def url(thing, name):
    return reverse(f"letters:{name}", args=[thing.pk])


# ---------------------------------------------------------------- reply
def test_a_reply_begins_in_the_editor(signed_in, case, alice):
    answer = signed_in(alice).post(url(case, "reply"), {"language": ""})
    letter = Letter.objects.get()
    assert (answer["location"], letter.drafted_by, letter.case) == (url(letter, "edit"), alice, case)


def test_a_reply_begins_from_a_template_in_its_language(signed_in, case, alice):
    template = TemplateFactory(language="fr", body="<p>Merci.</p>")
    signed_in(alice).post(url(case, "reply"), {"template": template.pk, "language": ""})
    letter = Letter.objects.get()
    assert (letter.language, letter.body) == ("fr", "<p>Merci.</p>")


def test_a_template_in_the_other_language_is_told_with_everything_kept(signed_in, case, alice):
    template = TemplateFactory(language="fr")
    answer = signed_in(alice).post(url(case, "reply"), {"template": template.pk, "language": "en"})
    assert answer.status_code == 422
    assert "This template has no words in English yet" in str(answer.context["form"].errors["language"])
    assert answer.context["form"]["template"].value() == str(template.pk)
    assert not Letter.objects.exists()


def test_templates_in_the_person_s_language_come_first_and_others_offices_not_at_all(
    signed_in, office_a, office_b, alice
):
    TemplateFactory(name="A English")
    french = TemplateFactory(name="Z French", language="fr")
    TemplateFactory(name="Elsewhere", office=office_b)
    case = CaseFactory(office=office_a, opened=True, language="fr")
    offered = signed_in(alice).get(url(case, "reply")).context["form"].fields["template"].choices
    assert [words.partition(" (")[0] for _pk, words in offered] == ["An empty page", french.name, "A English"]


def test_a_template_of_another_office_cannot_be_posted(signed_in, case, office_b, alice):
    elsewhere = TemplateFactory(office=office_b)
    answer = signed_in(alice).post(url(case, "reply"), {"template": elsewhere.pk, "language": ""})
    assert (answer.status_code, Letter.objects.exists()) == (422, False)


def test_the_letter_goes_in_the_name_of_a_member_of_the_office(signed_in, case, alice):
    ours, other = MemberFactory(office=case.office), MemberFactory()
    form = signed_in(alice).get(url(case, "reply")).context["form"]
    assert list(form.fields["signatory"].queryset) == [ours]
    assert signed_in(alice).post(url(case, "reply"), {"language": "", "signatory": other.pk}).status_code == 422
    signed_in(alice).post(url(case, "reply"), {"language": "", "signatory": ours.pk})
    assert Letter.objects.get().signatory == ours


def test_on_a_closed_case_the_refusal_is_said_on_the_form(signed_in, case, alice):
    cases.close(case, by=alice, closure_reason="completed")
    answer = signed_in(alice).post(url(case, "reply"), {"language": "fr"})
    assert "Reopen it to write a letter" in str(answer.context["form"].errors)
    assert answer.context["form"]["language"].value() == "fr"


def test_a_reviewer_begins_no_reply(signed_in, case, bob):
    assert signed_in(bob).get(url(case, "reply")).status_code == 302
    signed_in(bob).post(url(case, "reply"), {"language": ""})
    assert not Letter.objects.exists()


def test_the_person_s_words_stand_below_the_choice(signed_in, case, alice):
    cases.add_message(case, by=alice, body="My <b>rent</b>.", channel="phone")
    assert "My &lt;b&gt;rent&lt;/b&gt;." in signed_in(alice).get(url(case, "reply")).content.decode()


# ---------------------------------------------------------------- withdraw, recall, void
def test_withdrawing_leads_to_the_editor(signed_in, in_review, alice):
    answer = signed_in(alice).post(url(in_review, "withdraw"))
    assert (answer["location"], again(in_review).status) == (url(in_review, "edit"), LetterStatus.DRAFT)


def test_recalling_stops_the_letter(signed_in, approved, alice):
    answer = signed_in(alice).post(url(approved, "recall"), {"reason": "Wrong amount."})
    assert (answer["location"], again(approved).status) == (url(approved, "inspect"), LetterStatus.DRAFT)
    assert Dispatch.objects.get().status == "stopped"


def test_making_void_says_why_on_the_case(signed_in, draft, alice):
    signed_in(alice).post(url(draft, "void"), {"reason": "It is settled."})
    assert again(draft).status == LetterStatus.VOID


@pytest.mark.parametrize("name", ["recall", "void"])
def test_a_reason_is_asked_for_and_nothing_happens_without(signed_in, approved, alice, name):
    answer = signed_in(alice).post(url(approved, name), {"reason": " "})
    assert "reason" in answer.context["form"].errors
    assert again(approved).status == LetterStatus.APPROVED


@pytest.mark.parametrize("name", ["withdraw", "recall"])
def test_what_no_longer_holds_is_said_with_everything_kept(signed_in, draft, alice, name):
    answer = signed_in(alice).post(url(draft, name), {"reason": "Kept."})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    assert "Kept." in answer.content.decode() or name == "withdraw"


@pytest.mark.parametrize("name", ["withdraw", "recall", "void"])
def test_opening_the_screen_changes_nothing(signed_in, in_review, alice, name):
    assert signed_in(alice).get(url(in_review, name)).status_code == 200
    assert again(in_review).status == LetterStatus.IN_REVIEW


@pytest.mark.parametrize("name", ["withdraw", "recall", "void"])
def test_who_may_not_change_it_is_sent_home(signed_in, in_review, bob, name):
    signed_in(bob).post(url(in_review, name), {"reason": "x"})
    assert again(in_review).status == LetterStatus.IN_REVIEW
