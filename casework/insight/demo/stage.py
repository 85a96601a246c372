"""The offices, the staff, the templates and the rules of the demo."""

from django.contrib.auth.models import Group

from casework.directory.actions import seed_issues, seed_programs, sync_roles
from casework.directory.models import Issue, Member, Membership, Office, Unit, User
from casework.directory.roles import ROLES
from casework.intake.actions import save_rule
from casework.intake.models import RoutingRule

from . import clearing, signing, told
from .cast import OFFICES, PASSWORD, STAFF, UNITS
from .words import RULES

#: Who keeps the templates and rules of each office.
KEEPERS = {"leader": "director", "riverside": "director", "lakeshore": "lakeshore-lead"}


def is_taken() -> bool:
    """Whether anybody or any office stands here that is not of the demo."""
    others = User.objects.exclude(username__in=[card.username for card in STAFF]).exists()
    return others or Office.objects.exclude(slug__in=[card.slug for card in OFFICES]).exists()


def build() -> None:
    """Set up everything that stands before the first person writes."""
    sync_roles()
    seed_issues()
    seed_programs()
    _offices()
    told.build()
    _staff()
    _units()
    for slug, keeper in KEEPERS.items():
        _rules(slug, keeper)
    clearing.build(KEEPERS["leader"])
    signing.build()


def _offices() -> None:
    for card in OFFICES:
        office, _made = Office.objects.update_or_create(
            slug=card.slug,
            defaults={
                "name": card.name,
                "name_fr": card.name_fr,
                "kind": card.kind,
                "email": card.email,
                "phone": card.phone,
                "address": card.address,
                "reply_days": card.reply_days,
            },
        )
        Member.objects.update_or_create(
            name=card.member,
            defaults={
                "title_en": card.member_title,
                "title_fr": card.member_title_fr,
                "riding": card.riding,
                "office": office,
            },
        )


def _staff() -> None:
    names = {role.code: role.name for role in ROLES}
    for card in STAFF:
        user, _made = User.objects.update_or_create(
            username=card.username,
            defaults={
                "first_name": card.first_name,
                "last_name": card.last_name,
                "email": f"{card.username}@staff.example",
                "is_superuser": card.is_superuser,
                "is_staff": card.is_superuser,
            },
        )
        if _made:
            user.set_password(PASSWORD) if card.signs_in else user.set_unusable_password()
            user.save()
        user.groups.set(Group.objects.filter(name__in=[names[code] for code in card.roles]))
        for slug in card.offices:
            Membership.objects.get_or_create(user=user, office=Office.objects.get(slug=slug))


def _units() -> None:
    for slug, name, name_fr, username in UNITS:
        unit, _made = Unit.objects.update_or_create(
            office=Office.objects.get(slug=slug), name=name, defaults={"name_fr": name_fr}
        )
        if username:
            unit.lead = User.objects.get(username=username)
            unit.save()
            unit.staff.add(unit.lead)


def _rules(slug: str, keeper: str) -> None:
    office, by = Office.objects.get(slug=slug), User.objects.get(username=keeper)
    for order, name, words, issue, unit, urgency, goes_on in RULES:
        if RoutingRule.objects.filter(office=office, name=name).exists():
            continue
        save_rule(
            RoutingRule(
                office=office,
                order=order,
                name=name,
                any_words=words,
                urgency=urgency,
                goes_on=goes_on,
                issue=Issue.objects.filter(code=issue).first(),
                unit=Unit.objects.filter(office=office, name=unit).first(),
            ),
            by=by,
        )
