"""A text that is handed in to be checked: plain text in any encoding, Markdown, or a Word document."""

from reader.features.claims.sentences import without_markup
from reader.formats.books import paragraphs_of_word
from reader.formats.decoding import decoded
from reader.formats.reading import SavedFile, UnreadableFile
from reader.i18n import say
from reader.plugs import all_plugs, answering
from reader.storage.disk_errors import LibraryError

ENDINGS = (".txt", ".md", ".docx")
WORD = ".docx"
MOST_BYTES = 16 << 20
"""The most bytes of a file that is read."""


def text_of(data: bytes, name: str) -> str:
    """Return the text of a file that is handed in. Raises LibraryError if it can't be read, or is too large."""
    if len(data) > MOST_BYTES:
        raise LibraryError(say("{path} 太大了，请分成几个文件。", path=name))
    if name.lower().endswith(WORD):
        return _text_of_word(data, name)
    read = decoded(data)
    if read is None and data:
        raise LibraryError(say("看不出 {path} 是什么编码的文字，没有读。请存成 UTF-8。", path=name))
    return without_markup(read.text) if read is not None else ""


def _text_of_word(data: bytes, name: str) -> str:
    try:
        paragraphs = answering(paragraphs_of_word, all_plugs())(SavedFile(name, data))
    except UnreadableFile as error:
        raise LibraryError(str(error)) from error
    return "\n".join(line for paragraph in paragraphs for line in paragraph.lines)
