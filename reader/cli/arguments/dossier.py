"""The options of `reader dossier`."""

from pathlib import Path

from reader.cli.arguments.parser import (
    Commands,
    Parser,
    add_json,
    add_library,
    command,
    whole,
)
from reader.i18n import say


def add_dossier(commands: Commands) -> None:
    parser = command(
        commands,
        "dossier",
        say("专题：文章、剪下的话和自己写的文字，按自己的顺序"),
        say(
            "与书签存在一起，连同当时的文字；原文找不到了，专题里的还在。\n"
            "新建、收进文章、排顺序、改名、删掉和找回都在窗口里（Ctrl+5）；这里列出、导出。"
        ),
        [
            (say("reader dossier show 渡口"), say("按顺序列出")),
            (say("reader dossier export 渡口 渡口.docx"), say("写成 Word 文件，出处在脚注里")),
        ],
    )
    actions = parser.add_subparsers(
        dest="action", metavar="ACTION", title=say("做什么"), parser_class=Parser, required=True
    )
    listed = command(
        actions,
        "list",
        say("列出专题"),
        say("名字，和里面有几条。"),
        [
            ("reader dossier list", say("全部专题")),
            ("reader dossier list --removed", say("删掉的，在窗口里可以找回")),
        ],
        of="dossier",
    )
    add_library(listed)
    listed.options.add_argument(
        "--removed",
        action="store_true",
        help=say("列出删除了的，最近删除的在前；在窗口的“⋯ ▸ 找回”里可以找回"),
    )
    add_json(listed, say("打印一个数组，每个专题一个对象：uuid name count"))
    shown = command(
        actions,
        "show",
        say("列出一个专题里的各条"),
        say("编号、标题、出处、引的话；自己写的文字全文列出。"),
        [
            (say("reader dossier show 渡口"), say("按顺序列出")),
            (say("reader dossier show 渡口 --removed"), say("从里面删掉的")),
        ],
        of="dossier",
    )
    _add_name(shown)
    add_library(shown)
    shown.options.add_argument("--removed", action="store_true", help=say("列出从里面删掉的"))
    add_json(shown, say("打印一个对象，entries 里每条的 uuid、文字或文章的编号与出处"))
    export = command(
        actions,
        "export",
        say("写成 Markdown、Word 或 PDF，出处在脚注里"),
        say("脚注按 GB/T 7714，是设置里的版本。已有的文件不会盖掉。"),
        [
            (say("reader dossier export 渡口 渡口.docx"), say("Word、LibreOffice 能接着写，脚注是真脚注")),
            (say("reader dossier export 渡口 > 渡口.md"), say("不写文件名，打印 Markdown")),
        ],
        of="dossier",
    )
    _add_name(export)
    export.what.add_argument(
        "target",
        nargs="?",
        type=Path,
        metavar="FILE",
        help=say("存到哪里：.md .docx .pdf；不写则打印 Markdown"),
    )
    add_library(export)


def _add_name(parser: Parser) -> None:
    parser.what.add_argument("name", type=whole, metavar="NAME", help=say("专题的名字，或它的 UUID 的开头"))
