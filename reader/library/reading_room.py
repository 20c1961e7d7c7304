"""A reading room as a library: its articles on a server, the reader's own notes here."""

from __future__ import annotations

import sqlite3
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.i18n import say
from reader.library.contents import Contents
from reader.library.derived_data import Derived
from reader.library.library import Library, LibraryError
from reader.library.originals import Originals
from reader.library.page_pictures import PagePictures
from reader.newspaper.holdings import MissingFile
from reader.newspaper.source_text import SourceText
from reader.room.address import RoomAddress, parse_address
from reader.room.catalogue import RoomCatalogue
from reader.room.connections import RoomConnections
from reader.room.engine import RoomEngine
from reader.storage.disk_errors import explain
from reader.storage.folder import FolderError, LibraryFolder
from reader.storage.platform_folders import make_private, places
from reader.storage.user_data import UserDataError

if TYPE_CHECKING:
    from reader.issue_dating.suggestions import Suggestion
    from reader.library.applying import Decided
    from reader.library.date_placement import DateExplanation


class _RoomContents(Contents):
    """The contents of a room, whose librarian has settled what was doubtful."""

    def issue_suggestions(self, issue_id: int) -> tuple[Suggestion, ...]:
        """Return nothing: suggestions are for who can correct."""
        return ()

    def date_explanation(self, issue_id: int) -> DateExplanation | None:
        """Return None, as `issue_suggestions`."""
        return None


class _NoOriginals(Originals):
    """A room has the texts of articles, and no files."""

    def source(self, path: str) -> SourceText:
        raise LibraryError(
            say("阅览室里是文章的文字，原来的文件在管理员那里：看不到文件里的原行，也不能在这里更正。")
        )


class _NoPictures(PagePictures):
    """Pictures of pages, which stay with the files."""

    def find(self, article_id: int) -> None:
        """Return None."""

    def scan(self, article_id: int) -> None:
        """Return None."""


class _RoomData:
    """`library.derived_data.Derived` on a server."""

    def __init__(self, address: RoomAddress, cache: Path) -> None:
        self._connections = RoomConnections(address)
        self.catalogue = RoomCatalogue(self._connections)
        self.engine = RoomEngine(address, self._connections)
        self.saved_counts = cache / "saved-counts.json"

    def close(self) -> None:
        self._connections.close()


class ReadingRoom(Library):
    """A library of which a server has the articles.

    Bookmarks, notes and all else of the reader's own stand in a folder of the platform, one a room. What is asked of
    the server raises RoomError, which is a LibraryError.
    """

    _originals_of = _NoOriginals

    def __init__(self, address: RoomAddress) -> None:
        """Raise what `Library` raises; the server is not asked yet."""
        own = places().data / "rooms" / address.identity
        make_private(own)
        self.address = address
        super().__init__(LibraryFolder.at(own))
        self.name = address.name
        self.contents = _RoomContents(self._derived)

    @classmethod
    def at(cls, typed: str) -> ReadingRoom:
        """Open the room of an address, or of a room file. Raises LibraryError."""
        try:
            return cls(parse_address(typed))
        except (FolderError, UserDataError) as error:
            raise LibraryError(str(error)) from error
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(explain(error, places().data)) from error

    @property
    def keeps_notes_elsewhere(self) -> bool:
        """Return True: nobody writes notes into a room."""
        return True

    def is_ready(self) -> bool:
        """Return True: what was loaded can be found."""
        return True

    def was_read(self) -> bool:
        return True

    def missing_files(self) -> list[MissingFile]:
        """Return nothing: files are the librarian's."""
        return []

    @cached_property
    def pictures(self) -> PagePictures:
        return _NoPictures(self.folder, self._derived)

    def _open_derived(self, cache: Path) -> Derived:
        return _RoomData(self.address, self.root)

    def _apply(self, decided: Decided) -> bool:
        """Return False: corrections are kept, and the articles are as the librarian has loaded them."""
        return False
