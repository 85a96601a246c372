"""Opening a case, and what it is about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.contacts import actions as contacts
from casework.contacts.models import Person
from casework.core import audit, clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import Actor, person as acting_person, require
from casework.core.references import new_reference
from casework.core.text import one_line, plain
from casework.directory.models import Issue, Office, Program
from casework.directory.queries import closed_days

from ..models import Case, StatusChange
from ..standards import due_on
from ..states import ReplyBy, Urgency
from .accommodations import carry_over
from .likenesses import look_for_colleague
from .owning import take
from .saying import add_message
from .shared import hand_on, index, locked, require_choices
from .sides import keep_apart

#: What a person of staff may correct on a case that is open.
_FACTS: Final = frozenset({"subject", "issue", "program", "wants", "urgency", "language", "reply_by", "due_on"})


@transaction.atomic
def open_case(  # noqa: PLR0913  (what is known of a matter when it begins; a bundle would be unpacked at once)
    *,
    by: Actor,
    office: Office,
    person: Person,
    subject: str,
    reference: str = "",
    issue: Issue | None = None,
    program: Program | None = None,
    urgency: str = Urgency.ROUTINE,
    language: str = "en",
    reply_by: str = ReplyBy.EMAIL,
    reply_to: str = "",
    received_at: datetime | None = None,
) -> Case:
    """Open a file for one matter of one person, under the reference they were given or a new one.

    ``reply_to`` is the address given in this very matter: an address somebody gives elsewhere never redirects it.
    Due: the office's promise in working days from the day it came in. Raises NotPermitted outside the office, and
    for a person of another office. A case for a colleague is out of that colleague's sight as soon as it is there.
    """
    require(by, "add", Case(office=office))
    if person.office_id != office.pk:
        raise NotPermitted(_("That person belongs to another office."))
    require_choices({"urgency": urgency, "language": language, "reply_by": reply_by})
    came_in = received_at or clock.now()
    case = Case(
        reference=reference or new_reference(),
        office=office,
        person=person,
        subject=_subject(subject),
        issue=issue,
        program=program,
        urgency=urgency,
        language=language,
        reply_by=reply_by,
        reply_to=plain(reply_to).strip(),
        due_on=due_on(timezone.localdate(came_in), days=office.reply_days, closed=closed_days(office.pk)),
    )
    case.save()
    StatusChange.objects.create(case=case, now=case.status, changed_by=acting_person(by))
    record(case, "cases.open", by=by)
    carry_over(case)
    index(case)
    look_for_colleague(person)
    keep_apart(case)
    return case


@transaction.atomic
def bring_in(
    *,
    by: Actor,
    office: Office,
    subject: str,
    body: str,
    channel: str,
    person: Person | None = None,
    newcomer: Mapping[str, str] | None = None,
    is_mine: bool = False,
    **facts: Any,
) -> Case:
    """Open a case for what somebody told us in person, by telephone or by post: their words are its first message.

    ``newcomer`` holds the name and the ways to reach somebody the office does not know yet; ``facts`` are those of
    ``open_case``; ``is_mine`` makes whoever wrote it down the owner at once.
    """
    reach = dict(newcomer or {})
    if person is None:
        language = facts.get("language", "en")
        person = contacts.add_person(by=by, office=office, language=language, **reach)
    elif said := {kind: reach[kind] for kind in ("email", "phone", "post") if reach.get(kind)}:
        contacts.add_contact_points(person, by=by, **said)
    case = open_case(by=by, office=office, person=person, subject=subject, **facts)
    hand = hand_on(case, by)
    add_message(case, by=hand, body=body, channel=channel, subject=subject)
    return take(case, by=by) if is_mine and hand is by else case


@transaction.atomic
def change(case: Case, *, by: Actor, **facts: Any) -> Case:
    """Correct what the case is about and how it is answered: the facts in ``_FACTS``, and no others."""
    case = locked(case)
    require(by, "change", case)
    if strays := sorted(set(facts) - _FACTS):
        raise NotPermitted(_("%(facts)s is not changed here.") % {"facts": ", ".join(strays)})
    if not case.is_active:
        raise CaseworkError(_("%(case)s is closed. Reopen it to change its details.") % {"case": case})
    if "subject" in facts:
        facts["subject"] = _subject(facts["subject"])
    require_choices(facts)
    changed = sorted(name for name, value in facts.items() if getattr(case, name) != value)
    if not changed:
        return case
    before = {name: getattr(case, name) for name in changed}
    for name in changed:
        setattr(case, name, facts[name])
    case.save(update_fields=changed)
    after = {name: getattr(case, name) for name in changed}
    record(case, "cases.change", by=by, what=changed, changes=audit.changed(before, after))
    index(case)
    return case


def _subject(typed: str) -> str:
    return one_line(typed)[:200] or _("(no subject)")
