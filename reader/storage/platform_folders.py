"""The platform's folders for files outside the library folder: caches, user data, settings."""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from reader.i18n import say


class NoHome(Exception):
    """The account has no folder of its own; the message says what to do."""


class Places(Struct, frozen=True):
    """The folders of the program. `cache` may be deleted at any moment; `data` is precious.

    `settings` is one file, whose folder is the program's own unless the places are `portable`.
    """

    cache: Path
    data: Path
    settings: Path
    documents: Path
    portable: bool = False


def places() -> Places:
    """Return the platform's folders, or folders below `READER_HOME` if that is set (a portable copy, a test).

    Raises NoHome.
    """
    home = os.environ.get("READER_HOME")
    if home:
        base = Path(home)
        return Places(
            base / "cache", base / "data", base / "settings.json", base / "documents", portable=True
        )
    import platformdirs

    dirs = platformdirs.PlatformDirs("yuebao", appauthor=False)
    try:
        return Places(
            dirs.user_cache_path,
            dirs.user_data_path,
            dirs.user_config_path / "settings.json",
            dirs.user_documents_path,
        )
    except RuntimeError as error:  # neither HOME nor the list of accounts names one
        raise NoHome(
            say("这个帐号没有主文件夹，批注、设置和缓存没有地方放。请用 READER_HOME 指定一个文件夹。")
        ) from error


def default_root() -> Path:
    """Return the default folder of a person's own library."""
    return places().documents / say("阅报资料库")


def make_private(folder: Path) -> None:
    """Create a folder of the program's own that no other user of the machine can read. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    restrict_access(folder)


def restrict_access(path: Path) -> None:
    """Remove other users' permissions on a file or folder of the program's own.

    The target of a link belongs to somebody else, and is left unchanged.
    """
    if sys.platform == "win32":  # a person's folders are nobody else's there
        return
    with suppress(OSError):
        status = path.lstat()
        is_wide = stat.S_IMODE(status.st_mode) & 0o077
        if is_wide and not stat.S_ISLNK(status.st_mode) and status.st_uid == os.geteuid():
            path.chmod(stat.S_IMODE(status.st_mode) & 0o700)
