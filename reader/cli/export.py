"""`reader export`: articles taken together, as an EPUB, or a folder of Markdown or TEI files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import (
    Parser,
    add_json,
    add_library,
    add_shapes,
    add_target,
)
from reader.cli.errors import CommandError
from reader.cli.libraries import mended, ready
from reader.cli.queries import understood
from reader.cli.terminal import print_json
from reader.cli.written_files import new_target, tell_saved
from reader.export.collection import CollectedIssue
from reader.export.forms import CollectionFormat
from reader.i18n import count, say
from reader.library import collecting
from reader.library.library import Library
from reader.search.query import Period, as_typed, in_words
from reader.storage.disk_errors import explain


def add_export(parser: Parser) -> None:
    parser.explain(
        say(
            "一期、一段时间、一次搜索的全部结果，或整个资料库。EPUB 是一个文件，Markdown 和 TEI 是一个新建的文件夹。\n"
            "导出的 Markdown 放回资料库，读出来还是同样的文章。已有的文件和文件夹不会盖掉。"
        ),
        [
            (say("reader export 日期:1987-06 -o 一九八七年六月.epub"), say("这个月的报纸，做成一本电子书")),
            (
                say("reader export --all --format markdown -o 导出"),
                say("整个资料库，一篇一个 Markdown 文件"),
            ),
        ],
    )
    parser.what.add_argument(
        "query", nargs="*", metavar="QUERY", help=say("同 reader search：日期、报纸、要找的字")
    )
    parser.options.add_argument(
        "--all", action="store_true", dest="is_whole", help=say("整个资料库，不写 QUERY")
    )
    add_target(parser, say("存到哪里：名字是 .epub 就做电子书，否则是要新建的文件夹"), metavar="PATH")
    parser.options.add_argument(
        "--format",
        choices=[form.value for form in CollectionFormat],
        dest="form",
        help=say("格式；不写则看名字：.epub 是电子书，别的是 Markdown"),
    )
    add_shapes(parser)
    add_library(parser)
    add_json(parser, say("打印一个对象：path format issues articles"))


def run(options: Options) -> int:
    if options.is_whole == bool(options.query):
        raise CommandError(say("写出要导出什么：日期、报纸、要找的字；整个资料库用 --all。"))
    target = new_target(options.target)
    form = _form(options.form, target)
    with ready(options.library) as library:
        title, article_ids = _wanted(library, options)
        written = _Counted()
        issues = written.each(collecting.collected(library, article_ids))
        try:
            collecting.write_collection(target, form, title, issues, replaces=False)
        except OSError as error:
            raise CommandError(explain(error, target)) from error
    if options.as_json:
        counts = {"issues": written.issues, "articles": written.articles}
        print_json({"path": str(target), "format": form.value, **counts})
        return 0
    tell_saved(target)
    print(
        say(
            "{issues}，{articles}",
            issues=count(written.issues, "{n} 期"),
            articles=count(written.articles, "{n} 篇"),
        )
    )
    return 0


def _form(name: str | None, target: Path) -> CollectionFormat:
    if name is not None:
        return CollectionFormat(name)
    return (target.suffix and CollectionFormat.named(target.suffix)) or CollectionFormat.MARKDOWN


def _wanted(library: Library, options: Options) -> tuple[str, Sequence[int] | None]:
    """Return what the collection is called, and its articles, None for all.

    Raises CommandError where there are none.
    """
    total = library.contents.counts().articles
    if options.is_whole:
        title, found = library.name, None
    else:
        text = " ".join(options.query)

        def search() -> Sequence[int]:
            asked = understood(library, text, options)
            return library.searcher.search(asked, limit=total, exact=True).ids

        title, found = in_words(library.searcher.understand(text)) or text, mended(library, search)
    if not (total if found is None else found):
        raise CommandError(say("没有可以导出的文章，什么也没有写。") + _meant_as_date(library, options.query))
    return title, found


def _meant_as_date(library: Library, query: Sequence[str]) -> str:
    """Return how to ask for the papers of a time, where words that were not found would name one held; else ""."""
    dated = library.searcher.understand("date:" + " ".join(query))
    if not isinstance(dated.root, Period) or not library.searcher.search(dated, limit=1).ids:
        return ""
    return say("没有文章写着这几个字；要那时的报纸，写 {query}。", query=as_typed(dated))


class _Counted:
    """Counts the issues and articles that go by."""

    def __init__(self) -> None:
        self.issues = self.articles = 0

    def each(self, issues: Iterator[CollectedIssue]) -> Iterator[CollectedIssue]:
        for issue in issues:
            self.issues += 1
            self.articles += len(issue.articles)
            yield issue
