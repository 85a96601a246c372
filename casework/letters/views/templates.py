"""Letters to start from."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic

from casework.core.listing import ListView, Title, Words, YesNo
from casework.core.views import RecordPage, SaysRefusals

from .. import actions, queries
from ..merge import FIELDS


class TemplateList(ListView):
    """The templates of the office and those every office shares."""

    is_searchable = False

    @cached_property
    def columns(self):
        """What it is called, in which language, whose it is, whether it is in use."""
        return [
            Title("name", label=_("Template"), get_url=self.get_edit_url, below=lambda template: template.subject),
            Words("get_language_display", label=_("Language")),
            Words("office", label=_("Office"), accessor=lambda template: template.office or _("Every office")),
            YesNo("is_active", label=_("In use")),
        ]

    def get_edit_url(self, instance):
        """To its form for who keeps it, else to its page."""
        if instance.pk in self.kept:
            return reverse(self.edit_url_name, args=[instance.pk])
        return self.get_inspect_url(instance)

    @cached_property
    def kept(self):
        """The templates this person keeps, asked once for the whole list."""
        rows = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        return set(rows.values_list("pk", flat=True))


class TemplatePage(RecordPage):
    """One template to read."""

    find = staticmethod(queries.template_for)
    template_name = "casework/letters/template_page.html"

    def get_page_subtitle(self):
        """In which language."""
        return self.object.get_language_display()


class SavesByVerb(SaysRefusals):
    """In front of Wagtail's form views: the verb saves."""

    template_name = "casework/letters/template_form.html"

    def save_instance(self):
        """Save the template, done by whoever is signed in."""
        return actions.save_template(self.form.save(commit=False), by=self.request.user)

    def get_context_data(self, **kwargs):
        """The fields one may write."""
        return super().get_context_data(
            merge_fields=[(f"{{{name}}}", words) for name, words in FIELDS.items()], **kwargs
        )


class AddTemplate(SavesByVerb, generic.CreateView):
    """A new template."""


class ChangeTemplate(SavesByVerb, generic.EditView):
    """A template's new wording."""
