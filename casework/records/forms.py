"""What is asked before something is told, corrected, held or erased."""

from django import forms
from django.utils.translation import get_language, gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from casework.cases.consenting import How
from casework.core import clock
from casework.directory.models import Language

from . import queries
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


def _said(label, help_text="", *, rows=3, required=True):
    return forms.CharField(
        label=label,
        max_length=5000,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class AskCorrectionForm(forms.Form):
    """What is held, what they say it should be, how and when they asked."""

    wants_row = True

    case = forms.ModelChoiceField(
        label=_("What it is about"),
        queryset=None,
        required=False,
        empty_label=_("What is known of the person"),
    )
    held = _said(_("What is held"), _("The fact alone, as it stands here."))
    should_be = _said(_("What they say it should be"))
    how = forms.ChoiceField(label=_("How they asked"), choices=How.choices, widget=forms.RadioSelect)
    asked_on = forms.DateField(
        label=_("When they asked"),
        initial=clock.today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("They are to be answered within 30 days."),
    )

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = queries.cases_to_correct(user, row)


class CorrectedForm(forms.Form):
    """What was done."""

    answer = _said(_("What was changed"), _("In words that you can tell the person."))


class RefuseCorrectionForm(forms.Form):
    """Why it stays as it is, and what the person says to that."""

    reason = _said(_("Reason"), _("Tell it to the person, and that they may say what they disagree with."))
    statement = _said(
        _("Their statement of disagreement"),
        _("In their own words, if they have given it already. It can be attached later."),
        required=False,
    )


class StatementForm(forms.Form):
    """What the person says."""

    words = _said(_("Their statement of disagreement"), _("In their own words, whole. It never changes again."), rows=6)
