"""What waits for somebody this morning, in numbers, and who has not been told yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.permissions import policy_registry

from casework.core import clock
from casework.directory.queries import closed_days

from ..models import Digest, Letter
from .rows import waiting_for_my_units, waiting_to_be_proof_read


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many letters wait for somebody's units and for a second reader; of both, how many are late or due today."""

    units: int
    second_reader: int
    late: int
    today: int

    @property
    def letters(self) -> int:
        """All of them."""
        return self.units + self.second_reader


def waiting_this_morning(person: Any) -> Waiting:
    """What waits for this person now; two queries."""
    lists: tuple[QuerySet[Any], QuerySet[Any]] = (waiting_for_my_units(person), waiting_to_be_proof_read(person))
    units, second = ([letter.due_at for letter in rows.prefetch_related(None)] for rows in lists)
    now = clock.now()
    late = sum(due is not None and due <= now for due in [*units, *second])
    return Waiting(len(units), len(second), late, _due_on(clock.today(), now, [*units, *second]))


def readers_untold(on: date) -> QuerySet[Any]:
    """The people who read letters of others and have not had their mail of this day."""
    readers = policy_registry.get_by_type(Letter).users_with_any_permission({"approve", "change"})
    told = Digest.objects.filter(user_id=OuterRef("pk"), on=on)
    people = get_user_model().objects.filter(pk__in=readers.values("pk"), is_active=True, memberships__isnull=False)
    return people.exclude(email="").filter(~Exists(told)).distinct().order_by("pk")


def works_on(person: Any, day: date) -> bool:
    """Whether an office of this person's is open on the day."""
    return any(clock.working_day(day, closed_days(office)) for office in person.office_ids)


def _due_on(day: date, now: datetime, dues: Iterable[datetime | None]) -> int:
    return sum(due is not None and due > now and timezone.localdate(due) == day for due in dues)
