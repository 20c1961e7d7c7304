"""Acts of a person on the user's data, whatever records they change: carried out, undone and redone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from reader.newspaper.correction import Correction
from reader.newspaper.decision import ChosenSource, CorrectedCharacter, Decision, DismissedMisreading
from reader.storage.act_recording import Changes, Record, Recording, recording
from reader.storage.user_data import UserData, UserDataError

if TYPE_CHECKING:
    from reader.library.applying import Decided

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Turned:
    """The result of undoing or redoing an act.

    `back` turns it again; None where nothing could be changed, or it can't be turned again. `changed_since` is the
    number of records that were left alone, because somebody has changed them since the act. `is_applied`: the change
    is visible; if not, it will be after the next sync.
    """

    back: Turn | None
    changed_since: int = 0
    is_applied: bool = True


Turn = Callable[[], Turned]
"""Undoes an act, or redoes it: on any thread. Raises UserDataError and LibraryError, and has changed nothing then."""


class Acts:
    """Carries out acts on a library's user data. May be called from any thread.

    `apply` shows the decisions of a kind, and returns whether that was possible now.
    """

    def __init__(self, user_data: UserData, apply: Callable[[Decided], bool]) -> None:
        self._user_data = user_data
        self._apply = apply

    def carried_out(
        self, work: Callable[[], _Result], into: Recording | None = None
    ) -> tuple[_Result, Turn | None]:
        """Return the result of `work`, and what undoes all that it has written; None if that is nothing.

        If `work` raises, what it had written by then is taken back. It may be one part of an act that is recorded
        `into` something: then all parts are undone, and nothing is taken back.
        """
        done = into or Recording()
        try:
            with recording(done):
                result = work()
        except Exception:
            if into is None:
                with suppress(UserDataError):  # a disk that takes nothing any more
                    self.turned(done.changes())
            raise
        changes = done.changes()
        return result, (lambda: self.turned(changes)) if changes else None

    def turned(self, changes: Changes) -> Turned:
        """Revert changes. Raises UserDataError."""
        if not changes:
            return Turned(None)
        from reader.storage.reverting import revert

        with self._user_data.writing() as connection:
            reverted = revert(connection, changes, self._user_data.now())
        kinds = {kind for each in reverted.changes.records if (kind := _decided(each.after)) is not None}
        if reverted.changes.steps:
            kinds.add("corrections")  # which lets bookmarks find their articles, too
        are_applied = [self._apply(kind) for kind in sorted(kinds)]
        back = (lambda: self.turned(reverted.changes)) if reverted.changes else None
        return Turned(back, reverted.changed_since, all(are_applied))


def _decided(record: Record) -> Decided | None:
    """Return as what kind of decision a change of a record is to be applied to the articles; None for a mere note."""
    match record:
        case Correction():
            return "corrections"
        case Decision(content=CorrectedCharacter() | DismissedMisreading()):
            return "characters"
        case Decision(content=ChosenSource()):
            return "sources"
    return None
