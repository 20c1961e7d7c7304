"""The options of `reader bookmark`."""

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
    count,
    key_or_link,
    whole,
)
from reader.i18n import say

_ENDINGS = {
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm"),
    "text": (".txt",),
    "json": (".json",),
    "csv": (".csv",),
    "jsonl": (".jsonl",),
    "bibtex": (".bib",),
    "ris": (".ris",),
    "csl-json": (".json",),
    "gb2015": (".txt",),
    "gb2025": (".txt",),
}
"""The formats of an export, with the endings of their files."""


def add_bookmark(commands: Commands) -> None:
    parser = command(
        commands,
        "bookmark",
        say("收藏文章，写批注，加标签"),
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
            "markdown、html、text，或 json；作数据用的 csv、jsonl、bibtex、ris、csl-json，一个收藏一条；\n"
            "gb2015、gb2025 是编了号的参考文献表，一篇一条。\n"
            "不写则看 FILE 的扩展名：.md .html .txt（text）.csv .jsonl .bib .ris；没有 FILE 是 markdown"
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
    versions.options.add_argument("--use", type=count, dest="number", metavar="N", help=say("换回第几条"))


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
