"""Libraries of a Linux that a frozen bundle brings along for systems that lack them."""

import ctypes
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

_FOLDER = "fallback"


@cache
def load() -> None:
    """Load what Qt needs and the system does not have; nothing but in a frozen bundle for Linux.

    What is loaded is found by its name when Qt is. One that can't be loaded is missed by Qt, which is told then.
    """
    folder = Path(getattr(sys, "_MEIPASS", "")) / _FOLDER
    if not getattr(sys, "frozen", False) or not folder.is_dir():
        return
    for name in (folder / "order.txt").read_text(encoding="utf-8").split():
        try:
            ctypes.CDLL(name)
        except OSError:
            with suppress(OSError):
                ctypes.CDLL(str(folder / name), ctypes.RTLD_GLOBAL)
