"""Mails to colleagues about what people ask to have corrected: its number and the way there, and nothing else."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from casework.cases.models import Case
from casework.core import notices

from .models import CorrectionRequest


def to_owners(request: CorrectionRequest, *, by: Any) -> None:
    """Tell the owners of the person’s open cases that something is asked about, or decided, as far as they see it."""

    def tell() -> None:
        owned = Case.objects.filter(person_id=request.person_id, owner__isnull=False).active()
        people = get_user_model().objects.filter(is_active=True, pk__in=owned.values("owner_id")).order_by("pk")
        given = {"reference": str(request), "url": notices.place("corrections:inspect", request.pk)}
        given["waits"] = request.waits
        for person in people:
            sees = CorrectionRequest.objects.for_user(person).filter(pk=request.pk).exists()
            if person.pk != by.pk and sees:
                notices.tell(person, "casework/records/mails/correction", about=str(request), **given)

    transaction.on_commit(tell, robust=True)
