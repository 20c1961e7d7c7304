"""Summaries, in words, of the changes that an import or a restored backup makes to the user data."""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from reader.export.notes import quoted
from reader.i18n import count, say
from reader.newspaper.correction import Correction
from reader.newspaper.decision import (
    PERSON_DECISIONS,
    CharacterRule,
    Chronicle,
    ChronicleLine,
    ClaimFootnote,
    CorrectedCharacter,
    Decision,
    DismissedMisreading,
    Dossier,
    DossierArticle,
    DossierNote,
    ReadArticle,
    SavedSearch,
    SearchLook,
    decided_in,
)
from reader.newspaper.holdings import Bookmark
from reader.storage.backups import Backup, BackupKind
from reader.storage.user_merge import Change, MergePlan
from reader.storage.user_tables import Step, Undone

SHOWN = 10
"""Maximum number of records listed for a kind of change."""
_WORDS_SHOWN = 30


class Kind(StrEnum):
    """A kind of what a reader adds, as it is counted for the reader."""

    BOOKMARK = "bookmark"
    HIGHLIGHT = "highlight"
    NOTE = "note"
    TAG = "tag"
    CORRECTION = "correction"
    CHARACTER = "corrected character"
    RULE = "rule for characters"
    DISMISSED = "dismissed misreading"
    SEARCH = "saved search"
    DOSSIER = "dossier"
    ENTRY = "entry in a dossier"
    FOOTNOTE = "footnote to a claim"
    CHRONICLE = "chronicle"
    LINE = "line of a chronicle"
    LOOK = "look at a saved search"
    READ = "read mark"
    PERSON = "decision about a person"
    OTHER = "other decision"


def _kind_in_words(kind: Kind, numbers: str) -> str:
    return {
        Kind.BOOKMARK: say("收藏：{numbers}", numbers=numbers),
        Kind.HIGHLIGHT: say("标记：{numbers}", numbers=numbers),
        Kind.NOTE: say("批注：{numbers}", numbers=numbers),
        Kind.TAG: say("标签：{numbers}", numbers=numbers),
        Kind.CORRECTION: say("更正：{numbers}", numbers=numbers),
        Kind.CHARACTER: say("改正的字：{numbers}", numbers=numbers),
        Kind.RULE: say("处处改正的字：{numbers}", numbers=numbers),
        Kind.DISMISSED: say("认定没有认错的字：{numbers}", numbers=numbers),
        Kind.SEARCH: say("已保存的搜索：{numbers}", numbers=numbers),
        Kind.DOSSIER: say("专题：{numbers}", numbers=numbers),
        Kind.ENTRY: say("专题里的条目：{numbers}", numbers=numbers),
        Kind.FOOTNOTE: say("查证过的话写不写脚注：{numbers}", numbers=numbers),
        Kind.CHRONICLE: say("大事记：{numbers}", numbers=numbers),
        Kind.LINE: say("大事记里的条目：{numbers}", numbers=numbers),
        Kind.LOOK: say("已保存的搜索看到了哪里：{numbers}", numbers=numbers),
        Kind.READ: say("已读标记：{numbers}", numbers=numbers),
        Kind.PERSON: say("关于人名的决定：{numbers}", numbers=numbers),
        Kind.OTHER: say("其他决定：{numbers}", numbers=numbers),
    }[kind]


_OF_DECISION: tuple[tuple[type | tuple[type, ...], Kind], ...] = (
    (CorrectedCharacter, Kind.CHARACTER),
    (CharacterRule, Kind.RULE),
    (DismissedMisreading, Kind.DISMISSED),
    (SavedSearch, Kind.SEARCH),
    (Dossier, Kind.DOSSIER),
    ((DossierNote, DossierArticle), Kind.ENTRY),
    (ClaimFootnote, Kind.FOOTNOTE),
    (Chronicle, Kind.CHRONICLE),
    (ChronicleLine, Kind.LINE),
    (SearchLook, Kind.LOOK),
    (ReadArticle, Kind.READ),
    (PERSON_DECISIONS, Kind.PERSON),
)


class Changed(Struct, frozen=True):
    """How many things of a kind are added, changed and removed."""

    kind: Kind
    added: int
    changed: int
    removed: int

    def in_words(self) -> str:
        """Return the numbers without those that are zero: “批注：增加 2，改变 1”."""
        numbers = []
        if self.added:
            numbers.append(count(self.added, "增加 {n}"))
        if self.changed:
            numbers.append(count(self.changed, "改变 {n}"))
        if self.removed:
            numbers.append(count(self.removed, "删去 {n}"))
        return _kind_in_words(self.kind, say("，").join(filter(None, numbers)))


def changes_of(plan: MergePlan) -> list[Changed]:
    counts: Counter[tuple[Kind, str]] = Counter()
    for bookmark in plan.bookmarks:
        counts.update(_of_bookmark(bookmark.before, bookmark.after))
    for correction in plan.corrections:
        counts.update(_of_one(Kind.CORRECTION, _claim_of(correction.before), _claim_of(correction.after)))
    for decision in plan.decisions:
        kind = next(
            (kind for types, kind in _OF_DECISION if isinstance(decision.after.content, types)), Kind.OTHER
        )
        counts.update(_of_one(kind, _decided(decision.before), _decided(decision.after)))
    changes: list[Changed] = []
    for kind in Kind:
        change = Changed(kind, counts[kind, "added"], counts[kind, "changed"], counts[kind, "removed"])
        if change.added or change.changed or change.removed:
            changes.append(change)
    return changes


def changes_in_words(plan: MergePlan) -> str:
    """Return the counts of `changes_of` in one line."""
    return say("；").join(change.in_words() for change in changes_of(plan)) or nothing_differs()


def nothing_differs() -> str:
    return say("没有什么不同，什么也不用改。")


def plan_in_words(plan: MergePlan) -> list[str]:
    """Return the lines of a summary: the counts of each kind, then up to `SHOWN` of the texts that go."""
    return list(_lines(plan)) or [nothing_differs()]


def _lines(plan: MergePlan) -> Iterator[str]:
    if plan.remark:
        yield plan.remark
    yield from (changed.in_words() for changed in changes_of(plan))
    if plan.replaced:
        yield say("换掉的文字，原来的留作以前的版本：")
        yield from _some([_replaced(change) for change in plan.replaced])
    if plan.removed:
        yield say("移到“最近删除”的：")
        yield from _some([_title(bookmark) for bookmark in plan.removed])
    if plan.unreadable:
        yield say("{count} 条记录无法解析，会原样另外保存", count=len(plan.unreadable))


def _of_bookmark(before: Bookmark | None, after: Bookmark) -> Iterator[tuple[Kind, str]]:
    if before is not None and before.deleted is None:
        was = before
    else:
        was = None
    now = after if after.deleted is None else None
    kind = Kind.BOOKMARK if after.passage is None else Kind.HIGHLIGHT
    yield from _of_one(kind, was and _place(was), now and _place(now))
    yield from _of_one(Kind.NOTE, was and (was.note or None), now and (now.note or None))
    tags_before = _tags_of(was)
    tags_now = _tags_of(now)
    yield from ((Kind.TAG, "added") for _ in tags_now - tags_before)
    yield from ((Kind.TAG, "removed") for _ in tags_before - tags_now)


def _tags_of(bookmark: Bookmark | None) -> set[str]:
    if bookmark is None:
        return set()
    return set(bookmark.tags)


def _of_one(kind: Kind, before: object, after: object) -> Iterator[tuple[Kind, str]]:
    """Yield what happens to a thing, whose content is None where it is not there."""
    if before != after:
        yield kind, _how(before, after)


def _how(before: object, after: object) -> str:
    if before is None:
        return "added"
    if after is None:
        return "removed"
    return "changed"


def _place(bookmark: Bookmark) -> object:
    return bookmark.passage, bookmark.article


def _claim_of(correction: Correction | None) -> object:
    if correction is None or correction.undone:
        return None
    return correction.claim


def _decided(decision: Decision | None) -> object:
    if decision is None or decision.undone:
        return None
    return decided_in(decision.content)


def backup_in_words(backup: Backup) -> str:
    """Return when and why a backup was made: “2026-11-26 17:06 · 自动”."""
    local_time = backup.made.astimezone()
    match backup.kind:
        case BackupKind.AUTOMATIC:
            why = say("自动")
        case BackupKind.MADE:
            why = say("您做的")
        case BackupKind.UPDATE:
            why = say("换新版以前")
    return f"{local_time:%Y-%m-%d %H:%M} · {why}"


def step_in_words(step: Step, undone: Undone) -> str:
    """Return the message after an import or a restored backup was undone."""
    match step.kind:
        case "import":
            summary = say(
                "已撤销读入 {name}：{count} 条和以前一样了", name=step.origin, count=undone.reverted
            )
        case "tags":
            summary = say(
                "已撤销改标签 {name}：{count} 条和以前一样了", name=step.origin, count=undone.reverted
            )
        case "restore":
            summary = say(
                "已撤销恢复备份 {name}：{count} 条和以前一样了", name=step.origin, count=undone.reverted
            )
        case _:
            summary = say("已撤销：{act}", act=step.origin)
    if undone.changed_since:
        summary += say("；{count} 条后来又改过，没有动", count=undone.changed_since)
    return summary


def version_in_words(bookmark: Bookmark) -> str:
    if bookmark.tags:
        tags = say("标签：{tags}", tags=" ".join(bookmark.tags))
    else:
        tags = ""
    return " ".join(filter(None, [_short(bookmark.note), tags])) or say("没有批注")


def _some(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"    {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield "    " + say("……还有 {count} 条", count=len(lines) - SHOWN)


def _replaced(change: Change[Bookmark]) -> str:
    assert change.before is not None
    return say(
        "{title}：{before} → {after}",
        title=_title(change.after),
        before=version_in_words(change.before),
        after=version_in_words(change.after),
    )


def _title(bookmark: Bookmark) -> str:
    return _short(quoted(bookmark) or bookmark.article.title())


def _short(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= _WORDS_SHOWN:
        return line
    return line[:_WORDS_SHOWN] + "…"
