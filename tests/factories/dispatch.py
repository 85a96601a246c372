"""Letters on their way out, made by the verb that makes them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from casework.core.permissions import SYSTEM
from casework.dispatch import actions
from casework.dispatch.models import Dispatch
from casework.dispatch.states import DispatchStatus, Trouble

from .directory import OfficeFactory


class DispatchFactory(DjangoModelFactory):
    """An e-mail waiting to go. ``DispatchFactory(unknown=True)``: one whose outcome nobody knows."""

    class Meta:
        model = Dispatch

    class Params:
        post = factory.Trait(channel="post", to_address="2 Test Street\nToronto ON  M5V 0A2")
        sending = factory.Trait(stands={"status": DispatchStatus.SENDING, "attempts": 1})
        handing = factory.Trait(stands={"status": DispatchStatus.HANDING, "attempts": 1})
        unknown = factory.Trait(stands={"status": DispatchStatus.UNKNOWN, "trouble": Trouble.NO_ANSWER, "attempts": 1})
        failed = factory.Trait(stands={"status": DispatchStatus.FAILED, "trouble": Trouble.REFUSED, "attempts": 1})
        stopped = factory.Trait(stands={"status": DispatchStatus.STOPPED})
        sent = factory.Trait(stands={"status": DispatchStatus.SENT})

    by = SYSTEM
    office = factory.SubFactory(OfficeFactory)
    reference = factory.Sequence(lambda n: f"C7K4-{n:04}/1")
    channel = "email"
    language = "en"
    to_name = "Testa Person"
    to_address = "testa@constituent.example"
    from_name = factory.LazyAttribute(lambda words: words.office.name)
    from_address = factory.LazyAttribute(lambda words: words.office.email)
    subject = "About your letter"
    html = "<p>Thank you for writing.</p>"
    text = "Thank you for writing."
    approved_sha256 = factory.Sequence(lambda n: f"{n:064x}")
    stands: dict[str, Any] = {}

    @classmethod
    def _create(cls, model_class: type[Dispatch], *args: Any, stands: dict[str, Any], **words: Any) -> Dispatch:
        dispatch = actions.queue(**words)
        if stands:
            now = timezone.now()
            held = {"claim": uuid4(), "lease_until": now + timedelta(minutes=15)}
            when = {"sent_at": now, "told_at": now} if stands["status"] == DispatchStatus.SENT else {}
            Dispatch.objects.filter(pk=dispatch.pk).update(**held, **when, **stands)
            dispatch.refresh_from_db()
        return dispatch
