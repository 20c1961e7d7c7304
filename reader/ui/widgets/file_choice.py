"""Asking for a file to write."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from reader.storage.platform_folders import places


@dataclass(frozen=True, slots=True)
class FileChoice:
    """A file to write; `replaces`: whether it may be overwritten, because the dialog has asked about this file."""

    path: Path
    replaces: bool


def file_choice(chosen: str, endings: Sequence[str]) -> FileChoice:
    """Return the file for a path chosen in a dialog; the first ending is added if the path has none of them.

    With an ending added, it is not the path about which the dialog asked, and an existing file is not replaced.
    """
    path = Path(chosen)
    if path.suffix.lower() in endings:
        return FileChoice(path, path.exists())
    return FileChoice(path.with_name(path.name + endings[0]), False)


def ask_for_file(
    parent: QWidget, title: str, name: str, kinds: str, endings: Sequence[str]
) -> FileChoice | None:
    """Ask for a file to write, proposing `name` in the documents folder; return None if the dialog was cancelled."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(places().documents / name), kinds)
    return file_choice(chosen, endings) if chosen else None
