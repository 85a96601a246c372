"""People whom the office works for, and more: a colleague’s namesake, the two sides of a quarrel."""

from typing import Any

from casework.cases import actions as cases
from casework.cases.models import Case, PossibleConflict
from casework.contacts import actions as contacts


def sides(play: Any) -> None:
    """See that one question about a colleague waits, that one was answered, and that two quarrel."""
    if PossibleConflict.objects.exists():
        return
    office, by = play.offices["leader"], play.triager("leader")
    for who, subject in (("legislative", "The dog park"), ("reviewer", "A parking permit")):
        colleague = play.staff[who]
        _case(office, by, name=f"{colleague.last_name}, {colleague.first_name}", subject=subject)
    theirs = PossibleConflict.objects.get(staff=play.staff["reviewer"], office=office)
    cases.answer_possible_conflict(theirs, by=play.staff["director"], is_same=True)
    _quarrel(office, by, director=play.staff["director"])


def _quarrel(office: Any, by: Any, *, director: Any) -> None:
    """A tenant’s case is the officer’s; the landlord’s waits for somebody who has nothing to do with it."""
    tenant = cases.take(_case(office, by, name="Tess Tenant-Fictional", subject="No heat since October"), by=by)
    cases.add_party(tenant, by=by, role="speaks_for", name="Lena Clinic-Fictional", words="From the legal clinic.")
    landlord = _case(office, by, name="Lou Landlord-Fictional", subject="The hearing is late again")
    words = "The landlord. The hearing is on the heat."
    cases.add_party(tenant, by=director, role="other_side", person=landlord.person, words=words)


def _case(office: Any, by: Any, *, name: str, subject: str) -> Case:
    """A matter somebody brought to the counter."""
    person = contacts.add_person(by=by, office=office, name=name, phone="416-555-0177")
    words = f"{subject}: whom do I ask?"
    return cases.bring_in(by=by, office=office, subject=subject, body=words, channel="in_person", person=person)
