"""Reads over the message box: what may be said today, what waits for a yes, what was approved when."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from casework.core import clock, search
from casework.core.changes import Change, changes
from casework.core.permissions import SYSTEM, Actor, may
from casework.directory.models import Issue

from .models import Line, Position, PositionVersion, Return, Writer
from .states import Audience, PositionStatus, Standing, day_of, standing

#: What is compared word by word when a version follows another.
_WORDS: Final = ("title", "text_en", "text_fr", "do_say", "dont_say", "sources")


# ---------------------------------------------------------------- the lists
def positions_for(user: Any) -> QuerySet[Position]:
    """The positions in sight with all their versions, in a constant number of queries."""
    versions = PositionVersion.objects.told().select_related(
        "issue", "written_by", "approved_by", "acting_for", "withdrawal__withdrawn_by"
    )
    rows = Position.objects.for_user(user).select_related("office", "issue", "owner", "begun_by")
    return rows.prefetch_related(Prefetch("versions", versions))


def position_for(user: Any, pk: int) -> Position | None:
    """One position, if it lies within this person's sight."""
    return positions_for(user).filter(pk=pk).first()


def of_the_day(user: Any) -> QuerySet[Position]:
    """The positions that may be said now, by title."""
    now = PositionVersion.objects.standing(clock.now()).filter(position__office_id__in=user.office_ids)
    return positions_for(user).filter(pk__in=now.values("position"))


def waiting(user: Any) -> QuerySet[Position]:
    """What somebody else submitted and this person may decide on, the one that waits longest on top."""
    hands = Writer.objects.filter(position=OuterRef("pk"), number=OuterRef("number"), user=user.pk)
    rows = positions_for(user).filter(status=PositionStatus.IN_REVIEW).exclude(Exists(hands))
    return rows.order_by("submitted_at", "id")


def being_written(user: Any) -> QuerySet[Position]:
    """The drafts of the office, by title, those in review among them."""
    return positions_for(user).exclude(status=PositionStatus.APPROVED)


def found(user: Any, words: str, among: QuerySet[Position] | None = None, *, limit: int = 200) -> QuerySet[Position]:
    """The positions in sight that a search finds, by title, issue or any of their words."""
    hits = search.find(words, office_ids=user.office_ids, kinds=["position"], limit=limit)
    rows = positions_for(user) if among is None else among
    return rows.filter(pk__in=[hit.object_id for hit in hits])


# ---------------------------------------------------------------- what may be said
def lines_of_the_day(
    office_ids: Collection[int], issue: Issue | None, *, on: datetime, audience: str | None = None
) -> list[PositionVersion]:
    """What these offices may say at the moment ``on`` about an issue or the one it is part of, in one query.

    With an audience, only what that audience may be told: its own lines and the public ones.
    """
    if issue is None or not office_ids:
        return []
    about = [key for key in (issue.pk, issue.parent_id) if key is not None]
    lines = PositionVersion.objects.standing(on).filter(position__office_id__in=office_ids, issue_id__in=about)
    if audience is not None:
        lines = lines.filter(audience__in={audience, Audience.PUBLIC})
    fetched = lines.select_related("issue", "position__owner", "approved_by").order_by("title", "pk")
    return sorted(fetched, key=lambda line: line.issue_id != issue.pk)


def said_about(office_ids: Collection[int], issue: Issue | None, *, also: Iterable[int] = ()) -> list[PositionVersion]:
    """What these offices ever approved about an issue or the one it is part of, and the versions named; one query.

    However they stand, ready for ``standing``: words are said after their time, too.
    """
    about = [key for key in (issue.pk, issue.parent_id) if key is not None] if issue else []
    rows = PositionVersion.objects.told().filter(position__office_id__in=office_ids)
    return list(rows.filter(Q(issue_id__in=about) | Q(pk__in=list(also))).order_by("position_id", "number"))


def versions(office_ids: Collection[int], pks: Iterable[int]) -> dict[int, PositionVersion]:
    """Approved versions of these offices by key, however they stand, ready for ``standing``; in one query."""
    rows = PositionVersion.objects.told().filter(position__office_id__in=office_ids, pk__in=list(pks))
    return {version.pk: version for version in rows.select_related("issue", "position", "approved_by")}


def expiring(user: Any, within_days: int) -> list[PositionVersion]:
    """What may be said now and for no more than so many days to come, the first to end on top."""
    now = clock.now()
    rows = PositionVersion.objects.standing(now).filter(position__office_id__in=user.office_ids)
    ending = rows.filter(expires__lte=day_of(now) + timedelta(days=within_days))
    return list(ending.select_related("issue", "position__owner").order_by("expires", "pk"))


# ---------------------------------------------------------------- one position
def current(position: Position, on: datetime | None = None) -> PositionVersion | None:
    """The version that may be said, now unless another moment is named; from what was fetched with the position."""
    moment = on or clock.now()
    return next((one for one in position.versions.all() if standing(one, moment) == Standing.CURRENT), None)


def newest(position: Position) -> PositionVersion | None:
    """The version approved last, however it stands; from what was fetched with the position."""
    return next(iter(position.versions.all()), None)


def writers_of(position: Position) -> set[int]:
    """Who has a hand in the words since the last approved version that nobody withdrew."""
    return position.hands()


def may_decide(position: Position, by: Actor) -> bool:
    """Whether this person may approve these words or send them back: the verb is theirs, and they wrote none."""
    if by is SYSTEM or position.status != PositionStatus.IN_REVIEW or not may(by, "approve", position):
        return False
    return by.pk not in writers_of(position)


def last_return(position: Position) -> Return | None:
    """What was to be changed when these words came back last; None when they never did."""
    rows = Return.objects.filter(position=position, number=position.number).select_related("returned_by", "acting_for")
    return rows.order_by("-returned_at", "-id").first()


def compared(before: Line, after: Line) -> list[Change]:
    """How the words of ``after`` came from those of ``before``, part by part; what stayed the same is left out."""
    told = []
    labels = {field.name: str(field.verbose_name) for field in after._meta.concrete_fields}
    for name in _WORDS:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            label = labels[name]
            told.append(Change(label[:1].upper() + label[1:], changes(was, now)))
    return told


def issues_for(position: Position) -> QuerySet[Issue]:
    """The issues a line may be about: those in use, and the one it is about already."""
    return Issue.objects.filter(Q(is_active=True) | Q(pk=position.issue_id))


# ---------------------------------------------------------------- search
def document_of(position: Position) -> search.Document:
    """What a position is found by: its title, its issue in both languages, and its words as they are now."""
    words = [position.text_en, position.text_fr, position.do_say, position.sources]
    body = "\n".join([str(position), position.issue.name, position.issue.name_fr, *words])
    return search.Document(position.pk, position.office_id, position.title, body)


@search.source("position")
def documents() -> Iterator[search.Document]:
    """What search finds of every position, for a rebuild."""
    rows = Position.objects.order_by("pk").select_related("issue")
    return (document_of(position) for position in rows.iterator(chunk_size=1000))
