"""Servers for a benchmark whose data stay in a folder, so that a million articles are loaded once."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from reader.features.room.address import RoomAddress
from reader.features.room.connections import connect
from reader.features.room.schema import create
from tests.features.room.clusters import Cluster, programs

_PAGE = Path(__file__).parents[2] / "docs" / "reading-room.md"
_USER, _ROOM = "postgres", "bench"
_SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "2GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "wal_compression": "lz4",
}
"""As the administrator's page advises for a room of some size; all else is as Debian installs it."""


@contextmanager
def server(folder: Path) -> Iterator[Cluster]:
    """Start the server whose data are in a folder; it is made, where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, _USER)
        as_user = ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups"]
    data, bin = folder / "data", programs()
    if not data.exists():
        made = [str(bin / "initdb"), "-D", str(data), "-U", _USER, "--auth=trust", "--encoding=UTF8"]
        subprocess.run([*as_user, *made, "--locale=C.UTF-8"], check=True, capture_output=True, cwd="/")
    words = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [*as_user, str(bin / "postgres"), "-D", str(data), "-k", str(folder), *words],
            stdout=log,
            stderr=log,
            cwd="/",
        )
    try:
        yield _answering(Cluster(folder, _USER), process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(120)


def room(of: Cluster, database: str = _ROOM) -> RoomAddress:
    """Return a room of the server, which is made where there is none."""
    if not of.run(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"):
        of.run(f"CREATE DATABASE {database}")
    with connect(of.address(database), is_reader=False) as connection:
        create(connection)
    return of.address(database)


def spread_room(first: Cluster, second: Cluster, years: range) -> RoomAddress:
    """Return a room of the first server of which some years are on the second, as the administrator's page says."""
    if not first.run("SELECT 1 FROM pg_database WHERE datname = 'spread'"):
        for each in (room(first, "spread"), room(second, "rooms")):
            assert each
        second.run(
            "CREATE ROLE carrier LOGIN IN ROLE yuebao_librarian; CREATE ROLE looker LOGIN IN ROLE yuebao_reader"
        )
        blocks = re.findall(r"```sql\n(.*?)```", _PAGE.read_text(encoding="utf-8"), re.DOTALL)
        of_second, of_first = (
            block.replace("1950..1979", f"{years[0]}..{years[-1]}") for block in blocks[:2]
        )
        second.run(of_second, "rooms")
        of_first = of_first.replace("second.example", str(second.folder))
        first.run(re.sub("password 'PASSWORD'", "password_required 'false'", of_first), "spread")
    return first.address("spread")


def _answering(made: Cluster, process: subprocess.Popen[bytes]) -> Cluster:
    while True:
        try:
            made.run("SELECT 1")
            return made
        except psycopg.OperationalError:
            if process.poll() is not None:
                raise
            time.sleep(0.1)
