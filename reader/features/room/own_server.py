"""Running the installed PostgreSQL on a folder of its own, for one room: creating, starting and stopping the server.

The folder is ours if it has `MARK` in it; any other that is not empty is left alone. Nothing in it is ever deleted.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import chain
from operator import attrgetter
from pathlib import Path

import psycopg
from msgspec import Struct
from psycopg import sql

from reader import held_files
from reader.features.room.address import RoomAddress
from reader.features.room.answers import BoundedConnection
from reader.features.room.connections import READER
from reader.i18n import say
from reader.language.forms import without_controls
from reader.storage.disk_errors import LibraryError

assert sys.platform != "win32"  # there, PostgreSQL is a service of the system

DATABASE = "rooms"
MARK = "yuebao-room-server.txt"
OLDEST = 15
START_SECONDS = 60.0
_LONGEST_SOCKET = 103
"""Bytes of a socket's path: `sun_path` of macOS has 104, with the NUL at the end, that of Linux 108."""
_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
_MEGABYTE = 1 << 20

_SETTINGS = """
# what follows was written by `reader room serve`, once; it is yours to change
max_connections = 100
shared_buffers = '{buffers}MB'
effective_cache_size = '{cache}MB'
maintenance_work_mem = '{maintenance}MB'
max_wal_size = '2GB'
wal_compression = on
password_encryption = 'scram-sha-256'
log_min_messages = warning
log_connections = off
log_statement = 'none'
lc_messages = 'C'
"""
_WHO_MAY = """# written by `reader room serve`, once; it is yours to change
local  all    "{owner}"                          peer
local  {database}  +yuebao_reader,+yuebao_librarian   scram-sha-256
host   {database}  +yuebao_reader,+yuebao_librarian   127.0.0.1/32  scram-sha-256
host   {database}  +yuebao_reader,+yuebao_librarian   ::1/128       scram-sha-256
host   {database}  +yuebao_reader,+yuebao_librarian   samenet       scram-sha-256
"""


class ServerError(LibraryError):
    """The server can't be run; the message says why and what to do."""


class Programs(Struct, frozen=True):
    """The installed programs of one version of PostgreSQL."""

    folder: Path
    version: int

    def path(self, name: str) -> str:
        return str(self.folder / name)


class ServerFolder(Struct, frozen=True):
    """The folder of a server, with its socket, and the address ("" for none) and port on which it listens besides."""

    folder: Path
    listen: str
    port: int

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def address(self, user: str = "", host: str = "", database: str = DATABASE) -> RoomAddress:
        """Return the address of its room: by the socket, or by the name of a host."""
        parts = {"dbname": database, "host": host or str(self.folder), "port": str(self.port), "user": user}
        return RoomAddress(tuple(sorted((name, value) for name, value in parts.items() if value)))


def checked(place: ServerFolder) -> None:
    """Raise ServerError if this user can't run a server in that folder. Nothing is written."""
    if len(os.fsencode(place.folder / f".s.PGSQL.{place.port}")) > _LONGEST_SOCKET:
        raise ServerError(say("{path} 这个路径太长，放不下套接字。请换一个短些的文件夹。", path=place.folder))
    if place.folder.exists() and not place.folder.is_dir():
        raise ServerError(say("{path} 不是文件夹。", path=place.folder))
    if place.folder.is_dir() and not (place.folder / MARK).exists() and any(place.folder.iterdir()):
        raise ServerError(
            say("{path} 里已有别的东西，没有动它。请给一个空文件夹，或还没有的。", path=place.folder)
        )
    if os.geteuid() == 0:
        raise ServerError(say("PostgreSQL 不让 root 运行它。请换一个普通用户，在他自己的文件夹上运行。"))


def programs_for(place: ServerFolder) -> Programs:
    """Return the programs to run a server: those of its cluster's version, or the newest. Raises ServerError."""
    installed = sorted(_installed(), key=attrgetter("version"))
    made_by = _version_of(place.data)
    if made_by is None:
        if not installed or installed[-1].version < OLDEST:
            raise ServerError(
                say(
                    "这里没有 PostgreSQL {version} 或更新的。请安装：Debian、Ubuntu 上是"
                    " sudo apt install postgresql，Fedora 上是 sudo dnf install postgresql-server，"
                    "macOS 上是 brew install postgresql@17。",
                    version=OLDEST,
                )
            )
        return installed[-1]
    for programs in installed:
        if programs.version == made_by:
            return programs
    raise ServerError(
        say(
            "{path} 是 PostgreSQL {made} 建的，这里装的是 {found}。请装上 PostgreSQL {made}，"
            "或换一个文件夹，重新放入报纸。",
            path=place.folder,
            made=made_by,
            found=say("、").join(str(programs.version) for programs in installed) or say("没有"),
        )
    )


def _installed() -> Iterator[Programs]:
    folders = list(chain.from_iterable(Path("/").glob(pattern[1:]) for pattern in _FOLDERS))
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).parent)
    for folder in dict.fromkeys(folders):
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            output = subprocess.run(
                [str(folder / "postgres"), "--version"],
                capture_output=True,
                text=True,
                check=False,
                timeout=30,
            )
            match = re.search(r"\) (\d+)", output.stdout)
            if match:
                yield Programs(folder, int(match[1]))


def _version_of(data: Path) -> int | None:
    """Return the PostgreSQL major version of a cluster; None if the folder has no cluster."""
    try:
        return int((data / "PG_VERSION").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def make(place: ServerFolder, programs: Programs) -> bool:
    """Create the cluster where there is none; return whether it was created. Raises ServerError and OSError.

    It is renamed to its final name when complete, so an interrupted creation leaves an unused folder, not half a
    cluster.
    """
    if _version_of(place.data) is not None:
        return False
    place.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    (place.folder / MARK).write_text(
        say("这个文件夹是 reader room serve 的：data 里是 PostgreSQL 的数据，请不要改名或改动。\n"), "utf-8"
    )
    making = place.folder / f"data-{time.time_ns()}"
    words = ["-D", str(making), "-U", owner(), "--encoding=UTF8", "--auth=reject"]
    locale = "C.UTF-8" if sys.platform != "darwin" else "C"
    done = subprocess.run(
        [programs.path("initdb"), *words, f"--locale={locale}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env=_environment(),
    )
    if done.returncode:
        raise ServerError(_why(done.stderr, place))
    with (making / "postgresql.conf").open("a", encoding="utf-8") as file:
        # sizes of the server's memory, in megabytes: the machine is for other things, too
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MEGABYTE
        file.write(
            _SETTINGS.format(
                buffers=min(max(memory // 8, 64), 2048),
                cache=max(memory // 2, 256),
                maintenance=min(max(memory // 32, 64), 512),
            )
        )
    who = _WHO_MAY.format(owner=owner().replace('"', '""'), database=DATABASE)
    (making / "pg_hba.conf").write_text(who, encoding="utf-8")
    held_files.rename(making, place.data)
    return True


def owner() -> str:
    """Return the user who runs the server, and is its superuser."""
    return pwd.getpwuid(os.geteuid()).pw_name


class Server:
    """A server in the foreground: a child process, which `end` stops."""

    def __init__(self, place: ServerFolder, programs: Programs) -> None:
        self._place = place
        if place.log.exists():
            self._from = place.log.stat().st_size
        else:
            self._from = 0
        encrypts = all((place.folder / name).exists() for name in ("server.crt", "server.key"))
        self.is_encrypted = encrypts
        options = {
            "listen_addresses": place.listen,
            "port": str(place.port),
            "unix_socket_directories": str(place.folder),
            **(
                {
                    "ssl": "on",
                    "ssl_cert_file": str(place.folder / "server.crt"),
                    "ssl_key_file": str(place.folder / "server.key"),
                }
                if encrypts
                else {}
            ),
        }
        with open(place.log, "ab", opener=_private) as log:  # readers' queries may be logged
            self._process = subprocess.Popen(
                [
                    programs.path("postgres"),
                    "-D",
                    str(place.data),
                    *(f"--{name}={value}" for name, value in options.items()),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_environment(),
                start_new_session=True,  # Ctrl+C ends it through us, once
            )

    def await_ready(self) -> None:
        """Wait until the server accepts connections. Raises ServerError if it does not start."""
        end = time.monotonic() + START_SECONDS
        while True:
            if self._process.poll() is not None:
                raise ServerError(self.why())
            try:
                with BoundedConnection.connect(
                    **self._place.address(database="postgres").settings(), connect_timeout=5
                ):
                    return
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise ServerError(self.why()) from None
            time.sleep(0.05)

    def why(self) -> str:
        with self._place.log.open("rb") as log:
            log.seek(self._from)
            return _why(log.read(_MEGABYTE).decode("utf-8", "replace"), self._place)

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def end(self) -> None:
        """Stop the server with a fast shutdown, or with an immediate one after `START_SECONDS`."""
        if self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()


def running_at(place: ServerFolder) -> ServerFolder | None:
    """Return the socket, address and port of the server running on a folder; None if no server answers."""
    try:
        lines = (place.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        server = ServerFolder(place.folder, lines[5] if len(lines) > 5 else "", int(lines[3]))
        settings = server.address(database="postgres").settings()
        BoundedConnection.connect(**settings, connect_timeout=5).close()
    except (OSError, ValueError, IndexError, psycopg.OperationalError):
        return None
    return server


def make_database(place: ServerFolder) -> None:
    """Create the room's database if it does not exist. Raises psycopg.Error."""
    settings = place.address(database="postgres").settings()
    with BoundedConnection.connect(autocommit=True, **settings) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchall():
            connection.execute(f"CREATE DATABASE {DATABASE} ENCODING 'UTF8' TEMPLATE template0")


def set_password(place: ServerFolder, name: str, password: str) -> bool:
    """Create a reader's login with a password, or give it another one; return whether the login is new.

    The password is hashed before it leaves this process. Raises ServerError if `name` is a role that is not a
    reader's, and psycopg.Error.
    """
    with BoundedConnection.connect(autocommit=True, **place.address().settings()) as connection:
        role_rows = connection.execute(
            "SELECT pg_has_role(oid, %s, 'MEMBER') AND NOT rolsuper FROM pg_roles WHERE rolname = %s",
            (READER, name),
        ).fetchall()
        if role_rows and not role_rows[0][0]:
            raise ServerError(say("{name} 已是别的用户的名字，没有动它。请换一个。", name=name))
        secret = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")
        role = sql.Identifier(name)
        if role_rows:
            making = "ALTER ROLE {} PASSWORD {}"
        else:
            making = f"CREATE ROLE {{}} LOGIN IN ROLE {READER} PASSWORD {{}}"
        connection.execute(sql.SQL(making).format(role, sql.Literal(secret.decode())))
        return not role_rows


def name_checked(name: str) -> str:
    """Return the name unchanged if a reader's login can have it. Raises ServerError for any other."""
    is_sound = re.fullmatch(r"[^\W\d][\w.-]*", name) and len(name.encode()) <= 63
    if not is_sound or name.startswith("pg_") or name in (owner(), "public", "none"):
        raise ServerError(say("{name} 不能作读者的名字：请用字母或汉字开头，不长于 63 个字节。", name=name))
    return name


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _environment() -> dict[str, str]:
    """Return the environment without PostgreSQL's variables, which may name other servers."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _why(output: str, place: ServerFolder) -> str:
    """Return a sentence why PostgreSQL did not start, or ended."""
    if "No space left on device" in output:
        return say("磁盘满了，PostgreSQL 没有运行。腾出地方再试；{path} 里的没有动。", path=place.folder)
    if "Address already in use" in output:
        return say("端口 {port} 已有别的程序在用。请用 --port 换一个。", port=place.port)
    if "could not translate host name" in output or "Cannot assign requested address" in output:
        return say("这台机器没有 {address} 这个地址，不能在那里接受连接。", address=place.listen)
    if "postmaster.pid" in output:
        return say("{path} 上已有一个服务器在运行。", path=place.folder)
    if "Permission denied" in output:
        return say("没有权限用 {path}。请换自己的文件夹。", path=place.folder)
    # the error lines of PostgreSQL's output, without control characters; all lines if none is an error
    error_lines = re.findall(r"(?:FATAL|PANIC|ERROR|error):\s+(.*)", output) or output.strip().splitlines()
    lines = [without_controls(error_line[:300]) for error_line in error_lines]
    last = lines[-1] if lines else say("它什么也没有说")
    return say("PostgreSQL 没有运行：{reason}。详情见 {log}。", reason=last.rstrip("."), log=place.log)
