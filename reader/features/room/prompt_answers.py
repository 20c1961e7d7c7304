"""A cache of what a room's server has answered, for a thread that must never block: that of the window."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from msgspec import Struct

from reader import do_nothing, never
from reader.features.room.address import RoomAddress
from reader.features.room.answers import AnswerEndless
from reader.features.room.connections import PasswordNeeded, RoomConnections, RoomError, RoomLost
from reader.features.room.missing_years import MissingYears
from reader.features.room.passwords import PasswordPrompt, known_password_for
from reader.features.room.schema import explained, look_at_version, number_in
from reader.features.room.system_keyring import Leavable
from reader.features.room.watch import ANSWER_SECONDS, SOON_SECONDS
from reader.i18n import say
from reader.search.documents import SearchCancelled
from reader.storage.disk_errors import NotKnownYet

LOOK_SECONDS = 5.0
"""Seconds between two looks at the room's generation."""
SILENT_SECONDS = 6.0
"""Seconds within which a server must return its generation, else it counts as lost: one that hangs raises no error."""
# Seconds until a lost server is tried again: the first time, and at most.
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
_MOST_ROWS = 400_000
"""Maximum rows in the cache, about."""
# Maximum rows of an answer that is cached for a thread that waits; characters and bytes that count as one row.
_ROWS_OF_OTHERS = 2000
_CHARACTERS_OF_A_ROW = 400
_LOOKED_AGAIN = 0.05
"""Seconds between two checks whether an answer is still wanted."""

_Row = TypeVar("_Row")


class Unanswered(RoomError, NotKnownYet):
    """The server is being queried; soon the same query has an answer, unless there is a `trouble`."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble or say("正在向阅览室取，稍等一下再试。"))
        if trouble:
            self.in_a_menu = say("现在连不上阅览室")
        else:
            self.in_a_menu = say("正在向阅览室取…")


class _Question(Struct, frozen=True):
    kind: type[Any]
    sql: str
    values: Sequence[object]

    @property
    def key(self) -> tuple[str, str]:
        return self.sql, repr(self.values)


class _Answer(Struct, frozen=True):
    """The rows of a query, or its error, at a `generation` of the room, without the years that were `missing`."""

    rows: list[Any]
    generation: int
    missing: MissingYears
    error: RoomError | None = None

    @property
    def size(self) -> int:
        """How many rows it counts as in the cache: more than it has, where they hold long texts."""
        if len(self.rows) > _ROWS_OF_OTHERS:
            return len(self.rows)
        texts = 0
        for row in self.rows:
            for value in row:
                if isinstance(value, str | bytes):
                    texts += len(value)
        return len(self.rows) + texts // _CHARACTERS_OF_A_ROW


class PromptConnections(RoomConnections):
    """Connections that never block one thread, the prompt one: it gets cached answers.

    Where none is cached, its query raises Unanswered and is sent on another thread, the latest query first. A stale
    answer is returned, too, while the query is sent again. Other threads wait for the server, but only while it can be
    reached; once it is lost, they get cached answers, too. Until `be_prompt` is called, every thread waits.
    """

    def __init__(self, address: RoomAddress) -> None:
        super().__init__(address)
        self._prompt: int | None = None
        self._changed: Callable[[], object] = do_nothing
        self._news = threading.Condition()
        self._answers: OrderedDict[tuple[str, str], _Answer] = OrderedDict()
        self._size = 0
        self._wanted: OrderedDict[tuple[str, str], _Question] = OrderedDict()
        self._generation = 0
        self._endless = ""
        self.trouble = ""
        """Why the server can't be queried at the moment, in words; "" if it can."""
        self.reach_changes = 0
        """How often the reach has changed: the server was back, or other years were missing.

        This alone shows a loss that was over between two looks at `trouble` and at the missing years.
        """
        self.wanted: PasswordPrompt | None = None
        """The password that the server demands; None if it demands none."""
        self._lost: RoomLost | None = None
        self._is_over = False
        self._tries_now = False
        self._is_ours = False
        self._left_at = math.inf
        self._tried = 0.0

    def be_prompt(self, changed: Callable[[], object]) -> None:
        """Make the calling thread the one that never blocks.

        `changed` is called on another thread after any news: an answer, another generation of the room, a server that
        was lost or is back, years that are missing or no longer are.
        """
        self._prompt = threading.get_ident()
        self._changed = changed
        self.far.changed = self._reach_changed
        threading.Thread(target=self._work, name="room", daemon=True).start()

    @property
    def known_generation(self) -> int | None:
        """The generation of the room at the last look, 0 before the first; None until `be_prompt` is called."""
        if self._prompt is None:
            return None
        return self._generation

    def is_prompt(self) -> bool:
        """Return whether the calling thread is the one that never blocks."""
        return threading.get_ident() == self._prompt

    @property
    def is_refused(self) -> bool:
        """Whether the server can be reached, but the room can't be read."""
        return bool(self.trouble) and self._lost is None

    def give_password(self, password: str, *, keeps: bool) -> None:
        """Try a password at once; `keeps`: the system's keyring is to remember it once it is accepted."""
        known_password_for(self.address).give(password, keeps=keeps)
        self._try()

    def forget_password(self) -> bool:
        """Forget the password, also in the keyring; return whether that had it. Blocks. Raises KeyringUnusable."""
        return known_password_for(self.address).forget()

    def keyring_complaint(self) -> str:
        """Return why the keyring did not store or delete a password, and forget that message; "" if there is none."""
        return known_password_for(self.address).take_complaint()

    def rows(
        self,
        kind: type[_Row],
        sql: str,
        values: Sequence[object] = (),
        cancelled: Callable[[], bool] = never,
        *,
        seconds: float = ANSWER_SECONDS,
    ) -> list[_Row]:
        """Return rows as `RoomConnections.rows` does, cached ones where they are current.

        On the prompt thread, return cached rows, also stale ones, or raise Unanswered.
        """
        if self._prompt is None:
            return self._at_once(kind, sql, values, cancelled, seconds)
        question = _Question(kind, sql, tuple(values))
        is_prompt = self.is_prompt()
        with self._news:
            answer = self._answers.get(question.key)
            state = self._generation, self.far.missing
            is_current = (
                answer is not None and answer.error is None and (answer.generation, answer.missing) == state
            )
            # used last is dropped last
            if answer is not None:
                self._answers.move_to_end(question.key)
            if is_prompt and not is_current:
                self._wanted[question.key] = question
                # what the window asks for now is on the screen, so it is answered before older requests
                self._wanted.move_to_end(question.key)
                self._news.notify()
        if not is_prompt and not is_current:
            try:
                return self._waited_for(question, cancelled)
            except RoomLost:
                # rather a stale answer than none while the server is lost
                if answer is None or answer.error is not None:
                    raise
        if answer is None:
            raise Unanswered(self.trouble)
        if answer.error is not None:
            raise answer.error
        # a copy, since the caller may change its list
        return list(answer.rows)

    def _at_once(
        self,
        kind: type[_Row],
        sql: str,
        values: Sequence[object],
        cancelled: Callable[[], bool],
        seconds: float,
    ) -> list[_Row]:
        """Return the server's rows.

        After an answer that exceeded its time limit, raise that error for all further queries.
        """
        if self._endless:
            raise RoomError(self._endless)
        try:
            if not self._is_ours:
                # check, once, whether the room can be read; soon after a failed check, raise its error again
                if self._lost is not None and time.monotonic() < self._tried + FIRST_PAUSE:
                    raise RoomLost(str(self._lost))
                try:
                    self._meta_of(partial(super().rows, tuple[str, str], _LOOK.sql, seconds=SOON_SECONDS))
                except RoomLost as error:
                    self._lost = error
                    self._tried = time.monotonic()
                    raise
                self._is_ours = True
                self._lost = None
            return super().rows(kind, sql, values, cancelled, seconds=seconds)
        except RoomError as error:
            if isinstance(error.__cause__, AnswerEndless):
                self._endless = str(error)
            raise

    def try_now(self) -> None:
        """Check the room and the other servers at once, also while they are lost; read passwords again."""
        self.far.try_now()
        known_password_for(self.address).look_again()
        self._try()

    def _try(self) -> None:
        with self._news:
            self._tries_now = True
            self._news.notify()

    def leave(self, seconds: float) -> None:
        """After `seconds`, let no thread wait for the server; cached answers are still returned."""
        self._left_at = time.monotonic() + seconds

    def close(self) -> None:
        """Send no more queries; one that is running ends by itself."""
        with self._news:
            self._is_over = True
            self._news.notify()
        self.leave(0)
        super().close()

    def _waited_for(self, question: _Question, cancelled: Callable[[], bool]) -> list[Any]:
        """Return the server's answer. Raises RoomLost once the server is lost, SearchCancelled as `rows`."""
        generation = self._generation
        missing = self.far.missing
        query = None
        while query is None or not query.wait(_LOOKED_AGAIN):
            gone = self._gone()
            if gone is not None or cancelled():
                if query is not None:
                    query.leave()
                raise gone or SearchCancelled
            # only now, so that nothing is sent to a server that is known to be lost
            query = query or self._started(question)
        rows = query.outcome()
        if len(rows) <= _ROWS_OF_OTHERS:
            missing = missing.and_also(self.far.missing)  # the query was sent without one of the two
            self._remember(question.key, _Answer(rows, generation, missing))
        return rows

    def _gone(self) -> RoomLost | None:
        """Return the error for threads that wait for the server; None while it is there."""
        if time.monotonic() >= self._left_at:
            return RoomLost(say("阅览室已经关上了。"))
        if self._lost is not None:
            return RoomLost(str(self._lost))
        return None

    def _started(self, question: _Question) -> Leavable[list[Any]]:
        ask = super().rows
        return Leavable(lambda is_left: ask(question.kind, question.sql, question.values, is_left))

    def _remember(self, key: tuple[str, str], answer: _Answer) -> _Answer | None:
        """Cache an answer; return the one that it replaces."""
        with self._news:
            before = self._answers.pop(key, None)
            self._answers[key] = answer
            self._size += answer.size - (before.size if before else 0)
            # the latest answer stays, however large it is: somebody waits for it
            while self._size > _MOST_ROWS and len(self._answers) > 1:
                self._size -= self._answers.popitem(last=False)[1].size
        return before

    # -- the other thread

    def _work(self) -> None:
        pause = FIRST_PAUSE
        looked = 0.0
        while not self._is_over:
            question = self._next(looked + LOOK_SECONDS - time.monotonic())
            if self._is_over:
                return
            try:
                is_news = False
                is_due = self._tries_now or time.monotonic() > looked + LOOK_SECONDS
                self._tries_now = False
                # the generation is read before any query, or its answer could not be told from a stale one
                if question is None or not self._generation or is_due:
                    is_news = self._look()
                    looked = time.monotonic()
                if question is not None:
                    is_news = self._ask(question) or is_news
            except RoomError as error:
                self._lose(error, pause)
                pause = min(2 * pause, LONGEST_PAUSE)
                looked = 0.0
            else:
                is_back = bool(self.trouble)
                self.trouble = ""
                self._lost = None
                pause = FIRST_PAUSE
                self.wanted = None
                if is_back:
                    self._reach_changed()
                else:
                    self._tell(is_news)

    def _next(self, seconds: float) -> _Question | None:
        """Wait for at most `seconds` for a query to send; return the latest that is still wanted, or None."""
        with self._news:
            self._news.wait_for(lambda: self._is_over or self._wanted or self._tries_now, max(seconds, 0))
            if self._wanted:
                return next(reversed(self._wanted.values()))
            return None

    def _look(self) -> bool:
        """Read the room's generation; return whether it has changed.

        Raises RoomLost if the server does not answer, RoomError if the room can't be read here.
        """
        query = self._started(_LOOK)
        while not query.wait(SILENT_SECONDS):
            if self.places.are_waited_for:  # it is full, but answers; this wait ends by itself
                continue
            query.leave()
            raise RoomLost(say("阅览室 {room} 不应声。请检查网络，或问它的管理员。", room=self.address.shown))
        meta = self._meta_of(query.outcome)
        before = self._generation
        # what is no number leaves the generation as it was: the server is not trusted
        self._generation = number_in(meta.get("generation", ""), before)
        return self._generation != before

    def _meta_of(self, ask: Callable[[], list[tuple[str, str]]]) -> dict[str, str]:
        """Return generation and version from a room's `meta`. Raises RoomError if the room can't be read here."""
        try:
            meta = dict(ask())
        except RoomError as error:
            reason = explained(error, self.address, super().rows)
            if reason is error:  # which keeps its cause
                raise
            raise reason from error
        look_at_version(self.address, meta.get("version", ""))
        return meta

    def _ask(self, question: _Question) -> bool:
        """Send a query; return whether its answer differs from the cached one. Raises RoomLost."""
        generation = self._generation
        missing = self.far.missing
        error = None
        query = self._started(question)
        try:
            while not query.wait(SILENT_SECONDS):
                self._look()  # the server may be busy, or stuck
            rows = query.outcome()
        except RoomLost:
            query.leave()
            raise
        except RoomError as caught:
            rows = []
            error = caught
        with self._news:
            self._wanted.pop(question.key, None)
        missing = missing.and_also(self.far.missing)  # the query was sent without one of the two
        before = self._remember(question.key, _Answer(rows, generation, missing, error))
        # an equal answer is no news, so that the window is not redrawn for it
        return before is None or before.rows != rows or str(before.error) != str(error)

    def _lose(self, error: RoomError, pause: float) -> None:
        """Report that the server is lost; return when it is to be tried again."""
        self._drop_idle()  # idle connections may be dead, and never raise an error
        self._lost = error if isinstance(error, RoomLost) else None
        if isinstance(error, PasswordNeeded):
            prompt = error.wanted
        else:
            prompt = None
        is_news = (self.trouble, self.wanted) != (str(error), prompt)
        self.trouble = str(error)
        self.wanted = prompt
        self._tell(is_news)
        with self._news:
            self._news.wait_for(lambda: self._is_over or self._tries_now, pause)
            self._tries_now = False

    def _reach_changed(self) -> None:
        with self._news:
            self.reach_changes += 1
        self._tell(True)

    def _tell(self, is_news: bool) -> None:
        if is_news and not self._is_over:
            self._changed()


_LOOK = _Question(tuple[str, str], "SELECT key, value FROM meta WHERE key IN ('generation', 'version')", ())
