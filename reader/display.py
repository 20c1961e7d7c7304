"""Checks whether Qt can open a window here; without a display, Qt would abort without a message."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from reader import fallback_libraries

_DEBIAN_PACKAGES = (
    "libegl1 libgl1 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 "
    "libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1"
)


class NoWindow(Exception):
    """No window can be opened here; the message says why, and what to do about it."""


def probe() -> None:
    """Check for everything that would make Qt abort. Raises NoWindow."""
    if sys.platform.startswith("linux") and not os.environ.get("QT_QPA_PLATFORM"):
        if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            raise NoWindow(
                "没有图形界面，打不开窗口（DISPLAY 和 WAYLAND_DISPLAY 都没有设置）。\n"
                "No window: there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)."
            )
        load_qt()
        if os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
            _load(_platform_plugin)
            _reach_display()
    else:
        load_qt()


def load_qt() -> None:
    """Load Qt. Raises NoWindow if libraries that it needs are missing."""
    _load(_qt_core)


def _load(load: Callable[[], object]) -> None:
    try:
        load()
    except (ImportError, OSError) as error:
        raise NoWindow(
            f"打不开窗口：系统缺少图形库（{error}）。在 Debian 或 Ubuntu 上安装：\n"
            f"No window: a library that Qt needs is missing. On Debian or Ubuntu install:\n"
            f"  sudo apt install {_DEBIAN_PACKAGES}"
        ) from error


def _qt_core() -> None:
    fallback_libraries.load()
    import PySide6.QtSvg
    import PySide6.QtWidgets  # noqa: F401


def _platform_plugin() -> None:
    import ctypes

    import PySide6

    ctypes.CDLL(str(Path(PySide6.__path__[0]) / "Qt" / "plugins" / "platforms" / "libqxcb.so"))


def _reach_display() -> None:
    """Connect to the X server, as Qt will do. Raises NoWindow if that fails."""
    import ctypes

    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    error = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if error:
        display = os.environ["DISPLAY"]
        raise NoWindow(
            f"连不上显示器 {display}，打不开窗口。\nNo window: the display {display} does not answer."
        )
