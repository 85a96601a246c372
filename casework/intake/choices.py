"""What a person may choose on a form that leads here; the public site takes the lists from this room alone."""

from casework.contacts.access import ACCESS_NEEDS, SPOKEN, WRITTEN

__all__ = ["ACCESS_NEEDS", "SPOKEN", "WRITTEN"]
