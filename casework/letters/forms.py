"""What staff fill in around a letter: shape and wording only, the verbs decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.core.viewsets import ScopedModelForm
from casework.directory.models import Language
from casework.directory.queries import current_members

from .queries import templates_for


class TemplateChoice(forms.ModelChoiceField):
    """Templates by name, those in the person's language first; the language stands beside each."""

    def label_from_instance(self, template):
        """The name and its language."""
        return str(template)


class ReplyForm(forms.Form):
    """How an answer begins."""

    wants_row = True

    template = TemplateChoice(
        queryset=None,
        required=False,
        label=_("Start from"),
        empty_label=_("An empty page"),
        widget=forms.RadioSelect,
        blank=True,
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        required=False,
        choices=[("", _("As the template; on an empty page, the person's own")), *Language.choices],
    )
    signatory = forms.ModelChoiceField(queryset=None, label=_("In whose name"), empty_label=None)

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates_for(user, case=row)
        members = current_members(row.office_id)
        self.fields["signatory"].queryset = members
        if not members.exists():
            del self.fields["signatory"]
        else:
            self.fields["signatory"].initial = members.first()

    def clean(self):
        """A template is in one language: letters in the other start from another."""
        cleaned = super().clean()
        template, language = cleaned.get("template"), cleaned.get("language")
        if template and language and template.language != language:
            self.add_error(
                "language",
                _("This template is in %(language)s. Choose that language, or another template.")
                % {"language": template.get_language_display()},
            )
        return cleaned


class TemplateForm(ScopedModelForm):
    """The wording of a template. Who is no administrator writes for an office of theirs, not for every office."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        office = self.fields.get("office")
        if office is None or self.for_user is None or self.for_user.is_superuser:
            return
        office.required, office.empty_label, office.help_text = True, None, ""
        if self.instance.pk is None:
            self.initial["office"] = office.queryset.first()


class DecisionForm(forms.Form):
    """Yes, or back to the writer; ``revision`` and ``sha256`` say which words were on the screen."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    comment = forms.CharField(
        label=_("Comments"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("To return the letter, say what is to be changed. Its writer reads this."),
    )
    decision = forms.ChoiceField(choices=[("approve", _("Approve")), ("return", _("Return"))], widget=forms.HiddenInput)

    def clean(self):
        """Whoever returns a letter says what is to be changed."""
        cleaned = super().clean()
        if cleaned.get("decision") == "return" and not cleaned.get("comment", "").strip():
            self.add_error("comment", _("Say what is to be changed, then return the letter."))
        return cleaned


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
