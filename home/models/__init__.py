"""The pages of the public site: editors own the words, the code owns what must work."""

from .doors import CaseworkPage, ContactPage, DoorPage
from .jobs import JobPage, JobsPage
from .listings import ListingPage, MembersPage, OfficesPage, ServicesPage
from .news import NewsIndexPage, NewsPage
from .pages import HomePage, SitePage, StandardPage
from .search import SearchPage

__all__ = [
    "CaseworkPage",
    "ContactPage",
    "DoorPage",
    "HomePage",
    "JobPage",
    "JobsPage",
    "ListingPage",
    "MembersPage",
    "NewsIndexPage",
    "NewsPage",
    "OfficesPage",
    "SearchPage",
    "ServicesPage",
    "SitePage",
    "StandardPage",
]
