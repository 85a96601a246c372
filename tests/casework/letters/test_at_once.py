"""A case is closed while its letter leaves: one waits for the other, and neither breaks."""

import time
from threading import Event

import pytest
from django.db import transaction
from django.utils import timezone

from casework.cases import actions as cases
from casework.cases.models import Case
from casework.core.errors import CaseworkError
from casework.dispatch.models import Dispatch
from casework.letters import actions
from tests.at_once import at_once
from tests.factories.letters import LetterFactory


@pytest.mark.django_db(transaction=True)
def test_a_case_closed_while_its_letter_is_marked_as_sent_breaks_neither():
    letter = LetterFactory(approved=True)
    officer = letter.drafted_by
    leaving = letter.approvals.get().dispatch
    case_is_held = Event()

    def close():
        """Hold the case, give the other time to begin, then go on to its letters."""
        with transaction.atomic():
            Case.objects.select_for_update(of=("self",)).get(pk=letter.case_id)
            case_is_held.set()
            time.sleep(0.5)
            return cases.close(letter.case, by=officer, closure_reason="completed")

    def mark_sent():
        case_is_held.wait(30)
        return actions.mark_sent(leaving)

    Dispatch.objects.filter(pk=leaving.pk).update(status="sent", sent_at=timezone.now())
    closed, sent = at_once(close, mark_sent)

    # The letter had left: the closing is refused in words, and what left lies on the case.
    assert isinstance(closed, CaseworkError)
    assert sent.status == "sent"
    case = Case.objects.get(pk=letter.case_id)
    assert (case.status, case.messages.filter(direction="out").count()) == ("resolved", 1)
