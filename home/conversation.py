"""The conversation at a door: the form, what is wrong with it, the puzzle, the number. No step loses a word.

It is the same at every door. What differs is said by the page (``make_form``, ``first_answers``) and by its form: what
is asked, how it is laid out, and what a valid form tells intake.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core import signing
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from casework.core import clock, references
from casework.directory.queries import closed_days

from . import captcha, context, doors, guard, posted, tray, uploads
from .doors import NotReceived
from .forms import DoorForm, Problem, PuzzleForm
from .guard import Ticket
from .posted import Posted
from .uploads import Chosen

_SALT = "home.contact.thanks"
#: What the buttons of the form are called.
STEP = "step"
NEW_DIGITS, BY_PERSON, SWITCH = "digits", "person", "language"


@dataclass
class Shown:
    """What one answer shows: the form with everything in it, and what stands above it."""

    form: DoorForm
    ticket: Ticket
    status: int = 200
    problems: list[Problem] = field(default_factory=list)
    puzzle: PuzzleForm | None = None
    not_received: NotReceived | None = None
    asks_more: bool = False
    no_cookie: bool = False
    was_posted: bool = True
    chosen: Chosen = field(default_factory=Chosen)


def answer(page: Any, request: HttpRequest, *, no_cookie: bool = False) -> HttpResponse:
    """Show the form, or take what was sent: 303 to the thank-you page, or the form again with everything in it.

    ``no_cookie`` says that the browser did not bring the cookie back: one more reason for the puzzle, no wall.
    """
    offices = doors.offices() if page.office is None else []
    if request.method != "POST":
        return _open(page, request, offices)
    sent = posted.read(request)
    ticket = guard.read_ticket(sent.text("ticket"))
    sent = posted.with_files(sent, request, ticket)
    form = page.make_form(sent.data, offices=offices)
    if sent.text(STEP) == SWITCH:
        return _switched(page, request, sent, _untouched(form, sent, page, offices), ticket)
    problems = [*_files(form, sent), *_in_order(form, sent.chosen)]
    if not form.is_valid() or problems:
        return _ask_again(page, request, sent, form, ticket, problems, no_cookie=no_cookie)
    if form.has_more_to_ask:
        return _show(page, request, Shown(form, ticket.renewed(), asks_more=True, chosen=sent.chosen))
    try:
        return _take(page, request, sent, form, ticket, no_cookie=no_cookie)
    except NotReceived as failure:
        return _show(page, request, Shown(form, ticket.renewed(), 503, not_received=failure, chosen=sent.chosen))


def thanks(page: Any, request: HttpRequest) -> HttpResponse:
    """The number and what happens next; the address is signed, so nobody can try numbers out."""
    try:
        told = signing.loads(request.GET.get("r", ""), salt=_SALT)
    except signing.BadSignature:
        return TemplateResponse(request, "home/thanks_unknown.html", page.get_context(request), status=404)
    reference, office_id, is_held, reply_by, on, *files = told
    kept, lost = files or (0, 0)
    office = page.office if page.office and page.office.pk == office_id else None
    office = office or next((office for office in doors.offices() if office.pk == office_id), None)
    received_on = date.fromisoformat(on)
    by = clock.add_working_days(received_on, office.reply_days, closed_days(office.pk)) if office else None
    words = {
        "reference": reference,
        "spoken": references.spoken(reference),
        "office": office,
        "is_held": is_held,
        "reply_by": reply_by,
        "received_on": received_on,
        "answer_by": by,
        "files_kept": kept,
        "files_lost": lost,
    }
    return TemplateResponse(request, "home/thanks.html", page.get_context(request) | words)


def privacy_version(page: Any) -> str:
    """Which wording of the privacy notice this is: the day it was published, and a mark of its words."""
    published = page.last_published_at or page.first_published_at
    mark = hashlib.sha256(page.privacy_notice.encode()).hexdigest()[:10]
    return f"{published.date().isoformat() if published else 'draft'} {mark}"


def _open(page: Any, request: HttpRequest, offices: list[Any]) -> HttpResponse:
    initial = {"reply_language": context.language_of(page), "office": request.GET.get("office", "")}
    form = page.make_form(initial=initial | page.first_answers(request), offices=offices)
    ticket = guard.open_ticket(page_id=page.pk, privacy=privacy_version(page))
    return _show(page, request, Shown(form, ticket, was_posted=False))


def _switched(page: Any, request: HttpRequest, sent: Posted, form: DoorForm, ticket: Ticket) -> HttpResponse:
    """The form in the other language; only of files that were just refused something is said."""
    wrong = [Problem(one.anchor, one.words) for one in sent.chosen.wrong]
    status = 422 if wrong else 200
    return _show(page, request, Shown(form, ticket.renewed(), status, wrong, chosen=sent.chosen))


def _ask_again(
    page: Any,
    request: HttpRequest,
    sent: Posted,
    form: DoorForm,
    ticket: Ticket,
    problems: list[Problem],
    *,
    no_cookie: bool = False,
) -> HttpResponse:
    """The form with what is wrong."""
    shown = Shown(form, ticket.renewed(), 403 if no_cookie else 422, problems, no_cookie=no_cookie, chosen=sent.chosen)
    return _show(page, request, shown)


def _take(
    page: Any, request: HttpRequest, sent: Posted, form: DoorForm, ticket: Ticket, *, no_cookie: bool
) -> HttpResponse:
    """A form with nothing wrong in it: look at how it came, ask the puzzle if need be, hand it in."""
    try:
        return _screened(page, request, sent, form, ticket, no_cookie=no_cookie)
    except DatabaseError:
        # The guard could not count or the puzzle could not be looked up: a person looks at the message instead.
        odd = guard.look(ticket, honeypot=sent.text(guard.HONEYPOT), message=form.cleaned_data["message"])
        return _hand_in(page, request, sent, form, ticket, odd, by_person=True)


def _screened(
    page: Any, request: HttpRequest, sent: Posted, form: DoorForm, ticket: Ticket, *, no_cookie: bool
) -> HttpResponse:
    odd = guard.look(ticket, honeypot=sent.text(guard.HONEYPOT), message=form.cleaned_data["message"])
    if no_cookie and "no_cookie" not in odd:
        odd = (*odd, "no_cookie")
    if not ticket.challenged and guard.too_many(request):
        odd = (*odd, "too_many")
    if sent.chosen.gone:
        if receipt := _known(page, request, sent, form, ticket):
            return _thank(page, receipt, form, sent)
        uploads.say_gone(sent.chosen, ticket)
        problems = _in_order(form, sent.chosen)
        return _ask_again(page, request, sent, form, ticket, problems, no_cookie=no_cookie)
    if not (ticket.challenged or guard.is_odd(odd)):
        return _hand_in(page, request, sent, form, ticket, odd)
    if sent.text(STEP) == BY_PERSON:
        return _hand_in(page, request, sent, form, ticket, odd, by_person=True)
    puzzle, problems, status = PuzzleForm(), [], 403 if no_cookie else 200
    if ticket.challenged and "puzzle_1" in sent.data and sent.text(STEP) != NEW_DIGITS:
        puzzle = PuzzleForm(sent.data)
        if puzzle.is_valid():
            response = _hand_in(page, request, sent, form, ticket, (*odd, "challenge_passed"))
            captcha.spend(puzzle.cleaned_data["puzzle"])
            return response
        problems, status = list(puzzle.problems()), 422
    if receipt := _known(page, request, sent, form, ticket):
        return _thank(
            page, receipt, form, sent
        )  # it was received before; its digits are used up, and no more are asked
    asked = ticket.renewed(challenged=True, seen=odd)
    shown = Shown(form, asked, status, problems, puzzle, no_cookie=no_cookie, chosen=sent.chosen)
    return _show(page, request, shown)


def _known(page: Any, request: HttpRequest, sent: Posted, form: DoorForm, ticket: Ticket) -> Any:
    """The receipt of the same form with the same words, when it has been received before."""
    incoming = doors.incoming_from(form, language=context.language_of(page), ticket=ticket)
    return doors.known(_key(incoming, request, sent, ticket))


def _key(incoming: Any, request: HttpRequest, sent: Posted, ticket: Ticket) -> str:
    """The key of this form."""
    given = {"chosen": sent.text("office"), "ticket": ticket, "request": request}
    return doors.key_of(incoming, files=sent.chosen.hashes, **given)


def _hand_in(
    page: Any,
    request: HttpRequest,
    sent: Posted,
    form: DoorForm,
    ticket: Ticket,
    odd: tuple[str, ...],
    *,
    by_person: bool = False,
) -> HttpResponse:
    office = form.chosen_office()
    if office is None:
        raise NotReceived(is_kept=False)
    incoming = doors.incoming_from(
        form, language=context.language_of(page), ticket=ticket, odd=odd, by_person=by_person
    )
    files = doors.put_by(sent.chosen.in_order)
    receipt = doors.hand_in(incoming, office=office, key=_key(incoming, request, sent, ticket), files=files)
    if ticket.is_ours:
        tray.hand_over(ticket.nonce)
    return _thank(page, receipt, form, sent, lost=sum(not file.key for file in files))


def _thank(page: Any, receipt: Any, form: DoorForm, sent: Posted, *, lost: int = 0) -> HttpResponse:
    shown = [
        receipt.reference,
        receipt.office_id,
        receipt.is_held,
        form.cleaned_data["reply_by"],
        clock.today().isoformat(),
        len(sent.chosen.hashes) - lost,
        lost,
    ]
    address = context.url_of(page) + page.reverse_subpage("thanks")
    query = urlencode({"r": signing.dumps(shown, salt=_SALT)})
    return HttpResponseRedirect(f"{address}?{query}", status=303)


def _show(page: Any, request: HttpRequest, shown: Shown) -> HttpResponse:
    """The form whole; a puzzle already answered is never shown beside other problems."""
    words = {
        "slots": uploads.kept_for(shown.chosen, shown.ticket),
        "accept": uploads.ACCEPT,
        "form": shown.form,
        "ticket": shown.ticket.signed,
        "honeypot": guard.HONEYPOT,
        "problems": shown.problems,
        "puzzle": shown.puzzle,
        "has_voice": captcha.has_voice(),
        "not_received": shown.not_received,
        "asks_more": shown.asks_more,
        "no_cookie": shown.no_cookie,
        "keeps_words": shown.was_posted,
        "form_url": context.url_of(page),
        "chosen_office": shown.form.fixed,
    }
    return TemplateResponse(request, "home/door.html", page.get_context(request) | words, status=shown.status)


def _untouched(form: DoorForm, sent: Posted, page: Any, offices: list[Any]) -> DoorForm:
    """The same words in the form of this page's language, with nothing said about what is missing."""
    initial = {name: sent.data.getlist(name) if name in posted.MANY else sent.text(name) for name in form.fields}
    return page.make_form(initial=initial, offices=offices)


def _in_order(form: DoorForm, chosen: Chosen) -> list[Problem]:
    """The problems with the files stand where the files do: below what the matter is."""
    said = list(form.problems())
    above = [one for one in said if one.anchor.removesuffix("_0") in form.anchors_above_files]
    files = [Problem(one.anchor, one.words) for one in chosen.wrong]
    return [*above, *files, *(one for one in said if one not in above)]


def _files(form: DoorForm, sent: Posted) -> list[Problem]:
    """A file where words belong: said first, since the field itself can only say that it is empty."""
    if not sent.files:
        return []
    anchor = form["message"].id_for_label
    return [
        Problem(
            anchor, _("A file does not belong here. Copy the words out of the file and paste them into the message")
        )
    ]
