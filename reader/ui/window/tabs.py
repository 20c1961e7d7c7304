"""The tabs of the sidebar."""

from enum import StrEnum


class Tab(StrEnum):
    """The tabs of the sidebar, in their order, which is that of their keys."""

    PAPERS = "papers"
    CALENDAR = "calendar"
    PEOPLE = "people"
    BOOKMARKS = "bookmarks"
    DOSSIERS = "dossiers"
