"""What Wagtail writes down itself is as safe as our own history, and what its screens refuse is told as well."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, models, transaction
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Site

from casework.core import sealing, verifying, wagtails
from casework.core.models import HistoryEntry
from tests.database import nothing_kept
from tests.factories.directory import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(alice):
    """Wagtail wrote three lines, about a page and about a group; ours are sealed."""
    page, group = Page.objects.get(depth=1), Group.objects.create(name="Those who wander")
    rows = [
        log(page, "wagtail.edit", user=alice, data={"title": "A word of somebody’s", "share": 1.0}),
        log(group, "wagtail.create", user=alice),
        log(group, "wagtail.edit"),
    ]
    sealing.seal()
    return rows


def change(row, **columns):
    """As in a shell of the database, with the triggers taken away."""
    with nothing_kept():
        models.QuerySet(type(row)).filter(pk=row.pk).update(**columns)


def test_each_line_of_wagtail_s_has_one_of_ours_without_a_word_of_it(kept, alice):
    lines = HistoryEntry.objects.filter(action=wagtails.ACTION).order_by("pk")

    assert [int(line.object_id) for line in lines] == [row.pk for row in kept]
    assert [line.user for line in lines] == [alice, alice, None]
    assert verifying.verify().findings == []
    assert "wander" not in str(list(lines.values()))
    assert "somebody" not in str(list(lines.values()))


@pytest.mark.parametrize("number", [0, 1])
def test_a_line_of_wagtail_s_that_was_altered_is_named(kept, number):
    row = kept[number]

    change(row, action="wagtail.publish")

    (words,) = verifying.verify().findings
    assert words.startswith(f"{type(row).__name__} {row.pk} (line ")
    assert words.endswith("was altered.")


@pytest.mark.parametrize("column", ["label", "data", "user_id", "timestamp"])
def test_every_column_counts(kept, column):
    other = {"label": "x", "data": {}, "user_id": None, "timestamp": kept[1].timestamp.replace(year=2001)}

    change(kept[0], **{column: other[column]})

    assert verifying.verify().found == 1


def test_a_line_of_wagtail_s_that_was_removed_or_put_in_is_named(kept):
    gone, model = kept[0].pk, kept[1]
    with nothing_kept():
        models.QuerySet(PageLogEntry).filter(pk=gone).delete()
        model.pk = None
        models.QuerySet(ModelLogEntry).bulk_create([model])

    put_in, removed = verifying.verify().findings
    assert put_in == f"ModelLogEntry {model.pk} was inserted: the site did not write it."
    assert removed.startswith(f"PageLogEntry {gone} (line ")
    assert removed.endswith("was removed.")


def test_what_was_there_before_is_left_alone(alice):
    row = log(Group.objects.create(name="x"), "wagtail.create", user=alice)
    with nothing_kept():
        models.QuerySet(HistoryEntry).delete()
    later = log(Group.objects.create(name="y"), "wagtail.create", user=alice)

    assert later.pk > row.pk
    assert verifying.verify().findings == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE wagtailcore_pagelogentry SET label = 'x'",
        "UPDATE wagtailcore_modellogentry SET label = 'x'",
        "DELETE FROM wagtailcore_pagelogentry",
    ],
)
def test_the_database_refuses_too(kept, sql):
    with pytest.raises(DatabaseError, match="history"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_page_that_is_deleted_leaves_its_lines(kept):
    site_root = Page.objects.get(depth=1)
    page = site_root.add_child(instance=Page(title="Gone", slug="gone-soon"))
    page.delete()
    sealing.seal()

    assert PageLogEntry.objects.filter(action="wagtail.create").count() == 1
    assert verifying.verify().findings == []


@pytest.mark.parametrize("is_script", [False, True])
def test_what_a_screen_of_wagtail_s_refuses_leaves_a_line_without_an_address(signed_in, office_a, is_script):
    officer = UserFactory(office=office_a, roles=["officer"])
    headers = {"X-Requested-With": "XMLHttpRequest"} if is_script else {}

    answer = signed_in(officer).get(reverse("wagtailsites:index") + "?q=somebody", headers=headers)

    assert answer.status_code == (403 if is_script else 302)
    line = HistoryEntry.objects.get(action="core.refused")
    assert (line.user, line.office_id, line.label) == (officer, office_a.pk, str(Site._meta.verbose_name_plural))
    assert line.data == {"verb": "wagtailsites:index", "why": "no_role"}


def test_a_screen_of_ours_leaves_one_line_and_a_screen_that_opens_none(signed_in, office_a):
    officer = UserFactory(office=office_a, roles=["officer"])

    signed_in(officer).get("/admin/")
    assert not HistoryEntry.objects.filter(action="core.refused").exists()
    signed_in(officer).get(reverse("erasures:index"))
    signed_in(officer).get("/admin/routing/")
    lines = HistoryEntry.objects.filter(action="core.refused")
    assert len({line.data["verb"] for line in lines}) == lines.count()
