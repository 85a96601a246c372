"""The screens of the directory: forms that save by the verbs, and the guard in front of wagtail-modeladmin."""

from django.http import Http404
from wagtail.admin.views import generic
from wagtail_modeladmin import views as modeladmin

from casework.core.listing import ListView

from . import actions


class DirectoryList(ListView):
    """A list of the directory: short, in the order of names; the policy says who sees it at all."""

    is_searchable = False
    any_permission_required = ["view", "add", "change"]

    def get_edit_url(self, instance):
        """A form, not a record."""
        return generic.IndexView.get_edit_url(self, instance)


class SavedByVerb:
    """In front of Wagtail's forms: the verb writes the row and the history line."""

    def save_instance(self):
        """Save, and the lists of people a form may hold."""
        thing = actions.save(self.form.save(commit=False), by=self.request.user)
        self.form.save_m2m()
        return thing


class Add(SavedByVerb, generic.CreateView):
    """A new one."""


class Change(SavedByVerb, generic.EditView):
    """A change."""


class EndMembership(generic.DeleteView):
    """Somebody no longer works in an office."""

    def delete_action(self):
        """The verb, with its history line."""
        actions.end_membership(self.object, by=self.request.user)


class RemoveUnit(generic.DeleteView):
    """A department that is no more."""

    def delete_action(self):
        """The verb, with its history line."""
        actions.remove_unit(self.object, by=self.request.user)


class SafeIndexView(modeladmin.IndexView):
    """wagtail-modeladmin hands every parameter of an address to the ORM; here only declared filters reach it."""

    def get_filters_params(self, params=None):
        """Only parameters that begin with a declared filter."""
        wanted = super().get_filters_params(params)
        return {key: value for key, value in wanted.items() if key.split("__")[0] in self.list_filter}

    def get_filters(self, request):
        """The declared filters, and nothing that is left over."""
        specs, has_filters, _rest, is_distinct = super().get_filters(request)
        return specs, has_filters, {}, is_distinct


class Numbered:
    """A key that is no number names no row."""

    def __init__(self, model_admin, instance_pk):
        if not (instance_pk.isdecimal() and len(instance_pk) < 19):  # longer is no key
            raise Http404
        super().__init__(model_admin, instance_pk)


class SafeEditView(Numbered, modeladmin.EditView):
    """Wagtail-modeladmin's, for rows that exist."""


class SafeDeleteView(Numbered, modeladmin.DeleteView):
    """Wagtail-modeladmin's, for rows that exist."""


class SafeHistoryView(Numbered, modeladmin.HistoryView):
    """Wagtail-modeladmin's, for rows that exist."""
