"""The passwords of rooms while the program runs: for which server, whether it accepts them, and how to ask for one.

A password is stored in this process and, if the user wants it, in the system's keyring; nowhere else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import Enum, auto
from typing import Any

import psycopg
from msgspec import Struct, structs

from reader.features.room import system_keyring
from reader.features.room.address import VERIFIED, RoomAddress
from reader.features.room.system_keyring import KeyringUnusable
from reader.i18n import say
from reader.language.forms import without_controls


class Origin(Enum):
    """Where a password comes from. FILE: libpq read it itself; KNOWN: accepted before, or from the keyring."""

    FILE = auto()
    KNOWN = auto()
    TYPED = auto()


class Login(Struct, frozen=True):
    """The server and the user for which a password is sent, as libpq has understood an address."""

    settings: tuple[tuple[str, str], ...]

    @property
    def place(self) -> str:
        """The name of the password in a keyring. It contains `sslmode`: with less verification, one is asked for
        anew.
        """
        return RoomAddress(self.settings).shown

    @property
    def user(self) -> str:
        """The user, for display, without control characters."""
        return without_controls(dict(self.settings).get("user", ""))

    @property
    def server(self) -> str:
        """The server, for display, with its port unless that is 5432."""
        value_by_name = dict(self.settings)
        host = without_controls(value_by_name.get("host", ""))
        if not host or host.startswith("/"):
            return say("这台机器")
        if value_by_name.get("port", "5432") == "5432":
            return host
        return f"{host}:{value_by_name['port']}"

    def parameters(self, password: str) -> dict[str, Any]:
        """Return the libpq parameters of a connection with this password to this server alone: they override
        environment variables and service files, which may have changed.

        A server whose certificate is not verified gets neither the password nor its MD5 hash, which is easy to crack.
        """
        known: dict[str, Any] = {**dict(self.settings), "hostaddr": "", "password": password}
        if known.get("sslmode") not in VERIFIED:
            known["require_auth"] = "!password,!md5"
        return known


class PasswordPrompt(Struct, frozen=True):
    """A question for a password. `wrong` is the origin of the password that was rejected; None if there was none."""

    room: str
    login: Login
    wrong: Origin | None
    is_remembered: bool
    """Whether the keyring has a password for this login, which the answer replaces."""
    keyring_trouble: str
    """Why the keyring can't store a password, in words; "" if it can."""
    number: int
    """How often a password was given or forgotten before. An answer to an older question is recognized by it."""

    @property
    def reason(self) -> str:
        """Why the password is asked for, in words; "" if none was rejected."""
        match self.wrong:
            case Origin.FILE:
                return say("密码文件（或 PGPASSWORD）里的密码不对。")
            case Origin.KNOWN:
                return say("原来的密码不对了，大概换过。")
            case Origin.TYPED:
                return say("密码不对，请再输一次。")
            case None:
                return ""


class PasswordMissing(psycopg.OperationalError):
    """The server demands a password, and none is known that it accepts."""

    def __init__(self, wanted: PasswordPrompt) -> None:
        super().__init__("no password")
        self.wanted = wanted


def no_prompt(_held: KnownPassword, _wanted: PasswordPrompt) -> bool:
    """Return False: no password was given. The default of `ask`, for programs without a user."""
    return False


ask: Callable[[KnownPassword, PasswordPrompt], bool] = no_prompt
"""Asks the user for a password, passes it to `KnownPassword.give`, and returns whether one was given. Replaced by
programs that can ask."""


class Attempt:
    """A login to try: with a given password, or what libpq finds. No struct: its repr would show the password."""

    __slots__ = ("number", "settings")

    def __init__(self, number: int, settings: dict[str, Any]) -> None:
        self.number = number
        self.settings = settings


class KnownPassword:
    """The password for one address, as far as it is known, and whether the server accepts it. Thread-safe."""

    def __init__(self, address: RoomAddress) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._asking = threading.Lock()
        self._login: Login | None = None
        self._password: str | None = None
        self._origin = Origin.FILE
        self._is_wrong = False
        self._number = 0
        self._keeps: bool | None = None
        """Whether the keyring is to remember the password (or to forget it) once it is accepted; None for neither."""
        self._keyring_call: system_keyring.KeyringCall[str | None] | None = None
        self._was_looked = False
        self._is_remembered = False
        self._keyring_trouble = ""
        self._complaint = ""
        self._wanted: PasswordPrompt | None = None

    def attempt(self) -> Attempt:
        """Return the login to try.

        Raises PasswordMissing if the last one was rejected, and no password was given since.
        """
        with self._lock:
            if self._is_wrong and self._wanted is not None:
                raise PasswordMissing(self._wanted)
            if self._password is None or self._login is None:
                return Attempt(self._number, {})
            return Attempt(self._number, self._login.parameters(self._password))

    def failed(self, attempt: Attempt, login: Login, *, is_wrong: bool) -> None:
        """Record that the server demanded a password, or rejected one (`is_wrong`). Returns if another can be tried.

        Raises PasswordMissing if there is none. A rejected password is never sent again.
        """
        with self._asking:  # one question for all threads that have failed
            if self._was_looked:
                password = None
            else:
                password = self._remembered(login)
            with self._lock:
                self._login = login
                wrong = self._origin if is_wrong else None
                if attempt.number != self._number:
                    return  # another was given meanwhile
                if password is not None:
                    self._hold(password, Origin.KNOWN)
                    return
                self._is_wrong = is_wrong
                self._password = None
                prompt = PasswordPrompt(
                    self._address.shown,
                    login,
                    wrong,
                    self._is_remembered,
                    self._keyring_trouble,
                    self._number,
                )
                self._wanted = prompt
            if not ask(self, prompt):
                raise PasswordMissing(prompt)

    def accepted(self, attempt: Attempt) -> None:
        """Record that a login was accepted; then the keyring stores or deletes the password, as the user chose."""
        with self._lock:
            if attempt.number != self._number:
                return
            self._wanted = None
            self._is_wrong = False
            keeps = self._keeps
            self._keeps = None
            login = self._login
            password = self._password
            if password is not None:
                self._origin = Origin.KNOWN
        if keeps is None or login is None or password is None:
            return
        try:
            if keeps:
                system_keyring.remember(login.place, password)
            else:
                system_keyring.forget(login.place)
            self._is_remembered = keeps
        except KeyringUnusable as error:
            self._complaint = say("密码没有记下，关上程序就忘掉：{reason}", reason=error)

    def give(self, password: str, *, keeps: bool) -> None:
        """Use this password from now on. Once it is accepted, the keyring remembers it if `keeps`, else forgets
        another.
        """
        with self._lock:
            self._hold(password, Origin.TYPED)
            if keeps or self._is_remembered:
                self._keeps = keeps
            else:
                self._keeps = None
            if not _can_be_sent(password) and self._wanted is not None:
                self._is_wrong = True
                self._wanted = structs.replace(self._wanted, wrong=Origin.TYPED, number=self._number)

    def look_again(self) -> None:
        """If no known password was accepted, let the next attempt try those of libpq's files and the keyring again."""
        with self._lock:
            if self._wanted is not None:
                self._password = None
                self._origin = Origin.FILE
                self._is_wrong = False
                self._was_looked = False

    def forget(self) -> bool:
        """Forget the password, here and in the keyring; return whether the keyring had one.

        Raises KeyringUnusable; then it is forgotten here alone.
        """
        login = self._login or login_of(self._address)
        with self._lock:
            self._password = None
            self._origin = Origin.FILE
            self._keeps = None
            self._is_remembered = False
            self._was_looked = False
            self._number += 1
        return system_keyring.forget(login.place)

    def take_complaint(self) -> str:
        """Return why the keyring could not store the password, and forget that message; "" if there is none."""
        words = self._complaint
        self._complaint = ""
        return words

    def _hold(self, password: str, origin: Origin) -> None:
        self._password = password
        self._origin = origin
        self._is_wrong = False
        self._number += 1

    def _remembered(self, login: Login) -> str | None:
        """Return the keyring's password. The first call waits for it; a later answer is used at the next attempt."""
        is_first = self._keyring_call is None
        self._keyring_call = self._keyring_call or system_keyring.password_for(login.place)
        try:
            password = self._keyring_call.answer(system_keyring.ANSWER_SECONDS if is_first else 0)
            self._keyring_trouble = ""
        except KeyringUnusable as error:
            password = None
            self._keyring_trouble = str(error)
        if self._keyring_call.wait(0):
            self._keyring_call = None
            self._was_looked = True
        self._is_remembered = password is not None
        if password is not None and _can_be_sent(password):
            return password
        return None


_held: dict[RoomAddress, KnownPassword] = {}
_lock = threading.Lock()


def known_password_for(address: RoomAddress) -> KnownPassword:
    """Return the password of an address: one object shared by all connections to it."""
    with _lock:
        return _held.setdefault(address, KnownPassword(address))


_PLACE = ("host", "port", "user", "dbname", "sslmode", "sslrootcert")
"""The libpq parameters that say where a password goes."""


def login_of(address: RoomAddress, tried: psycopg.pq.abc.PGconn | None = None) -> Login:
    """Return the login of an address, as libpq understands it together with the environment and service files.

    `tried` is a connection that was tried. Without it libpq prepares another, which is closed before anything is sent.
    """
    begun = None
    if tried is None:
        conninfo = psycopg.conninfo.make_conninfo("", **address.settings())
        tried = begun = psycopg.pq.PGconn.connect_start(conninfo.encode())
    value_by_name = {option.keyword.decode(): option.val.decode() for option in tried.info if option.val}
    if begun is not None:
        begun.finish()
    value_by_name |= dict(address.parts)  # it may name several hosts, of which one was tried
    if value_by_name.get("sslmode") == "prefer":
        del value_by_name["sslmode"]  # the default
    return Login(tuple(sorted((name, value_by_name[name]) for name in _PLACE if name in value_by_name)))


def _can_be_sent(password: str) -> bool:
    try:
        return "\0" not in password and bool(password.encode())
    except UnicodeEncodeError:
        return False
