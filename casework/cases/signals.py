"""News this room sends uphill."""

from django.dispatch import Signal

#: A case was closed: ``case``, ``by``. Heard by letters (open drafts are void).
case_closed = Signal()
#: Another office accepted a case: ``old``, ``new``, ``transfer``. Heard by records (statements go along).
case_passed_on = Signal()
