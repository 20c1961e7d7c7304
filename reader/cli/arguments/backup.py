"""The options of `reader backup`."""

from reader.cli.arguments.parser import Commands, Parser, add_json, add_library, command
from reader.i18n import say


def add_backup(commands: Commands) -> None:
    parser = command(
        commands,
        "backup",
        say("列出、恢复收藏与批注的备份"),
        say(
            "改动过收藏、批注、更正以后会自动备份，留最近的十二份，和最近三十个有改动的日子里每天最后的一份。"
        ),
        [
            ("reader backup list", say("有哪些备份")),
            ("reader backup show 20261120", say("恢复那天最后的一份，会改变什么；什么也不改")),
            ("reader backup restore 20261120-1530", say("恢复那一份；可以撤销")),
        ],
    )
    actions = parser.add_subparsers(
        dest="action", metavar="ACTION", title=say("做什么"), parser_class=Parser, required=True
    )
    listed = command(
        actions,
        "list",
        say("列出备份"),
        say("新的在前。"),
        [("reader backup list --json", say("打印一个数组：name made path"))],
        of="backup",
    )
    add_library(listed)
    add_json(listed, say("打印一个数组：name made path"))
    made = command(
        actions,
        "make",
        say("现在就备份"),
        say("没有新的改动时什么也不做。"),
        [("reader backup make", say("备份到 .reader/backups"))],
        of="backup",
    )
    add_library(made)
    for name, short, more in (
        ("show", say("恢复一份备份会改变什么"), say("什么也不改。")),
        ("restore", say("恢复一份备份"), say("备份之后加的收藏移到“最近删除”，改过的留作以前的写法。")),
    ):
        chosen = command(
            actions, name, short, more, [(f"reader backup {name} 20261120-1530", short)], of="backup"
        )
        chosen.what.add_argument("name", metavar="NAME", help=say("list 列出的名字，或它的开头"))
        add_library(chosen)
