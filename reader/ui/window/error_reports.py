"""What nobody caught: told in one sentence; where it is a fault of ours, with all that is needed to mend it in a file
beside.
"""

import datetime as dt
import platform
import sqlite3
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

import reader
from reader.i18n import say
from reader.language.control_characters import made_visible
from reader.search.engine import IndexDamaged
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.disk_errors import explain
from reader.storage.platform_folders import make_private, places


def is_damage(error: BaseException) -> bool:
    """Whether derived data are not what was written: the next update makes them anew."""
    return isinstance(error, CatalogueDamaged | IndexDamaged)


def told(error: BaseException) -> str:
    """What to say of it, once it is written down where it is a fault of ours."""
    if is_damage(error):
        return say("搜索用的索引损坏了。更新一次资料库就会自动重建。")
    if isinstance(error, OSError | sqlite3.OperationalError):
        return explain(error, places().cache if isinstance(error, sqlite3.Error) else None)
    return _reported("".join(traceback.format_exception(error)))


def _reported(details: str) -> str:
    """Writes what happened into a file (and to the terminal, if there is one), and says where it is."""
    now = dt.datetime.now()
    text = (
        f"阅报 {reader.__version__}, Python {platform.python_version()}, {platform.platform()}, {now:%Y-%m-%d %H:%M}\n"
        f"{details}\n"
    )
    print(made_visible(text), file=sys.stderr)
    target = places().data / "faults" / f"fault-{now:%Y%m%d-%H%M%S}.txt"
    try:
        make_private(target.parent)
        target.write_text(text, encoding="utf-8")
    except OSError:
        return say("阅报出了差错，细节在终端里。您的文件和书签没有受影响。")
    return say("阅报出了差错，细节记在 {path}。您的文件和书签没有受影响。", path=target)


def watch(tell: Callable[[BaseException], None]) -> None:
    """Exceptions that nobody caught, in slots of Qt too, are told instead of lost."""

    def caught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, where)
        else:
            tell(error)

    sys.excepthook = caught
