"""Bytes → SourceText: which format a file is in, its text, and what it tells of its articles.

One file a format (`file_format.Format`); the surest reads. A file that none can read, a binary file and one whose
encoding is unknown raise `UnreadableFile`, whose message says what happened and what one can do; a file that is no
article raises `NotAnIssue`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from reader.formats import signatures
from reader.formats.article_file import ArticleFile
from reader.formats.file_format import Format, SavedFile
from reader.formats.plain_text import ENDINGS as _OF_TEXT
from reader.formats.plain_text import PlainText
from reader.formats.reading import NotAnIssue, UnreadableFile, bytes_from, bytes_of
from reader.i18n import say
from reader.newspaper.source_text import SourceText
from reader.newspaper.told import Reading

_PDF = ".pdf"
_OF_PAGES = frozenset({".htm", ".html", ".xhtml", ".shtml", ".mht", ".mhtml"})
_OF_SCANS = frozenset({".xml", ".hocr"})
"""What OCR programs write; hOCR may also be named as a web page."""
_SURE = 0.9
_SAVED_BESIDE = ("_files", ".files", "_文件")
"""How browsers name the folder of what belongs to a saved page: pictures, scripts, advertisements."""


def is_issue_file(path: Path) -> bool:
    """Return whether a file may be an issue, by its name alone; not hidden, not the reader's own."""
    if path.name.startswith((".", "~$")) or ".reader" in path.parts:
        return False
    if is_text(path):
        return True
    if SavedFile(path.name, b"").ending not in _OF_PAGES | _OF_SCANS | {_PDF}:
        return False
    return not any(part.endswith(_SAVED_BESIDE) for part in path.parts[:-1])


def is_text(path: Path) -> bool:
    """Return whether a file is plain text by its name."""
    return path.suffix.lower() in _OF_TEXT


def read(path: Path, name: str, format_name: str | None = None) -> SourceText:
    """Return the decoded text of a file, with `name` as its path. Raises UnreadableFile."""
    return decode(bytes_of(path), name, format_name)


def decode(data: bytes, name: str, format_name: str | None = None) -> SourceText:
    """Return the text of bytes, as `read` does; in the format of that name, else in the one that is surest."""
    if not data.strip():
        ending = SavedFile(name, data).ending
        if ending in _OF_PAGES | _OF_SCANS and format_name is None:
            raise NotAnIssue(say("空网页") if ending in _OF_PAGES else say("空文件"))
        raise UnreadableFile(say("文件是空的，没有文字可读。"))
    kind = signatures.kind_of(data)
    is_pdf = data.startswith(b"%PDF-") and not is_text(Path(name)) and format_name in (None, "pdf")
    if kind is not None and not is_pdf:
        raise UnreadableFile(say("这不是文字文件，而是{kind}，只是名字像。请放入识别后的文字。", kind=kind))
    file = _unpacked(SavedFile(name, data))
    if format_name is None and is_text(Path(name)) and not ArticleFile().certainty(file):
        return PlainText().read(file)
    certainties = {each: each.certainty(file) for each in _formats()}
    if format_name is None:
        chosen = max(certainties, key=certainties.__getitem__)
        if file.ending in _OF_SCANS and certainties[chosen] < _SURE:
            raise NotAnIssue(_what_xml(data))
        if not certainties[chosen]:
            if file.ending in _OF_PAGES:
                raise NotAnIssue(say("名为网页而不是网页的文件"))
            chosen = PlainText()  # a pipe, or a file of any name that a person has named
    else:
        chosen = next(each for each in certainties if each.name == format_name)
    source = chosen.read(file)
    if isinstance(chosen, PlainText):
        return source
    left_out = source.reading.left_out if source.reading else ()
    return replace(source, reading=Reading(chosen.name, certainties[chosen], left_out))


FORMAT_NAMES: Mapping[str, Callable[[], str]] = {
    "text": lambda: say("纯文本"),
    "article-file": lambda: say("阅报导出的 Markdown"),
    "alto": lambda: say("ALTO（扫描页的识别结果）"),
    "page-xml": lambda: say("PAGE XML（扫描页的识别结果）"),
    "hocr": lambda: say("hOCR（扫描页的识别结果）"),
    "digital-paper": lambda: say("数字报网页"),
    "pdf": lambda: say("PDF 的文字层"),
    "web-page": lambda: say("一般网页（读出正文、标题和日期）"),
}
"""The formats, and what they are called."""


def name_of(format_name: str) -> str:
    """Return what a format is called; its bare name, if an earlier version knew it."""
    words = FORMAT_NAMES.get(format_name)
    return words() if words else format_name


def in_words(reading: Reading) -> str:
    """Return how a file was read, in words: by which format, how surely, and what was left out."""
    words = say(
        "读作{format}，把握 {percent}%",
        format=name_of(reading.format),
        percent=round(100 * reading.certainty),
    )
    if not reading.left_out:
        return words
    return words + say("；没有读入：{what}", what=say("、").join(reading.left_out))


def _what_xml(data: bytes) -> str:
    """Return what an XML file is that holds no page."""
    from reader.formats.xml_tree import root_of

    return say("METS 目录") if root_of(data) == "mets" else say("不是 ALTO、PAGE 或 hOCR 的 XML")


def _unpacked(file: SavedFile) -> SavedFile:
    """Return the page that a web archive holds; any other file as it is."""
    if file.ending not in (".mht", ".mhtml") and not file.data[:2_000].startswith(b"From: <Saved by"):
        return file
    from reader.formats import web_archive

    return web_archive.page_in(file) if web_archive.is_archive(file.data) else file


def _formats() -> tuple[Format, ...]:
    """Return all formats. Their parsers are imported when a file may need them: starting is quicker without."""
    from reader.formats.alto import Alto
    from reader.formats.digital_paper import DigitalPaper
    from reader.formats.hocr import Hocr
    from reader.formats.page_xml import PageXml
    from reader.formats.pdf import Pdf
    from reader.formats.web_page import WebArticle

    return (ArticleFile(), PlainText(), Alto(), PageXml(), Hocr(), DigitalPaper(), Pdf(), WebArticle())


__all__ = [
    "FORMAT_NAMES",
    "NotAnIssue",
    "UnreadableFile",
    "bytes_from",
    "decode",
    "in_words",
    "is_issue_file",
    "is_text",
    "name_of",
    "read",
]
