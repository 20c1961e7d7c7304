"""The options of `reader people`."""

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Commands, Parser, add_json, add_library, command, count, whole
from reader.cli.arguments.people_list import add_list_options, settle_list_options
from reader.i18n import say

DECISIONS = "decisions"
"""In the place of a name: what was decided on people."""


def add_people(commands: Commands) -> None:
    parser = command(
        commands,
        "people",
        say("报上的人物：有谁、多少篇、什么职务、与谁一起"),
        say(
            "不写 NAME 就列出所有认出来的人，篇数多的在前；写了就是这个人的卡片。\n"
            "篇数与搜索这个名字的一样多。确定：有署名、职务、说话；多半是：有两种旁证；只是字样：只有那几个字。\n"
            "认错了的在窗口里改（人物卡片的右键菜单：划掉、合并、分出）；reader people decisions 列出改过的。"
        ),
        [
            (say("reader people --filter cht"), say("按字、拼音或拼音首字母找")),
            (say("reader people 何渡生 --evidence"), say("凭什么说是他，一篇一行")),
        ],
    )
    parser.what.add_argument(
        "person", nargs="?", metavar="NAME", help=say("谁的卡片；写 decisions 则列出划掉、合并、分开的")
    )
    add_library(parser)
    add_json(
        parser,
        say(
            "打印一个对象：total people，每人的 name label pinyin initials articles certainty first last forms；\n"
            "写了 NAME 是卡片：name label forms certainty articles certain likely only_string written\n"
            "offices first last companions，用 --evidence 时还有 evidence。forms 是印着的各种写法，繁简都在内，多的在前"
        ),
    )
    parser.options.add_argument(
        "--filter",
        dest="typed",
        default="",
        metavar="T",
        help=say("只列名字里有这些字的，或拼音、首字母这样开头的（陈、chenht、cht）"),
    )
    parser.options.add_argument(
        "--sort",
        dest="order",
        choices=("count", "name", "pinyin"),
        default="count",
        help=say("次序：count 篇数（默认）、name 姓名、pinyin 拼音"),
    )
    parser.options.add_argument(
        "--label", type=whole, metavar="L", help=say("同名的人里哪一位：分出时给的称呼")
    )
    parser.options.add_argument("--evidence", action="store_true", help=say("也列出凭据：一篇一行，新的在前"))
    parser.options.add_argument("--limit", type=count, metavar="N", help=say("最多列出几个，默认 50"))
    add_list_options(parser)


def settle_people(parser: Parser, options: Options) -> None:
    """Check the options. Ends the process with 2 if they can't be followed."""
    options.person = options.person.removeprefix(" ") if options.person is not None else None
    if options.evidence and options.person is None:
        parser.error(say("--evidence 要写明是谁的：reader people NAME --evidence"))
    if options.label is not None and options.person is None:
        parser.error(say("--label 要写明是谁的：reader people NAME --label L"))
    settle_list_options(parser, options)
    if options.typed and options.person is not None:
        parser.error(say("--filter 不能与 NAME 同用"))
