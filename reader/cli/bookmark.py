"""`reader bookmark`: what a person wants to keep."""

from collections.abc import Iterator, Sequence

from reader.cli.arguments import Options
from reader.cli.errors import CommandError
from reader.cli.libraries import opened, ready
from reader.cli.show import found, stored_of
from reader.cli.terminal import complain, faint, print_json
from reader.library import Library
from reader.messages import say
from reader.newspaper.holdings import Bookmark
from reader.newspaper.passage import passage_to_json
from reader.newspaper.record import article_to_json
from reader.typeset import as_markdown, page_in_words


def run(options: Options) -> int:
    match options.action:
        case "add":
            with ready(options.library) as library:
                _add(library, options)
        case "remove":
            with opened(options.library) as library:
                bookmark = library.remove_bookmark(_uuid(library.bookmarks(), library, options.key))
            print(say("已取消收藏：{title}", title=bookmark.article.title()))
            print(say("要找回它：reader bookmark restore {uuid}", uuid=bookmark.uuid))
        case "restore":
            with opened(options.library) as library:
                bookmark = library.restore_bookmark(_uuid(library.removed_bookmarks(), library, options.key))
            print(say("已找回收藏：{title}", title=bookmark.article.title()))
        case "list":
            with ready(options.library) as library:
                bookmarks = library.bookmarks()
            if options.as_json:
                print_json([bookmark_to_json(bookmark) for bookmark in bookmarks])
            else:
                print("\n".join(_listed(bookmarks)))
        case "export":
            with ready(options.library) as library:
                bookmarks = library.bookmarks()
            if options.format == "json":
                print_json([bookmark_to_json(bookmark) for bookmark in bookmarks])
            else:
                print("\n".join(map(_markdown, bookmarks)), end="")
    return 0


def _add(library: Library, options: Options) -> None:
    articles = [stored for stored in found(library, options.key, options.path) if stored.id]
    if not articles:
        raise CommandError(say("这篇文章只在收藏里还有，不用再收藏。"))
    if len(articles) > 1:
        complain(
            say("编号相同的文章有 {count} 篇，收藏其中最早的；要另一篇请加 --path。", count=len(articles))
        )
    bookmark = library.bookmark(articles[0].id, options.note, options.tags)
    print(say("已收藏：{title}", title=bookmark.article.title()))


def _uuid(bookmarks: Sequence[Bookmark], library: Library, key: str) -> str:
    """The UUID of the bookmark that has it, or whose article has that key now. Raises CommandError."""
    now = library.user_data.resolve(key)
    for bookmark in bookmarks:
        if key == bookmark.uuid or now == bookmark.key:
            return bookmark.uuid
    raise CommandError(say("没有这条收藏：{key}。reader bookmark list 列出全部收藏。", key=key))


def bookmark_to_json(bookmark: Bookmark) -> dict[str, object]:
    return {
        "uuid": bookmark.uuid,
        "key": bookmark.key,
        "newspaper": bookmark.newspaper,
        "date": bookmark.date.isoformat() if bookmark.date else None,
        "month_day": bookmark.month_day,
        "number": bookmark.number,
        "page": bookmark.page,
        "path": bookmark.path,
        "headline": bookmark.article.headline,
        "note": bookmark.note,
        "tags": list(bookmark.tags),
        "created": bookmark.created.isoformat(),
        "modified": bookmark.modified.isoformat(),
        "passage": passage_to_json(bookmark.passage) if bookmark.passage else None,
        "is_orphan": bookmark.is_orphan,
        "article": article_to_json(bookmark.article),
    }


def _listed(bookmarks: Sequence[Bookmark]) -> Iterator[str]:
    yield say("{count} 条收藏", count=len(bookmarks))
    for bookmark in bookmarks:
        yield ""
        date = bookmark.date.isoformat() if bookmark.date else bookmark.month_day or say("日期不详")
        page = say("第 {page} 版", page=page_in_words(bookmark.page)) if bookmark.page else ""
        key = faint(bookmark.key)
        yield " · ".join(filter(None, [date, page, bookmark.article.title(), key]))
        if bookmark.passage:
            yield say("    “{words}”", words=" ".join(bookmark.passage.exact.split()))
        if bookmark.is_orphan:
            yield say("    资料库里已没有这篇，文字存在收藏里")
        if bookmark.note:
            yield say("    批注：{note}", note=bookmark.note)
        if bookmark.tags:
            yield say("    标签：{tags}", tags=say("，").join(bookmark.tags))


def _markdown(bookmark: Bookmark) -> str:
    """The article as it was kept, and what the person wrote to it, as a quotation."""
    day = bookmark.created.date().isoformat()
    remarks = [say("收藏于 {day}，编号 {key}", day=day, key=bookmark.key)]
    if bookmark.is_orphan:
        remarks.append(say("资料库里已没有这篇，文字存在收藏里"))
    if bookmark.passage:
        remarks.append(say("“{words}”", words=bookmark.passage.exact))
    if bookmark.tags:
        remarks.append(say("标签：{tags}", tags=say("，").join(bookmark.tags)))
    if bookmark.note:
        remarks.append(say("批注：{note}", note=bookmark.note))
    quoted = "\n>\n".join("> " + remark.replace("\n", "\n> ") for remark in remarks)
    return f"{as_markdown(stored_of(bookmark))}\n{quoted}\n\n---\n"
