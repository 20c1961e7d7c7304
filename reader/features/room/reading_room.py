"""A reading room as a library: its articles are on a server, the user's own records on this machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from msgspec.structs import replace

from reader import do_nothing
from reader.features.room.address import RoomAddress, parse_address
from reader.features.room.catalogue import RoomCatalogue
from reader.features.room.connections import RoomError, RoomLost
from reader.features.room.engine import RoomEngine
from reader.features.room.prompt_answers import PromptConnections, Unanswered
from reader.features.room.room_folder import ADDRESS, ROOMS
from reader.i18n import say
from reader.library.answers import DateRepair
from reader.library.articles import Articles
from reader.library.contents import Contents, Counts
from reader.library.derived_data import Derived, DerivedData
from reader.library.library import Library, LibraryError, LibraryWords
from reader.library.notebook import Notebook
from reader.library.page_pictures import PagePictures
from reader.library.read_share import WHOLE, ReadSoFar
from reader.newspaper.holdings import (
    ArticleRow,
    Bookmark,
    IssueRow,
    MissingFile,
    NewspaperRow,
    PeriodRow,
    StoredArticle,
    stored_article,
)
from reader.search.documents import DateRange
from reader.storage.disk_errors import explain
from reader.storage.folder import FolderError, LibraryFolder
from reader.storage.platform_folders import make_private, places
from reader.storage.regular_file import write_whole
from reader.storage.user_data import UserData, UserDataError

if TYPE_CHECKING:
    from reader.library.characters import Characters
    from reader.library.sync import Decided


class RoomNotebook(Notebook):
    """The notebook of a room. Bookmarked articles count as present until `look_for_articles` has asked the server."""

    def __init__(
        self, derived: Derived, catalogue: RoomCatalogue, user_data: UserData, articles: Articles
    ) -> None:
        super().__init__(derived, user_data, articles, do_nothing)
        self._catalogue = catalogue
        self._anchored: dict[str, Bookmark] = {}
        """The bookmarks as matched with the room's articles when the server was last asked, by their UUIDs."""

    def bookmarks(self) -> list[Bookmark]:
        if self._catalogue.known_generation is None:  # nobody looks meanwhile
            with suppress(RoomLost):
                self.look_for_articles()
        return super().bookmarks()

    def anchored(self, bookmarks: Sequence[Bookmark]) -> list[Bookmark]:
        anchored = []
        for bookmark in bookmarks:
            match = self._anchored.get(bookmark.uuid)
            if match is not None:
                bookmark = replace(
                    bookmark,
                    article_id=match.article_id,
                    is_orphan=match.is_orphan,
                    is_passage_lost=match.is_passage_lost,
                )
            anchored.append(bookmark)
        return anchored

    def look_for_articles(self) -> bool:
        """Ask the server which bookmarked articles the room has; return whether the result has changed.

        Raises RoomError.
        """
        bookmarks = super().anchored(self._user_data.bookmarks())
        before = self._anchored
        self._anchored = {bookmark.uuid: bookmark for bookmark in bookmarks}
        return any(_had(bookmark) != _had(before.get(bookmark.uuid)) for bookmark in bookmarks)

    def article_of(self, bookmark: Bookmark) -> StoredArticle:
        try:
            return super().article_of(bookmark)
        except RoomError:
            return stored_article(bookmark)


def _had(bookmark: Bookmark | None) -> tuple[int, bool, bool]:
    """Return a bookmark's article id and flags as the server last answered; the assumed ones if it was not asked."""
    if bookmark is None:
        return 0, False, False
    return bookmark.article_id, bookmark.is_orphan, bookmark.is_passage_lost


_Answer = TypeVar("_Answer")


class _RoomContents(Contents):
    """The contents of a room. Uncertain dates and numbers are the librarian's to correct, so there are no suggestions.

    On a thread that must not block, a query without a cached answer returns nothing, and sets `is_unanswered`.
    """

    def __init__(self, derived: Derived, line: PromptConnections) -> None:
        super().__init__(derived)
        self._line = line

    def newspapers(self) -> list[NewspaperRow]:
        return self._answered(super().newspapers, [])

    def has_several_newspapers(self) -> bool:
        return len(self.newspapers()) > 1

    def years(self, newspaper: str) -> list[PeriodRow]:
        return self._answered(partial(super().years, newspaper), [])

    def months(self, newspaper: str, year: int) -> list[PeriodRow]:
        return self._answered(partial(super().months, newspaper, year), [])

    def issues(self, newspaper: str, year: int, month: int) -> list[IssueRow]:
        return self._answered(partial(super().issues, newspaper, year, month), [])

    def undated_issues(self, newspaper: str) -> list[IssueRow]:
        return self._answered(partial(super().undated_issues, newspaper), [])

    def articles(self, issue_id: int) -> list[ArticleRow]:
        return self._answered(partial(super().articles, issue_id), [])

    def article_row(self, article_id: int) -> ArticleRow | None:
        return self._answered(partial(super().article_row, article_id), None)

    def issue(self, issue_id: int) -> IssueRow | None:
        return self._answered(partial(super().issue, issue_id), None)

    def adjacent_issue(self, issue_id: int, step: Literal[-1, 1]) -> IssueRow | None:
        return self._answered(partial(super().adjacent_issue, issue_id, step), None)

    def newest_issue(self) -> IssueRow | None:
        return self._answered(super().newest_issue, None)

    def why_none_is_newer(self, newest: IssueRow) -> str:
        return self._answered(partial(super().why_none_is_newer, newest), "")

    @property
    def reach_changes(self) -> int:  # type: ignore[override]
        return self._line.reach_changes

    def counts(self) -> Counts:
        return self._answered(super().counts, Counts(0, 0, 0, 0, 0))

    def _answered(self, ask: Callable[[], _Answer], nothing: _Answer) -> _Answer:
        if not self._line.is_prompt():
            return ask()
        try:
            answer = ask()
        except RoomError as error:  # impossible answers of the server are reported to threads that wait
            self.is_unanswered = isinstance(error, Unanswered)
            return nothing
        self.is_unanswered = False
        return answer

    @property
    def repairs(self) -> DateRepair:
        """Nothing is suggested: only the librarian can correct issues."""
        return DateRepair(self._derived.catalogue)


def no_change() -> str:
    """Return why a room can't be changed, in words."""
    return say("这是阅览室，报纸由它的管理员放入，这里不能改动。")


class _NoPictures(PagePictures):
    """The pictures of pages: none, as they stay with the files."""

    def find(self, article_id: int) -> None:
        """Return None: there is no picture."""

    def scan(self, article_id: int) -> None:
        """Return None: there is no scan."""


class _RoomData:
    """`library.derived_data.Derived` on a server."""

    def __init__(self, address: RoomAddress, cache: Path) -> None:
        self.connections = PromptConnections(address)
        self.catalogue = RoomCatalogue(self.connections)
        self.engine = RoomEngine(address, self.connections)
        self.cache = cache

    def read_so_far(self) -> ReadSoFar:
        return WHOLE

    def local(self) -> DerivedData:
        raise LibraryError(no_change())

    def close(self) -> None:
        self.connections.close()


class ReadingRoom(Library):
    """A library whose articles are on a server.

    Bookmarks, notes and the user's other records are in a local folder for each room. Methods that query the server
    raise RoomError, which is a LibraryError.
    """

    line: PromptConnections
    catalogue: RoomCatalogue
    is_elsewhere = True

    def __init__(self, address: RoomAddress) -> None:
        """Raises what `Library` raises. Does not connect to the server."""
        room_folder = places().data / ROOMS / address.identity
        make_private(room_folder)
        self.address = address
        path = room_folder / ADDRESS
        text = f"{address.shown}\n{address.name}\n"
        if not path.is_file() or path.read_text(encoding="utf-8", errors="replace") != text:
            write_whole(path, text, replaces=True)
        super().__init__(LibraryFolder.at(room_folder))
        self.name = address.name
        self.contents = _RoomContents(self.derived, self.line)
        self.notebook = RoomNotebook(self.derived, self.catalogue, self.user_data, self.articles)

    @classmethod
    def at(cls, typed: str) -> ReadingRoom:
        """Open the room of an address, or of a room file. Raises LibraryError."""
        try:
            return cls(parse_address(typed))
        except (FolderError, UserDataError) as error:
            raise LibraryError(str(error)) from error
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(explain(error, places().data)) from error

    @classmethod
    def of_folder(cls, room_folder: Path) -> ReadingRoom:
        """Open the room with this local folder. Raises LibraryError."""
        try:
            return cls.at((room_folder / ADDRESS).read_text(encoding="utf-8").splitlines()[0])
        except (OSError, ValueError, IndexError) as error:
            raise LibraryError(
                say("无法读取阅览室文件 {path}。请核对它的位置。", path=room_folder)
            ) from error

    @cached_property
    def words(self) -> LibraryWords:
        return LibraryWords(
            title=say("{library}（阅览室）", library=self.name),
            place=self.address.shown,
            about_folder=say("报纸在阅览室的服务器上；这个文件夹里是您自己的收藏与批注。"),
            where_notes_are=say("阅览室“{name}”：您自己的收藏与批注存在本机。", name=self.name),
            why_no_files=say("阅览室里是文章的文字，原来的文件在管理员那里。"),
            why_no_lines=say(
                "阅览室里是文章的文字，原来的文件在管理员那里：看不到文件里的原行，也不能在这里更正。"
            ),
            why_no_pictures=say("版面图在管理员那里，阅览室里只有文章的文字。"),
            why_unchangeable=no_change(),
            why_no_characters=no_change(),
            why_text_stays=say("已记下，存在本机。阅览室里的报纸由它的管理员更正，页面上的字照旧。"),
        )

    def about_stored_text(self, day: str) -> str:
        return say("现在连不上阅览室。下面是 {day} 收藏时的正文，连上以后换成阅览室里的。", day=day)

    def lacked(self) -> tuple[DateRange, ...]:
        return self.line.far.lacked.dates

    def complaint(self) -> str:
        return self.line.keyring_complaint()

    def problems(self) -> list[str]:
        """Raise LibraryError: only the librarian can check a room's catalogue and index."""
        raise LibraryError(
            say("阅览室的目录和索引在服务器上，这里查不了也修不了：由它的管理员用 reader room check 检查。")
        )

    @cached_property
    def characters(self) -> Characters:
        raise LibraryError(
            say("阅览室的文字和索引在服务器上，这里查不出哪些字可能认错，也改不了字；请告诉它的管理员。")
        )

    def is_ready(self) -> bool:
        """Return True: whatever was loaded can be searched."""
        return True

    def was_read(self) -> bool:
        return True

    def missing_files(self) -> list[MissingFile]:
        """Return nothing: a room has no files."""
        return []

    @cached_property
    def pictures(self) -> PagePictures:
        return _NoPictures(self.folder, self.derived)

    def _open_derived(self, cache: Path) -> Derived:
        data = _RoomData(self.address, self.root)
        self.line = data.connections
        self.catalogue = data.catalogue
        return data

    def apply(self, decided: Decided) -> bool:
        """Return False: decisions are stored, but the articles on the server are not changed by them."""
        return False
