"""What an administrator does to the directory: its offices, who works where, and the roles."""

import logging
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.actions.delete import DeleteAction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from casework.core.audit import record
from casework.core.errors import CaseworkError, NotPermitted
from casework.core.permissions import Actor, person, require

from ..models import Issue, Membership, Office, Program, Unit, User
from ..permissions import may_keep, may_place
from ..programs import CONSENT, CONSENT_FR, PROGRAMS
from ..queries import has_acted, is_shared_from_elsewhere
from ..roles import ROLES, Role
from ..seed import ISSUES

logger = logging.getLogger(__name__)

FORBIDDEN = "publish_letter"  # a letter is published by its approval alone
_ON_PAGES = ("add_page", "change_page", "publish_page")
_ON_FILES = ("wagtailimages.add_image", "wagtaildocs.add_document")


@transaction.atomic
def save(thing: Office | Unit, *, by: Actor) -> Office | Unit:
    """Write down an office or a unit as an administrator's form has it."""
    require(by, "change" if thing.pk else "add", thing)
    if isinstance(thing, Unit) and is_shared_from_elsewhere(thing):
        raise CaseworkError(_("This unit is shared with another office. End that under “Shared units” first."))
    thing.save()
    record(thing, "directory.save", by=by)
    return thing


@transaction.atomic
def save_membership(membership: Membership, *, by: Actor) -> Membership:
    """From now on this person works in this office; nobody says so of themselves while somebody else could."""
    require(by, "change" if membership.pk else "add", membership)
    was = Membership.objects.select_for_update().filter(pk=membership.pk).first()
    for user_id in {membership.user_id, was.user_id if was else membership.user_id}:
        if not may_place(by, user_id, Membership):
            raise NotPermitted(_("Nobody changes their own membership. Ask another administrator."))
    membership.save()
    verb = "directory.change_membership" if was else "directory.add_membership"
    record(membership, verb, by=by, before=_place(was), after=_place(membership))
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Actor) -> None:
    """This person no longer works in this office and sees its rows no more; what they did stays theirs."""
    require(by, "delete", membership)
    was = Membership.objects.select_for_update().get(pk=membership.pk)
    record(was, "directory.end_membership", by=by, before=_place(was), after=None)
    membership.delete()


def _place(membership: Membership | None) -> dict[str, int | str | None] | None:
    """Who works where and when, as facts for a history line."""
    if membership is None:
        return None
    days = {name: day and day.isoformat() for name in ("starts_on", "ends_on") if (day := getattr(membership, name))}
    return {"user": membership.user_id, "office": membership.office_id, **days}


@transaction.atomic
def remove_user(user: User, *, by: Actor) -> None:
    """Delete the account of somebody who never did anything; whoever did is deactivated, for the record names them."""
    require(by, "delete", user)
    if not may_keep(by, user):
        raise NotPermitted(_("Only a superuser changes the account of a superuser."))
    kept = CaseworkError(acted_words())
    if has_acted(user):
        raise kept
    for membership in user.memberships.all():
        end_membership(membership, by=by)
    try:
        DeleteAction(user, user=person(by)).execute(skip_permission_checks=True)
    except IntegrityError:  # ProtectedError is one: what they did stands on file without a history line
        raise kept from None


def acted_words() -> str:
    """Why an account stays, and what to do instead."""
    return _(
        "This person has done something that is on file, and the record names them: nothing was deleted. "
        "Deactivate the account instead: untick “Active” and save."
    )


@transaction.atomic
def remove_unit(unit: Unit, *, by: Actor) -> None:
    """The department is no more; what was routed to it has no unit from now on.

    Raises CaseworkError when what it said of a letter is on file, or who shared it with whom: the record names it.
    """
    require(by, "delete", unit)
    record(unit, "directory.remove_unit", by=by, office=unit.office_id)
    try:
        with transaction.atomic():
            unit.delete()
    except ProtectedError:
        raise CaseworkError(
            _(
                "This unit was asked about letters that are on file, or was offered to another office, and stays. "
                "Rename it, or take its people out of it."
            )
        ) from None


@dataclass
class Synced:
    """What a run did: the groups it changed, and the verbs that roles name but no model has."""

    changed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


@transaction.atomic
def sync_roles() -> Synced:
    """Make one group for each role, holding exactly the verbs the role names; run twice, the second changes nothing.

    A verb that no model has is left out and listed in ``missing``: the caller says so aloud. Groups that are no role
    are not touched, and neither is who belongs to a group.
    """
    known = _known_permissions()
    result = Synced()
    for role in ROLES:
        group, created = Group.objects.get_or_create(name=role.name)
        missing = [name for name in _verbs_of(role) if name not in known]
        result.missing += [f"{role.code}: {name}" for name in missing]
        wanted = {known[name] for name in role.permissions if name in known}
        # Each of the three is done, whether or not the one before it changed something.
        steps = [_set_verbs(group, wanted), _set_pages(group, role, known), _set_files(group, role, known)]
        if created or any(steps):
            result.changed.append(role.name)
    logger.info("roles synced", extra={"count": len(result.changed)})
    return result


def _known_permissions() -> dict[str, int]:
    """Every verb there is, as ``room.verb_model``, with its primary key."""
    rows = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    return {f"{app_label}.{codename}": pk for app_label, codename, pk in rows}


def _verbs_of(role: Role) -> list[str]:
    """Every verb the role needs, the ones on pages and files included."""
    if any(name.endswith(f".{FORBIDDEN}") for name in role.permissions):
        raise CaseworkError(
            _("The role %(role)s names %(verb)s: nobody publishes a letter but its approval. Take it out of roles.py.")
            % {"role": role.code, "verb": FORBIDDEN}
        )
    on_pages = [f"wagtailcore.{codename}" for codename in _ON_PAGES]
    return [*role.permissions, *([*on_pages, *_ON_FILES] if role.edits_pages else [])]


def _set_verbs(group: Group, wanted: set[int]) -> bool:
    """Give the group exactly these permissions; True when that changed something."""
    if set(group.permissions.values_list("pk", flat=True)) == wanted:
        return False
    group.permissions.set(wanted)
    return True


def _set_pages(group: Group, role: Role, known: dict[str, int]) -> bool:
    """Let the group write and publish every page, or none; True when that changed something."""
    root = Page.get_first_root_node()
    codenames = _ON_PAGES if role.edits_pages and root else ()
    wanted = {(root.pk, known[name]) for name in map("wagtailcore.{}".format, codenames) if name in known}
    rows = GroupPagePermission.objects.filter(group=group)
    if set(rows.values_list("page_id", "permission_id")) == wanted:
        return False
    rows.delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=permission) for page, permission in wanted
    )
    return True


def _set_files(group: Group, role: Role, known: dict[str, int]) -> bool:
    """Let the group add images and documents, or not; True when that changed something."""
    root = Collection.get_first_root_node()
    names = _ON_FILES if role.edits_pages and root else ()
    wanted = {(root.pk, known[name]) for name in names if name in known}
    rows = GroupCollectionPermission.objects.filter(group=group)
    if set(rows.values_list("collection_id", "permission_id")) == wanted:
        return False
    rows.delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=collection, permission_id=permission)
        for collection, permission in wanted
    )
    return True


@transaction.atomic
def seed_issues() -> int:
    """Add the issues an office starts with; what an administrator changed stays. Returns how many were added."""
    known = set(Issue.objects.values_list("code", flat=True))
    new = [Issue(code=code, name=name, name_fr=name_fr) for code, name, name_fr in ISSUES if code not in known]
    Issue.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def seed_programs() -> int:
    """Add the programs an office starts with; what an administrator changed stays. Returns how many were added."""
    known = set(Program.objects.values_list("code", flat=True))
    issues = dict(Issue.objects.values_list("code", "pk"))
    new = [
        Program(
            code=code,
            name=name,
            name_fr=name_fr,
            government=government,
            agency=agency,
            agency_fr=agency_fr,
            consent=CONSENT.format(agency=agency, program=name),
            consent_fr=CONSENT_FR.format(agency=agency_fr, program=name_fr),
            issue_id=issues.get(issue),
            order=10 * number,
        )
        for government, rows in PROGRAMS.items()
        for number, (code, name, name_fr, agency, agency_fr, issue) in enumerate(rows, start=1)
        if code not in known
    ]
    Program.objects.bulk_create(new)
    return len(new)
