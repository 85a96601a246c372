"""The last look before a letter leaves: is it still the approved one, and may it still go there?"""

from casework.contacts.queries import may_write_to

from .models import Dispatch
from .render import fingerprint
from .states import Trouble


def objection(dispatch: Dispatch) -> Trouble | None:
    """Why this letter must not leave, or None. Its words (``.label``) are for the officer."""
    if fingerprint(dispatch.raw_bytes) != dispatch.sha256:
        return Trouble.BYTES_CHANGED
    if not dispatch.office.email or not dispatch.from_address:
        return Trouble.NO_OFFICE_ADDRESS
    if not may_write_to(office_id=dispatch.office_id, address=dispatch.to_address):
        return Trouble.DO_NOT_USE
    return None
