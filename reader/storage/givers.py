"""The givers of signed files: this user's key, which signs them, and the keys of other givers seen so far.

A signature proves that a file was not changed since, and that two files are from the same giver. Who that is, a reader
learns by comparing fingerprints with the giver.
"""

import os
import unicodedata
from contextlib import suppress
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from reader import held_files
from reader.i18n import say
from reader.language.equality import in_simplified
from reader.language.forms import search_form
from reader.newspaper.article import digest_of
from reader.storage.disk_errors import LibraryError
from reader.storage.platform_folders import make_private, places
from reader.storage.regular_file import open_regular, read_at_most, write_through, write_whole

if TYPE_CHECKING:
    from nacl.signing import SigningKey

_SEED = 32
_LARGEST = 1 << 21
_MOST = 1000
_LONGEST_NAME = 200


class Acquaintance(Enum):
    """Whether the key and the name of a file's giver were seen before."""

    OWN = "own"
    FIRST = "first"
    """Neither the key nor the name was seen before."""
    KNOWN = "known"
    OTHER_KEY = "other key"
    """Another key was seen with this name, or one that looks like it, before this one was; stays so, however often
    this key is seen again."""
    UNKNOWN = "unknown"
    """What was seen before can't be read now."""


class Giver(msgspec.Struct, frozen=True):
    """The giver of a file: the name stated in it, the public key, and whether these were seen before."""

    name: str
    key: bytes
    acquaintance: Acquaintance

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.key)


class _Known(msgspec.Struct, frozen=True):
    key: Annotated[str, msgspec.Meta(min_length=64, max_length=64)]
    name: Annotated[str, msgspec.Meta(max_length=_LONGEST_NAME)]


_KNOWN = msgspec.json.Decoder(list[_Known])


def fingerprint_of(key: bytes) -> str:
    """Return the digits by which people compare a key: 80 bits, too many to find another key with them by brute
    force.
    """
    data = digest_of(key, 10)
    parts = [data[at : at + 2] for at in range(0, len(data), 2)]
    return "-".join(f"{int.from_bytes(part):05d}" for part in parts)


def own_key() -> "SigningKey":
    """Return the key that signs files of this person on this machine, created for the first one.

    Raises OSError if it can't be written, LibraryError if the file is not a key.
    """
    try:
        return _own_key()
    except ValueError as error:
        raise LibraryError(
            say(
                "签名用的密钥（用户数据文件夹里的 giver.key）坏了，未写入任何内容。把它改个名，就会另做一把。"
            )
        ) from error


def _own_key() -> "SigningKey":
    from nacl.signing import SigningKey

    path = _key_file()
    try:
        return SigningKey(read_at_most(open_regular(path), _SEED))
    except FileNotFoundError:
        make_private(path.parent)
        key = SigningKey.generate()
        with suppress(FileExistsError):  # another window was faster
            descriptor = os.open(
                path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600
            )
            with os.fdopen(descriptor, "wb") as file:
                file.write(bytes(key))
                file.flush()
                write_through(file.fileno())
            return key
        return SigningKey(read_at_most(open_regular(path), _SEED))


def is_signed(key: bytes, signature: bytes, signed: bytes) -> bool:
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(key).verify(signed, signature)
    except (CryptoError, ValueError):
        return False
    return True


def met(name: str, key: bytes) -> Giver:
    """Return the giver with this name and key, and record that they were seen. A failed write is ignored.

    A record that can't be read now is not written anew.
    """
    try:
        if _is_own(key):
            return Giver(name, key, Acquaintance.OWN)
        givers = _known()
    except (OSError, ValueError):
        return Giver(name, key, Acquaintance.UNKNOWN)
    this = _Known(key.hex(), name[:_LONGEST_NAME])
    if this not in givers and len(givers) < _MOST:
        with suppress(OSError):
            make_private(places().data)
            write_whole(_givers_file(), msgspec.json.encode([*givers, this]), replaces=True)
    return Giver(name, key, _acquaintance(name, key, givers))


def why_unknown() -> str:
    """Return what `Acquaintance.UNKNOWN` means, and what to do."""
    return say(
        "见过的签名记在 {path}，它现在无法读取，不知道这个签名见过没有：请与给您的人核对指纹。"
        "那个文件要是坏了，把它改个名，就会重新记起。",
        path=_givers_file(),
    )


def _is_own(key: bytes) -> bool:
    """Return whether a key is that of this person. Raises OSError if that can't be read now."""
    from nacl.signing import SigningKey

    try:
        seed = held_files.patiently(partial(_bytes_of, _key_file(), _SEED))
        return bytes(SigningKey(seed).verify_key) == key
    except (FileNotFoundError, ValueError):
        return False


def _acquaintance(name: str, key: bytes, givers: list[_Known]) -> Acquaintance:
    look = _look_of(name)
    of_name = next((giver.key for giver in givers if look and _look_of(giver.name) == look), key.hex())
    if of_name != key.hex():
        return Acquaintance.OTHER_KEY
    if any(giver.key == key.hex() for giver in givers):
        return Acquaintance.KNOWN
    return Acquaintance.FIRST


_LATIN_LOOKS = str.maketrans("аеорсухіѕјһԁɡɩ0１1|іοανρτυχικ", "aeopcyxisjhdgloll" + "lioavptuxik")
"""Letters of other scripts, and digits, by the Latin ones that they look like."""


def _look_of(name: str) -> str:
    """Return what a name looks like: without marks on letters, and with what looks the same written alike."""
    parts = unicodedata.normalize("NFKD", in_simplified(search_form(name)))
    bare = "".join(part for part in parts if unicodedata.category(part) not in ("Mn", "Me", "Cf"))
    return "".join(bare.translate(_LATIN_LOOKS).split())


def _known() -> list[_Known]:
    """Return the givers seen so far. Raises OSError if they can't be read now, ValueError for a damaged record."""
    try:
        return _KNOWN.decode(held_files.patiently(partial(_bytes_of, _givers_file(), _LARGEST)))
    except FileNotFoundError:
        return []


def _bytes_of(path: Path, most: int) -> bytes:
    return read_at_most(open_regular(path), most)


def _key_file() -> Path:
    return places().data / "giver.key"


def _givers_file() -> Path:
    return places().data / "givers.json"
