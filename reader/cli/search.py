"""`reader search`: one query, or a file of them."""

import datetime as dt
import io
import re
import sys
import unicodedata
from argparse import ArgumentTypeError
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import (
    NOT,
    Parser,
    add_corrected,
    add_json,
    add_library,
    add_shapes,
    record_format,
    whole_number,
)
from reader.cli.errors import CommandError
from reader.cli.libraries import mended, ready
from reader.cli.missing_dates import tell_damaged, to_json
from reader.cli.queries import understood
from reader.cli.terminal import bold, complain, faint, marked, print_json
from reader.cli.written_files import check_target, kept_style, write_or_print
from reader.export.article_text import over_pages, page_in_words
from reader.export.forms import RecordFormat
from reader.export.notes import quoted
from reader.export.records import written
from reader.i18n import say
from reader.library.library import Library
from reader.library.note_search import NoteHit, notes_found
from reader.library.search_hits import SeamHit, SearchHit
from reader.library.searcher import Results, RungResults
from reader.newspaper.holdings import IssueRow
from reader.search.answering import query_execution
from reader.search.answering.ladder import Rung, rung_words
from reader.search.answering.missed import Estimate
from reader.search.answering.snippets import Snippet, to_html
from reader.search.engine import Order
from reader.search.query import Query, in_a_sentence, in_words, query_help
from reader.storage.issue_table import KnownMasthead
from reader.storage.regular_file import open_named


def add_search(parser: Parser) -> None:
    parser.set_defaults(settle=settle_search)
    parser.explain(
        "\n".join(
            [
                "",
                *_in_columns(query_help.sheet()),
                query_help.note(),
                say("每个结果后面是文章的编号，供 show、cite、bookmark 使用。"),
            ]
        ),
        [
            ("reader search 雁桥 渡口 --sort newest", say("同时有“雁桥”和“渡口”的文章，新的在前")),
            (
                say("reader search --batch 词表.txt --jsonl --all"),
                say("词表里每行搜一次，每行打印一个含全部结果的对象"),
            ),
        ],
    )
    parser.what.add_argument("query", nargs="*", metavar="QUERY", help=say("要找什么；几个词用空格隔开"))
    add_library(parser)
    add_json(
        parser,
        say(
            "打印一个对象：query understood_as total total_is_exact hits seams by_year by_page by_newspaper\n"
            "missing_dates remarks suggestions seconds；total 和 hits 先是文章，后是报头，\n"
            "报头另有 kind（masthead），没有 key，也不分版；\n"
            "seams 是跨版处：两版各有一半，合起来才有；\n"
            "说得准时另有 estimate：若没有认错的字约有多少篇，low high how；\n"
            "用 --rungs 时另有 rungs：每级的 rung（shapes、split、misread，人名还有 naming）\n"
            "forms total unseen hits，naming 的每个结果另有 tie：凭什么说是这个人；\n"
            "unseen 是其中上面各级都没有的篇数，各级只数文章、不数报头；\n"
            "用 --rungs 或 --shapes 时每个结果的 rung 说它在哪一级，\n"
            "照原样印着的是 exact；\n"
            '没有日期的记在 "undated" 下，不知哪版、哪报的记在 "unknown" 下；\n'
            "missing_dates 是索引损坏或服务器不在而暂时搜不到的日期，起止成对"
        )
        + "\n"
        + say(
            "articles 是文章的篇数，与 --count、timeline 的一样，by_year by_page by_newspaper 加起来就是它；\n"
            "mastheads 是报头里有的文件数；total 是两者之和，也就是 --all 时 hits 有几个"
        )
        + "\n"
        + say(
            "用 --notes 时另有 notes：每条的 uuid key newspaper date page headline quotation note tags，\n"
            "found_in 说在哪里找到（quotation note tag）；不算在 total 里"
        ),
    )
    parser.options.add_argument(
        "--batch", metavar="FILE", help=say("从文件里逐行读要找什么（- 是标准输入），一行一个对象")
    )
    parser.options.add_argument("--jsonl", action="store_true", dest="as_jsonl", help=say("与 --batch 同用"))
    parser.options.add_argument("--all", action="store_true", dest="show_all", help=say("列出全部结果"))
    parser.options.add_argument("--limit", type=whole_number, metavar="N", help=say("最多列出几个，默认 50"))
    parser.options.add_argument("--offset", type=whole_number, default=0, metavar="N", help=say("跳过前几个"))
    parser.options.add_argument(
        "--sort",
        choices=("relevance", "newest", "oldest"),
        default="relevance",
        help=say("次序：relevance 最相关（默认）、newest 最新、oldest 最早"),
    )
    parser.options.add_argument(
        "--count", action="store_true", help=say("只要文章的篇数；报头里也有时另说一句")
    )
    add_shapes(parser)
    parser.options.add_argument(
        "--rungs",
        action="store_true",
        help=say("另外一级一级列出：别的字形、跨段拆开的、可能认错一个字的、人的另一种称呼；各有各的篇数"),
    )
    parser.options.add_argument(
        "--notes",
        action="store_true",
        dest="with_notes",
        help=say("另外列出批注、标签、标出的话里有这些字的收藏；另计，不算在篇数里"),
    )
    parser.options.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=say(
            "把全部结果存成文件，一篇一条；格式看扩展名：\n"
            ".csv .jsonl .md .bib .ris .json（CSL-JSON） .txt（GB/T 7714 参考文献表）"
        ),
    )
    parser.options.add_argument(
        "--export",
        type=record_format,
        metavar="FORMAT",
        help=say(
            "全部结果用这种格式打印，或存到 -o 的文件里：{forms}；\n只要前几个请加 --limit",
            forms=" ".join(RecordFormat),
        ),
    )
    add_corrected(parser)


def _in_columns(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Return the rows as lines of two columns, with a Han character two cells wide."""

    def cells(text: str) -> int:
        return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)

    width = max(cells(left) for left, _ in rows)
    for left, right in rows:
        yield f"  {left}{' ' * (width - cells(left) + 2)}{right}"


def settle_search(parser: Parser, options: Options) -> None:
    """Undo what `spared` added, and check the options. Ends the process with 2 if they contradict each other."""
    options.query = [re.sub(f"^ (?={NOT})", "", word) for word in options.query]
    if bool(options.query) == bool(options.batch):
        parser.error(say("search 要么给出 QUERY，要么用 --batch FILE"))
    if options.rungs and (options.count or options.batch or options.offset):
        parser.error(say("--rungs 不能与 --count、--batch、--offset 同用"))
    _settle_export(parser, options)
    if options.show_all and (options.limit is not None or options.offset):
        parser.error(say("--all 不能与 --limit、--offset 同用"))


def _settle_export(parser: Parser, options: Options) -> None:
    """Take the format of the file from its ending, unless it is given."""
    if options.output is None and options.export is None:
        if options.with_corrected:
            parser.error(say("--corrected 要与 --export 或 -o 同用"))
        return
    if options.count or options.batch or options.as_json or options.as_jsonl or options.with_notes:
        parser.error(say("--export、-o 不能与 --count、--batch、--json、--jsonl、--notes 同用"))
    if options.export is None:
        assert options.output is not None
        try:
            options.export = record_format(options.output.suffix)
        except ArgumentTypeError as error:
            parser.error(str(error))


def found_in_notes(library: Library, query: str, *, all_shapes: bool) -> list[NoteHit]:
    """Return the bookmarks whose highlighted words, note or tags hold what is looked for."""
    asked = library.searcher.understand(query)
    return notes_found(library.notebook.bookmarks(), asked, all_shapes=all_shapes)


def number_in_words(hits: Sequence[NoteHit]) -> str:
    return say("另有 {count} 条批注、标签或标出的话里有", count=len(hits))


def note_hit_lines(hits: Sequence[NoteHit]) -> Iterator[str]:
    """Yield what was found, each with its article."""
    if hits:
        yield ""
        yield bold(number_in_words(hits))
    for hit in hits:
        bookmark = hit.bookmark
        date = bookmark.date.isoformat() if bookmark.date else bookmark.month_day or say("日期不详")
        page = say("第 {page} 版", page=page_in_words(bookmark.page)) if bookmark.page else ""
        yield ""
        told = [date, page, bold(bookmark.article.title()), faint(bookmark.key)]
        yield " · ".join(filter(None, told))
        if bookmark.passage:
            yield say("    “{words}”", words=marked(quoted(bookmark), hit.quotation_marks))
        if bookmark.note:
            words = marked(bookmark.note, hit.note_marks)
            yield say("    批注：{note}", note="\n    ".join(words.split("\n")))
        if bookmark.tags:
            tags = (marked(tag, [(0, len(tag))] if tag in hit.tags else []) for tag in bookmark.tags)
            yield say("    标签：{tags}", tags=say("，").join(tags))


def note_hit_to_json(hit: NoteHit) -> dict[str, object]:
    bookmark = hit.bookmark
    return {
        "uuid": bookmark.uuid,
        "key": bookmark.key,
        "newspaper": bookmark.newspaper,
        "date": bookmark.date.isoformat() if bookmark.date else None,
        "page": bookmark.page,
        "headline": bookmark.article.headline,
        "quotation": quoted(bookmark) or None,
        "note": bookmark.note,
        "tags": list(bookmark.tags),
        "found_in": hit.parts(),
    }


def export_results(library: Library, query: str, options: Options, form: RecordFormat) -> None:
    """Write all results as data, those of each rung after those above it, or as many of each as are wanted."""
    searcher, order = library.searcher, Order(options.sort)
    limit = library.contents.counts().articles if options.limit is None else options.limit

    def found() -> list[tuple[Rung | None, Results]]:
        asked = understood(library, query, options)
        exact = searcher.search(asked, order, limit=limit, offset=options.offset, exact=True)
        if not options.rungs:
            return [(None, exact)]
        below = searcher.ladder(exact.query, order, limit=limit)
        return [(Rung.EXACT, exact), *((each.rung, each.results) for each in below)]

    parts = mended(library, found)
    exact = parts[0][1]
    tell_damaged(exact.missing_dates)
    others = len(searcher.seam_hits(exact.query)) + len(searcher.mastheads_found(exact.query))
    if others:
        complain(say("另有 {count} 处跨版或报头里的，不是单篇文章，没有写进去", count=others))
    records = (
        record for rung, results in parts for record in searcher.records(results.ids, results.query, rung)
    )
    title = in_words(exact.query) or query
    text = written(records, form, kept_style(), title, with_corrected=options.with_corrected)
    write_or_print(text, options.output)


DEFAULT_LIMIT = 50
LONGEST_LINE = 1 << 20
"""Maximum characters of a line of a file of queries."""
UNDATED, UNKNOWN = "undated", "unknown"
MASTHEAD = "masthead"


def run(options: Options) -> int:
    if options.output is not None:
        check_target(options.output)
    with ready(options.library) as library:
        if options.batch is not None:
            for query in _lines_of(options.batch):
                told = _to_json(query, _answer(library, query, options))
                print_json(_with_notes(told, _notes(library, query, options)))
                sys.stdout.flush()
            return 0
        query = " ".join(options.query)
        if options.export is not None:
            export_results(library, query, options, RecordFormat(options.export))
            return 0
        answer = _answer(library, query, options)
        rungs = list(_rungs(library, query, options)) if options.rungs else None
        notes = _notes(library, query, options)
        above = _rungs_of_hits(library, query, answer, options) if options.rungs or options.shapes else None
    tell_damaged(answer.results.missing_dates)
    if options.as_json or options.as_jsonl:
        told = _to_json(query, answer)
        told = told if above is None else _with_rungs(told, above, rungs or ())
        print_json(_with_notes(told, notes))
    elif options.count:
        print(answer.results.total)
        if answer.mastheads:
            complain(_in_mastheads(answer))
        if notes:
            complain(number_in_words(notes))
    else:
        lines = [*_hit_lines(answer, options.offset), *_rung_lines(rungs or ()), *note_hit_lines(notes or ())]
        print("\n".join(lines))
    return 0


def _notes(library: Library, query: str, options: Options) -> list[NoteHit] | None:
    """Return what the reader's own words have of a query; None where that is not asked for."""
    return found_in_notes(library, query, all_shapes=options.shapes) if options.with_notes else None


def _with_notes(told: dict[str, object], notes: Sequence[NoteHit] | None) -> dict[str, object]:
    return told if notes is None else {**told, "notes": [note_hit_to_json(hit) for hit in notes]}


def _lines_of(name: str) -> Iterator[str]:
    """Yield the lines of a file, or of standard input for "-"; only a line feed ends a line."""
    with _opened(name) as lines:
        while line := lines.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise CommandError(say("{path} 里有一行长得不像要搜的词，没有往下读。", path=name))
            yield line.rstrip("\r\n")


def _opened(name: str) -> io.TextIOWrapper:
    if name == "-":
        return io.TextIOWrapper(sys.stdin.buffer, "utf-8-sig", "surrogateescape", newline="\n")
    return io.TextIOWrapper(io.FileIO(open_named(Path(name))), "utf-8-sig", "surrogateescape", newline="\n")


@dataclass(frozen=True, slots=True)
class _Answer:
    """A search result with the requested part of the articles (`hits`) and, after them, of the mastheads (`heads`)."""

    results: Results
    hits: Sequence[SearchHit]
    seams: Sequence[SeamHit]
    mastheads: Sequence[KnownMasthead]
    heads: Sequence[KnownMasthead]
    estimate: Estimate | None = None

    @property
    def total(self) -> int:
        """The number of all hits: articles and mastheads."""
        return self.results.total + len(self.mastheads)


def _answer(library: Library, query: str, options: Options) -> _Answer:
    """Return the result, after repairing damage that the search met."""
    return mended(library, lambda: _asked(library, query, options))


def _asked(library: Library, query: str, options: Options) -> _Answer:
    limit = DEFAULT_LIMIT if options.limit is None else options.limit
    if options.count:
        limit = 0
    elif options.show_all:
        limit = library.contents.counts().articles
    order = Order(options.sort)
    asked = understood(library, query, options)
    results = library.searcher.search(asked, order, limit=limit, offset=options.offset, exact=True)
    seams = [] if options.count else library.searcher.seam_hits(results.query, order)
    found = library.searcher.mastheads_found(results.query, order)
    first = max(0, options.offset - results.total)
    last = None if options.show_all else first + limit - len(results.ids)
    return _Answer(
        results,
        library.searcher.hits(results.ids, results.query),
        seams,
        found,
        found[first:last],
        None if options.count else library.searcher.estimate(library.searcher.understand(query), results),
    )


@dataclass(frozen=True, slots=True)
class _FoundRung:
    """A rung of a ladder with the hits that are listed."""

    found: RungResults
    hits: Sequence[SearchHit]


def _rungs(library: Library, query: str, options: Options) -> Iterator[_FoundRung]:
    limit = library.contents.counts().articles if options.show_all else options.limit
    searcher = library.searcher
    for found in searcher.ladder(
        library.searcher.understand(query),
        Order(options.sort),
        limit=DEFAULT_LIMIT if limit is None else limit,
        with_shapes=options.shapes,
    ):
        yield _FoundRung(found, searcher.hits(found.results.ids, found.results.query))


def _rungs_of_hits(library: Library, query: str, answer: _Answer, options: Options) -> Sequence[Rung]:
    """Return the rung of every hit of an answer, mastheads after articles."""
    if not options.shapes:
        return [Rung.EXACT] * (len(answer.hits) + len(answer.heads))
    searcher = library.searcher
    asked = searcher.understand(query)
    articles = set(searcher.search(asked, Order.NEWEST, limit=answer.results.total).ids)
    heads = searcher.mastheads_found(asked, Order(options.sort))
    are_exact = [
        *(hit.article.id in articles for hit in answer.hits),
        *(head in heads for head in answer.heads),
    ]
    return [Rung.EXACT if is_exact else Rung.SHAPES for is_exact in are_exact]


def _with_rungs(
    told: dict[str, object], above: Sequence[Rung], rungs: Sequence[_FoundRung]
) -> dict[str, object]:
    """Return an answer with the rung of every hit, and the rungs below."""
    hits = told["hits"]
    assert isinstance(hits, list)
    return {
        **told,
        "hits": [{**hit, "rung": rung} for hit, rung in zip(hits, above, strict=True)],
        "rungs": [
            {
                "rung": rung.found.rung,
                "forms": list(rung.found.forms),
                "total": rung.found.results.total,
                "unseen": rung.found.unseen,
                "hits": [{**hit_to_json(hit), "rung": rung.found.rung} for hit in rung.hits],
            }
            for rung in rungs
        ],
    }


def _rung_lines(rungs: Sequence[_FoundRung]) -> Iterator[str]:
    """Yield what stands on each rung that has something."""
    for rung in rungs:
        if total := rung.found.results.total:
            yield ""
            yield bold(_rung_title(rung.found, total))
        for hit in rung.hits:
            yield ""
            yield from article_lines(hit)


def _rung_title(found: RungResults, total: int) -> str:
    name = rung_words(found.rung)
    if found.unseen == total:
        return say("{rung}：另有 {total} 篇", rung=name, total=total)
    return say("{rung}：{total} 篇，其中 {unseen} 篇上面没有", rung=name, total=total, unseen=found.unseen)


def _to_json(query: str, answer: _Answer) -> dict[str, object]:
    results = answer.results
    return {
        "query": query,
        "understood_as": results.understood_as,
        "total": answer.total,
        "articles": results.total,
        "mastheads": len(answer.mastheads),
        "total_is_exact": results.total_is_exact,
        **({"estimate": asdict(answer.estimate)} if answer.estimate else {}),
        "hits": [
            *map(hit_to_json, answer.hits),
            *(_head_to_json(head, results.query) for head in answer.heads),
        ],
        "seams": [_seam_to_json(hit) for hit in answer.seams],
        **_numbers(results),
        "missing_dates": to_json(results.missing_dates),
        "remarks": [in_a_sentence(remark) for remark in results.query.remarks],
        "suggestions": list(results.suggestions),
        "seconds": round(results.seconds, 6),
    }


def _numbers(results: Results) -> dict[str, dict[str, int]]:
    """Return the numbers of articles by year, page and newspaper."""
    return {
        "by_year": {str(year) if year else UNDATED: n for year, n in sorted(results.by_year.items())},
        "by_page": {page or UNKNOWN: n for page, n in results.by_page.items()},
        "by_newspaper": {name or UNKNOWN: n for name, n in results.by_newspaper.items()},
    }


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def hit_to_json(hit: SearchHit) -> dict[str, object]:
    return {
        "key": hit.article.key,
        "path": hit.path,
        "date": _iso(hit.issue.date),
        "page": hit.article.page,
        "headline": hit.headline,
        "snippet": to_html(hit.snippet),
        "matches": hit.snippet.matches,
        **({"tie": hit.tie} if hit.tie else {}),
        **({"elsewhere": True} if hit.snippet.is_elsewhere else {}),
    }


def _head_to_json(head: KnownMasthead, query: Query) -> dict[str, object]:
    snippet = query_execution.snippet(query, head.lines)
    return {
        "key": None,
        "path": head.path,
        "date": _iso(head.date),
        "page": None,
        "headline": None,
        "snippet": to_html(snippet),
        "matches": snippet.matches,
        "kind": MASTHEAD,
    }


def _seam_to_json(hit: SeamHit) -> dict[str, object]:
    return {
        "key": hit.first.key,
        "continued_by": hit.second.key,
        "path": hit.path,
        "date": _iso(hit.issue.date),
        "page": hit.first.page,
        "headline": hit.headline,
        "snippet": to_html(hit.snippet),
    }


def _title(results: Results, understood: str) -> str:
    if any(dates.is_away for dates in results.missing_dates):
        return say("至少 {total} 篇：{understood}", total=results.total, understood=understood)
    return say("{total} 篇：{understood}", total=results.total, understood=understood)


def _hit_lines(answer: _Answer, offset: int) -> Iterator[str]:
    results, hits = answer.results, answer.hits
    understood = in_words(results.query) or say("没有要找的字")
    yield bold(_title(results, understood))
    if answer.estimate is not None and answer.estimate.high > results.total:
        low, high = answer.estimate.low, answer.estimate.high
        yield faint(say("若没有认错的字，约有 {low}–{high} 篇", low=low, high=high))
        yield faint(answer.estimate.how)
    for remark in results.query.remarks:
        yield faint(in_a_sentence(remark))
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
        yield from article_lines(hit)
    if answer.mastheads:
        yield ""
        yield bold(_in_mastheads(answer))
    for head in answer.heads:
        yield ""
        yield _listed(_day(head), bold(head.path))
        yield _marked(query_execution.snippet(results.query, head.lines))
    if answer.seams:
        yield ""
        yield bold(
            say("另有 {count} 处跨版：一半在这一版末尾，一半在接续的版面开头", count=len(answer.seams))
        )
    for seam in answer.seams:
        yield ""
        yield from _seam_row(seam)
    if results.suggestions:
        suggestions = "   ".join(results.suggestions)
        is_found = bool(hits or answer.seams or answer.mastheads)
        yield ""
        yield (
            say("也可以搜：{suggestions}", suggestions=suggestions)
            if is_found
            else say("也许是：{suggestions}", suggestions=suggestions)
        )


def _in_mastheads(answer: _Answer) -> str:
    return say("另有 {count} 份文件的报头里有", count=len(answer.mastheads))


def article_lines(hit: SearchHit) -> Iterator[str]:
    page = say("第 {page} 版", page=page_in_words(hit.article.page)) if hit.article.page else ""
    yield _listed(_day(hit.issue), page, bold(hit.article.title), faint(hit.article.key))
    yield _marked(hit.snippet)
    if remark := hit.remark():
        yield faint(remark)


def _seam_row(hit: SeamHit) -> Iterator[str]:
    keys = f"{hit.first.key} → {hit.second.key}"
    yield _listed(_day(hit.issue), over_pages(hit.first.page, hit.second.page), bold(hit.title), faint(keys))
    yield _marked(hit.snippet)


def _listed(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _day(issue: IssueRow | KnownMasthead) -> str:
    return issue.date.isoformat() if issue.date else say("日期不详")


def _marked(snippet: Snippet) -> str:
    return "    " + " ".join(marked(snippet.text, snippet.marks).split("\n"))
