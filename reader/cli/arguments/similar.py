"""The options of `reader similar`."""

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Commands, Parser, add_json, add_library, command, whole
from reader.i18n import say


def add_similar(commands: Commands) -> None:
    parser = command(
        commands,
        "similar",
        say("同一篇文字在别处又登"),
        say(
            "转载、重登、节录：错几个字、缺头少尾也找得到。不写 KEY 就列出所有登过不止一次的。\n"
            "天天都登的固定文字（报头、天气、启事）不列。"
        ),
        [
            ("reader similar k7qfz2m4yd3xw6ta --diff", say("这一篇还登在哪里，逐字比较")),
            ("reader similar --series", say("所有的连载，各部分依次列出")),
        ],
    )
    parser.what.add_argument(
        "key", nargs="?", type=whole, metavar="KEY", help=say("文章的编号，search 的每个结果都有")
    )
    add_library(parser)
    add_json(
        parser,
        say(
            "每篇一行：key newspaper date page headline path likeness share whole_share is_whole；\n"
            "--diff 时还有 parts witnesses；"
            "不写 KEY 时每组一行：articles；--series 时每个连载一行：parts"
        ),
    )
    parser.options.add_argument(
        "--diff", action="store_true", help=say("逐字比较：[甲→乙]、[-删去-]、[+添上+]")
    )
    parser.options.add_argument(
        "--series", action="store_true", help=say("连载：这一篇所在的，不写 KEY 时是所有的")
    )
    parser.options.add_argument(
        "--path", metavar="PATH", help=say("编号相同而文字不同的文章有几篇时：取这个文件里的")
    )


def settle_similar(parser: Parser, options: Options) -> None:
    """Check the options. Ends the process with 2 if they can't be followed."""
    if options.diff and (options.key is None or options.series):
        parser.error(say("--diff 要有 KEY，不能与 --series 同用"))
