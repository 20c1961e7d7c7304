"""The passwords of rooms, while the program runs: for which server, whether they hold, and whom to ask for one.

A password stands here, in the system's keyring where a person wants that, and nowhere else.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import psycopg

from reader.i18n import say
from reader.language.control_characters import without_controls
from reader.room import system_keyring
from reader.room.address import VERIFIED, RoomAddress
from reader.room.system_keyring import KeyringUnusable


class Origin(Enum):
    """Where a password has come from: FILE is what libpq reads by itself; KNOWN has held before, or was remembered."""

    FILE = auto()
    KNOWN = auto()
    TYPED = auto()


@dataclass(frozen=True, slots=True)
class Login:
    """Where a password is sent, and for whom, as libpq has understood an address."""

    settings: tuple[tuple[str, str], ...]

    @property
    def place(self) -> str:
        """The name of the password in a keyring. A line that proves less has another: it is asked for anew there."""
        return RoomAddress(self.settings).shown

    @property
    def user(self) -> str:
        """The user, for a person's eyes, and a terminal."""
        return without_controls(dict(self.settings).get("user", ""))

    @property
    def server(self) -> str:
        """The machine, as `user`."""
        known = dict(self.settings)
        host = without_controls(known.get("host", ""))
        if not host or host.startswith("/"):
            return say("这台机器")
        return host if known.get("port", "5432") == "5432" else f"{host}:{known['port']}"

    def told(self, password: str) -> dict[str, Any]:
        """Return what libpq is told so that the password goes there and nowhere else, whatever files now say.

        A server that does not prove who it is gets neither the password nor its MD5, from which it is soon guessed.
        """
        known: dict[str, Any] = {**dict(self.settings), "hostaddr": "", "password": password}
        if known.get("sslmode") not in VERIFIED:
            known["require_auth"] = "!password,!md5"
        return known


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person is asked: the password of a user. `wrong` tells whose did not hold, if there was one."""

    room: str
    login: Login
    wrong: Origin | None
    is_remembered: bool
    """There is one in the keyring, which is to be replaced."""
    keyring_trouble: str
    """Why none can be remembered; "" where it can."""
    number: int
    """How many there were before."""

    @property
    def reason(self) -> str:
        """Why it is asked, in words; "" where there was none."""
        match self.wrong:
            case Origin.FILE:
                return say("密码文件里写的密码不对。")
            case Origin.KNOWN:
                return say("原来的密码不对了，大概换过。")
            case Origin.TYPED:
                return say("密码不对，请再输一次。")
            case None:
                return ""


class PasswordMissing(psycopg.OperationalError):
    """The server wants a password, and there is none that holds."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__("no password")
        self.wanted = wanted


def nobody(_held: Held, _wanted: Wanted) -> bool:
    """Ask nobody."""
    return False


ask: Callable[[Held, Wanted], bool] = nobody
"""Asks a person at once, and gives what was typed to `Held`; returns whether there was anything. Set by who can ask."""


class Attempt:
    """A login that is tried: with what was given, or with what libpq knows. No dataclass, which would show it."""

    __slots__ = ("number", "settings")

    def __init__(self, number: int, settings: dict[str, Any]) -> None:
        self.number = number
        self.settings = settings


class Held:
    """What is known of the password of one address. Any thread may use it."""

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
        """Whether the keyring is to remember (or to forget) it once it holds."""
        self._looking: system_keyring.Asked[str | None] | None = None
        self._was_looked = self._is_remembered = False
        self._keyring_trouble = ""
        self._complaint = ""
        self._wanted: Wanted | None = None

    def attempt(self) -> Attempt:
        """Return what is tried. Raises PasswordMissing where that was tried already, and nothing was given since."""
        with self._lock:
            if self._is_wrong and self._wanted is not None:
                raise PasswordMissing(self._wanted)
            if self._password is None or self._login is None:
                return Attempt(self._number, {})
            return Attempt(self._number, self._login.told(self._password))

    def failed(self, attempt: Attempt, login: Login, *, is_wrong: bool) -> None:
        """Note that there was no password, or that it did not hold. Return where another one can be tried.

        Raises PasswordMissing where there is none; then the server is not asked with a wrong one again.
        """
        with self._asking:  # one question for all that have failed
            known = None if self._was_looked else self._remembered(login)
            with self._lock:
                self._login = login
                wrong = self._origin if is_wrong else None
                if attempt.number != self._number:
                    return  # another was given meanwhile
                if known is not None:
                    self._hold(known, Origin.KNOWN)
                    return
                self._is_wrong, self._password = is_wrong, None
                self._wanted = wanted = Wanted(
                    self._address.shown,
                    login,
                    wrong,
                    self._is_remembered,
                    self._keyring_trouble,
                    self._number,
                )
            if not ask(self, wanted):
                raise PasswordMissing(wanted)

    def holds(self, attempt: Attempt) -> None:
        """Note that a login was let in; what a person wants to be remembered is remembered."""
        with self._lock:
            if attempt.number != self._number:
                return
            self._wanted, self._is_wrong = None, False
            keeps, self._keeps = self._keeps, None
            login, password = self._login, self._password
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
        """Try this one from now on; `keeps`: the keyring is to remember it once it holds, or to forget an older one."""
        with self._lock:
            self._hold(password, Origin.TYPED)
            self._keeps = keeps if keeps or self._is_remembered else None
            if not _can_be_sent(password) and self._wanted is not None:
                self._is_wrong = True
                self._wanted = dataclasses.replace(self._wanted, wrong=Origin.TYPED, number=self._number)

    def look_anew(self) -> None:
        """Look again what libpq and the keyring know, where nothing that is known holds."""
        with self._lock:
            if self._wanted is not None:
                self._password, self._origin = None, Origin.FILE
                self._is_wrong = self._was_looked = False

    def forget(self) -> bool:
        """Forget the password, here and in the keyring; return whether there was one in it.

        Raises KeyringUnusable; then it is forgotten here.
        """
        login = self._login or login_of(self._address)
        with self._lock:
            self._password, self._origin, self._keeps = None, Origin.FILE, None
            self._is_remembered = self._was_looked = False
            self._number += 1
        return system_keyring.forget(login.place)

    def take_complaint(self) -> str:
        """Return once why the keyring has not done what was wanted; "" where it has."""
        words, self._complaint = self._complaint, ""
        return words

    def _hold(self, password: str, origin: Origin) -> None:
        self._password, self._origin = password, origin
        self._is_wrong = False
        self._number += 1

    def _remembered(self, login: Login) -> str | None:
        """Return what the keyring has. It is waited for once; what it says later counts at the next attempt."""
        is_first = self._looking is None
        self._looking = self._looking or system_keyring.password_for(login.place)
        try:
            known = self._looking.answer(system_keyring.ANSWER_SECONDS if is_first else 0)
            self._keyring_trouble = ""
        except KeyringUnusable as error:
            known, self._keyring_trouble = None, str(error)
        if self._looking.wait(0):
            self._looking, self._was_looked = None, True
        self._is_remembered = known is not None
        return known if known is not None and _can_be_sent(known) else None


_held: dict[RoomAddress, Held] = {}
_lock = threading.Lock()


def held_for(address: RoomAddress) -> Held:
    """Return what is known of the password of an address: the same for all that connect to it."""
    with _lock:
        return _held.setdefault(address, Held(address))


_PLACE = ("host", "port", "user", "dbname", "sslmode", "sslrootcert")
"""What libpq's settings tell of where a password goes."""


def login_of(address: RoomAddress, told: psycopg.pq.abc.PGconn | None = None) -> Login:
    """Return where an address leads, as libpq has understood it: the environment and service files are in that.

    `told` is a connection that was tried; without one libpq begins another, and leaves it before a word is said.
    """
    begun = None
    if told is None:
        conninfo = psycopg.conninfo.make_conninfo("", **address.settings())
        told = begun = psycopg.pq.PGconn.connect_start(conninfo.encode())
    known = {each.keyword.decode(): each.val.decode() for each in told.info if each.val}
    if begun is not None:
        begun.finish()
    known |= dict(address.parts)  # several hosts, of which only one was tried
    if known.get("sslmode") == "prefer":
        del known["sslmode"]  # as it is without
    return Login(tuple(sorted((name, known[name]) for name in _PLACE if name in known)))


def _can_be_sent(password: str) -> bool:
    try:
        return "\0" not in password and bool(password.encode())
    except UnicodeEncodeError:
        return False
