"""A real PostgreSQL of our own for tests: a temporary cluster from Debian's package, ended with its process."""

import atexit
import contextlib
import functools
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from msgspec import Struct, field

from reader.features.room.address import RoomAddress, parse_address
from reader.features.room.connections import connect
from reader.features.room.schema import create

_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "listen_addresses": "",
    "max_connections": "40",
    "max_prepared_transactions": "4",
}
_OTHER_USER = "postgres"
_ANSWERS_WITHIN = 120.0
"""Seconds that a server has, on a machine that does much else, until it answers."""
_AT_ONCE = getattr(signal, "SIGQUIT", signal.SIGTERM)
"""What a server is ended by; on Windows, which has no such signal, no server is started."""
HELD = "SELECT pid FROM pg_locks WHERE relation = 'yuebao.loading'::regclass AND mode = 'ExclusiveLock'"
"""Who loads at the moment; to be asked in the room's database."""


class Cluster(Struct, frozen=True):
    """A server that listens on a socket in its folder."""

    folder: Path
    user: str
    command: tuple[str, ...] = ()
    port: int = 5432
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    starting: threading.Lock = field(default_factory=threading.Lock)
    """Held while the server is started: several threads of a window may ask for it."""

    def start(self) -> None:
        """Start the server, unless it runs, and wait until it answers."""
        with self.starting:
            if not self._is_running():
                self._begin()
            self._await()

    def _begin(self) -> None:
        with self.log.open("ab") as log:
            self.processes.append(subprocess.Popen(self.command, stdout=log, stderr=log, cwd="/"))

    def _is_running(self) -> bool:
        return bool(self.processes) and self.processes[-1].poll() is None

    def _await(self) -> None:
        """Wait until the server answers; if it ends or stays silent, say what it has written."""
        end = time.monotonic() + _ANSWERS_WITHIN
        while True:
            try:
                self.run("SELECT 1")
                return
            except psycopg.OperationalError as error:
                if not self._is_running() or time.monotonic() > end:
                    written = self.log.read_text(encoding="utf-8", errors="replace")
                    raise RuntimeError(f"the server does not answer; its log: {written[-2000:]}") from error
                time.sleep(0.02)

    @property
    def log(self) -> Path:
        """What the server has written."""
        return self.folder / "log"

    def stop(self, number: int = _AT_ONCE) -> None:
        """End the server, at once or as the signal says, and wait until it is gone."""
        children = self._children()
        self.processes[-1].send_signal(number)
        if number == signal.SIGKILL:
            _send(children, number)
        _ended(self.processes[-1])

    def end(self) -> None:
        """End the server for good, also one that is paused."""
        if self._is_running():
            self.resume()
            self.stop()

    def pause(self) -> None:
        """Have no process of the server do anything until `resume`: it takes connections, and never answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def bring_back(self) -> None:
        """Have a server that was stopped or paused answer again."""
        if self._is_running():
            self.resume()
        else:
            self.start()

    def _signal(self, number: int) -> None:
        _send([self.processes[-1].pid, *self._children()], number)

    def _children(self) -> list[int]:
        server = self.processes[-1].pid
        told = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii")
        return list(map(int, told.split()))

    def address(self, database: str = "postgres", user: str = "") -> RoomAddress:
        return parse_address(self.typed(database, user))

    def typed(self, database: str = "postgres", user: str = "") -> str:
        port = f"&port={self.port}" if self.port != 5432 else ""
        return f"postgresql:///{database}?host={self.folder}&user={user or self.user}{port}"

    def run(self, sql: str, database: str = "postgres") -> list[tuple[object, ...]]:
        with psycopg.connect(self.typed(database), autocommit=True) as connection:
            cursor = connection.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []

    def room(self, name: str) -> RoomAddress:
        """Return a room that is made in a database of its own; what a worker has left of that name is gone.

        A module's fixtures are made twice where another worker takes tests from its middle and gives some back.
        """
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.run(f"CREATE DATABASE {name}")
        with connect(self.address(name), is_reader=False) as connection:
            create(connection)
        return self.address(name)


def _ended(server: subprocess.Popen[bytes]) -> None:
    """Wait for the end of a server that was told to end; one that does not is killed."""
    try:
        server.wait(120)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _send(processes: Sequence[int], number: int) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, number)


def programs() -> Path:
    """The folder of PostgreSQL's programs; skips the test where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
    found = shutil.which("postgres")
    if not folders and not found:
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    return folders[-1] if folders else Path(found or "").parent


def _as_other_user() -> list[str]:
    """The beginning of a command that PostgreSQL does not let root run."""
    if os.geteuid() != 0:
        return []
    other = ["setpriv", f"--reuid={_OTHER_USER}", f"--regid={_OTHER_USER}", "--clear-groups"]
    return [*other, "--pdeathsig=KILL"]


@functools.cache
def _initialised() -> Path:
    """The data of a server that was never started, which every server of this process begins with a copy of."""
    folder = Path(tempfile.mkdtemp(prefix="room-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT", "/tmp")))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    user = _OTHER_USER
    if os.geteuid() == 0:
        shutil.chown(folder, _OTHER_USER)
    made = [str(programs() / "initdb"), "-D", str(folder / "data"), "-U", user, "--no-sync", "--auth=trust"]
    subprocess.run(
        [*_as_other_user(), *made, "--encoding=UTF8", "--locale=C.UTF-8"],
        check=True,
        capture_output=True,
        cwd="/",
    )
    return folder / "data"


@contextmanager
def cluster(**settings: str) -> Iterator[Cluster]:
    """Start a server; as another user where this one is root, for whom it does not start."""
    bin = programs()
    folder = Path(tempfile.mkdtemp(prefix="room-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT", "/tmp")))
    other = _as_other_user()
    if other:
        shutil.chown(folder, _OTHER_USER)
    data = folder / "data"
    try:
        subprocess.run([*other, "cp", "-R", str(_initialised()), str(data)], check=True, cwd="/")
        data.chmod(0o700)
        words = [f"-c{name}={value}" for name, value in (_SETTINGS | settings).items()]
        command = [*other, str(bin / "postgres"), "-D", str(data), "-k", str(folder), *words]
        made_cluster = Cluster(folder, _OTHER_USER, tuple(command), int(settings.get("port", 5432)))
        try:
            made_cluster.start()
            yield made_cluster
        finally:
            made_cluster.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@functools.cache
def shared() -> Cluster:
    """The server that all tests of this process share; ended with it."""
    stack = contextlib.ExitStack()
    made = stack.enter_context(cluster())
    atexit.register(stack.close)
    return made


@functools.cache
def _emptied_room() -> RoomAddress:
    return shared().room("emptied")


def empty_room() -> RoomAddress:
    """Return the room that tests share, with nothing in it."""
    address = _emptied_room()
    shared().run(
        "SET search_path = yuebao; DELETE FROM naming; DELETE FROM name; DELETE FROM name_due;"
        " DELETE FROM article_text; DELETE FROM stitch; DELETE FROM appearance;"
        " DELETE FROM article; DELETE FROM source; DELETE FROM issue; DELETE FROM holding; DELETE FROM newspaper;"
        " DELETE FROM common_gram; UPDATE year SET articles = 0, is_counted = false;"
        " DELETE FROM meta WHERE key = 'misreadings'",
        "emptied",
    )
    return address
