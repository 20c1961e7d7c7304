"""The file that a person means by the name chosen in a dialog."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from reader.storage.platform_folders import places


@dataclass(frozen=True, slots=True)
class FileChoice:
    """`replaces` tells whether a file that is there may be written over: the dialog has asked about this very name."""

    path: Path
    replaces: bool


def file_choice(chosen: str, endings: Sequence[str]) -> FileChoice:
    """Return what is to be written; the name has one of the endings, by default the first."""
    path = Path(chosen)
    if path.suffix.lower() in endings:
        return FileChoice(path, path.exists())
    return FileChoice(path.with_name(path.name + endings[0]), False)


def asked_file(
    parent: QWidget, title: str, name: str, kinds: str, endings: Sequence[str]
) -> FileChoice | None:
    """Ask for a file to write, `name` among the documents proposed; None if none was chosen."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(places().documents / name), kinds)
    return file_choice(chosen, endings) if chosen else None
