"""What this room holds about a person; the history of their things; and what Django and Wagtail hold none of."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.log_actions import registry

from casework.contacts.models import Person
from casework.core.models import HistoryEntry
from casework.core.personal import Fact, holdings, holds, nothing, stands_in_the_way

from .models import AccessExport, CorrectionRequest, Disagreement, Erasure, LegalHold
from .states import CorrectionStatus


def _lines(person: Person) -> QuerySet[HistoryEntry]:
    """The history of everything that is theirs."""
    told = Q(pk__in=[])
    for each in holdings():
        if registry.get_log_model_for_model(each.model) is HistoryEntry:
            numbers = each.rows(person).annotate(_key=Cast("pk", CharField())).order_by().values("_key")
            told |= Q(content_type=ContentType.objects.get_for_model(each.model), object_id__in=numbers)
    return HistoryEntry.objects.filter(told)


def _as_line(line: HistoryEntry) -> list[Fact]:
    """When what was done to which reference."""
    what = registry.get_action_label(line.action) if registry.action_exists(line.action) else line.action
    when = date_format(localtime(line.timestamp), "DATETIME_FORMAT")
    return [(str(_("When")), when), (str(_("What")), str(what)), (str(_("On")), line.label)]


holds("records.AccessExport", lambda person: AccessExport.objects.filter(person=person))
holds("records.LegalHold", lambda person: LegalHold.objects.filter(person=person))
holds("records.CorrectionRequest", lambda person: CorrectionRequest.objects.filter(person=person))
holds("records.Disagreement", lambda person: Disagreement.objects.filter(person=person))
holds(
    "records.Erasure",
    lambda person: Erasure.objects.filter(person=person),
    stays="that two people decided, and when; its words go with the person",
)
holds(
    "core.HistoryEntry",
    _lines,
    facts=_as_line,
    stays="references and keyed hashes, without a name or a word of anybody's; the chain is whole or worthless",
)
nothing(
    "numbers, hashes and clocks: no name, no address, no words",
    *("core.IssuedReference", "core.RateCount", "core.JobRun", "core.HistorySeal", "core.HistoryCheck"),
    "core.Tombstone",
)
nothing("colleagues, offices and the elected, not the people who write", "directory")
nothing("what may be said on an issue: nobody's file", "positions")
nothing("public pages", "home", "wagtailredirects", "simple_translation", "wagtailembeds", "taggit")
nothing("pictures and documents of public pages; no file of a person is kept there", "wagtailimages", "wagtaildocs")
nothing("the index of pages, pictures and documents; files have an index of their own", "wagtailsearch")
nothing("how colleagues sign in and what they prefer", "wagtailusers", "account", "mfa", "socialaccount", "sessions")
nothing("puzzles, which name nobody", "captcha")
nothing("verbs and kinds of rows", "auth", "contenttypes", "wagtailadmin")
nothing("public pages, their tree, their reviews and their log", "wagtailcore")


@stands_in_the_way
def held(person: Person) -> Iterator[str]:
    """Legal holds that last."""
    for hold in LegalHold.objects.filter(person=person).order_by("pk"):
        if hold.lasts and hold.until:
            told = {"hold": hold, "day": date_format(hold.until)}
            yield gettext("Legal hold %(hold)s lasts until %(day)s. Wait for that day, or have the hold ended.") % told
        elif hold.lasts:
            yield gettext("Legal hold %(hold)s lasts until somebody ends it. Have it ended first.") % {"hold": hold}


@stands_in_the_way
def to_correct(person: Person) -> Iterator[str]:
    """Requests to correct that nobody has decided."""
    for asked in CorrectionRequest.objects.filter(person=person, status=CorrectionStatus.ASKED).order_by("pk"):
        yield gettext("%(request)s asks for a correction and waits for a decision. Decide it first.") % {
            "request": asked
        }
