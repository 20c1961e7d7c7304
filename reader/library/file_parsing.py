"""Parsing one file that was read: bytes → text → issue part and search texts, as a pure function for any process."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

import zstandard
from msgspec import Struct, field

from reader import formats, parsing
from reader.i18n import say
from reader.language.forms import search_form
from reader.library.character_places import certainty_in
from reader.library.stories import STAMP, with_seams
from reader.library.sync_plan import UNREAD, DueFile
from reader.newspaper.article import DAMAGE
from reader.newspaper.correction import Correction
from reader.newspaper.decision import ColumnChoice
from reader.newspaper.issue import IssuePart, Masthead
from reader.newspaper.profile import Tell, Told, Trait, teller
from reader.search.terms import masthead_text, search_text
from reader.stitching.parts import DayArticle
from reader.storage import file_table
from reader.storage.file_table import BesideFile, beside_path, folder_of
from reader.storage.fresh_files import FreshArticle, FreshFile
from reader.storage.issue_table import as_bytes, columns_of, has_certain_date, identity_of
from reader.storage.packing import BY_ITSELF, Packer, packed_marks
from reader.storage.profile_table import told_as_stored
from reader.storage.stitch_table import columns_of as stitch_columns
from reader.storage.text_table import PackedArticle, packed


class FetchedFile(Struct, frozen=True):
    """A file whose bytes were read and have to be parsed, with the corrections in effect."""

    due: DueFile
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

    due: DueFile
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
        return self.fresh.characters if self.fresh else sum(map(len, self.texts))

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
    return (beside_path(read.due.file.path, each.name) for each in read.beside if each.is_page)


def parsed(file: FetchedFile, beside: Callable[[str], bytes | None], told_by_others: Tell) -> ReadFile:
    """Parse a file; `beside` returns the bytes of a file that it refers to, or None, as for `formats.decode`.

    Whatever the file contains, no exception is raised.
    """
    due, digest = file.due, file.digest

    def tell(title: str | None, traits: Sequence[Trait]) -> Told:
        return told_by_others(title, traits) if file.told is None else file.told

    try:
        source = formats.decode(
            file.data, due.file.path, beside=beside, choices=file.choices, corrections=file.corrections
        )
        part = parsing.parse(source, file.corrections, tell)
        # parsed without corrections, too, so that marks made before these follow their articles
        uncorrected = parsing.parse(source, tell=tell) if file.corrections else part
        moved = parsing.keys_moved(uncorrected, part) if file.corrections else {}
        texts = tuple(search_text(article) for article in part.articles)
        also_in_articles = repeated(parsing.front_matter_values(source), texts)
        among = {line for line, _ in also_in_articles}
        head = tuple(
            line
            for first, last in part.masthead.source_lines
            for line in source.lines[first - 1 : last]
            if line not in among
        )
        labelled = (*parsing.record_headings(source), *also_in_articles)
        certainty = tuple(certainty_in(source, article) for article in part.articles)
        part = parsing.in_file(part, source)
        stored = tuple(packed(*each, part.form) for each in zip(part.articles, texts, strict=True))
    except formats.NotAnIssue as error:
        is_of_days = isinstance(error, formats.SeveralDays)
        return ReadFile(due, digest, message=str(error), is_left_out=True, is_of_days=is_of_days)
    except formats.UnreadableFile as error:
        return ReadFile(due, digest, message=str(error))
    except Exception as error:  # a bug that affects one file must not prevent the others from being read
        return failed_by_bug(due, error)
    damaged = (
        source.numbers_in_file(number) for number, line in enumerate(source.lines, 1) if DAMAGE in line
    )
    return ReadFile(
        due,
        digest,
        part,
        texts,
        head,
        labelled,
        damaged_lines=tuple(sorted({number for numbers in damaged for number in numbers})),
        corrections=file.stamp,
        keys_moved=moved,
        packed=stored,
        certainty=certainty if any(certainty) else (),
    )


def repeated(labelled: Sequence[tuple[str, str]], texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return those of the `labelled` lines, given with their words without the label, that an article repeats.

    `texts` are the search texts of the file's articles.
    """
    return tuple(
        (line, words) for line, words in labelled if any(search_form(words) in text for text in texts)
    )


def failed_by_bug(due: DueFile, error: Exception) -> ReadFile:
    bug = f"{type(error).__name__}: {error}"
    return ReadFile(due, UNREAD, message=say("程序读它时出错，请把文件发给维护者：{bug}", bug=bug))


def parsed_alone(fetched: FetchedFiles) -> list[ReadFile | None]:
    """Parse files that refer to no other file; the result is None for those that do."""
    tell = teller(fetched.profiles)
    return [_parsed_alone(file, tell, fetched.dictionary) for file in fetched.files]


def _parsed_alone(file: FetchedFile, tell: Tell, dictionary: bytes) -> ReadFile | None:
    asked: list[str] = []
    # `append` returns None, which stands for a missing file
    read = parsed(file, asked.append, tell)
    if asked or read.part is None or not (file.may_be_fresh and has_certain_date(read.part.masthead)):
        return None if asked else read
    fresh = _fresh_file(read, read.part, _packer(dictionary))
    return (
        ReadFile(
            read.due, read.digest, damaged_lines=read.damaged_lines, corrections=read.corrections, fresh=fresh
        )
        if fresh
        else read
    )


@lru_cache(1)
def _packer(dictionary: bytes) -> Packer | None:
    return Packer(zstandard.ZstdCompressionDict(dictionary)) if dictionary else None


def _fresh_file(read: ReadFile, part: IssuePart, packer: Packer | None) -> FreshFile | None:
    """Return the rows of a file with an issue of its own; None if its newspaper is not printed."""
    file, masthead = read.due.file, part.masthead
    newspaper, date = read.day
    if not newspaper:
        return None
    articles: dict[object, FreshArticle] = {}
    firsts: list[int] = []
    appearances = []
    for position, (article, text, stored) in enumerate(
        zip(part.articles, read.texts, read.packed, strict=True)
    ):
        # equal articles share a row
        of = (stored.columns.key, stored.columns.digest)
        if of not in articles:
            firsts.append(position)
        marks = packed_marks(read.certainty[position]) if read.certainty and read.certainty[position] else b""
        search = ("", packer.text(text)) if packer else (text, b"")
        articles[of] = FreshArticle(
            *stored, *search, marks or (articles[of].marks if of in articles else b"")
        )
        appearances.append((position, list(articles).index(of), json.dumps(article.source_lines)))
    parts = [
        DayArticle(place, part.articles[at], part.articles[at].page, file.path, at)
        for place, at in enumerate(firsts)
    ]
    lines, search_of_masthead = read.masthead_texts
    month_day = masthead.month_day
    return FreshFile(
        file.path,
        newspaper,
        date,
        read.headline,
        read.characters,
        packer.dictionary if packer else BY_ITSELF,
        (
            identity_of(masthead, read.digest, newspaper, date, month_day),
            *(newspaper, date, month_day),
            *columns_of(file.path, [masthead], newspaper, is_dated=True),
            len(articles),
            STAMP,
        ),
        (
            *(file.path, folder_of(file.path), file.size, file.mtime_ns, read.digest, parsing.PARSER_VERSION),
            *file_table.columns_of(part, read.corrections),
        ),
        (as_bytes("\n".join(lines)), as_bytes(search_of_masthead)) if lines else None,
        told_as_stored(part.told),
        part.traits,
        tuple(articles.values()),
        tuple(appearances),
        tuple(stitch_columns(*each) for each in with_seams(parts, {})),
    )
