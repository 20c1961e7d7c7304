"""`reader backup`: lists, makes and removes backups of the user's data, and restores one."""

from collections.abc import Callable

from reader.cli.arguments.options import Options
from reader.cli.errors import CommandError
from reader.cli.libraries import opened, ready
from reader.cli.terminal import print_json
from reader.i18n import say
from reader.library import change_summary
from reader.library.library import Library
from reader.storage.backups import Backup
from reader.storage.user_merge import MergePlan


def run(options: Options) -> int:
    work = _ACTIONS[str(options.action)]
    with (ready if options.action == "restore" else opened)(options.library) as library:
        work(library, options)
    return 0


def _list(library: Library, options: Options) -> None:
    backups = library.user_data.backups()
    if options.as_json:
        print_json([_to_json(backup) for backup in backups])
        return
    print(say("{count} 份备份", count=len(backups)))
    for backup in backups:
        print(f"    {backup.name}  {change_summary.backup_in_words(backup)}")


def _make(library: Library, options: Options) -> None:
    if (made := library.user_data.make_backup()) is None:
        raise CommandError(say("还没有收藏、批注、更正，没有什么可备份。"))
    if options.as_json:
        print_json(_to_json(made))
    else:
        print(
            say(
                "已备份到 {path}。它会一直留着，直到您删掉：reader backup remove {name}",
                path=made.path,
                name=made.name,
            )
        )


def _remove(library: Library, options: Options) -> None:
    fitting = _fitting(library, options.name)
    chosen = [backup for backup in fitting if backup.name == options.name] or fitting
    if len(chosen) > 1:
        names = "\n".join(f"    {backup.name}" for backup in chosen)
        raise CommandError(
            say("{name} 开头的备份有 {count} 份，请写全：", name=options.name, count=len(chosen))
            + f"\n{names}"
        )
    library.user_data.remove_backup(chosen[0])
    print(say("已删掉备份 {name}。", name=chosen[0].name))


def _show(library: Library, options: Options) -> None:
    backup = _fitting(library, options.name)[0]
    plan = library.user_data.plan_restore(backup)
    if options.as_json:
        print_json(_changes_to_json(backup, plan))
    else:
        _print_plan(backup, plan)


def _restore(library: Library, options: Options) -> None:
    """Say what restoring will change, restore, and say what it has changed."""
    backup = _fitting(library, options.name)[0]
    plan = library.user_data.plan_restore(backup)
    if not options.as_json:
        _print_plan(backup, plan)
    done = library.notebook.restore_backup(backup) if plan.size else plan
    if options.as_json:
        print_json(_changes_to_json(backup, done))
    elif done.size:
        print(
            say(
                "已恢复 {name} 的备份。{changes}",
                name=backup.name,
                changes=change_summary.changes_in_words(done),
            )
        )
        print(say("要撤销：reader bookmark undo"))


def _print_plan(backup: Backup, plan: MergePlan) -> None:
    if plan.size:
        print(
            say(
                "恢复 {name}（{what}）的备份，会这样：",
                name=backup.name,
                what=change_summary.backup_in_words(backup),
            )
        )
    print("\n".join(change_summary.plan_in_words(plan)))


def _fitting(library: Library, name: str) -> list[Backup]:
    """Return the backups whose names begin with `name`, the newest first. Raises CommandError if there is none."""
    if found := [backup for backup in library.user_data.backups() if backup.name.startswith(name)]:
        return found
    raise CommandError(say("没有这份备份：{name}。reader backup list 列出全部备份。", name=name))


def _to_json(backup: Backup) -> dict[str, object]:
    return {
        "name": backup.name,
        "kind": backup.kind.value,
        "made": backup.made.isoformat(),
        "path": str(backup.path),
    }


def _changes_to_json(backup: Backup, plan: MergePlan) -> dict[str, object]:
    return {
        "backup": _to_json(backup),
        "changes": [
            {"kind": each.kind.value, "added": each.added, "changed": each.changed, "removed": each.removed}
            for each in change_summary.changes_of(plan)
        ],
    }


_ACTIONS: dict[str, Callable[[Library, Options], None]] = {
    "list": _list,
    "make": _make,
    "remove": _remove,
    "restore": _restore,
    "show": _show,
}
