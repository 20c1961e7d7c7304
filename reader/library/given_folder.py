"""The given folder of a file to be imported: gives access to the files beside it, and to nothing outside."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reader.pictures import page_files
from reader.pictures.page_files import Folder
from reader.storage.contained_paths import OpenFolder, open_inside

_WITH_PICTURES = (".txt", ".md", ".xml", ".hocr")
"""Text files beside which a picture of their page may lie, with the same name."""
_OF_PAGES = (".pdf",)
"""Files that may be a picture of a page, but are issue files themselves."""


@dataclass(frozen=True, slots=True)
class GivenFolder:
    """A folder whose links are not followed; paths in it are relative, with `/`."""

    root: Path

    def open(self, path: str) -> int:
        """Open a file, and return a descriptor to read from. Raises OSError, also for a path that leads out."""
        return open_inside(self.root, path)

    def has(self, path: str) -> bool:
        with suppress(OSError):
            os.close(self.open(path))
            return True
        return False

    def picture_of(self, path: str) -> str | None:
        """Return the path of the picture of a text's page; None if there is none with its name."""
        if not path.lower().endswith(_WITH_PICTURES):
            return None
        found = page_files.picture_of(path, self._listed)
        return None if found is None or found.lower().endswith(_OF_PAGES) else found

    def copy(self, path: str, to: OpenFolder, name: str) -> bool:
        """Copy a file into a folder, unless the name is taken. Return whether it was copied. Raises OSError."""
        with os.fdopen(self.open(path), "rb") as file, suppress(FileExistsError):
            to.put(name, file, os.fstat(file.fileno()))
            return True
        return False

    def _listed(self, path: str) -> Folder:
        try:
            with os.scandir(self.root / path) as entries:
                found = [(each.name, each.is_dir()) for each in entries if not each.name.startswith(".")]
        except OSError:
            return Folder((), ())
        files = [name for name, is_folder in found if not is_folder and page_files.is_picture(name)]
        return Folder([name for name, is_folder in found if is_folder], files)
