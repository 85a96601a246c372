"""Eight weeks of three offices, played through the public verbs with the clock set back."""

import heapq
from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from django.utils import timezone

from casework.cases import actions as cases
from casework.cases.models import Case
from casework.core import clock
from casework.directory.models import Issue, Office, User
from casework.dispatch import actions as dispatch
from casework.dispatch.jobs import send_due
from casework.dispatch.queries import print_list
from casework.intake import actions as intake
from casework.intake.incoming import Incoming
from casework.intake.models import Submission
from casework.letters import actions as letters
from casework.letters.models import Letter, Template

from . import clearing, signing, templates
from .cast import PersonCard, people
from .encore import encore
from .files import sent_with
from .lines import programme
from .needs import talk
from .stage import KEEPERS
from .words import BETTER_WORDS, FOLLOW_UPS, MATTERS, NOTES, RETURNS, SPAM, Matter

Event = Callable[[], None]
WEEKS = 8


class Play:
    """The stage: who works where, what time it is, what happens next. The same seed plays the same weeks."""

    def __init__(self, *, submissions: int = 150, seed: int = 2026) -> None:
        self.random = Random(seed)  # noqa: S311  (a play, not a secret)
        self.end = clock.now()
        self.start = self.end - timedelta(weeks=WEEKS)
        self.submissions = submissions
        self.people = people()
        self.offices = {office.slug: office for office in Office.objects.all()}
        self.staff = {user.username: user for user in User.objects.all()}
        self.issues = {issue.code: issue for issue in Issue.objects.all()}
        self.templates: list[Template] = []  # written first of all
        self._queue: list[tuple[datetime, int, Event]] = []
        self._numbers = count()
        self.played = 0

    def run(self, travel: Callable[[datetime], Any]) -> int:
        """Play everything in order; ``travel`` is a context manager that sets the clock. Returns how much happened."""
        self._set_the_stage()
        while self._queue:
            moment, _number, event = heapq.heappop(self._queue)
            if moment > self.end:
                continue
            with travel(moment):
                event()
            self.played += 1
        return self.played + encore(self)

    def at(self, moment: datetime, event: Event, *, any_hour: bool = False) -> None:
        """Put something on the programme: in office hours, unless it may happen at any hour."""
        when = moment if any_hour else self._in_hours(moment)
        heapq.heappush(self._queue, (when, next(self._numbers), event))

    def later(self, event: Event, *, days: float) -> None:
        """Put something on the programme some days from the moment being played."""
        self.at(clock.now() + timedelta(days=days * self.random.uniform(0.6, 1.4)), event)

    def _in_hours(self, moment: datetime) -> datetime:
        local = timezone.localtime(moment)
        if local.time() < time(8, 30) or local.time() > time(17, 0):
            minutes = self.random.randrange(0, 8 * 60)
            local = local.replace(hour=8, minute=30, second=0) + timedelta(minutes=minutes)
        while local.weekday() > 4:
            local += timedelta(days=1)
        return local

    # ------------------------------------------------------------ people write
    def _set_the_stage(self) -> None:
        templates.programme(self, KEEPERS)
        programme(self)
        span = self.end - self.start
        for number in range(self.submissions):
            # A little more in the last weeks, so that there is always something to triage.
            share = (number + self.random.random()) / self.submissions
            self.at(self.start + span * share**0.8, lambda number=number: self._somebody_writes(number), any_hour=True)

    def _somebody_writes(self, number: int) -> None:
        office = self.random.choices(("leader", "riverside", "lakeshore"), weights=(5, 3, 2))[0]
        if number % 29 == 7:
            self._spam_comes(office, number)
            return
        person = self.people[number % len(self.people)]
        matter = self.random.choice([matter for matter in MATTERS if matter.language == person.language])
        submission = intake.receive(
            self._incoming(person, matter, held=number % 23 == 5),
            office=self.offices[office],
            key=f"demo-{number}",
            files=sent_with(number),
        )
        age = self.end - clock.now()
        if age > timedelta(days=4) or self.random.random() < 0.3:
            self.later(lambda: self._triage(submission, matter), days=0.7)

    def _incoming(self, person: PersonCard, matter: Matter, *, held: bool) -> Incoming:
        return Incoming(
            language=matter.language,
            subject=matter.subject,
            body=matter.body,
            name=person.name,
            email=person.email,
            phone=person.phone,
            postal_code=person.postal_code,
            address=person.address,
            reply_by=person.reply_by,
            reply_language=person.language,
            access_needs=person.access_needs,
            access_words=person.access_words,
            privacy_version="demo",
            wants_person_check=held,
        )

    def _spam_comes(self, office: str, number: int) -> None:
        subject, body = SPAM[number % len(SPAM)]
        incoming = Incoming(
            subject=subject,
            body=body,
            name="Traffic Example",
            email="offers@spam.example",
            signals=(("many_links", 1), ("honeypot", 3), ("too_fast", 2)),
        )
        submission = intake.receive(incoming, office=self.offices[office], key=f"demo-{number}")
        if number % 2:
            self.later(lambda: intake.mark_spam(submission, by=self.triager(office)), days=0.5)

    # ------------------------------------------------------------ staff work
    def triager(self, office: str) -> User:
        """Who triages in an office, and works what nobody else does."""
        return self.staff[{"leader": "officer", "riverside": "caseworker", "lakeshore": "neighbour"}[office]]

    def approver(self, office: str) -> User:
        """Somebody who approves in an office."""
        name = {"leader": ["reviewer", "director"], "riverside": ["director"], "lakeshore": ["lakeshore-lead"]}[office]
        return self.staff[self.random.choice(name)]

    def _triage(self, submission: Submission, matter: Matter) -> None:
        office = submission.office.slug
        by = self.triager(office)
        submission = Submission.objects.get(pk=submission.pk)
        known = Case.objects.filter(office=submission.office, person__name=submission.name).active().first()
        if known is not None and self.random.random() < 0.5:
            intake.attach(submission, by=by, case=known)
            return
        issue = self.issues.get(matter.issue)
        takes = self.random.random() < 0.85
        case = intake.accept(submission, by=by, issue=issue, urgency="urgent" if matter.urgent else "", take=takes)
        if takes:
            self.later(lambda: self._work(case), days=1.5)

    def _work(self, case: Case) -> None:
        case = Case.objects.get(pk=case.pk)
        by, roll = case.owner, self.random.random()
        if not case.is_active or by is None:
            return
        cases.add_note(case, by=by, body=self.random.choice(NOTES))
        if roll < 0.15:
            cases.hold(case, by=by, waiting_on="agency", reason="Asked the program; waiting for its answer.")
            self.later(lambda: self._they_write_again(case), days=6)
        elif roll < 0.22:
            cases.close(case, by=by, closure_reason="withdrawn", reason="Solved by itself, they say.")
        elif roll < 0.30 and case.office.slug == "leader":
            cases.hand_over(case, by=by, to=self.staff["director"], reason="You spoke with them before.")
        elif roll < 0.38:
            self.later(lambda: self._they_write_again(case), days=4)
        else:
            self.later(lambda: self._draft(case), days=1.5)

    def _they_write_again(self, case: Case) -> None:
        case = Case.objects.get(pk=case.pk)
        words = FOLLOW_UPS["fr" if case.language == "fr" else "en"]
        cases.add_message(case, by=self.triager(case.office.slug), body=self.random.choice(words), channel="phone")
        self.later(lambda: self._draft(case), days=2)

    def _draft(self, case: Case) -> None:
        case = Case.objects.get(pk=case.pk)
        if not case.is_active or case.owner is None or case.letters.exclude(status="void").exists():
            return
        fitting = templates.fitting(self.templates, case)
        template = self.random.choice(fitting) if fitting else None
        letter = letters.start_reply(case, by=case.owner, template=template)
        if template is not None and self.random.random() < 0.88:
            self.later(lambda: self._submit(letter), days=0.8)
        elif self.random.random() < 0.3:
            self.later(lambda: self._void(letter), days=1)

    def _void(self, letter: Letter) -> None:
        letters.void(letter, by=letter.drafted_by, reason="Answered by telephone instead.")

    def _submit(self, letter: Letter) -> None:
        letter = Letter.objects.get(pk=letter.pk)
        if letter.status != "draft" or not letter.to_address:
            return
        talk(letter)
        letters.submit(letter, by=letter.drafted_by)
        self.later(lambda: self._decide(letter), days=1.2)

    def _decide(self, letter: Letter) -> None:
        letter = Letter.objects.select_related("office", "latest_revision").get(pk=letter.pk)
        if letter.status != "in_review":
            return
        if not clearing.speak(letter, random=self.random):
            self.later(lambda: self._decide(letter), days=2)
            return
        by, revision = self.approver(letter.office.slug), letter.latest_revision
        if letter.drafted_by == by:
            by = self.staff["reviewer"]
        if self.random.random() < 0.2:
            code, comment = self.random.choice(RETURNS)
            letters.return_to_writer(letter, by=by, revision=revision, comment=comment, code=code)
            self.later(lambda: self._correct(letter), days=0.8)
            return
        talk(letter)
        letter = letters.approve(letter, by=by, revision=revision)
        if letter.status == "to_sign":
            self.later(lambda: signing.sign(letter), days=0.6)
        if self.end - clock.now() > timedelta(days=1):
            self.at(clock.now() + timedelta(minutes=2), self.post)

    def _correct(self, letter: Letter) -> None:
        words = Letter.objects.get(pk=letter.pk).get_latest_revision_as_object()
        words.body += BETTER_WORDS[words.language]
        words.save_revision(user=letter.drafted_by)
        self.later(lambda: self._submit(letter), days=0.2)

    def post(self) -> None:
        """What was approved leaves, and some of what is for the post is printed."""
        send_due()
        for name in ("officer", "caseworker", "lakeshore-lead"):
            waiting = list(print_list(self.staff[name])[:20])
            if waiting and self.random.random() < 0.6:
                dispatch.mark_printed(waiting, by=self.staff[name])
        self._tidy()

    def _tidy(self) -> None:
        """Close what was answered a while ago; open one again now and then."""
        before = clock.now() - timedelta(days=5)
        for case in Case.objects.filter(status="resolved", last_activity_at__lt=before)[:4]:
            by = case.owner or self.triager(case.office.slug)
            cases.close(case, by=by, closure_reason="completed")
            if self.random.random() < 0.12:
                cases.reopen(case, by=by, reason="They wrote again: the second cheque did not come.")
