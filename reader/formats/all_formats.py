"""The formats that files are read as: those of the core, and those of the features that are there."""

from collections.abc import Mapping
from itertools import chain

from reader.formats import text_kinds
from reader.formats.reading import Format
from reader.i18n import later
from reader.newspaper.article import Reading
from reader.plugs import FileFormat, all_plugs, load

_OWN = (
    FileFormat("text", later("纯文本"), "reader.formats.decoding:PlainText", may_hold_days=True),
    FileFormat(
        "article-file",
        later("阅报导出的 Markdown"),
        "reader.formats.article_file:ArticleFile",
        can_be_named=False,
    ),
    FileFormat(
        "day-of-book",
        later("一个文件里的一天"),
        "reader.formats.books:DayOfBook",
        can_be_named=False,
    ),
)


_OF_TEXTS = tuple(
    FileFormat(kind.name, kind.words, _OWN[0].reader, can_be_named=False, may_hold_days=True)
    for kind in text_kinds.KINDS
    if kind.words is not str
)
"""The formats of texts that are told by their content (`text_kinds`)."""


def file_formats() -> Mapping[str, FileFormat]:
    """Return all formats by their names: those of the core, and those of the features that are there."""
    return {
        file_format.name: file_format
        for file_format in (
            *_OWN,
            *_OF_TEXTS,
            *chain.from_iterable(plug.formats for plug in all_plugs()),
        )
    }


def read_as(reading: Reading | None) -> FileFormat | None:
    """Return the format that a file was read as; None for plain text, and if this version has no such format."""
    if reading:
        return file_formats().get(reading.format)
    return None


def made(file_format: FileFormat) -> Format:
    """Return what reads a format, whose module is imported now, so that the program starts faster."""
    format_instance: Format = load(file_format.reader)()
    return format_instance


def name_of(format_name: str) -> str:
    """Return a format's name for display; `format_name` itself if this version has no such format."""
    file_format = file_formats().get(format_name)
    if file_format:
        return file_format.label()
    return format_name
