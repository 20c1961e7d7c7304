"""A library that somebody has given in one file: read in place, and never written.

What a reader adds to it stands in the platform's user data folder, by the giver's key and the library's UUID, so that
it is there again with the next pack of the same library. Notes that came along are merged into it once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from reader.i18n import say
from reader.language.control_characters import made_visible
from reader.library.contents import Contents, Counts
from reader.library.derived_data import DerivedData
from reader.library.files_beside import Originals
from reader.library.library import Library
from reader.library.sync_events import Failure, LibraryBusy, Progress, SyncReport
from reader.newspaper.decision import CorrectedCharacter, Decision, DismissedMisreading
from reader.newspaper.holdings import MissingFile
from reader.packs import given_pack
from reader.packs.given_pack import GivenPack, is_read_only, no_originals
from reader.packs.givers import met
from reader.packs.pack_file import PackFile
from reader.packs.pack_format import NOTES
from reader.packs.packed_data import PackedData
from reader.search.engine import IndexDamaged
from reader.storage import archive
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.disk_errors import LibraryError
from reader.storage.folder import LibraryFolder
from reader.storage.regular_file import LARGEST_NOTES
from reader.storage.user_data import UserDataError
from reader.storage.user_following import Followed

if TYPE_CHECKING:
    from reader.library.applying import Decided
    from reader.library.import_files import ImportReport
    from reader.library.missing_files import RemovedTexts
    from reader.storage.user_records import Records


class _NoOriginals(Originals):
    """A pack has the texts of articles, and no files."""

    def why_none(self) -> str:
        return no_originals()


class _PackedContents(Contents):
    """The contents of a pack, in which there are no files: packs of before tell of those that the giver has."""

    def counts(self) -> Counts:
        return replace(super().counts(), missing_files=0, failed_files=0)

    def failures(self, most: int = -1) -> list[Failure]:
        return []


class PackedLibrary(Library):
    """A library in a pack. Raises PackUnreadable, a LibraryError, wherever the file is not as it was given."""

    pack: GivenPack
    is_in_one_file = True
    _originals_of = _NoOriginals

    def __init__(self, file: PackFile) -> None:
        self._file = file
        self._laying = threading.Lock()
        self._shown = 0
        about = self._file.about
        try:
            super().__init__(
                LibraryFolder.of_file(file.path, f"pack\n{self._file.key.hex()}\n{about.library}")
            )
            self.contents = _PackedContents(self._derived)
            self._take_notes()
        except BaseException:
            self._file.close()
            raise
        self.pack = GivenPack(about, met(about.giver, self._file.key))
        self.name = made_visible(about.name) or self.root.stem

    def _open_derived(self, cache: Path) -> DerivedData:
        return PackedData(self._file, cache)

    def close(self) -> None:
        super().close()
        self._file.close()

    def title(self) -> str:
        return say("{library}（资料包，只读）", library=self.name)

    def about(self) -> Iterator[str]:
        return given_pack.in_words(self.pack)

    def about_as_json(self) -> Mapping[str, object]:
        return {"pack": given_pack.to_json(self.pack)}

    def where_notes_are(self) -> str:
        return say("资料包是只读的：您自己的书签与批注存在本机，不在这个文件里。")

    def why_no_files(self) -> str:
        return no_originals()

    def why_no_pictures(self) -> str:
        return say("版面图在送的人那里，资料包里只有文章的文字。")

    def why_unchangeable(self) -> str:
        return is_read_only()

    def why_text_stays(self) -> str:
        return say("已记下，存在本机；缓存写不进去，这次页面上的字照旧。")

    def is_ready(self) -> bool:
        return True

    def was_read(self) -> bool:
        return True

    def generation(self) -> int:
        return self._shown

    def problems(self) -> list[str]:
        return self._file.check() or super().problems()

    def sync(
        self, progress: Callable[[Progress], None] = lambda _: None, *, accept_missing: bool = False
    ) -> SyncReport:
        self._refuse()

    def tidy(self, pause: Callable[[], object] = lambda: None) -> None:
        self._refuse()

    def import_files(self, paths: Sequence[Path]) -> ImportReport:
        self._refuse()

    def missing_files(self) -> list[MissingFile]:
        return []

    def forget_missing(self, paths: Sequence[str]) -> RemovedTexts:
        self._refuse()

    def repair(
        self, progress: Callable[[Progress], None] = lambda _: None, *, whole_index: bool = False
    ) -> SyncReport:
        self._refuse()

    def rebuild(self, progress: Callable[[Progress], None] = lambda _: None) -> SyncReport:
        self._refuse()

    def trouble(self) -> str:
        """Return why the file could not be read last, in words; "" if it could."""
        return self._file.trouble

    def try_again(self) -> bool:
        """Try to read the file again. Return whether that is possible now. May wait for a disk."""
        return self._file.try_again()

    def show_decided(self) -> None:
        with suppress(UserDataError, LibraryError):  # the next operation reports it
            self._apply("characters")

    def follow_notes(self) -> Followed:
        followed = super().follow_notes()
        if followed.on_text:
            self.show_decided()
        return replace(followed, on_text=False)

    def _apply(self, decided: Decided) -> bool:
        """Apply corrected characters; corrections of lines need the files, which a pack does not contain."""
        if decided != "characters":
            return False
        try:
            self._lay_over()
        except (OSError, LibraryBusy, IndexDamaged, CatalogueDamaged):
            return False  # the cache can't be written, or another window writes there
        return True

    def _lay_over(self) -> None:
        """Show the articles with the characters corrected here and by the giver.

        Raises UserDataError, PackUnreadable, OSError.
        """
        from reader.library.sync_readings import due_articles

        assert isinstance(self._derived, PackedData)
        with self._laying:
            known = self._decided()
            mine = {each.uuid for each in known}
            in_effect = [each for each in known if not each.undone]
            due = list(
                due_articles(
                    self._derived.catalogue,
                    in_effect,
                    self.user_data.printings,
                    lambda uuid: uuid not in mine,
                )
            )
            if due:
                self._derived.lay_over(due)
                self._shown += 1

    def _decided(self) -> list[Decision]:
        """Return the decisions made here about characters, including undone ones."""
        return self.user_data.decisions.all(CorrectedCharacter, DismissedMisreading, with_undone=True)

    def _refuse(self) -> NoReturn:
        raise LibraryError(is_read_only())

    def _take_notes(self) -> None:
        """Merge the notes that came along, unless they were merged before."""
        if NOTES not in self._file.names():
            return
        member = self._file.member(NOTES)
        if member.size > LARGEST_NOTES:
            raise self._file.damage()

        def notes() -> Records:
            try:
                return archive.archive_from_bytes(member.read(member.size, 0), self.root.name)
            except ValueError as error:
                raise self._file.damage() from error

        try:
            self.user_data.merge_given(f"pack {self._file.digest.hex()}", notes, self.root.name)
        except UserDataError as error:  # the notes can't be stored now; the paper can be read
            self.user_data.complaint = str(error)
