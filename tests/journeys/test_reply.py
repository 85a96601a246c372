"""A constituent writes, and an approved letter goes out: the whole way, through real browsers and a real mail server.

Given / when / then, once in English and once in French, with the accessibility rules on every state passed.
"""

import re
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from casework.cases.models import Case
from casework.dispatch.models import Dispatch
from casework.intake.models import Submission
from casework.letters.actions import save_template
from casework.letters.models import Letter, Template
from tests import smtp
from tests.factories.directory import MemberFactory, OfficeFactory, UserFactory

from .people import Staff, Visitor, run_jobs

WORDS = {
    "en": {
        "subject": "My ODSP payment stopped in May",
        "message": "My ODSP cheque stopped in May & nobody answers <b>the telephone</b>.",
        "template": "<p>Thank you for writing about {subject}. Your reference is {reference}.</p>",
        "typed": "We asked the program on Tuesday.",
        "comment": "Please say whom they can telephone.",
        "corrected": "You can telephone us at 416-555-0100.",
    },
    "fr": {
        "subject": "Mon allocation du POSPH a cessé",
        "message": "Mon allocation a cessé en mai & personne ne répond <b>au téléphone</b>.",
        "template": "<p>Merci de nous avoir écrit : {subject}. Votre numéro est {reference}.</p>",
        "typed": "Nous avons appelé le programme mardi.",
        "comment": "Dites à qui téléphoner, s’il vous plaît.",
        "corrected": "Téléphonez-nous au 416-555-0100.",
    },
}


class Journey:
    """Who is in it, and what has come of it so far."""

    def __init__(self, language: str, open_page: Any, check: Any, folder: Any) -> None:
        self.language, self.say, self.check, self.folder = language, WORDS[language], check, folder
        self._open = open_page

    # ------------------------------------------------------------ given
    def given_an_office_with_a_site(self) -> None:
        call_command("build_site", verbosity=0)
        self.office = OfficeFactory(
            name="Sample Office", name_fr="Bureau Modèle", slug="sample", email="sample@example.org"
        )
        OfficeFactory(name="Another Office", slug="another")
        MemberFactory(name="Robin Sample", office=self.office)
        self.olive = self._staff("olive", "officer")
        self.remi = self._staff("remi", "reviewer")
        keeper = UserFactory(username="dana", office=self.office, roles=["director"])
        body = self.say["template"]
        words = {f"body_{self.language}": body}
        save_template(Template(office=self.office, name="First answer", **words), by=keeper)

    def _staff(self, username: str, role: str) -> Any:
        user = UserFactory(username=username, office=self.office, roles=[role])
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = self.language
        profile.save()
        return user

    # ------------------------------------------------------------ when
    def when_somebody_without_a_mouse_writes_in(self) -> None:
        visitor = Visitor(self._open(locale=f"{self.language}-CA"), self.language)
        visitor.page.goto(f"/{self.language}/contact/")
        self.check(visitor.page)
        visitor.press_send()
        expect(visitor.page).to_have_title(re.compile("^" + re.escape(visitor.words("Error:"))))
        self.check(visitor.page)
        visitor.tab_to("office", "sample")
        visitor.types("subject", self.say["subject"])
        visitor.types("message", self.say["message"])
        visitor.types("name", "Ada Example")
        visitor.tab_to("reply_by", "email")
        visitor.types("email", "ada@mail.example")
        visitor.tab_to("access_written")
        visitor.page.keyboard.press("Space")
        visitor.tab_to("privacy")
        visitor.page.keyboard.press("Space")
        visitor.page.wait_for_timeout(4_000)  # nobody writes a letter in less, and the door knows it
        visitor.press_send()
        visitor.page.wait_for_url("**/thanks/**")
        self.check(visitor.page)
        self.submission = Submission.objects.get()
        visitor.reads(self.submission.reference)

    def when_the_officer_finds_it_and_drafts_an_answer(self) -> None:
        self.officer = officer = Staff(self._open(), self.language)
        officer.signs_in(self.olive)
        self.check(officer.page)
        officer.goes_to(reverse("triage:index"))
        self.check(officer.page)
        officer.follows(self.say["subject"])
        officer.reads(self.say["message"])
        self.check(officer.page)
        officer.goes_to(reverse("triage:accept", args=[self.submission.pk]))
        self.check(officer.page)
        officer.presses("Open the case")
        self.case = Case.objects.get()
        officer.reads(self.say["message"])
        self.check(officer.page)
        officer.goes_to(reverse("accommodations:discuss", args=[self.case.accommodations.get().pk]))
        officer.page.locator("[name=words]").fill("18 point.")
        self.check(officer.page)
        officer.presses("Note what you talked about")
        officer.goes_to(reverse("letters:reply", args=[self.case.pk]))
        officer.page.get_by_label("First answer").check()
        self.check(officer.page)
        officer.presses("Start the letter")
        self.letter = Letter.objects.get()
        self._type_at_the_end(self.say["typed"])
        officer.picture("letter")
        self.check(officer.page)
        self._submit()

    def _type_at_the_end(self, text: str) -> None:
        editor = self.officer.page.locator(".DraftEditor-root [contenteditable]").first
        editor.click()
        self.officer.page.keyboard.press("Control+End")
        self.officer.page.keyboard.press("Enter")
        self.officer.page.keyboard.type(text)
        self.officer.page.wait_for_timeout(500)  # the editor hands its words to the form a quarter of a second later

    def _submit(self) -> None:
        page = self.officer.page
        page.get_by_role("button", name=self.officer.words("More actions")).click()
        with page.expect_navigation():
            self.officer.button("Submit for review").click()
        self.letter.refresh_from_db()
        assert self.letter.status == "in_review"

    def when_the_author_tries_to_approve(self) -> None:
        self.officer.goes_to(reverse("letters:review", args=[self.letter.pk]))
        expect(self.officer.button("Approve")).to_have_count(0)
        self.check(self.officer.page)
        # By the form itself, as somebody would who knows what the button sends.
        revision = self.letter.latest_revision
        self.officer.page.evaluate(
            """([revision, sha]) => {
                const form = document.createElement('form');
                form.method = 'post';
                const token = document.cookie.match(/csrftoken=([^;]+)/);
                const values = {revision, sha256: sha, decision: 'approve', comment: '',
                    csrfmiddlewaretoken: document.querySelector('[name=csrfmiddlewaretoken]')?.value
                        || token?.[1] || JSON.parse(document.querySelector('#wagtail-config').textContent).CSRF_TOKEN};
                for (const [name, value] of Object.entries(values)) {
                    const field = document.createElement('input');
                    field.name = name; field.value = value; form.append(field);
                }
                document.body.append(form); form.submit();
            }""",
            [revision.pk, "0" * 64],
        )
        self.officer.page.wait_for_load_state()
        self.letter.refresh_from_db()
        assert self.letter.status == "in_review"

    def when_the_reviewer_returns_it(self) -> None:
        self.reviewer = reviewer = Staff(self._open(), self.language)
        reviewer.signs_in(self.remi)
        self.check(reviewer.page)
        reviewer.follows(self.letter.reference)
        self.check(reviewer.page)
        reviewer.page.locator("[name=comment]").fill(self.say["comment"])
        reviewer.page.locator("[name=code]").select_option("facts")
        reviewer.presses("Return with comments")
        self.letter.refresh_from_db()
        assert self.letter.status == "draft"

    def when_the_officer_corrects_it(self) -> None:
        self.officer.goes_to(reverse("letters:edit", args=[self.letter.pk]))
        self.officer.reads(self.say["comment"])
        self._type_at_the_end(self.say["corrected"])
        self._submit()

    def when_the_reviewer_approves(self) -> None:
        self.reviewer.goes_to(reverse("letters:review", args=[self.letter.pk]))
        self.reviewer.reads(self.say["corrected"])
        self.check(self.reviewer.page)
        self.reviewer.picture("review")
        self.reviewer.presses("Approve")
        self.letter.refresh_from_db()
        assert self.letter.status == "approved"

    # ------------------------------------------------------------ then
    def then_exactly_the_approved_words_arrive(self) -> None:
        with smtp.running() as server:
            run_jobs(mail_url=server.url, folder=self.folder)
            run_jobs(mail_url=server.url, folder=self.folder)
            arrived = list(server.letters)
        sent = Dispatch.objects.get()
        assert [(letter.to, letter.raw) for letter in arrived] == [(("ada@mail.example",), bytes(sent.raw))]
        mail = message_from_bytes(arrived[0].raw, policy=policy.default)
        text = mail.get_body(["plain"]).get_content()
        approval = self.letter.approvals.get()
        assert approval.sha256 == sent.approved_sha256
        assert text.replace("\r\n", "\n") == sent.text
        for words in (self.say["subject"], self.submission.reference, self.say["typed"], self.say["corrected"]):
            assert words in text
        assert self.say["comment"] not in text
        assert mail["From"].addresses[0].addr_spec == "sample@example.org"

    def then_the_case_shows_it_and_is_resolved(self) -> None:
        self.officer.goes_to(reverse("cases:inspect", args=[self.case.pk]))
        self.officer.reads(self.say["corrected"])
        self.check(self.officer.page)
        self.officer.goes_to(reverse("letters:inspect", args=[self.letter.pk]))
        self.check(self.officer.page)
        self.case.refresh_from_db()
        self.letter.refresh_from_db()
        assert (self.case.status, self.letter.status) == ("resolved", "sent")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_constituent_writes_and_an_approved_letter_goes_out(language, open_page, assert_accessible, tmp_path):
    journey = Journey(language, open_page, assert_accessible, tmp_path)

    journey.given_an_office_with_a_site()

    journey.when_somebody_without_a_mouse_writes_in()
    journey.when_the_officer_finds_it_and_drafts_an_answer()
    journey.when_the_author_tries_to_approve()
    journey.when_the_reviewer_returns_it()
    journey.when_the_officer_corrects_it()
    journey.when_the_reviewer_approves()

    journey.then_exactly_the_approved_words_arrive()
    journey.then_the_case_shows_it_and_is_resolved()
