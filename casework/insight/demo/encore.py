"""Whatever chance left out: a case and a letter in every state, in the two offices a newcomer looks at first."""

from datetime import timedelta
from typing import Any

from casework.cases import actions as cases
from casework.cases.levels import Level
from casework.cases.models import Case, Conflict
from casework.cases.states import CaseStatus
from casework.contacts import actions as contacts
from casework.contacts.models import Person
from casework.core import clock
from casework.directory.actions import enter_absence
from casework.directory.models import Absence, Unit, User
from casework.letters import actions as letters, queries
from casework.letters.models import Letter
from casework.letters.states import LEAVING, LetterStatus
from casework.records import actions as records
from casework.records.models import Erasure

from . import clearing, signing, templates
from .front_door import front_door
from .needs import needs, talk
from .outside import outside
from .sides import sides

#: Why a case of the demo has the level it has.
REASONS = {
    Level.OPEN: "A question about opening hours: volunteers may help.",
    Level.SENSITIVE: "About a child’s health.",
    Level.RESTRICTED: "The person asked that few people know.",
}


def encore(play: Any) -> int:
    """See that every state stands somewhere; returns how many had to be added."""
    added = 0
    for slug in ("leader", "riverside"):
        office, by = play.offices[slug], play.triager(slug)
        for status in LetterStatus.values:
            if status != LetterStatus.SENT and not Letter.objects.filter(office=office, status=status).exists():
                _letter(play, _to_be_signed(play, office, by, status) or _fresh_case(office, by), status, by=by)
                added += 1
        for status in CaseStatus.values:
            if not Case.objects.filter(office=office, status=status).exists():
                _case(_fresh_case(office, by), status, by=by)
                added += 1
    _keep_some(play)
    outside(play)
    front_door(play)
    sides(play)
    needs(play)
    _be_away(play)
    _for_the_records(play)
    return added + _for_the_units(play) + _for_a_second_reader(play) + _for_another_office(play)


def _be_away(play: Any) -> None:
    """Somebody is away now, somebody is ill, and somebody will be away: the days stand in the list of absences."""
    if Absence.objects.exists():
        return
    staff, first = play.staff, clock.today()
    for by, slug, away, there, days in (
        ("leader-records", "leader", "leader-records", "officer", (0, 11)),
        ("director", "riverside", "riverside-manager", "caseworker", (0, 2)),
        ("legislative", "leader", "legislative", "reviewer", (21, 28)),
    ):
        starts_on, ends_on = (first + timedelta(days=number) for number in days)
        place = {"office": play.offices[slug], "person": staff[away], "stand_in": staff[there]}
        enter_absence(by=staff[by], starts_on=starts_on, ends_on=ends_on, **place)


def _keep_some(play: Any) -> None:
    """See that the first office has a case of each level that its officer may give."""
    office, by = play.offices["leader"], play.triager("leader")
    mine = Case.objects.filter(office=office, owner=by, sensitivity=Level.CONFIDENTIAL).active().order_by("pk")
    # The letter that waits for the Director's word about a correction has to stay in the Director's sight.
    mine = mine.exclude(pk__in=queries.letters_to_correct(play.staff["director"]).order_by().values("case_id"))
    wanted = (Level.OPEN, Level.SENSITIVE, Level.RESTRICTED)
    for case, level in zip(mine[: len(wanted)], wanted, strict=False):
        if not Case.objects.filter(office=office, sensitivity=level).exists():
            cases.set_level(case, by=by, level=level, reason=REASONS[level])
            if level == Level.SENSITIVE:
                cases.name_person(case, by=by, person=play.staff["reviewer"], reason="Knows the family’s doctor.")
            if level == Level.RESTRICTED:
                legislative, reason = play.staff["legislative"], "The ministry calls back at two, and Olive is away."
                cases.open_by_exception(by=legislative, reference=case.reference, reason=reason)
    friend = mine.filter(sensitivity=Level.CONFIDENTIAL).last()
    if friend is not None and not Conflict.objects.exists():
        cases.declare_conflict(friend, by=play.staff["legislative"], relation="friend", words="We were at school.")


def _for_the_records(play: Any) -> None:
    """See that somebody was told what is held about them and is held, that one waits to be erased and one is gone."""
    if Erasure.objects.exists():
        return
    office, by, director = play.offices["leader"], play.triager("leader"), play.staff["director"]
    held, waits, gone = (_of_whom_little_is_held(office, by) for _number in range(3))
    records.export(held, by=director, ground="asked", reason="She wrote, and showed a card at the counter.")
    _to_be_corrected(held, by=by, director=director)
    records.place_hold(held, by=director, reason="A complaint about the answer is open.")
    why = {"ground": "asked", "reason": "Asked for it in writing; nothing is open."}
    records.ask_erasure(waits, by=by, **why)
    records.approve_erasure(records.ask_erasure(gone, by=by, **why), by=director)


def _to_be_corrected(person: Person, *, by: User, director: User) -> None:
    """Something waits to be corrected, something was, and what was refused has their words beside it."""
    given = {"by": by, "how": "phone", "asked_on": clock.today() - timedelta(days=9)}
    riding = records.ask_correction(person, held="No riding.", should_be="Sampleton South.", **given)
    person.riding = "Sampleton South"
    contacts.save_person(person, by=by, what=["riding"])
    records.correct(riding, by=director, answer="The riding is Sampleton South now.")
    refused = records.ask_correction(
        person, held="She came to the counter.", should_be="She telephoned.", case=person.cases.first(), **given
    )
    records.refuse_correction(
        refused,
        by=director,
        reason="Two colleagues remember her visit.",
        statement="I have never been to your office. I called twice, on the same morning.",
    )
    records.ask_correction(person, held="Writes in English.", should_be="Prefers French.", **given)


def _of_whom_little_is_held(office: Any, by: User) -> Person:
    """Somebody whose one case is closed."""
    person = _visitor(office, by)
    case = cases.take(cases.open_case(by=by, office=office, person=person, subject="Opening hours"), by=by)
    cases.close(case, by=by, closure_reason="completed")
    return person


def _for_the_units(play: Any) -> int:
    """See that a letter waits for each of the units that clear some; one letter asks them all."""
    office, by = play.offices["leader"], play.triager("leader")
    speakers = [unit.lead for unit in Unit.objects.filter(office=office, name__in=clearing.UNITS)]
    if all(queries.waiting_for_my_units(speaker).exists() for speaker in speakers):
        return 0
    issue = play.issues[clearing.ISSUES[0]]
    case = cases.open_case(by=by, office=office, person=_visitor(office, by), subject="The rent bill", issue=issue)
    _letter(play, cases.take(case, by=by), LetterStatus.IN_REVIEW, by=by)
    return 1


def _for_another_office(play: Any) -> int:
    """See that a unit of the Leader's office clears letters of a member's office, and that one waits for it."""
    office, by = play.offices[clearing.SHARED_WITH], play.triager(clearing.SHARED_WITH)
    if Letter.objects.filter(office=office, clearances__unit__name=clearing.SHARED_UNIT).exists():
        return 0
    clearing.share(play.staff["director"], play.staff["lakeshore-lead"])
    issue = play.issues[clearing.SHARED_ISSUE]
    case = cases.open_case(by=by, office=office, person=_visitor(office, by), subject="The late bus", issue=issue)
    cases.add_message(case, by=by, body="The 7:40 bus has not come once this week.", channel="in_person")
    _letter(play, cases.take(case, by=by), LetterStatus.IN_REVIEW, by=by)
    return 1


def _for_a_second_reader(play: Any) -> int:
    """See that a letter waits for a second reader."""
    office, by = play.offices["leader"], play.triager("leader")
    if queries.waiting_to_be_proof_read(play.staff["reviewer"]).exists():
        return 0
    issue = play.issues[clearing.PROOF_ISSUE]
    case = cases.open_case(by=by, office=office, person=_visitor(office, by), subject="A place", issue=issue)
    _letter(play, cases.take(case, by=by), LetterStatus.IN_REVIEW, by=by)
    return 1


def _to_be_signed(play: Any, office: Any, by: User, status: str) -> Case | None:
    """A case whose letter its member signs, where such a letter is missing."""
    if status != LetterStatus.TO_SIGN:
        return None
    issue, person = play.issues[signing.ISSUE], _visitor(office, by)
    case = cases.open_case(by=by, office=office, person=person, subject="A bed in long-term care", issue=issue)
    return cases.take(case, by=by)


def _visitor(office: Any, by: User) -> Person:
    """Somebody who came to the counter."""
    return contacts.add_person(
        by=by, office=office, name="Vera Fictional", email="vera.fictional@mail.example", phone="416-555-0199"
    )


def _fresh_case(office: Any, by: User) -> Case:
    """A case somebody is working on, without a letter."""
    case = Case.objects.filter(office=office, letters=None).active().order_by("-opened_at", "-id").first()
    if case is None:
        case = cases.open_case(by=by, office=office, person=_visitor(office, by), subject="A question at the counter")
    return case if case.owner_id else cases.take(case, by=by)


def _letter(play: Any, case: Case, status: str, *, by: User) -> None:
    template = templates.fitting(play.templates, case)[0]
    letter = letters.start_reply(case, by=by, template=template)
    if status == LetterStatus.DRAFT:
        return
    if status == LetterStatus.VOID:
        letters.void(letter, by=by, reason="Answered by telephone instead.")
        return
    words = letter.get_latest_revision_as_object()
    words.channel, words.to_address = "post", "1 Fiction Lane\nSampleton ON  M5V 0A1"
    words.save_revision(user=by)
    talk(letter)
    letter = letters.submit(Letter.objects.get(pk=letter.pk), by=by)
    if status in LEAVING:
        clearing.clear(letter)
        letters.approve(letter, by=play.approver(case.office.slug), revision=letter.latest_revision)


def _case(case: Case, status: str, *, by: User) -> None:
    if status == CaseStatus.WAITING:
        cases.hold(case, by=by, waiting_on="agency", reason="Asked the program; waiting for its answer.")
    elif status == CaseStatus.RESOLVED:
        cases.resolve(case, by=by, reason="The program called: it is paid.")
    elif status == CaseStatus.CLOSED:
        cases.close(case, by=by, closure_reason="completed")
    elif status == CaseStatus.NEW:
        cases.open_case(by=by, office=case.office, person=case.person, subject="A question at the counter")
