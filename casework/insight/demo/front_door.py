"""Through the door for help with a program: a request with a consent that became a case, one that waits in triage."""

from datetime import timedelta
from typing import Any

from casework.core import clock
from casework.directory.queries import program_by_code
from casework.intake import actions as intake
from casework.intake.incoming import Incoming
from casework.intake.models import Submission

FORM = "casework"


def front_door(play: Any) -> None:
    """See that both have come in once, at the second office."""
    if Submission.objects.filter(form=FORM).exists():
        return
    office, by = play.offices["riverside"], play.triager("riverside")
    accepted = intake.receive(_injured(), office=office, key="demo-front-door-1")
    intake.accept(accepted, by=by, is_new_person=True, urgency="urgent", take=True)
    intake.receive(_for_her_mother(), office=office, key="demo-front-door-2")


def _injured() -> Incoming:
    """Somebody who ticked the consent, in French."""
    wsib = program_by_code("wsib")
    ticked = (("consent", "yes"), ("consent_key", wsib.consent_key("fr"))) if wsib else ()
    return Incoming(
        form=FORM,
        language="fr",
        reply_language="fr",
        body="Je me suis blessé au dos à l’usine en juin. Mes prestations ont cessé sans lettre.",
        name="Hubert Fictional",
        email="hubert.fictional@mail.example",
        phone="416-555-0177",
        reply_by="phone",
        answers=(
            ("program", "wsib"),
            ("wanted", "Savoir pourquoi les prestations ont cessé, et les ravoir."),
            ("tried", "J’ai appelé deux fois. On m’a dit d’attendre."),
            ("file_number", "DEMO-10442"),
            ("for_whom", "myself"),
            *ticked,
        ),
    )


def _for_her_mother() -> Incoming:
    """Somebody who writes for another, with a deadline."""
    return Incoming(
        form=FORM,
        body="My mother’s home care was cut from five visits to two. She cannot bathe alone.",
        name="Imke Fictional",
        email="imke.fictional@mail.example",
        reply_by="email",
        answers=(
            ("program", "home-care"),
            ("wanted", "Her five visits again, or a reason in writing."),
            ("deadline", (clock.today() + timedelta(days=12)).isoformat()),
            ("for_whom", "other"),
            ("other_name", "Jolanda Fictional"),
            ("other_relation", "Her daughter"),
        ),
    )
