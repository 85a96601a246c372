"""What a letter says: the content that leaves, and what a template is filled with."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.utils import timezone, translation
from wagtail.rich_text import expand_db_html

from casework.cases.models import Case
from casework.contacts.models import ContactKind
from casework.contacts.queries import may_write_to
from casework.core import clock
from casework.core.dates import in_words
from casework.directory.models import Member

from ..content import Content
from ..models import Letter
from ..render import clean
from ..states import LetterChannel


def content_of(letter: Letter) -> Content:
    """The content that would leave if the letter were sent as this object has it."""
    signatory: Member | None = letter.signatory
    office = letter.office
    by_post = letter.channel == LetterChannel.POST
    return Content(
        reference=letter.reference,
        language=letter.language,
        channel=letter.channel,
        to_name=letter.to_name.strip(),
        to_address=letter.to_address.strip(),
        from_name=office.title(letter.language),
        from_address=(office.address.strip() or office.email) if by_post else office.email,
        subject=letter.subject.strip(),
        salutation=letter.salutation.strip(),
        body=as_it_leaves(letter.body),
        closing=letter.closing.strip(),
        signatory=signatory.name if signatory else "",
        signatory_title=signatory.title(letter.language) if signatory else "",
    )


def as_it_leaves(html: str) -> str:
    """The editor's HTML with only what a letter may contain, its links whole."""
    return clean(expand_db_html(html), site=settings.WAGTAILADMIN_BASE_URL)


def merge_values(case: Case, *, language: str, signatory: Member | None, on: date | None = None) -> Mapping[str, str]:
    """What the fields of a template stand for on this case, in the language of the letter; today, unless ``on``."""
    first = case.messages.filter(direction="in").order_by("occurred_at", "id").first()
    with translation.override(language):
        received = timezone.localtime(first.occurred_at).date() if first else timezone.localtime(case.opened_at).date()
        return {
            "name": case.person.name,
            "salutation": salutation_for(case, language=language),
            "reference": case.reference,
            "subject": case.subject,
            "received_on": in_words(received),
            "today": in_words(on or clock.today()),
            "office": case.office.title(language),
            "office_phone": case.office.phone,
            "member": signatory.name if signatory else "",
            "member_title": signatory.title(language) if signatory else "",
        }


def salutation_for(case: Case, *, language: str) -> str:
    """How the letter begins: the person's own salutation, else their name."""
    if case.person.salutation and case.person.language == language:
        return case.person.salutation
    return f"Bonjour {case.person.name}," if language == "fr" else f"Dear {case.person.name},"


def address_for(case: Case) -> tuple[str, str]:
    """How the answer leaves and where to: as the person asked, else as we can; the address may be empty.

    The address given in this very matter comes first: one given elsewhere, perhaps by somebody else, redirects nothing.
    """
    asked = "post" if case.reply_by == "post" else "email"
    gave = case.reply_to if ("@" in case.reply_to) == (asked == "email") else ""
    if gave and may_write_to(office_id=case.office_id, address=gave):
        return asked, gave
    points = {point.kind: point.value for point in reversed(case.person.contact_points.filter(do_not_use=False))}
    email, post = points.get(ContactKind.EMAIL, ""), points.get(ContactKind.POST, "")
    if case.reply_by == "post" or (not email and post):
        return "post", post
    return "email", email


def thread_of(case: Case) -> tuple[str, tuple[str, ...]]:
    """The e-mail the answer continues and those before it, as Message-IDs: (in reply to, references)."""
    mails = case.messages.exclude(message_id="").order_by("occurred_at", "id")
    names = tuple(mails.values_list("message_id", flat=True))
    return (names[-1], names) if names else ("", ())
