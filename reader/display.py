"""Loads Qt, and checks whether it can open a window here; without a display, Qt would abort without a message."""

import builtins
import enum
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from itertools import chain
from pathlib import Path
from threading import RLock
from typing import Any

from reader.i18n import say

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
            raise NoWindow(say("没有图形界面，打不开窗口（DISPLAY 和 WAYLAND_DISPLAY 都没有设置）。"))
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
            say("打不开窗口：系统缺少图形库（{error}）。在 Debian 或 Ubuntu 上安装：", error=error)
            + f"\n  sudo apt install {_DEBIAN_PACKAGES}"
        ) from error


def _qt_core() -> None:
    _load_fallback_libraries()
    _make_enumerations_quickly()
    _import_qt()


def _import_qt() -> None:
    """Import Qt without compiling `_SIGNATURES`, and keep Python's own import, which PySide replaces by a slow one."""
    internals: Any = builtins
    internals.compile = _compiled_when_used
    try:
        import PySide6.QtSvg
        import PySide6.QtWidgets  # noqa: F401
    finally:
        internals.compile = _compile
    # the slower one reads and keeps each module's source, for other names of Qt's methods
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


@cache
def _make_enumerations_quickly() -> None:
    """Make Python create Qt's enumerations without checks: a fifth of all calls that opening the window takes.

    They are 300, with 3,600 members.
    """
    internals: Any = enum
    if not (hasattr(internals, "_simple_enum") and hasattr(enum.EnumType, "_create_")):
        return  # a Python that makes them in another way
    checked = internals.EnumType._create_

    def create(kind: Any, class_name: str, names: Any, *, boundary: Any = None, **given: Any) -> Any:
        has_pairs = isinstance(names, list) and (not names or isinstance(names[0], tuple))
        is_of_qt = boundary is enum.KEEP and has_pairs
        if not is_of_qt or given["type"] is not None or given["module"] is not None:
            return checked(kind, class_name, names, boundary=boundary, **given)
        values = dict(names)
        has_plain_names = values.keys().isdisjoint(_attributes_of(kind))
        if sys.version_info >= (3, 12) or not has_plain_names:
            return _simple_enumeration(kind, class_name, values, boundary)
        enumeration = _empty_enumeration(kind, class_name, boundary)
        _add_members(enumeration, values)
        return enumeration

    internals.EnumType._create_ = create


def _simple_enumeration(kind: Any, name: str, values: dict[str, int], boundary: Any) -> Any:
    """Return an enumeration that is made as Python makes those of its own library."""
    template: Any = _Named()
    template.__name__ = name
    template.__dict__ = values
    internals: Any = enum
    return internals._simple_enum(kind, boundary=boundary)(template)


def _empty_enumeration(kind: Any, name: str, boundary: Any) -> Any:
    """Return an enumeration without members, as `_simple_enumeration` does, in a third of the time."""
    own: dict[str, object] = {
        "_member_names_": [],
        "_member_map_": {},
        "_value2member_map_": {},
        "_unhashable_values_": [],
    }
    return type.__new__(enum.EnumType, name, (kind,), {**_attributes_of_empty(kind, boundary), **own})


@cache
def _attributes_of_empty(kind: Any, boundary: Any) -> dict[str, Any]:
    """Return what Python writes into each enumeration of a kind."""
    return dict(vars(_simple_enumeration(kind, kind.__name__, {}, boundary)))


class _Named:
    """Stands for a class of which only the name and the attributes are wanted."""

    __slots__ = ("__dict__", "__name__")


@cache
def _attributes_of(kind: type) -> frozenset[str]:
    return frozenset(chain.from_iterable(vars(base) for base in kind.__mro__))


def _add_members(enumeration: Any, values: dict[str, int]) -> None:
    """Add members to an enumeration that has none, as `enum._simple_enum` of Python 3.11 does.

    Each is an attribute of the class, as since Python 3.13: a property would be a call more at each use.
    """
    new = enumeration._new_member_
    is_number = enumeration._use_args_
    members: dict[str, Any] = enumeration._member_map_
    by_value: dict[int, Any] = enumeration._value2member_map_
    for name, value in values.items():
        if value in by_value:
            members[name] = by_value[value]
            continue
        if is_number:
            member = new(enumeration, value)
        else:
            member = new(enumeration)
        member._value_ = value
        member._name_ = name
        member.__objclass__ = enumeration
        member._sort_order_ = len(members)
        members[name] = member
        by_value[value] = member
    for name, member in members.items():
        type.__setattr__(enumeration, name, member)
    if issubclass(enumeration, enum.Flag):
        _note_bits(enumeration)
    else:
        enumeration._member_names_ += [member._name_ for member in by_value.values()]


def _note_bits(flags: Any) -> None:
    """Tell a class of flags what its members are: only those of one bit are listed."""
    values: dict[int, Any] = flags._value2member_map_
    singles = [value for value in values if value and not value & (value - 1)]
    flags._member_names_ += [values[value]._name_ for value in singles]
    every_bit = 0
    for value in values:
        every_bit |= value
    write = partial(type.__setattr__, flags)  # that of enumerations looks for a member of the name
    write("_flag_mask_", every_bit)
    write("_singles_mask_", sum(singles))
    write("_all_bits_", 2 ** every_bit.bit_length() - 1)
    if singles != sorted(singles):
        write("_iter_member_", flags._iter_member_by_def_)


_LATE = "errorhandler", "layout", "mapping", "parser", "lib/enum_sig", "lib/pyi_generator", "lib/tool"
_SIGNATURES = frozenset(f"shibokensupport/signature/{name}.py" for name in _LATE)
"""PySide's modules that explain wrong calls and write stubs; compiling them is a third of importing Qt."""
_SIGNATURE = b"""import functools as f, reader.display as d; __getattr__ = f.partial(d.signature_attribute, globals())
def update_mapping(): return __getattr__("update_mapping")()  # PySide takes it from its module's dictionary
"""
_unused: dict[str, bytes] = {}
"""The sources of `_SIGNATURES` that have not been used yet."""
_using = RLock()
_compile = compile


def _compiled_when_used(source: Any, filename: Any, *mode: Any, **options: Any) -> Any:
    """Stand for `compile`, but leave it to `signature_attribute` to compile `_SIGNATURES`."""
    if filename in _SIGNATURES:
        _unused[filename] = source
        source = _SIGNATURE
    return _compile(source, filename, *mode, **options)


def signature_attribute(module: dict[str, Any], name: str) -> Any:
    """Return an attribute of one of `_SIGNATURES`, which is run if it is the first one."""
    with _using:
        source = _unused.pop(module["__file__"], None)
        if source is not None:
            exec(_compile(source, module["__file__"], "exec"), module)
    if name not in module:
        raise AttributeError(name)
    return module[name]


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
        raise NoWindow(say("连不上显示器 {display}，打不开窗口。", display=display))


_FOLDER = "fallback"


@cache
def _load_fallback_libraries() -> None:
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
