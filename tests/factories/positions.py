"""Lines wherever they stand, brought there by the verbs."""

from datetime import timedelta
from typing import Any

import factory
import time_machine
from factory.django import DjangoModelFactory

from casework.core import clock
from casework.positions import actions
from casework.positions.models import Position, PositionVersion, Return, Withdrawal, Writer

from .directory import IssueFactory, OfficeFactory, UserFactory


class PositionFactory(DjangoModelFactory):
    """A draft with words. ``submitted``, ``returned``, ``approved``, ``stopped``, ``expired``: by the verbs.

    ``PositionFactory(office=a, by=alice, approver=bob, approved=True, expires=day)``.
    """

    class Meta:
        model = Position

    office = factory.SubFactory(OfficeFactory)
    issue = factory.SubFactory(IssueFactory)
    by = factory.LazyAttribute(lambda given: UserFactory(office=given.office, roles=["officer"]))
    approver = factory.LazyAttribute(lambda given: UserFactory(office=given.office, roles=["reviewer"]))
    title = factory.Sequence(lambda n: f"Line {n:04}")
    text_en = "We are asking for this to be repaired."
    text_fr = "Nous demandons que cela soit réparé."
    submitted = returned = approved = stopped = expired = False
    comment = "Say it in two sentences."
    reason = "The figure was wrong."

    @classmethod
    def _create(cls, model_class: type[Position], *args: Any, **given: Any) -> Position:
        asked = {name: given.pop(name) for name in ("submitted", "returned", "approved", "stopped", "expired")}
        by, approver = given.pop("by"), given.pop("approver")
        comment, reason = given.pop("comment"), given.pop("reason")
        if asked["expired"]:
            with time_machine.travel(clock.now() - timedelta(days=9)):
                today = clock.today()
                position = actions.write(
                    Position(**{**given, "effective_from": today, "expires": today + timedelta(days=4)}), by=by
                )
                actions.submit(position, by=by)
                actions.approve(position, by=approver)
            return again(position)
        position = actions.write(Position(**given), by=by)
        if any(asked.values()):
            actions.submit(position, by=by)
        if asked["returned"]:
            actions.return_to_writer(position, by=approver, comment=comment)
        if asked["approved"] or asked["stopped"]:
            actions.approve(position, by=approver)
        if asked["stopped"]:
            actions.withdraw_live(position, by=approver, reason=reason)
        return again(position)


class PositionWriterFactory(DjangoModelFactory):
    """Somebody's hand in the words of a version."""

    class Meta:
        model = Writer

    position = factory.SubFactory(PositionFactory)
    number = 1
    user = factory.SubFactory(UserFactory)


class PositionVersionFactory(DjangoModelFactory):
    """Approved words."""

    class Meta:
        model = PositionVersion

    @classmethod
    def _create(cls, model_class: type[PositionVersion], *args: Any, **given: Any) -> PositionVersion:
        return PositionFactory(approved=True, **given).versions.told().get()


class PositionReturnFactory(DjangoModelFactory):
    """Words sent back."""

    class Meta:
        model = Return

    @classmethod
    def _create(cls, model_class: type[Return], *args: Any, **given: Any) -> Return:
        return PositionFactory(returned=True, **given).returns.get()


class WithdrawalFactory(DjangoModelFactory):
    """Words that were stopped."""

    class Meta:
        model = Withdrawal

    @classmethod
    def _create(cls, model_class: type[Withdrawal], *args: Any, **given: Any) -> Withdrawal:
        return Withdrawal.objects.get(version__position=PositionFactory(stopped=True, **given))


def again(position: Position) -> Position:
    """The position as it stands in the database now."""
    return Position.objects.select_related("office", "issue", "owner", "begun_by").get(pk=position.pk)


def next_version(position: Position, *, by: Any, approver: Any = None, **words: Any) -> Position:
    """A further version, submitted, and approved where somebody is named who does."""
    position = actions.new_version(position, by=by)
    for name, value in words.items():
        setattr(position, name, value)
    actions.submit(actions.write(position, by=by), by=by)
    if approver is not None:
        actions.approve(position, by=approver)
    return again(position)
