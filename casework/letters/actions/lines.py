"""Which lines of the message box a letter says: noted whenever words are saved, frozen with the approval."""

from collections.abc import Collection

from django.db import transaction

from casework.core.audit import record
from casework.core.permissions import SYSTEM, Actor

from ..content import Content
from ..models import Approval, ApprovedLine, Letter, LineUse
from ..queries import content_of, lines_said
from ..render import as_text
from ..states import LineCame


@transaction.atomic
def note_lines(letter: Letter, *, by: Actor, inserted: Collection[int] = ()) -> list[LineUse]:
    """Note which lines these words say, and how much of each. Called when words are saved, with the letter locked.

    ``inserted``: the versions that were put in from beside the editor, by key; only what the words say counts. A line
    that was said before and is said no more stays noted as such. A constant number of queries.
    """
    if by is SYSTEM:
        return []
    told = {each.version.pk: each for each in lines_said(letter, as_text(content_of(letter)), also=inserted)}
    rows = {row.version_id: row for row in letter.line_uses.all()}
    before = {key for key, row in rows.items() if row.is_used}
    changed = []
    for key, row in rows.items():
        now = (told[key].share, True, letter.language) if key in told else (0, False, row.language)
        if now != (row.share, row.is_used, row.language):
            row.share, row.is_used, row.language = now
            changed.append(row)
    LineUse.objects.bulk_update(changed, ["share", "is_used", "language"])
    new = [
        LineUse(
            letter=letter,
            version=each.version,
            language=letter.language,
            share=each.share,
            came=LineCame.INSERTED if key in inserted else LineCame.FOUND,
            noted_by=by,
        )
        for key, each in told.items()
        if key not in rows
    ]
    LineUse.objects.bulk_create(new)
    if told.keys() != before:
        record(letter, "letters.lines", by=by, lines=sorted(str(each.version) for each in told.values()))
    return [*rows.values(), *new]


def freeze_lines(approval: Approval, words: Letter, content: Content) -> list[ApprovedLine]:
    """Keep with the approval which lines the approved words say. Called by ``settle_approval``."""
    return ApprovedLine.objects.bulk_create(
        ApprovedLine(
            letter=approval.letter,
            approval=approval,
            version=each.version,
            language=content.language,
            share=each.share,
            sha256=each.version.sha256,
        )
        for each in lines_said(words, as_text(content))
    )
