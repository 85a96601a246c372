"""The news this room tells uphill."""

from django.dispatch import Signal

#: A letter has left. Sent with ``dispatch``; told until every receiver has taken it in without an error, so a receiver
#: may hear it again after it failed, and must be able to.
dispatched = Signal()
