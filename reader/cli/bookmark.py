"""`reader bookmark`: bookmarks and notes."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import (
    Commands,
    Parser,
    add_corrected,
    add_json,
    add_key,
    add_library,
    command,
    key_or_link,
    whole,
    whole_number,
)
from reader.cli.article_notes import note_lines
from reader.cli.errors import CommandError
from reader.cli.libraries import opened, ready
from reader.cli.named_articles import found, names_of, which_of
from reader.cli.terminal import complain, faint, print_json
from reader.cli.written_files import kept_style, write_or_print
from reader.export.article_text import day_of_issue, page_in_words
from reader.export.forms import NoteFormat, RecordFormat
from reader.export.notes import matching, quoted, records, written_out
from reader.export.readings import with_readings
from reader.export.records import written
from reader.i18n import say
from reader.language.forms import escaped_in_json
from reader.library.change_summary import plan_in_words, step_in_words, version_in_words
from reader.library.library import Library
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.json_format import article_to_json
from reader.newspaper.passage import passage_to_json

_AS_DATA = [form for form in RecordFormat if NoteFormat.named(form.value) is None]
_ENDINGS = {
    **{form.value: (form.suffix,) for form in NoteFormat},
    NoteFormat.MARKDOWN.value: (".md", ".markdown"),
    NoteFormat.HTML.value: (".html", ".htm"),
    "json": (".json",),
    **{form.value: (form.suffix,) for form in _AS_DATA},
}
"""The formats of an export, with the endings of their files."""


def add_bookmark(parser: Parser) -> None:
    parser.set_defaults(settle=settle_bookmark)
    parser.explain(
        say("收藏时连全文一起存下：文件改名、移走、不见了，收藏都在。"),
        [
            (say("reader bookmark add k7qfz2m4yd3xw6ta --note 外婆 --tag 家史"), say("收藏，带批注和标签")),
            (say("reader bookmark export > 收藏.md"), say("全部收藏连同文字存成一个文件")),
        ],
    )
    actions = parser.add_subparsers(
        dest="action", metavar="ACTION", title=say("做什么"), parser_class=Parser, required=True
    )
    add = command(
        actions,
        "add",
        say("收藏一篇文章"),
        say("已收藏的，批注换成新的，标签加上去。加 --quote 则只标出其中的一段话。"),
        [
            (say("reader bookmark add k7qfz2m4yd3xw6ta --tag 渡口 --tag 1987"), say("收藏它，带两个标签")),
            (
                say('reader bookmark add k7qfz2m4yd3xw6ta --quote "{words}" --note 待核', words="末一辆板车"),
                say("标出这几个字，写上批注"),
            ),
        ],
        of="bookmark",
    )
    add_key(add)
    add.options.add_argument(
        "--quote", metavar="TEXT", help=say("标出文中的这段话；同样的话有几处时标第一处")
    )
    add.options.add_argument("--note", type=whole, default="", metavar="TEXT", help=say("批注的文字"))
    add.options.add_argument(
        "--tag",
        action="append",
        type=whole,
        default=[],
        dest="tags",
        metavar="TAG",
        help=say("标签，可写多次"),
    )
    remove = command(
        actions,
        "remove",
        say("取消收藏"),
        say("批注和标签还留着，restore 可以找回。"),
        [
            ("reader bookmark remove k7qfz2m4yd3xw6ta", say("按文章的编号")),
            ("reader bookmark remove 3f1c9a52-…", say("按收藏的 UUID（list --json 里有）")),
        ],
        of="bookmark",
    )
    restore = command(
        actions,
        "restore",
        say("找回取消了的收藏"),
        say("批注和标签与取消前一样。"),
        [
            ("reader bookmark restore k7qfz2m4yd3xw6ta", say("按文章的编号")),
            ("reader bookmark restore 3f1c9a52-…", say("按收藏的 UUID")),
        ],
        of="bookmark",
    )
    for parser in (remove, restore):
        parser.what.add_argument(
            "key", type=key_or_link, metavar="KEY|UUID", help=say("文章的编号，或收藏的 UUID")
        )
        add_library(parser)
    attach = command(
        actions,
        "attach",
        say("指定一条收藏标的是哪一处印本"),
        say("同样的文字印在几处、收藏却没有记下是哪一处时用；bookmark list 会注明。"),
        [("reader bookmark attach 3f1c9a52-… k7qfz2m4yd3xw6ta@1987-06-12", say("标的是这一天的"))],
        of="bookmark",
    )
    attach.what.add_argument("uuid", metavar="UUID", help=say("收藏的 UUID"))
    attach.what.add_argument("key", type=key_or_link, metavar="KEY", help=say("文章的编号，写明是哪一处"))
    add_library(attach)
    shown = command(
        actions,
        "list",
        say("列出收藏"),
        say("新的在前。库里已找不到的文章会注明，存下的文字用 export 看。"),
        [
            ("reader bookmark list", say("日期、标题、批注、标签")),
            ("reader bookmark list --json", say("打印一个数组，每个收藏一个对象，含存下的全文")),
        ],
        of="bookmark",
    )
    add_library(shown)
    shown.options.add_argument(
        "--removed", action="store_true", help=say("列出删除了的，最近删除的在前；restore 可以找回")
    )
    add_json(shown, say("打印一个数组，含存下的全文"))
    _add_export(actions)
    _add_import(actions)
    _add_undo(actions)
    _add_versions(actions)


def _add_export(actions: Commands) -> None:
    export = command(
        actions,
        "export",
        say("导出收藏、标记与批注，连同存下的文字"),
        say(
            "读的格式带引文（GB/T 7714，按设置里的版本）。json 是全部资料，含删除了的和更正，别的资料库可以整个读入；\n"
            "写了 --tag 或 --query 则只有选出的收藏。"
        ),
        [
            (say("reader bookmark export 收藏.md --tag 家史"), say("把带“家史”标签的存成 Markdown")),
            (say("reader bookmark export 全部.json --format json"), say("存下全部，以备搬家")),
        ],
        of="bookmark",
    )
    export.what.add_argument(
        "target", nargs="?", type=Path, metavar="FILE", help=say("存到哪里；不写则打印到标准输出")
    )
    add_library(export)
    export.options.add_argument(
        "--format",
        choices=tuple(_ENDINGS),
        help=say(
            "{notes}，或 json；作数据用的 {data}，一个收藏一条；\n"
            "gb2015、gb2025 是编了号的参考文献表，一篇一条。\n"
            "不写则看 FILE 的扩展名：.md .html .txt（text）.csv .jsonl .bib .ris；没有 FILE 是 markdown",
            notes=" ".join(NoteFormat),
            data=" ".join(_AS_DATA),
        ),
    )
    add_corrected(export)
    export.options.add_argument("--tag", metavar="TAG", help=say("只要带这个标签的"))
    export.options.add_argument(
        "--query",
        dest="sought",
        metavar="WORDS",
        help=say("只要标题、引的话、批注、标签或出处里有这些词的"),
    )


def _add_import(actions: Commands) -> None:
    take = command(
        actions,
        "import",
        say("读入 export --format json 存成的文件"),
        say(
            "与已有的合在一起；同一条两边都改过的，后改的有效，另一边的文字留作以前的写法。会先说明要换掉什么，读入后可以撤销（undo）。读多少次都一样。"
        ),
        [
            (say("reader bookmark import 全部.json"), say("读入，并说明来了多少条")),
            (say("reader bookmark import 全部.json --library ~/旧报"), say("读入另一个资料库")),
        ],
        of="bookmark",
    )
    take.options.add_argument(
        "--dry-run", action="store_true", dest="is_rehearsal", help=say("只说会改变什么，什么也不改")
    )
    take.what.add_argument("file", type=Path, metavar="FILE", help=say("export --format json 存成的文件"))
    add_library(take)
    add_json(take, say("打印一个对象：bookmarks corrections，各来了多少条"))


def _add_undo(actions: Commands) -> None:
    undo = command(
        actions,
        "undo",
        say("撤销最近一次读入，或恢复备份"),
        say("读入的收藏移到“最近删除”，换掉的文字换回来；后来又改过的不动。"),
        [("reader bookmark undo", say("撤销最近的一次"))],
        of="bookmark",
    )
    add_library(undo)


def _add_versions(actions: Commands) -> None:
    versions = command(
        actions,
        "versions",
        say("一条收藏以前的写法"),
        say("两台电脑上都改过的，没有用上的文字留在这里；--use 换回其中一条，现在的文字也会留下。"),
        [
            ("reader bookmark versions k7qfz2m4yd3xw6ta", say("列出，编上号")),
            ("reader bookmark versions k7qfz2m4yd3xw6ta --use 1", say("换回第一条")),
        ],
        of="bookmark",
    )
    versions.what.add_argument(
        "key", type=key_or_link, metavar="KEY|UUID", help=say("文章的编号，或收藏的 UUID")
    )
    add_library(versions)
    versions.options.add_argument(
        "--use", type=whole_number, dest="number", metavar="N", help=say("换回第几条")
    )


def settle_bookmark(parser: Parser, options: Options) -> None:
    """Take the format of an export from the ending of its file, unless it is given.

    Ends the process with 2 for an ending of another format, of no format, or of several between which none is usual.
    """
    if options.action != "export":
        return
    target, given = options.target, options.format
    ending = target.suffix.lower() if target else ""
    fitting = [form for form, endings in _ENDINGS.items() if ending in endings]
    if target is None or given in fitting or (given and not fitting):
        options.format = given or "markdown"
    elif given or not fitting:
        endings = _ENDINGS[given] if given else dict.fromkeys(chain.from_iterable(_ENDINGS.values()))
        told = say("{path} 的扩展名不对，这里能写的是 {endings}", path=target, endings=" ".join(endings))
        parser.error(told)
    elif ending == ".json":
        parser.error(say(".json 有两种，请用 --format 指明：json（全部资料）或 csl-json（引文数据）"))
    else:
        options.format = fitting[0]


def run(options: Options) -> int:
    action = str(options.action)
    with _LIBRARIES.get(action, ready)(options.library) as library:
        _ACTIONS[action](library, options)
    return 0


def _remove(library: Library, options: Options) -> None:
    known = _named(library, options.key, library.notebook.bookmarks())
    bookmark = library.notebook.remove_bookmark(known.uuid)
    print(say("已取消收藏：{title}", title=bookmark.article.title()))
    print(say("要找回它：reader bookmark restore {uuid}", uuid=bookmark.uuid))


def _restore(library: Library, options: Options) -> None:
    known = _named(library, options.key, library.notebook.removed_bookmarks())
    bookmark = library.notebook.restore_bookmark(known.uuid)
    print(say("已找回收藏：{title}", title=bookmark.article.title()))


def _list(library: Library, options: Options) -> None:
    notebook = library.notebook
    bookmarks = notebook.removed_bookmarks() if options.removed else notebook.bookmarks()
    if options.as_json:
        print_json([bookmark_to_json(bookmark) for bookmark in bookmarks])
    else:
        print("\n".join(_listed(bookmarks)))


def _export(library: Library, options: Options) -> None:
    write_or_print(_exported(library, options), options.target)


def _undo(library: Library, options: Options) -> None:
    undone = library.notebook.undo_last_step()
    print(step_in_words(*undone) if undone else say("没有可以撤销的读入或恢复。"))


def _attach(library: Library, options: Options) -> None:
    """Put a bookmark on the printing that it was made on. Raises CommandError if that is known, or has another text."""
    bookmark = _named(library, str(options.uuid), library.notebook.bookmarks())
    stored = found(library, options.key)
    if stored.id not in {each.id for each in library.notebook.elsewhere(bookmark)}:
        raise CommandError(say("这条收藏不用指定，或者那一处的文字不同。"))
    library.notebook.attach(bookmark, stored.id)
    issue = stored.issue
    day = day_of_issue(issue.date, issue.month_day, issue.label)
    print(say("已指定：{title}（{day}）", title=stored.article.title(), day=day))


def _import(library: Library, options: Options) -> None:
    """Import an export file, after printing what it will change."""
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
            complain(say("{count} 条记录读不懂，会原样另外保存", count=len(plan.unreadable)))
    elif not options.is_rehearsal:
        print(
            say(
                "读入了 {bookmarks} 条新的或更新的收藏与批注，{corrections} 条更正，{decisions} 条其他决定",
                bookmarks=len(plan.bookmarks),
                corrections=len(plan.corrections),
                decisions=len(plan.decisions),
            )
        )
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
    style, with_corrected = kept_style(), options.with_corrected

    def article_of(bookmark: Bookmark) -> StoredArticle:
        stored = library.notebook.article_of(bookmark)
        return with_readings(stored) if with_corrected else stored

    if form in set(NoteFormat):
        return written_out(bookmarks, NoteFormat(form), style, article_of)
    return "".join(written(records(bookmarks, article_of), RecordFormat(form), style))


def _add(library: Library, options: Options) -> None:
    stored = found(library, options.key, options.path)
    if not stored.id:
        raise CommandError(say("这篇文章只在收藏里还有，不用再收藏。"))
    passage = library.notebook.quote(stored.id, options.quote) if options.quote is not None else None
    bookmark = library.notebook.bookmark(stored.id, options.note or "", options.tags, passage)
    title = bookmark.article.title()
    if (kept := library.user_data.versions_of(bookmark.uuid)) and kept[0].kept == bookmark.modified:
        complain(
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
    """Return one of the bookmarks, given by its UUID or by the name of its article.

    Of those of an article the one of the whole article, if passages have bookmarks, too. Raises CommandError where
    there is none, or those of several articles.
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
        raise CommandError(which_of(name, {*names_of(library, name, articles), *gone}))
    return bookmarks[0]


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
        "deleted": bookmark.deleted.isoformat() if bookmark.deleted else None,
        "is_orphan": bookmark.is_orphan,
        "is_passage_lost": bookmark.is_passage_lost,
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
        yield from note_lines(bookmark)


_ACTIONS: dict[str, Callable[[Library, Options], None]] = {
    "add": _add,
    "attach": _attach,
    "export": _export,
    "import": _import,
    "list": _list,
    "remove": _remove,
    "restore": _restore,
    "undo": _undo,
    "versions": _versions,
}
_LIBRARIES = {"remove": opened, "restore": opened, "versions": opened}
"""The actions that need no catalogue; for all others the library is synced first if it never was."""
