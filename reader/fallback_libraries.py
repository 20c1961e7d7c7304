"""Shared libraries for Linux in a frozen bundle, for systems that lack them."""

import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

_FOLDER = "fallback"


@cache
def load() -> None:
    """Load the libraries that Qt needs and the system lacks; do nothing except in a frozen bundle for Linux.

    Qt then finds the loaded libraries by their names. If one can't be loaded, `display.load_qt` reports it later.
    """
    folder = Path(getattr(sys, "_MEIPASS", "")) / _FOLDER
    if not getattr(sys, "frozen", False) or not folder.is_dir():
        return
    import ctypes

    for name in (folder / "order.txt").read_text(encoding="utf-8").split():
        try:
            ctypes.CDLL(name)
        except OSError:
            with suppress(OSError):
                ctypes.CDLL(str(folder / name), ctypes.RTLD_GLOBAL)
