"""`reader search`: one query, or a file of them."""

import datetime as dt
import sys
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field, to_builtins

from reader.cli.arguments.options import Options
from reader.cli.libraries import ready, with_repair
from reader.cli.line_files import lines_of
from reader.cli.named_articles import PrintingNames, printing_names
from reader.cli.queries import (
    asked,
    has_shapes,
    missing_dates_to_json,
    said_of,
    understood,
    warn_of_damage,
    warn_of_query,
)
from reader.cli.terminal import bold, faint, marked, print_json, print_warning
from reader.cli.written_files import check_target, citation_style, write_or_print
from reader.export.article_text import over_pages, page_in_words
from reader.export.forms import RecordFormat, Wording
from reader.export.notes import quoted
from reader.export.records import written
from reader.i18n import count, say
from reader.library.library import Library
from reader.library.note_search import NoteHit, notes_found
from reader.library.read_share import ReadSoFar, none_so_far, so_far
from reader.library.search_hits import SeamHit, SearchHit
from reader.library.searcher import ByShape, Results, RungResults
from reader.newspaper.holdings import IssueRow
from reader.search.answering import masthead_search
from reader.search.answering.ladder import Rung, rung_words
from reader.search.answering.missed import Estimate
from reader.search.answering.snippets import Snippet, to_html
from reader.search.documents import Order
from reader.search.query import Query, in_a_sentence, strings, understood_as
from reader.search.query.fields import other_notations
from reader.storage.issue_table import KnownMasthead


def _note_count_in_words(hits: Sequence[NoteHit]) -> str:
    if not hits:
        return say("批注、标签和标出的话里没有")
    return say("另有 {count} 条批注、标签或标出的话里有", count=len(hits))


def _note_hit_lines(hits: Sequence[NoteHit]) -> Iterator[str]:
    """Yield the lines of the bookmarks that match: article, quotation, note and tags."""
    yield ""
    yield bold(_note_count_in_words(hits))
    for hit in hits:
        bookmark = hit.bookmark
        date = bookmark.date.isoformat() if bookmark.date else bookmark.month_day or say("日期不详")
        page = say("第 {page} 版", page=page_in_words(bookmark.page)) if bookmark.page else ""
        yield ""
        yield _joined(date, page, bold(bookmark.article.title()), faint(bookmark.key))
        if bookmark.passage:
            yield say("    “{words}”", words=marked(quoted(bookmark), hit.quotation_marks))
        if bookmark.note:
            words = marked(bookmark.note, hit.note_marks)
            yield say("    批注：{note}", note="\n    ".join(words.split("\n")))
        if bookmark.tags:
            tags = (marked(tag, [(0, len(tag))] if tag in hit.tags else []) for tag in bookmark.tags)
            yield say("    标签：{tags}", tags=say("，").join(tags))


def _note_hit_to_json(hit: NoteHit, names: PrintingNames) -> dict[str, object]:
    bookmark = hit.bookmark
    return {
        "uuid": bookmark.uuid,
        "key": bookmark.key,
        "printing": names.get(bookmark.article_id, bookmark.printing.name),
        "newspaper": bookmark.newspaper,
        "date": bookmark.date.isoformat() if bookmark.date else None,
        "page": bookmark.page,
        "headline": bookmark.article.corrected().headline,
        "quotation": quoted(bookmark) or None,
        "note": bookmark.note,
        "tags": list(bookmark.tags),
        "found_in": hit.parts(),
    }


def _export_results(library: Library, query: str, options: Options, form: RecordFormat) -> None:
    """Write the matching articles to the output file, or print them; with `--rungs` rung after rung.

    `--limit` applies to each rung; without it all are written.
    """
    searcher, order = library.searcher, Order(options.sort)
    limit = library.contents.counts().articles if options.limit is None else options.limit

    def found() -> list[tuple[Rung | None, Results]]:
        wanted = understood(library, query, options)
        exact = searcher.search(wanted, order, limit=limit, offset=options.offset, exact=True)
        if not options.rungs:
            return [(None, exact)]
        below = searcher.ladder(
            asked(library, query, options), order, limit=limit, with_shapes=has_shapes(options)
        )
        return [(Rung.EXACT, exact), *((each.rung, each.results) for each in below)]

    parts = with_repair(library, found)
    exact = parts[0][1]
    warn_of_query(library, exact.query, exact.total, exact.suggestions)
    warn_of_damage(exact.missing_dates)
    # they are no articles, so the file has no row for them; a message says so
    others = len(searcher.seam_hits(exact.query)) + len(searcher.mastheads_found(exact.query))
    if others:
        print_warning(say("另有 {count} 处跨版或报头里的，不是单篇文章，没有写进去", count=others))
    records = (
        record
        for rung, results in parts
        for record in searcher.records(
            results.ids, results.query, rung, is_recognised=options.wording is Wording.RECOGNISED
        )
    )
    title = understood_as(exact.query) or query
    text = written(records, form, citation_style(), title, options.wording)
    write_or_print(text, options.output)


DEFAULT_LIMIT = 50
UNDATED, UNKNOWN, ORDINARY = "undated", "unknown", "ordinary"
MASTHEAD = "masthead"


def run(options: Options) -> int:
    """Run `reader search`: one query, or each line of a file. Return the exit status."""
    if options.output is not None:
        check_target(options.output)
    with ready(options.library) as library:
        if options.batch is not None:
            for query in lines_of(options.batch):
                answer, notes = _answer(library, query, options), _notes(library, query, options)
                names = _names(library, answer, notes)
                for sentence in answer.said:
                    print_warning(f"{query}: {sentence}")
                # one line for each query, flushed at once, so that a program can answer to it with the next
                # query
                print_json(_with_notes(_to_json(query, answer, names), notes, names))
                sys.stdout.flush()
            return 0
        query = " ".join(options.query)
        if options.export is not None:
            _export_results(library, query, options, RecordFormat(options.export))
            return 0
        answer = _answer(library, query, options)
        rungs = list(_rungs(library, query, options)) if options.rungs else None
        notes = _notes(library, query, options)
        hit_rungs = (
            _rungs_of_hits(library, query, answer, options) if options.rungs or options.shapes else None
        )
        names = _names(library, answer, notes, rungs) if options.as_json or options.as_jsonl else {}
    warn_of_damage(answer.results.missing_dates)
    for sentence in answer.said:
        print_warning(sentence)
    if options.as_json or options.as_jsonl:
        answer_json = _to_json(query, answer, names)
        if hit_rungs is not None:
            answer_json = _with_rungs(answer_json, hit_rungs, rungs or (), names)
        print_json(_with_notes(answer_json, notes, names))
    elif options.count:
        _print_count(answer, notes)
    else:
        lines = [
            *_hit_lines(answer, options.offset),
            *_rung_lines(rungs or (), names_newspapers=answer.names_newspapers),
            *([] if notes is None else _note_hit_lines(notes)),
        ]
        print("\n".join(lines))
    return 0


def _notes(library: Library, query: str, options: Options) -> list[NoteHit] | None:
    """Return the bookmarks whose quotation, note or tags match the query; None without `--notes`."""
    if not options.with_notes:
        return None
    own = library.notebook.bookmarks()
    return notes_found(own, asked(library, query, options), all_shapes=has_shapes(options))


def _with_notes(
    answer_json: dict[str, object], notes: Sequence[NoteHit] | None, names: PrintingNames
) -> dict[str, object]:
    if notes is None:
        return answer_json
    return {**answer_json, "notes": [_note_hit_to_json(hit, names) for hit in notes]}


def _names(
    library: Library,
    answer: "_Answer",
    notes: Sequence[NoteHit] | None,
    rungs: Sequence["_FoundRung"] | None = None,
) -> PrintingNames:
    """Return the names of all articles of an answer, its rungs and its notes, by id."""
    rows = [hit.article for hit in answer.hits]
    rows += [hit.article for rung in rungs or () for hit in rung.hits]
    rows += [row for seam in answer.seams for row in (seam.first, seam.second)]
    return printing_names(library, [*(row.key for row in rows), *(hit.bookmark.key for hit in notes or ())])


class _Answer(Struct, frozen=True):
    """A search result, with the hits that are printed. Mastheads count as hits after the last article."""

    results: Results
    hits: Sequence[SearchHit]
    """The articles between `--offset` and `--limit`."""
    seams: Sequence[SeamHit]
    mastheads: Sequence[KnownMasthead]
    """All files whose masthead matches."""
    listed_mastheads: Sequence[KnownMasthead]
    """Those of `mastheads` that `--offset` and `--limit` leave after the articles."""
    asked: Query
    """The query as typed, without the shapes of its words."""
    said: Sequence[str]
    """What is not understood of the query or passed over; if it finds nothing, the next step."""
    read: ReadSoFar
    """From how much of the library it answers."""
    estimate: Estimate | None = None
    by_shape: ByShape = field(default_factory=dict)
    not_taken: Sequence[RungResults] = ()
    """Other shapes and longer words that the query does not ask for."""
    names_newspapers: bool = False
    """Whether each hit names its newspaper, because the library has several."""

    @property
    def total(self) -> int:
        """The number of all hits: articles and mastheads."""
        return self.results.total + len(self.mastheads)

    def telling_estimate(self) -> Estimate | None:
        """Return the estimate if it is to be printed."""
        is_telling = self.estimate is not None and self.estimate.is_telling(self.results.total)
        return self.estimate if is_telling else None


def _answer(library: Library, query: str, options: Options) -> _Answer:
    """Return the result of a query; a damaged index is repaired, and the query run again."""
    return with_repair(library, lambda: _run_query(library, query, options))


def _run_query(library: Library, query: str, options: Options) -> _Answer:
    limit = DEFAULT_LIMIT if options.limit is None else options.limit
    if options.count:
        limit = 0
    elif options.show_all:
        limit = library.contents.counts().articles
    order = Order(options.sort)
    read = library.answers_from()
    wanted = understood(library, query, options)
    results = library.searcher.search(wanted, order, limit=limit, offset=options.offset, exact=True)
    seams = [] if options.count else library.searcher.seam_hits(results.query, order)
    found = library.searcher.mastheads_found(results.query, order)
    # mastheads follow the articles, and take what `--offset` and `--limit` leave
    first = max(0, options.offset - results.total)
    last = None if options.show_all else first + limit - len(results.ids)
    return _Answer(
        results,
        library.searcher.hits(results.ids, results.query),
        seams,
        found,
        found[first:last],
        asked(library, query, options),
        said_of(library, results.query, results.total + len(found) + len(seams), results.suggestions),
        read,
        None if options.count else library.searcher.estimate(library.searcher.understand(query), results),
        {}
        if options.count or not has_shapes(options)
        else library.searcher.count_by_shape(asked(library, query, options)),
        []
        if options.count or options.rungs
        else library.searcher.not_taken(asked(library, query, options), with_shapes=has_shapes(options)),
        library.contents.has_several_newspapers(),
    )


class _FoundRung(Struct, frozen=True):
    """The matches of one rung (such as: with a misread character), with the hits that are printed."""

    found: RungResults
    hits: Sequence[SearchHit]


def _print_count(answer: _Answer, notes: Sequence[NoteHit] | None) -> None:
    """Print the number of articles; what there is to say about it goes to standard error."""
    results = answer.results
    print(results.total)
    if not results.total:
        print_warning(_asked_in_words(answer))
    if results.suggestions:
        print_warning(_suggestions(answer))
    if answer.mastheads:
        print_warning(_in_mastheads(answer))
    if notes is not None:
        print_warning(_note_count_in_words(notes))


def _rungs(library: Library, query: str, options: Options) -> Iterator[_FoundRung]:
    """Yield the matches of each rung below the exact ones, the most certain first."""
    limit = library.contents.counts().articles if options.show_all else options.limit
    searcher = library.searcher
    for found in searcher.ladder(
        asked(library, query, options),
        Order(options.sort),
        limit=DEFAULT_LIMIT if limit is None else limit,
        with_shapes=has_shapes(options),
    ):
        yield _FoundRung(found, searcher.hits(found.results.ids, found.results.query))


def _rungs_of_hits(library: Library, query: str, answer: _Answer, options: Options) -> Sequence[Rung]:
    """Return the rung of each hit that is printed, mastheads after articles: exact, or other shapes."""
    if not has_shapes(options):
        return [Rung.EXACT] * (len(answer.hits) + len(answer.listed_mastheads))
    searcher, exact = library.searcher, library.searcher.understand(query)
    articles = set(searcher.search(exact, Order.NEWEST, limit=answer.results.total).ids)
    heads = searcher.mastheads_found(exact, Order(options.sort))
    are_exact = [
        *(hit.article.id in articles for hit in answer.hits),
        *(head in heads for head in answer.listed_mastheads),
    ]
    return [Rung.EXACT if is_exact else Rung.SHAPES for is_exact in are_exact]


def _with_rungs(
    answer_json: dict[str, object],
    hit_rungs: Sequence[Rung],
    rungs: Sequence[_FoundRung],
    names: PrintingNames,
) -> dict[str, object]:
    """Return the JSON object of an answer, with the rung of each hit and the lower rungs added."""
    hits = answer_json["hits"]
    assert isinstance(hits, list)
    return {
        **answer_json,
        "hits": [{**hit, "rung": rung} for hit, rung in zip(hits, hit_rungs, strict=True)],
        "rungs": [
            {
                "rung": rung.found.rung,
                "forms": list(rung.found.forms),
                "total": rung.found.results.total,
                "unseen": rung.found.unseen,
                "remarks": [in_a_sentence(remark) for remark in rung.found.results.query.remarks],
                "hits": [{**hit_to_json(hit, names), "rung": rung.found.rung} for hit in rung.hits],
            }
            for rung in rungs
        ],
    }


def _rung_lines(rungs: Sequence[_FoundRung], *, names_newspapers: bool) -> Iterator[str]:
    """Yield the lines of each rung that has matches: its title, then its hits."""
    for rung in rungs:
        if total := rung.found.results.total:
            yield ""
            yield bold(_rung_title(rung.found, total))
        yield from map(faint, map(in_a_sentence, rung.found.results.query.remarks))
        for hit in rung.hits:
            yield ""
            yield from article_lines(hit, names_newspaper=names_newspapers)


def _rung_title(found: RungResults, total: int) -> str:
    name = rung_words(found.rung)
    if found.unseen == total:
        return say("{rung}：另有 {total} 篇", rung=name, total=total)
    return say("{rung}：{total} 篇，其中 {unseen} 篇上面没有", rung=name, total=total, unseen=found.unseen)


def _to_json(query: str, answer: _Answer, names: PrintingNames) -> dict[str, object]:
    results = answer.results
    return {
        "query": query,
        "understood_as": understood_as(answer.asked),
        **({"by_shape": answer.by_shape} if answer.by_shape else {}),
        **({"not_taken": [*map(_not_taken_to_json, answer.not_taken)]} if answer.not_taken else {}),
        "total": answer.total,
        "articles": results.total,
        "mastheads": len(answer.mastheads),
        **answer.read.to_json(),
        "total_is_exact": results.total_is_exact and answer.read.is_whole,
        **({"estimate": to_builtins(estimate)} if (estimate := answer.telling_estimate()) else {}),
        "hits": [
            *(hit_to_json(hit, names) for hit in answer.hits),
            *(_head_to_json(head, results.query) for head in answer.listed_mastheads),
        ],
        "seams": [_seam_to_json(hit, names) for hit in answer.seams],
        **_numbers(results),
        "missing_dates": missing_dates_to_json(results.missing_dates),
        "remarks": list(answer.said),
        "suggestions": list(results.suggestions),
        "seconds": round(results.seconds, 6),
    }


def _numbers(results: Results) -> dict[str, dict[str, int]]:
    """Return the numbers of matching articles by year, page and newspaper, and by edition if there are several."""
    editions = {edition or ORDINARY: number for edition, number in results.by_edition.items()}
    return {
        "by_year": {str(year) if year else UNDATED: n for year, n in sorted(results.by_year.items())},
        "by_page": _most_first(results.by_page),
        "by_newspaper": _most_first(results.by_newspaper),
        **({"by_edition": _most_first(editions)} if editions else {}),
    }


def _most_first(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts in descending order, equal ones by label: the index has no order of its own."""
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return {label or UNKNOWN: number for label, number in ordered}


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def hit_to_json(hit: SearchHit, names: PrintingNames) -> dict[str, object]:
    """Return the JSON object of a hit, as in `hits` of `reader search --json`."""
    return {
        "key": hit.article.key,
        "printing": names.get(hit.article.id, hit.article.key),
        "path": hit.path,
        "date": _iso(hit.issue.date),
        "edition": hit.issue.edition,
        "page": hit.article.page,
        "headline": hit.headline,
        "snippet": to_html(hit.snippet),
        "matches": hit.snippet.matches,
        **({"tie": hit.tie} if hit.tie else {}),
        **({"elsewhere": True} if hit.snippet.is_elsewhere else {}),
    }


def _head_to_json(head: KnownMasthead, query: Query) -> dict[str, object]:
    snippet = masthead_search.snippet(query, head.lines)
    return {
        "key": None,
        "printing": None,
        "path": head.path,
        "date": _iso(head.date),
        "page": None,
        "headline": None,
        "snippet": to_html(snippet),
        "matches": snippet.matches,
        "kind": MASTHEAD,
    }


def _seam_to_json(hit: SeamHit, names: PrintingNames) -> dict[str, object]:
    return {
        "key": hit.first.key,
        "printing": names.get(hit.first.id, hit.first.key),
        "continued_by": hit.second.key,
        "continued_by_printing": names.get(hit.second.id, hit.second.key),
        "path": hit.path,
        "date": _iso(hit.issue.date),
        "edition": hit.issue.edition,
        "page": hit.first.page,
        "headline": hit.headline,
        "snippet": to_html(hit.snippet),
    }


def _asked_in_words(answer: _Answer) -> str:
    """Return the number of articles, and what was asked."""
    results, read = answer.results, answer.read
    understood = understood_as(answer.asked) or say("没有要找的字")
    if not read.is_whole:
        number = so_far(read, count(results.total, "{n} 篇")) if results.total else none_so_far(read, "")
        return say("{number}：{understood}", number=number, understood=understood)
    if any(dates.is_away for dates in results.missing_dates):
        return say("至少 {total} 篇：{understood}", total=results.total, understood=understood)
    return say("{total} 篇：{understood}", total=results.total, understood=understood)


def _shape_lines(by_shape: ByShape) -> Iterator[str]:
    """Yield a line with the number of articles for each form of the words, and how to search for one form alone."""
    forms = [
        f"{form} {count(number, '{n} 篇')}"
        for of_word in by_shape.values()
        for form, number in _most_first(of_word).items()
        if number
    ]
    if forms:
        hint = say("只要照原样印着的，请加引号，或用 --as-printed")
        yield faint(say("各种字形一起找：{forms}；{hint}", forms=say("、").join(forms), hint=hint))


def _not_taken_to_json(rung: RungResults) -> dict[str, object]:
    return {"rung": rung.rung, "forms": list(rung.forms), "articles": rung.unseen}


def _lines_on_equality(answer: _Answer) -> Iterator[str]:
    """Yield what is taken as equal, and what is not."""
    yield from _shape_lines(answer.by_shape)
    for each in answer.not_taken:
        if each.rung is Rung.INSIDE:
            yield faint(count(each.unseen, "另有 {n} 篇里，它是更长的词的一部分；要一起找，请加引号"))
        else:
            yield faint(count(each.unseen, "另有 {n} 篇印的是别的字形、写法；要一起找，请用 --shapes"))
    asked_strings = strings(answer.asked)
    if any(each.is_word and other_notations(each.text) for each in asked_strings):
        yield faint(
            say("日期的各种写法一样看待；不写年的（6月12日）、只写年数的（1987）、农历和皇帝年号不算")
        )


def _hit_lines(answer: _Answer, offset: int) -> Iterator[str]:
    results, hits = answer.results, answer.hits
    yield bold(_asked_in_words(answer))
    if (estimate := answer.telling_estimate()) is not None:
        low, high = estimate.low, estimate.high
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
        yield _joined(_day(head), bold(head.path))
        yield _marked(masthead_search.snippet(results.query, head.lines))
    if answer.seams:
        yield ""
        yield bold(
            say("另有 {count} 处跨版：一半在这一版末尾，一半在接续的版面开头", count=len(answer.seams))
        )
    for seam in answer.seams:
        yield ""
        yield from _seam_row(seam)
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


def article_lines(hit: SearchHit, *, names_newspaper: bool = False) -> Iterator[str]:
    """Yield the lines of a hit: newspaper, if named, day, page, title and key; the snippet; a remark, if any."""
    newspaper = hit.issue.newspaper if names_newspaper else ""
    page = say("第 {page} 版", page=page_in_words(hit.article.page)) if hit.article.page else ""
    yield _joined(newspaper, _day(hit.issue), page, bold(hit.article.title), faint(hit.article.key))
    yield _marked(hit.snippet)
    if remark := hit.remark():
        yield faint(remark)


def _seam_row(hit: SeamHit) -> Iterator[str]:
    keys = f"{hit.first.key} → {hit.second.key}"
    yield _joined(_day(hit.issue), over_pages(hit.first.page, hit.second.page), bold(hit.title), faint(keys))
    yield _marked(hit.snippet)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _day(issue: IssueRow | KnownMasthead) -> str:
    day = issue.date.isoformat() if issue.date else say("日期不详")
    return issue.with_edition(day) if isinstance(issue, IssueRow) else day


def _marked(snippet: Snippet) -> str:
    return "    " + " ".join(marked(snippet.text, snippet.marks).split("\n"))
