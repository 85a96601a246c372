"""People in Wagtail's admin."""

from functools import partial

from django.urls import path
from django.utils.translation import gettext_lazy as _

from casework.core.menus import PermittedItem
from casework.core.viewsets import RecordViewSet

from . import queries, views
from .forms import NewPersonForm, PersonFilters, PersonForm
from .models import Person


class PersonViewSet(RecordViewSet):
    """The people of the office: a list, a page each, and forms that save by the verbs."""

    model = Person
    name = "people"
    icon = "user"
    menu_label = _("People")
    menu_order = 80
    add_to_admin_menu = True
    menu_item_class = partial(PermittedItem, permission="contacts.view_person")
    index_view_class = views.PersonList
    inspect_view_class = views.PersonPage
    add_view_class = views.AddPerson
    edit_view_class = views.ChangePerson
    filterset_class = PersonFilters
    lists = (("index", _("People"), queries.people_for, _("Nobody yet. Whoever writes appears here once accepted.")),)
    screens = {"reach": views.AddReach, "access_needs": views.NoteNeeds, "forget_needs": views.ForgetNeeds}

    def get_index_view_kwargs(self, **kwargs):
        """One list needs no tabs."""
        return super().get_index_view_kwargs(**{**kwargs, "siblings": (), "add_url_name": self.get_url_name("add")})

    def get_add_view_kwargs(self, **kwargs):
        """After adding, and when the form comes back."""
        return super().get_add_view_kwargs(add_url_name=self.get_url_name("add"), **kwargs)

    def get_edit_view_kwargs(self, **kwargs):
        """The form posts to itself."""
        return super().get_edit_view_kwargs(edit_url_name=self.get_url_name("edit"), **kwargs)

    def get_form_class(self, for_update=False):
        """Whoever is new comes with an address; whoever is known has a page for those."""
        return PersonForm if for_update else NewPersonForm

    def get_urlpatterns(self):
        """The record's, the two forms, and the switch of each address."""
        return [
            *super().get_urlpatterns(),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("address/<int:pk>/do-not-use/", views.DoNotUse.as_view(), name="do_not_use"),
            path("address/<int:pk>/use-again/", views.UseAgain.as_view(), name="use_again"),
        ]
