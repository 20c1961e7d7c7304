"""Stores passwords of rooms in the system's keyring. A call to it may take long, or never return."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from reader.i18n import say

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_T = TypeVar("_T")


class Leavable(Generic[_T]):
    """The result of `ask`, which runs on its own thread. `ask` is given a function that returns whether to give up."""

    def __init__(self, ask: Callable[[Callable[[], bool]], _T]) -> None:
        self._ended = threading.Event()
        self._left = threading.Event()
        self._found: list[_T] = []
        self._error: BaseException | None = None
        # a daemon, since the call may never return, which must not keep the program from ending
        threading.Thread(target=self._run, args=(ask,), name="room", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait for at most `seconds`; return whether the call has ended."""
        return self._ended.wait(seconds)

    def leave(self) -> None:
        """Drop the result, and tell `ask` to give up."""
        self._left.set()

    def outcome(self) -> _T:
        """Return what `ask` returned, or raise what it raised. To be called when `wait` has returned True."""
        if self._error is not None:
            raise self._error
        return self._found[0]

    def _run(self, ask: Callable[[Callable[[], bool]], _T]) -> None:
        try:
            self._found.append(ask(self._left.is_set))
        except BaseException as error:
            self._error = error
        self._ended.set()


SERVICE = "yuebao-reader"
"""The service name of all entries."""
ANSWER_SECONDS = 4.0
"""Seconds to wait for the keyring: less than the time after which a server counts as lost."""

_Answer = TypeVar("_Answer")


class KeyringUnusable(Exception):
    """No keyring can be used; the message says why."""


class KeyringCall(Leavable[_Answer]):
    """A call to the keyring, which runs on another thread."""

    def __init__(self, question: Callable[[KeyringBackend], _Answer]) -> None:
        super().__init__(lambda _: _answer(question))

    def answer(self, seconds: float) -> _Answer:
        """Return the result. Raises KeyringUnusable if the call fails, or has not ended within `seconds`."""
        if not self.wait(seconds):
            raise KeyringUnusable(say("系统的密码库没有应声。"))
        return self.outcome()


def password_for(place: str) -> KeyringCall[str | None]:
    """Start reading the password of a place (`Login.place`); the answer is None if there is none."""
    return KeyringCall(lambda keyring: keyring.get_password(SERVICE, place))


def remember(place: str, password: str) -> None:
    """Store the password of a place. Raises KeyringUnusable."""
    KeyringCall(lambda keyring: keyring.set_password(SERVICE, place, password)).answer(ANSWER_SECONDS)


def forget(place: str) -> bool:
    """Delete the password of a place; return whether there was one. Raises KeyringUnusable."""
    return KeyringCall(lambda keyring: _forgotten(keyring, place)).answer(ANSWER_SECONDS)


def _forgotten(keyring: KeyringBackend, place: str) -> bool:
    if keyring.get_password(SERVICE, place) is None:
        return False
    keyring.delete_password(SERVICE, place)
    return True


def _answer(question: Callable[[KeyringBackend], _Answer]) -> _Answer:
    try:
        return question(backend())
    except KeyringUnusable:
        raise
    except ImportError:
        raise KeyringUnusable(say("没有装 keyring，用不了系统的密码库。")) from None
    except Exception as error:  # a keyring may raise anything, with what it was given in the message
        is_locked = type(error).__name__ == "KeyringLocked"
        locked = say("系统的密码库锁着，没有打开。")
        none = say("这台机器上没有能用的密码库。")
        raise KeyringUnusable(locked if is_locked else none) from None


def backend() -> KeyringBackend:
    """Return the system's own keyring. Raises KeyringUnusable, or any other error of the keyring, where there is none.

    It is not the one that `keyring` would choose: that may be a plain file, or code from a folder in its settings.
    """
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring as Own
    elif sys.platform == "darwin":
        from keyring.backends.macOS import Keyring as Own
    else:
        from keyring.backends.SecretService import Keyring as Own
    if not Own.priority:
        raise KeyringUnusable(say("这台机器上没有能用的密码库。"))
    return cast("KeyringBackend", Own())  # type: ignore[no-untyped-call]
