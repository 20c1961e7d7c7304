"""`reader bookmark`: bookmarks and notes."""

from collections.abc import Callable, Iterator, Sequence

from msgspec import to_builtins

from reader.cli.arguments.options import Options
from reader.cli.article_notes import note_lines
from reader.cli.errors import CommandError
from reader.cli.libraries import opened, ready
from reader.cli.named_articles import (
    PrintingNames,
    ambiguity_message,
    each_of,
    found,
    printing_names,
    unambiguous_names,
)
from reader.cli.terminal import faint, print_json, print_warning
from reader.cli.written_files import citation_style, write_or_print
from reader.export.article_text import day_of_issue, page_in_words
from reader.export.forms import NoteFormat, RecordFormat
from reader.export.notes import in_context, matching, quoted, records, written_out
from reader.export.records import written
from reader.i18n import say
from reader.language.forms import escaped_in_json, without_controls
from reader.library.change_summary import (
    changes_in_words,
    nothing_differs,
    plan_in_words,
    step_in_words,
    version_in_words,
)
from reader.library.library import Library
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.json_format import printed_to_json
from reader.newspaper.passage import Passage, passage_to_json
from reader.storage.disk_errors import LibraryError


def run(options: Options) -> int:
    action = str(options.action)
    with _LIBRARIES.get(action, ready)(options.library) as library:
        return _ACTIONS[action](library, options) or 0


def _remove(library: Library, options: Options) -> int:
    def remove(name: str) -> None:
        known = _named(library, name, library.notebook.bookmarks())
        bookmark = library.notebook.remove_bookmark(known.uuid)
        print(say("已取消收藏：{title}", title=bookmark.article.title()))
        print(say("要找回它：reader bookmark restore {uuid}", uuid=bookmark.uuid))

    return each_of(options.keys, remove)[1]


def _restore(library: Library, options: Options) -> int:
    def restore(name: str) -> None:
        known = _named(library, name, library.notebook.removed_bookmarks())
        bookmark = library.notebook.restore_bookmark(known.uuid)
        print(say("已找回收藏：{title}", title=bookmark.article.title()))

    return each_of(options.keys, restore)[1]


def _list(library: Library, options: Options) -> None:
    notebook = library.notebook
    bookmarks = notebook.removed_bookmarks() if options.removed else notebook.bookmarks()
    if options.as_json:
        names = printing_names(library, {each.key for each in bookmarks})
        print_json([_with_places(bookmark, library, names) for bookmark in bookmarks])
    else:
        print("\n".join(_listed(bookmarks, library)))


def _place(library: Library, options: Options) -> None:
    """List the likeliest places of a lost highlight, or move it to one of them.

    Raises CommandError if there is no such place, or the highlight is not lost.
    """
    bookmark = _named(library, str(options.uuid), library.notebook.bookmarks())
    if not bookmark.is_passage_lost:
        raise CommandError(say("这条标记没有丢，不用移。"))
    passages = [passage for passage, _ in library.notebook.likeliest(bookmark)]
    if options.number is None:
        print("\n".join(_offered(bookmark, passages)))
        return
    if not 0 < options.number <= len(passages):
        raise CommandError(say("没有第 {number} 处。", number=options.number))
    moved = library.notebook.move_passage(bookmark, passages[options.number - 1])
    print(say("已移到“{words}”", words=quoted(moved)))
    print(say("要移回：reader bookmark versions {uuid} --use 1", uuid=moved.uuid))


def _offered(bookmark: Bookmark, passages: Sequence[Passage]) -> Iterator[str]:
    for number, passage in enumerate(passages, 1):
        yield f"    {number}  {in_context(passage)}"
    if passages:
        yield say("    是其中的第几处，就写几：reader bookmark place {uuid} 1", uuid=bookmark.uuid)
    else:
        yield say("    没有像的地方")


def _export(library: Library, options: Options) -> None:
    write_or_print(_exported(library, options), options.target)


def _undo(library: Library, options: Options) -> None:
    undone = library.notebook.undo_last_step()
    print(step_in_words(*undone) if undone else say("没有可以撤销的读入、恢复或改标签。"))


def _tags(library: Library, options: Options) -> None:
    tags = library.notebook.tags()
    if options.as_json:
        print_json([{"tag": tag, "bookmarks": number} for tag, number in tags])
        return
    print(say("{count} 个标签", count=len(tags)))
    for tag, number in tags:
        print(f"    {tag}  {number}")


def _retag(library: Library, options: Options) -> None:
    """Rename a tag, or merge several. Raises CommandError if there is one that no bookmark has."""
    known = dict(library.notebook.tags())
    if missing := [tag for tag in options.tags if tag not in known]:
        raise CommandError(
            say("没有这个标签：{tag}。reader bookmark tags 列出全部标签。", tag=say("、").join(missing))
        )
    to = without_controls(options.to).strip()
    if not to:
        raise CommandError(say("新的标签不能是空的。"))
    changed = library.notebook.change_tags(options.tags, to)
    print(say("{count} 条收藏的标签改为：{tag}", count=len(changed), tag=to))
    if changed:
        print(say("要撤销：reader bookmark undo"))


def _attach(library: Library, options: Options) -> None:
    """Attach a bookmark to the printing that KEY names, of several with its text.

    Raises CommandError if the bookmark's printing is known already, or the one named has another text.
    """
    bookmark = _named(library, str(options.uuid), library.notebook.bookmarks())
    stored = found(library, options.key)
    if stored.id not in {each.id for each in library.notebook.elsewhere(bookmark)}:
        raise CommandError(say("这条收藏不用指定，或者那一处的文字不同。"))
    library.notebook.attach(bookmark, stored.id)
    issue = stored.issue
    day = day_of_issue(issue.date, issue.month_day, issue.label)
    print(say("已指定：{title}（{day}）", title=stored.article.title(), day=day))


def _import(library: Library, options: Options) -> None:
    """Print what importing a file changes, and import it unless `--dry-run` is given."""
    plan = library.notebook.plan_import(options.file)
    if not options.as_json:
        print("\n".join(plan_in_words(plan)))
    if not options.is_rehearsal:
        plan = library.notebook.import_notes(options.file)
    if options.as_json:
        print_json(
            {
                "bookmarks": len(plan.bookmarks),
                "corrections": len(plan.corrections),
                "decisions": len(plan.decisions),
            }
        )
        if plan.unreadable:
            print_warning(say("{count} 条记录读不懂，会原样另外保存", count=len(plan.unreadable)))
    elif not options.is_rehearsal:
        print(say("读入了：{changes}", changes=changes_in_words(plan)) if plan.size else nothing_differs())
        if plan.size:
            print(say("要撤销：reader bookmark undo"))


def _versions(library: Library, options: Options) -> None:
    every = [*library.notebook.bookmarks(), *library.notebook.removed_bookmarks()]
    versions = library.user_data.versions_of(_named(library, options.key, every).uuid)
    if options.number is None:
        print(say("{count} 条以前的写法", count=len(versions)))
        for number, version in enumerate(versions, 1):
            print(f"{number}  {version.bookmark.modified.astimezone():%Y-%m-%d %H:%M}")
            print("    " + version_in_words(version.bookmark))
        return
    if not 0 < options.number <= len(versions):
        raise CommandError(say("没有第 {number} 条以前的写法。", number=options.number))
    brought = library.user_data.restore_version(versions[options.number - 1])
    print(say("已换回：{words}", words=version_in_words(brought)))


def _exported(library: Library, options: Options) -> str:
    bookmarks = matching(library.notebook.bookmarks(), options.sought or "", options.tag)
    form = options.format
    if form == "json":
        is_all = options.sought is None and options.tag is None
        return escaped_in_json(
            library.notebook.export_notes(None if is_all else {bookmark.uuid for bookmark in bookmarks})
        )
    style, article_of = citation_style(), library.notebook.article_of
    if form in set(NoteFormat):
        return written_out(bookmarks, NoteFormat(form), style, article_of, options.wording)
    told = records(bookmarks, article_of)
    return "".join(written(told, RecordFormat(form), style, wording=options.wording))


def _add(library: Library, options: Options) -> int:
    return each_of(
        options.keys, lambda name: _bookmark(library, found(library, name, options.path), options)
    )[1]


def _bookmark(library: Library, stored: StoredArticle, options: Options) -> None:
    if not stored.id:
        raise CommandError(say("这篇文章只在收藏里还有，不用再收藏。"))
    passage = library.notebook.quote(stored.id, options.quote) if options.quote is not None else None
    bookmark = library.notebook.bookmark(stored.id, options.note or "", options.tags, passage)
    title = bookmark.article.title()
    if (kept := library.user_data.versions_of(bookmark.uuid)) and kept[0].kept == bookmark.modified:
        print_warning(
            say(
                "原来的批注没有丢：{words}。看和换回：reader bookmark versions {uuid}",
                words=version_in_words(kept[0].bookmark),
                uuid=bookmark.uuid,
            )
        )
    if passage is None:
        print(say("已收藏：{title}", title=title))
    else:
        print(say("已在“{title}”里标出：{words}", title=title, words=quoted(bookmark)))


def _named(library: Library, name: str, among: Sequence[Bookmark]) -> Bookmark:
    """Return the bookmark in `among` that has this UUID, or is on the article of this name.

    Of several on one article, the bookmark of the whole article comes before those of passages. Raises CommandError if
    there is none, or if the name fits several articles.
    """
    known = {each.uuid for each in among}
    bookmarks = [each for each in library.notebook.named(name) if each.uuid in known]
    if not bookmarks:
        raise CommandError(say("没有这条收藏：{key}。reader bookmark list 列出全部收藏。", key=name))
    if len({each.anchor for each in bookmarks}) > 1:
        articles = [
            each for each in library.articles.find(name) if each.id in {b.article_id for b in bookmarks}
        ]
        gone = {each.uuid for each in bookmarks if not each.article_id}
        raise CommandError(ambiguity_message(name, {*unambiguous_names(library, name, articles), *gone}))
    return bookmarks[0]


def bookmark_to_json(bookmark: Bookmark, names: PrintingNames) -> dict[str, object]:
    return {
        "uuid": bookmark.uuid,
        "key": bookmark.key,
        "printing": names.get(bookmark.article_id, bookmark.printing.name),
        "newspaper": bookmark.newspaper,
        "date": bookmark.date.isoformat() if bookmark.date else None,
        "month_day": bookmark.month_day,
        "number": bookmark.number,
        "page": bookmark.page,
        "path": bookmark.path,
        "headline": bookmark.article.corrected().headline,
        "note": bookmark.note,
        "tags": list(bookmark.tags),
        "created": bookmark.created.isoformat(),
        "modified": bookmark.modified.isoformat(),
        "passage": passage_to_json(bookmark.passage) if bookmark.passage else None,
        "deleted": bookmark.deleted.isoformat() if bookmark.deleted else None,
        "is_orphan": bookmark.is_orphan,
        "is_passage_lost": bookmark.is_passage_lost,
        "article": printed_to_json(bookmark.article),
    }


def _with_places(bookmark: Bookmark, library: Library, names: PrintingNames) -> dict[str, object]:
    """Return a bookmark with where its passage is, or, if it is lost, may be; null while a server does not say."""
    known = bookmark_to_json(bookmark, names)
    try:
        places = library.notebook.places(bookmark)
        likeliest = library.notebook.likeliest(bookmark) if bookmark.is_passage_lost else []
    except LibraryError:
        return known | {"places": None, "likeliest": None}
    return known | {
        "places": [to_builtins(each) for each in places],
        "likeliest": [
            {"words": passage.exact, "places": [to_builtins(each) for each in near]}
            for passage, near in likeliest
        ],
    }


def _listed(bookmarks: Sequence[Bookmark], library: Library) -> Iterator[str]:
    names_newspapers = library.contents.has_several_newspapers()
    yield say("{count} 条收藏", count=len(bookmarks))
    for bookmark in bookmarks:
        yield ""
        date = bookmark.date.isoformat() if bookmark.date else bookmark.month_day or say("日期不详")
        page = say("第 {page} 版", page=page_in_words(bookmark.page)) if bookmark.page else ""
        key = faint(bookmark.key)
        newspaper = bookmark.newspaper if names_newspapers else ""
        yield " · ".join(filter(None, [newspaper, date, page, bookmark.article.title(), key]))
        yield from note_lines(bookmark)
        if bookmark.is_passage_lost:
            yield from _offered(bookmark, [passage for passage, _ in library.notebook.likeliest(bookmark)])


_ACTIONS: dict[str, Callable[[Library, Options], int | None]] = {
    "add": _add,
    "attach": _attach,
    "export": _export,
    "import": _import,
    "list": _list,
    "place": _place,
    "remove": _remove,
    "restore": _restore,
    "retag": _retag,
    "tags": _tags,
    "undo": _undo,
    "versions": _versions,
}
_LIBRARIES = dict.fromkeys(("remove", "restore", "retag", "tags", "versions"), opened)
"""How the library is opened for actions on the user's data alone; for any other one it is synced first if it
never was.
"""
