"""wagtail-modeladmin hands any query parameter to the ORM: every one of ours goes through the guard, and it holds."""

import pytest
from django.urls import reverse
from wagtail import hooks
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from tests.factories.directory import UserFactory

from .tree import python, read


def registered():
    """Every ModelAdmin that stands in the admin's menu."""
    hooks.get_hooks("register_admin_urls")  # loads every wagtail_hooks.py
    todo, found = list(ModelAdmin.__subclasses__()), []
    while todo:
        one = todo.pop()
        todo += one.__subclasses__()
        if getattr(one, "model", None) is not None and one.__module__.split(".")[0] in {"casework", "home", "portal"}:
            found.append(one)
    return sorted(found, key=lambda one: one.model._meta.label)


def test_modeladmin_serves_the_directory_alone():
    users = [name for name in python() if "wagtail_modeladmin" in read(name)]

    assert [name for name in users if not name.startswith(("casework/directory/", "portal/settings/"))] == []


def test_the_directory_does_use_modeladmin():
    assert registered() != []


def test_every_index_goes_through_the_guard():
    unguarded = [one.__name__ for one in registered() if one.index_view_class.get_filters is IndexView.get_filters]

    assert unguarded == []


@pytest.mark.django_db
def test_a_parameter_nobody_declared_reaches_no_table(signed_in):
    client = signed_in(UserFactory(admin=True))
    for one in registered():
        url = reverse(one().url_helper.get_action_url_name("index"))
        plain = client.get(url).context["result_count"]
        for probe in ("nonsense=1", "office__memberships__user__password__startswith=a", "pk__gt=999999"):
            answer = client.get(f"{url}?{probe}")

            assert (answer.status_code, answer.context["result_count"]) == (200, plain), (one.__name__, probe)
