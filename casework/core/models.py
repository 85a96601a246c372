"""Rows the tools keep for themselves, and what rows of the rooms have in common; nothing here is about a person."""

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import registry as log_registry
from wagtail.models.audit_log import BaseLogEntry, BaseLogEntryManager, LogEntryQuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from . import chain, sight
from .errors import CaseworkError


class WrittenOnceQuerySet(models.QuerySet):
    """Rows of an office that are written once: a bulk change is refused as well."""

    #: How a row leads to its office, as the ORM writes it.
    office_path = "office_id"

    def for_user(self, user):
        """The rows of the offices this person works in."""
        return self.filter(**{f"{self.office_path}__in": user.office_ids})

    def update(self, **changes):
        """Refused: what was said or decided stays as it was."""
        raise CaseworkError(f"{self.model._meta.verbose_name}: written once, never changed.")


class WrittenOnce(models.Model):
    """A row that is written once and never changed; ``triggers.written_once`` has the database see to it as well."""

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        """Write the row; refuse to write it a second time."""
        if not self._state.adding:
            raise CaseworkError(f"{self._meta.verbose_name}: written once, never changed.")
        super().save(*args, **kwargs)


def known_together(*columns: str, name: str) -> models.CheckConstraint:
    """All of these columns are known, or none is: what was done, when, and by whom."""
    none, all_ = (models.Q(**{f"{column}__isnull": is_null for column in columns}) for is_null in (True, False))
    return models.CheckConstraint(condition=none | all_, name=name)


class IssuedReference(models.Model):
    """Every reference number ever given out, so that no two things share one."""

    code = models.CharField(max_length=12, primary_key=True)
    issued_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.code


class RateCount(models.Model):
    """How often something happened in one window of time; keys are hashes, never an address."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class JobRun(models.Model):
    """When a sweep last ran, when it is due again, and who holds it now."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class SearchDocument(models.Model):
    """What can be found of one thing: which thing, whose office; the words stand beside it, per engine."""

    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    office_id = models.PositiveBigIntegerField()
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_once")]
        indexes = [models.Index(fields=["office_id", "kind"], name="search_document_office")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class KeptQuerySet(LogEntryQuerySet):
    """Rows that stay as they are and where they are; the database refuses as well (``triggers``)."""

    def update(self, **changes):
        """Refused: what happened, happened."""
        raise CaseworkError(f"{self.model._meta.verbose_name}: written once, never changed.")

    def delete(self):
        """Refused: what happened, happened."""
        raise CaseworkError(f"{self.model._meta.verbose_name}: never removed.")


class Kept(models.Model):
    """A row that is written once and never removed."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Write the row; refuse to write it a second time."""
        if not self._state.adding:
            raise CaseworkError(f"{self._meta.verbose_name}: written once, never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Refused: what happened, happened."""
        raise CaseworkError(f"{self._meta.verbose_name}: never removed.")


class HistoryManager(BaseLogEntryManager):
    """History by office: who is not of the office sees no line of it. The directory's is for those who keep it."""

    def get_queryset(self):
        """Rows that stay."""
        return KeptQuerySet(self.model, using=self._db)

    def log_action(self, instance, action, **kwargs):
        """One line about ``instance``; its label is the reference, never a name."""
        kwargs.setdefault("object_id", str(instance.pk))
        kwargs.setdefault("office_id", getattr(instance, "office_id", None))
        # Wagtail writes down what a reviewer said: those are somebody's words, and stand with the review alone.
        facts = (kwargs.get("data") or {}).items()
        kwargs["data"] = {name: fact for name, fact in facts if not (name == "comment" and isinstance(fact, str))}
        return super().log_action(instance, action, **kwargs)

    def for_instance(self, instance):
        """The lines about one thing, for everybody who may read the thing: not who was refused it."""
        return self.everything_about(instance).exclude(action__in=APART)

    def everything_about(self, instance):
        """The lines about one thing, refusals among them: for whoever answers for them."""
        content_type = ContentType.objects.get_for_model(instance, for_concrete_model=False)
        return self.filter(content_type=content_type, object_id=str(instance.pk))

    def viewable_by_user(self, user):
        """The lines of this person's offices about what their roles let them see, and those about what belongs to no
        office, for whoever keeps that.

        A superuser without a membership sees no line of an office's files, and nobody one about what is kept from them.
        Refusals and exports are for whoever answers
        for the office; those of no office, and who signed in, for whoever keeps the history.
        """
        if not getattr(user, "is_active", False):
            return self.none()
        mine = models.Q(office_id__in=user.office_ids, content_type__in=_types_with(user, _SEEING))
        nobodys = models.Q(content_type__in=_types_with(user, _KEEPING, of_no_office=True))
        seen = models.Q(mine | nobodys) & ~models.Q(action__in=[*APART, *SIGNING])
        if user.has_perm("core.view_historyentry"):
            seen |= models.Q(office_id__in=user.office_ids, action__in=APART)
        if user.has_perm("core.view_historyseal"):
            seen |= models.Q(action__in=SIGNING) | models.Q(office_id=None, action__in=APART)
        return self.filter(seen).exclude(sight.kept_lines(user))


#: Lines about a thing that not everybody who reads the thing reads.
APART = ("core.refused", "core.exported")
#: Lines about accounts.
SIGNING = ("directory.sign_in", "directory.sign_out", "directory.sign_in_failed")
_SEEING = ("view", "add", "change", "delete")
_KEEPING = ("add", "change", "delete")


def _types_with(user, verbs, *, of_no_office=False):
    """The kinds of thing with a history here on which one of these verbs is this person's.

    ``of_no_office``: only those whose rows are nobody's files, their policy asking for the verb alone.
    """
    found = []
    for model, log_model in log_registry.log_entry_models_by_type.values_by_class.items():
        policy = policy_registry.get_by_type(model, fallback=False) if log_model is HistoryEntry else None
        if policy is None or (of_no_office and type(policy) is not ModelPermissionPolicy):
            continue
        if policy.user_has_any_permission(user, verbs):
            found.append(ContentType.objects.get_for_model(model))
    return found


class HistoryEntry(Kept, BaseLogEntry):
    """One line that people read: what was done, by whom, when, in which office. Written once, sealed, never removed."""

    # A kind of thing that the history tells of stays: without it nobody could say what its lines are about.
    content_type = models.ForeignKey(
        ContentType, models.PROTECT, verbose_name=_("content type"), blank=True, null=True, related_name="+"
    )
    object_id = models.CharField(max_length=64, db_index=True)
    office_id = models.PositiveBigIntegerField(null=True, db_index=True)
    #: That the site wrote these facts; ``chain`` says how.
    mark = models.CharField(max_length=80, unique=True, editable=False)

    objects = HistoryManager()

    class Meta(BaseLogEntry.Meta):
        ordering = ["-timestamp", "-id"]
        verbose_name = _("history line")
        verbose_name_plural = _("history lines")
        indexes = [
            *BaseLogEntry.Meta.indexes,
            models.Index(fields=["content_type", "object_id", "-timestamp"], name="history_of_one_thing"),
            models.Index(fields=["office_id", "-timestamp"], name="history_of_one_office"),
        ]

    def save(self, *args, **kwargs):
        """Write the line; it is sealed as soon as it is certain."""
        from . import sealing  # leaf: the chain is made of these models

        super().save(*args, **kwargs)
        sealing.after_commit(self.pk)

    def full_clean(self, exclude=None, **kwargs):
        """As Wagtail's, without asking the database whether the content type and the user it has just read exist.

        What every office shares has a history too, of no office. What is clean is marked.
        """
        super().full_clean(exclude={*(exclude or ()), "content_type", "user", "office_id", "mark"}, **kwargs)
        self.mark = chain.new_mark({column: getattr(self, column) for column in chain.COLUMNS})

    @cached_property
    def user_display_name(self):
        """Who did it; of what was done in the place of a colleague who was away, “X for Y”."""
        name, absent = super().user_display_name, self.data.get("acting_for")
        if not absent:
            return name
        if not hasattr(self, "absent"):
            name_the_absent([self])
        return who_for(name, self.absent or f"#{absent}")


def who_for(who, absent):
    """Who did something; “X for Y” where it was in the place of a colleague who was away."""
    return _("%(who)s for %(whom)s") % {"who": who, "whom": absent} if absent else str(who)


def name_the_absent(lines):
    """Read in one question in whose place the things of these lines were done; for none of them, ask nothing."""
    wanted = {line.data["acting_for"] for line in lines if getattr(line, "data", None) and "acting_for" in line.data}
    people = get_user_model().objects.in_bulk(wanted) if wanted else {}
    for line in lines:
        line.absent = people.get((getattr(line, "data", None) or {}).get("acting_for"))
    return lines


class HistorySeal(Kept):
    """The place of one line in the chain: its number, and a digest over it and the seal before."""

    number = models.PositiveBigIntegerField(primary_key=True)
    # No foreign key: a line that somebody removed below the site leaves its seal behind, and is found by it.
    entry_id = models.PositiveBigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_index=True)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal of the history")
        verbose_name_plural = _("seals of the history")

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:16]}"


class HistoryCheck(Kept):
    """One look at the chain: how far it was right, or what the first thing was that was not."""

    checked_at = models.DateTimeField(default=timezone.now, db_index=True)
    #: The head of the chain as it was seen.
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    #: How far the older lines, which are gone through again little by little, had been read.
    read_through = models.PositiveBigIntegerField(default=0)
    lines = models.PositiveBigIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    first = models.CharField(max_length=300, blank=True)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of the history")
        verbose_name_plural = _("checks of the history")

    def __str__(self) -> str:
        return f"{self.number} {self.checked_at:%Y-%m-%d}"


class Tombstone(Kept):
    """What is left of a thing that was erased: its kind, its reference, a hash of its bytes, the decision."""

    #: As ``room.Model``, and the reference people know it by.
    kind = models.CharField(max_length=60)
    reference = models.CharField(max_length=40, db_index=True)
    office_id = models.PositiveBigIntegerField()
    #: A keyed hash of the hash that was on file: whoever brings the bytes is told whether they were the ones.
    digest = models.CharField(max_length=64, blank=True)
    under = models.CharField(max_length=20)
    erased_at = models.DateTimeField(default=timezone.now)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")

    def __str__(self) -> str:
        return self.reference
