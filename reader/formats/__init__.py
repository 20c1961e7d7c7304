"""Bytes → SourceText: detects a file's format and extracts its text and the structure that its markup states.

Each format has a module with a class that implements `reading.Format`, which may be a feature's; the one with the
highest certainty reads the file. A file of no known format, a binary file and a file of unknown encoding raise
`UnreadableFile`, whose message says what happened and what the user can do; a valid file without an article raises
`NotAnIssue`.
"""

import io
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Self

from msgspec.structs import replace

from reader import do_nothing
from reader.formats import decoding, no_papers, text_kinds
from reader.formats.all_formats import file_formats, made, name_of, read_as
from reader.formats.article_file import ArticleFile
from reader.formats.decoding import PlainText
from reader.formats.opened_container import opened
from reader.formats.other_kinds import (
    kind_by_sign,
    what_to_do,
    what_to_do_with,
)
from reader.formats.reading import (
    MOST_FILES,
    MOST_TOTAL,
    OF_DOCUMENTS,
    OF_PAGES,
    OF_SCANS,
    ContainedFile,
    Container,
    DayFile,
    Format,
    HeldFiles,
    HoldsPictures,
    Listing,
    NotAnIssue,
    NotOpened,
    ReadBeside,
    SavedFile,
    SeveralDays,
    Tell,
    UnreadableFile,
    UnreadFiles,
    article_in_labels,
    bomb,
    bytes_from,
    bytes_of,
    cuts,
    files_of,
    has_no_ending,
    is_container,
    is_issue_file,
    is_issue_path,
    is_named_by_manifest,
    is_of_programs,
    is_table,
    is_text,
    issues_in_download,
    may_hold_days,
    not_read,
    not_unpacked,
    nothing_beside,
    only_issue,
    page_in_archive,
    refusal_of,
    too_many,
    without_bombs,
)
from reader.formats.reading_quality import quality_in_words
from reader.formats.text_readers import days_in_table
from reader.i18n import count, say
from reader.newspaper.article import Reading, SourceText
from reader.newspaper.correction import Correction
from reader.newspaper.decision import ColumnChoice
from reader.newspaper.facts import Outcome
from reader.plugs import all_plugs, answering, load
from reader.storage.regular_file import NotRegular, open_named

_SURE = 0.9
_MOST_OPEN = 3
"""Maximum number of open containers; one inside another is held in memory, with at most 50 MB."""


class Containers:
    """Reads files, also those in containers, and the issues in files that hold several.

    The containers used last stay open until `close`.

    `opened` returns the descriptor of a file on the disk for a path; `choices` are the columns of tables that
    the user has chosen; `instead` returns the bytes that are read in place of a file's own, else None. `corrections`
    returns the user's of a file, given its path: those by which days begin count. Methods raise UnreadableFile.
    """

    def __init__(
        self,
        opened: Callable[[str], int],
        choices: Sequence[ColumnChoice] = (),
        instead: Callable[[str], bytes | None] = lambda path: None,
        corrections: Callable[[str], Sequence[Correction]] = lambda path: (),
    ) -> None:
        self._opened = opened
        self._instead = instead
        self.choices = choices
        self.corrections = corrections
        self._open: dict[str, Container] = {}
        self._complaints: dict[str, str | None] = {}
        self._renamed: dict[str, int] = {}
        self._unread: dict[str, UnreadFiles] = {}
        self._pictured: dict[str, Listing] = {}
        self._refusals: dict[str, UnreadableFile] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        while self._open:
            self._open.popitem()[1].close()
        self._refusals.clear()

    def bytes_of(self, path: str) -> bytes:
        """Return the bytes of a file on the disk or in a container.

        Raises NotAnIssue for a container, whose files are read one by one; UnreadableFile.
        """
        why = what_to_do(PurePosixPath(path))
        if why is not None:
            raise UnreadableFile(why)
        try:
            data = self._instead(path)
            if data is not None:
                return data
        except OSError as error:
            raise refusal_of(error) from None
        for outer, inner in cuts(path, may_hold_days):
            # a folder may have the name of such a file
            with suppress(UnreadableFile):
                data = self._divided(outer).read(inner)
                if data is not None:
                    return data
        for outer, inner in cuts(path):
            container = self._container(outer)
            if container is not None:
                return self._inside(container, outer, inner)
        if is_container(path) and self._container(path) is not None:
            raise NotAnIssue(self.what_it_is(path))
        return bytes_from(lambda: self._opened(path))

    def opened_picture(self, path: str) -> BinaryIO:
        """Return a picture in a container as a stream, which the caller closes. Raises UnreadableFile."""
        for outer, inner in cuts(path):
            container = self._container(outer)
            if container is None:
                continue
            stream = _picture_in(container, inner)
            for nested_path, rest in cuts(inner):
                nested = self._nested(container, outer, nested_path)
                if stream is None and nested is not None:
                    stream = _picture_in(nested, rest)
            if stream is not None:
                return stream
        raise UnreadableFile(say("压缩包里没有这个文件了。"))

    def whole(self, path: str) -> bytes:
        """Return the bytes of a whole table on the disk or directly in a container. Raises UnreadableFile."""
        for outer, inner in cuts(path):
            container = self._container(outer)
            if container is not None and (data := container.read(inner)) is not None:
                return data
        return bytes_from(lambda: self._opened(path))

    def complaint(self, path: str) -> str | None:
        """Return a message about what can't be read of a container; None if everything can. Lists it if necessary."""
        if path not in self._complaints:
            self.listing(next((outer for outer, _ in cuts(path)), path))
        return self._complaints.get(path)

    def what_it_is(self, path: str) -> str:
        """Return the kind of a container in few words, for the count of files without an article."""
        if is_table(path):
            return say("表格（每期另计）")
        renamed = self._renamed.get(path)
        if renamed:
            return count(renamed, "压缩包（里面的文件另计；{n} 个与别的同名，名字后面加了编号）")
        pictured = self.pictured(path)
        if pictured is not None and pictured.pictures and not pictured.entries:
            return say("压缩包（里面的图片识别后另计）")
        return say("压缩包（里面的文件另计）")

    def listing(self, path: str, tell: Tell = do_nothing) -> Listing:
        """Return the files of a container: inner containers themselves, and the files in those.

        Raises UnreadableFile if it is missing or damaged, or exceeds the limits of `container`.
        """
        if may_hold_days(path):
            return self._divided(path).listing(tell)
        container = self._container(path)
        if container is None:
            raise refusal_of(FileNotFoundError())
        listing = container.listing(tell)
        entries: list[ContainedFile] = []
        pictures = [*listing.pictures]
        unread = [*listing.unread.names]
        unnamed = listing.unread.unnamed
        total = 0
        for entry in listing.entries:
            tell()
            entries.append(entry)
            total += entry.size
            if is_container(entry.path):
                inner = self._listing_inside(container, path, entry.path)
                total += sum(file.size for file in inner.entries)
                entries += inner.entries
                pictures += inner.pictures
                files = self._unread.get(f"{path}/{entry.path}", UnreadFiles())
                unread += [f"{entry.path}/{name}" for name in files.names]
                unnamed += files.unnamed
            if max(len(entries), len(pictures)) > MOST_FILES:
                raise too_many(MOST_FILES)
            if total > MOST_TOTAL:
                raise bomb()
        left = without_bombs(entries)
        if entries and not left:
            raise bomb()
        complaint = not_unpacked(len(entries) - len(left)) + (listing.complaint or "")
        self._complaints[path] = complaint or None
        self._renamed[path] = listing.renamed
        unread_files = UnreadFiles(tuple(unread), unnamed)
        self._unread[path] = unread_files
        whole = Listing(tuple(left), complaint or None, listing.renamed, unread_files, tuple(pictures))
        self._pictured[path] = whole if pictures else Listing(())
        return whole

    def pictured(self, path: str) -> Listing | None:
        """Return what a container was listed with if it has pictures, nothing if it has none or was refused; None if it
        was not listed.
        """
        if path in self._refusals:
            return Listing(())
        return self._pictured.get(path)

    def unread(self, path: str) -> UnreadFiles:
        """Return the files in a container, which was listed before, that are of kinds not read."""
        return self._unread.get(path, UnreadFiles())

    def is_of_days(self, path: str) -> bool:
        """Return whether a file holds several issues, and so is a container."""
        with suppress(UnreadableFile):
            return may_hold_days(path) and bool(self.listing(path).entries)
        return False

    def _days_in(self, data: bytes, name: str) -> Sequence[DayFile]:
        """Return the issues in a file that holds several, () for any other file. Raises UnreadableFile."""
        try:
            decode(data, name, choices=self.choices, corrections=self.corrections(name))
        except SeveralDays as found:
            return found.days
        return ()

    def _divided(self, path: str) -> Container:
        """Return the file at a path as a container of the issues in it; it has none if it is an issue itself."""
        file = self._open.get(path)
        return self._as_latest(path, file or HeldFiles(files_of(self._days_in(self.bytes_of(path), path))))

    def _listing_inside(self, container: Container, outer: str, path: str) -> Listing:
        """Return the files of an inner container. A container inside of that is only reported as not read."""
        whole = f"{outer}/{path}"
        try:
            nested = self._nested(container, outer, path)
            if nested is None:
                return Listing(())
            listing = nested.listing(do_nothing)
        except UnreadableFile as error:
            self._complaints[whole] = str(error)
            return Listing(())
        self._renamed[whole] = listing.renamed
        self._unread[whole] = listing.unread
        entries = tuple(
            replace(entry, path=f"{path}/{entry.path}")
            for entry in listing.entries
            if not is_container(entry.path)
        )
        pictures = tuple(replace(picture, path=f"{path}/{picture.path}") for picture in listing.pictures)
        is_deeper = len(entries) < len(listing.entries)
        if is_deeper:
            deeper = say("压缩包里套着压缩包，里面还有压缩包或表格，没有读。请解开一层后放入。")
        else:
            deeper = ""
        self._complaints[whole] = deeper + (listing.complaint or "") or None
        return Listing(entries, pictures=pictures)

    def _inside(self, container: Container, outer: str, inner: str) -> bytes:
        if not is_container(inner):
            data = container.read(inner)
        else:
            data = None
        if data is not None:
            return data
        for nested_path, rest in cuts(inner):
            nested = self._nested(container, outer, nested_path)
            if nested is not None and (data := nested.read(rest)) is not None:
                return data
        if is_container(inner):
            raise NotAnIssue(self.what_it_is(f"{outer}/{inner}"))
        raise UnreadableFile(say("压缩包里没有这个文件了。"))

    def _container(self, path: str) -> Container | None:
        """Return the open container at a path on the disk; None if there is no regular file at the path."""
        if path in self._open:
            return self._as_latest(path, self._open[path])
        if path in self._refusals:
            raise self._refusals[path]
        try:
            file = os.fdopen(self._opened(path), "rb")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError, NotRegular):
            return None
        except OSError as error:
            raise refusal_of(error) from None
        try:
            container = opened(path, file, self.choices)
        except NotOpened:
            raise
        except UnreadableFile as refusal:
            # looking through a hundred thousand names, only to refuse them, takes seconds: once is enough
            self._refusals[path] = refusal
            raise
        return self._as_latest(path, container)

    def _nested(self, container: Container, outer: str, path: str) -> Container | None:
        """Return the open container at `path` in another; None if there is no such file in it."""
        full_path = f"{outer}/{path}"
        self._as_latest(outer, container)
        if full_path in self._open:
            return self._as_latest(full_path, self._open[full_path])
        data = container.read(path)
        if data is None:
            return None
        return self._as_latest(full_path, opened(path, io.BytesIO(data), self.choices))

    def _as_latest(self, path: str, container: Container) -> Container:
        """Mark a container as the most recently used, and close those beyond `_MOST_OPEN`; return it."""
        self._open.pop(path, None)
        self._open[path] = container
        for other in list(self._open)[:-_MOST_OPEN]:
            self._open.pop(other).close()
        return container


def _picture_in(container: Container, path: str) -> BinaryIO | None:
    """Return a picture in a container as a stream; None if it has none at the path, or its pictures are not read."""
    if isinstance(container, HoldsPictures):
        return container.open_picture(path)
    return None


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
    is_binary = _is_binary(data, name, format_name)
    if format_name is None and (what := no_papers.what_it_is(SavedFile(name, data))) is not None:
        raise NotAnIssue(what)
    file = _unpacked(SavedFile(name, data, beside=beside, choices=choices, corrections=corrections))
    # the common case; the parsers of the other formats need not be imported for it
    if format_name is None and is_text(Path(name)) and not ArticleFile().certainty(file):
        return _text_of(file)
    told_text = None if is_binary else decoding.decoded_as_told(file)
    if told_text is not None:
        return _read_as_told(file, told_text, format_name)
    if format_name is None:
        chosen, certainty = _surest(file)
    else:
        named = file_formats().get(format_name)
        if named is None:
            raise not_read(format_name)
        chosen = made(named)
        certainty = chosen.certainty(file)
    source = _read(file, chosen) if format_name is not None else _only(file, chosen)
    is_of_text = chosen.name == "day-of-text" and source.reading is None
    if isinstance(chosen, PlainText) or is_of_text:
        return source
    own = source.reading or Reading("", 0.0)
    reading = Reading(chosen.name, certainty, own.left_out, source.stated is not None, own.quality)
    return replace(source, reading=reading)


def _is_binary(data: bytes, name: str, format_name: str | None) -> bool:
    """Return whether bytes are no text. Raises UnreadableFile if no format reads them."""
    other = kind_by_sign(data)
    kind = decoding.kind_of(data)
    is_binary = other is not None or kind is not None
    if is_binary and (is_text(Path(name)) or not _may_be_read(data, name, format_name)):
        if other is not None:
            raise UnreadableFile(what_to_do_with(other))
        _refuse_without_feature(name)
        raise UnreadableFile(say("这不是文字文件，而是{kind}，只是名字像。请放入识别后的文字。", kind=kind))
    return is_binary


def _text_of(file: SavedFile) -> SourceText:
    """Return the text of a file with the ending of a text, as what it is by its content (`text_kinds`).

    Raises SeveralDays if it holds several issues; UnreadableFile.
    """
    plain = _read(file, PlainText())
    for kind in text_kinds.kinds_of(plain.lines):
        if kind.name == text_kinds.TABLE:
            raise SeveralDays(days_in_table(file, kind.ending), plain)
        if kind.ending:
            return _read_as_named(file, kind.ending)
        source = _read_as(kind, plain)
        if source is None:
            continue
        if source.stated is not None and kind.name != text_kinds.LABELLED:
            pass  # it tells its articles and their days by itself
        elif source.lines is plain.lines or source.spans:
            _only_of(file, plain)
        else:
            source = _only_of(file, source)
        reading = source.reading or Reading("", 0.0)
        return replace(source, reading=replace(reading, format=kind.name, certainty=_SURE))
    return _only_of(file, plain)


def _read_as(kind: text_kinds.TextKind, plain: SourceText) -> SourceText | None:
    if kind.name == text_kinds.LABELLED:
        return answering(article_in_labels, all_plugs())(plain)
    read: text_kinds.Read = load(kind.reader)
    return read(plain)


def _read_as_named(file: SavedFile, ending: str) -> SourceText:
    """Return the text of a file, read as if its name had another ending. Raises UnreadableFile."""
    stem = file.name.removesuffix(PurePosixPath(file.name).suffix)
    source = decode(file.data, stem + ending, None, file.beside, file.choices, file.corrections)
    return replace(source, path=file.name)


def _read_as_told(file: SavedFile, text: decoding.Decoded, format_name: str | None) -> SourceText:
    """Return the text of markup or data, read in the encoding that a person has told. Raises as `decode`."""
    others = decoding.without_encoding(file.corrections)
    data = text.text.encode("utf-8", "replace")
    with decoding.as_told():
        source = decode(data, file.name, format_name, file.beside, file.choices, others)
    return replace(source, encoding=text.encoding, encoding_fact=text.fact)


def _surest(file: SavedFile) -> tuple[Format, float]:
    """Return the format that a file has most surely, and how sure that is; plain text for one of no known format."""
    # of equally sure ones the first by name, so that the order of the features decides nothing
    instances = [made(file_format) for _, file_format in sorted(file_formats().items())]
    certainties = {instance: instance.certainty(file) for instance in instances}
    chosen = max(certainties, key=certainties.__getitem__)
    if not certainties[chosen]:
        _refuse_without_feature(file.name)
    what = _what_else(file, certainties[chosen])
    if what is not None:
        raise NotAnIssue(what)
    # without any certainty a pipe, or a file that the user has named on the command line
    if certainties[chosen]:
        return (chosen, certainties[chosen])
    return (PlainText(), 0.0)


def _refuse_without_feature(name: str) -> None:
    """Raise UnreadableFile if files with the ending of this name are read by a feature that is not there."""
    ending = SavedFile(name, b"").ending
    if ending in OF_PAGES | OF_DOCUMENTS | OF_SCANS and not any(
        ending in file_format.endings for file_format in file_formats().values()
    ):
        raise not_read(ending)


def can_be_divided(source: SourceText) -> bool:
    """Return whether the user can say at which lines of a file days begin."""
    file_format = read_as(source.reading)
    may_hold_days = source.reading is None or (file_format is not None and file_format.may_hold_days)
    return may_hold_days and answering(only_issue, all_plugs()) is not only_issue


def _read(file: SavedFile, chosen: Format) -> SourceText:
    """Return the text of a file, with how its encoding is known."""
    source = chosen.read(file)
    if source.encoding_fact.outcome is not Outcome.UNKNOWN:
        return source
    return replace(source, encoding_fact=decoding.fact_of(file.data, source.encoding))


def _only(file: SavedFile, chosen: Format) -> SourceText:
    """Return the text of a file. Raises SeveralDays if it holds several issues; UnreadableFile."""
    if not may_hold_days(file.name) or not file_formats()[chosen.name].may_hold_days:
        return _read(file, chosen)
    try:
        source = _read(file, chosen)
    except SeveralDays:
        raise
    except NotAnIssue:
        days = answering(issues_in_download, all_plugs())(file, None)
        if days:
            raise SeveralDays(days) from None
        raise
    return _only_of(file, source)


def _only_of(file: SavedFile, source: SourceText) -> SourceText:
    """Return the text of a file as it is read. Raises SeveralDays if it holds several issues."""
    days = answering(issues_in_download, all_plugs())(file, source)
    if days:
        raise SeveralDays(days)
    return answering(only_issue, all_plugs())(source, file.corrections)


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


def _may_be_read(data: bytes, name: str, format_name: str | None) -> bool:
    """Return whether a binary file can be read, as `format_name` unless that is None."""
    file = SavedFile(name, data)
    packages = [file_format for file_format in file_formats().values() if file_format.is_package]
    return any(made(package).certainty(file) for package in packages if format_name in (None, package.name))


def _what_else(file: SavedFile, certainty: float) -> str | None:
    """Return in words what a file is not, if `certainty` is too low for its ending; None if it is enough."""
    from reader.formats.markup import is_markup

    if file.ending in OF_SCANS and certainty < _SURE and not is_markup(file.data):
        return say("XML，但不是文章（图形、设置之类）")
    if file.ending in OF_PAGES and not certainty:
        return say("名为网页而不是网页的文件")
    return None


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
    "has_no_ending",
    "in_words",
    "is_container",
    "is_issue_file",
    "is_issue_path",
    "is_of_programs",
    "is_page",
    "is_table",
    "is_text",
    "manifests",
    "may_hold_days",
    "name_of",
    "read",
    "read_as",
    "what_to_do",
]
