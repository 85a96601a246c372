"""What this room holds about a person."""

from django.utils.translation import gettext as _

from casework.core.models import SearchDocument
from casework.core.personal import holds, nothing

from .models import AccessNeed, Affiliation, ContactPoint, Person

holds("contacts.Person", lambda person: Person.objects.filter(pk=person.pk), stone=lambda row: (str(row), ""))
holds("contacts.ContactPoint", lambda person: ContactPoint.objects.filter(person=person))
holds("contacts.AccessNeed", lambda person: AccessNeed.objects.filter(person=person))
holds(
    "contacts.Affiliation",
    lambda person: Affiliation.objects.filter(person=person),
    facts=lambda row: [(_("Organisation"), row.organisation.name), (_("Role"), row.role)],
)
holds(
    "core.SearchDocument",
    lambda person: SearchDocument.objects.filter(kind="person", object_id=person.pk),
    copy_of="what the person is found by",
)
nothing("a body and no person; who speaks for it is an affiliation", "contacts.Organisation")
