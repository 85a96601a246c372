"""What is asked before a file of somebody's leaves."""

from django import forms
from django.utils.translation import get_language, gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from casework.directory.models import Language

from .states import AccessGround, ErasureGround, FileKind


class ExportForm(forms.Form):
    """Why, in which language, for whom to read."""

    wants_row = True

    ground = forms.ChoiceField(label=_("Ground"), choices=AccessGround.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How they asked, and how you know that it is them."),
    )
    kind = forms.ChoiceField(label=_("File"), choices=FileKind.choices, initial=FileKind.HTML, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of the page"),
        choices=Language.choices,
        widget=forms.RadioSelect,
        help_text=_("What people wrote stays in the language in which they wrote it."),
    )

    def __init__(self, *args, row=None, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = row.language if row is not None else get_language()[:2]


class HoldForm(forms.Form):
    """Why nothing may be erased, and how long."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    until = forms.DateField(
        label=_("Until"), required=False, widget=AdminDateInput, help_text=_("Empty: until somebody ends it.")
    )


class AskErasureForm(forms.Form):
    """Why somebody is to be erased."""

    ground = forms.ChoiceField(label=_("Ground"), choices=ErasureGround.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is for whoever decides, and goes with everything else."),
    )


class RefuseErasureForm(forms.Form):
    """Why everything stays."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
