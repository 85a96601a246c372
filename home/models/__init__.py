"""The pages of the public site: editors own the words, the code owns what must work."""

from .doors import CaseworkPage, ContactPage, DoorPage
from .pages import HomePage, SitePage, StandardPage

__all__ = ["CaseworkPage", "ContactPage", "DoorPage", "HomePage", "SitePage", "StandardPage"]
