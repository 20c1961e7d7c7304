"""The corrections that a sync applies: which files were parsed with others, which corrections have lost their file."""

from collections.abc import Collection, Mapping, Sequence

from reader.library.correction_index import CorrectionsByFile, matching_files, stamp_of
from reader.newspaper.correction import Correction
from reader.newspaper.decision import (
    ChosenSource,
    CorrectedCharacter,
    Decision,
    DismissedMisreading,
)
from reader.search.engine import Engine
from reader.storage.catalogue import Catalogue
from reader.storage.file_table import KnownFile
from reader.storage.folder import LibraryFolder
from reader.storage.user_data import UserData, UserDataError


class SyncCorrections:
    """The corrections in effect, as of the last `read`. A failure to read them is left as `UserData.complaint`."""

    def __init__(
        self, folder: LibraryFolder, catalogue: Catalogue, engine: Engine, user_data: UserData
    ) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._engine = engine
        self._user_data = user_data
        self._by_file: CorrectionsByFile | None = None
        self.all: Sequence[Correction] = ()

    @property
    def are_readable(self) -> bool:
        """Whether the corrections could be read; if not, no file is parsed again because of them."""
        return self._by_file is not None

    def read(self, known: Mapping[str, KnownFile]) -> None:
        """Read the corrections, for these files of the catalogue."""
        try:
            self.all = self._user_data.corrections.all()
            self._by_file = CorrectionsByFile(self.all, known)
        except UserDataError as error:
            self._user_data.complaint = str(error)

    def of(self, path: str, digest: bytes) -> Sequence[Correction]:
        """Return the corrections of a file; none if they could not be read."""
        return self._by_file.of(path, digest) if self._by_file else ()

    def differ_from_parse(self, file: KnownFile) -> bool:
        """Return whether a file was parsed with other corrections than those in effect."""
        return self._by_file is not None and stamp_of(self.of(file.path, file.digest)) != file.corrections

    def rename_files(self, new_paths: Mapping[str, str]) -> None:
        """Let corrections follow files (by path) that were renamed."""
        try:
            self._user_data.corrections.follow(new_paths)
            self.all = self._user_data.corrections.all()
        except UserDataError as error:
            self._user_data.complaint = str(error)

    def of_characters(self) -> list[Decision] | None:
        """Return the decisions about characters that are in effect; None if they can't be read."""
        try:
            return self._user_data.decisions.all(CorrectedCharacter, DismissedMisreading)
        except UserDataError as error:
            self._user_data.complaint = str(error)
            return None

    def chosen_sources(self) -> list[Decision] | None:
        """Return the readers' choices among several sources; None if they can't be read."""
        try:
            return self._user_data.decisions.all(ChosenSource)
        except UserDataError as error:
            self._user_data.complaint = str(error)
            return None

    def reattach(self, present_paths: Collection[str]) -> set[str]:
        """Move corrections of missing files to present ones that hold their line. Return the paths of these."""
        try:
            homeless = [c for c in self._user_data.corrections.all() if c.anchor.path not in present_paths]
            homes = matching_files(homeless, present_paths, self._folder, self._catalogue, self._engine)
            self._user_data.corrections.move_to_files(homes)
        except UserDataError as error:
            self._user_data.complaint = str(error)
            return set()
        return set(homes.values())
