"""How people get in: links for a new password, second factors, and the end of sessions."""

from datetime import timedelta
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from casework.core import clock
from casework.core.audit import record
from casework.core.envelopes import reseal
from casework.core.errors import IllegalMove, NotPermitted
from casework.core.permissions import SYSTEM, Actor, require

from .. import notices
from ..models import FactorReset, LinkRequest, User
from ..permissions import may_keep
from ..queries import factors_of

#: A link that the mail server would not take for so long is not sent any more: it would surprise.
LINK_WAITS: Final = timedelta(hours=1)
#: What a second factor's change is called in the history.
_FACTOR_LINES: Final = {
    "added": "directory.add_factor",
    "removed": "directory.remove_factor",
    "renewed": "directory.renew_codes",
}


def ask_for_link(email: str) -> None:
    """Whoever has this address gets a link for a new password; one row is written whether or not anybody has it."""
    people = [person for person in User.objects.filter(email__iexact=email, is_active=True) if person.email]
    able: list[User | None] = [person for person in people if person.has_usable_password()]
    LinkRequest.objects.bulk_create([LinkRequest(user=person) for person in able or [None]])


@transaction.atomic
def send_link(user: User, *, by: Actor) -> None:
    """A colleague gets a link by which they set a new password themselves; nobody sets it for them."""
    require(by, "change", user)
    _keepable(by, user)
    LinkRequest.objects.create(user=user)
    record(user, "directory.send_link", by=by)


def send_due_links() -> int:
    """Send each link that was asked for, in its reader's language; what the mail server refuses is tried again."""
    sent = 0
    for asked in LinkRequest.objects.select_related("user"):
        user = asked.user
        is_late = asked.wanted_at < clock.now() - LINK_WAITS
        if user is None or not user.is_active or is_late or notices.tell(user, "link", url=_link_for(user)):
            asked.delete()
            sent += user is not None and not is_late
    return sent


def _link_for(user: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return reverse("wagtailadmin_password_reset_confirm", kwargs={"uidb64": uid, "token": token})


@transaction.atomic
def end_sessions(user: User, *, by: Actor) -> None:
    """Every session of this person ends, on whatever machine; one's own, or a colleague's by whoever keeps accounts."""
    if by is SYSTEM or by.pk != user.pk:
        require(by, "change", user)
        _keepable(by, user)
    get_user_model().objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])
    record(user, "directory.end_sessions", by=by)


def change_factor(user: User, *, kind: str, change: str, by: Actor) -> None:
    """A second factor was added, removed or renewed: a line in the history, and word to its owner."""
    record(user, _FACTOR_LINES[change], by=by, kind=kind)
    transaction.on_commit(lambda: notices.tell(user, f"factor_{change}"), robust=True)


@transaction.atomic
def reseal_factors() -> int:
    """Seal what people's apps and recovery codes rest on with the newest key; how many were sealed anew."""
    count = 0
    for factor in Authenticator.objects.select_for_update():
        sealed = {name: reseal(factor.data[name]) for name in ("secret", "seed") if name in factor.data}
        if sealed:
            Authenticator.objects.filter(pk=factor.pk).update(data={**factor.data, **sealed})
            count += 1
    return count


def _keepable(by: Actor, user: Any) -> None:
    """Raise NotPermitted for a superuser's account, unless a superuser asks."""
    if not may_keep(by, user):
        raise NotPermitted(_("Only a superuser changes the account of a superuser."))


@transaction.atomic
def ask_for_reset(user: User, *, by: Actor) -> FactorReset:
    """A colleague lost what they sign in with: ask another administrator to agree that it be taken away."""
    require(by, "change", user)
    _keepable(by, user)
    if by.pk == user.pk:
        raise NotPermitted(_("Nobody asks for themselves. Ask an administrator, who knows you by sight or voice."))
    if not factors_of(user).exists():
        raise IllegalMove(_("There is no second factor to take away: they can set one up when they sign in."))
    if FactorReset.objects.filter(user=user, decided_at=None).exists():
        raise IllegalMove(_("Another administrator was asked already."))
    reset = FactorReset.objects.create(user=user, asked_by=by)
    record(user, "directory.ask_for_reset", by=by)
    return reset


@transaction.atomic
def decide_reset(user: User, *, is_granted: bool, by: Actor) -> None:
    """Agree, or not, to what another administrator asked for: neither they nor the person themselves may."""
    require(by, "change", user)
    _keepable(by, user)
    reset = FactorReset.objects.select_for_update().filter(user=user, decided_at=None).first()
    if reset is None:
        raise IllegalMove(_("Nobody asks for this any more. Open the account again."))
    if by.pk in {reset.asked_by_id, user.pk}:
        raise NotPermitted(_("It takes two administrators: somebody else has to agree."))
    reset.decided_by, reset.decided_at, reset.is_granted = by, clock.now(), is_granted
    reset.save(update_fields=["decided_by", "decided_at", "is_granted"])
    if is_granted:
        _take_factors_away(user, by=by)
    else:
        record(user, "directory.refuse_reset", by=by)


@transaction.atomic
def take_factors_away(user: User, *, by: Actor = SYSTEM) -> None:
    """Without a second administrator: for the operator, at the server's own console."""
    if by is not SYSTEM:
        raise NotPermitted(_("It takes two administrators: somebody else has to agree."))
    _take_factors_away(user, by=by)


def _take_factors_away(user: User, *, by: Actor) -> None:
    """All of them, the sessions too, and word to the person."""
    kinds = sorted(factors_of(user).values_list("type", flat=True))
    factors_of(user).delete()
    get_user_model().objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    record(user, "directory.take_factors_away", by=by, kinds=kinds)
    transaction.on_commit(lambda: notices.tell(user, "factors_gone"), robust=True)
