"""`reader saved`: saved searches, and the articles that each finds now and didn't when it was last looked at."""

from collections.abc import Iterator

from reader.cli.arguments.options import Options
from reader.cli.errors import CommandError
from reader.cli.libraries import ready, with_repair
from reader.cli.named_articles import printing_names
from reader.cli.queries import to_json, warn_of_query
from reader.cli.search import article_lines, hit_to_json
from reader.cli.terminal import bold, faint, print_json, print_warning
from reader.i18n import count, say
from reader.library.library import Library
from reader.library.read_share import ReadSoFar, none_so_far, so_far
from reader.library.saved_searches import Look, Saved, SavedCount
from reader.library.search_hits import SearchHit
from reader.search.query import Query, in_a_sentence, understood_as


def run(options: Options) -> int:
    match options.action or "list":
        case "list":
            with ready(options.library) as library:
                with_repair(library, lambda: _list(library, options))
        case "show":
            with ready(options.library) as library:
                with_repair(library, lambda: _show(library, options))
    return 0


def _named(library: Library, name: str) -> Saved:
    saved = library.saved.named(name)
    if saved is None:
        raise CommandError(say("没有叫“{name}”的搜索。reader saved 列出全部。", name=name))
    return saved


def _list(library: Library, options: Options) -> None:
    rows = list(library.saved.counts())
    if options.is_new:
        rows = [(saved, counted) for saved, counted in rows if counted.new]
    listed, several = [], library.contents.has_several_newspapers()
    for saved, counted in rows:
        look = library.saved.look(saved, marks=options.marks) if options.is_new or options.marks else None
        hits = _hits(library, look, counted.new, is_new=True)[1] if look and options.is_new else []
        if options.as_json:
            names = printing_names(library, (hit.article.key for hit in hits))
            of_new = {"hits": [hit_to_json(hit, names) for hit in hits]} if options.is_new else {}
            listed.append({**_to_json(library, saved, counted), **of_new})
        else:
            print("\n".join(_lines(saved, counted, library.read)))
            for remark in library.searcher.understand(saved.query).remarks:
                print_warning(in_a_sentence(remark))
            for hit in hits:
                print("\n".join(article_lines(hit, names_newspaper=several)))
    if options.as_json:
        print_json(listed)
    elif not rows:
        none_new = (
            none_so_far(library.read, say("没有新的。"), say("到此没有新的。")) if options.is_new else ""
        )
        print(none_new or say("还没有存下的搜索。在窗口里搜索以后按 Ctrl+Shift+S 存一个。"))


def _show(library: Library, options: Options) -> None:
    saved = _named(library, options.name)
    look = library.saved.look(saved, marks=not options.peeks)
    query, hits = _hits(library, look, 50 if options.limit is None else options.limit, is_new=options.is_new)
    warn_of_query(library, query, look.count.total)
    if options.as_json:
        names = printing_names(library, (hit.article.key for hit in hits))
        print_json(
            {
                **_to_json(library, saved, look.count),
                "understood_as": understood_as(query),
                "hits": [{**hit_to_json(hit, names), "new": hit.article.id in look.new} for hit in hits],
            }
        )
        return
    print("\n".join(_lines(saved, look.count, library.read, query)))
    several = library.contents.has_several_newspapers()
    of = look.count.new if options.is_new else look.count.total
    if len(hits) < of:
        print(faint(say("这里是前 {n} 篇；--limit 多列一些，--new 只列新的", n=len(hits))))
    for hit in hits:
        print()
        lines = article_lines(hit, names_newspaper=several)
        print(next(lines) + (bold(say(" · 新")) if hit.article.id in look.new else ""))
        print("\n".join(lines))


def _hits(library: Library, look: Look, limit: int, *, is_new: bool) -> tuple[Query, list[SearchHit]]:
    """Return the parsed query and its first `limit` hits, only new ones if `is_new`."""
    searcher, saved = library.searcher, look.saved
    query = searcher.understand(saved.query)
    if saved.all_shapes:
        query = searcher.in_all_shapes(query)
    wanted = searcher.among(query, look.new) if is_new else query
    found = searcher.search(wanted, saved.order, limit=limit, exact=True, with_suggestions=False)
    return query, searcher.hits(found.ids, query)


def _lines(saved: Saved, counted: SavedCount, read: ReadSoFar, query: Query | None = None) -> Iterator[str]:
    new = say("新 {n}", n=counted.new) if counted.new else ""
    numbers = [so_far(read, count(counted.total, "{n} 篇")), new]
    yield " · ".join(
        [bold(saved.name), *filter(None, numbers), faint(understood_as(query) if query else saved.query)]
    )
    if words := counted.trouble_in_words():
        yield "    " + words


def _to_json(library: Library, saved: Saved, counted: SavedCount) -> dict[str, object]:
    return {
        "name": saved.name,
        "uuid": saved.uuid,
        "query": saved.query,
        "order": saved.order,
        "all_shapes": saved.all_shapes,
        "total": counted.total,
        **library.read.to_json(),
        "new": counted.new,
        "trouble": counted.trouble_in_words() or None,
        **to_json(library, library.searcher.understand(saved.query), counted.total),
    }
