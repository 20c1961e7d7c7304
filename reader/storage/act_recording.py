"""Recording what one act of a person changes in the user's data, so that it can be undone and redone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from reader.newspaper.correction import Correction
from reader.newspaper.decision import Decision, decided_in
from reader.newspaper.holdings import Bookmark

Record = Bookmark | Correction | Decision


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record before an act (None: there was none) and after it."""

    before: Record | None
    after: Record


@dataclass(frozen=True, slots=True)
class Changes:
    """What an act has changed, a record once. `steps`: the ids of the imports and restored backups among it."""

    records: tuple[RecordChange, ...] = ()
    steps: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.records)


@dataclass(slots=True)
class Recording:
    """Collects what is written on one thread."""

    _records: dict[str, RecordChange] = field(default_factory=dict)
    _steps: list[str] = field(default_factory=list)

    def changes(self) -> Changes:
        """Return what was changed so far, without what is as it was before."""
        changed = [each for each in self._records.values() if not is_same(each.before, each.after)]
        return Changes(tuple(changed), tuple(self._steps))

    def add(self, changed: Iterable[RecordChange]) -> None:
        for each in changed:
            known = self._records.get(each.after.uuid)
            self._records[each.after.uuid] = RecordChange(known.before if known else each.before, each.after)

    def add_step(self, step: str) -> None:
        self._steps.append(step)


_RECORDING: ContextVar[Recording | None] = ContextVar("_RECORDING", default=None)


@contextmanager
def recording(into: Recording | None) -> Iterator[None]:
    """Record what this thread writes within the block; with None, nothing: what the program does by itself."""
    token = _RECORDING.set(into)
    try:
        yield
    finally:
        _RECORDING.reset(token)


def note_written(record: Record, stored: Callable[[], Iterable[Record]]) -> None:
    """Note that a record is about to be written; `stored` returns what is stored under its UUID."""
    if (into := _RECORDING.get()) is not None:
        into.add([RecordChange(next(iter(stored()), None), record)])


def note_step(step: str) -> None:
    """Note that an import or a restored backup was stored as a step, by its id."""
    if (into := _RECORDING.get()) is not None:
        into.add_step(step)


def is_same(one: Record | None, other: Record) -> bool:
    """Return whether two states of a record are the same to a person, whatever their times and places are."""
    return one is not None and said(one) == said(other)


def said(record: Record) -> dict[str, object]:
    """Return what a person has said with a record, by its fields; a removal without its time."""
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
