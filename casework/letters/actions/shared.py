"""What the verbs of a letter have in common."""

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from casework.core.errors import CaseworkError
from casework.core.permissions import Actor, person
from casework.dispatch.render import mail_address

from ..merge import left_open
from ..models import Letter
from ..queries import content_of
from ..render import as_text


def locked(letter: Letter) -> Letter:
    """The row as it is now, held until the transaction ends: what the caller read may be minutes old."""
    rows = Letter.objects.select_for_update(of=("self",)).select_related("case", "office", "latest_revision")
    return rows.get(pk=letter.pk)


def leave_review(letter: Letter, *, by: Actor) -> None:
    """End the review that is going on, if there is one. Say first where the letter stands: this sends the news."""
    state = letter.current_workflow_state
    if state is not None:
        state.cancel(user=person(by))


def require_ready(letter: Letter) -> None:
    """Raise CaseworkError with the first thing that keeps these words from leaving."""
    content = content_of(letter)
    missing = [
        label
        for value, label in (
            (content.to_address, _("the address")),
            (content.subject, _("the subject")),
            (content.salutation, _("the salutation")),
            (strip_tags(content.body), _("the text")),
        )
        if not value.strip()
    ]
    if missing:
        raise CaseworkError(_("Fill in %(missing)s first.") % {"missing": ", ".join(missing)})
    if content.channel == "email":
        mail_address(content.to_address)
    if still_open := left_open(f"{content.subject}\n{content.salutation}\n{as_text(content)}"):
        raise CaseworkError(_("Fill in %(places)s first.") % {"places": ", ".join(dict.fromkeys(still_open))})
