"""Bytes → SourceText: detects a file's format and extracts its text and the structure that its markup states.

Each format has a module with a class that implements `reading.Format`, which may be a feature's; the one with the
highest certainty reads the file. A file of no known format, a binary file and a file of unknown encoding raise
`UnreadableFile`, whose message says what happened and what the user can do; a valid file without an article raises
`NotAnIssue`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from reader.formats import decoding
from reader.formats.article_file import ArticleFile
from reader.formats.containers import opening
from reader.formats.containers.container import (
    OF_DOCUMENTS,
    OF_PAGES,
    OF_SCANS,
    is_container,
    is_issue_file,
    is_issue_path,
    is_table,
    is_text,
    may_hold_days,
)
from reader.formats.decoding import PlainText
from reader.formats.reading import (
    DayFile,
    Format,
    NotAnIssue,
    ReadBeside,
    SavedFile,
    SeveralDays,
    UnreadableFile,
    bytes_of,
    is_named_by_manifest,
    issues_in_download,
    not_read,
    nothing_beside,
    only_issue,
    page_in_archive,
    what_to_do,
)
from reader.i18n import count, later, say
from reader.newspaper.article import Quality, Reading, SourceText
from reader.newspaper.correction import Correction
from reader.newspaper.decision import ColumnChoice
from reader.plugs import FileFormat, all_plugs, answering, load
from reader.storage.regular_file import open_named

_SURE = 0.9


class Containers(opening.Containers):
    """Reads files, also those in containers, and the issues in files that hold several."""

    def days_in(self, data: bytes, name: str) -> Sequence[DayFile]:
        try:
            decode(data, name, choices=self.choices, corrections=self.corrections(name))
        except SeveralDays as found:
            return found.days
        return ()


def read(
    path: Path,
    name: str,
    format_name: str | None = None,
    choices: Sequence[ColumnChoice] = (),
    beside: ReadBeside = nothing_beside,
) -> SourceText:
    """Return the text of a file on the disk or inside a container; `name` becomes the `path` of the result.

    See `decode` for the other parameters. Raises UnreadableFile.
    """
    # opened as a container, a table has no bytes of its own
    if is_table(path.name) and format_name not in (None, "table"):
        return decode(bytes_of(path), name, format_name, beside)
    with Containers(lambda file: open_named(Path(file)), choices) as containers:
        return decode(containers.bytes_of(path.as_posix()), name, format_name, beside, choices)


def decode(
    data: bytes,
    name: str,
    format_name: str | None = None,
    beside: ReadBeside = nothing_beside,
    choices: Sequence[ColumnChoice] = (),
    corrections: Sequence[Correction] = (),
) -> SourceText:
    """Return the text of a file's bytes, read as `format_name`, by default the format of highest certainty.

    `beside` reads the other files that an issue manifest names; `choices` are the user's, of columns and labels; those
    of the user's `corrections` count by which days begin at lines. Raises UnreadableFile; NotAnIssue for a valid file
    without an article; SeveralDays for one of several issues, unless `format_name` is given.
    """
    if not data.strip():
        ending = SavedFile(name, data).ending
        if ending in OF_PAGES | OF_SCANS and format_name is None:
            raise NotAnIssue(say("空网页") if ending in OF_PAGES else say("空文件"))
        raise UnreadableFile(say("文件是空的，没有文字可读。"))
    kind = decoding.kind_of(data)
    if kind is not None and (is_text(Path(name)) or not _may_be_read(data, name, format_name)):
        _refuse_without_feature(name)
        raise UnreadableFile(say("这不是文字文件，而是{kind}，只是名字像。请放入识别后的文字。", kind=kind))
    file = _unpacked(SavedFile(name, data, beside=beside, choices=choices, corrections=corrections))
    # the common case; the parsers of the other formats need not be imported for it
    if format_name is None and is_text(Path(name)) and not ArticleFile().certainty(file):
        return _only(file, PlainText())
    if format_name is None:
        chosen, certainty = _surest(file)
    else:
        if (named := file_formats().get(format_name)) is None:
            raise not_read(format_name)
        chosen = _made(named)
        certainty = chosen.certainty(file)
    source = chosen.read(file) if format_name is not None else _only(file, chosen)
    is_of_text = chosen.name == "day-of-text" and source.reading is None
    if isinstance(chosen, PlainText) or is_of_text:
        return source
    own = source.reading or Reading("", 0.0)
    reading = Reading(chosen.name, certainty, own.left_out, source.stated is not None, own.quality)
    return replace(source, reading=reading)


def _surest(file: SavedFile) -> tuple[Format, float]:
    """Return the format that a file has most surely, and how sure that is; plain text for one of no known format."""
    # of equally sure ones the first by name, so that the order of the features decides nothing
    certainties = {
        each: each.certainty(file) for _, known in sorted(file_formats().items()) for each in [_made(known)]
    }
    chosen = max(certainties, key=certainties.__getitem__)
    if not certainties[chosen]:
        _refuse_without_feature(file.name)
    if (what := _what_else(file, certainties[chosen])) is not None:
        raise NotAnIssue(what)
    # without any certainty a pipe, or a file that the user has named on the command line
    return (chosen, certainties[chosen]) if certainties[chosen] else (PlainText(), 0.0)


def _refuse_without_feature(name: str) -> None:
    """Raise UnreadableFile if files with the ending of this name are read by a feature that is not there."""
    ending = SavedFile(name, b"").ending
    if ending in OF_PAGES | OF_DOCUMENTS | OF_SCANS and not any(
        ending in each.endings for each in file_formats().values()
    ):
        raise not_read(ending)


def can_be_divided(source: SourceText) -> bool:
    """Return whether the user can say at which lines of a file days begin."""
    read_as = file_formats().get(source.reading.format) if source.reading else None
    may_hold_days = source.reading is None or (read_as is not None and read_as.may_hold_days)
    return may_hold_days and answering(only_issue, all_plugs()) is not only_issue


def _only(file: SavedFile, chosen: Format) -> SourceText:
    """Return the text of a file. Raises SeveralDays if it holds several issues; UnreadableFile."""
    if not may_hold_days(file.name) or not file_formats()[chosen.name].may_hold_days:
        return chosen.read(file)
    issues_in = answering(issues_in_download, all_plugs())
    try:
        source = chosen.read(file)
    except SeveralDays:
        raise
    except NotAnIssue:
        if days := issues_in(file, None):
            raise SeveralDays(days) from None
        raise
    if days := issues_in(file, source):
        raise SeveralDays(days)
    return answering(only_issue, all_plugs())(source, file.corrections)


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


def file_formats() -> Mapping[str, FileFormat]:
    """Return all formats by their names: those of the core, and those of the features that are there."""
    return {each.name: each for each in (*_OWN, *(each for plug in all_plugs() for each in plug.formats))}


def _made(each: FileFormat) -> Format:
    """Return what reads a format, whose module is imported now, so that the program starts faster."""
    made: Format = load(each.reader)()
    return made


def name_of(format_name: str) -> str:
    """Return a format's name for display; `format_name` itself if this version has no such format."""
    known = file_formats().get(format_name)
    return known.label() if known else format_name


def in_words(reading: Reading) -> str:
    """Return in words the format that a file was read as, the quality of its characters, and what was left out."""
    words = say("读作{format}", format=name_of(reading.format))
    if reading.certainty < _LEAST_SURE_FORM:
        words += say("（格式是猜的）")
    if reading.quality is not None:
        words += say("；") + quality_in_words(reading.quality)
    if not reading.left_out:
        return words
    return words + say("；没有读入：{what}", what=say("、").join(reading.left_out))


_LEAST_SURE_FORM = 0.5
"""The certainty of a file's format below which it is said to be guessed."""


def quality_in_words(quality: Quality) -> str:
    """Return in words how sure the recogniser was of the characters, and the resolution of the picture.

    What is likely to be wrong comes first, as there may be no room for all.
    """
    words = []
    if quality.unknown_script:
        words.append(unknown_script_in_words(quality.unknown_script))
    if quality.over_columns:
        words.append(count(quality.over_columns, "{n} 行可能跨了栏，先后未必对"))
    if quality.mean is not None:
        words.append(say("识别的字平均把握 {percent:.1f}%", percent=100 * quality.mean))
        words.append(count(quality.unsure or 0, "没有把握的 {n} 字"))
    if quality.dpi:
        words.append(dpi_in_words(quality.dpi, is_estimated=quality.is_dpi_estimated))
    return say("，").join(words)


def unknown_script_in_words(pages: int) -> str:
    if pages == 1:
        return say("这一页的文字识别引擎不认识，认出的字多半不对")
    return count(pages, "{n} 页的文字识别引擎不认识，认出的字多半不对")


def dpi_in_words(dpi: int, *, is_estimated: bool) -> str:
    return say("约 {dpi} dpi", dpi=dpi) if is_estimated else f"{dpi} dpi"


def _may_be_read(data: bytes, name: str, format_name: str | None) -> bool:
    """Return whether a binary file can be read, as `format_name` unless that is None."""
    file = SavedFile(name, data)
    packages = [each for each in file_formats().values() if each.is_package]
    return any(_made(each).certainty(file) for each in packages if format_name in (None, each.name))


def _what_else(file: SavedFile, certainty: float) -> str | None:
    """Return in words what a file is not, if `certainty` is too low for its ending; None if it is enough."""
    from reader.formats.markup import is_markup

    if file.ending in OF_SCANS and certainty < _SURE and not is_markup(file.data):
        return say("XML，但不是文章（图形、设置之类）")
    return say("名为网页而不是网页的文件") if file.ending in OF_PAGES and not certainty else None


def is_page(data: bytes) -> bool:
    """Return whether a file has the words of a page, and an issue manifest may name it."""
    from reader.formats.scans.scanned_page import is_of_ocr  # with the layout of pages

    return answering(is_of_ocr, all_plugs())(data) or answering(is_named_by_manifest, all_plugs())(data)


def _unpacked(file: SavedFile) -> SavedFile:
    """Return the main page of a web archive (MHTML) as a file; any other file unchanged."""
    if file.ending not in (".mht", ".mhtml") and not file.data[:2_000].startswith(b"From: <Saved by"):
        return file
    return answering(page_in_archive, all_plugs())(file)


__all__ = [
    "Containers",
    "NotAnIssue",
    "SeveralDays",
    "UnreadableFile",
    "can_be_divided",
    "decode",
    "file_formats",
    "in_words",
    "is_container",
    "is_issue_file",
    "is_issue_path",
    "is_page",
    "is_table",
    "is_text",
    "manifests",
    "may_hold_days",
    "name_of",
    "read",
    "what_to_do",
]
