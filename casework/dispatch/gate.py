"""The last look before a letter leaves: is it still the approved one, and may it still go there?"""

from casework.contacts.queries import may_write_to

from .models import Dispatch
from .render import fingerprint
from .states import Channel, Trouble


def objection(dispatch: Dispatch) -> Trouble | None:
    """Why this letter must not leave, or None. Its words (``.label``) are for the officer."""
    if fingerprint(dispatch.raw_bytes) != dispatch.sha256:
        return Trouble.BYTES_CHANGED
    if dispatch.channel == Channel.EMAIL and not dispatch.office.email:
        return Trouble.NO_OFFICE_ADDRESS
    if not all(may_write_to(office_id=dispatch.office_id, address=each) for each in _spellings(dispatch)):
        return Trouble.DO_NOT_USE
    return None


def _spellings(dispatch: Dispatch) -> set[str]:
    """The address as it goes over the wire, and as the person may have written it (``exámple``, ``xn--exmple-qta``)."""
    local, at, domain = dispatch.to_address.rpartition("@")
    if dispatch.channel != Channel.EMAIL or "xn--" not in domain:
        return {dispatch.to_address}
    try:
        return {dispatch.to_address, local + at + domain.encode("ascii").decode("idna")}
    except UnicodeError:
        return {dispatch.to_address}
