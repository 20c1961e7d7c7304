"""Repairing the user's file when a library is opened, merging the copies beside it, and following changes by others.

Others are machines, windows and programs that change the file or its copies while it is open.
"""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from reader.i18n import count, say
from reader.language.patterns import pattern
from reader.newspaper import sync_clients
from reader.newspaper.decision import DECISION_KINDS, NAMED, Namesakes, kind_of, namesakes_in
from reader.storage import user_schema
from reader.storage.damaged_records import Side
from reader.storage.disk_errors import DiskError, disk_error_of
from reader.storage.foreign_database import SIDE_SUFFIXES
from reader.storage.record_tables import GivenUp
from reader.storage.regular_file import forget_parts
from reader.storage.user_data import UserData
from reader.storage.user_file import BACKUPS, DRAFTS, Stamp, UserDataError, UserFile, stamp_of

if TYPE_CHECKING:
    from reader.storage.backups import Backup, NewestBackup
    from reader.storage.mirror import Mirror
    from reader.storage.user_records import Records


_OURS = pattern(rf".*({'|'.join(SIDE_SUFFIXES)})|.*\.set-aside-[0-9a-f-]+")


def conflict_copies(file_path: Path) -> list[Path]:
    """Return the conflict copies in the folder of a file, sorted by name. Raises OSError.

    Names are compared without case, as some disks do; there, a name in capitals may be the file itself.
    """
    copies = []
    for path in file_path.parent.iterdir():
        if path.name == file_path.name:
            continue
        name = path.name.lower()
        is_copy = sync_clients.may_be_copy_of_notes(name) and not _OURS.fullmatch(name)
        if is_copy and not _is_same(path, file_path):
            copies.append(path)
    return sorted(copies)


def _is_same(path: Path, file_path: Path) -> bool:
    try:
        return path.samefile(file_path)
    except OSError:
        return False


def repair_and_merge(data: UserData, *elsewhere: Path) -> None:
    """Repair the file, and merge copies beside it and those given; to be called when a library is opened.

    Messages about faults are stored in `complaint`. Raises GivenUp if the counting (`record_tables`) is given up.
    """
    messages: list[str] = []
    try:
        with data.file.keeping_open():
            messages += _repaired_and_merged(data, data.file, elsewhere)
    except (UserDataError, OSError) as error:
        messages.append(str(error))
        data.note_full_disk(error)
    except GivenUp as given_up:
        raise GivenUp("\n".join(messages)) from given_up
    data.complaint = "\n".join(dict.fromkeys(messages)) or None


def _repaired_and_merged(data: UserData, file: UserFile, elsewhere: Sequence[Path]) -> Iterator[str]:
    """Repair the file, merge the copies next to it, and yield messages about faults and about what merging changed.

    Raises UserDataError, OSError.
    """
    yield from file.set_foreign_files_aside()  # before anything opens the file
    replaced_before = data.machine.replaced()
    overruled_before = data.machine.overruled()
    namesakes_before = [namesakes.uuids for namesakes in _namesakes(data)]
    yield from _merged_after_repair(data, file, elsewhere)
    for namesakes in _namesakes(data):
        if namesakes.uuids not in namesakes_before:
            yield say("{namesakes}；在“核对”里可以合并成一个。", namesakes=namesakes.words)
    replaced_notes = data.machine.replaced() - replaced_before
    if replaced_notes:
        yield count(
            len(replaced_notes),
            "{n} 条自己写的话被另一台电脑上写的换下了；原来的还在，列表和“核对”里标着。",
        )
    overruled_corrections = data.machine.overruled() - overruled_before
    if overruled_corrections:
        yield count(len(overruled_corrections), "{n} 处互相不合的更正，两台电脑选得不同，照后选的那一条。")


def _merged_after_repair(data: UserData, file: UserFile, elsewhere: Sequence[Path]) -> Iterator[str]:
    """Repair the file and merge the copies next to it; yield messages about the faults found.

    Merged are conflict copies of sync clients, the readable records of a damaged file, and the `elsewhere` copies that
    exist. Raises UserDataError, OSError.
    """
    forget_parts(file.folder, file.folder / BACKUPS, file.folder / DRAFTS, *data.machine.folders())
    file.restrict_access()
    aside = file.set_damaged_aside()
    overfull = _set_overfull_aside(data, file)
    if overfull is not None:
        yield from _merge(data, overfull)
    damaged_copies = file.damaged_copies()
    is_begun = _is_begun(file)
    if is_begun and _is_earlier(file):
        with suppress(UserDataError):  # what can't be written stays as it is
            data.backups.make_before_update(f"schema {user_schema.SCHEMA_VERSION}")
    is_lost = not is_begun and (bool(damaged_copies) or _has_backups(file))
    if is_lost:
        newest = _newest_backup(file)
        yield _mended(file.path, aside, newest)
        if newest.sound is not None:
            yield from _merge(data, newest.sound.path, is_own=True)
    own = data.mirror.of_last_library()
    if own is not None and (is_begun or is_lost) and data.mirror.library() is None:
        yield from _merge(data, own, is_own=True)  # it has the UUID of the file's library
    copies = conflict_copies(file.path) if file.folder.is_dir() else []
    sound_copies = [path for path in copies if path not in damaged_copies]
    for copy in (*damaged_copies, *sound_copies, *(path for path in elsewhere if path.is_file())):
        if is_lost or not data.machine.has_merged(copy, _mark_of(copy)):
            yield from _merge(data, copy, is_damaged=copy in damaged_copies)
    if file.path.exists():
        yield from _mirrored(data, file)
        yield from _set_unreadable_apart(data, file)
        yield from _read_again(file, data.now())


def _has_backups(file: UserFile) -> bool:
    from reader.storage import backups  # a library that is opened again does not need it

    return bool(backups.backups_of(file))


def _newest_backup(file: UserFile) -> "NewestBackup":
    from reader.storage import backups

    return backups.newest_backup_of(file)


def _namesakes(data: UserData) -> list[Namesakes]:
    """Return what the file has several of by one name; nothing if that can't be read now."""
    if not data.path.exists():
        return []
    with suppress(UserDataError):
        return namesakes_in(data.decisions.all(*NAMED))
    return []


def problems(data: UserData) -> Iterator[str]:
    """Yield messages about faults of the file, and about records that can't be read."""
    from reader.storage import user_tables

    file = data.file
    if not file.path.exists():
        return
    try:
        with file.opened() as connection:
            damage = [row[0] for row in connection.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
            bad = [
                bad_row.record for bad_row in user_tables.UserTables(connection, file.path.name).bad_rows()
            ]
        apart = data.records().unreadable
    except UserDataError as error:
        yield str(error)
        return
    for reason in damage:
        yield say("收藏文件：{reason}", reason=reason)
    for bad_record in (*bad, *apart):
        yield say(
            "收藏文件里有一条无法解析的{kind}（来自 {origin}），另外保存着：{reason}",
            kind=kind_in_words(bad_record.kind),
            origin=bad_record.origin,
            reason=bad_record.reason,
        )


def about_damaged_copies(file: UserFile) -> Iterator[str]:
    """Yield messages about damaged files that were read back as far as possible."""
    for path in file.damaged_copies():
        yield say(
            "{path} 是以前损坏的收藏文件，读得出的都已读回；确认不缺什么以后，可以自己删去。", path=path
        )


def _is_begun(file: UserFile) -> bool:
    """Return whether the file has any content: a program may have been killed just after creating it."""
    if not file.path.exists():
        return False
    with file.opened() as connection:
        return bool(connection.execute("SELECT 1 FROM meta").fetchone()) or user_schema.has_records(
            connection
        )


def _is_earlier(file: UserFile) -> bool:
    """Return whether the file has the tables of an earlier version, to which the first write adds some."""
    with file.opened() as connection:
        return user_schema.version_of(connection) < user_schema.SCHEMA_VERSION


def _mark_of(copy: Path) -> str:
    """Return a copy's size and time, by which later changes of it are noticed."""
    status = copy.lstat()
    return f"{status.st_size} {status.st_mtime_ns}"


def _set_overfull_aside(data: UserData, file: UserFile) -> Path | None:
    """Rename a file that this machine has not had yet, if it has more records of a kind than are taken from others.

    Return the new name. Raises UserDataError.
    """
    if not file.path.exists() or data.mirror.is_begun():
        return None
    with file.opened() as connection:
        if not user_schema.has_records(connection):
            return None
        from reader.storage import foreign_records

        is_overfull = foreign_records.has_too_many(connection)
    if is_overfull:
        return file.set_aside("too-many")
    return None


def _merge(data: UserData, copy: Path, *, is_damaged: bool = False, is_own: bool = False) -> Iterator[str]:
    """Merge a copy; yield messages about its faults, and what was left out. Raises UserDataError, OSError."""
    from reader.storage import foreign_records
    from reader.storage.user_records import most_rows

    mark = _mark_of(copy)
    try:
        theirs = foreign_records.records_of_file(copy, is_own=is_own)
        unreadable = data.merge_records(
            theirs.records, library=theirs.library, is_own=is_own or is_damaged
        ).unreadable
        for kind, number in theirs.left_out.items():
            yield say(
                "{path} 里的{kind}多得不像一个人写的：读入了 {most} 条，另有 {number} 条没有读入，还在那个文件里。",
                path=copy,
                kind=kind_in_words(kind),
                most=most_rows(kind),
                number=number,
            )
        if unreadable:
            count = len(unreadable)
            yield say(
                "{path} 里有 {count} 条记录无法解析，已另外保存，其余的都读入了。", path=copy, count=count
            )
    except UserDataError as error:
        if (
            isinstance(error.__cause__, sqlite3.Error | OSError)
            and disk_error_of(error.__cause__) is not DiskError.OTHER
        ):
            raise  # it may be readable another time
        if not is_damaged:
            yield str(error)
    data.machine.note_merged(copy, mark)


def _mirrored(data: UserData, file: UserFile) -> Iterator[str]:
    """Merge back from the mirror the records missing since another machine replaced the file; yield messages about it.

    Raises UserDataError.
    """
    mirror = data.mirror
    former = mirror.former()
    if former:
        mirror.brought_back += data.merge(former).size
    mirror.mend()
    file_lacks, mirror_lacks = mirror.lacks()
    if file_lacks:
        with file.opened(writing=True):
            pass  # it begins by merging back
    if file_lacks or mirror_lacks:
        try:
            try:
                data.mirror.take_in()
            except UserDataError:
                aside = data.mirror.set_damaged_aside()
                if aside is None:
                    raise
                with suppress(UserDataError):
                    data.merge(aside)
                data.mirror.take_in()
        except UserDataError as error:
            yield say("收藏和批注都已存好，只是本机另留的那一份没有写成。{reason}", reason=error)
    yield from _about_damage(mirror)
    if mirror.brought_back:
        yield say(
            "收藏文件被别的程序或另一台电脑换过。本机写过、换来的那份里没有的 {count} 条，已经并回去了。",
            count=mirror.brought_back,
        )
        mirror.brought_back = 0
    other = mirror.note_library()
    if other:
        yield say(
            "这里的收藏文件是另一个资料库的。本机以前在这里写下的还留着：{path}。"
            "要并进来，就复制一份到 {folder} 里，换个名字。",
            path=other,
            folder=file.folder,
        )


def _about_damage(mirror: "Mirror") -> Iterator[str]:
    """Yield messages about records that have changed on a disk; each is told once."""
    damaged = mirror.damaged
    mirror.damaged = ()
    unknown = [record for record in damaged if record.side is Side.UNKNOWN]
    mended = len(damaged) - len(unknown)
    if mended:
        yield say(
            "有 {n} 条记录在磁盘上变了样，不是哪个程序写的；已换回本机另留的、完好的一份。变了的也留着：{path}",
            n=mended,
            path=mirror.damage_log(),
        )
    if unknown:
        yield say(
            "有 {n} 条记录在磁盘上变了样，说不准哪一份是原来的，请看一看；两份都留着：{path}",
            n=len(unknown),
            path=mirror.damage_log(),
        )


def merge_given(data: UserData, name: str, read: "Callable[[], Records]", origin: str) -> None:
    """Merge records that came with a library as a step that can be undone, once for each `name`.

    Raises UserDataError, and what `read` raises.
    """
    file = data.file
    mark = (f"merged {name}", "")
    with file.opened() as connection:
        if connection.execute("SELECT 1 FROM meta WHERE key = ?", mark[:1]).fetchone():
            return
    records = read()
    with file.whole():
        data.merge_records(records, origin)
        with file.opened(writing=True) as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", mark)


def _set_unreadable_apart(data: UserData, file: UserFile) -> Iterator[str]:
    """Move invalid rows to their own table."""
    with file.opened() as connection:
        if not user_schema.has_records(connection):
            return
        from reader.storage import user_tables

        if not user_tables.UserTables(connection, file.path.name).bad_rows():
            return
    with file.opened(writing=True) as connection:
        tables = user_tables.UserTables(connection, file.path.name)
        bad = tables.bad_rows()
        tables.set_apart(bad, data.now())
    yield say(
        "收藏文件里有 {count} 条记录无法解析，已另外保存，其余的不受影响；导出全部收藏与批注时会一起导出。",
        count=len(bad),
    )


_TRIED = "unreadable tried"
"""The key in `meta` of what was set apart when it was last tried to read it, and of what could be read then."""


def _read_again(file: UserFile, now: dt.datetime) -> Iterator[str]:
    """Read records that another version of the program could not read; yield a message about it.

    It is tried whenever this program reads other records than the one that tried last, or others are set apart.
    """
    with file.opened() as connection:
        if not user_schema.has_unreadable(connection):
            return
        from reader.storage import user_tables

        tables = user_tables.UserTables(connection, file.path.name)
        tried = connection.execute("SELECT value FROM meta WHERE key = ?", (_TRIED,)).fetchone()
        if tried == (tables.apart_digest(),):
            return
    with file.opened(writing=True) as connection:
        tables = user_tables.UserTables(connection, file.path.name)
        readable = tables.read_again(now)
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_TRIED, tables.apart_digest()))
    if readable:
        yield count(readable, "别的版本的阅报无法解析、另外保存着的 {n} 条记录，这一版读得懂，已放回原处。")


def kind_in_words(kind: str) -> str:
    """Return what a record of a kind is called."""
    words = {
        "bookmark": say("收藏记录"),
        "correction": say("更正记录"),
        "alias": say("文章改名的记录"),
        "rule for characters": say("改正的规则"),
        "corrected character": say("改正的记录"),
    }
    return words.get(kind, say("记录"))


def _mended(path: Path, aside: Path | None, newest: "NewestBackup") -> str:
    if not newest.in_use:
        return _restored(path, aside, newest.sound)
    not_restored = say(
        "备份 {names} 正被另一个程序占用，没有恢复；请稍后在“备份与恢复”里恢复它。",
        names=", ".join(backup.path.name for backup in newest.in_use),
    )
    if newest.sound is not None:
        words = _restored(path, aside, newest.sound)
    elif aside is None:
        words = say("收藏文件 {path} 不见了，找得到的都已读回。", path=path)
    else:
        words = say(
            "收藏文件损坏了，或不是阅报写的样子：已改名为 {aside} 保留，读得出的都已读回。", aside=aside.name
        )
    return f"{words}\n{not_restored}"


def _restored(path: Path, aside: Path | None, backup: "Backup | None") -> str:
    if aside is None and backup is None:
        return say("收藏文件 {path} 不见了，也没有备份，找得到的都已读回。", path=path)
    if aside is None:
        return say("收藏文件 {path} 不见了，已恢复备份。", path=path)
    if backup is None:
        return say(
            "收藏文件损坏了，或不是阅报写的样子：已改名为 {aside} 保留，读得出的都已读回；没有找到备份。",
            aside=aside.name,
        )
    return say(
        "收藏文件损坏了，或不是阅报写的样子：已改名为 {aside} 保留，读得出的都已读回，并恢复了 {backup} 的备份。",
        aside=aside.name,
        backup=backup.path.name,
    )


_State = tuple[Stamp | None, tuple[tuple[str, Stamp | None], ...]]

_OF_TEXT = [kind_of(kind) for kind in DECISION_KINDS if kind.applied_as == "characters"]
_ON_TEXT = (
    "SELECT (SELECT count(*) || coalesce(group_concat(tick), '') FROM correction)"
    " || (SELECT count(*) || coalesce(group_concat(tick), '') FROM decision WHERE "
    + " OR ".join(f"instr(content, '\"{tag}\"')" for tag in _OF_TEXT)
    + ")"
)
"""SQL for a string that changes whenever a decision about the text of newspapers changes."""


class Followed(Struct, frozen=True):
    """The changes by others since the last look.

    `on_text`: they include decisions that an update has to apply. `message` is a message for the reader.
    """

    is_changed: bool = False
    on_text: bool = False
    message: str = ""


class Following:
    """Looks for changes of the file and of the copies next to it, and merges them. Not for two threads at a time.

    A file that another program may still be writing is only merged when two successive looks find it unchanged.
    """

    def __init__(self, data: UserData, *elsewhere: Path) -> None:
        self._data = data
        self._file = data.file
        self._elsewhere = elsewhere
        self._last = self._state()
        self._copies = self._last[1]
        self._settled: _State | None = None
        """The state that was merged last; None at first, as anything may have changed since the library was opened."""
        self._text = self._text_mark()
        self._complaint = ""

    def look(self) -> Followed:
        """Merge the changes since the last look; return what has changed. Raises UserDataError."""
        now = self._state()
        if now == self._settled or now[0] is None:  # no new file is begun where a drive is away
            return Followed()
        if now != self._last:
            self._last = now
            return Followed()
        is_own = now[1] == self._copies and not self._file.take_foreign()
        if is_own and not any(self._data.mirror.lacks()):
            self._settled = now
            return Followed()
        repair_and_merge(self._data, *self._elsewhere)
        self._copies = now[1]
        if self._state() == now:  # else the next look merges once more, whoever has written
            self._settled = now
        before = self._text
        self._text = self._text_mark()
        last_complaint = self._complaint
        self._complaint = self._data.complaint or ""
        return Followed(
            True, before != self._text, "" if self._complaint == last_complaint else self._complaint
        )

    def _state(self) -> _State:
        copies: list[Path] = []
        with suppress(OSError):  # the drive is away
            copies = conflict_copies(self._file.path)
        return stamp_of(self._file.path), tuple((path.name, stamp_of(path)) for path in copies)

    def _text_mark(self) -> str:
        with suppress(UserDataError), self._file.opened() as connection, suppress(sqlite3.OperationalError):
            return str(connection.execute(_ON_TEXT).fetchone()[0])
        return ""
