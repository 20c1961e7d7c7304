"""`reader room serve`: runs the installed PostgreSQL on a folder of the user's own, with a room in it."""

from __future__ import annotations

import getpass
import signal
import socket
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from reader.cli.errors import CommandError
from reader.cli.terminal import STOPS, is_terminal, print_json, print_warning
from reader.features.room.address import RoomAddress
from reader.features.room.connections import reporting_errors
from reader.features.room.schema import create_room
from reader.i18n import say

if sys.platform != "win32":
    from reader.features.room.own_server import (
        Server,
        ServerError,
        ServerFolder,
        checked,
        make,
        make_database,
        name_checked,
        programs_for,
        running_at,
        set_password,
    )

assert sys.platform != "win32"

_LEAST_PASSWORD = 8
_LOOKED_AGAIN = 0.2


def serve(folder: Path, listen: str, port: int, readers: Sequence[str], *, as_json: bool) -> int:
    """Run the server until it is asked to end, or only add readers to one that runs; return the exit status."""
    place = ServerFolder(folder, listen, port)
    checked(place)
    programs = programs_for(place)
    names = [name_checked(name) for name in readers]
    passwords = {name: _password_for(name) for name in names}  # before anything runs: Ctrl+C ends it here
    running = running_at(place)
    if running is not None:
        if not names:
            raise ServerError(say("{path} 上已有一个服务器在运行。", path=place.folder))
        _add_readers(running, passwords)
        return 0
    with _ending() as ended:
        is_made = make(place, programs)
        server = Server(place, programs)
        try:
            server.await_ready()
            address = place.address()
            with reporting_errors(address):
                make_database(place)
            create_room(address)
            _add_readers(place, passwords)
            _tell(place, server, has_new=bool(names), is_made=is_made, as_json=as_json)
            while not ended.wait(_LOOKED_AGAIN):
                if server.has_ended():
                    raise ServerError(server.why())
        finally:
            server.end()
    print_warning(say("阅览室关了。数据都在 {path}，再运行一次就开。", path=place.folder))
    return 0


@contextmanager
def _ending() -> Iterator[threading.Event]:
    """Yield an event that is set when this process is asked to end: by Ctrl+C, SIGTERM, or a closed terminal."""
    ended = threading.Event()

    def end(*_: object) -> None:
        ended.set()

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _add_readers(place: ServerFolder, passwords: Mapping[str, str]) -> None:
    for name, password in passwords.items():
        with reporting_errors(place.address()):
            is_new = set_password(place, name, password)
        print_warning(
            say("读者 {name} 可以用这个密码看了。", name=name)
            if is_new
            else say("读者 {name} 的密码换了。", name=name)
        )


def _password_for(name: str) -> str:
    """Ask for a new password twice, and return it. Raises CommandError if standard input is not a terminal."""
    if not is_terminal(sys.stdin):
        raise CommandError(say("--reader 要在终端里问密码。请在终端里运行。"))
    while True:
        password = getpass.getpass(say("读者 {name} 的密码：", name=name))
        if len(password) < _LEAST_PASSWORD:
            print_warning(say("密码要有 {n} 个字符以上。", n=_LEAST_PASSWORD))
        elif password != getpass.getpass(say("再输一遍：")):
            print_warning(say("两遍不一样。"))
        else:
            return password


def _tell(place: ServerFolder, server: Server, *, has_new: bool, is_made: bool, as_json: bool) -> None:
    room_address = place.address()
    readers = _addresses_of_readers(place)
    if as_json:
        addresses = {
            "folder": str(place.folder),
            "room": room_address.shown,
            "readers": [reader_address.shown for reader_address in readers],
        }
        print_json({**addresses, "created": is_made, "encrypted": server.is_encrypted})
    else:
        print(say("阅览室开着：{path}", path=place.folder))
        print(say("  放入报纸，在这里：reader room add '{address}' DIR", address=room_address.shown))
        for reader in readers:
            print(say("  读者用的地址：{address}", address=reader.shown))
        if not has_new:
            print(say("  给读者开一个登录：reader room serve {path} --reader NAME", path=place.folder))
        if place.listen and not server.is_encrypted:
            print(
                say(
                    "  网络上的连接没有加密。把证书放成 {path}/server.crt 和 server.key 就加密。",
                    path=place.folder,
                )
            )
        print(say("按 {keys} 关。", keys=STOPS))
    sys.stdout.flush()


def _addresses_of_readers(place: ServerFolder) -> list[RoomAddress]:
    """Return the addresses with which readers connect; NAME stands for the user name of a reader."""
    if not place.listen:
        return [place.address("NAME")]
    hosts = []
    for listen_host in map(str.strip, place.listen.split(",")):
        if listen_host in ("*", "0.0.0.0", "::"):
            hosts.append(socket.gethostname())
        else:
            hosts.append(listen_host)
    return [place.address("NAME", host) for host in hosts]
