"""`reader search`: one question, or a file of them."""

import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.cli.arguments import Options
from reader.cli.libraries import ready
from reader.cli.terminal import bold, faint, has_colours, marked, print_json
from reader.library import Hit, Library, Results
from reader.messages import say
from reader.search.engine import Order
from reader.search.query import in_words
from reader.search.snippets import to_html
from reader.typeset import page_in_words

DEFAULT_LIMIT = 50
UNDATED = "undated"


def run(options: Options) -> int:
    with ready(options.library) as library:
        if options.batch is not None:
            for query in _lines_of(options.batch):
                print_json(_to_json(query, *_answer(library, query, options)))
                sys.stdout.flush()
            return 0
        query = " ".join(options.query)
        results, hits = _answer(library, query, options)
    if options.as_json or options.as_jsonl:
        print_json(_to_json(query, results, hits))
    elif options.count:
        print(results.total)
    else:
        print("\n".join(_told(results, hits, options.offset)))
    return 0


def _lines_of(name: str) -> Iterator[str]:
    """The lines of a file, or as they come on standard input for "-"; a line ends with a line feed and nothing else."""
    with _opened(name) as lines:
        for line in lines:
            yield line.rstrip("\r\n")


def _opened(name: str) -> io.TextIOWrapper:
    if name == "-":
        return io.TextIOWrapper(sys.stdin.buffer, "utf-8-sig", "surrogateescape", newline="\n")
    return Path(name).open(encoding="utf-8-sig", errors="surrogateescape", newline="\n")


def _answer(library: Library, query: str, options: Options) -> tuple[Results, Sequence[Hit]]:
    limit = DEFAULT_LIMIT if options.limit is None else options.limit
    if options.count:
        limit = 0
    elif options.show_all:
        limit = library.counts().articles
    results = library.search(query, Order(options.sort), limit=limit, offset=options.offset, exact=True)
    return results, library.hits(results.ids, results.query)


def _to_json(query: str, results: Results, hits: Sequence[Hit]) -> dict[str, object]:
    return {
        "query": query,
        "understood_as": results.understood_as,
        "total": results.total,
        "total_is_exact": results.total_is_exact,
        "hits": [_hit_to_json(hit) for hit in hits],
        "by_year": {str(year) if year else UNDATED: count for year, count in sorted(results.by_year.items())},
        "suggestions": list(results.suggestions),
        "seconds": round(results.seconds, 6),
    }


def _hit_to_json(hit: Hit) -> dict[str, object]:
    return {
        "key": hit.article.key,
        "path": hit.path,
        "date": hit.issue.date.isoformat() if hit.issue.date else None,
        "page": hit.article.page,
        "headline": hit.headline,
        "snippet": to_html(hit.snippet),
        "matches": hit.snippet.matches,
    }


def _told(results: Results, hits: Sequence[Hit], offset: int) -> Iterator[str]:
    understood = in_words(results.query) or say("没有要找的字")
    yield bold(say("{total} 篇：{understood}", total=results.total, understood=understood))
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
        yield from _row(hit)
    if results.suggestions:
        yield say("也许是：{suggestions}", suggestions=say("，").join(results.suggestions))


def _row(hit: Hit) -> Iterator[str]:
    date = hit.issue.date.isoformat() if hit.issue.date else say("日期不详")
    page = say("第 {page} 版", page=page_in_words(hit.article.page)) if hit.article.page else ""
    yield " · ".join(filter(None, [date, page, bold(hit.article.title), faint(hit.article.key)]))
    text = marked(hit.snippet.text, hit.snippet.marks) if has_colours() else hit.snippet.text
    yield "    " + " ".join(text.split("\n"))
