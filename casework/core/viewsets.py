"""One door in front of every view of a viewset: a row out of sight does not exist.

Wagtail's generic views ask the policy about the *model*; this makes them ask about the row, and fetch only rows in
sight. It is put in front at ``construct_view``, the one seam through which every view of a viewset passes, so that
views Wagtail adds later are covered as well.
"""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.forms import ModelChoiceField
from django.http import Http404
from django.urls import path
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.coreutils import resolve_model_string
from wagtail.permissions import policy_registry

from . import refusals
from .listing import ListView
from .views import RecordHistory


class ScopedView:
    """In front of a Wagtail generic view: lists only rows in sight, and is a 404 for a row that is not."""

    def setup(self, request, *args, **kwargs):
        """Look for the row before anything of it is loaded."""
        self.request = request
        self._row_in_sight = None
        model = resolve_model_string(self.model)
        if "pk" in kwargs and request.user.is_authenticated and hasattr(model._default_manager, "for_user"):
            rows = model._default_manager.for_user(request.user)
            self._row_in_sight = rows.filter(pk=_number(unquote(str(kwargs["pk"])))).first()
            if self._row_in_sight is None:
                refusals.note_out_of_sight(
                    request.user, f"{model._meta.app_label}.view", model, _number(unquote(str(kwargs["pk"])))
                )
                raise Http404
        super().setup(request, *args, **kwargs)

    def dispatch(self, request, *args, **kwargs):
        """What Wagtail's view refuses leaves a line."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied as error:
            about = self._row_in_sight or resolve_model_string(self.model)
            verb = getattr(self, "permission_required", None) or "view"
            refusals.note_error(request.user, error, f"{about._meta.app_label}.{verb}", about)
            raise

    def user_has_permission(self, permission):
        """The verb by the roles and, as soon as the address names a row, on that row."""
        if not super().user_has_permission(permission):
            return False
        row = getattr(self, "_row_in_sight", None)
        if row is None or permission in {"add", "lock", "unlock"}:
            return True
        return policy_registry.get(row).user_has_permission_for_instance(self.request.user, permission, row)

    def user_has_any_permission(self, permissions):
        """Whether any of the verbs is theirs here."""
        return any(self.user_has_permission(permission) for permission in permissions)

    def get_base_queryset(self):
        """The rows of a list, those in sight."""
        return self._in_sight(super().get_base_queryset())

    def get_object_list(self):
        """The rows of a chooser, those in sight."""
        return self._in_sight(super().get_object_list())

    def get_objects(self, pks):
        """The rows a chooser was asked to name, those in sight."""
        return self._in_sight(super().get_objects(pks))

    def _in_sight(self, rows):
        if rows is None or not hasattr(rows, "for_user"):
            return rows
        # A chooser of Wagtail's asks for no verb: whoever has none on these rows is offered none.
        policy = policy_registry.get_by_type(rows.model)
        if not policy.user_has_any_permission(self.request.user, ("view", "add", "change", "approve")):
            return rows.none()
        # A list that says so shows what its rows say is to be read beside what is in sight.
        return getattr(rows, getattr(self, "sight", "for_user"))(self.request.user)


class ScopedViewSetMixin:
    """Put ``ScopedView`` in front of every view of the viewset."""

    def construct_view(self, view_class, **kwargs):
        """Build the view with the scope in front of it."""
        scoped = type(f"Scoped{view_class.__name__}", (ScopedView, view_class), {})
        return super().construct_view(scoped, **kwargs)


class RecordViewSet(ScopedViewSetMixin, ModelViewSet):
    """The screens of a record that only verbs change: its lists, its page, its history; no form writes the row itself.

    ``lists`` are (name, label, rows, empty words) of each list, the first at the viewset's own address; ``screens`` are
    the ActionViews of its verbs, by name.
    """

    index_view_class = ListView
    history_view_class = RecordHistory
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 25
    lists = ()
    screens = {}

    def get_common_view_kwargs(self, **kwargs):
        """Nothing leads to a form or to a deletion: there is none."""
        record = self.get_url_name("inspect")
        nowhere = dict.fromkeys(("add_url_name", "delete_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**{**nowhere, "edit_url_name": record, **kwargs})

    def list_view(self, name, *, results=False):
        """One of the lists, or its rows alone."""
        label, rows, empty = {key: rest for key, *rest in self.lists}[name]
        return self.construct_view(
            self.index_view_class,
            **self.get_index_view_kwargs(
                rows=rows,
                page_title=label,
                empty=empty,
                siblings=[(self.get_url_name(key), title) for key, title, *_rest in self.lists],
                index_url_name=self.get_url_name(name),
                index_results_url_name=self.get_url_name(f"{name}_results"),
                results_only=results,
            ),
        )

    def get_urlpatterns(self):
        """The lists, the record, its history and its verbs."""
        patterns = []
        for name, *_rest in self.lists:
            prefix = "" if name == "index" else f"{name}/"
            patterns.append(path(prefix, self.list_view(name), name=name))
            patterns.append(path(f"{prefix}results/", self.list_view(name, results=True), name=f"{name}_results"))
        patterns += [
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("history/<int:pk>/", self.history_view, name="history"),
            path("history-results/<int:pk>/", self.history_results_view, name="history_results"),
        ]
        return patterns + [path(f"<int:pk>/{name}/", view.as_view(), name=name) for name, view in self.screens.items()]

    @property
    def url_finder_class(self):
        """What history and reports link to: the record's page."""
        finder = super().url_finder_class
        finder.edit_url_name = self.get_url_name("inspect")
        return finder


class ScopedModelForm(WagtailAdminModelForm):
    """A form whose every choice of a row offers, and accepts, only rows in sight."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.for_user is None:
            return
        for field in self.fields.values():
            if isinstance(field, ModelChoiceField) and hasattr(field.queryset, "for_user"):
                field.queryset = field.queryset.for_user(self.for_user)


def _number(text):
    """The key as a number; something that is none names no row."""
    try:
        number = int(text)
    except ValueError:
        return -1
    return number if 0 <= number < 2**63 else -1
