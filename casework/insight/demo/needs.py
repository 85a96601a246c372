"""What people of the demo asked for so that they can read us and meet us, and what became of it."""

from datetime import timedelta
from typing import Any

from casework.cases import actions as cases
from casework.cases.models import Accommodation
from casework.cases.queries.access import held_back_by
from casework.contacts import actions as contacts
from casework.contacts.access import KEEP_VERSION
from casework.core import clock
from casework.letters.models import Letter


def talk(letter: Letter) -> None:
    """Whoever writes to somebody has talked with them about what works before the letter goes on."""
    for need in held_back_by(letter.case):
        words = "Talked by telephone. What they asked for works for them."
        cases.discuss_accommodation(need, by=letter.drafted_by, words=words, happened_on=clock.today())


def needs(play: Any) -> None:
    """One person has asked for three things: one waits for a talk, one is agreed for next week, one is met."""
    if Accommodation.objects.filter(status="met").exists():
        return
    office, by, today = play.offices["leader"], play.triager("leader"), clock.today()
    person = contacts.add_person(by=by, office=office, name="Nell Reader-Fictional", phone="416-555-0188")
    case = cases.open_case(by=by, office=office, person=person, subject="The form is too small to read")
    case = cases.take(case, by=by)
    large = cases.ask_accommodation(case, by=by, code="large_print_22", agreed=KEEP_VERSION)
    cases.discuss_accommodation(large, by=by, words="22 point on white paper.", happened_on=today)
    by_when = today + timedelta(days=7)
    cases.agree_accommodation(large, by=by, words="Every letter in 22 point.", needed_on=by_when)
    recording = cases.ask_accommodation(case, by=by, code="audio_cd", words="The guide to the form, read slowly.")
    cases.meet_accommodation(recording, by=by, words="Read aloud and sent on a CD.", happened_on=today)
    cases.ask_accommodation(case, by=by, code="in_person", words="Somewhere with a lift.")
