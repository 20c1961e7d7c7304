"""A reading room: a library on a PostgreSQL server, loaded by librarians and read by many."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader import own_process
from reader.features.room.room_folder import ROOM_FILE, SCHEMES, is_room_folder, name_and_address
from reader.i18n import later, say
from reader.plugs import Action, Command, Elsewhere, LibraryKind, Plug, SelfCheck, Slot

if TYPE_CHECKING:
    from reader.features.room.reading_room import ReadingRoom
    from reader.library.library import Library


def rooms() -> type[ReadingRoom]:
    """Return the class of reading rooms. Raises LibraryError if psycopg is not installed."""
    try:
        from reader.features.room.reading_room import ReadingRoom
    except ModuleNotFoundError as error:
        from reader.features.room.address import without_psycopg

        raise without_psycopg() from error
    return ReadingRoom


def _holds(root: Path) -> bool:
    return root.name.lower().endswith(ROOM_FILE) or is_room_folder(root)


def open_room(root: Path) -> Library:
    if is_room_folder(root):
        return rooms().of_folder(root)
    return rooms().at(str(root))


def _folder_of(text: str) -> Path:
    room = rooms().at(text)
    room.close()
    return room.root


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "open_room",
            say("打开阅览室…"),
            keywords="服务器 密码 忘掉 open reading room server forget password",
            slots=(Slot.LIBRARIES,),
            is_former=True,
        ),
        Action(
            "forget_password",
            say("忘掉这个阅览室的密码"),
            is_former=True,
        ),
    )


def _check(_: Path) -> str:
    """Return a description of the installed psycopg and keyring. Raises what they raise if they don't work."""
    from reader.features.room.address import RoomAddress

    try:
        import psycopg

        from reader.features.room.connections import connect
    except ImportError:
        if own_process.is_frozen():
            raise
        return say("没有 psycopg，开阅览室才用得着")
    port = str(_free_port())
    # a user is given, since that of a container may have no name
    parts = (
        ("dbname", "room"),
        ("host", "127.0.0.1"),
        ("port", port),
        ("sslmode", "verify-full"),
        ("user", "reader"),
    )
    nowhere = RoomAddress(parts)
    try:
        connect(nowhere, is_reader=True).close()
    except psycopg.OperationalError as error:
        if port not in str(error):
            raise
        # libpq knows of TLS, has looked for a server, and there is none
        return f"psycopg {psycopg.__version__} · libpq {psycopg.pq.version()} · {_keyring()}"
    raise RuntimeError(nowhere.shown)


def _free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    import socket

    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port: int = unused.getsockname()[1]
        return port


def _keyring() -> str:
    try:
        if sys.platform == "linux":
            import secretstorage.collection  # noqa: F401 - or keyring says nothing of what is missing
        from reader.features.room import system_keyring

        return type(system_keyring.backend()).__module__
    except ImportError:
        if own_process.is_frozen():
            raise
        return say("没有 keyring，密码不能记住")
    except Exception:  # each system's raises what it likes
        return say("没有开着的密码库")


PLUG = Plug(
    "room",
    actions=_actions,
    commands=(
        Command(
            "room",
            later("在 PostgreSQL 上建阅览室，放入报纸"),
            "reader.features.room.cli:Room",
            heading="give",
            after="pack",
        ),
    ),
    library=LibraryKind(
        suffix=ROOM_FILE,
        holds=_holds,
        open="reader.features.room:open_room",
        window="reader.features.room.ui",
        help=later("，或阅览室的地址或文件（.yuebao-room）"),
        elsewhere=Elsewhere(
            schemes=SCHEMES,
            name_and_address=name_and_address,
            folder_of=_folder_of,
            open_at_terminal="reader.features.room.cli:open_at_terminal",
            why_no_folder=later("这是阅览室，报纸由它的管理员放入；这个命令要一个文件夹。"),
            help=later("，或阅览室的地址"),
        ),
    ),
    check=SelfCheck("room", later("阅览室（没有服务器）"), _check),
)
