"""Faults of ours: told in one sentence, with all that is needed to mend them in a file beside."""

import datetime as dt
import platform
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

import reader
from reader.messages import say
from reader.storage.places import places


def report(details: str) -> str:
    """Writes what happened into a file (and to the terminal, if there is one), and says where it is."""
    now = dt.datetime.now()
    text = (
        f"阅报 {reader.__version__}, Python {platform.python_version()}, {platform.platform()}, {now:%Y-%m-%d %H:%M}\n"
        f"{details}\n"
    )
    print(text, file=sys.stderr)
    target = places().data / "faults" / f"fault-{now:%Y%m%d-%H%M%S}.txt"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    except OSError:
        return say("阅报出了差错，细节在终端里。您的文件和书签没有受影响。")
    return say("阅报出了差错，细节记在 {path}。您的文件和书签没有受影响。", path=target)


def watch(tell: Callable[[str], None]) -> None:
    """Exceptions that nobody caught, in slots of Qt too, are reported and told instead of lost."""

    def caught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, where)
        else:
            tell(report("".join(traceback.format_exception(kind, error, where))))

    sys.excepthook = caught
