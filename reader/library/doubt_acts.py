"""What settles a doubt about the reader's own records at once: one is chosen, brought back, or joined with another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from msgspec import Struct

from reader.export.notes import in_context
from reader.i18n import say
from reader.library.answers import issue_in_words
from reader.library.characters import CharacterOutcome
from reader.library.corrections import CorrectionOutcome
from reader.library.doubts import Doubt, DoubtKind
from reader.library.library import Library
from reader.newspaper.decision import Namesakes
from reader.newspaper.holdings import Bookmark
from reader.plugs import all_answering, all_plugs
from reader.storage.disk_errors import LibraryError
from reader.storage.record_tables import NamedDecisions


class DoubtAct(Struct, frozen=True):
    """A step that settles a doubt, and can be undone.

    Attributes:
        words: what the button says.
        name: what is done, to follow 已撤销：.
        work: does it; raises LibraryError, UserDataError.
    """

    words: str
    name: str
    work: Callable[[], object]


MOST_PLACES = 3
"""The maximum number of places that are offered to a lost mark: each has a key."""
WITH_ACTS = frozenset({DoubtKind.MISREAD, DoubtKind.SAME_NAME})
"""The kinds of which all can be settled by their first acts."""


class SettledByActs(Struct, frozen=True):
    """What came of settling doubts by their first acts.

    Attributes:
        is_applied: whether what these have done holds now.
        untouched: the doubts for which there was no act.
    """

    is_applied: bool
    untouched: tuple[Doubt, ...] = ()


def settle_by_acts(library: Library, doubts: Iterable[Doubt]) -> SettledByActs:
    """Do for each doubt what is offered first. Raises LibraryError."""
    are_applied = True
    untouched: list[Doubt] = []
    for doubt in doubts:
        acts = acts_on(library, doubt)
        if not acts:
            untouched.append(doubt)
            continue
        outcome = acts[0].work()
        are_applied = are_applied and is_applied(outcome)
    return SettledByActs(are_applied, tuple(untouched))


def is_applied(outcome: object) -> bool:
    """Return whether what an act has done holds now; what changes articles may have to wait for a sync."""
    if isinstance(outcome, CharacterOutcome | CorrectionOutcome | SettledByActs):
        return outcome.is_applied
    return True


def acts_on(library: Library, doubt: Doubt) -> list[DoubtAct]:
    """Return what settles a doubt at once; nothing for those that have to be looked at first."""
    user_data = library.user_data
    match doubt.kind:
        case DoubtKind.SAME_NAME if doubt.namesakes is not None:
            name = say("合并几个“{name}”", name=doubt.namesakes.name)
            return [DoubtAct(say("合并成一个"), name, partial(join, library, doubt.namesakes))]
        case DoubtKind.REPLACED if doubt.replaced is not None:
            change = doubt.replaced
            return _on_replaced(library, change.after.uuid, partial(user_data.bring_back, change))
        case DoubtKind.REPLACED if doubt.bookmark is not None:
            uuid = doubt.bookmark.uuid
            return _on_replaced(library, uuid, partial(user_data.restore_latest, uuid))
        case DoubtKind.LOST_MARKS if doubt.bookmark is not None:
            return [*_on_lost_mark(library, doubt.bookmark)]
        case DoubtKind.LOST_CORRECTIONS if not library.words.why_no_lines:
            return [_taking_back(library, doubt, say("收回这一条"))]
        case DoubtKind.OTHER_CORRECTION if not library.words.why_no_lines:
            return _on_correction(library, doubt)
        case _:
            return _of_features(library, doubt)


def _on_replaced(library: Library, uuid: str, bring_back: Callable[[], object]) -> list[DoubtAct]:
    """Return that the former words of a record with this UUID are brought back, or the present ones stay."""
    keep = partial(library.user_data.machine.forget_replaced, uuid)
    former = say("换回原来的话")
    present = say("就用现在的")
    return [DoubtAct(former, former, bring_back), DoubtAct(present, present, keep)]


def _on_lost_mark(library: Library, bookmark: Bookmark) -> Iterator[DoubtAct]:
    """Yield that a highlight is moved to a place that it may have, or a bookmark is of an article with its text."""
    notebook = library.notebook
    title = bookmark.article.title()
    if bookmark.is_passage_lost:
        moved = say("移动“{title}”里的标记", title=title)
        for passage, _ in notebook.likeliest(bookmark)[:MOST_PLACES]:
            place = say("移到 {place}", place=in_context(passage))
            yield DoubtAct(place, moved, partial(notebook.move_passage, bookmark, passage))
        return
    if not bookmark.elsewhere:
        return
    for stored in notebook.elsewhere(bookmark)[:MOST_PLACES]:
        place = say("标的是 {place}", place=issue_in_words(stored.issue))
        attached = say("“{title}”标的是 {place}", title=title, place=issue_in_words(stored.issue))
        yield DoubtAct(place, attached, partial(notebook.attach, bookmark, stored.id))


def doubt_acts(library: Library, doubt: Doubt) -> list[DoubtAct]:
    """Return what settles a doubt that a feature has found; each feature may add some."""
    return []


def _of_features(library: Library, doubt: Doubt) -> list[DoubtAct]:
    acts: list[DoubtAct] = []
    for make in all_answering(doubt_acts, all_plugs()):
        acts += make(library, doubt)
    return acts


def _on_correction(library: Library, doubt: Doubt) -> list[DoubtAct]:
    taking_back = _taking_back(library, doubt, say("用后来的"))
    if doubt.is_of_character:
        return [taking_back]
    chosen = say("用更正“{claim}”", claim=doubt.words)
    choosing = DoubtAct(say("用这一条"), chosen, partial(library.corrections.choose, doubt.correction))
    return [choosing, taking_back]


def _taking_back(library: Library, doubt: Doubt, words: str) -> DoubtAct:
    """Return the act that takes the correction back which a doubt is about."""
    if doubt.is_of_character:
        take_back: Callable[[], object] = partial(library.characters.undo, doubt.correction)
    else:
        take_back = partial(library.corrections.undo, doubt.correction)
    return DoubtAct(words, say("收回更正“{claim}”", claim=doubt.words), take_back)


def named(library: Library) -> NamedDecisions[Any] | None:
    """Return what a library has of a kind that is told apart by names; each feature with such a kind adds one."""
    return None


def join(library: Library, namesakes: Namesakes) -> str:
    """Put all of a name into the oldest of them; return its UUID. Raises LibraryError without the feature."""
    for make in all_answering(named, all_plugs()):
        of_kind = make(library)
        if of_kind is not None and of_kind.kind is namesakes.kind:
            return of_kind.join_namesakes(namesakes.name)
    raise LibraryError(say("这个程序没有这一部分，合并不了。"))
