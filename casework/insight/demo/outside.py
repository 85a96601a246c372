"""Between the offices: a case that was passed on, one that is offered, one that a colleague elsewhere reads."""

from datetime import timedelta
from typing import Any

from casework.cases import actions as cases
from casework.cases.models import Case, Consent
from casework.contacts import actions as contacts
from casework.core import clock


def outside(play: Any) -> None:
    """See that each way of sharing has been gone once, between the first two offices."""
    if Consent.objects.exists():
        return
    leader, riverside = play.offices["leader"], play.offices["riverside"]
    here, there = play.triager("leader"), play.triager("riverside")
    passed = _case(leader, by=here, subject="A transit pass for seniors")
    offer = _offered(passed, to=riverside, by=here, reason="They live in your riding, and ask for a meeting there.")
    cases.accept_transfer(offer, by=there)
    _offered(
        _case(leader, by=here, subject="Snow in front of the school"),
        to=riverside,
        by=here,
        reason="A road of your town.",
    )
    _offered(
        _case(riverside, by=there, subject="The history of the bill"),
        to=leader,
        by=there,
        reason="They ask what the Leader said in the House, not what we can do.",
    )
    read = _case(leader, by=here, subject="A licence for a food truck")
    _agreed(read, "sight", riverside, by=here)
    day = clock.today() + timedelta(days=21)
    cases.share(read, by=here, reader=there, ends_on=day, reason="Knows the licensing office.")

    _agreed(read, "ask", None, by=here)
    cases.ask_known(read, by=here)


def _case(office: Any, *, by: Any, subject: str) -> Case:
    """A matter somebody brought to the counter."""
    person = contacts.add_person(
        by=by, office=office, name="Odile Fictional", email="odile.fictional@mail.example", phone="416-555-0188"
    )
    return cases.bring_in(
        by=by,
        office=office,
        subject=subject,
        body=f"{subject}: whom do I ask?",
        channel="in_person",
        person=person,
        is_mine=True,
    )


def _agreed(case: Case, covers: str, office: Any, *, by: Any) -> Consent:
    return cases.note_consent(case, by=by, covers=covers, with_office=office, how="in_person", said_on=clock.today())


def _offered(case: Case, *, to: Any, by: Any, reason: str) -> Any:
    consent = _agreed(case, "conversation", to, by=by)
    return cases.ask_transfer(case, by=by, consent=consent, reason=reason, summary="They prefer the telephone.")
