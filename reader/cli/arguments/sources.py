"""The options of `reader sources`."""

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Commands, Parser, add_json, add_key, command, count
from reader.i18n import say


def add_sources(commands: Commands) -> None:
    parser = command(
        commands,
        "sources",
        say("一篇文章的几种来源"),
        say(
            "同一期有几种文件（数字报网页、PDF、识别的文字……）时合为一期，每篇只显示最好的一种，\n"
            "别的一种里才有的字句也搜得到。这里列出各种、说明为什么显示这一种，也可以改选。"
        ),
        [
            ("reader sources k7qfz2m4yd3xw6ta --diff", say("它有哪几种来源，各种与显示的差在哪里")),
            ("reader sources k7qfz2m4yd3xw6ta --choose 2 --issue", say("这一整期改为显示第 2 种")),
        ],
    )
    add_key(parser)
    add_json(
        parser,
        say(
            "每篇一行：key reason is_chosen is_issue_chosen sources\n"
            "（number format name is_shown keys headline files，--diff 时还有 parts）"
        ),
    )
    parser.options.add_argument(
        "--diff", action="store_true", help=say("逐字比较：[甲→乙]、[-删去-]、[+添上+]")
    )
    parser.options.add_argument(
        "--choose", type=count, metavar="N", help=say("以后显示第 N 种；资料改了、重新扫描了也照旧")
    )
    parser.options.add_argument(
        "--issue", action="store_true", dest="is_whole", help=say("--choose：整期都这样，不只这一篇")
    )
    parser.options.add_argument(
        "--default", action="store_true", dest="takes_default", help=say("收回所选，由程序取最好的一种")
    )


def settle_sources(parser: Parser, options: Options) -> None:
    """Check the options. Ends the process with 2 if they contradict each other."""
    if options.choose is not None and options.takes_default:
        parser.error(say("--choose 不能与 --default 同用"))
    if options.is_whole and options.choose is None:
        parser.error(say("--issue 要与 --choose 同用"))
