"""Screens of the units that clear letters of other offices: which, with whom, until when; offer, accept, end."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _, gettext_lazy, pgettext, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Table
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from casework.core.dates import in_words
from casework.core.listing import Tags, Words
from casework.core.views import ActionView

from .. import actions, queries
from ..forms import OfferUnitForm
from ..models import SharedUnit
from ..sharing import SharedStanding

#: Tags that somebody should look at are strong.
_STRONG = frozenset({SharedStanding.OFFERED, SharedStanding.IN_FORCE})


def _days(row):
    return _("%(first)s to %(last)s") % {"first": in_words(row.starts_on), "last": in_words(row.ends_on)}


def _said_by(row):
    """Who said yes, on each side."""
    words = _("Offered by %(who)s") % {"who": row.offered_by}
    return f"{words}; " + _("accepted by %(who)s") % {"who": row.accepted_by} if row.accepted_by_id else words


def _ways(user):
    """What this person may do with each row."""
    may_change = user.has_perm("directory.change_sharedunit")

    def links(row):
        if not (may_change and row.is_open):
            return ""
        is_offered, ours = row.standing == SharedStanding.OFFERED, row.to_office_id in user.office_ids
        found = []
        if is_offered and ours and row.offered_by_id != user.pk:
            found.append(("accept_unit", _("Accept")))
        end = _("Take back") if row.unit.office_id in user.office_ids else _("Decline")
        found.append(("end_sharing", end if is_offered else _("End")))
        look = "button button-small button-secondary"
        return format_html_join(
            " ",
            '<a class="{}" href="{}" aria-label="{} {}">{}</a>',
            ((look, reverse(name, args=[row.pk]), words, row, words) for name, words in found),
        )

    return links


@method_decorator(require_admin_access, name="dispatch")
class SharedUnits(WagtailAdminTemplateMixin, TemplateView):
    """Which units clear letters of other offices, from one's offices or for them."""

    template_name = "casework/directory/shared_units.html"
    page_title = gettext_lazy("Shared units")
    header_icon = "group"
    _show_breadcrumbs = True
    #: So many are shown, the newest on top.
    SHOWN = 200

    def get(self, request, *args, **kwargs):
        """For whoever answers for an office."""
        if not (request.user.office_ids and request.user.has_perm("directory.view_sharedunit")):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        """The way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        """The table, or what to say instead."""
        user = self.request.user
        columns = [
            Words("offer", label=pgettext("shared unit", "Offer"), accessor=str),
            Words("unit", label=_("Unit"), accessor=lambda row: f"{row.unit} ({row.unit.office})"),
            Words("to_office", label=_("Clears letters of")),
            Words("days", label=_("When"), accessor=_days),
            Words("said_by", label=_("Agreed by"), accessor=_said_by),
            Tags("standing", label=_("Status"), accessor=lambda row: [(row.standing.label, row.standing in _STRONG)]),
            Words("do", label=_("What to do"), accessor=_ways(user)),
        ]
        rows = list(queries.shared_units_for(user)[: self.SHOWN])
        return super().get_context_data(
            table=Table(columns, rows, classname="listing cw-rows") if rows else None,
            may_offer=user.has_perm("directory.add_sharedunit"),
            **kwargs,
        )


class BackToShared(ActionView):
    """A verb that leads back to the list."""

    model = SharedUnit
    header_icon = "group"
    success_url_name = "shared_units"

    def get_cancel_url(self):
        """Back to the list."""
        return reverse("shared_units")

    def get_success_url(self, result=None):
        """Back to the list."""
        return reverse("shared_units")

    def get_breadcrumbs_items(self):
        """The way here."""
        there = {"url": reverse("shared_units"), "label": gettext_lazy("Shared units")}
        return [*self.breadcrumbs_items, there, {"url": "", "label": self.get_page_title()}]


class OfferUnit(BackToShared):
    """A unit of one's own office is to clear letters of another."""

    form_class = OfferUnitForm
    page_title = gettext_lazy("Offer a unit to another office")
    submit_label = gettext_lazy("Offer it")
    explanation = gettext_lazy(
        "When the other office has accepted, it can ask this unit to clear its letters. The people of the unit then "
        "read each letter that waits for their word, and the message it answers, and nothing else of that office."
    )

    def get_object(self):
        """There is no row yet; the verb must be theirs."""
        if not (self.request.user.office_ids and self.request.user.has_perm("directory.add_sharedunit")):
            raise PermissionDenied

    def get_page_subtitle(self):
        """There is no reference yet."""
        return ""

    def perform(self, form):
        """The verb."""
        return actions.offer_unit(by=self.request.user, **form.cleaned_data)

    def get_success_message(self, result):
        """What happens next."""
        return _("The unit is offered. It clears nothing until the other office accepts; its Director is told.")


class Shared(BackToShared):
    """A verb of one row, of either side."""

    def get_object(self):
        """The row, if it is in sight and still open."""
        found = queries.shared_unit_for(self.request.user, super().get_object().pk)
        if found is None:
            raise Http404
        return found

    @cached_property
    def facts(self):
        """What is shared, with whom and when, in one sentence."""
        said = {"unit": self.object.unit, "office": self.object.unit.office, "to": self.object.to_office}
        return _("%(unit)s (%(office)s) clears letters of %(to)s, %(days)s.") % {**said, "days": _days(self.object)}

    def get_context_data(self, **kwargs):
        """The sentence stands above the explanation."""
        context = super().get_context_data(**kwargs)
        return {**context, "explanation": format_html("{} {}", self.facts, context["explanation"])}


class AcceptUnit(Shared):
    """The other office's unit may read the letters one asks it about."""

    action = actions.accept_unit
    page_title = gettext_lazy("Accept a unit of another office")
    submit_label = gettext_lazy("Accept it")
    explanation = gettext_lazy(
        "Your office can then ask it about a letter, or name it in its clearance rules. Its people read that letter "
        "and the message it answers, for as long as the letter waits for their word; they are no members of your "
        "office."
    )

    def get_success_message(self, result):
        """What can be done now."""
        return _("The unit is accepted. Ask it about a letter in review, or name it in a clearance rule.")


class EndSharing(Shared):
    """Nothing more is cleared, from this moment."""

    action = actions.end_sharing
    page_title = submit_label = pgettext_lazy("shared unit", "End the sharing")
    tone = "serious"
    explanation = gettext_lazy(
        "From this moment its people read nothing of the other office. What they said stays on file. A letter that "
        "waits for the unit goes on waiting until the Director waives its clearance, or the letter is withdrawn."
    )

    def get_success_message(self, result):
        """That it is so."""
        return _("The sharing of the unit is ended.")
