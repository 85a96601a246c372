"""What is asked about somebody called as a colleague is: shape and wording only."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _


class SameForm(forms.Form):
    """Whether they are the same."""

    wants_row = True

    is_same = forms.TypedChoiceField(
        label=_("Who is it?"),
        choices=(),
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, row, user, **kwargs):
        super().__init__(*args, **kwargs)
        theirs = gettext("%(who)s themselves") % {"who": row.staff}
        self.fields["is_same"].choices = [
            ("yes", gettext("It is I myself") if row.staff_id == user.pk else theirs),
            ("no", gettext("Somebody else of the same name")),
        ]
