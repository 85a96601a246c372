"""News this room sends uphill."""

from django.dispatch import Signal

#: A person is called otherwise now: ``person``. Heard by cases (they are found by the name of their person).
person_renamed = Signal()
#: There is another way to reach a person: ``person``. Heard by cases (it may be a colleague's).
person_reached = Signal()
