"""The address of a reading room, and the room file in which one is passed on.

Only a few libpq parameters are allowed: a room file comes from somebody else, and with some parameters it could make
libpq send a password that was stored for another server.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from reader.features.room.room_folder import PASSWORD_FILE, SCHEMES
from reader.formats.decoding import decoded
from reader.i18n import say
from reader.storage.disk_errors import LibraryError

_LONGEST = 2000
_ALLOWED = frozenset(
    {"host", "port", "dbname", "user", "service", "sslmode", "sslrootcert", "connect_timeout"}
)
_OF_FILES = _ALLOWED - {"sslrootcert", "service"}
VERIFIED = frozenset({"verify-ca", "verify-full"})


class RoomAddress(Struct, frozen=True):
    """The libpq parameters of a room: where it is, and as which user to connect. Never holds a password."""

    parts: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> str:
        """The address as a URI for display, which can be typed in again."""
        value_by_name = {name: quote(value, safe="/") for name, value in self.parts}
        user = f"{value_by_name.pop('user')}@" if "user" in value_by_name else ""
        if not value_by_name.get("host", "/").startswith("/"):
            host = value_by_name.pop("host")
        else:
            host = ""
        port = f":{value_by_name.pop('port')}" if "port" in value_by_name else ""
        rest = "&".join(f"{name}={value}" for name, value in value_by_name.items() if name != "dbname")
        return f"postgresql://{user}{host}{port}/{value_by_name.get('dbname', '')}{'?' if rest else ''}{rest}"

    @property
    def name(self) -> str:
        value_by_name = dict(self.parts)
        return (
            value_by_name.get("dbname")
            or value_by_name.get("service")
            or value_by_name.get("host")
            or say("阅览室")
        )

    @property
    def identity(self) -> str:
        """The room's local folder: a digest of host, port, database and service (not the user)."""
        value_by_name = dict(self.parts)
        place = "\0".join(value_by_name.get(part, "") for part in ("host", "port", "dbname", "service"))
        return hashlib.sha256(place.encode()).hexdigest()[:24]

    def settings(self) -> dict[str, Any]:
        """Return the parameters to connect with.

        Unless the server's certificate is verified, or a service file says what to do, a cleartext password is refused:
        the server may be anybody.
        """
        parameters: dict[str, Any] = dict(self.parts)
        if parameters.get("sslmode") not in VERIFIED and "service" not in parameters:
            parameters["require_auth"] = "!password"
        return parameters


def parse_address(text: str) -> RoomAddress:
    """Return the address: `text` is a postgresql:// URI, or the path of a room file. Raises LibraryError."""
    if text.startswith(SCHEMES):
        return _parsed(text, _ALLOWED)
    try:
        with Path(text).open("rb") as file:
            line = _first_line(file.read(_LONGEST))
    except (OSError, ValueError) as error:
        raise LibraryError(say("无法读取阅览室文件 {path}。请核对它的位置。", path=text)) from error
    if not line.startswith(SCHEMES):
        raise LibraryError(say("{path} 不是阅览室文件：它的第一行要是 postgresql:// 开头的地址。", path=text))
    return _parsed(line, _OF_FILES)


def _first_line(data: bytes) -> str:
    """Return the first line of a room file, in whatever encoding an editor has saved it. Raises ValueError."""
    text = decoded(data)
    if text is None:
        raise ValueError("no text")
    return text.text.partition("\n")[0].strip()


def without_psycopg() -> LibraryError:
    return LibraryError(say('阅览室要用 psycopg，这里没有装。请运行：pip install "yuebao-reader[room]"'))


def _parsed(text: str, allowed: frozenset[str]) -> RoomAddress:
    try:
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise without_psycopg() from error

    if len(text) >= _LONGEST:
        raise LibraryError(say("阅览室的地址太长了。"))
    try:
        value_by_name = {
            name: str(value) for name, value in conninfo_to_dict(text).items() if value is not None
        }
    except (ProgrammingError, UnicodeError):  # the message may repeat a password
        raise LibraryError(
            say("阅览室的地址写得不对。它要像 postgresql://reader@archive.example/rooms 这样。")
        ) from None
    if "password" in value_by_name:
        raise LibraryError(
            say(
                "地址里有密码，没有打开：地址会存下来，也会抄给别人。请去掉它："
                "要时会问，也可以写进密码文件 {file}，或给环境变量 PGPASSWORD。",
                file=PASSWORD_FILE,
            )
        )
    strange = sorted(value_by_name.keys() - allowed)
    if strange:
        raise LibraryError(say("阅览室的地址里不能写 {names}。", names=say("、").join(strange)))
    if not value_by_name.keys() & {"host", "service", "dbname"}:
        raise LibraryError(
            say("阅览室的地址写得不对。它要像 postgresql://reader@archive.example/rooms 这样。")
        )
    return RoomAddress(tuple(sorted(value_by_name.items())))
