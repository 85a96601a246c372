"""What was approved of a template stays as it was, above and below the ORM."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.db.utils import DatabaseError, IntegrityError

from casework.core.errors import CaseworkError
from casework.letters.models import TemplateVersion
from tests.factories.letters import TemplateReturnFactory, TemplateUseFactory, TemplateVersionFactory

pytestmark = pytest.mark.django_db
FACTORIES = [TemplateReturnFactory, TemplateUseFactory, TemplateVersionFactory]


@pytest.mark.parametrize("factory", FACTORIES)
def test_what_was_said_of_a_template_is_written_once(factory):
    row = factory()
    with pytest.raises(CaseworkError):
        row.save()
    with pytest.raises(CaseworkError):
        type(row).objects.filter(pk=row.pk).update(template=row.template)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        QuerySet(type(row)).filter(pk=row.pk).update(template=row.template)
    assert str(row).startswith(("T-", row.letter.reference if hasattr(row, "letter") else "T-"))


@pytest.mark.parametrize("factory", FACTORIES)
def test_it_is_seen_by_the_office_of_the_template(factory, alice, charlie, office_a):
    row = factory(office=office_a)
    assert list(type(row).objects.for_user(alice)) == [row]
    assert list(type(row).objects.for_user(charlie)) == []


def test_a_template_that_was_approved_cannot_be_deleted():
    version = TemplateVersionFactory()
    with pytest.raises(ProtectedError):
        version.template.delete()


@pytest.mark.parametrize(
    "wrong",
    [{"sha256": ""}, {"body_en": "", "body_fr": ""}, {"number": 1}],
    ids=["no hash", "no words", "the same number"],
)
def test_the_database_refuses_a_version_that_proves_nothing(wrong):
    version = TemplateVersionFactory()
    fields = {field.attname: getattr(version, field.attname) for field in version._meta.concrete_fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplateVersion.objects.create(**{**fields, "id": None, "number": 2, **wrong})


def test_the_database_refuses_a_version_approved_by_its_writer():
    version = TemplateVersionFactory()
    fields = {field.attname: getattr(version, field.attname) for field in version._meta.concrete_fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplateVersion.objects.create(**{**fields, "id": None, "number": 2, "written_by_id": version.approved_by_id})
