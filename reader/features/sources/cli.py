"""`reader sources`: the sources of an article, why one of them is shown, and the choice of another."""

from typing import Annotated

from reader import formats
from reader.cli.errors import CommandError
from reader.cli.libraries import ready
from reader.cli.named_articles import article_named
from reader.cli.options import Arguments, AsJson, InFile, Key, LibraryPlace, Option, WrongArguments
from reader.cli.terminal import bold, print_json, print_warning
from reader.comparison.differences import as_marked_text, part_to_json
from reader.i18n import later, say
from reader.library.library import Library
from reader.library.sources import ArticleSources, Source
from reader.newspaper.json_format import source_to_json


class Sources(Arguments, frozen=True):
    MORE = later(
        "同一期有几种文件（数字报网页、PDF、识别的文字……）时合为一期，每篇只显示最好的一种，\n"
        "别的一种里才有的字句也搜得到。这里列出各种、说明为什么显示这一种，也可以改选。"
    )
    EXAMPLES = (
        ("reader sources tze25a2vmsg5zpia --diff", later("它有哪几种来源，各种与显示的差在哪里")),
        ("reader sources tze25a2vmsg5zpia --choose 2 --issue", later("这一整期改为显示第 2 种")),
    )
    JSON = later(
        "每篇一行：key reason is_chosen is_issue_chosen sources\n"
        "（number format name is_shown copy_of keys headline files，--diff 时还有 parts）"
    )
    ANSWERS = ("reader.features.sources.schemas:Sources",)
    key: Key
    library: LibraryPlace = None
    path: InFile = None
    as_json: AsJson = False
    diff: Annotated[bool, Option("逐字比较：[甲→乙]、[-删去-]、[+添上+]")] = False
    choose: Annotated[int | None, Option("以后显示第 N 种；资料改了、更新了也照旧", metavar="N")] = None
    is_whole: Annotated[bool, Option("--choose：整期都这样，不只这一篇", "--issue")] = False
    takes_default: Annotated[bool, Option("收回所选，由程序取最好的一种", "--default")] = False

    def __post_init__(self) -> None:
        if self.choose is not None and self.takes_default:
            raise WrongArguments(say("--choose 不能与 --default 同用"))
        if self.is_whole and self.choose is None:
            raise WrongArguments(say("--issue 要与 --choose 同用"))

    def run(self) -> int:
        with ready(self.library) as library:
            stored = article_named(library, self.key, self.path)
            if self.choose is not None or self.takes_default:
                if self.choose is None:
                    article_id = library.sources.undo_choice(stored.id)
                else:
                    article_id = library.sources.choose(stored.id, self.choose, of_issue=self.is_whole)
                if article_id is None:
                    chosen_article = None
                else:
                    chosen_article = library.articles.article(article_id)
                if chosen_article is None:
                    raise CommandError(say("已记下；另一个窗口或命令正在更新这个资料库，更新后就照此显示。"))
                stored = chosen_article
            sources = library.sources.of(stored.id)
            if sources is not None:
                _print(library, sources, self)
        return 0


def _to_json(number: int, source: Source) -> dict[str, object]:
    return {
        "number": number,
        "format": source.format,
        "name": formats.name_of(source.format),
        "is_shown": source.is_shown,
        "copy_of": source.twin.of if source.twin else None,
        "keys": list(source.keys),
        "headline": source.article.corrected().headline,
        "files": list(map(source_to_json, source.files)),
    }


def _print(library: Library, sources: ArticleSources, options: Sources) -> None:
    if options.as_json:
        rows = []
        for number, source in enumerate(sources.sources, 1):
            row = _to_json(number, source)
            if options.diff and not source.is_shown:
                row |= _parts(library, sources, number)
            rows.append(row)
        print_json(
            {
                "key": sources.stored.article.key,
                "reason": sources.reason if len(sources.sources) > 1 else None,
                "is_chosen": sources.is_chosen,
                "is_issue_chosen": sources.is_issue_chosen,
                "sources": rows,
            }
        )
        return
    print(bold(sources.stored.article.title()) + f"  {sources.stored.article.key}")
    for number, source in enumerate(sources.sources, 1):
        files = say("、").join(row.path for row in source.files)
        if source.is_shown and len(sources.sources) > 1:
            remark = "　" + say("显示的是这一种：{reason}", reason=sources.reason)
        else:
            remark = ""
        print(f"{number}  {formats.name_of(source.format)}  {files}{remark}{_copy_in_words(source)}")
        if options.diff and not source.is_shown:
            difference = library.sources.difference(sources.stored.id, number)
            print(as_marked_text(difference.text, difference.other_text, difference.parts) + "\n")
    if len(sources.sources) == 1:
        print_warning(say("这篇只有一种来源。"))


def _copy_in_words(source: Source) -> str:
    """Return of which file the source is a copy, or has the page once more; "" if it is neither."""
    if source.twin is None:
        return ""
    if source.twin.is_copy:
        return "　" + say("是 {of} 的副本", of=source.twin.of)
    return "　" + say("与 {of} 是同一版", of=source.twin.of)


def _parts(library: Library, sources: ArticleSources, number: int) -> dict[str, object]:
    difference = library.sources.difference(sources.stored.id, number)
    return {
        "parts": [part_to_json(part, difference.text, difference.other_text) for part in difference.parts]
    }
