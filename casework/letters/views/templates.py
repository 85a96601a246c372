"""The screens of the templates: the lists, one template with its versions, both languages side by side, each verb."""

from dataclasses import dataclass

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from wagtail.admin import messages
from wagtail.admin.views import generic

from casework.core.changes import Change
from casework.core.listing import ListView, Stacked, Tags, Title, Words
from casework.core.views import ActionView, RecordPage, SaysRefusals
from casework.directory.models import Language

from .. import actions, queries
from ..forms import ReasonForm, TemplateApproveForm, TemplateReturnForm
from ..merge import FIELDS
from ..models import Template, TemplateVersion
from ..pair import other
from ..states import TemplateStatus


def _tags(template):
    """Whether letters start from approved words, what is being done with newer ones, and what is behind."""
    if not template.is_active:
        return [(gettext("Retired"), False)]
    tags = [(TemplateStatus.APPROVED.label, True)] if template.current else []
    if template.status != TemplateStatus.APPROVED:
        tags.append((template.get_status_display(), False))
    if template.behind:
        tags.append((gettext("%(language)s behind") % {"language": Language(template.behind).label}, False))
    return tags


def _languages(template):
    """In which languages there are words."""
    return " · ".join(str(Language(language).label) for language in template.pair.languages)


def times(count):
    """How often something was used, in words."""
    return ngettext("%(count)d letter", "%(count)d letters", count) % {"count": count}


class TemplateList(ListView):
    """The templates of the office and those every office shares."""

    among = staticmethod(queries.found_templates)
    any_permission_required = ["view", "add", "change"]

    @cached_property
    def columns(self):
        """What it is called, what it is, in which languages, who keeps it, how it stands, how often it is used."""
        return [
            Title("name", label=_("Template"), get_url=self.get_inspect_url, below=lambda row: row.get_kind_display()),
            Words("languages", label=_("Languages"), accessor=_languages),
            Stacked(
                "owner",
                label=_("Kept by"),
                accessor=lambda row: row.owner or "",
                below=lambda row: [row.office or gettext("Every office")],
            ),
            Tags("status", label=_("Status"), accessor=_tags),
            Words("used", label=_("Used in"), accessor=lambda row: times(row.used)),
        ]

    @cached_property
    def add_item_label(self):
        """What the button says."""
        return _("Write a template")


@dataclass(frozen=True, slots=True)
class Told:
    """One approved version as its page tells it."""

    version: TemplateVersion
    is_current: bool
    used: str
    changes: list[Change]


def _told(template):
    """Every approved version, newest first, with how its words came from those before."""
    versions = list(template.versions.all())
    return [
        Told(
            version,
            template.is_active and version.pk == template.current_id,
            times(version.used),
            queries.compared_templates(was, version) if was else [],
        )
        for version, was in zip(versions, [*versions, None][1:], strict=True)
    ]


def _behind(template):
    """Which language is behind which, and what changed in the other since, in words; None when both are in step."""
    if not template.behind:
        return None
    language, source = Language(template.behind).label, Language(other(template.behind)).label
    if template.matches:
        words = gettext("%(language)s still says what %(source)s said in version %(number)d.")
    else:
        words = gettext("%(source)s was changed since; %(language)s was not.")
    said = words % {"language": language, "source": source, "number": template.matches}
    return {"words": said, "changes": queries.source_changes(template)}


class TemplatePage(RecordPage):
    """One template: what letters start from, what is being written, and every version there was."""

    find = staticmethod(queries.template_for)
    template_name = "casework/letters/template_page.html"

    def get_page_subtitle(self):
        """What it is."""
        return self.object.get_kind_display()

    def get_context_data(self, **kwargs):
        """The template, its versions, and what this person may do with it."""
        template, told = self.object, _told(self.object)
        is_open = template.current is None or template.status != TemplateStatus.APPROVED
        newest = told[0].version if told else None
        return super().get_context_data(
            template=template,
            told=told,
            tags=_tags(template),
            used=times(template.used),
            is_open=is_open,
            changes=queries.compared_templates(newest, template) if is_open and newest else [],
            behind=_behind(template),
            returned=queries.last_template_return(template) if template.status == TemplateStatus.DRAFT else None,
            can=queries.template_verbs(template, self.request.user),
            **kwargs,
        )


# ---------------------------------------------------------------- writing
class SavesByVerb(SaysRefusals):
    """In front of Wagtail's form views: the verb saves."""

    template_name = "casework/letters/template_form.html"

    def save_instance(self):
        """Save the words, done by whoever is signed in."""
        said = self.form.cleaned_data
        words = self.form.save(commit=False)
        return actions.save_template(words, by=self.request.user, issues=said["issues"], seen=said["seen"])

    def get_success_url(self):
        """On to the template's page."""
        return reverse("letter_templates:inspect", args=[self.object.pk])

    def get_success_buttons(self):
        """The page has what there is to do."""
        return []

    def get_context_data(self, **kwargs):
        """The fields one may write, and what is behind."""
        template = getattr(self, "object", None)
        behind = _behind(queries.template_for(self.request.user, template.pk)) if template and template.pk else None
        return super().get_context_data(
            merge_fields=[(f"{{{name}}}", words) for name, words in FIELDS.items()], behind=behind, **kwargs
        )


class AddTemplate(SavesByVerb, generic.CreateView):
    """A new template."""

    page_title = _("Write a template")
    success_message = _("“%(object)s” is a draft. Submit it, so that somebody who did not write it approves it.")


class ChangeTemplate(SavesByVerb, generic.EditView):
    """Other words for a draft."""

    success_message = _("The draft of “%(object)s” was saved.")

    def get(self, request, *args, **kwargs):
        """Words that are no draft have a page, and no form."""
        template = self.get_object()
        if template.status != TemplateStatus.DRAFT:
            messages.warning(request, _("This template is not a draft: its words cannot be changed now."))
            return redirect("letter_templates:inspect", template.pk)
        return super().get(request, *args, **kwargs)


# ---------------------------------------------------------------- verbs
class TemplateAction(ActionView):
    """What the screens of the verbs share: one template, fetched in sight."""

    model = Template
    form_class = forms.Form
    success_url_name = "letter_templates:inspect"


class Submit(TemplateAction):
    """On to somebody who did not write it."""

    action = actions.submit_template
    page_title = submit_label = _("Submit for review")
    explanation = _("Somebody who did not write these words reads them. Until then nobody can change them.")
    success_message = _("“%s” is in review.")


class Withdraw(TemplateAction):
    """Back from review."""

    action = actions.withdraw_template
    page_title = submit_label = _("Withdraw from review")
    explanation = _("The template becomes a draft again, and you can change it.")
    success_message = _("“%s” is a draft again.")


class NewVersion(TemplateAction):
    """The next version."""

    action = actions.begin_template_version
    page_title = submit_label = _("Begin a new version")
    explanation = _("Letters start from the approved words until the new version is approved and takes their place.")
    success_message = _("The new version of “%s” is a draft.")


class StandBy(TemplateAction):
    """Somebody checked the language that was not changed."""

    action = actions.stand_by_translation
    template_name = "casework/letters/template_decide.html"
    page_title = submit_label = _("The translation still holds")
    explanation = _("You have read both languages, and they say the same. Your name stands in the history.")
    success_message = _("Both languages of “%s” are in step.")

    def get_context_data(self, **kwargs):
        """Both languages, and what changed in the one."""
        template = queries.template_for(self.request.user, self.object.pk)
        return super().get_context_data(template=template, behind=_behind(template), **kwargs)


class Retire(TemplateAction):
    """Out of use."""

    action, form_class, tone = actions.retire_template, ReasonForm, "serious"
    page_title = submit_label = _("Retire")
    explanation = _(
        "No letter starts from it any more. Letters that began from it are told so; what was sent stays as it was."
    )
    success_message = _("“%s” is retired.")


class BringBack(TemplateAction):
    """Into use again."""

    action = actions.bring_back_template
    page_title = submit_label = _("Bring back into use")
    explanation = _("It becomes a draft, and somebody who did not write it approves it anew.")
    success_message = _("“%s” is in use again, as a draft.")


class Deciding(TemplateAction):
    """What the two screens of the reviewer share: the words, and what changed since they were approved last."""

    permission = "approve"
    template_name = "casework/letters/template_decide.html"

    def get_context_data(self, **kwargs):
        """What is being decided on."""
        template = queries.template_for(self.request.user, self.object.pk)
        before = next(iter(template.versions.all()), None)
        changes = queries.compared_templates(before, template) if before else []
        return super().get_context_data(
            template=template, before=before, changes=changes, behind=_behind(template), **kwargs
        )


class Approve(Deciding):
    """Yes to exactly these words."""

    action, form_class = actions.approve_template, TemplateApproveForm
    page_title = submit_label = _("Approve")
    explanation = _("You say yes to exactly these words in both languages. From now on letters start from them.")

    def get_initial(self):
        """What stands on the screen."""
        return {"sha256": self.object.pair.sha256}

    def get_context_data(self, **kwargs):
        """The other way to decide stands below the button."""
        return super().get_context_data(returns=True, **kwargs)

    def get_success_message(self, version):
        """What was approved."""
        return gettext("“%(name)s”, version %(number)d, is approved.") % {
            "name": version.template,
            "number": version.number,
        }


class SendBack(Deciding):
    """Back to the writer."""

    action, form_class = actions.return_template, TemplateReturnForm
    page_title = submit_label = _("Return with comments")
    success_message = _("“%s” was returned to its writer.")
