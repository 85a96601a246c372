"""What somebody asked for and was refused leaves a line: after the verb's transaction is undone, and not without end.

One line for each person, verb and thing in a minute, and no more than ``MOST`` of a person: who walks along the numbers
of rows fills no table.
"""

from datetime import timedelta
from types import TracebackType
from typing import Any, Final

from .audit import tell
from .errors import NotPermitted
from .limits import count_up
from .models import HistoryEntry

#: Lines about one person in one minute; the last of them says that there was more.
MOST: Final = 30
WINDOW: Final = timedelta(minutes=1)
REFUSED: Final = "core.refused"
#: Who answers for what was refused on the things of an office.
SEES: Final = "core.view_historyentry"


def note(by: Any, verb: str, about: Any, *, why: str) -> None:
    """Write down that this person was refused a verb on a row, or on a whole kind of row (a model)."""
    if not getattr(by, "is_authenticated", False):
        return
    place = f"{by.pk} {verb} {about._meta.label} {'' if isinstance(about, type) else about.pk}"
    if count_up(f"refused {place}", window=WINDOW) > 1:
        return
    so_many = count_up(f"refused {by.pk}", window=WINDOW)
    if so_many <= MOST:
        office = (
            by.office_ids[0] if len(by.office_ids) == 1 else None
        )  # a whole kind of thing is of no office by itself
        tell(about, REFUSED, by=by, office=office, verb=verb, why=why, **({"more": True} if so_many == MOST else {}))


def note_error(by: Any, error: Exception, verb: str, about: Any) -> None:
    """The same, of what a verb raised; ``verb`` is what the screen calls it where the error does not tell."""
    if isinstance(error, NotPermitted):
        note(by, _verb_of(error.__traceback__) or verb, about, why=error.why or "not_theirs")
    else:
        note(by, verb, about, why="no_role")


def note_out_of_sight(by: Any, verb: str, model: Any, pk: Any) -> None:
    """Write down that this person asked for a row that is there, and not in their sight."""
    found = model._base_manager.filter(pk=pk).first()
    if found is not None:
        note(by, verb, found, why="out_of_sight")


def lines_about(thing: Any, user: Any) -> Any:
    """What happened to a thing in this person's sight; what was refused on it for whoever answers for that."""
    told = HistoryEntry.objects
    return told.everything_about(thing) if user.has_perm(SEES) else told.for_instance(thing)


def _verb_of(trace: TracebackType | None) -> str:
    """The verb that refused, as in ``letters.approve``: the first public function of a room’s actions on the way."""
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "").split(".")
        name = trace.tb_frame.f_code.co_name
        if module[:1] == ["casework"] and "actions" in module[2:3] and not name.startswith("_"):
            return f"{module[1]}.{name}"
        trace = trace.tb_next
    return ""
