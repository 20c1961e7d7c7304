"""Which files have to be read, were renamed or are gone, by those of the folder and of the catalogue; and parsing one
that was read: bytes → text → issue part and search texts, as a pure function for any process.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from types import MappingProxyType

import zstandard
from msgspec import Struct, field

from reader import formats, parsing
from reader.formats.other_kinds import kind_by_sign
from reader.formats.reading import cuts, is_container, may_hold_days, read_in_order
from reader.i18n import say
from reader.language.forms import search_form
from reader.language.patterns import pattern
from reader.library.character_places import certainty_in
from reader.library.stories import STAMP, with_seams
from reader.library.sync_events import ReportProgress
from reader.newspaper.article import DAMAGE, Article, SourceText
from reader.newspaper.correction import Correction, CorrectionKind
from reader.newspaper.decision import ColumnChoice
from reader.newspaper.issue import IssuePart, Masthead, Tell, TitleOrigin, Told, Trait, teller
from reader.parsing import origin_of
from reader.search.terms import masthead_text, search_text
from reader.stitching.pairing import DayArticle
from reader.storage import file_table
from reader.storage.catalogue_writer import FreshArticle, FreshFile
from reader.storage.file_table import BesideFile, BesideFiles, KnownFile, beside_path, folder_of
from reader.storage.folder import FoundFile, Scan, Unreachable
from reader.storage.issue_settling import columns_of, has_certain_date, identity_of
from reader.storage.issue_table import as_bytes
from reader.storage.packing import BY_ITSELF, Packer, packed_marks
from reader.storage.profile_table import told_as_stored
from reader.storage.stitch_table import columns_of as stitch_columns
from reader.storage.text_table import PackedArticle, packed


class Beside(Struct):
    """The state of files that were read together with files referring to them, such as the pages of a METS file."""

    files: dict[str, tuple[BesideFile, ...]] = field(default_factory=dict)
    """The files, by the path of the file that refers to them."""
    pages: set[str] = field(default_factory=set)
    """The paths of those that are pages, and therefore no issues themselves."""
    changed: set[str] = field(default_factory=set)
    """The referring files that have to be read again, because one of their files was changed, added or removed."""
    incomplete: set[str] = field(default_factory=set)
    """The referring files with a missing page: the whole issue counts as missing, and its text is preserved."""


def look_beside(scan: Scan, beside: Mapping[str, BesideFiles], new_paths: Mapping[str, str]) -> Beside:
    """Return the present state of the files that others refer to.

    `beside` is their former state, by the path of the referring file; `new_paths` maps the old paths of renamed
    files to the new ones.
    """
    file_by_path = scan.by_path() if beside else {}
    seen = Beside()
    for old_path, former in beside.items():
        path = new_paths.get(old_path, old_path)
        seen.files[path] = former.files
        for beside_file in former.files:
            place = beside_path(path, beside_file.name)
            if former.are_taken and beside_file.is_page:
                seen.pages.add(place)
                if place not in file_by_path:
                    seen.incomplete.add(path)
            file = file_by_path.get(place, FoundFile(place, -1, 0))
            if (file.size, file.mtime_ns) != (beside_file.size, beside_file.mtime_ns):
                seen.changed.add(path)
    return seen


_DAYS = pattern(
    r"(?<!\d)(1[89]\d\d|20\d\d)(?:[-_./年]\s?)?(0[1-9]|1[0-2])(?:[-_./月]\s?)?(0[1-9]|[12]\d|3[01])(?!\d)"
)
_OF_CONTENTS = pattern(r"mets|manifest", re.IGNORECASE)
UNREAD = b""
"""In place of the digest of a file that could not be read but may be readable another time."""


class FileToRead(Struct, frozen=True):
    """A file to read, and its former state in the catalogue.

    `is_moved` is whether it was renamed so that its path implies another date, page or title. `beside` are the files to
    which it refers and with which it was read before. `told` is what the other issues of its newspaper tell about it by
    now, if it is read again only because of that.
    """

    file: FoundFile
    before: KnownFile | None
    is_moved: bool = False
    beside: tuple[BesideFile, ...] = ()
    told: Told | None = None


def to_read_again(file: KnownFile, told: Told | None = None) -> FileToRead:
    """Return an unchanged file to be read again; `told` is as in `FileToRead`."""
    return FileToRead(FoundFile(file.path, file.size, file.mtime_ns), file, told=told)


class SyncPlan(Struct):
    """The work of a sync, for each file."""

    to_read: list[FileToRead] = field(default_factory=list)
    renamed: list[tuple[KnownFile, FoundFile]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    """The paths of files that were read and are gone."""
    failed_and_gone: list[str] = field(default_factory=list)
    """The paths of files that could not be read and are gone."""
    unreached: list[Unreachable] = field(default_factory=list)
    """Files and folders that could not be examined; they have to be recorded as unreadable."""
    unchanged: int = 0
    present: int = 0
    """The number of files that were present before."""


def plan_of(
    scan: Scan,
    file_by_path: Mapping[str, KnownFile],
    digest: Callable[[FoundFile], bytes],
    is_read_otherwise: Callable[[KnownFile], bool],
    report: ReportProgress,
    beside: Mapping[str, BesideFiles] = MappingProxyType({}),
) -> SyncPlan:
    """Return the work that is necessary to update the catalogue from the folder.

    `digest` returns the digest of a file, to recognize renamed ones. `is_read_otherwise` returns whether a file has to
    be read again although it is unchanged: its corrections or its container may have changed. `beside` lists, by
    the path of each file, the files with which it was read. The files of `Scan.same` certainly need not be read, and
    `file_by_path` may lack them (`FileTable.not_as_read`).
    """
    plan = SyncPlan(present=len(scan.same) + sum(file.state == "present" for file in file_by_path.values()))
    gone = _gone(scan, file_by_path)
    # looked at twice: the renamed files are known only after pages are excluded from the new ones
    pages = look_beside(scan, beside, {}).pages
    new = [file for file in scan.files if file.path not in file_by_path and file.path not in pages]
    plan.renamed = list(_renamed(new, gone.values(), digest, report))
    before_of = {file.path: before for before, file in plan.renamed}
    around = look_beside(scan, beside, {before.path: file.path for before, file in plan.renamed})
    plan.unchanged = len(scan.same) - len(around.pages & scan.same.keys())
    for file in scan.files:
        if file.path in around.pages:
            continue
        is_renamed = file.path in before_of
        before = file_by_path.get(file.path) or before_of.get(file.path)
        if before is None:
            plan.to_read.append(FileToRead(file, None, False, around.files.get(file.path, ())))
        else:
            _plan_known(plan, file, before, around, is_read_otherwise, is_renamed=is_renamed)
    for before, _ in plan.renamed:
        del gone[before.path]
    plan.lost += [path for path, file in gone.items() if file.state == "present"]
    plan.failed_and_gone = [path for path, file in gone.items() if file.state == "failed"]
    plan.unreached = [
        unreachable_file
        for unreachable_file in scan.unreachable
        if _is_to_record(unreachable_file, file_by_path.get(unreachable_file.path))
    ]
    plan.to_read = _in_order_of_reading(plan.to_read)
    return plan


def _plan_known(
    plan: SyncPlan,
    file: FoundFile,
    before: KnownFile,
    around: Beside,
    is_read_otherwise: Callable[[KnownFile], bool],
    *,
    is_renamed: bool,
) -> None:
    """Add to the plan what becomes of a file that the catalogue knows."""
    is_moved = is_renamed and origin_of(before.path) != origin_of(file.path)
    if file.path in around.incomplete and _is_as_it_was(before, file, is_renamed):
        if before.state == "present":
            plan.lost.append(before.path)
    elif (
        _may_differ(before, file, is_renamed)
        or is_moved
        or file.path in around.changed
        or is_read_otherwise(before)
    ):
        plan.to_read.append(FileToRead(file, before, is_moved, around.files.get(file.path, ())))
    elif before.state == "present" and not is_renamed:
        plan.unchanged += 1


def _gone(scan: Scan, file_by_path: Mapping[str, KnownFile]) -> dict[str, KnownFile]:
    """Return the known files that are gone from the folder, without those in folders that could not be examined."""
    present = {file.path for file in scan.files}
    unseen = {unreachable_file.path for unreachable_file in scan.unreachable}
    below_unseen = tuple(f"{path}/" for path in unseen)
    return {
        path: file
        for path, file in file_by_path.items()
        if path not in present and path not in unseen and not path.startswith(below_unseen)
    }


def _is_to_record(unreachable: Unreachable, before: KnownFile | None) -> bool:
    """Return whether an unreachable file has to be recorded; one that was read before stays as it is."""
    return before is None or (before.state == "failed" and before.message != unreachable.message)


def _in_order_of_reading(wanted_files: Sequence[FileToRead]) -> list[FileToRead]:
    """Return the files in the order of reading: the newest first, and containers last.

    The files of a TAR, and the issues of a file, are read together and in its order, which is fastest. Containers are
    last because a stored container means that all its files were read, which must also be true after an interrupted
    sync.
    """
    together: dict[str, list[FileToRead]] = defaultdict(list)
    ordered: list[FileToRead] = []
    for to_read in wanted_files:
        outer = read_in_order(to_read.file.path)
        if outer is not None:
            together[outer].append(to_read)
    for to_read in sorted(wanted_files, key=_place_of_file, reverse=True):
        outer = read_in_order(to_read.file.path)
        ordered += [to_read] if outer is None else together.pop(outer, ())
    holding: set[str] = set()
    for to_read in wanted_files:
        for is_outer in (is_container, may_hold_days):
            holding.update(outer for outer, _ in cuts(to_read.file.path, is_outer))

    def is_read_last(to_read: FileToRead) -> bool:
        return is_container(to_read.file.path) or to_read.file.path in holding

    return sorted(ordered, key=is_read_last)


def is_same_day(one: FileToRead, other: FileToRead) -> bool:
    """Return whether the paths of two files contain the same date: they may be parts of one issue."""
    day = digits_of_day(one.file.path)
    return bool(day) and day == digits_of_day(other.file.path)


def _place_of_file(to_read: FileToRead) -> tuple[str, bool, str]:
    """Return the sort key of a file, for descending order; an issue manifest is read before its pages."""
    path = to_read.file.path
    return digits_of_day(path), bool(_OF_CONTENTS.search(_name(path))), path


def digits_of_day(path: str) -> str:
    """Return the last full date in a path as digits, or "".

    It is only a quick guess, for reading the newest issues of all newspapers first.
    """
    days = _DAYS.findall(path)
    if days:
        return "".join(part.zfill(2) for part in days[-1])
    return ""


def _renamed(
    new: Sequence[FoundFile],
    gone: Iterable[KnownFile],
    digest: Callable[[FoundFile], bytes],
    report: ReportProgress,
) -> Iterator[tuple[KnownFile, FoundFile]]:
    """Yield the former entry of each renamed file, which has the same bytes, preferably the same name, and the file."""
    left: dict[bytes, list[KnownFile]] = defaultdict(list)
    sizes = set()
    for gone_file in gone:
        # a file that could not be read has no content to be followed
        if gone_file.message is None:
            left[gone_file.digest].append(gone_file)
            sizes.add(gone_file.size)
    if not left:
        return
    for done, file in enumerate(new):
        report(done, len(new), file.path)
        # the size first, because the digest takes reading the whole file
        if file.size in sizes:
            equals = left.get(digest(file))
        else:
            equals = None
        if equals:
            same_name = (equal for equal in equals if _name(equal.path) == _name(file.path))
            best = next(same_name, equals[0])
            equals.remove(best)
            yield best, file


def _may_differ(before: KnownFile, file: FoundFile, is_renamed: bool) -> bool:
    """Return whether a file has to be read again.

    Unchanged files do not have to be, also those without an issue, but those that could not be read.
    """
    if before.parser_version != parsing.PARSER_VERSION:
        return True
    is_decided = before.state == "present" or (before.state == "failed" and before.digest != UNREAD)
    return not (_is_as_it_was(before, file, is_renamed) and (is_decided or is_renamed))


def _is_as_it_was(before: KnownFile, file: FoundFile, is_renamed: bool) -> bool:
    return is_renamed or (before.size, before.mtime_ns) == (file.size, file.mtime_ns)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


class FetchedFile(Struct, frozen=True):
    """A file whose bytes were read and have to be parsed, with the corrections in effect."""

    to_read: FileToRead
    data: bytes
    digest: bytes
    corrections: tuple[Correction, ...]
    stamp: str
    """The digest of the corrections."""
    told: Told | None = None
    """What the other issues of its newspaper tell about it, if that is known."""
    choices: tuple[ColumnChoice, ...] = ()
    """What the reader has said of labels and columns."""
    may_be_fresh: bool = False
    """Whether the catalogue probably has nothing of its day (`fresh_file`)."""


class FetchedFiles(Struct, frozen=True):
    """Files to be parsed together; `profiles` are what the issues of each newspaper agree on, as far as is known.

    The search texts of fresh files are packed with a dictionary, if there is one.
    """

    files: Sequence[FetchedFile]
    profiles: Mapping[str, Told]
    dictionary: bytes = b""


class ReadFile(Struct, frozen=True):
    """A file that was read.

    It was parsed (`part`, or `fresh` alone), or failed with a `message`, or neither if its content is unchanged.
    """

    to_read: FileToRead
    digest: bytes
    part: IssuePart | None = None
    texts: tuple[str, ...] = ()
    """The search texts of the articles."""
    head: tuple[str, ...] = ()
    """The lines of the masthead, without those of `labelled`."""
    labelled: tuple[tuple[str, str], ...] = ()
    """Lines with a label whose words are also in an article: the line, and its words after the label."""
    message: str | None = None
    is_left_out: bool = False
    """Whether the file has no article; the message is then the kind of the file."""
    is_of_days: bool = False
    """Whether it holds several issues, which are read one by one."""
    days: tuple[str, ...] = ()
    """The paths of these issues."""
    damaged_lines: tuple[int, ...] = ()
    """The numbers of lines with bytes that could not be decoded."""
    beside: tuple[BesideFile, ...] = ()
    """The files that were read together with it."""
    corrections: str = ""
    """The digest of the corrections with which it was parsed."""
    keys_moved: Mapping[str, str] = field(default_factory=dict)
    """The keys of articles changed by corrections, by the keys without corrections."""
    packed: tuple[PackedArticle, ...] = ()
    """The articles as they are stored."""
    certainty: tuple[str, ...] = ()
    """For each article, the marks of the characters of its search text (`certainty_in`); none if nothing is known."""
    fresh: FreshFile | None = None
    """The rows of a file that may be stored together with others."""

    @property
    def characters(self) -> int:
        if self.fresh:
            return self.fresh.characters
        return sum(map(len, self.texts))

    @property
    def day(self) -> tuple[str | None, str]:
        """The newspaper and the date that it tells (YYYY-MM-DD), "" for none."""
        if self.fresh:
            return self.fresh.newspaper, self.fresh.date
        head = self.part.masthead if self.part else Masthead()
        return head.title, head.date.isoformat() if head.date else ""

    @property
    def headline(self) -> str:
        if self.fresh:
            return self.fresh.headline
        articles = self.part.articles if self.part else ()
        return next((article.headline for article in articles if article.headline), "")

    @property
    def masthead_texts(self) -> tuple[tuple[str, ...], str]:
        lines = (*self.head, *(line for line, _ in self.labelled))
        return lines, masthead_text(self.head, self.labelled)


def pages_of(read: ReadFile) -> Iterator[str]:
    """Yield the paths of the files that are pages of this one, and therefore no issues themselves."""
    return (
        beside_path(read.to_read.file.path, beside_file.name)
        for beside_file in read.beside
        if beside_file.is_page
    )


def refuse_without_sign(path: str, part: IssuePart) -> None:
    """Raise NotAnIssue for a file without an ending in which neither a title nor a day tells that it is a paper."""
    masthead = part.masthead
    is_named = masthead.title_origin in (TitleOrigin.PRINTED, TitleOrigin.CN_NUMBER, TitleOrigin.DATELINES)
    if formats.has_no_ending(path) and not (is_named or masthead.date or masthead.month_day):
        raise formats.NotAnIssue(without_sign())


def without_sign() -> str:
    return say("没有后缀、也没有报纸名和日期的文件")


def parsed(file: FetchedFile, beside: Callable[[str], bytes | None], told_by_others: Tell) -> ReadFile:
    """Parse a file; `beside` returns the bytes of a file that it refers to, or None, as for `formats.decode`.

    Whatever the file contains, no exception is raised.
    """
    to_read = file.to_read

    def tell(title: str | None, traits: Sequence[Trait]) -> Told:
        if file.told is None:
            return told_by_others(title, traits)
        return file.told

    try:
        source = formats.decode(
            file.data, to_read.file.path, beside=beside, choices=file.choices, corrections=file.corrections
        )
        return _read_in(file, source, tell)
    except formats.NotAnIssue as error:
        is_of_days = isinstance(error, formats.SeveralDays)
        return ReadFile(to_read, file.digest, message=str(error), is_left_out=True, is_of_days=is_of_days)
    except formats.UnreadableFile as error:
        if formats.has_no_ending(to_read.file.path) and kind_by_sign(file.data) is None:
            return ReadFile(to_read, file.digest, message=without_sign(), is_left_out=True)
        return ReadFile(to_read, file.digest, message=str(error))
    except Exception as error:  # a bug that affects one file must not prevent the others from being read
        return failed_by_bug(to_read, error)


def _read_in(file: FetchedFile, source: SourceText, tell: Tell) -> ReadFile:
    """Return what stands in a decoded file, as it is stored."""
    part = parsing.parse(source, file.corrections, tell)
    refuse_without_sign(file.to_read.file.path, part)
    moved: Mapping[str, str] = {}
    if file.corrections:
        # parsed without corrections, too, so that marks made before these follow their articles
        uncorrected = parsing.parse(_in_own_encoding(source, file), tell=tell)
        moved = parsing.keys_moved(uncorrected, part)
    texts = tuple(search_text(article) for article in part.articles)
    also_in_articles = repeated(parsing.front_matter_values(source), texts)
    lines_in_articles = {line for line, _ in also_in_articles}
    certainty = tuple(certainty_in(source, article) for article in part.articles)
    if not any(certainty):
        certainty = ()
    part_in_file = parsing.in_file(part, source)
    articles_with_texts = zip(part_in_file.articles, texts, strict=True)
    return ReadFile(
        file.to_read,
        file.digest,
        part_in_file,
        texts,
        _head_lines(part, source, lines_in_articles),
        (*parsing.record_headings(source), *also_in_articles),
        damaged_lines=_damaged_lines(source),
        corrections=file.stamp,
        keys_moved=moved,
        packed=tuple(packed(article, text, part_in_file.form) for article, text in articles_with_texts),
        certainty=certainty,
    )


def _head_lines(part: IssuePart, source: SourceText, repeated_lines: Container[str]) -> tuple[str, ...]:
    """Return the lines of the masthead, without those that stand in articles, too."""
    head_lines = []
    for first, last in part.masthead.source_lines:
        for line in source.lines[first - 1 : last]:
            if line not in repeated_lines:
                head_lines.append(line)
    return tuple(head_lines)


def _damaged_lines(source: SourceText) -> tuple[int, ...]:
    """Return the numbers, in the file, of the lines with bytes that could not be decoded."""
    numbers: set[int] = set()
    for number, line in enumerate(source.lines, 1):
        if DAMAGE in line:
            numbers.update(source.numbers_in_file(number))
    return tuple(sorted(numbers))


def repeated(labelled: Sequence[tuple[str, str]], texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return those of the `labelled` lines, given with their words without the label, that an article repeats.

    `texts` are the search texts of the file's articles.
    """
    lines: list[tuple[str, str]] = []
    for line, words in labelled:
        form = search_form(words)
        if any(form in text for text in texts):
            lines.append((line, words))
    return tuple(lines)


def failed_by_bug(to_read: FileToRead, error: Exception) -> ReadFile:
    bug = f"{type(error).__name__}: {error}"
    return ReadFile(to_read, UNREAD, message=say("程序读它时出错，请把文件发给维护者：{bug}", bug=bug))


def parsed_alone(fetched: FetchedFiles) -> list[ReadFile | None]:
    """Parse files that refer to no other file; the result is None for those that do."""
    tell = teller(fetched.profiles)
    return [_parsed_alone(file, tell, fetched.dictionary) for file in fetched.files]


def _in_own_encoding(source: SourceText, file: FetchedFile) -> SourceText:
    """Return the text of a file as it is read where nobody has told its encoding; `source` if nobody has."""
    if not any(correction.claim.kind is CorrectionKind.ENCODING for correction in file.corrections):
        return source
    with suppress(formats.UnreadableFile):
        return formats.decode(file.data, file.to_read.file.path, choices=file.choices)
    return source


def _parsed_alone(file: FetchedFile, tell: Tell, dictionary: bytes) -> ReadFile | None:
    needed: list[str] = []
    # `append` returns None, which stands for a missing file
    read = parsed(file, needed.append, tell)
    if needed or read.part is None or not (file.may_be_fresh and has_certain_date(read.part.masthead)):
        if needed:
            return None
        return read
    fresh = _fresh_file(read, read.part, _packer(dictionary))
    if fresh:
        return ReadFile(
            read.to_read,
            read.digest,
            damaged_lines=read.damaged_lines,
            corrections=read.corrections,
            fresh=fresh,
        )
    return read


@lru_cache(1)
def _packer(dictionary: bytes) -> Packer | None:
    if dictionary:
        return Packer(zstandard.ZstdCompressionDict(dictionary))
    return None


class _FreshArticles(Struct):
    """The rows of the articles of a file, of which equal ones share one.

    Attributes:
        rows: The rows.
        firsts: The position in the file of the first article of each row.
        appearances: The position of each article, the place of its row among `rows`, and its lines as JSON.
    """

    rows: list[FreshArticle] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    appearances: list[tuple[int, int, str]] = field(default_factory=list)


def _fresh_articles(read: ReadFile, articles: Sequence[Article], packer: Packer | None) -> _FreshArticles:
    fresh = _FreshArticles()
    row_of: dict[object, int] = {}
    for position, (article, text, stored) in enumerate(zip(articles, read.texts, read.packed, strict=True)):
        marks = b""
        if read.certainty and read.certainty[position]:
            marks = packed_marks(read.certainty[position])
        search = ("", packer.text(text)) if packer else (text, b"")
        key_and_digest = (stored.columns.key, stored.columns.digest)
        row = row_of.setdefault(key_and_digest, len(fresh.rows))
        if row == len(fresh.rows):
            fresh.firsts.append(position)
            fresh.rows.append(FreshArticle(*stored, *search, marks))
        else:
            fresh.rows[row] = FreshArticle(*stored, *search, marks or fresh.rows[row].marks)
        fresh.appearances.append((position, row, json.dumps(article.source_lines)))
    return fresh


def _fresh_file(read: ReadFile, part: IssuePart, packer: Packer | None) -> FreshFile | None:
    """Return the rows of a file with an issue of its own; None if its newspaper is not printed."""
    file = read.to_read.file
    masthead = part.masthead
    newspaper, date = read.day
    if not newspaper:
        return None
    articles = _fresh_articles(read, part.articles, packer)
    parts = [
        DayArticle(place, part.articles[at], part.articles[at].page, file.path, at)
        for place, at in enumerate(articles.firsts)
    ]
    lines, search_of_masthead = read.masthead_texts
    month_day = masthead.month_day
    dictionary = packer.dictionary if packer else BY_ITSELF
    stitches = tuple(stitch_columns(*with_seam) for with_seam in with_seams(parts, {}))
    return FreshFile(
        file.path,
        newspaper,
        date,
        read.headline,
        read.characters,
        dictionary,
        (
            identity_of(masthead, read.digest, newspaper, date, month_day),
            *(newspaper, date, month_day),
            *columns_of(file.path, [masthead], newspaper, masthead.date),
            len(articles.rows),
            STAMP,
        ),
        (
            *(file.path, folder_of(file.path), file.size, file.mtime_ns, read.digest, parsing.PARSER_VERSION),
            *file_table.columns_of(part, read.corrections),
        ),
        (as_bytes("\n".join(lines)), as_bytes(search_of_masthead)) if lines else None,
        told_as_stored(part.told),
        part.traits,
        tuple(articles.rows),
        tuple(articles.appearances),
        stitches,
    )
