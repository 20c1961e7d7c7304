"""The options of `reader sync` and `reader import`."""

import argparse
from pathlib import Path

from reader.cli.arguments.parser import Commands, add_json, add_library, command
from reader.i18n import say


def add_sync(commands: Commands) -> None:
    parser = command(
        commands,
        "sync",
        say("读入文件夹里新的、改过的文件"),
        say(
            "可以随时中断，下次接着读。不见了的文件，文字仍然留着，可看可搜；\n"
            "一下子少了十分之一以上的文件时先不动，问过再说（--accept-missing）。\n"
            "读不了的文件逐一列出，不妨碍其余的。"
        ),
        [
            (say("reader sync --library ~/旧报"), say("读入 ~/旧报，终端里有进度条")),
            (say("reader sync --library ~/旧报 --json"), say("把结果打印成一个 JSON 对象")),
        ],
    )
    add_library(parser)
    parser.options.add_argument("--accept-missing", action="store_true", help=say("文件确实移走了：照样继续"))
    output = parser.options.add_mutually_exclusive_group()
    output.add_argument(
        "--json",
        action="store_true",
        dest="as_json",
        help=say(
            "打印一个对象：added changed missing unchanged failed articles seconds renamed passed_over led_out\n"
            "damaged copies left_out opened formats sources"
        ),
    )
    output.add_argument("--progress-jsonl", action="store_true", help=say("一边读一边打印进度，每行一个对象"))
    parser.options.add_argument("--obey-stdin", action="store_true", help=argparse.SUPPRESS)


def add_import(commands: Commands) -> None:
    parser = command(
        commands,
        "import",
        say("把文件复制进资料库，然后读入"),
        say("按年月放好，绝不覆盖内容不同的文件；库里已有的不再复制。有文件没能放进去时以 1 退出。"),
        [
            (say("reader import 19870612.txt --library ~/旧报"), say("放进 ~/旧报/1987/06/")),
            (say("reader import ~/下载/扫描 --library ~/旧报"), say("文件夹里的报纸文件全部放进去")),
        ],
    )
    parser.what.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=say("文件或文件夹"))
    add_library(parser)
    add_json(parser, say("打印一个对象：copied same same_issue failed passed_over led_out pictures sync"))
