"""`reader bookmark`."""

from reader.cli.arguments.parser import Commands, Parser, add_json, add_key, add_library, command
from reader.messages import say


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
        say("已收藏的，批注换成新的，标签加上去。"),
        [
            ("reader bookmark add k7qfz2m4yd3xw6ta", say("收藏它")),
            (say("reader bookmark add k7qfz2m4yd3xw6ta --tag 渡口 --tag 1987"), say("带两个标签")),
        ],
        of="bookmark",
    )
    add_key(add)
    add.options.add_argument("--note", default="", metavar="TEXT", help=say("批注的文字"))
    add.options.add_argument(
        "--tag", action="append", default=[], dest="tags", metavar="TAG", help=say("标签，可写多次")
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
        parser.what.add_argument("key", metavar="KEY|UUID", help=say("文章的编号，或收藏的 UUID"))
        add_library(parser)
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
    add_json(shown, say("打印一个数组，含存下的全文"))
    export = command(
        actions,
        "export",
        say("导出收藏，连同存下的文字"),
        say("打印到标准输出。"),
        [
            (say("reader bookmark export > 收藏.md"), say("存成 Markdown")),
            (say("reader bookmark export --format json > 收藏.json"), say("存成 JSON")),
        ],
        of="bookmark",
    )
    add_library(export)
    export.options.add_argument(
        "--format", choices=("markdown", "json"), default="markdown", help=say("markdown（默认）、json")
    )
