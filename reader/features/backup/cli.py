"""`reader backup`: lists, makes and removes backups of the user's data, and restores one."""

from functools import partial
from typing import Annotated

from reader.cli.errors import CommandError
from reader.cli.libraries import opened, ready
from reader.cli.options import Argument, Arguments, AsJson, LibraryPlace
from reader.cli.terminal import print_json, print_result
from reader.i18n import later, say
from reader.library import change_summary
from reader.library.library import Library
from reader.storage.backups import Backup, BackupKind
from reader.storage.user_merge import MergePlan


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
    backups = [backup for backup in library.user_data.backups.all() if backup.name.startswith(name)]
    if backups:
        return backups
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
            {
                "kind": change.kind.value,
                "added": change.added,
                "changed": change.changed,
                "removed": change.removed,
            }
            for change in change_summary.changes_of(plan)
        ],
    }


_NAME = Argument("NAME", "list 列出的名字，或它的开头")
_CHANGES = later("打印一个对象：backup；changes 里每一种的 kind added changed removed")


class List(Arguments, frozen=True):
    SHORT = later("列出备份")
    MORE = later("新的在前。")
    EXAMPLES = (("reader backup list --json", later("打印一个数组：name kind made path")),)
    JSON = later("打印一个数组：name kind（auto、made 或 update）made path")
    ANSWERS = ("reader.features.backup.schemas:Backups",)
    as_json: AsJson = False
    library: LibraryPlace = None

    def run(self) -> int:
        with opened(self.library) as library:
            backups = library.user_data.backups.all()
        lines = (f"    {backup.name}  {change_summary.backup_in_words(backup)}" for backup in backups)
        return print_result(
            [say("{count} 份备份", count=len(backups)), *lines],
            partial(list, map(_to_json, backups)),
            as_json=self.as_json,
        )


class Make(Arguments, frozen=True):
    SHORT = later("现在就做一份备份")
    MORE = later("它自成一个文件，不会被盖掉，一直留着，直到 remove。")
    EXAMPLES = (("reader backup make", later("备份到 .reader/backups")),)
    JSON = later("打印一个对象：name kind made path")
    ANSWERS = ("reader.features.backup.schemas:Backup",)
    as_json: AsJson = False
    library: LibraryPlace = None

    def run(self) -> int:
        with opened(self.library) as library:
            backup = library.user_data.backups.make(BackupKind.MADE)
            if backup is None:
                raise CommandError(say("还没有收藏、批注、更正，没有什么可备份。"))
            if self.as_json:
                print_json(_to_json(backup))
            else:
                print(
                    say(
                        "已备份到 {path}。它会一直留着，直到您删掉：reader backup remove {name}",
                        path=backup.path,
                        name=backup.name,
                    )
                )
        return 0


class Show(Arguments, frozen=True):
    SHORT = later("恢复一份备份会改变什么")
    MORE = later("不作任何改动。")
    EXAMPLES = (("reader backup show 20261120-153000-7", SHORT),)
    JSON = _CHANGES
    ANSWERS = ("reader.features.backup.schemas:Changes",)
    name: Annotated[str, _NAME]
    as_json: AsJson = False
    library: LibraryPlace = None

    def run(self) -> int:
        with opened(self.library) as library:
            backup = _fitting(library, self.name)[0]
            plan = library.user_data.backups.plan_restore(backup)
            if self.as_json:
                print_json(_changes_to_json(backup, plan))
            else:
                _print_plan(backup, plan)
        return 0


class Restore(Arguments, frozen=True):
    SHORT = later("恢复一份备份")
    MORE = later("备份之后加的收藏移到“最近删除”，改过的留作以前的版本。")
    EXAMPLES = (("reader backup restore 20261120-153000-7", SHORT),)
    JSON = _CHANGES
    ANSWERS = ("reader.features.backup.schemas:Changes",)
    name: Annotated[str, _NAME]
    as_json: AsJson = False
    library: LibraryPlace = None

    def run(self) -> int:
        with ready(self.library) as library:
            backup = _fitting(library, self.name)[0]
            plan = library.user_data.backups.plan_restore(backup)
            if not self.as_json:
                _print_plan(backup, plan)
            if plan.size:
                done = library.notebook.restore_backup(backup)
            else:
                done = plan
            if self.as_json:
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
        return 0


class Remove(Arguments, frozen=True):
    SHORT = later("删掉一份备份")
    MORE = later("删除后无法恢复；名字须唯一。")
    EXAMPLES = (("reader backup remove 20261120-153000-7", SHORT),)
    name: Annotated[str, _NAME]
    library: LibraryPlace = None

    def run(self) -> int:
        with opened(self.library) as library:
            fitting = _fitting(library, self.name)
            chosen = [backup for backup in fitting if backup.name == self.name] or fitting
            if len(chosen) > 1:
                names = "\n".join(f"    {backup.name}" for backup in chosen)
                raise CommandError(
                    say("{name} 开头的备份有 {count} 份，请写全：", name=self.name, count=len(chosen))
                    + f"\n{names}"
                )
            library.user_data.backups.remove(chosen[0])
            print(say("已删掉备份 {name}。", name=chosen[0].name))
        return 0


class BackupCommand(Arguments, frozen=True):
    MORE = later(
        "改动过收藏、批注、更正以后会自动备份，最多留六十份：近来的，和每小时、每天、每星期、每月的第一份。\n"
        "您自己做的，和换新版以前做的，一直留着，直到您删掉。"
    )
    EXAMPLES = (
        ("reader backup make", later("现在就做一份，一直留着")),
        ("reader backup list", later("有哪些备份")),
        ("reader backup show 20261120", later("恢复那天最后的一份，会改变什么；不作任何改动")),
        ("reader backup restore 20261120-1530", later("恢复那一份；可以撤销")),
    )
    ACTIONS = (List, Make, Show, Restore, Remove)
