"""Asking for a file to write."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from reader.i18n import say
from reader.storage.platform_folders import places


@dataclass(frozen=True, slots=True)
class FileChoice:
    """A file to write; `replaces`: whether it may be overwritten, because the dialog has asked about this file.

    `kind` is the filter that was chosen in the dialog.
    """

    path: Path
    replaces: bool
    kind: str = ""


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
    """Ask for a file to write, proposing `name` in the documents folder; return None if the dialog was
    cancelled.

    A name with the ending of another format is refused: the dialog says so in its title and asks again. A name
    without an ending gets the ending of the chosen filter among `kinds`, else the first of `endings`; a filter without
    a pattern is that of a folder, which has none.
    """
    heading, proposed = title, str(places().documents / name)
    while True:
        chosen, kind = QFileDialog.getSaveFileName(parent, heading, proposed, kinds)
        if not chosen:
            return None
        foreign = foreign_ending(chosen, endings)
        if not foreign and kind and "*" not in kind:
            path = Path(chosen)
            return FileChoice(path.with_suffix("") if path.suffix.lower() in endings else path, False, kind)
        if not foreign:
            of_kind = [ending for ending in endings if f"*{ending}" in kind]
            return replace(file_choice(chosen, [*of_kind[:1], *endings]), kind=kind)
        served = say("、").join(dict.fromkeys(endings))
        heading = say(
            "{title}：不能存成 {ending}，只有 {endings}", title=title, ending=foreign, endings=served
        )
        proposed = str(Path(chosen).with_suffix(endings[0]))


def foreign_ending(chosen: str, endings: Sequence[str]) -> str:
    """Return the ending of a path, such as ".pdf", if it is one that is not among `endings`; else ""."""
    ending = Path(chosen).suffix
    return ending if _ENDING.fullmatch(ending) and ending.lower() not in endings else ""


_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}")
"""Matches a suffix that is meant as a file ending; any other dot in a name belongs to a title."""
