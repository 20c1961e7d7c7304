"""Parsing one file that was read: bytes → text → issue part and search texts, as a pure function for any process."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from reader import formats, parsing
from reader.i18n import say
from reader.language.forms import search_form
from reader.library.character_places import certainty_in
from reader.library.sync_plan import UNREAD, DueFile
from reader.newspaper.article import DAMAGE, SourceText
from reader.newspaper.correction import Correction
from reader.newspaper.issue import IssuePart, Masthead
from reader.newspaper.profile import Profile, Told, Trait
from reader.search.terms import search_text
from reader.storage.file_table import BesideFile, beside_path
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


class FetchedFiles(Struct, frozen=True):
    """Files to be parsed together; `profiles` are what the issues of each newspaper agree on, as far as is known."""

    files: Sequence[FetchedFile]
    profiles: Mapping[str, Told]


class ReadFile(Struct, frozen=True):
    """A file that was read.

    It was parsed (`part`), or failed with a `message`, or neither if its content is unchanged.
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


def pages_of(read: ReadFile) -> Iterator[str]:
    """Yield the paths of the files that are pages of this one, and therefore no issues themselves."""
    return (beside_path(read.due.file.path, each.name) for each in read.beside if each.is_page)


def parsed(
    file: FetchedFile, beside: Callable[[str], bytes | None], profiles: Mapping[str, Told]
) -> ReadFile:
    """Parse a file; `beside` returns the bytes of a file that it refers to, or None, as for `formats.decode`.

    `profiles` are as in `FetchedFiles`. Whatever the file contains, no exception is raised.
    """
    due, digest = file.due, file.digest

    def tell(title: str | None, traits: Sequence[Trait]) -> Told:
        if file.told is not None:
            return file.told
        kinds = profiles.get(title or "")
        return Profile(kinds).told(traits) if kinds else {}

    try:
        source = formats.decode(file.data, due.file.path, beside=beside)
        part = parsing.parse(source, file.corrections, tell)
        # parsed without corrections, too, so that marks made before these follow their articles
        uncorrected = parsing.parse(source, tell=tell) if file.corrections else part
        moved = parsing.keys_moved(uncorrected, part) if file.corrections else {}
        texts = tuple(search_text(article) for article in part.articles)
        stored = tuple(packed(*each, part.form) for each in zip(part.articles, texts, strict=True))
        also_in_articles = repeated(parsing.front_matter_values(source), texts)
        among = {line for line, _ in also_in_articles}
        head = tuple(line for line in _printed(source, part.masthead) if line not in among)
        labelled = (*parsing.record_headings(source), *also_in_articles)
        certainty = tuple(certainty_in(source, article) for article in part.articles)
    except formats.NotAnIssue as error:
        return ReadFile(due, digest, message=str(error), is_left_out=True)
    except formats.UnreadableFile as error:
        return ReadFile(due, digest, message=str(error))
    except Exception as error:  # a bug that affects one file must not prevent the others from being read
        return failed_by_bug(due, error)
    damaged = tuple(number for number, line in enumerate(source.lines, 1) if DAMAGE in line)
    return ReadFile(
        due,
        digest,
        part,
        texts,
        head,
        labelled,
        damaged_lines=damaged,
        corrections=file.stamp,
        keys_moved=moved,
        packed=stored,
        certainty=certainty if any(certainty) else (),
    )


def _printed(source: SourceText, masthead: Masthead) -> tuple[str, ...]:
    """Return the masthead's lines as they are in the source file."""
    return tuple(
        source.lines[number - 1] for first, last in masthead.source_lines for number in range(first, last + 1)
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
    return [_parsed_alone(file, fetched.profiles) for file in fetched.files]


def _parsed_alone(file: FetchedFile, profiles: Mapping[str, Told]) -> ReadFile | None:
    asked: list[str] = []
    # `append` returns None, which stands for a missing file
    read = parsed(file, asked.append, profiles)
    return None if asked else read
