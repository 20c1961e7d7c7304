"""The tabs of the sidebar."""

from enum import StrEnum


class Tab(StrEnum):
    """The tabs of the sidebar, in the order of their shortcuts."""

    PAPERS = "papers"
    CALENDAR = "calendar"
    PEOPLE = "people"
    BOOKMARKS = "bookmarks"
    DOSSIERS = "dossiers"
