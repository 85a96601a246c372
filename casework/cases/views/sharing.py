"""What leaves the office on purpose: the screens of consents, offers to other offices, and cases read elsewhere."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Table
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from casework.core import refusals
from casework.core.listing import Stacked, Tags, Title, Words
from casework.core.views import ActionView

from .. import actions, queries
from ..forms.sharing import ConsentForm, DeclineForm, EndConsentForm, EndShareForm, ShareForm, TransferForm
from ..models import Share, Transfer
from ..queries import access, sharing
from .exceptions import BackTo
from .record import CaseAction, beside
from .secrecy import SHOWN, Overview


class NoteConsent(CaseAction):
    """They said yes."""

    action, form_class = actions.note_consent, ConsentForm
    page_title = submit_label = _("Note a consent")
    explanation = _(
        "Read the words to the person, or show them; the very words are kept. Nothing leaves by this alone: it lets "
        "the owner of the case or the Director share it."
    )
    success_message = _("The consent is on %s.")


class EndConsent(CaseAction):
    """They took it back."""

    action, form_class = actions.take_back_consent, EndConsentForm
    page_title = submit_label = _("Take a consent back")
    explanation = _("Nothing is shared by it from this moment, and an offer that rests on it no longer stands.")
    success_message = _("The consent on %s is taken back.")


class AskTransfer(CaseAction):
    """Offer it to another office."""

    action, form_class = actions.ask_transfer, TransferForm
    page_title = _("Pass to another office")
    submit_label = _("Offer the case")
    explanation = _(
        "The other office has two weeks to accept or decline. When it accepts, it opens a case of its own and this one "
        "is closed; letters on it that have not left become void. It stays here with everything on it."
    )
    success_message = _("%s is offered. You hear when there is an answer.")


class ShareCase(CaseAction):
    """Somebody elsewhere reads it for a time."""

    action, form_class = actions.share, ShareForm
    page_title = submit_label = _("Share with a colleague elsewhere")
    explanation = _(
        "They read what it is about, whom, and what was said, until the day you choose; no note and no draft. Each "
        "time they open it leaves a line in its history."
    )
    success_message = _("%s is shared.")


class EndShare(CaseAction):
    """Nobody elsewhere reads it any more."""

    action, form_class = actions.end_share, EndShareForm
    page_title = submit_label = _("End the sharing")
    success_message = _("They read %s no longer.")


class AskKnown(CaseAction):
    """Yes or no."""

    action, form_class = actions.ask_known, forms.Form
    page_title = submit_label = _("Ask whether another office knows them")
    explanation = _(
        "You learn yes or no: whether another office knows somebody of the same name and the same e-mail address or "
        "telephone number. Not which office, and not what about. The question and the answer stay on the case."
    )

    def get_success_message(self, result):
        """The answer."""
        return _("Another office knows them.") if result.is_known else _("No other office knows them.")


class OfferAction(BackTo, ActionView):
    """What the verbs of an offer have in common."""

    model, form_class = Transfer, forms.Form
    list_url_name = success_url_name = "cases:transfers"
    template_name = "casework/cases/offer.html"

    def get_object(self):
        """The offer, with what its own office may know of it."""
        found = super().get_object()
        return sharing.transfers_for(self.request.user).get(pk=found.pk)


class AcceptTransfer(OfferAction):
    """Yes."""

    action = actions.accept_transfer
    page_title = submit_label = _("Accept the case")
    explanation = _(
        "A case of your office is opened with what the person agreed to pass on, unassigned, with your office’s own "
        "day for the answer. Their consent does not come with it: ask them anew before you share it."
    )

    def get_success_message(self, result):
        """Its number here, to whoever may see it."""
        return _("%(case)s is open, and waits for an owner.") % {"case": result}

    def get_success_url(self, result=None):
        """On to the case; back to the list when it is kept from whoever accepted."""
        if queries.case_for(self.request.user, result.pk) is None:
            return reverse(self.list_url_name)
        return reverse("cases:inspect", args=[result.pk])


class DeclineTransfer(OfferAction):
    """No."""

    action, form_class = actions.decline_transfer, DeclineForm
    page_title = submit_label = _("Decline the case")
    success_message = _("%s is declined.")


class WithdrawTransfer(OfferAction):
    """Not any more."""

    action = actions.withdraw_transfer
    page_title = submit_label = _("Withdraw the offer")
    success_message = _("%s is withdrawn.")


def _day(when):
    return date_format(when, "SHORT_DATE_FORMAT")


def _button(url_name, words, row):
    look, url = "button button-small button-secondary", reverse(url_name, args=[row.pk])
    return format_html('<a class="{}" href="{}" aria-label="{} {}">{}</a>', look, url, words, row, words)


def _stands(transfer):
    """What became of it, as a tag."""
    if transfer.outcome:
        return [(transfer.get_outcome_display(), False)]
    return [(_("Waits for an answer"), True)] if transfer.stands else [(_("Over"), False)]


def _to_whom(transfer):
    """The office that is asked, and who asks it."""
    return [_("To: %(office)s") % {"office": transfer.to_office}, transfer.asked_by]


def _words_about(transfer):
    """Why it is offered, and what was answered."""
    answer = _("Answer: %(words)s") % {"words": transfer.answer} if transfer.answer else ""
    return [transfer.reason, answer]


class Transfers(Overview):
    """What other offices offer this one, and what this one offers them."""

    page_title, header_icon = _("To and from other offices"), "resubmit"
    lead = _(
        "Cases that are offered from office to office. Until an office accepts, it reads the issue and the reason "
        "here, and not who it is."
    )
    empty = _(
        "Nothing is offered. To pass a case on, open it, note the person’s consent, and press “Pass to another office”."
    )

    def is_for(self, user):
        """Whoever works with other offices."""
        return sharing.shares_outside(user)

    def table(self, user):
        """One row an offer."""
        columns = [
            Stacked("pk", label=_("Offer"), accessor=str, below=lambda row: [self._case(row)]),
            Stacked("from", label=_("From and to"), accessor=lambda row: row.case.office, below=_to_whom),
            Stacked("issue", label=_("Why"), accessor=lambda row: row.issue or "–", below=_words_about),
            Tags("outcome", label=_("Status"), accessor=_stands),
            Words("expires_at", label=_("Stands until"), accessor=lambda row: _day(localtime(row.expires_at))),
            Words("do", label=_("What to do"), accessor=self._ways),
        ]
        rows = list(sharing.transfers_for(user)[:SHOWN])
        return Table(columns, rows, classname="listing cw-rows") if rows else None

    def _case(self, row):
        """The number of the case in one's own office, and never the other's."""
        offices = self.request.user.office_ids
        ours = row.case if row.case.office_id in offices else row.received_as
        return ours or ""

    def _ways(self, row):
        user = self.request.user
        if not row.stands:
            return ""
        if row.to_office_id in user.office_ids:
            return format_html(
                '<span class="cw-actions">{} {}</span>',
                _button("cases:accept_transfer", _("Accept"), row),
                _button("cases:decline_transfer", _("Decline"), row),
            )
        return _button("cases:withdraw_transfer", _("Withdraw"), row) if queries.is_keeper(row.case, user) else ""


class SharedWithMe(Overview):
    """Cases of other offices that one reads for a time."""

    page_title, header_icon = _("Shared with me"), "view"
    lead = _("Cases of other offices that you may read until the day beside them, and nothing but read.")
    empty = _("No case of another office is shared with you.")

    def is_for(self, user):
        """Everybody who reads cases."""
        return user.has_perm("cases.view_case")

    def table(self, user):
        """One row a case."""
        columns = [
            Words("case", label=_("Case")),
            Words("office", label=_("Office"), accessor=lambda row: row.case.office),
            Stacked("reason", label=_("Why"), below=lambda row: [row.shared_by]),
            Words("ends_on", label=_("Last day"), accessor=lambda row: _day(row.ends_on)),
            Words("do", label=_("What to do"), accessor=lambda row: _button("cases:read_shared", _("Read"), row)),
        ]
        rows = list(sharing.shared_with(user)[:SHOWN])
        return Table(columns, rows, classname="listing cw-rows") if rows else None


class SharedByUs(Overview):
    """Who elsewhere reads a case of ours."""

    page_title, header_icon = _("Shared with other offices"), "view"
    lead = _("Colleagues of other offices who may read one case of yours, or could. End it on the page of the case.")
    empty = _("No case is shared with anybody elsewhere. A case is shared from its own page.")

    def is_for(self, user):
        """Directors."""
        return queries.oversees(user)

    def table(self, user):
        """One row a colleague and case."""
        columns = [
            Title("case", label=_("Case"), get_url=lambda row: reverse("cases:inspect", args=[row.case_id])),
            Stacked("reader", label=_("Who"), below=lambda row: [row.consent.with_office]),
            Stacked("reason", label=_("Why"), below=lambda row: [row.shared_by]),
            Words("ends_on", label=_("Last day"), accessor=lambda row: _day(row.ends_on)),
            Tags("ended_at", label=_("Status"), accessor=share_stands),
        ]
        rows = list(sharing.shared_by_us(user)[:SHOWN])
        return Table(columns, rows, classname="listing cw-rows") if rows else None


def share_stands(share):
    """Whether they may still read it, as a tag."""
    return [(_("May read"), True)] if share.may_stand else [(_("Ended"), False)]


@method_decorator(require_admin_access, name="dispatch")
class ReadShared(WagtailAdminTemplateMixin, TemplateView):
    """A case of another office, read and nothing else; each time leaves a line there."""

    model = Share
    template_name = "casework/cases/shared.html"
    _show_breadcrumbs = True
    header_icon = "view"

    def get(self, request, *args, **kwargs):
        """While it lasts, for the colleague it is shared with."""
        if not request.user.has_perm("cases.view_case"):
            raise PermissionDenied
        self.share = sharing.share_for(request.user, kwargs["pk"])
        if self.share is None:
            refusals.note_out_of_sight(request.user, "cases.view", Share, kwargs["pk"])
            raise Http404
        actions.note_shared_reading(self.share, by=request.user)
        return super().get(request, *args, **kwargs)

    def get_page_title(self):
        """The reference."""
        return str(self.share.case)

    def get_breadcrumbs_items(self):
        """The way here."""
        mine = {"url": reverse("cases:shared"), "label": SharedWithMe.page_title}
        return [*self.breadcrumbs_items, mine, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        """What it is about, whom, and what was said; no notes, no drafts, no ways on."""
        case = self.share.case
        said = queries.conversation(case)
        return super().get_context_data(
            share=self.share, case=case, story=said, asked=access.asked_on(case), beside=beside(case), **kwargs
        )
