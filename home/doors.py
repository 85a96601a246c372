"""From what was typed to what is received: the only way from the public site into casework."""

import json
import logging
from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from casework.core.files import Checked, vault
from casework.core.text import one_line, plain
from casework.directory.models import Office
from casework.directory.queries import office_by_slug, public_offices
from casework.intake.actions import receive
from casework.intake.choices import KEEP_VERSION, with_details
from casework.intake.incoming import Incoming, IncomingFile
from casework.intake.queries import Receipt, receipt

from . import guard, spool
from .casework_form import CaseworkForm
from .fields import phone_number, postal_code
from .forms import CLOSER, ContactForm, DoorForm
from .guard import Ticket
from .queries import door

logger = logging.getLogger(__name__)

#: The form of each door by its name.
FORMS: Final[dict[str, type[DoorForm]]] = {form.door: form for form in (ContactForm, CaseworkForm)}


class NotReceived(Exception):
    """The message could not be written down now; ``is_kept`` says whether a copy waits on this machine."""

    def __init__(self, *, is_kept: bool):
        super().__init__("not received")
        self.is_kept = is_kept


def offices() -> list[Office]:
    """The offices people may write to."""
    return list(public_offices())


def incoming_from(
    form: DoorForm, *, language: str, ticket: Ticket, odd: tuple[str, ...] = (), by_person: bool = False
) -> Incoming:
    """What a valid form says, as intake takes it."""
    data = form.cleaned_data
    return Incoming(
        form=form.door,
        language=language,
        **form.told(language),
        name=data["name"],
        email=data["email"],
        phone=data["phone"],
        postal_code=data["postal_code"],
        address=_address(data["address_line1"], data["address_line2"], data["city"], data["province"]),
        reply_by=data["reply_by"],
        reply_language=data["reply_language"],
        access_needs=form.access_codes(),
        access_words=data["access_words"],
        access_keep=KEEP_VERSION if data["access_keep"] else "",
        page_id=ticket.page_id,
        privacy_version=ticket.privacy,
        signals=guard.scored(odd),
        wants_person_check=by_person,
    )


def form_of(data: Any) -> type[DoorForm]:
    """Which door's form was sent, as it says itself."""
    return FORMS.get(data.get("door", ""), ContactForm)


def salvaged(data: Any, *, language: str, ticket: Ticket) -> Incoming:
    """What a form says that nothing could check, because the database did not answer; a person looks at it first."""

    def line(name: str, most: int) -> str:
        return one_line(data.get(name, ""))[:most]

    reply_by, reply_language = line("reply_by", 10), line("reply_language", 2)
    form = form_of(data)
    return Incoming(
        form=form.door,
        language=language,
        **form.salvaged(data),
        name=line("name", 200),
        email=line("email", 254),
        phone=_or_as_typed(phone_number, line("phone", 60)),
        postal_code=_or_as_typed(postal_code, line("postal_code", 12)),
        address=_address(*(line(name, 200) for name in ("address_line1", "address_line2", "city", "province"))),
        reply_by=reply_by if reply_by in {"email", "phone", "post", "none"} else "none",
        reply_language=reply_language if reply_language in {"en", "fr"} else language,
        access_needs=tuple(
            with_details(
                data.getlist("access_written") + data.getlist("access_spoken"), [data.get(name, "") for name in CLOSER]
            )
        ),
        access_keep=KEEP_VERSION if data.get("access_keep") else "",
        access_words=plain(data.get("access_words", ""))[:2_000],
        page_id=ticket.page_id,
        privacy_version=ticket.privacy,
        wants_person_check=True,
    )


def key_of(incoming: Incoming, *, chosen: str, ticket: Ticket, request: HttpRequest, files: Sequence[str] = ()) -> str:
    """The key this form is received under, from its ticket and everything the person said.

    ``chosen`` is the office as it was chosen on the form, ``files`` the hashes of what came with it. How the form came
    is no part of it.
    """
    said = incoming.as_data()
    for name in ("signals", "wants_person_check", "privacy_version"):
        said.pop(name)
    everything = [said, chosen, *files]
    *before, key = guard.form_keys(ticket, request, json.dumps(everything, sort_keys=True, ensure_ascii=True))
    return next((earlier for earlier in before if known(earlier)), key)


def known(key: str) -> Receipt | None:
    """The receipt of a form that came before."""
    return receipt(key)


def put_by(files: Sequence[Checked]) -> list[IncomingFile]:
    """The files in the vault; one that could not be kept without a key, so that it is told and stops nothing."""
    return [IncomingFile.of(file, key=_put_by(file)) for file in files]


def hand_in(incoming: Incoming, *, office: Office, key: str, files: Sequence[IncomingFile] = ()) -> Receipt:
    """Have it received. A copy lies on disk until that is done, so that no crash between loses a word.

    Raises NotReceived when it could not be written down.
    """
    copy = spool.keep(incoming, office=office.slug, key=key, files=files)
    try:
        submission = receive(incoming, office=office, key=key, files=files)
    except Exception as error:
        # Whatever it was, the person's words come first. The class says what happened; a message could quote them.
        logger.error("message not received", extra={"error_class": type(error).__name__, "office": office.slug})
        raise NotReceived(is_kept=copy is not None and spool.make_sure(copy)) from None
    spool.forget(copy)
    return Receipt(submission.reference, submission.status == "held", office.pk)


def receive_kept(kept: spool.Kept) -> None:
    """Have a kept message received at last, by the office it was written to and no other.

    One that names no office goes to its page's, else to the first there is, where a person looks. Raises LookupError
    when the office it names is not there any more: the copy stays, and the log says so.
    """
    office = office_by_slug(kept.office)
    if office is None and kept.office:
        raise LookupError("the office of a kept message is gone")
    if office is None:
        page = door(kept.incoming.page_id)
        office = (page.office if page else None) or offices()[0]
    receive(kept.incoming, office=office, key=kept.key, files=kept.files)


def _put_by(file: Checked) -> str:
    try:
        return vault.put(file.content)
    except OSError as error:
        logger.error("a file could not be kept", extra={"error_class": type(error).__name__})
        return ""


def _address(line1: str, line2: str, city: str, province: str) -> str:
    return "\n".join(filter(None, [line1, line2, ", ".join(filter(None, [city, province]))]))


def _or_as_typed(normal: Any, typed: str) -> str:
    try:
        return normal(typed) if typed else ""
    except ValidationError:
        return typed
