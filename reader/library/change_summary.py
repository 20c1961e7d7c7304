"""Summaries, in words, of the changes that an import or a restored backup makes to the user data."""

from collections.abc import Iterator, Sequence

from reader.i18n import say
from reader.newspaper.decision import Dossier, DossierEntry
from reader.newspaper.holdings import Bookmark
from reader.storage.user_merge import Change, MergePlan
from reader.storage.user_tables import Step, Undone

SHOWN = 10
"""Maximum number of records listed for a kind of change."""
_WORDS_SHOWN = 30


def plan_in_words(plan: MergePlan) -> list[str]:
    """Return the lines of a summary: one for each kind of change, some followed by up to `SHOWN` records."""
    return list(_lines(plan)) or [say("没有什么不同，什么也不用改。")]


def _lines(plan: MergePlan) -> Iterator[str]:
    if plan.added:
        yield say("{count} 条收藏或批注是新的，或会回来", count=len(plan.added))
    if plan.replaced:
        yield say(
            "{count} 条收藏或批注会换成那边的文字，原来的文字留作以前的写法：", count=len(plan.replaced)
        )
        yield from _some([_replaced(change) for change in plan.replaced])
    if plan.removed:
        yield say("{count} 条收藏或批注会移到“最近删除”：", count=len(plan.removed))
        yield from _some([_title(bookmark) for bookmark in plan.removed])
    if plan.corrections:
        yield say("{count} 条更正会增加或改变", count=len(plan.corrections))
    dossiers, others = dossiers_and_others(plan)
    if dossiers:
        yield say("{count} 个专题会增加或改变", count=dossiers)
    if others:
        yield say("{count} 条其他决定（如不是人名的字串）会增加或改变", count=others)
    if plan.unreadable:
        yield say("{count} 条记录读不懂，会原样另外保存", count=len(plan.unreadable))


def dossiers_and_others(plan: MergePlan) -> tuple[int, int]:
    """Return the numbers of dossiers and of other decisions that change; a dossier is one, whatever it holds."""
    never_here = {each.after.uuid for each in plan.decisions if each.before is None and each.after.undone}
    decisions = [each.after for each in plan.decisions if each.after.uuid not in never_here]
    dossiers = {
        each.content.dossier if isinstance(each.content, DossierEntry) else each.uuid
        for each in decisions
        if isinstance(each.content, Dossier | DossierEntry)
    } - never_here
    return len(dossiers), sum(not isinstance(each.content, Dossier | DossierEntry) for each in decisions)


def step_in_words(step: Step, undone: Undone) -> str:
    """Return the message after an import or a restored backup was undone."""
    summary = (
        say("已撤销读入 {name}：{count} 条和以前一样了", name=step.origin, count=undone.reverted)
        if step.kind == "import"
        else say("已撤销恢复备份 {name}：{count} 条和以前一样了", name=step.origin, count=undone.reverted)
    )
    if undone.changed_since:
        summary += say("；{count} 条后来又改过，没有动", count=undone.changed_since)
    return summary


def version_in_words(bookmark: Bookmark) -> str:
    """Return note and tags of a version of a bookmark in one line, the note shortened."""
    tags = say("标签：{tags}", tags=" ".join(bookmark.tags)) if bookmark.tags else ""
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
    return _short(bookmark.passage.exact if bookmark.passage else bookmark.article.title())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WORDS_SHOWN else line[:_WORDS_SHOWN] + "…"
