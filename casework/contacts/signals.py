"""News this room sends uphill."""

from django.dispatch import Signal

#: A person is called otherwise now: ``person``. Heard by cases (they are found by the name of their person).
person_renamed = Signal()
