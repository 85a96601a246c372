"""The pages of the public site: editors own the words, the code owns what must work."""

from .doors import ContactPage
from .pages import HomePage, SitePage, StandardPage

__all__ = ["ContactPage", "HomePage", "SitePage", "StandardPage"]
