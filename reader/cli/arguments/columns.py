"""The options of `reader columns`."""

import argparse
from pathlib import Path

from reader.cli.arguments.parser import Commands, add_json, command
from reader.i18n import say


def add_columns(commands: Commands) -> None:
    parser = command(
        commands,
        "columns",
        say("说明表格的哪一列是标题、日期、正文"),
        say(
            "列名认得出时不必说明。说明记在资料库的 .reader 里，不动表格；列名相同的表格都照它读，下次同步时生效。\n"
            "可以说明：text title date page author paper section kicker deck，"
            "也可以写 正文 标题 日期 版 作者 报名 栏目 眉题 副题。"
        ),
        [
            ("reader columns 旧报.csv", say("看有哪些列，各认作什么")),
            ("reader columns 旧报.csv text=story date=day", say("说明正文和日期在哪一列")),
        ],
    )
    parser.what.add_argument(
        "file", type=Path, metavar="FILE", help=say("资料库里的表格：.csv、.tsv 或 .jsonl")
    )
    parser.what.add_argument(
        "columns", nargs="*", metavar="FIELD=COLUMN", help=say("哪一项在哪一列；等号后不写是没有这一项")
    )
    parser.options.add_argument(
        "--library",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help=say("文件所在的资料库；不写时看它在哪个资料库里"),
    )
    add_json(parser, say("打印一个对象：path columns"))
