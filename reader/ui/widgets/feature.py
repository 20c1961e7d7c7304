"""What every feature of a window that follows a library has in common."""

from enum import Enum

from PySide6.QtCore import QObject


class Change(Enum):
    """What has changed in the library that a window shows."""

    ARTICLES = "articles"
    """Articles have come, gone or changed."""
    SYNCED = "synced"
    """A sync has ended; the folder was looked through."""
    NOTES = "notes"
    """Another window, or another machine, has written into the user's data."""


class Feature(QObject):
    """A part of the window that is told when its library changes, and when it is closed.

    It is registered by being made: the library's controller tells all that belong to it or to the layout, those of the
    layout first, in the order in which they were made.
    """

    def refresh(self, change: Change) -> None:
        """Show the library as it is now."""

    def finish(self) -> None:
        """Give up what is being read, counted or written; task queues are ended after that."""
