"""Connections to a room's server: a small pool, reconnecting after a loss, and answers whose types are checked."""

from __future__ import annotations

import logging
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

import msgspec
import psycopg
from psycopg import errors

from reader import never
from reader.features.room.address import RoomAddress
from reader.features.room.answers import (
    MOST_CHARACTERS,
    MOST_ROWS,
    AnswerTooLong,
    BoundedConnection,
    streamed,
)
from reader.features.room.far_servers import FarServers, is_full, reason_in_words
from reader.features.room.missing_years import MissingYears
from reader.features.room.passwords import PasswordMissing, PasswordPrompt, known_password_for, login_of
from reader.features.room.room_folder import PASSWORD_FILE
from reader.features.room.watch import ANSWER_SECONDS, Watch
from reader.i18n import say
from reader.language.forms import without_controls
from reader.search.documents import SearchCancelled
from reader.storage.disk_errors import LibraryError
from reader.storage.packing import PackDamaged

FULL_SECONDS = 20.0
"""Maximum seconds of waiting for a connection."""
LATELY = 60.0
"""Seconds after a refusal during which a server counts as one that has no connections to spare."""
# Seconds between two attempts to connect: the first interval, and the longest. Each attempt costs the server work.
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 1.0


class Places:
    """Records whether a room's server, or one that it queries, has refused connections because it is full.

    Thread-safe.
    """

    def __init__(self) -> None:
        # long ago: none was refused so far
        self._refused = -LATELY

    @property
    def are_waited_for(self) -> bool:
        """Whether a query is waiting for a connection: the server answers, but is full."""
        return time.monotonic() < self._refused + 2 * _LONGEST_PAUSE

    @property
    def are_rare(self) -> bool:
        """Whether a connection was refused within the last `LATELY` seconds."""
        return time.monotonic() < self._refused + LATELY

    def note_refused(self) -> None:
        self._refused = time.monotonic()


class Patience:
    """The attempts of one query to get a connection: at growing intervals, for `FULL_SECONDS` at most."""

    def __init__(self, places: Places, cancelled: Callable[[], bool]) -> None:
        self._places = places
        self._cancelled = cancelled
        self._until: float | None = None
        self._pause = _FIRST_PAUSE

    def waits_after(self, error: psycopg.OperationalError) -> bool:
        """If the error says that a server is full, pause; return whether to try again.

        Raises SearchCancelled.
        """
        if self._cancelled():
            raise SearchCancelled from None
        now = time.monotonic()
        self._until = self._until or now + FULL_SECONDS
        if not is_full(str(error)) or now > self._until:
            return False
        self._places.note_refused()
        # at random, so that readers who were refused together do not come back together
        time.sleep(self._pause * random.uniform(0.5, 1))
        self._pause = min(1.5 * self._pause, _LONGEST_PAUSE)
        return True


_NONE_THERE = "no password supplied"
_WRONG = re.compile(
    "password authentication failed|Password 认证失败|密碼驗證失敗|Passwort-Authentifizierung .* fehlgeschlagen"
    "|パスワード認証に失敗|password 인증을 실패|autentificación password falló|проверку подлинности \\(по паролю\\)"
    "|за допомогою пароля|authentification par mot de passe échouée|autenticazione con password fallita"
    "|Lösenordsautentisering misslyckades"
)
"""The message is in the language of the server."""


SCHEMA = "yuebao"
LIBRARIAN = "yuebao_librarian"
READER = "yuebao_reader"

KEPT = 4
"""Maximum number of idle connections; 1 while the server has none to spare."""
IDLE_SECONDS = 5.0
"""Seconds after which an idle connection may be closed: a server has a hundred, which many readers share."""
_LONGEST_ENCODING = 20
_REPEATABLE = "40001"
"""The SQLSTATE of a query that a standby cancelled, because replication removed rows that it was reading."""
_TRIES = 3
"""How often a query is sent, at most, where another server that it needs has failed."""

_SETTINGS = {
    "search_path": SCHEMA,
    "jit": "off",  # compiling takes longer than these queries
    "enable_seqscan": "off",  # the planner's costs leave out the texts, which are in TOAST tables
    "enable_partitionwise_aggregate": "on",  # each server counts its own partitions
    "work_mem": "64MB",  # else the bitmap of a common gram becomes lossy, and the texts are rechecked
    "statement_timeout": "60000",
    "idle_in_transaction_session_timeout": "600000",
    "tcp_keepalives_idle": "30",  # frees locks and connection of a client that was switched off
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "client_min_messages": "error",
    "timezone": "UTC",
}
_OF_READERS = {"default_transaction_read_only": "on"}
_OF_LIBRARIANS = {"statement_timeout": "0", "lock_timeout": "60000", "idle_session_timeout": "0"}

logging.getLogger("psycopg").addHandler(logging.NullHandler())  # errors are reported as sentences

_NONSENSE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    msgspec.DecodeError,
    PackDamaged,
)

_Row = TypeVar("_Row")


class RoomError(LibraryError):
    """The room could not be queried; the message says why and what to do."""


class RoomLost(RoomError):
    """The server can't be reached at the moment; trying again may help."""


class PasswordNeeded(RoomLost):
    """The server demands a password, and no accepted one is known; a person has to be asked."""

    def __init__(self, words: str, wanted: PasswordPrompt) -> None:
        super().__init__(words)
        self.wanted = wanted


class RoomConnections:
    """A pool of read-only connections to one room. Thread-safe.

    Queries leave out the years whose server does not answer (`far.missing`). Every method raises RoomError, and
    RoomLost where trying again may help.
    """

    def __init__(self, address: RoomAddress) -> None:
        self.far = FarServers(partial(connect_reading, address))
        self.places = Places()
        self.address = address
        self._idle: list[tuple[BoundedConnection, float]] = []
        self._lock = threading.Lock()
        self._closing: threading.Timer | None = None
        self._is_closed = False

    @property
    def known_generation(self) -> int | None:
        """The generation of the room where it is known without a query, else None."""
        return None

    def rows(
        self,
        kind: type[_Row],
        sql: str,
        values: Sequence[object] = (),
        cancelled: Callable[[], bool] = never,
        *,
        seconds: float = ANSWER_SECONDS,
    ) -> list[_Row]:
        """Return the rows of a query converted to `kind`, a NamedTuple or tuple type, whose types are checked.

        The answer has to be whole after `seconds`.

        Raises SearchCancelled soon after `cancelled()` has become true, and RoomError for rows of other types.
        """
        if cancelled():
            raise SearchCancelled
        with reporting_errors(self.address):
            return self._fetched(kind, sql, values, cancelled, seconds)

    def close(self) -> None:
        self.far.close()
        with self._lock:
            self._is_closed = True
        self._drop_idle()

    def _drop_idle(self) -> None:
        with self._lock:
            idle = self._idle
            self._idle = []
        for connection, _ in idle:
            connection.close()

    def _fetched(
        self,
        kind: type[_Row],
        sql: str,
        values: Sequence[object],
        cancelled: Callable[[], bool],
        seconds: float,
    ) -> list[_Row]:
        tries = 0
        patience = Patience(self.places, cancelled)
        while True:
            missing = self.far.missing
            answerable = missing.left_out(sql)
            connection, is_fresh = self._taken(patience)
            far_lost = partial(self.far.misses_more_than, missing)
            watch = Watch(connection, cancelled, self.far.look, far_lost, seconds)
            try:
                with watch:
                    rows = _read(connection, kind, answerable, values)
            except psycopg.OperationalError as error:
                is_lost = connection.closed and not watch.was_lost
                connection.close()
                if cancelled():
                    raise SearchCancelled from None
                if watch.was_too_long:
                    raise errors.QueryCanceled from error
                if patience.waits_after(error):  # another server that the query needs is full
                    continue
                tries += 1
                is_retired = is_lost and not is_fresh
                if tries == _TRIES or not self._is_worth_asking_again(error, watch, missing, is_retired):
                    raise
                continue
            except BaseException:
                connection.close()
                raise
            self._given_back(connection)
            # years were hidden from the query, and its tables have some
            if answerable is not sql:
                self.far.note(missing)
            return rows

    def _is_worth_asking_again(
        self, error: psycopg.OperationalError, watch: Watch, missing: MissingYears, is_retired: bool
    ) -> bool:
        """Return whether to send a failed query again, which was sent without the years `missing`.

        `is_retired`: its connection was lost while it was idle, as when the server is restarted.
        """
        if is_retired or error.sqlstate == _REPEATABLE:
            self._drop_idle()
            return True
        if not (watch.was_lost or _is_of_another(error)):
            return False
        self._drop_idle()  # their backends' connections to the other servers may be lost, too
        return self.far.misses_more_than(missing) or self._is_there(watch)

    def _is_there(self, watch: Watch) -> bool:
        """Return whether the room's own server answers. If it does, `far.missing` is up to date afterwards."""
        return not watch.was_lost and not self.far.look().wait().is_lost

    def _taken(self, patience: Patience) -> tuple[BoundedConnection, bool]:
        """Return a connection, and whether it is new; while the server is full, wait for one with `patience`."""
        while True:
            with self._lock:
                if self._idle:
                    return self._idle.pop()[0], False
            try:
                return self._connected(), True
            except psycopg.OperationalError as error:
                if not patience.waits_after(error):
                    raise

    def _connected(self) -> BoundedConnection:
        connection = connect(self.address, is_reader=True)
        try:
            look_at_encoding(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _given_back(self, connection: BoundedConnection) -> None:
        with self._lock:
            self._idle.append((connection, time.monotonic()))
        self._close_old()

    def _close_old(self) -> None:
        """Close idle connections that are not needed, now and again later: others may be waiting for one."""
        now = time.monotonic()
        with self._lock:
            recent = [pair for pair in self._idle if now - pair[1] < IDLE_SECONDS]
            most = 1 if self.places.are_rare else KEPT
            # one connection is kept however old it is, as opening one takes several round trips
            if self._is_closed:
                idle_pairs = []
            else:
                idle_pairs = (recent or self._idle[-1:])[-most:]
            gone = [pair for pair in self._idle if pair not in idle_pairs]
            self._idle = idle_pairs
            if len(idle_pairs) > 1 and self._closing is None:
                self._closing = threading.Timer(IDLE_SECONDS, self._close_later)
                self._closing.daemon = True
                self._closing.start()
        for connection, _ in gone:
            connection.close()

    def _close_later(self) -> None:
        self._closing = None
        self._close_old()


def connect_reading(address: RoomAddress, seconds: int) -> BoundedConnection:
    """Return a connection for reading a room, as `connect` does."""
    return connect(address, is_reader=True, seconds=seconds)


def connect(address: RoomAddress, *, is_reader: bool, seconds: int = 10) -> BoundedConnection:
    """Return a new connection for reading or loading a room. Raises psycopg.Error.

    `seconds` limits the attempt for each address of the server.
    """
    options = {**_SETTINGS, **(_OF_READERS if is_reader else _OF_LIBRARIANS)}
    settings = {
        "connect_timeout": str(seconds),
        "tcp_user_timeout": "20000",
        "keepalives_idle": "30",
        "application_name": "yuebao",
        "client_encoding": "UTF8",
        # after the defaults and before the options: an address may change the former, never the latter
        **address.settings(),
        "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
    }
    login_password = known_password_for(address)
    while True:
        attempt = login_password.attempt()
        try:
            connection = BoundedConnection.connect(
                autocommit=True, prepare_threshold=None, **(settings | attempt.settings)
            )
        except psycopg.OperationalError as error:
            failed = error
        else:
            login_password.accepted(attempt)
            return connection
        if not (_NONE_THERE in str(failed) or bool(_WRONG.search(str(failed)))) or failed.pgconn is None:
            raise type(failed)(str(failed)) from None  # psycopg's own error holds the password
        login = login_of(address, failed.pgconn)
        is_wrong = _NONE_THERE not in str(failed)
        # psycopg's error holds the password
        del failed
        login_password.failed(attempt, login, is_wrong=is_wrong)


def look_at_encoding(connection: BoundedConnection) -> None:
    """Raise RoomError if the database is not in UTF-8: it can't store every character, and would miss matches."""
    encoding = connection.info.parameter_status("server_encoding")
    if encoding not in (None, "UTF8"):
        raise RoomError(
            say(
                "数据库的编码是 {encoding}，放不下所有的字，也会漏搜。"
                "请管理员另建一个：createdb --encoding UTF8 --template template0",
                encoding=without_controls(encoding[:_LONGEST_ENCODING]),
            )
        )


def _read(connection: BoundedConnection, kind: type[_Row], sql: str, values: Sequence[object]) -> list[_Row]:
    """Return the rows of an answer, each checked as it comes."""
    try:
        answer = streamed(
            connection,
            sql,
            values,
            most_rows=MOST_ROWS,
            most_characters=MOST_CHARACTERS,
        )
        return [msgspec.convert(row, kind) for row in answer]
    except msgspec.ValidationError:
        connection.close()  # else psycopg waits for the rest of the answer
        raise


def _is_of_another(error: psycopg.OperationalError) -> bool:
    """Return whether a server reports that another one, which it queries, has failed."""
    # the classes connection exception, operator intervention (a shutdown), and foreign data wrapper error
    return (error.sqlstate or "").startswith(("08", "57P", "HV"))


@contextmanager
def reporting_errors(address: RoomAddress) -> Iterator[None]:
    """Within the block, turn psycopg's errors, and those of rows with unexpected types, into RoomError with a
    message.
    """
    try:
        yield
    except AnswerTooLong as error:
        raise RoomError(str(error)) from error
    except (msgspec.ValidationError, UnicodeError, psycopg.DataError) as error:
        raise RoomError(
            say("{room} 的服务器答的不是阅览室该答的，没有采用。请告诉它的管理员。", room=address.shown)
        ) from error
    except errors.InsufficientPrivilege as error:
        raise RoomError(
            say("{room} 不让这位用户这样做。请管理员给他权限（docs/reading-room.md）。", room=address.shown)
        ) from error
    except (
        errors.UndefinedTable,
        errors.UndefinedColumn,
        errors.UndefinedFunction,
        errors.InvalidSchemaName,
    ) as error:
        raise RoomError(
            say("{room} 里没有这一版的阅览室。请管理员先运行 reader room create。", room=address.shown)
        ) from error
    except errors.QueryCanceled as error:
        raise RoomError(
            say("{room} 很久没有答完，没有再等。请把要找的写得窄些。", room=address.shown)
        ) from error
    except PasswordMissing as error:
        raise PasswordNeeded(_password_words(error.wanted), error.wanted) from None
    except psycopg.Error as error:
        # else a server, or one that it queries, can't be reached
        if not (
            isinstance(error, psycopg.OperationalError) and (not error.sqlstate or _is_of_another(error))
        ):
            raise RoomError(
                say("{room} 出错了：{reason}。请告诉它的管理员。", room=address.shown, reason=_reason(error))
            ) from error
        raise RoomLost(
            say(
                "连不上阅览室 {room}：{reason}。请检查网络，或问它的管理员。",
                room=address.shown,
                reason=_reason(error),
            )
        ) from error


def _password_words(prompt: PasswordPrompt) -> str:
    if prompt.wrong is None:
        return say(
            "阅览室 {room} 要密码，这里没有。请在终端里直接运行，让它来问；"
            "或写进密码文件 {file}，或给环境变量 PGPASSWORD。",
            room=prompt.room,
            file=PASSWORD_FILE,
        )
    return say(
        "阅览室 {room} 不认用户 {user} 的密码。{reason}也请看看密码文件 {file} 和环境变量 PGPASSWORD。",
        room=prompt.room,
        user=prompt.login.user,
        reason=prompt.reason,
        file=PASSWORD_FILE,
    )


@contextmanager
def reporting_nonsense() -> Iterator[None]:
    """Within the block, turn errors of decoding stored values into RoomError: no load of this program wrote them."""
    try:
        yield
    except _NONSENSE as error:
        raise RoomError(say("阅览室的服务器答的不是阅览室该答的，没有采用。请告诉它的管理员。")) from error


def _reason(error: psycopg.Error) -> str:
    """Return the server's message (or libpq's on its last host) without control characters, in words where known."""
    of_hosts = [
        line for line in str(error).strip().split("\n") if not line.startswith("\t")
    ]  # lines with a tab are hints
    message = error.diag.message_primary or of_hosts[-1].strip()
    return reason_in_words(without_controls(message[:300]).rstrip("。."))
