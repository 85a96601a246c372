"""The screens of what is held about somebody."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.contacts.models import Person
from casework.contacts.queries import person_for
from casework.core import clock, refusals
from casework.core.views import ActionView

from . import actions, queries
from .forms import ExportForm
from .states import FileKind

_TYPES = {FileKind.HTML: "text/html; charset=utf-8", FileKind.JSON: "application/json"}


class Held(ActionView):
    """Everything the office holds about a person: counted here, and taken out as one file."""

    model, action, form_class = Person, actions.export, ExportForm
    template_name = "casework/records/held.html"
    header_icon = "folder-open-inverse"
    page_title = _("Everything held")
    submit_label = _("Make the file")
    explanation = _(
        "What your office holds about this person, for somebody who asks what is held about them. The file is not kept "
        "here; that you made it is. Read it before you hand it over: it may say things about others."
    )
    success_url_name = "people:inspect"

    def get_object(self):
        """A person in sight; the verb is that of the file."""
        found = person_for(self.request.user, self.kwargs["pk"])
        if found is None:
            refusals.note_out_of_sight(self.request.user, "records.export", Person, self.kwargs["pk"])
            raise Http404
        if not queries.may_answer(self.request.user, found):
            refusals.note(self.request.user, "records.export", found, why="no_role")
            raise PermissionDenied
        return found

    def perform(self, form):
        """Make the file, and keep it for the answer to this request alone."""
        self.made, self.page = actions.export(self.object, by=self.request.user, **form.cleaned_data)

    def form_valid(self, form):
        """Hand the file over, or say on the form why not."""
        answer = super().form_valid(form)
        return self._file() if hasattr(self, "made") else answer

    def _file(self):
        kind = self.made.kind
        answer = HttpResponse(self.page, content_type=_TYPES[kind])
        name = f"{self.object}-{clock.today():%Y-%m-%d}.{kind}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "no-store"
        return answer

    def get_context_data(self, **kwargs):
        """What there is, as far as all of it may be told; and who took it out before."""
        user, person = self.request.user, self.object
        is_whole = queries.is_whole_for(user, person)
        return super().get_context_data(
            is_whole=is_whole,
            kinds=queries.kinds_held(person) if is_whole else [],
            exports=list(queries.exports_of(user, person)[:20]),
            people_url=reverse("people:index"),
            **kwargs,
        )
