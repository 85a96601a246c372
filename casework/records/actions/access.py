"""Answering somebody who asks what is held about them."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from casework.contacts.models import Person
from casework.core.audit import record
from casework.core.chain import veiled
from casework.core.errors import CaseworkError
from casework.core.permissions import Actor, person as acting, require
from casework.core.text import plain
from casework.directory.models import Language

from .. import queries
from ..models import AccessExport
from ..states import AccessGround, FileKind
from .shared import require_everything


@transaction.atomic
def export(
    person: Person, *, by: Actor, ground: str, reason: str, kind: str = FileKind.HTML, language: str = Language.ENGLISH
) -> tuple[AccessExport, bytes]:
    """Take out everything the office holds about a person, as one file; says who did it, and why.

    Raises NotPermitted when some of it is kept from ``by``: half an answer looks like a whole one.
    """
    require(by, "add", AccessExport(office_id=person.office_id))
    if ground not in AccessGround.values or kind not in FileKind.values or language not in Language.values:
        raise CaseworkError(_("Choose a ground, a kind of file and a language."))
    if not plain(reason).strip():
        raise CaseworkError(_("Say why: it is kept with the file’s number."))
    require_everything(by, person)
    page, rows = queries.as_data(person) if kind == FileKind.JSON else queries.as_page(person, language=language)
    made = AccessExport.objects.create(
        office_id=person.office_id,
        person=person,
        ground=ground,
        reason=plain(reason).strip(),
        kind=kind,
        language=language,
        rows=rows,
        sha256=hashlib.sha256(page).hexdigest(),
        made_by=acting(by),
    )
    told = {"export": made.pk, "ground": ground, "kind": kind, "rows": rows, "file": veiled("file", made.sha256)}
    record(person, "records.export", by=by, **told)
    return made, page
