"""`reader search`: one query, or a file of them."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

from msgspec import Struct, field, to_builtins
from msgspec.structs import replace

from reader.cli.hits import (
    article_lines,
    by_value_to_json,
    day_of,
    head_to_json,
    joined,
    marked_snippet,
    named,
    note_count_in_words,
    note_hit_lines,
    note_hit_to_json,
    records_of,
    seam_lines,
    seam_to_json,
)
from reader.cli.libraries import ready, with_repair
from reader.cli.named_articles import PrintingNames, printing_names
from reader.cli.options import (
    Arguments,
    AsJson,
    AsPrinted,
    CorrectedOrRecognised,
    Headings,
    LibraryPlace,
    Option,
    QueryWords,
    Quiet,
    Shapes,
    TableHeadings,
    WrongArguments,
    ending_of,
)
from reader.cli.queries import (
    asked,
    has_shapes,
    missing_dates_to_json,
    said_of,
    warn_of,
    warn_of_damage,
)
from reader.cli.search_help import explained_object, explained_search
from reader.cli.terminal import bold, faint, print_json, print_warning
from reader.cli.written_files import check_target, citation_style, endings_in_words, lines_of, write_or_print
from reader.counts import most_frequent
from reader.export.forms import RecordFormat, Wording
from reader.export.records import Record, hit_fields, written
from reader.i18n import count, later, say
from reader.library.answers import Estimate, NoEstimate, estimate_shown
from reader.library.article_set import ArticleSet
from reader.library.article_set import Shapes as ArticleShapes
from reader.library.library import Library
from reader.library.read_share import WHOLE, ReadSoFar, all_so_far, analysis_to_json, none_so_far, so_far
from reader.library.search_hits import NoteHit, SeamHit, SearchHit, notes_found
from reader.library.searcher import ByShape, Results, RungResults
from reader.search.answering import beside_articles
from reader.search.answering.ladder import Rung, rung_words
from reader.search.documents import Order
from reader.search.query import Unknown, in_a_sentence, strings, understood_as
from reader.search.query.date_reader import other_notations
from reader.storage.issue_table import KnownMasthead

_WithHits = tuple[RungResults, Sequence[SearchHit]]
"""The matches of one rung (such as: with a misread character), with the hits that are printed."""


def _export_results(library: Library, query: str, options: "Search", form: RecordFormat) -> None:
    """Write the matching articles to the output file, or print them; with `--rungs` rung after rung.

    `--limit` applies to each rung; without it all are written.
    """
    searcher = library.searcher
    order = options.sort
    if options.limit is None:
        limit = library.contents.counts().articles
    else:
        limit = options.limit

    def found() -> tuple[ArticleSet, list[tuple[Rung | None, Results]]]:
        articles = asked(library, query, options)
        exact = searcher.search(articles, order, limit=limit, offset=options.offset, exact=True)
        if not options.rungs:
            return articles, [(None, exact)]
        below = searcher.ladder(articles.typed, order, limit=limit, with_shapes=has_shapes(options))
        of_rungs = [(rung_results.rung, rung_results.results) for rung_results in _warned_of(below)]
        return articles, [(Rung.EXACT, exact), *of_rungs]

    articles, parts = with_repair(library, found)
    exact = parts[0][1]
    warn_of(library, articles, exact.total, exact.suggestions)
    warn_of_damage(exact.missing_dates)
    # they are no articles, so the file has no row for them; a message says so
    others = len(searcher.seam_hits(exact.query)) + len(searcher.mastheads_found(exact.query))
    if others:
        print_warning(say("另有 {count} 处跨版、跨篇或报头里的，不是单篇文章，没有写进去", count=others))
    records = chain.from_iterable(
        searcher.records(
            results.ids, results.query, rung, is_recognised=options.wording is Wording.RECOGNISED
        )
        for rung, results in parts
    )
    title = articles.in_words() or query
    text = written(named(library, records), form, citation_style(), title, options.wording)
    write_or_print(text, options.output)


def _warned_of(rungs: Iterable[RungResults]) -> Iterator[RungResults]:
    """Yield the rungs, and say of each that is not all that there will be how much it is."""
    for rung in rungs:
        words = all_so_far(WHOLE.of_analysis(rung.analysed))
        if words:
            print_warning(say("{rung}：{words}", rung=rung_words(rung.rung), words=words))
        yield rung


DEFAULT_LIMIT = 50
UNDATED = "undated"
UNKNOWN = "unknown"
ORDINARY = "ordinary"
SEAM = "seam"


def _record_format(name: str) -> RecordFormat:
    """Return the format with this name or file suffix. Raises WrongArguments if there is none."""
    form = RecordFormat.named(name)
    if form is None:
        raise WrongArguments(
            say("不支持“{name}”格式，可选：{known}", name=name, known=" ".join(RecordFormat))
        )
    return form


def _output_help() -> str:
    return say(
        "把全部结果存成文件，一篇一条；格式看扩展名：\n{endings}", endings=endings_in_words(RecordFormat)
    )


class Search(Arguments, frozen=True):
    MORE = explained_search
    EXAMPLES = (
        ("reader search 雁桥 渡口 --sort newest", later("同时有“雁桥”和“渡口”的文章，新的在前")),
        (
            later("reader search --batch 词表.txt --jsonl --all"),
            later("词表里每行搜一次，每行打印一个含全部结果的对象"),
        ),
    )
    JSON = explained_object
    ANSWERS = ("reader.cli.schemas:SearchAnswer",)
    query: QueryWords = ()
    library: LibraryPlace = None
    as_json: AsJson = False
    batch: Annotated[
        str | None,
        Option("从文件里逐行读要找什么（- 是标准输入），一行一个对象", metavar="FILE"),
    ] = None
    as_jsonl: Annotated[
        bool,
        Option(
            "每个结果一行，各是一个对象，show、cite 等的 - 读得懂；用 --batch 时每行要找的一行", "--jsonl"
        ),
    ] = False
    is_quiet: Quiet = False
    show_all: Annotated[bool, Option("列出全部结果", "--all")] = False
    limit: Annotated[int | None, Option("最多列出几个，默认 50", metavar="N")] = None
    offset: Annotated[int, Option("跳过前几个", metavar="N")] = 0
    sort: Annotated[
        Order,
        Option(
            "次序：relevance 最相关（默认）、newest 最新、oldest 最早；\n"
            "surest、least-sure 按识别程序对文字的把握，从高到低、从低到高"
        ),
    ] = Order.RELEVANCE
    count: Annotated[bool, Option("只要文章的篇数；报头里也有时另说一句")] = False
    as_printed: AsPrinted = False
    shapes: Shapes = False
    rungs: Annotated[
        bool,
        Option("另外一级一级列出：别的字形、跨行跨段拆开的、可能认错一个字的、人的另一种称呼；各有各的篇数"),
    ] = False
    with_notes: Annotated[
        bool,
        Option("另外列出批注、标签、标出的话里有这些字的收藏；另计，不算在篇数里", "--notes"),
    ] = False
    output: Annotated[
        Path | None,
        Option(
            _output_help,
            "-o --output",
            "FILE",
        ),
    ] = None
    headings: TableHeadings = Headings.NAMES
    export: Annotated[
        RecordFormat | None,
        Option(
            lambda: say(
                "全部结果用这种格式打印，或存到 -o 的文件里：{forms}；\n只要前几个请加 --limit",
                forms=" ".join(RecordFormat),
            ),
            metavar="FORMAT",
            parse=_record_format,
        ),
    ] = None
    wording: CorrectedOrRecognised = Wording.CORRECTED

    def __post_init__(self) -> None:
        if bool(self.query) == bool(self.batch):
            raise WrongArguments(say("search 要么给出 QUERY，要么用 --batch FILE"))
        if self.rungs and (self.count or self.batch or self.offset):
            raise WrongArguments(say("--rungs 不能与 --count、--batch、--offset 同用"))
        if self.form is None:
            if self.wording is not Wording.CORRECTED:
                raise WrongArguments(say("--corrected、--as-recognised 要与 --export 或 -o 同用"))
        elif self.count or self.batch or self.as_json or self.as_jsonl or self.with_notes:
            raise WrongArguments(say("--export、-o 不能与 --count、--batch、--json、--jsonl、--notes 同用"))
        if self.as_jsonl and not self.batch and (self.as_json or self.count or self.with_notes):
            raise WrongArguments(say("--jsonl 不能与 --json、--count、--notes 同用"))
        if self.is_quiet and (self.batch or self.form is not None):
            raise WrongArguments(say("--quiet 不能与 --batch、--export、-o 同用"))
        if self.show_all and (self.limit is not None or self.offset):
            raise WrongArguments(say("--all 不能与 --limit、--offset 同用"))

    @property
    def form(self) -> RecordFormat | None:
        """The format of an export: the one given, else that of the file's suffix; None if nothing is exported."""
        if self.export is None and self.output is not None:
            return _record_format(ending_of(self.output, ".csv"))
        return self.export

    def run(self) -> int:
        if self.output is not None:
            check_target(self.output)
        query = " ".join(self.query)
        with ready(self.library) as library:
            if self.batch is not None:
                _answer_each(library, lines_of(self.batch), self)
            elif self.form is not None:
                _export_results(library, query, self, self.form)
            else:
                return self._answer_one(library, query)
        return 0

    def _answer_one(self, library: Library, query: str) -> int:
        answer = _answer(library, query, self)
        notes = _notes(library, answer.articles, self)
        if self.rungs:
            rungs = list(_rungs(library, answer.articles, self))
        else:
            rungs = []
        warn_of_damage(answer.results.missing_dates)
        for sentence in answer.said:
            print_warning(sentence)
        if self.as_json or self.as_jsonl:
            names = _names(library, answer, notes)
            answer_json = _to_json(library, query, answer, names, self)
            if self.rungs or self.shapes:
                answer_json["rungs"] = [_rung_to_json(library, rung_results) for rung_results, _ in rungs]
            full_answer = _with_notes(answer_json, notes, names)
            for line in [full_answer] if self.as_json else _lines_of_json(answer_json):
                print_json(line)
        elif self.count:
            _print_count(answer, notes)
        else:
            lines = [
                *_hit_lines(answer, self.offset),
                *_rung_lines(rungs, names_newspapers=answer.names_newspapers),
                *([] if notes is None else note_hit_lines(notes)),
            ]
            print("\n".join(lines))
        below = sum(rung_results.results.total for rung_results, _ in rungs)
        return self.status(has_found=bool(answer.total or answer.seams or below or notes))


def _answer_each(library: Library, queries: Iterable[str], options: "Search") -> None:
    """Print one line for each query, flushed at once, so that a program can answer to it with the next query."""
    for query in queries:
        answer = _answer(library, query, options)
        notes = _notes(library, answer.articles, options)
        names = _names(library, answer, notes)
        for sentence in answer.said:
            print_warning(f"{query}: {sentence}")
        print_json(_with_notes(_to_json(library, query, answer, names, options), notes, names))
        sys.stdout.flush()


def _notes(library: Library, articles: ArticleSet, options: "Search") -> list[NoteHit] | None:
    """Return the bookmarks whose quotation, note or tags match the query; None without `--notes`."""
    if not options.with_notes:
        return None
    bookmarks = library.notebook.bookmarks()
    return notes_found(bookmarks, articles.typed, all_shapes=has_shapes(options))


def _rung_to_json(library: Library, rung_results: RungResults) -> dict[str, object]:
    records = records_of(library, rung_results.results.ids, rung_results.results.query, rung_results.rung)
    remarks = [in_a_sentence(remark) for remark in rung_results.results.query.remarks]
    return {
        "rung": rung_results.rung,
        "forms": list(rung_results.forms),
        "total": rung_results.results.total,
        "unseen": rung_results.unseen,
        **analysis_to_json(rung_results.analysed),
        "remarks": remarks,
        "hits": [hit_fields(record) for record in records],
    }


def _lines_of_json(answer_json: Mapping[str, Any]) -> Iterator[Mapping[str, object]]:
    """Yield each hit of an answer, also those across pages, and those of the rungs."""
    yield from answer_json["hits"]
    yield from ({**seam, "kind": SEAM} for seam in answer_json["seams"])
    for rung in answer_json.get("rungs", ()):
        yield from rung["hits"]


def _with_notes(
    answer_json: dict[str, object], notes: Sequence[NoteHit] | None, names: PrintingNames
) -> dict[str, object]:
    if notes is None:
        return answer_json
    return {**answer_json, "notes": [note_hit_to_json(hit, names) for hit in notes]}


def _names(library: Library, answer: "_Answer", notes: Sequence[NoteHit] | None) -> PrintingNames:
    keys = [hit.bookmark.key for hit in notes or ()]
    for seam in answer.seams:
        keys += [seam.first.key, seam.second.key]
    return printing_names(library, keys)


class _Answer(Struct, frozen=True):
    """A search result, with the hits that are printed. Mastheads count as hits after the last article."""

    results: Results
    hits: Sequence[SearchHit]
    """The articles between `--offset` and `--limit`; none for programs, which get `records` of them."""
    records: Sequence[Record]
    seams: Sequence[SeamHit]
    mastheads: Sequence[KnownMasthead]
    """All files whose masthead matches."""
    listed_mastheads: Sequence[KnownMasthead]
    """Those of `mastheads` that `--offset` and `--limit` leave after the articles."""
    articles: ArticleSet
    """What was asked."""
    said: Sequence[str]
    """What is not understood of the query or passed over; if it finds nothing, the next step."""
    read: ReadSoFar
    """From how much of the library it answers."""
    estimate: Estimate | NoEstimate | None = None
    """How many articles there are, or why that is not estimated; None if only the number was asked."""
    by_shape: ByShape = field(default_factory=dict)
    not_taken: Sequence[RungResults] = ()
    """Other shapes and longer words that the query does not ask for."""
    is_of_rungs: bool = False
    """Whether what it may have missed is asked for, too."""
    names_newspapers: bool = False
    """Whether each hit names its newspaper, because the library has several."""

    @property
    def total(self) -> int:
        """The number of all hits: articles and mastheads."""
        return self.results.total + len(self.mastheads)

    def estimate_shown(self) -> Estimate | NoEstimate | None:
        if self.estimate is None:
            return None
        return estimate_shown(self.estimate, self.results.total)


def _answer(library: Library, query: str, options: "Search") -> _Answer:
    """Return the result of a query; a damaged index is repaired, and the query run again."""
    return with_repair(library, partial(_run_query, library, query, options))


def _run_query(library: Library, query: str, options: "Search") -> _Answer:
    limit = _limit(library, options)
    order = options.sort
    read = library.answers_from()
    articles = asked(library, query, options)
    results = library.searcher.search(articles, order, limit=limit, offset=options.offset, exact=True)
    if options.count:
        seams = []
    else:
        seams = library.searcher.seam_hits(results.query, order)
    mastheads = library.searcher.mastheads_found(results.query, order)
    is_for_programs = options.is_for_programs() or options.batch is not None
    # mastheads follow the articles, and take what `--offset` and `--limit` leave
    first = max(0, options.offset - results.total)
    if options.show_all:
        last = None
    else:
        last = first + limit - len(results.ids)
    hits: list[SearchHit] = []
    records: list[Record] = []
    if is_for_programs:
        records = records_of(library, results.ids, results.query)
    else:
        hits = library.searcher.hits(results.ids, results.query)
    answer = _Answer(
        results,
        hits,
        records,
        seams,
        mastheads,
        mastheads[first:last],
        articles,
        said_of(library, articles, results.total + len(mastheads) + len(seams), results.suggestions),
        read,
        is_of_rungs=options.rungs,
        names_newspapers=library.contents.has_several_newspapers(),
    )
    if options.count:
        return answer
    return _with_other_forms(library, answer, options)


def _limit(library: Library, options: "Search") -> int:
    if options.count:
        return 0
    if options.show_all:
        return library.contents.counts().articles
    return DEFAULT_LIMIT if options.limit is None else options.limit


def _with_other_forms(library: Library, answer: _Answer, options: "Search") -> _Answer:
    """Return an answer with the estimate, and with what words in other forms find or would find."""
    typed = answer.articles.typed
    is_shaped = has_shapes(options)
    answer = replace(answer, estimate=library.searcher.estimate(typed, answer.results))
    if is_shaped:
        answer = replace(answer, by_shape=library.searcher.count_by_shape(typed))
    if options.rungs:
        return answer
    return replace(answer, not_taken=library.searcher.not_taken(typed, with_shapes=is_shaped))


def _print_count(answer: _Answer, notes: Sequence[NoteHit] | None) -> None:
    """Print the number of articles; what there is to say about it goes to standard error."""
    results = answer.results
    print(results.total)
    if not results.total:
        print_warning(_query_in_words(answer))
    if results.suggestions:
        print_warning(_suggestions(answer))
    if answer.mastheads:
        print_warning(_in_mastheads(answer))
    if notes is not None:
        print_warning(note_count_in_words(notes))


def _rungs(library: Library, articles: ArticleSet, options: "Search") -> Iterator[_WithHits]:
    """Yield the matches of each rung below the exact ones, the most certain first."""
    limit = library.contents.counts().articles if options.show_all else options.limit
    searcher = library.searcher
    for rung_results in searcher.ladder(
        articles.typed,
        options.sort,
        limit=DEFAULT_LIMIT if limit is None else limit,
        with_shapes=has_shapes(options),
    ):
        yield rung_results, searcher.hits(rung_results.results.ids, rung_results.results.query)


def _hits_to_json(library: Library, answer: _Answer, options: "Search") -> list[dict[str, object]]:
    """Return the hits as data, mastheads after articles, each with its rung if these are asked for."""
    records = answer.records
    heads = [head_to_json(head, answer.results.query) for head in answer.listed_mastheads]
    if options.rungs or options.shapes:
        exact_ids, exact_heads = _exact(library, answer, options)
        records = [replace(record, rung=_rung(record.stored.id in exact_ids)) for record in records]
        are_exact = [head in exact_heads for head in answer.listed_mastheads]
        heads = [{**head, "rung": _rung(is_exact)} for head, is_exact in zip(heads, are_exact, strict=True)]
    return [*map(hit_fields, records), *heads]


def _rung(is_exact: bool) -> Rung:
    if is_exact:
        return Rung.EXACT
    return Rung.SHAPES


def _exact(library: Library, answer: _Answer, options: "Search") -> tuple[set[int], Sequence[KnownMasthead]]:
    """Return the articles and the mastheads that are found as they are printed."""
    if not has_shapes(options):
        return {*answer.results.ids}, answer.listed_mastheads
    exact = library.sets.of_text(answer.articles.text, ArticleShapes.AS_PRINTED)
    return {*library.sets.ids(exact)}, library.searcher.mastheads_found(exact.query, options.sort)


def _rung_lines(rungs: Sequence[_WithHits], *, names_newspapers: bool) -> Iterator[str]:
    for rung_results, hits in rungs:
        total = rung_results.results.total
        if total:
            yield ""
            yield bold(_rung_title(rung_results, total))
        elif rung_results.analysed < 1:
            unfinished = say("{rung}：目前还没有", rung=rung_words(rung_results.rung))
            yield faint(none_so_far(WHOLE.of_analysis(rung_results.analysed), "", unfinished))
        yield from map(faint, map(in_a_sentence, rung_results.results.query.remarks))
        for hit in hits:
            yield ""
            yield from article_lines(hit, names_newspaper=names_newspapers)


def _rung_title(rung_results: RungResults, total: int) -> str:
    name = rung_words(rung_results.rung)
    read = WHOLE.of_analysis(rung_results.analysed)
    if rung_results.unseen == total:
        return so_far(read, say("{rung}：另有 {total} 篇", rung=name, total=total))
    words = say(
        "{rung}：{total} 篇，其中 {unseen} 篇上面没有", rung=name, total=total, unseen=rung_results.unseen
    )
    return so_far(read, words)


def _to_json(
    library: Library, query: str, answer: _Answer, names: PrintingNames, options: "Search"
) -> dict[str, Any]:
    results = answer.results
    editions = {edition or ORDINARY: number for edition, number in results.by_edition.items()}
    return {
        "query": query,
        "understood_as": understood_as(answer.articles.typed),
        **_present(by_shape=answer.by_shape, not_taken=[*map(_not_taken_to_json, answer.not_taken)]),
        "total": answer.total,
        "articles": results.total,
        "mastheads": len(answer.mastheads),
        **answer.read.to_json(),
        "total_is_exact": results.total_is_exact and answer.read.is_whole,
        **_estimate_to_json(answer),
        "hits": _hits_to_json(library, answer, options),
        "seams": [seam_to_json(hit, names) for hit in answer.seams],
        "by_year": _by_year(library, answer),
        "by_page": _most_first(results.by_page),
        "by_newspaper": _most_first(results.by_newspaper),
        **_present(by_edition=_most_first(editions)),
        **by_value_to_json(results.by_value),
        **{unknown.value: results.left_out.get(unknown, 0) for unknown in Unknown},
        "missing_dates": missing_dates_to_json(results.missing_dates),
        "remarks": list(answer.said),
        "suggestions": list(results.suggestions),
        "seconds": round(results.seconds, 6),
    }


def _present(**fields: object) -> dict[str, object]:
    """Return the fields that are not empty."""
    return {name: value for name, value in fields.items() if value}


def _by_year(library: Library, answer: _Answer) -> dict[str, int]:
    """Return the number of articles by year, as a timeline has them."""
    counts = dict(answer.results.by_year)
    if counts.get(0):
        years_alone = library.contents.timelines.years_alone(ArticleSet.of(answer.results.query))
        for year, number in years_alone.items():
            counts[year] = counts.get(year, 0) + number
            counts[0] -= number
    by_year: dict[str, int] = {}
    for year, number in sorted(counts.items()):
        if number:
            by_year[str(year) if year else UNDATED] = number
    return by_year


def _most_first(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts in descending order, equal ones by label: the index has no order of its own."""
    return {label or UNKNOWN: counts[label] for label in most_frequent(counts)}


def _query_in_words(answer: _Answer) -> str:
    results = answer.results
    read = answer.read
    understood = understood_as(answer.articles.typed) or say("没有要找的字")
    if not read.is_whole:
        if results.total:
            number = so_far(read, count(results.total, "{n} 篇"))
        else:
            number = none_so_far(read, "")
        return say("{number}：{understood}", number=number, understood=understood)
    if any(dates.is_away for dates in results.missing_dates):
        return say("至少 {total} 篇：{understood}", total=results.total, understood=understood)
    return say("{total} 篇：{understood}", total=results.total, understood=understood)


def _estimate_to_json(answer: _Answer) -> dict[str, object]:
    """Return the field of the estimate, or of the reason why there is none."""
    estimate = answer.estimate_shown()
    match estimate:
        case None:
            return {}
        case NoEstimate():
            return {"no_estimate": estimate.value}
        case Estimate():
            return {"estimate": to_builtins(estimate)}


def _not_taken_to_json(rung: RungResults) -> dict[str, object]:
    return {"rung": rung.rung, "forms": list(rung.forms), "articles": rung.unseen}


def _lines_on_equality(answer: _Answer) -> Iterator[str]:
    forms = []
    for of_word in answer.by_shape.values():
        for form, number in _most_first(of_word).items():
            if number:
                forms.append(f"{form} {count(number, '{n} 篇')}")
    if forms:
        hint = say("只要照原样印着的，请加引号，或用 --as-printed")
        yield faint(say("各种字形一起找：{forms}；{hint}", forms=say("、").join(forms), hint=hint))
    for rung_count in answer.not_taken:
        if rung_count.rung is Rung.INSIDE:
            yield faint(count(rung_count.unseen, "另有 {n} 篇里，它是更长的词的一部分；要一起找，请加引号"))
        else:
            yield faint(count(rung_count.unseen, "另有 {n} 篇印的是别的字形、写法；要一起找，请用 --shapes"))
    typed_strings = strings(answer.articles.typed)
    if any(typed_string.is_word and other_notations(typed_string.text) for typed_string in typed_strings):
        yield faint(
            say("日期的各种写法一样看待；不写年的（6月12日）、只写年数的（1987）、农历和皇帝年号不算")
        )


def _hit_lines(answer: _Answer, offset: int) -> Iterator[str]:
    results = answer.results
    hits = answer.hits
    yield bold(_query_in_words(answer))
    estimate = answer.estimate_shown()
    if isinstance(estimate, NoEstimate) and answer.is_of_rungs:
        yield faint(estimate.sentence)
    if isinstance(estimate, Estimate):
        low = estimate.low
        high = estimate.high
        yield faint(say("若没有认错的字，约有 {low}–{high} 篇", low=low, high=high))
        yield faint(estimate.how)
    yield from _lines_on_equality(answer)
    if results.total > len(hits) and hits:
        yield faint(
            say(
                "这里是第 {first} 到 {last} 篇；--all 列出全部",
                first=offset + 1,
                last=offset + len(hits),
            )
        )
    for hit in hits:
        yield ""
        yield from article_lines(hit, names_newspaper=answer.names_newspapers)
    if answer.mastheads:
        yield ""
        yield bold(_in_mastheads(answer))
    for head in answer.listed_mastheads:
        yield ""
        yield joined(day_of(head), bold(head.path))
        yield marked_snippet(beside_articles.masthead_snippet(results.query, head.lines))
    yield from seam_lines(answer.seams)
    if results.suggestions:
        yield ""
        yield _suggestions(answer)


def _suggestions(answer: _Answer) -> str:
    suggestions = "   ".join(answer.results.suggestions)
    if answer.total or answer.seams:
        return say("也可以搜：{suggestions}", suggestions=suggestions)
    return say("也许是：{suggestions}", suggestions=suggestions)


def _in_mastheads(answer: _Answer) -> str:
    return say("另有 {count} 份文件的报头里有", count=len(answer.mastheads))
