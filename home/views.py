"""Pages without a place in the tree: what is said when something goes wrong, the spoken digits, robots.txt."""

import io
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from ranged_response import RangedFileResponse

from . import captcha, context, conversation, doors, guard, posted, queries, spool


@require_safe
@never_cache
def captcha_sound(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """The five digits, spoken; gone once the puzzle is used or over."""
    try:
        spoken = captcha.sound(key, language)
    except captcha.NoVoice:
        return HttpResponse(captcha.NoVoice.__doc__, status=503, content_type="text/plain")
    if spoken is None:
        return HttpResponse(status=410)
    response = RangedFileResponse(request, io.BytesIO(spoken), content_type="audio/wav")
    response["Accept-Ranges"] = "bytes"
    if response.status_code == 200:
        response["Content-Length"] = str(len(spoken))
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read, and where the list of pages is."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /captcha/",
        "Disallow: /*/thanks/",
        f"Sitemap: {sitemap}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """There is no such page; the way on from here."""
    return _page(request, "404.html", 404)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """What came could not be read: nearly always because it was too large."""
    return _page(request, "400.html", 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """More was sent than anybody may; it was not read."""
    return _page(request, "413.html", 413)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """This page is not for this person."""
    return _page(request, "403.html", 403)


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its cookie. A message to us is taken all the same, after the puzzle; anything else is refused.

    The cookie keeps other sites from acting with a signed-in person's rights. The forms of the doors use nobody's
    rights, so it costs a visitor whose browser keeps no cookies one more step and not their message.
    """
    page = _door(request)
    if page is not None:
        response = conversation.answer(page, request, no_cookie=True)
        return response.render() if hasattr(response, "render") else response
    return _page(request, "403.html", 403)


@never_cache
def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed. A message that was on its way is kept on disk where it can be, and shown again in any case."""
    if request.method == "POST" and (sent := _message(request)):
        return _not_received(request, sent)
    return _render(request, "500.html", 500, context.bare(context.language_of(None)))


def _not_received(request: HttpRequest, sent: posted.Posted) -> HttpResponse:
    language = context.language_of(None)
    ticket = guard.read_ticket(sent.text("ticket"))
    is_kept = False
    # Only forms that this site handed out, and no programs: the disk is small and the guard cannot count now.
    if ticket.is_ours and not sent.text(guard.HONEYPOT):
        incoming = doors.salvaged(sent.data, language=language, ticket=ticket)
        sent = _with_files(sent, request, ticket)
        chosen = sent.chosen
        key = doors.key_of(incoming, chosen=sent.text("office"), ticket=ticket, request=request, files=chosen.hashes)
        files = doors.put_by(chosen.in_order)
        copy = spool.keep(incoming, office=sent.text("office"), key=key, files=files)
        is_kept = copy is not None and spool.make_sure(copy)
    words = {"sent": doors.form_of(sent.data).typed(sent.data), "is_kept": is_kept}
    return _render(request, "503.html", 503, context.bare(language), **words)


def _with_files(sent: posted.Posted, request: HttpRequest, ticket: guard.Ticket) -> posted.Posted:
    """With the files that came, as far as they can be read now: the words come first."""
    try:
        return posted.with_files(sent, request, ticket)
    except Exception:  # whatever broke the page may be in here too
        return sent


def _message(request: HttpRequest) -> posted.Posted | None:
    """What was posted, if it was a message to us."""
    try:
        sent = posted.read(request)
    except Exception:  # whatever broke the page may be in here too
        return None
    return sent if sent.text("message").strip() and "ticket" in sent.data else None


def _door(request: HttpRequest) -> Any:
    """The door an address leads to, or None."""
    language = translation.get_language_from_path(request.path_info)
    if language is None:
        return None
    parts = [part for part in request.path_info.split("/") if part][1:]
    if len(parts) != 1:
        return None
    return queries.open_door(language, parts[0])


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """A page inside the site's frame; in the bare frame when the database does not answer."""
    try:
        frame = context.frame(request)
    except DatabaseError:
        frame = context.bare(context.language_of(None))
    return _render(request, template, status, frame)


def _render(request: HttpRequest, template: str, status: int, frame: context.Frame, **words: Any) -> HttpResponse:
    with translation.override(frame.language):
        return render(request, template, {"frame": frame, **words}, status=status)
