"""News for readers: an Atom feed in the language of its list."""

from datetime import UTC, datetime, time
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import get_current_timezone

from casework.core.text import one_line

from . import context, queries

#: So many of the newest.
MOST: Final = 20


def answer(page: Any, request: HttpRequest) -> HttpResponse:
    """The feed of a list of news."""
    language = context.language_of(page)

    def whole(address: str) -> str:
        return request.build_absolute_uri(address)

    feed = Atom1Feed(
        title=one_line(f"{page.title} – {context.frame(request, page).brand}"),
        link=whole(context.url_of(page)),
        description=one_line(page.lead),
        language=context.TAGS[language],
        feed_url=whole(context.url_of(page) + "feed/"),
    )
    for one in queries.news(page)[:MOST]:
        at = datetime.combine(one.day, time(12), get_current_timezone())
        feed.add_item(
            title=one_line(one.title),
            link=whole(context.url_of(one)),
            description=one_line(one.lead),
            pubdate=at,
            updateddate=one.last_published_at or at.astimezone(UTC),
            unique_id=f"urn:uuid:{one.translation_key}:{language}",
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
