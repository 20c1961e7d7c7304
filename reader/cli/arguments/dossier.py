"""The options of `reader dossier`."""

from pathlib import Path

from reader.cli.arguments.parser import (
    Commands,
    Parser,
    add_json,
    add_library,
    command,
    count,
    key_or_link,
    whole,
)
from reader.i18n import say


def add_dossier(commands: Commands) -> None:
    parser = command(
        commands,
        "dossier",
        say("专题：文章、剪下的话和自己写的文字，按自己的顺序"),
        say("与书签存在一起，连同当时的文字；原文找不到了，专题里的还在。专题里的每一条从 1 起编号。"),
        [
            (say("reader dossier add 渡口 k7qfz2m4yd3xw6ta"), say("加一篇；没有这个专题就新建")),
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
            ("reader dossier list --removed", say("删掉的，restore 可以找回")),
        ],
        of="dossier",
    )
    add_library(listed)
    listed.options.add_argument(
        "--removed", action="store_true", help=say("列出删除了的，最近删除的在前；restore 可以找回")
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
    _add_add(actions)
    _add_changes(actions)
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


def _add_add(actions: Commands) -> None:
    add = command(
        actions,
        "add",
        say("加进文章、一段话、自己写的文字"),
        say("没有这个专题就新建。加在末尾，或 --after 那一条的后面。"),
        [
            (
                say('reader dossier add 渡口 k7qfz2m4yd3xw6ta --text "{words}"', words="末一辆板车"),
                say("剪下一段话加进去"),
            ),
            (say("reader dossier add 渡口 --note 待查：船是哪年停的"), say("加一段自己的话")),
        ],
        of="dossier",
    )
    _add_name(add)
    add.what.add_argument(
        "keys", nargs="*", type=key_or_link, metavar="KEY", help=say("文章的编号，可写几个")
    )
    add_library(add)
    add.options.add_argument(
        "--text", type=whole, dest="quote", metavar="TEXT", help=say("只要文中的这段话；同样的话取第一处")
    )
    add.options.add_argument("--note", type=whole, metavar="TEXT", help=say("自己写的文字，加在文章后面"))
    add.options.add_argument("--after", type=count, metavar="N", help=say("加在第几条后面；0 是最前"))


def _add_changes(actions: Commands) -> None:
    note = command(
        actions,
        "note",
        say("改写一段自己的文字"),
        say("换成新的；原来的不留。"),
        [
            (say("reader dossier note 渡口 2 船是1962年停的"), say("第二条")),
            (say("reader dossier note 渡口 5 还没有查到"), say("第五条")),
        ],
        of="dossier",
    )
    _add_name(note)
    _add_number(note)
    note.what.add_argument("note", type=whole, metavar="TEXT", help=say("新的文字"))
    move = command(
        actions,
        "move",
        say("换个位置"),
        say("移到另一条的前面，别的不动。"),
        [
            (say("reader dossier move 渡口 5 1"), say("第五条移到最前")),
            (say("reader dossier move 渡口 1 0"), say("第一条移到最后")),
        ],
        of="dossier",
    )
    _add_name(move)
    _add_number(move)
    move.what.add_argument("before", type=count, metavar="BEFORE", help=say("移到第几条的前面；0 是最后"))
    rename = command(
        actions,
        "rename",
        say("给专题改名"),
        say("里面的不变。"),
        [
            (say("reader dossier rename 渡口 码头与渡口"), say("原来叫“渡口”的")),
            ("reader dossier rename 3f1c9a52 1987", say("按 UUID 的开头")),
        ],
        of="dossier",
    )
    _add_name(rename)
    rename.what.add_argument("new_name", type=whole, metavar="NEW", help=say("新的名字"))
    for name, words, more, examples in (
        (
            "remove",
            say("删掉专题里的一条，或整个专题"),
            say("restore 找得回来。"),
            [
                (say("reader dossier remove 渡口 3"), say("第三条")),
                (say("reader dossier remove 渡口"), say("整个专题")),
            ],
        ),
        (
            "restore",
            say("找回删掉的专题，或其中删掉的一条"),
            say("回到原来的位置。一条的编号在 show --removed 里。"),
            [
                (say("reader dossier restore 渡口"), say("整个专题")),
                (say("reader dossier restore 渡口 1"), say("最近从里面删掉的一条")),
            ],
        ),
    ):
        changed = command(actions, name, words, more, examples, of="dossier")
        _add_name(changed)
        changed.what.add_argument(
            "number", nargs="?", type=count, metavar="N", help=say("第几条；不写就是整个专题")
        )
        add_library(changed)
    for parser in (note, move, rename):
        add_library(parser)


def _add_name(parser: Parser) -> None:
    parser.what.add_argument("name", type=whole, metavar="NAME", help=say("专题的名字，或它的 UUID 的开头"))


def _add_number(parser: Parser) -> None:
    parser.what.add_argument("number", type=count, metavar="N", help=say("第几条，show 里有"))
