"""Who begins to work here: invited by an administrator, let in by a link that is good once and for three days."""

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from wagtail.permissions import policy_registry

from casework.core import clock
from casework.core.audit import record
from casework.core.errors import CaseworkError, IllegalMove, NotPermitted
from casework.core.permissions import Actor, person, require

from .. import notices
from ..models import Invitation, Membership, Office, User
from .places import save_membership

_SALT = "casework.directory.invitation"


@transaction.atomic
def invite(*, email: str, offices: list[Office], roles: list[Group], by: Actor) -> Invitation:
    """Ask somebody to work in these offices in these roles; nothing is told of whether they have an account."""
    invitation = Invitation(email=email.strip().lower(), invited_by=person(by), key=secrets.token_urlsafe(32))
    require(by, "add", invitation)
    if not policy_registry.get_by_type(Membership).user_has_permission(by, "add"):
        raise NotPermitted(_("Only who keeps memberships invites colleagues."))
    invitation.save()
    invitation.offices.set(offices)
    invitation.roles.set(roles)
    places = {"offices": [office.pk for office in offices], "roles": [role.pk for role in roles]}
    record(invitation, "directory.invite", by=by, **places)
    _mail(invitation)
    return invitation


@transaction.atomic
def invite_again(invitation: Invitation, *, by: Actor) -> None:
    """Send the invitation once more, with a link of its own and three more days; the older link opens nothing."""
    require(by, "change", invitation)
    row = _not_ended(invitation)
    row.key, row.sent_at = secrets.token_urlsafe(32), clock.now()
    row.save(update_fields=["key", "sent_at"])
    record(row, "directory.invite_again", by=by)
    _mail(row)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Actor) -> None:
    """The link opens nothing any more."""
    require(by, "change", invitation)
    row = _not_ended(invitation)
    row.withdrawn_by, row.withdrawn_at = person(by), clock.now()
    row.save(update_fields=["withdrawn_by", "withdrawn_at"])
    record(row, "directory.withdraw_invitation", by=by)


@transaction.atomic
def accept_invitation(token: str, *, first_name: str, last_name: str, password: str) -> User:
    """The invited person has an account from now on, in the offices and roles that were meant for them.

    Whoever invited them puts them there, and must still be allowed to: what they may no longer do is not done.
    """
    found = invited_by_link(token)
    if found is None:
        raise IllegalMove(gone_words())
    row = Invitation.objects.select_for_update().get(pk=found.pk)
    if not row.is_open or row.key != found.key or _has_account(row.email) or not _may_still(row.invited_by):
        raise IllegalMove(gone_words())
    try:
        with transaction.atomic():
            user = get_user_model().objects.create_user(
                row.email, row.email, password, first_name=first_name, last_name=last_name
            )
    except IntegrityError:
        raise IllegalMove(gone_words()) from None
    user.groups.set(row.roles.all())
    for office in row.offices.all():
        save_membership(Membership(user=user, office=office), by=row.invited_by)
    row.accepted_by, row.accepted_at = user, clock.now()
    row.save(update_fields=["accepted_by", "accepted_at"])
    record(row, "directory.accept_invitation", by=user)
    return user


def invited_by_link(token: str) -> Invitation | None:
    """The open invitation that this link belongs to, if there is one."""
    try:
        pk, key = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Invitation.objects.filter(pk=pk, key=key).first()
    return found if found is not None and found.is_open else None


def gone_words() -> str:
    """Why a link does not open the door; one answer, whatever the reason."""
    return _("This invitation cannot be used any more. Ask the person who invited you for another one.")


def _mail(invitation: Invitation) -> None:
    """To the invited address; somebody who has an account is told so there, and nobody else is."""
    kind = "known" if _has_account(invitation.email) else "invitation"
    token = signing.dumps([invitation.pk, invitation.key], salt=_SALT, compress=True)
    way = reverse("account_login") if kind == "known" else reverse("accept_invitation", args=[token])
    language = (get_language() or "en")[:2]
    transaction.on_commit(lambda: notices.send(invitation.email, kind, language=language, url=way), robust=True)


def _has_account(email: str) -> bool:
    return get_user_model().objects.filter(Q(username__iexact=email) | Q(email__iexact=email)).exists()


def _may_still(by: Any) -> bool:
    policies = [policy_registry.get_by_type(model) for model in (Invitation, Membership)]
    return bool(by.is_active and all(policy.user_has_permission(by, "add") for policy in policies))


def _not_ended(invitation: Invitation) -> Invitation:
    """The row as it is now, if it was neither accepted nor withdrawn."""
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.accepted_at or row.withdrawn_at:
        raise CaseworkError(_("This invitation was accepted or withdrawn already. Invite them anew if need be."))
    return row
