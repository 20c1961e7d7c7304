"""The other servers that hold years of a room, as foreign tables: which of them answer."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from itertools import islice
from typing import Any, LiteralString

import msgspec
import psycopg
from psycopg import errors, sql

from reader import do_nothing
from reader.features.room.answers import BoundedConnection, streamed
from reader.features.room.missing_years import FarYears, MissingYears, far_years
from reader.features.room.passwords import PasswordMissing
from reader.features.room.watch import LOOK_SECONDS, ServerCheck, Watch
from reader.i18n import say

# Seconds until an unreachable server is tried again: the first time, and the maximum after repeated failures.
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
LATELY = 90.0
"""Seconds for which it is remembered which years an answer lacked: longer than any query takes."""
_MOST_PARTITIONS = 20_000
_MOST_SERVERS = 64
_MOST_CHARACTERS = 1 << 24
"""The maximum numbers of partitions, servers and characters that are read: a malicious server might send more."""

_PARTITIONS = f"""SELECT pg_get_expr(c.relpartbound, c.oid), s.srvname::text, c.relname::text,
    coalesce(array_to_string(s.srvoptions, ' '), '')
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_foreign_table f ON f.ftrelid = c.oid
    JOIN pg_foreign_server s ON s.oid = f.ftserver
    WHERE i.inhparent = 'yuebao.article_text'::regclass LIMIT {_MOST_PARTITIONS}"""


_NONSENSE = (ValueError, TypeError, LookupError, ArithmeticError, msgspec.ValidationError)


class FarServers:
    """Which years of a room can't be queried. Thread-safe.

    While a server is unreachable, a thread tries it again at growing intervals.

    `connect` returns a new connection to the room's own server, within the given seconds.
    """

    def __init__(self, connect: Callable[[int], BoundedConnection]) -> None:
        self._connect = connect
        self._news = threading.Condition()
        self._server_check: ServerCheck | None = None
        self._trying: threading.Thread | None = None
        self._left_out: dict[MissingYears, float] = {}
        self._is_over = False
        self._tries_now = False
        self.missing = MissingYears()
        self.lacked = MissingYears()
        """The years that any answer has lacked so far."""
        self.years: tuple[FarYears, ...] = ()
        """The partitions on other servers, as of the last check."""
        self.without_timeout: tuple[str, ...] = ()
        """Servers without `connect_timeout`: connecting to one may block for ever."""
        self.changed: Callable[[], object] = do_nothing
        """Called on another thread when other years are missing than before."""

    def look(self) -> ServerCheck:
        """Start a check of all servers, or join the one that is running."""
        with self._news:
            if self._server_check is None:
                self._server_check = ServerCheck()
                threading.Thread(
                    target=self._look, args=(self._server_check,), name="servers", daemon=True
                ).start()
            return self._server_check

    def misses_more_than(self, missing: MissingYears) -> bool:
        """Return whether a query that was sent without these years can't be answered any more."""
        return not missing.covers(self.missing)

    def try_now(self) -> None:
        """Try the unreachable servers again at once."""
        with self._news:
            self._tries_now = True
            self._news.notify_all()

    def note(self, missing: MissingYears) -> None:
        """Record that an answer was given without these years, with the time."""
        self._left_out[missing] = time.monotonic()

    def left_out_since(self, moment: float) -> MissingYears:
        """Return the years that are missing, or that any answer since `moment` (`time.monotonic`) lacked."""
        missing = self.missing
        for lacked_years, when in [*self._left_out.items()]:
            if when >= moment:
                missing = missing.and_also(lacked_years)
        return missing

    def lack(self, missing: MissingYears) -> MissingYears:
        """Add the missing years to `lacked`, and return them."""
        if missing:
            self.lacked = self.lacked.and_also(missing)
        return missing

    def close(self) -> None:
        with self._news:
            self._is_over = True
            self._news.notify_all()

    # -- on other threads

    def _look(self, server_check: ServerCheck) -> None:
        missing_now = None
        try:
            missing_now = self._missing_now()
        except errors.ConnectionTimeout:
            server_check.is_lost = True
        except (psycopg.Error, *_NONSENSE):
            pass  # the next query for rows reports it
        finally:
            is_news = self._note_look(missing_now)
            server_check.done.set()
            if is_news and not self._is_over:
                self.changed()

    def _missing_now(self) -> MissingYears:
        """Read the partitions, and return the years of those whose servers do not answer.

        Raises ConnectionTimeout if the room's own server does not, psycopg.Error, and the errors in `_NONSENSE`.
        """
        without_timeout: set[str] = set()
        partitions: list[FarYears] = []
        for row in self._partition_rows():
            bounds, server, table, options = msgspec.convert(row, tuple[str, str, str, str])
            years = far_years(bounds, server, table)
            if years is None:
                continue
            partitions.append(years)
            if "connect_timeout" not in options:
                without_timeout.add(years.server)
        self.years = tuple(partitions)
        self.without_timeout = tuple(sorted(without_timeout))
        away = self._away(self.years)
        return MissingYears.of(years for years in self.years if years.server in away)

    def _partition_rows(self) -> list[tuple[Any, ...]]:
        with closing(self._connect(LOOK_SECONDS)) as connection:
            watch = Watch(connection, seconds=LOOK_SECONDS)
            try:
                with watch:
                    return _few(connection, _PARTITIONS)
            except psycopg.OperationalError as error:
                if watch.was_too_long:
                    raise errors.ConnectionTimeout(str(error)) from None
                raise

    def _note_look(self, missing_now: MissingYears | None) -> bool:
        """End a look, with None if it told nothing; return whether other years are missing than before."""
        with self._news:
            self._server_check = None
            is_news = missing_now is not None and missing_now != self.missing
            if missing_now is not None:
                self.missing = missing_now
            if self.missing and self._trying is None and not self._is_over:
                self._trying = threading.Thread(target=self._try_again, name="servers", daemon=True)
                self._trying.start()
        return is_news

    def _away(self, years: Iterable[FarYears]) -> set[str]:
        """Return the servers that do not answer; each is queried on a thread of its own."""
        # one partition for each server is enough to see whether it answers
        tables = dict(islice({year.server: year.table for year in years}.items(), _MOST_SERVERS))
        away = set(tables)

        def ask(server: str, table: str) -> None:
            if not self._is_away(table):
                away.discard(server)

        threads = [
            threading.Thread(target=ask, args=server_and_table, daemon=True)
            for server_and_table in tables.items()
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(2 * LOOK_SECONDS)
        # a copy: a thread that is still waiting may change the set later
        return set(away)

    def _is_away(self, table: str) -> bool:
        """Return whether the server of a partition does not answer; whatever else it says, it is there."""
        query = sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier("yuebao", table))
        try:
            with closing(self._connect(LOOK_SECONDS)) as connection, Watch(connection, seconds=LOOK_SECONDS):
                _few(connection, query)
        except PasswordMissing:
            return False  # not known to be away
        except psycopg.OperationalError as error:
            return not is_full(str(error))
        except (psycopg.Error, *_NONSENSE):
            return False  # the next query for rows reports what is wrong
        return False

    def _try_again(self) -> None:
        pause = FIRST_PAUSE
        while True:
            with self._news:
                self._news.wait_for(lambda: self._is_over or self._tries_now, pause)
                self._tries_now = False
                if self._is_over or not self.missing:
                    self._trying = None
                    return
            self.look().wait()
            # an unreachable server costs three seconds of waiting each time
            pause = min(2 * pause, LONGEST_PAUSE)


def _few(connection: BoundedConnection, query: sql.Composed | LiteralString) -> list[tuple[Any, ...]]:
    """Return the rows of a short answer. Raises psycopg.Error, also where it is long, and the errors in `_NONSENSE`."""
    return list(streamed(connection, query, most_rows=_MOST_PARTITIONS, most_characters=_MOST_CHARACTERS))


_FULL = "too many (clients|connections)|remaining connection slots|太多的客户"


def is_full(message: str) -> bool:
    """Return whether the message says that a server can't take another connection at the moment."""
    return bool(re.search(_FULL, message, re.IGNORECASE))


def reason_in_words(message: str) -> str:
    """Return the reason in a message of libpq or a server, in the program's language if it is a known one."""
    for form, words in _reasons():
        if re.search(form, message, re.IGNORECASE):
            return words
    return message


def _reasons() -> tuple[tuple[str, str], ...]:
    """Return what messages say, as patterns, each with the reason in words; the first that matches counts."""
    return (
        ("certificate|ssl error", say("服务器证明不了自己是谁（证书不对）")),
        ("connection refused|no such file or directory", say("那里没有运行着的服务器")),
        (
            "translate host name|failed to resolve host|name or service not known|no address",
            say("找不到这个名字的机器"),
        ),
        ("timeout expired|timed out", say("那台机器没有应声")),
        (
            "requested a (cleartext|hashed) password",
            say(
                "它要的密码几乎是明文的，没有给。请管理员改用 scram-sha-256，或用 sslmode=verify-full 的地址"
            ),
        ),
        ("no route to host|unreachable", say("网络不通")),
        ("closed the connection unexpectedly|connection reset|terminating connection", say("连接断了")),
        ("no password supplied", say("要密码，而密码文件和 PGPASSWORD 里都没有")),
        ("password authentication failed", say("用户名或密码不对")),
        ("no pg_hba.conf entry|pg_hba.conf rejects", say("服务器不让这位用户从这里连")),
        ('role "[^"]*" does not exist', say("服务器上没有这位用户")),
        ('database "[^"]*" does not exist', say("服务器上没有这个数据库")),
        (_FULL, say("连上去的人太多了")),
        ("no space left on device|disk full", say("服务器的磁盘满了")),
        ("read-only transaction", say("这是只读的备用服务器，要放入主服务器")),
        ("lock timeout", say("它正忙着别的改动，等了一分钟")),
        ("starting up|shutting down|recovery mode", say("服务器正在启动或停下")),
    )
