"""The options of `reader people --list`."""

from pathlib import Path

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Parser
from reader.i18n import say

_ENDINGS = (".csv", ".xlsx")


def add_list_options(parser: Parser) -> None:
    """Add what a list of names needs; `--json` and `--library` are the command's own."""
    parser.options.add_argument(
        "--list",
        type=Path,
        dest="name_list",
        metavar="FILE",
        help=say(
            "查一份名单：CSV 或每行一个名字，UTF-8 或 GB18030 都行；- 是标准输入。\n"
            "每个名字一行：照原样印着的篇数、各种别的写法的篇数、最早和最晚的日期"
        ),
    )
    parser.options.add_argument(
        "--exact",
        action="store_true",
        dest="only_exact",
        help=say("与 --list 同用：只数照原样印着的，不数别的写法，快十倍"),
    )
    parser.options.add_argument(
        "--csv", action="store_true", dest="as_csv", help=say("与 --list 同用：打印 CSV，Excel 可以直接打开")
    )
    parser.options.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=say("与 --list 同用：存成 FILE.csv 或 FILE.xlsx；已有的不覆盖"),
    )


def settle_list_options(parser: Parser, options: Options) -> None:
    """Check the options. Ends the process with 2 if they can't be followed."""
    if options.name_list is None:
        if options.as_csv or options.only_exact or options.output is not None:
            parser.error(say("--exact、--csv 和 -o 要与 --list 同用"))
    elif options.as_csv and options.as_json:
        parser.error(say("--json 不能与 --csv 同用"))
    elif options.output is not None and options.output.suffix.lower() not in _ENDINGS:
        parser.error(say("-o 的文件要以 .csv 或 .xlsx 结尾"))
