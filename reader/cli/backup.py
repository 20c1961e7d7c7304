"""`reader backup`: lists backups of the user's data, and restores one."""

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Parser, add_json, add_library, command
from reader.cli.errors import CommandError
from reader.cli.libraries import opened, ready
from reader.cli.terminal import print_json
from reader.i18n import say
from reader.library.change_summary import plan_in_words
from reader.library.library import Library
from reader.storage.backups import Backup


def add_backup(parser: Parser) -> None:
    parser.explain(
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


def run(options: Options) -> int:
    match options.action:
        case "list":
            with opened(options.library) as library:
                backups = library.user_data.backups()
            if options.as_json:
                print_json([_to_json(backup) for backup in backups])
            else:
                print(say("{count} 份备份", count=len(backups)))
                for backup in backups:
                    print(f"    {backup.name}  {_made(backup)}")
        case "make":
            with opened(options.library) as library:
                made = library.user_data.back_up()
            print(say("已备份到 {path}", path=made) if made else say("最近的备份已经是最新的。"))
        case "show":
            with opened(options.library) as library:
                plan = library.user_data.plan_restore(_chosen(library, options.name))
            print(say("恢复这份备份，会这样："))
            print("\n".join(plan_in_words(plan)))
        case "restore":
            with ready(options.library) as library:
                plan = library.notebook.restore_backup(_chosen(library, options.name))
            print("\n".join(plan_in_words(plan)))
            print(say("已恢复。要撤销：reader bookmark undo"))
    return 0


def _chosen(library: Library, name: str) -> Backup:
    """Return the backup of that name, or the newest whose name begins so. Raises CommandError."""
    for backup in library.user_data.backups():
        if backup.name.startswith(name):
            return backup
    raise CommandError(say("没有这份备份：{name}。reader backup list 列出全部备份。", name=name))


def _made(backup: Backup) -> str:
    return f"{backup.made.astimezone():%Y-%m-%d %H:%M}"


def _to_json(backup: Backup) -> dict[str, object]:
    return {"name": backup.name, "made": backup.made.isoformat(), "path": str(backup.path)}
