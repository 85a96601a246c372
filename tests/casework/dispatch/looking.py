"""Where a dispatch stands according to the database, and a line that breaks at the worst moment."""

from casework.core.models import HistoryEntry
from casework.dispatch.models import Dispatch
from tests.smtp import HangUp


def reread(dispatch):
    """The row as the database has it."""
    return Dispatch.objects.get(pk=dispatch.pk)


def stands(*dispatches):
    """Where they stand, in their order."""
    found = dict(Dispatch.objects.values_list("pk", "status"))
    return [found[dispatch.pk] for dispatch in dispatches]


def actions_of(dispatch):
    """What the history says was done, oldest first."""
    return [line.action for line in HistoryEntry.objects.for_instance(dispatch).order_by("pk")]


def cut_after_the_text(server):
    """The line breaks in place of the answer to the text."""
    said = []

    def watch(moment, _number, words):
        if moment == "before" and said and said[-1].startswith("354"):
            raise HangUp
        said.append(words)

    server.watch = watch
