"""What a room's server has answered, for a thread that must never wait: that of the window."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from reader.i18n import say
from reader.room.address import RoomAddress
from reader.room.connections import RoomConnections, RoomError, RoomLost
from reader.room.missing_years import MissingYears
from reader.search.engine import DateRange

LOOK_SECONDS = 5.0
"""The interval between two looks at whether the room has changed."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds before a lost server is tried again: the first time, and at most."""
_MOST_ROWS = 400_000
"""Rows of answers that are kept, about."""

_Row = TypeVar("_Row")


class Unanswered(RoomError):
    """The server is being asked; the same question has an answer soon."""


class _Generation(NamedTuple):
    value: str


@dataclass(frozen=True, slots=True)
class _Question:
    kind: type[Any]
    sql: str
    values: Sequence[object]

    @property
    def key(self) -> tuple[str, str]:
        return self.sql, repr(self.values)


@dataclass(frozen=True, slots=True)
class _Answer:
    """Rows, or why there are none, at a `generation` of the room, without the years that were `missing`."""

    rows: list[Any]
    generation: int
    missing: MissingYears
    error: RoomError | None = None


class PromptConnections(RoomConnections):
    """Connections of which one thread, the prompt one, is told what is known and never kept waiting.

    What it asks and is not known raises Unanswered, and is asked on another thread, the latest first; what has become
    old is told all the same, and asked again. Until `be_prompt` is called every thread waits.
    """

    def __init__(self, address: RoomAddress) -> None:
        super().__init__(address)
        self._prompt: int | None = None
        self._changed: Callable[[], object] = lambda: None
        self._news = threading.Condition()
        self._answers: OrderedDict[tuple[str, str], _Answer] = OrderedDict()
        self._size = 0
        self._wanted: OrderedDict[tuple[str, str], _Question] = OrderedDict()
        self._generation = 0
        self._trouble = ""
        self._lost: RoomLost | None = None
        self._is_over = self._tries_now = False

    def be_prompt(self, changed: Callable[[], object]) -> None:
        """Keep the thread that calls this waiting no more.

        `changed` is called on another thread when there is any news: an answer, another generation of the room, a
        server that was lost or is there again, years that are missing or not any more.
        """
        self._prompt, self._changed = threading.get_ident(), changed
        self.far.changed = lambda: self._tell(True)
        threading.Thread(target=self._work, name="room", daemon=True).start()

    @property
    def known_generation(self) -> int | None:
        """The generation of the room when it was last looked at, 0 before the first time; None where all wait."""
        return None if self._prompt is None else self._generation

    def is_prompt(self) -> bool:
        """Return whether this is the thread that is never kept waiting."""
        return threading.get_ident() == self._prompt

    @property
    def trouble(self) -> str:
        """Why the server can't be asked now, in words; "" where it can."""
        return self._trouble

    @property
    def missing_dates(self) -> tuple[DateRange, ...]:
        """The years whose server can't be asked now."""
        return self.far.missing.dates

    def rows(
        self,
        kind: type[_Row],
        sql: str,
        values: Sequence[object] = (),
        cancelled: Callable[[], bool] = lambda: False,
    ) -> list[_Row]:
        """Return rows as `RoomConnections.rows` does; those that are known are not asked for again."""
        if self._prompt is None:
            return super().rows(kind, sql, values, cancelled)
        question = _Question(kind, sql, tuple(values))
        with self._news:
            known = self._answers.get(question.key)
            state = self._generation, self.far.missing
            is_current = (
                known is not None and known.error is None and (known.generation, known.missing) == state
            )
            if known is not None:
                self._answers.move_to_end(question.key)
            if self.is_prompt() and not is_current:
                self._wanted[question.key] = question
                self._wanted.move_to_end(question.key)
                self._news.notify()
        if not self.is_prompt() and not is_current:
            if self._lost is not None:  # who asks now need not wait until that is found out again
                raise RoomLost(str(self._lost))
            return super().rows(kind, sql, values, cancelled)
        if known is None:
            raise Unanswered(self._trouble or say("正在向阅览室取，稍等一下再试。"))
        if known.error is not None:
            raise known.error
        return list(known.rows)

    def try_now(self) -> None:
        """Try a lost server at once, and those that this one asks."""
        self.far.try_now()
        with self._news:
            self._tries_now = True
            self._news.notify()

    def close(self) -> None:
        """Answer nothing any more; a question that is being asked ends by itself."""
        with self._news:
            self._is_over = True
            self._news.notify()
        super().close()

    # -- the other thread

    def _work(self) -> None:
        pause, looked = FIRST_PAUSE, 0.0
        while not self._is_over:
            question = self._next(looked + LOOK_SECONDS - time.monotonic())
            if self._is_over:
                return
            try:
                is_news = False
                if question is None or not self._generation or time.monotonic() > looked + LOOK_SECONDS:
                    is_news, looked = self._look(), time.monotonic()
                if question is not None:
                    is_news = self._ask(question) or is_news
            except RoomError as error:
                self._lose(error, pause)
                pause, looked = min(2 * pause, LONGEST_PAUSE), 0.0
            else:
                is_back, self._trouble, self._lost, pause = bool(self._trouble), "", None, FIRST_PAUSE
                self._tell(is_news or is_back)

    def _next(self, seconds: float) -> _Question | None:
        """Return what is wanted, the latest first; None when nothing is for so many seconds."""
        with self._news:
            self._news.wait_for(lambda: self._is_over or self._wanted, max(seconds, 0))
            return next(reversed(self._wanted.values())) if self._wanted else None

    def _look(self) -> bool:
        """Look which generation the room has; return whether it is another one than before."""
        rows = super().rows(_Generation, "SELECT value FROM meta WHERE key = 'generation'")
        before = self._generation
        self._generation = int(rows[0].value) if rows and rows[0].value.isdecimal() else before
        return self._generation != before

    def _ask(self, question: _Question) -> bool:
        """Ask the server; return whether it answers otherwise than before."""
        generation, missing, error = self._generation, self.far.missing, None
        try:
            rows = super().rows(question.kind, question.sql, question.values)
        except RoomLost:
            raise
        except RoomError as caught:
            rows, error = [], caught
        with self._news:
            self._wanted.pop(question.key, None)
            before = self._answers.pop(question.key, None)
            missing = missing.and_also(self.far.missing)  # whichever of them it was asked without
            self._answers[question.key] = _Answer(rows, generation, missing, error)
            self._size += len(rows) - (len(before.rows) if before else 0)
            while self._size > _MOST_ROWS and len(self._answers) > 1:
                self._size -= len(self._answers.popitem(last=False)[1].rows)
        return before is None or before.rows != rows or str(before.error) != str(error)

    def _lose(self, error: RoomError, pause: float) -> None:
        """Tell that the server is lost; return when it is to be tried again."""
        is_news, self._trouble = self._trouble != str(error), str(error)
        self._lost = error if isinstance(error, RoomLost) else None
        self._tell(is_news)
        with self._news:
            self._news.wait_for(lambda: self._is_over or self._tries_now, pause)
            self._tries_now = False

    def _tell(self, is_news: bool) -> None:
        if is_news and not self._is_over:
            self._changed()
