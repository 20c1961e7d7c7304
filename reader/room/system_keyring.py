"""The system's keyring, in which passwords of rooms are remembered. It may take its time, or never answer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from reader.i18n import say
from reader.room.leavable import Leavable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "yuebao-reader"
"""Under which name the entries stand."""
ANSWER_SECONDS = 4.0
"""So long an answer is waited for: less than until a server passes for silent."""

_Told = TypeVar("_Told")


class KeyringUnusable(Exception):
    """There is no keyring here that can be asked; the message says why."""


class Asked(Leavable[_Told]):
    """A question to the keyring, which goes on on another thread."""

    def __init__(self, question: Callable[[KeyringBackend], _Told]) -> None:
        super().__init__(lambda _: _answer(question))

    def answer(self, seconds: float) -> _Told:
        """Return the answer. Raises KeyringUnusable, also where there is none after so many seconds."""
        if not self.wait(seconds):
            raise KeyringUnusable(say("系统的密码库没有应声。"))
        return self.outcome()


def password_for(place: str) -> Asked[str | None]:
    """Ask for the password of a place; None where there is none."""
    return Asked(lambda keyring: keyring.get_password(SERVICE, place))


def remember(place: str, password: str) -> None:
    """Keep the password of a place. Raises KeyringUnusable."""
    Asked(lambda keyring: keyring.set_password(SERVICE, place, password)).answer(ANSWER_SECONDS)


def forget(place: str) -> bool:
    """Forget the password of a place; return whether there was one. Raises KeyringUnusable."""
    return Asked(lambda keyring: _forgotten(keyring, place)).answer(ANSWER_SECONDS)


def _forgotten(keyring: KeyringBackend, place: str) -> bool:
    if keyring.get_password(SERVICE, place) is None:
        return False
    keyring.delete_password(SERVICE, place)
    return True


def _answer(question: Callable[[KeyringBackend], _Told]) -> _Told:
    try:
        return question(backend())
    except KeyringUnusable:
        raise
    except ImportError:
        raise KeyringUnusable(say("没有装 keyring，用不了系统的密码库。")) from None
    except Exception as error:  # each system's raises what it likes, and may repeat what it was told
        is_locked = type(error).__name__ == "KeyringLocked"
        locked, none = say("系统的密码库锁着，没有打开。"), say("这台机器上没有能用的密码库。")
        raise KeyringUnusable(locked if is_locked else none) from None


def backend() -> KeyringBackend:
    """Return the system's own keyring. Raises whatever it raises where there is none.

    Not the one that `keyring` would choose: it may be a plain file, or code from a folder that its settings name.
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
