"""News this room sends uphill."""

from django.dispatch import Signal

#: A case was closed: ``case``, ``by``. Heard by letters (open drafts are void).
case_closed = Signal()
