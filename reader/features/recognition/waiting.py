"""The pictures that wait to be recognised, with the resolution that their files state."""

import os
from collections.abc import Collection, Iterator
from contextlib import suppress

from reader.features.recognition import rapid, tesseract
from reader.features.recognition.picture_recognition import waiting
from reader.features.recognition.resolution import stated_dpi
from reader.i18n import say
from reader.library.answers import (
    COMMAND,
    UnknownKind,
    UnknownThing,
    WaitingPicture,
    WaitingPictures,
    resolution_in_words,
    wordless_among,
)
from reader.library.sync_events import Failure
from reader.own_process import is_frozen
from reader.storage.folder import FolderError


class FoundWaiting(WaitingPictures):
    def look(self, wordless: Collection[str]) -> tuple[WaitingPicture, ...]:
        with suppress(FolderError):
            return tuple(
                WaitingPicture(path, self._dpi(path)) for path in waiting(self._folder, frozenset(wordless))
            )
        return ()

    def hint(self) -> str:
        if rapid.is_there() or tesseract.program():
            return ""
        if is_frozen():
            return say(
                "这样装的阅报不带识别部件（约 100 MB）：装好 tesseract 和它的中文数据就能识别，"
                "或改用 pip 安装：{command}",
                command=COMMAND,
            )
        return say("识别要先装部件（约 100 MB，只装一次）：{command}", command=COMMAND)

    def _dpi(self, path: str) -> int | None:
        """Return the resolution that a picture states in dots per inch; None if it can't be read or states none."""
        try:
            with os.fdopen(self._folder.open(path), "rb") as file:
                return stated_dpi(file)
        except OSError:
            return None


class UnknownPictures(UnknownKind):
    name, action, command = "pictures", "waiting_pictures", "reader recognize"

    def title(self) -> str:
        return say("等着识别的图片")

    def things(self) -> Iterator[UnknownThing]:
        failed = self._derived.kept_here().catalogue.files.failed_files()
        wordless = wordless_among(Failure(*each) for each in failed.items())
        for each in FoundWaiting(self._folder).look(wordless):
            yield UnknownThing(each.path, resolution_in_words(each), each.path)
