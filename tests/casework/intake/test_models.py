"""What arrived never changes: not by the models, not in bulk, not below the ORM; and rules count their versions."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from django.utils import timezone

from casework.core.errors import CaseworkError
from casework.intake.models import RoutingRule, Submission
from tests.factories.cases import CaseFactory
from tests.factories.directory import IssueFactory, UnitFactory
from tests.factories.intake import RoutingRuleFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

#: Another value for each thing that arrived.
OTHERS = {
    "reference": "D8L5-0NQY",
    "key": "other",
    "channel": "post",
    "form": "other",
    "page_id": 77,
    "language": "fr",
    "subject": "other",
    "body": "other",
    "name": "other",
    "email": "other@example.org",
    "phone": "other",
    "postal_code": "K2K 2K2",
    "address": "other",
    "reply_by": "post",
    "reply_language": "fr",
    "access_needs": ["braille"],
    "access_words": "other",
    "access_keep": "other",
    "answers": [["wanted", "other"]],
    "privacy_version": "other",
    "signals": [["honeypot", 3]],
    "raw": "{}",
    "sha256": "0" * 64,
    "received_at": timezone.now(),
}


@pytest.fixture
def submission(office_a):
    """Something that arrived."""
    return SubmissionFactory(office=office_a)


def stored(submission):
    """The row as the database has it."""
    return Submission._base_manager.filter(pk=submission.pk).values().get()


def refused(do):
    """Whether the database refuses, whatever the ORM thinks."""
    try:
        with transaction.atomic():
            do()
            connection.check_constraints()
    except (IntegrityError, DataError):
        return True
    return False


# ---------------------------------------------------------------- what arrived
def test_everything_that_arrived_is_on_the_list_of_what_never_changes():
    stands = {
        "id",
        "office",
        "status",
        "verdict",
        "issue",
        "unit",
        "urgency",
        "trace",
        "case",
        "decided_at",
        "decided_by",
    }
    fields = {field.name for field in Submission._meta.concrete_fields}

    assert fields - stands == Submission.RAW == set(OTHERS)


@pytest.mark.parametrize("name", OTHERS)
def test_what_arrived_cannot_be_saved_otherwise(submission, name):
    before = stored(submission)
    setattr(submission, name, OTHERS[name])

    for change in (
        submission.save,
        lambda: submission.save(update_fields=[name]),
        lambda: submission.save(update_fields=["status", name]),
        lambda: Submission.objects.filter(pk=submission.pk).update(**{name: OTHERS[name]}),
        lambda: Submission.objects.bulk_update([submission], [name]),
        lambda: Submission.objects.update_or_create(pk=submission.pk, defaults={name: OTHERS[name]}),
        lambda: submission.office.submissions.update(**{name: OTHERS[name]}),
    ):
        with pytest.raises(CaseworkError), transaction.atomic():
            change()

    assert stored(submission) == before


@pytest.mark.parametrize("name", OTHERS)
def test_the_database_refuses_what_goes_round_the_models(submission, name):
    before = stored(submission)
    field = Submission._meta.get_field(name)
    value = field.get_db_prep_save(OTHERS[name], connection)

    with pytest.raises(DatabaseError, match="what arrived never changes"), transaction.atomic():
        Submission._base_manager.filter(pk=submission.pk).update(**{name: OTHERS[name]})
    with (
        pytest.raises(DatabaseError, match="what arrived never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE intake_submission SET {name} = %s WHERE id = %s", [value, submission.pk])  # noqa: S608  (names of ours)

    assert stored(submission) == before


def test_an_insert_that_would_overwrite_is_refused(submission):
    submission.body = "other"

    with pytest.raises(DatabaseError, match="what arrived never changes"), transaction.atomic():
        Submission.objects.bulk_create(
            [submission], update_conflicts=True, update_fields=["body"], unique_fields=["id"]
        )

    submission.refresh_from_db()
    assert submission.body != "other"


def test_where_it_stands_may_change(submission, alice):
    issue, unit = IssueFactory(), UnitFactory(office=submission.office)
    submission.status, submission.urgency = "rejected", "urgent"
    submission.decided_at, submission.decided_by = timezone.now(), alice

    submission.save(update_fields=["status", "urgency", "decided_at", "decided_by"])
    Submission.objects.filter(pk=submission.pk).update(issue=issue, unit=unit, trace=[{"rule": 1}], verdict="spam")

    now = stored(submission)
    assert (now["status"], now["urgency"], now["issue_id"], now["unit_id"]) == ("rejected", "urgent", issue.pk, unit.pk)


def test_what_was_changed_in_memory_is_not_what_arrived(submission):
    arrived, submission.body = submission.body, "other"

    submission.refresh_from_db()

    assert submission.body == arrived


# ---------------------------------------------------------------- constraints
def test_two_submissions_share_neither_reference_nor_key(submission):
    for shared in ({"reference": submission.reference}, {"key": submission.key}):
        other = SubmissionFactory.build(
            **{"reference": "C7K4-9MPX", "office": submission.office, **shared},
        )
        assert refused(lambda other=other: Submission.objects.bulk_create([other]))


@pytest.mark.parametrize("status", ["received", "held", "accepted", "attached", "rejected"])
@pytest.mark.parametrize("in_case", [True, False])
def test_a_submission_is_in_a_case_when_it_was_accepted_and_only_then(office_a, status, in_case):
    case = CaseFactory(office=office_a) if in_case else None
    row = SubmissionFactory.build(reference="C7K4-9MPX", office=office_a, status=status, case=case)

    assert refused(lambda: Submission.objects.bulk_create([row])) is ((status in {"accepted", "attached"}) != in_case)


@pytest.mark.parametrize("has_time", [True, False])
@pytest.mark.parametrize("has_person", [True, False])
def test_a_decision_has_a_time_and_a_person_or_neither(office_a, alice, has_time, has_person):
    row = SubmissionFactory.build(
        reference="C7K4-9MPX",
        office=office_a,
        decided_at=timezone.now() if has_time else None,
        decided_by=alice if has_person else None,
    )

    assert refused(lambda: Submission.objects.bulk_create([row])) is (has_time != has_person)


def test_what_a_submission_was_routed_to_may_go_and_it_stays(submission):
    issue, unit = IssueFactory(), UnitFactory(office=submission.office)
    Submission.objects.filter(pk=submission.pk).update(issue=issue, unit=unit)

    issue.delete()
    unit.delete()

    now = stored(submission)
    assert (now["issue_id"], now["unit_id"]) == (None, None)


def test_a_submission_is_called_by_its_reference(submission):
    assert str(submission) == submission.reference


# ---------------------------------------------------------------- rules
def test_each_change_of_a_rule_is_a_version(office_a):
    rule = RoutingRuleFactory(office=office_a)
    assert rule.version == 1

    rule.save()
    rule.name = "Other"
    rule.save(update_fields=["name"])

    rule.refresh_from_db()
    assert (rule.version, rule.name) == (3, "Other")


@pytest.mark.parametrize(
    ("conditions", "is_sound"),
    [
        ({"any_words": "hydro"}, True),
        ({"language": "fr"}, True),
        ({"form": "contact"}, True),
        ({"postal_prefix": "K1A"}, True),
        ({}, False),
        ({"any_words": " \n!!\n"}, False),
        ({"postal_prefix": "  "}, False),
    ],
)
def test_a_rule_says_when_it_applies(office_a, conditions, is_sound):
    rule = RoutingRuleFactory.build(**{"office": office_a, "any_words": "", **conditions})

    if is_sound:
        rule.full_clean()
        return
    with pytest.raises(ValidationError, match="Say when the rule applies"):
        rule.full_clean()


def test_a_rule_gives_work_to_a_unit_of_its_own_office(office_a):
    ours, theirs = UnitFactory(office=office_a), UnitFactory()

    RoutingRuleFactory.build(office=office_a, unit=ours).full_clean()
    with pytest.raises(ValidationError, match="unit of the same office"):
        RoutingRuleFactory.build(office=office_a, unit=theirs).full_clean()


def test_rows_are_those_of_one_s_offices(submission, alice, charlie, root):
    rule = RoutingRuleFactory(office=submission.office)

    for user, expected in ((alice, [submission, rule]), (charlie, []), (root, [])):
        assert [*Submission.objects.for_user(user), *RoutingRule.objects.for_user(user)] == expected
