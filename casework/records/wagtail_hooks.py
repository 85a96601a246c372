"""What this room tells Wagtail."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from . import queries, urls


@hooks.register("register_log_actions")
def log_actions(actions):
    """The history lines this room writes."""
    actions.register_action("records.export", _("Take out everything held"), _("Everything held was taken out"))


@hooks.register("register_admin_urls")
def admin_urls():
    """The screens of this room."""
    return [path("records/", include(urls))]


@hooks.register("person_buttons")
def on_a_person(person, user):
    """On a person's page: what is held about them, for whoever may answer them."""
    if not queries.may_answer(user, person):
        return []
    url = reverse("records:held", args=[person.pk])
    return [Button(_("Everything held"), url=url, icon_name="doc-full", classname="button button-secondary")]
