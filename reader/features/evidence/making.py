"""Makes evidence of searches, or of a list of articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain

from msgspec import Struct

from reader import __version__, do_nothing, never
from reader.export.citation import cite
from reader.export.forms import Style, Wording
from reader.features.evidence.evidence_file import (
    MOST_ARTICLES,
    EvidenceArticle,
    EvidenceQuery,
    Head,
    digest_of_lines,
    pieces,
    sealed,
)
from reader.i18n import count, say
from reader.library import sources
from reader.library.article_set import ArticleSet, Shapes
from reader.library.library import Library
from reader.library.read_share import ReadSoFar, unread_in_words
from reader.newspaper.article import Article, Where
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.printing import Printing
from reader.search import STAMP
from reader.search.answering.snippets import marks
from reader.search.documents import Order, SearchCancelled, missing_dates_warning
from reader.search.query import Query, needles, understood_as
from reader.storage.catalogue_version import VERSION
from reader.storage.disk_errors import LibraryError
from reader.storage.file_table import KnownFile

_AT_ONCE = 200
_MOST_MARKS = 1000


class EvidenceSource(Struct, frozen=True):
    """What evidence is asked of: queries, or the `printings` of a list of articles with the words of its `origin`.

    Without `has_texts`, it has the digests of the texts only, so that it can be published where texts may not.
    """

    queries: tuple[str, ...] = ()
    as_printed: bool = False
    printings: tuple[Printing, ...] = ()
    origin: str = ""
    has_texts: bool = True


class Answer(Struct, frozen=True):
    """The ids of the articles, each once, in order; the searches as asked, and what each of them found.

    If one of the searches names a dossier, which nobody else has, the articles are a list, and `origin` says of what.
    """

    ids: tuple[int, ...]
    sets: tuple[ArticleSet, ...] = ()
    answers: tuple[EvidenceQuery, ...] = ()
    not_counted: tuple[str, ...] = ()
    origin: str = ""


def answer(library: Library, source: EvidenceSource, cancelled: Callable[[], bool] = never) -> Answer:
    """Ask the library. Raises like `Searcher.search`, SearchCancelled, LibraryError for too many articles."""
    if not source.queries:
        listed = library.sets.of_list(source.origin, source.printings)
        return Answer(_bounded(library.sets.ids(listed)), not_counted=_not_in_library(listed))
    if source.as_printed:
        shapes = Shapes.AS_PRINTED
    else:
        shapes = Shapes.OF_WORDS
    sets = list[ArticleSet]()
    answers = list[EvidenceQuery]()
    everything = dict[int, None]()
    warnings = dict[str, None]()
    for typed in source.queries:
        articles = library.sets.of_text(typed, shapes, cancelled)
        results = library.searcher.search(
            articles,
            Order.OLDEST,
            limit=MOST_ARTICLES + 1,
            exact=True,
            with_suggestions=False,
            cancelled=cancelled,
        )
        sets.append(articles)
        everything |= dict.fromkeys(results.ids)
        read = library.look_at_read()
        is_exact = results.total_is_exact and read.is_whole
        answers.append(
            EvidenceQuery(
                typed, understood_as(articles.query)[:2000], results.total, is_exact, source.as_printed
            )
        )
        left_out = library.sets.left_out(articles, cancelled)
        sentences = [
            missing_dates_warning(results.missing_dates),
            *left_out.said_of_unknown(),
            *_not_in_library(articles),
        ]
        warnings |= dict.fromkeys(filter(None, sentences))
    ids = _bounded(tuple(everything))
    not_counted = tuple(warnings)
    if any(articles.names_dossiers for articles in sets):
        origin = say("；").join(articles.in_words() for articles in sets)
        return Answer(ids, not_counted=not_counted, origin=origin)
    return Answer(ids, tuple(sets), tuple(answers), not_counted)


def _not_in_library(listed: ArticleSet) -> tuple[str, ...]:
    if not listed.removed:
        return ()
    return (say("单子里有 {n} 篇现在不在库里，没有写进来。", n=listed.removed),)


def _bounded(ids: tuple[int, ...]) -> tuple[int, ...]:
    if len(ids) > MOST_ARTICLES:
        raise LibraryError(
            say("多于 {n} 篇，一份证据写不下。请加上日期或报纸名，分几份做。", n=MOST_ARTICLES)
        )
    return ids


def rules_now() -> dict[str, str]:
    """Return the versions of the rules on which texts and hits depend."""
    from reader.parsing import PARSER_VERSION  # not for the window's thread

    return {
        "reader": __version__,
        "parser": str(PARSER_VERSION),
        "index": STAMP,
        "sources": sources.VERSION,
        "catalogue": str(VERSION),
    }


def _not_counted(library: Library, read: ReadSoFar, failed_files: int) -> Iterator[str]:
    """Yield what of a library is in no answer, in words."""
    yield unread_in_words(read)
    if failed_files:
        yield say("{n} 个文件读不成，里面的文章没有算。", n=failed_files)
    wordless = library.contents.wordless()
    if wordless:
        yield count(len(wordless), "{n} 个 PDF 还没有识别成文字，里面的文章没有算。")
    names = library.person_names.analysed()
    if names < 1:
        yield say("人名还没有认完：只认了 {n} %。", n=int(names * 100))


def made(
    library: Library,
    source: EvidenceSource,
    giver: str,
    library_answer: Answer,
    progress: Callable[[int, int], object] = do_nothing,
    cancelled: Callable[[], bool] = never,
) -> Iterator[bytes]:
    """Yield the file of evidence of an answer.

    Raises SearchCancelled, and LibraryError if an article went meanwhile, as a sync may change the library.
    """
    counts = library.contents.counts()
    read = library.look_at_read()
    not_counted = [*library_answer.not_counted, *_not_counted(library, read, counts.failed_files)]
    numbers_read = {name: value for name, value in read.to_json().items() if isinstance(value, int | float)}
    head = Head(
        made=dt.datetime.now(dt.UTC).replace(microsecond=0),
        giver=giver.strip()[:200],
        articles=len(library_answer.ids),
        rules=rules_now(),
        library={
            "uuid": library.uuid(),
            "name": library.name[:200],
            "issues": counts.issues,
            "articles": counts.articles,
        },
        read=numbers_read,
        origin=(source.origin or library_answer.origin)[:2000],
        has_texts=source.has_texts,
        query=library_answer.answers,
        not_counted=tuple(sentence[:2000] for sentence in not_counted if sentence),
    )

    def articles() -> Iterator[EvidenceArticle]:
        files = files_of(library)
        queries = [article_set.query for article_set in library_answer.sets]
        for at in range(0, len(library_answer.ids), _AT_ONCE):
            if cancelled():
                raise SearchCancelled
            progress(at, len(library_answer.ids))
            some = library.articles.several(library_answer.ids[at : at + _AT_ONCE])
            if len(some) < len(library_answer.ids[at : at + _AT_ONCE]):
                raise LibraryError(say("资料库正在更新，有文章刚刚不在了。等它更新完再做一次。"))
            yield from (as_evidence(stored, files, queries) for stored in some)

    if source.has_texts:
        return pieces(head, articles())
    return pieces(head, map(sealed, articles()))


def files_of(library: Library) -> Mapping[str, KnownFile]:
    """Return the files of the library by path; none if its catalogue is on a server."""
    with suppress(LibraryError):
        return library.local.catalogue.files.known_files()
    return {}


def _lines(article: Article) -> Iterator[tuple[tuple[Where, int], str]]:
    """Yield the texts of an article as read, in reading order, each with what it is and after the name of that."""
    for where, index, text in article.texts():
        if text:
            name = article.blocks[index].kind if where is Where.BLOCK else where
            yield (where, index), f"{name} {text}"


def text_of(article: Article) -> tuple[str, ...]:
    return tuple(text for _, text in _lines(article))


def without_name(line: str) -> str:
    """Return a line of a text without the name of what it is."""
    return line.partition(" ")[2]


def as_evidence(
    stored: StoredArticle, files: Mapping[str, KnownFile], queries: Sequence[Query] = ()
) -> EvidenceArticle:
    printing = stored.printing
    first_source = next(iter(stored.own_sources), None)
    own_files = [files[source.path] for source in stored.own_sources if source.path in files]
    lines = dict(_lines(stored.article))
    text = tuple(lines.values())
    file = first_source.file if first_source else ""
    path = first_source.path if first_source else ""
    corrections = own_files[0].corrections if own_files else ""
    corrected = tuple(
        f"{reading.where} {reading.index} {reading.at} {reading.read_as} {reading.fault}"
        for reading in stored.article.readings
    )
    return EvidenceArticle(
        title=stored.article.title(),
        citation=cite(stored, Style.GB2015, wording=Wording.RECOGNISED),
        key=printing.key,
        newspaper=printing.newspaper,
        date=printing.date,
        month_day=stored.issue.month_day,
        edition=stored.issue.edition,
        page=printing.page,
        file=file,
        path=path,
        digest=digest_of_lines(text),
        corrections=corrections,
        corrected=corrected,
        marks=tuple(_marks(stored, queries, lines))[:_MOST_MARKS],
        text=text,
    )


def _marks(
    stored: StoredArticle, queries: Sequence[Query], lines: Mapping[tuple[Where, int], str]
) -> Iterator[tuple[int, int, int]]:
    query_needles = tuple(dict.fromkeys(chain.from_iterable(needles(query, stored.id) for query in queries)))
    wheres = list(lines)
    for mark in marks(stored.article.recognised(), query_needles) if query_needles else ():
        place = mark.field.where, mark.field.index
        shift = lines[place].index(" ") + 1
        yield from ((wheres.index(place), shift + begin, shift + end) for begin, end in mark.spans)
