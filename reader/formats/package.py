"""Reads the parts of an EPUB or DOCX, a ZIP archive: by name, on demand, with a limit on their total size."""

import io
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from reader.formats.containers.container import bomb
from reader.formats.containers.zip_file import is_bomb, opened, unpacked
from reader.formats.reading import SavedFile, UnreadableFile
from reader.formats.xml_tree import tree_of, without_doctype
from reader.i18n import say

MOST_TOTAL = 64 << 20
"""Maximum number of bytes of all parts that are read."""


class Package:
    """An open package. Methods raise UnreadableFile."""

    def __init__(self, file: SavedFile) -> None:
        try:
            self._zip = opened(io.BytesIO(file.data))
            if is_bomb(self._zip.filelist):
                raise bomb()
        except UnreadableFile:
            raise UnreadableFile(say("文件坏了，或没有下载完，打不开。请重新下载或导出。")) from None
        self._names = {info.filename: info for info in self._zip.filelist}
        self._left = MOST_TOTAL

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def part(self, name: str) -> bytes | None:
        info = self._names.get(name)
        if info is None:
            return None
        self._left -= info.file_size
        if self._left < 0:
            raise UnreadableFile(say("文件展开后超过 64 MB 文字，不像报纸。请分成几个后再放入。"))
        return unpacked(self._zip, info)

    def tree(self, name: str) -> Element | None:
        """Return the root element of a part in XML, None if there is no such part."""
        data = self.part(name)
        return None if data is None else tree_of(without_doctype(SavedFile(name, data)))[0]

    def names(self, beginning: str) -> list[str]:
        return [name for name in self._names if name.startswith(beginning)]


def place_of(reference: str, base: str) -> tuple[str, str]:
    """Return the part that a relative URL in the part `base` names, and the fragment, "" if there is none."""
    path, _, place = reference.partition("#")
    parts = base.split("/")[:-1] if path else base.split("/")
    for part in unquote(path).split("/") if path else ():
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts), unquote(place)
