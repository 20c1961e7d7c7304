"""Asking in the terminal for the password of a room."""

from __future__ import annotations

import getpass
import sys

from reader.cli.terminal import can_ask, complain
from reader.i18n import say
from reader.room import passwords
from reader.room.address import RoomAddress
from reader.room.passwords import Held, Wanted

_TRIES = 3
_YES = ("y", "yes", "是")


def ask_person() -> None:
    """Have the person at the terminal be asked from now on, if there is one."""
    passwords.ask = _Person().asked if can_ask() else passwords.nobody


def complain_of_keyring(address: RoomAddress) -> None:
    """Say so where a password was not remembered."""
    if words := passwords.held_for(address).take_complaint():
        complain(words)


class _Person:
    def __init__(self) -> None:
        self._asked = 0
        self._keeps: bool | None = None

    def asked(self, held: Held, wanted: Wanted) -> bool:
        """Ask, on the terminal itself: what is printed may go to a file. Return whether anything was typed."""
        if self._asked == _TRIES:
            return False
        self._asked += 1
        if wanted.reason:
            complain(wanted.reason)
        question = say("{server} 上用户 {user} 的密码：", server=wanted.login.server, user=wanted.login.user)
        try:
            password = getpass.getpass(question, sys.stderr)
            if password and self._keeps is None:
                self._keeps = not wanted.keyring_trouble and _is_to_be_kept()
        except EOFError:
            return False
        if not password:
            return False
        held.give(password, keeps=bool(self._keeps))
        return True


def _is_to_be_kept() -> bool:
    print(say("记在系统的密码库里，下次不再问？[y/N] "), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in _YES
