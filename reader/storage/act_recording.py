"""Recording the changes that one act of the reader makes in the user's data, so that it can be undone and redone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

from msgspec import Struct, field

from reader.newspaper.correction import Correction
from reader.newspaper.decision import Decision, decided_in
from reader.newspaper.holdings import Bookmark

Record = Bookmark | Correction | Decision


_Changed = TypeVar("_Changed", bound=Record)


class Change(Struct, Generic[_Changed], frozen=True):
    """A record before an act or a merge (None if it did not exist) and after it."""

    before: _Changed | None
    after: _Changed


class Changes(Struct, frozen=True):
    """The changes made by an act, each record once.

    `steps` are the ids of the imports and restored backups among them. `moves` are the records that the act has moved
    along with their articles.
    """

    records: tuple[Change[Record], ...] = ()
    steps: tuple[str, ...] = ()
    moves: tuple[Change[Record], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.records)


class Recording(Struct):
    """Collects the changes that one thread writes."""

    _records: dict[str, Change[Record]] = field(default_factory=dict)
    _steps: list[str] = field(default_factory=list)
    _moves: dict[str, Change[Record]] = field(default_factory=dict)
    is_moving: bool = False
    """Whether the present changes only move records along with their articles."""

    def changes(self) -> Changes:
        """Return the changes so far, without records that are the same as before."""
        changed = [record for record in self._records.values() if not is_same(record.before, record.after)]
        return Changes(tuple(changed), tuple(self._steps), tuple(self._moves.values()))

    def add(self, change: Change[Record]) -> None:
        records = self._moves if self.is_moving else self._records
        earlier_change = records.get(change.after.uuid)
        records[change.after.uuid] = Change(
            earlier_change.before if earlier_change else change.before, change.after
        )

    def add_step(self, step: str) -> None:
        self._steps.append(step)


_RECORDING: ContextVar[Recording | None] = ContextVar("_RECORDING", default=None)


@contextmanager
def recording(into: Recording | None) -> Iterator[None]:
    """Record what this thread writes within the block; with None, record nothing, as the program
    itself is the writer.
    """
    token = _RECORDING.set(into)
    try:
        yield
    finally:
        _RECORDING.reset(token)


@contextmanager
def moving() -> Iterator[None]:
    """Record what this thread writes within the block as moves of records along with their articles."""
    into = _RECORDING.get()
    if into is None:
        yield
        return
    was = into.is_moving
    into.is_moving = True
    try:
        yield
    finally:
        into.is_moving = was


def note_written(record: Record, stored: Callable[[], Record | None]) -> None:
    """Note that a record is about to be written; `stored` returns what is stored under its UUID, None for nothing."""
    into = _RECORDING.get()
    if into is not None:
        into.add(Change(stored(), record))


def note_step(step: str) -> None:
    """Note the id of a step (an import or a restored backup) that was stored."""
    into = _RECORDING.get()
    if into is not None:
        into.add_step(step)


def is_same(one: Record | None, other: Record) -> bool:
    """Return whether two states of a record are equal except for their times and printings."""
    return one is not None and said(one) == said(other)


def said(record: Record) -> dict[str, object]:
    """Return the fields of a record that the reader has set; a removal without its time."""
    match record:
        case Bookmark():
            return {
                "note": record.note,
                "tags": record.tags,
                "passage": record.passage,
                "article": record.article,
                "deleted": record.deleted is not None,
            }
        case Correction():
            return {"claim": record.claim, "undone": record.undone}
        case Decision():
            return {"content": decided_in(record.content), "undone": record.undone}
