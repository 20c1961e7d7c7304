"""The options of `reader parse`."""

import argparse
from pathlib import Path

from reader.cli.arguments.parser import Commands, add_json, command
from reader.i18n import say


def add_parse(commands: Commands) -> None:
    parser = command(
        commands,
        "parse",
        say("读一个文件，看它分成哪些文章"),
        say("不需要资料库，也不存下什么。文件在资料库里的，照那里的更正来读。"),
        [
            ("reader parse 19870612.txt", say("报头和每篇文章的提要")),
            ("reader parse 19870612.txt --json", say("打印一个对象：source issue articles warnings")),
        ],
    )
    parser.what.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help=say("一期、一版或一篇；压缩包和表格里的写作 2024.zip/A1.htm"),
    )
    parser.options.add_argument(
        "--library",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help=say("文件所在的资料库；不写时看它在哪个资料库里"),
    )
    parser.options.add_argument("--without-corrections", action="store_true", help=say("不用资料库里的更正"))
    parser.options.add_argument(
        "--as",
        dest="format_of_file",
        choices=[
            "text",
            "alto",
            "page-xml",
            "hocr",
            "digital-paper",
            "pdf",
            "epub",
            "docx",
            "table",
            "web-page",
        ],
        metavar="FORMAT",
        help=say(
            "当作哪种文件来读：text（纯文本）、alto、page-xml、hocr（识别结果）、"
            "digital-paper（数字报网页）、pdf（PDF 的文字层）、epub、docx、table（表格）、web-page（一般网页）"
        ),
    )
    add_json(parser, say("打印一个 JSON 对象"))
    parser.options.add_argument("--explain", action="store_true", help=say("逐行说明认作什么、为什么"))
