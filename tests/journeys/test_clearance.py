"""A key letter: two departments clear it at once, each for itself; a slip is mended; the Director brings it out.

Given / when / then, once in English and once in French, with the accessibility rules on every state passed.
"""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from casework.cases import actions as cases
from casework.letters import actions as letters, queries
from casework.letters.models import Letter
from casework.positions import actions as positions
from tests import smtp
from tests.factories.cases import CaseFactory
from tests.factories.directory import MemberFactory, OfficeFactory, UnitFactory, UserFactory
from tests.factories.letters import ClearanceRuleFactory, again, write
from tests.factories.positions import PositionFactory

from .people import Staff, run_jobs

WORDS = {
    "en": {
        "asked": "What does the rent bill mean for me?",
        "slip": "<p>Thank you for your letter. We recieved it on Tuesday.</p>",
        "mended": "<p>Thank you for your letter. We received it on Tuesday.</p>",
        "comment": "Please name the bill.",
    },
    "fr": {
        "asked": "Que change le projet de loi sur les loyers?",
        "slip": "<p>Merci de votre corespondance. Nous l’avons lue mardi.</p>",
        "mended": "<p>Merci de votre correspondance. Nous l’avons lue mardi.</p>",
        "comment": "Nommez le projet de loi, s’il vous plaît.",
    },
}

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


class Journey:
    """Who is in it, and what has come of it so far."""

    def __init__(self, language: str, open_page: Any, check: Any, folder: Any) -> None:
        self.language, self.say, self.check, self.folder = language, WORDS[language], check, folder
        self._open = open_page

    # ------------------------------------------------------------ given
    def given_a_letter_that_two_units_must_clear(self) -> None:
        self.office = OfficeFactory(name="Sample Office", name_fr="Bureau Modèle", email="sample@example.org")
        MemberFactory(name="Robin Sample", office=self.office)
        self.olive = self._staff("olive", "officer")
        self.press, self.house = self._staff("press", "reviewer"), self._staff("house", "reviewer")
        self.dana = self._staff("dana", "director")
        units = [
            UnitFactory(office=self.office, name="Communications", staff=[self.press]),
            UnitFactory(
                office=self.office, name="Legislative Affairs", name_fr="Affaires législatives", lead=self.house
            ),
        ]
        ClearanceRuleFactory(office=self.office, name="Key letter", units=units)
        case = CaseFactory(
            office=self.office, opened=True, language=self.language, person__email="ada@mail.example",
            person__name="Ada Example",
        )  # fmt: skip
        cases.add_message(case, by=self.olive, body=self.say["asked"], channel="phone")
        letter = write(letters.start_reply(case, by=self.olive), by=self.olive, body=self.say["slip"], subject="C-1")
        self.letter = letters.submit(letter, by=self.olive)

    def _staff(self, username: str, role: str) -> Any:
        user = UserFactory(username=username, office=self.office, roles=[role])
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = self.language
        profile.save()
        return user

    def _at_work(self, user: Any) -> Staff:
        staff = Staff(self._open(), self.language)
        staff.signs_in(user)
        return staff

    # ------------------------------------------------------------ when
    def when_each_unit_finds_it_among_what_it_has_to_clear(self) -> None:
        self.first, self.second = self._at_work(self.press), self._at_work(self.house)
        for reader in (self.first, self.second):
            reader.goes_to(reverse("letters:to_clear"))
            self.check(reader.page)
            reader.follows(self.letter.reference)
            reader.reads(self.say["asked"])
            self.check(reader.page)

    def when_the_writer_tries_to_speak_for_a_unit(self) -> None:
        writer = self._at_work(self.olive)
        writer.goes_to(reverse("letters:review", args=[self.letter.pk]))
        self.check(writer.page)
        assert writer.page.locator("[name=verdict]").count() == 0
        assert writer.page.locator("[name=decision]").count() == 0

    def when_one_clears_and_the_other_says_what_to_change(self) -> None:
        self._says(self.first, "clear")
        assert again(self.letter).status == "in_review"
        self.second.page.locator("[name=verdict][value=return]").check()
        self.second.presses("Keep what the unit says")  # without a word: it comes back
        self.check(self.second.page)
        self.second.page.locator("[name=comment]").fill(self.say["comment"])
        self.second.page.locator("[name=code]").select_option("facts")
        self.second.presses("Keep what the unit says")
        assert again(self.letter).status == "draft"

    def when_the_writer_mends_no_more_than_a_slip(self) -> None:
        letters.submit(write(self.letter, by=self.olive, body=self.say["mended"]), by=self.olive)

    def when_both_units_let_it_pass(self) -> None:
        for reader in (self.first, self.second):
            reader.goes_to(reverse("letters:review", args=[self.letter.pk]))
            self.check(reader.page)
            if reader is self.first:
                reader.reads(reader.words("No more than a slip was mended. If you agree, choose “Clear” and keep it."))
                self._says(reader, "clear")
            else:
                self._clears_by_keyboard(reader)
        assert queries.holding(again(self.letter)) == []

    def _clears_by_keyboard(self, reader: Staff) -> None:
        """From the list to the decision and on to what waits next, with Tab, the arrows and Enter alone."""
        case = CaseFactory(office=self.office, opened=True, person__email="next@mail.example")
        following = write(letters.start_reply(case, by=self.olive), by=self.olive, body="<p>Thank you.</p>")
        letters.submit(following, by=self.olive)
        reader.goes_to(reverse("letters:to_clear"))
        here, there = (reverse("letters:review", args=[letter.pk]) for letter in (self.letter, following))
        with reader.page.expect_navigation():
            reader.enters(f'main a[href="{here}"]')
        reader.enters('a[href="#decide"]')
        reader.tab_to("verdict", "clear")
        with reader.page.expect_navigation():
            reader.enters("#decide ~ form button[type=submit]")
        with reader.page.expect_navigation():
            reader.enters(f'.messages a[href="{there}"]')
        reader.reads(following.reference)
        letters.void(again(following), by=self.olive, reason="It was for the journey alone.")

    def _says(self, reader: Staff, verdict: str) -> None:
        reader.page.locator(f"[name=verdict][value={verdict}]").check()
        reader.presses("Keep what the unit says")

    def when_the_director_approves(self) -> None:
        director = self._at_work(self.dana)
        director.goes_to(reverse("letters:review", args=[self.letter.pk]))
        self.check(director.page)
        director.presses("Approve")
        self.check(director.page)
        assert again(self.letter).status == "approved"

    # ------------------------------------------------------------ then
    def then_the_cleared_words_arrive(self) -> None:
        with smtp.running() as server:
            run_jobs(mail_url=server.url, folder=self.folder)
            arrived = list(server.letters)
        letter = Letter.objects.get(pk=self.letter.pk)
        sent = letter.approvals.get().dispatch
        assert [one.raw for one in arrived] == [bytes(sent.raw)]
        assert self.say["comment"] not in sent.text
        cleared = {decision.sha256 for decision in letter.decisions.filter(verdict="clear")}
        assert queries.content_of(letter).cleared_sha256 in cleared
        assert letter.decisions.filter(reconfirmed=True).get().decided_by == self.press

    def then_the_letter_says_who_cleared_it(self) -> None:
        self.first.goes_to(reverse("letters:inspect", args=[self.letter.pk]))
        self.first.reads(self.first.words("said again after a slip was mended"))
        self.check(self.first.page)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_two_departments_and_the_director_bring_out_a_key_letter(language, open_page, assert_accessible, tmp_path):
    journey = Journey(language, open_page, assert_accessible, tmp_path)

    journey.given_a_letter_that_two_units_must_clear()

    journey.when_each_unit_finds_it_among_what_it_has_to_clear()
    journey.when_the_writer_tries_to_speak_for_a_unit()
    journey.when_one_clears_and_the_other_says_what_to_change()
    journey.when_the_writer_mends_no_more_than_a_slip()
    journey.when_both_units_let_it_pass()
    journey.when_the_director_approves()

    journey.then_the_cleared_words_arrive()
    journey.then_the_letter_says_who_cleared_it()


# ---------------------------------------------------------------- a line of the message box in a letter
LINES = {
    "en": ("Nobody should lose a home over an increase.\nWe ask for a hearing.", "Thank you for your letter."),
    "fr": ("Personne ne devrait perdre son logis à cause d’une hausse.\nNous demandons une audience.", "Merci."),
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_line_is_withdrawn_and_the_draft_is_stopped(language, open_page, assert_accessible, tmp_path):
    journey = Journey(language, open_page, assert_accessible, tmp_path)
    line, thanks = LINES[language]
    journey.office = OfficeFactory(name="Sample Office", email="sample@example.org")
    olive, press = journey._staff("olive", "officer"), journey._staff("press", "reviewer")
    position = PositionFactory(
        office=journey.office, by=olive, approver=press, approved=True, text_en=line, text_fr=line
    )
    case = CaseFactory(
        office=journey.office, opened=True, language=language, issue=position.issue, person__email="ada@mail.example"
    )
    letter = write(letters.start_reply(case, by=olive), by=olive, body=f"<p>{thanks}</p><p>Ada.</p>")

    # An officer puts it in where she is writing, by keyboard; the words that nobody has saved yet stay.
    officer = journey._at_work(olive)
    officer.goes_to(reverse("letters:edit", args=[letter.pk]))
    page = officer.page
    page.locator(".DraftEditor-root [contenteditable]").first.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("(1) ")
    page.locator("[data-put-in] button").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="L-")).to_be_visible()
    expect(page.locator(".DraftEditor-root [data-block]")).to_have_text([f"(1) {thanks}", *line.splitlines(), "Ada."])
    # Draftail hands what stands in it to the form a quarter of a second later.
    said = line.splitlines()[-1]
    page.wait_for_function("(said) => document.querySelector('[name=body]').value.includes(said)", arg=said)
    assert_accessible(page)

    # It is withdrawn that moment; whoever submits the letter is told which words, and nothing typed is lost.
    positions.withdraw_live(position, by=press, reason="The figure was wrong.")
    page.get_by_role("button", name=officer.words("More actions")).click()
    with page.expect_navigation():
        officer.button("Submit for review").click()
    officer.reads(line.splitlines()[-1].rstrip("."))
    assert again(letter).status == "draft"
    assert letter.line_uses.get(came="inserted").share == 100
    assert_accessible(page)
    officer.goes_to(reverse("letters:index"))
    officer.reads(officer.words("Line out of date"))
