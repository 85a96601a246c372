"""The exit in Wagtail's admin: what is to be printed, what needs a person, and every letter exactly as it left."""

import re
from email import message_from_bytes, policy as mail_policy

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext, gettext_lazy as _, ngettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from casework.core.errors import CaseworkError
from casework.core.listing import ListView, Stacked, Tags, Title, When
from casework.core.permissions import may
from casework.core.sight import shown
from casework.core.views import ActionView, RecordPage
from casework.core.viewsets import RecordViewSet

from . import actions, gate, queries
from .models import Dispatch
from .render import fingerprint
from .states import Channel, DispatchStatus, Trouble

#: What is stored is shown as an exhibit: it runs nothing, fetches nothing, leads nowhere.
INERT = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; sandbox"
#: As many letters as one sitting at the printer; the rest follow when these are marked.
AT_ONCE = 100


class NoteForm(forms.Form):
    """How we know."""

    note = forms.CharField(label=_("How we know"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class DispatchAction(ActionView):
    """A verb of one dispatch."""

    model = Dispatch
    form_class = NoteForm
    header_icon = "mail"
    success_url_name = "dispatch:inspect"


class SettleAsSent(DispatchAction):
    """Decide that it did arrive."""

    action = actions.settle_as_sent
    page_title = _("It did arrive")
    submit_label = _("Settle as sent")
    explanation = _("For a letter of which nobody could say whether it arrived. It counts as sent from now on.")
    success_message = _("%s counts as sent.")


class SendAgain(DispatchAction):
    """Put it back in line."""

    action = actions.send_again
    page_title = _("Send again")
    submit_label = _("Send the same letter again")
    explanation = _("The same bytes go out once more. Make sure first that the person did not get them already.")
    success_message = _("%s is in line again.")


class DispatchList(ListView):
    """What leaves and what has left."""

    is_searchable = False


class DispatchPage(RecordPage):
    """One letter on its way: exactly what leaves, where it stands, what can be done."""

    find = staticmethod(queries.find_for)
    template_name = "casework/dispatch/record.html"

    def get_page_subtitle(self):
        """What it is about."""
        return self.object.subject

    def get_context_data(self, **kwargs):
        """What the stored bytes are worth, and what may be done."""
        sent, user = self.object, self.request.user
        return super().get_context_data(
            sent=sent,
            unchanged=fingerprint(sent.raw_bytes) == sent.sha256,
            may_settle=may(user, "change", sent),
            buttons=[button for offer in hooks.get_hooks("dispatch_buttons") for button in offer(sent, user)],
            **kwargs,
        )


@method_decorator([require_admin_access, never_cache], name="dispatch")
class Exhibit(View):
    """Stored bytes of a dispatch in sight, served so that nothing in them can act."""

    def get(self, request, pk):
        """The bytes."""
        return inert(self.body(_whole(request.user, pk)))

    def body(self, sent):
        """What is shown of it."""
        raise Http404


class Html(Exhibit):
    """The HTML part of an e-mail."""

    def body(self, sent):
        """As it stands in the stored message."""
        return html_part(sent.raw_bytes)


class Page(Exhibit):
    """A letter for the post."""

    def body(self, sent):
        """The stored page; who opened it is on file."""
        actions.take_out([sent], by=self.request.user, how="page")
        return sent.raw_bytes


class Raw(Exhibit):
    """The stored bytes as a file."""

    def get(self, request, pk):
        """Under the reference, which is nobody's name; never opened by the browser."""
        sent = _whole(request.user, pk)
        actions.take_out([sent], by=request.user, how="file")
        by_mail = sent.channel == Channel.EMAIL
        response = HttpResponse(
            sent.raw_bytes, content_type="message/rfc822" if by_mail else "application/octet-stream"
        )
        name = re.sub(r"[^A-Za-z0-9-]+", "-", sent.reference)
        response["Content-Disposition"] = f'attachment; filename="{name}.{"eml" if by_mail else "html"}"'
        return _guarded(response)


@method_decorator([require_admin_access, never_cache], name="dispatch")
class Sheets(View):
    """Several letters as one document, each beginning on a new page. Asked for by POST, as the form is."""

    http_method_names = ["post"]

    def post(self, request):
        """Those that were chosen, in the order of the list."""
        _require_view(request.user)
        chosen = queries.whole(_chosen(request.user, request.POST.getlist("id")))
        if not chosen:
            messages.warning(request, gettext("Choose the letters to print first."))
            return redirect("dispatch:index")
        actions.take_out(chosen, by=request.user, how="sheets")
        return inert(sheets([sent.raw_bytes.decode() for sent in chosen]))


@method_decorator(require_admin_access, name="dispatch")
class PrintDesk(WagtailAdminTemplateMixin, TemplateView):
    """The letters to be printed: open them as pages, then say that they are in the post."""

    template_name = "casework/dispatch/to_print.html"
    page_title = _("To print")
    header_icon = "doc-full"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self):
        """The way here."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]

    def dispatch(self, request, *args, **kwargs):
        """For whoever may see what leaves."""
        _require_view(request.user)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request):
        """Mark the chosen ones as printed: all of them, or none with the reason."""
        try:
            printed = actions.mark_printed(_chosen(request.user, request.POST.getlist("id")), by=request.user)
        except CaseworkError as refusal:
            messages.error(request, str(refusal))
            return redirect("dispatch:index")
        if printed:
            words = ngettext(
                "%(count)d letter was marked as printed.", "%(count)d letters were marked as printed.", len(printed)
            )
            messages.success(request, words % {"count": len(printed)})
        else:
            messages.warning(request, gettext("Choose the letters that were printed first."))
        return redirect("dispatch:index")

    def get_context_data(self, **kwargs):
        """The oldest first, and how many there are."""
        rows = queries.print_list(self.request.user)
        waiting = list(rows[: AT_ONCE + 1])
        return super().get_context_data(
            waiting=waiting[:AT_ONCE],
            held_back=gate.held_back(waiting[:AT_ONCE]),
            why_held_back=Trouble.MAY_NOT_BE_SAID.label,
            there_are_more=len(waiting) > AT_ONCE,
            at_once=AT_ONCE,
            all_chosen=self.request.GET.get("choose") == "all",
            may_mark=policy_registry.get_by_type(Dispatch).user_has_permission(self.request.user, "change"),
            **kwargs,
        )


class DispatchViewSet(RecordViewSet):
    """What leaves: changed by its verbs and its sweeps alone."""

    model = Dispatch
    name = "dispatch"
    icon = "mail"
    index_view_class = DispatchList
    inspect_view_class = DispatchPage
    lists = (
        (
            "attention",
            _("Needs a person"),
            queries.needing_a_person,
            _("Nothing is stuck: every letter is on its way."),
        ),
        ("all", _("Everything that leaves"), queries.dispatches_for, _("Nothing has left yet.")),
    )
    screens = {"settle": SettleAsSent, "again": SendAgain}

    def get_index_view_kwargs(self, **kwargs):
        """To whom, which way, where it stands and since when."""
        columns = [
            Title(
                "reference",
                label=_("Letter"),
                url_name="dispatch:inspect",
                below=lambda sent: shown(sent, sent.subject),
            ),
            Stacked(
                "to_name",
                label=_("To"),
                accessor=lambda sent: shown(sent, sent.to_name),
                below=lambda sent: [sent.get_channel_display()],
            ),
            Tags("status", label=_("Where it stands"), accessor=_standing),
            When("changed_at", label=_("Since")),
        ]
        return super().get_index_view_kwargs(**{"columns": columns, **kwargs})

    def get_urlpatterns(self):
        """The lists and verbs, the print desk, and the stored bytes."""
        exhibits = {"html": Html, "page": Page, "raw": Raw}
        return [
            path("", PrintDesk.as_view(), name="index"),
            path("sheets/", Sheets.as_view(), name="sheets"),
            *super().get_urlpatterns(),
            *(path(f"<int:pk>/{name}/", view.as_view(), name=name) for name, view in exhibits.items()),
        ]

    def register_menu_item(self):
        """Its place in the menu is in wagtail_hooks."""


def html_part(raw):
    """The HTML of a stored message, decoded; nothing when there is none."""
    part = message_from_bytes(raw, policy=mail_policy.default).get_body(("html",))
    return part.get_content() if part is not None else ""


def sheets(pages):
    """Whole pages of ours as one document; their words stay as they are, each page's own head gives the style."""
    style = next(iter(re.findall(r"<style>.*?</style>", pages[0], re.DOTALL)), "")
    bodies = []
    for page in pages:
        language = re.search(r'<html lang="([a-z-]+)"', page)
        body = page.partition("<body>")[2].rpartition("</body>")[0]
        bodies.append(f'<section class="sheet" lang="{language[1] if language else "en"}">{body}</section>')
    title, language = gettext("Letters to print"), get_language()
    apart = "<style>.sheet + .sheet { break-before: page; }</style>"
    head = f'<meta charset="utf-8"><title>{title}</title>{style}{apart}'
    return f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}</head><body>{"".join(bodies)}</body></html>'


def inert(body):
    """An answer in which nothing can act."""
    return _guarded(HttpResponse(body, headers={"Content-Security-Policy": INERT}))


def _guarded(response):
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = INERT
    return response


def _require_view(user):
    """Whoever may not see what leaves is sent home, whatever office they work in."""
    if not policy_registry.get_by_type(Dispatch).user_has_permission(user, "view"):
        raise PermissionDenied


def _whole(user, pk):
    """The dispatch with its bytes, if the verb is theirs and it is in sight; else it does not exist."""
    _require_view(user)
    found = queries.find_for(user, pk)
    if found is None:
        raise Http404
    return found


def _chosen(user, keys):
    """Those of the print list in sight that were ticked."""
    numbers = {int(key) for key in keys if key.isdecimal() and len(key) < 19}
    return queries.print_list(user).filter(pk__in=numbers)


def _standing(sent):
    """The status and what went wrong, as tags."""
    needs = sent.status in {DispatchStatus.UNKNOWN, DispatchStatus.FAILED}
    return [(sent.get_status_display(), needs)]
