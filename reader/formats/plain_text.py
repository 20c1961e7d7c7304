"""Text, with or without marks of Markdown: the parser decides what its lines are."""

from reader.formats.decoding import as_lines, decoded
from reader.formats.file_format import SavedFile
from reader.formats.reading import UnreadableFile
from reader.i18n import say
from reader.newspaper.source_text import SourceText

ENDINGS = frozenset({".txt", ".md"})


class PlainText:
    """The format of files that end in .txt or .md, and of any other if a person says so."""

    name = "text"

    def certainty(self, file: SavedFile) -> float:
        return 1.0 if file.name.lower().endswith(tuple(ENDINGS)) else 0.0

    def read(self, file: SavedFile) -> SourceText:
        found = decoded(file.data)
        if found is None:
            raise UnreadableFile(say("认不出文件的编码。请另存为 UTF-8 文本后再试。"))
        if not found.text.strip():
            raise UnreadableFile(say("文件是空的，没有文字可读。"))
        return SourceText(file.name, found.encoding, as_lines(found.text))
