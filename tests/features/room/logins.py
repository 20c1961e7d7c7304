"""Users of the shared server who have to log in by a password (SCRAM); a keyring for them."""

import functools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from reader.features.room import passwords, system_keyring
from reader.features.room.address import RoomAddress
from tests.features.room.clusters import shared

PASSWORD = "柳树下的-Brunnen-7"
FAILED = 'authentication failed for user "{}"'


@functools.cache
def _rule() -> None:
    """Have the members of `asked` log in by a password."""
    shared().run("CREATE ROLE asked")
    file = shared().folder / "data" / "pg_hba.conf"
    file.write_text(f"local all +asked scram-sha-256\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    shared().run("CREATE ROLE probe LOGIN IN ROLE asked")
    shared().run("SELECT pg_reload_conf()")
    with suppress(psycopg.OperationalError):
        while True:
            psycopg.connect(shared().typed("postgres", "probe")).close()
            time.sleep(0.01)


def user(name: str, password: str = PASSWORD) -> str:
    """Return a reader of rooms who has this password."""
    _rule()
    with suppress(psycopg.errors.DuplicateObject):
        shared().run(f"CREATE ROLE {name} LOGIN IN ROLE asked")
    change(name, password)
    return name


def change(name: str, password: str) -> None:
    shared().run(f"ALTER ROLE {name} PASSWORD '{password}'")


def failures(name: str) -> int:
    """Return how often a wrong password was tried."""
    return (shared().folder / "log").read_text(encoding="utf-8", errors="replace").count(FAILED.format(name))


def end_sessions(name: str) -> None:
    """Have the server end all connections of a user, and wait until they are gone."""
    shared().run(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '{name}'")


class OwnKeyring(KeyringBackend):
    """A keyring in memory."""

    priority = 1.0

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.is_open = threading.Event()
        """Until this is set nothing is answered."""
        self.is_open.set()
        self.threads: set[int] = set()

    def get_password(self, service: str, username: str) -> str | None:
        self._answer(service)
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer(service)
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._answer(service)
        if self.kept.pop(username, None) is None:
            raise PasswordDeleteError(username)

    def _answer(self, service: str) -> None:
        assert service == system_keyring.SERVICE
        self.threads.add(threading.get_ident())
        self.is_open.wait(120)


@contextmanager
def keyring_used(patch: pytest.MonkeyPatch, keyring: KeyringBackend | None) -> Iterator[None]:
    """Nothing was typed yet, and the system has this keyring, or none."""

    def backend() -> KeyringBackend:
        if keyring is None:
            raise RuntimeError(f"no keyring for {PASSWORD}")
        return keyring

    patch.setattr(passwords, "_held", {})
    patch.setattr(passwords, "ask", passwords.no_prompt)
    patch.setattr(system_keyring, "backend", backend)
    yield


def typed(address: RoomAddress, password: str = PASSWORD, *, keeps: bool = False) -> None:
    """A person types a password."""
    passwords.known_password_for(address).give(password, keeps=keeps)
