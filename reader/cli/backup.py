"""`reader backup`: lists backups of the user's data, and restores one."""

from reader.cli.arguments.options import Options
from reader.cli.errors import CommandError
from reader.cli.libraries import opened, ready
from reader.cli.terminal import print_json
from reader.i18n import say
from reader.library.change_summary import plan_in_words
from reader.library.library import Library
from reader.storage.backups import Backup


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
    """Return the newest backup whose name begins with `name`. Raises CommandError if there is none."""
    for backup in library.user_data.backups():
        if backup.name.startswith(name):
            return backup
    raise CommandError(say("没有这份备份：{name}。reader backup list 列出全部备份。", name=name))


def _made(backup: Backup) -> str:
    return f"{backup.made.astimezone():%Y-%m-%d %H:%M}"


def _to_json(backup: Backup) -> dict[str, object]:
    return {"name": backup.name, "made": backup.made.isoformat(), "path": str(backup.path)}
