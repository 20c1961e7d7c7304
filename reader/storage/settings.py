"""The program's settings: one file of typed values; a broken one is renamed, never fatal.

Paths in it are absolute: a relative one is ignored, because its meaning would depend on the current folder.
"""

import json
import os
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from msgspec import Struct, field, structs, to_builtins

from reader import __version__, held_files
from reader.i18n import say
from reader.own_process import OWN_WORDS
from reader.plugs import Value
from reader.storage import outside_features
from reader.storage.disk_errors import explain
from reader.storage.platform_folders import NoHome, make_private, places, restrict_access
from reader.storage.regular_file import forget_parts, write_whole


class LibrarySeen(Struct, frozen=True):
    """The content of a library when it was last open; `opened` is an ISO time in UTC."""

    opened: str
    newspapers: int
    issues: int
    name: str = ""


class Settings(Struct, frozen=True):
    """The settings, each with a sensible default. Widths are logical px, `geometry` is Qt's, in base64.

    `declared` has the values of settings that are declared elsewhere, with their defaults: those of features in their
    plugs (`Preference`), those of the page in `PageStyle`. In the file they stand beside the others.
    """

    #: the latest version of the program that has been started here
    version: str = ""
    library: str | None = None
    recent: tuple[str, ...] = ()
    language: str = "system"
    theme: str = "system"
    reduced_motion: bool = False
    geometry: str = ""
    sidebar_width: int = 272
    list_width: int = 360
    results_width: int = 492
    sidebar_shown: bool = True
    sidebar_tab: str = "papers"
    search_order: str = "relevance"
    #: whether words without quotation marks are found in the shapes of their characters as typed only
    as_printed: bool = False
    folds_printings: bool = True
    bookmark_order: str = "added"
    citation_style: str = "gb2015"
    whole_page: bool = False
    page_picture: bool = False
    #: the names of the features without which the window is made
    left_out: tuple[str, ...] = ()
    #: the names of the features of other packages that are on
    features_on: tuple[str, ...] = ()
    #: the reader's own words, by which texts are cut: a list, or the path of a file (`language.own_words`)
    own_words: str = ""
    #: what was searched for, the last first
    searches: tuple[str, ...] = ()
    #: per library root: the article being read (its link; of earlier versions its key) and how far down, 0 to 1
    places_read: dict[str, tuple[str, float]] = field(default_factory=dict)
    #: likewise, the article shown next to it
    places_beside: dict[str, tuple[str, float]] = field(default_factory=dict)
    #: likewise, the search whose results were shown
    search_shown: dict[str, str] = field(default_factory=dict)
    #: per root of a recent library
    libraries_seen: dict[str, LibrarySeen] = field(default_factory=dict)
    #: where reading stopped in issues, the last first: article link and how far down
    places_stopped: tuple[tuple[str, float], ...] = ()
    #: what is chosen in dialogs (`Files`), and the folder where that was the last time
    folders: dict[str, str] = field(default_factory=dict)
    declared: dict[str, Value] = field(default_factory=dict)


class LoadedSettings(Struct, frozen=True):
    """Settings, and a message (`complaint`) about a file that could not be read."""

    settings: Settings
    complaint: str | None = None


def hand_down() -> None:
    """Tell this process and its children, by the environment, what they need of the settings before these are loaded.

    That is which features of other packages are on, and the reader's own words. Where the environment says so already,
    as of a parent, that holds.
    """
    try:
        stored = json.loads(_text_of(places().settings))
        outside_features.settle(stored.get("features_on"))
        words = stored.get("own_words")
        if isinstance(words, str) and words:
            os.environ.setdefault(OWN_WORDS, words)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError, NoHome):
        return  # what is wrong with the file is told by what reads all of it


def load() -> LoadedSettings:
    path = places().settings
    restrict_access(path)
    try:
        loaded = _from_json(json.loads(_text_of(path)))
        relative = list(_relative_paths(loaded))
        if not relative:
            return LoadedSettings(loaded)
        complaint = say(
            "设置文件 {path} 里的 {paths} 不是完整的路径，没有使用：从哪里启动，它就是哪里的文件夹。",
            path=path,
            paths=say("、").join(f"“{path}”" for path in dict.fromkeys(relative)),
        )
        return LoadedSettings(_without(loaded, relative), complaint)
    except FileNotFoundError:
        return LoadedSettings(Settings())
    except OSError as error:  # it may be read another day
        return LoadedSettings(
            Settings(), say("设置文件无法读取，先用默认设置。{why}", why=explain(error, path))
        )
    except _UNUSABLE as error:
        return LoadedSettings(Settings(), _about_unusable(path, error))


_UNUSABLE = (ValueError, TypeError, KeyError, OverflowError, RecursionError)
"""What is raised for a file that can be read, and has no settings."""


def _relative_paths(settings: Settings) -> Iterator[str]:
    """Yield the paths of libraries that are not absolute, some of them more than once."""
    roots = [*settings.recent]
    if settings.library:
        roots.insert(0, settings.library)
    for name in _OBJECTS:
        roots += getattr(settings, name)
    for root in roots:
        if not Path(root).is_absolute():
            yield root


def _without(settings: Settings, paths: Collection[str]) -> Settings:
    """Return the settings without these paths and what belongs to them."""
    by_root: dict[str, Any] = {}
    for name in _OBJECTS:
        values = getattr(settings, name)
        by_root[name] = {root: value for root, value in values.items() if root not in paths}
    library = None if settings.library in paths else settings.library
    recent = tuple(root for root in settings.recent if root not in paths)
    return structs.replace(
        settings,
        library=library,
        recent=recent,
        **by_root,
    )


def _about_unusable(path: Path, error: Exception) -> str:
    """Set a file aside that can't be used; return a message about it."""
    try:
        later_version = _later_version(path)
        aside = _set_aside(path)
    except OSError:
        return say("设置文件无法读取，先用默认设置：{reason}", reason=error)
    if later_version:
        return say(
            "设置文件是更新的 {version} 版写的，这一版无法读取，已移到 {path}，先用默认设置。",
            version=later_version,
            path=aside,
        )
    return say("设置文件无法读取，已移到 {path}，先用默认设置。", path=aside)


def _set_aside(path: Path) -> Path:
    """Rename a file that can't be used to a free name, so that it is not overwritten; return its new path.

    Raises OSError.
    """
    name = _later_version(path) or "broken"
    aside = path.with_suffix(f".{name}.json")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_suffix(f".{name}-{number}.json")
    held_files.rename(path, aside)
    return aside


def _later_version(path: Path) -> str:
    """Return the version that has written a file, if it is later than this one; else "". Raises OSError."""
    from reader import changes

    version = str(_object(path).get("version", ""))
    if changes.is_later(version, __version__):
        return version
    return ""


def merged(before: Settings, now: Settings, others: Settings) -> Settings:
    """Return the settings `others` with what has changed from `before` to `now`; of lists and objects, part by part."""
    values: dict[str, Any] = {}
    for name in Settings.__struct_fields__:
        values[name] = _merged(getattr(before, name), getattr(now, name), getattr(others, name))
    return structs.replace(others, **values)


def _merged(before: Any, now: Any, others: Any) -> Any:
    if isinstance(now, dict):
        left = {name: value for name, value in others.items() if name in now or name not in before}
        return left | {name: value for name, value in now.items() if before.get(name) != value}
    if isinstance(now, tuple):
        return (*now, *(other for other in others if other not in now and other not in before))
    if now == before:
        return others
    return now


def save(settings: Settings, before: Settings | None = None) -> None:
    """Replace the file atomically, keeping values under names that only a later version of the program knows.

    `before` are the settings that the caller has loaded or saved last: what others have changed since stays. A file
    that can't be used is set aside first, as one that `load` could not set aside, or that was changed since. Raises
    OSError if the file can't be read, set aside or written; then the former one is unchanged.
    """
    with _saving:
        _save(settings, before)


_saving = Lock()
"""Held by the thread that reads and replaces the file: each window saves on a thread of its own."""


def _save(settings: Settings, before: Settings | None) -> None:
    path = places().settings
    stored = _usable_object(path)
    if before is not None and stored:
        settings = merged(before, settings, _from_json(stored))
    values = to_builtins(settings)
    written = stored | values.pop("declared") | values
    if places().portable:
        path.parent.mkdir(parents=True, exist_ok=True)
    else:
        make_private(path.parent)
    forget_parts(path.parent)
    write_whole(
        path, json.dumps(written, indent=1), replaces=True, mode=0o600
    )  # in ASCII: paths need not be UTF-8


def _text_of(path: Path) -> str:
    """Return the text of a file, which another program may hold for a moment. Raises OSError, UnicodeDecodeError."""
    return held_files.patiently(partial(path.read_text, encoding="utf-8"))


def _usable_object(path: Path) -> dict[str, Any]:
    """Return the object with the settings in a file, which is set aside if it has none. Raises OSError."""
    try:
        stored: dict[str, Any] = json.loads(_text_of(path))
        _from_json(stored)
    except FileNotFoundError:
        return {}
    except _UNUSABLE:
        _set_aside(path)
        return {}
    return stored


def _object(path: Path) -> dict[str, Any]:
    """Return the object in a file; an empty one if there is none. Raises OSError if the file can't be read."""
    try:
        data = json.loads(_text_of(path))
    except (FileNotFoundError, ValueError, RecursionError):
        return {}
    if isinstance(data, dict):
        return data
    return {}


_TEXTS = ("search_shown", "folders")
_PLACES = ("places_read", "places_beside")
_OBJECTS = (*_PLACES, "libraries_seen", "search_shown")
"""The objects whose names are the roots of libraries."""


def _from_json(data: Any) -> Settings:
    """Return the settings in an object.

    Values of the wrong type raise TypeError or ValueError. Those under other names are declared elsewhere, or known to
    a later version alone.
    """
    if not isinstance(data, dict):
        raise TypeError(say("内容不是设置"))
    for name in (*_OBJECTS, *_TEXTS):
        if not isinstance(data.get(name, {}), dict):
            raise TypeError(say("内容不是设置"))
    default = Settings()
    others = data.keys() - {*Settings.__struct_fields__}
    declared = {name: data[name] for name in others if isinstance(data[name], str | int | float)}
    values: dict[str, Any] = {"declared": declared}
    if data.get("copies_corrected") is True:  # of versions that only knew whether corrections are told
        declared.setdefault("copied_wording", "with notes")
    for name in Settings.__struct_fields__:
        if name in data and name != "declared":
            values[name] = _value(name, data[name], getattr(default, name))
    return structs.replace(default, **values)


def _value(name: str, value: Any, example: object) -> object:
    """Return the value of a setting as in JSON. Raises TypeError or ValueError if it is of another type."""
    if name in _PLACES:
        return {str(root): (str(key), float(down)) for root, (key, down) in value.items()}
    if name in _TEXTS:
        return {str(text_name): str(text) for text_name, text in value.items()}
    if name == "libraries_seen":
        return {str(root): _library_seen(seen) for root, seen in value.items()}
    if name == "places_stopped":
        return tuple((str(key), float(down)) for key, down in value)
    if isinstance(example, tuple):
        return tuple(str(part) for part in value)
    if name == "library":
        if value is None:
            return None
        return str(value)
    if type(value) is not type(example):
        raise TypeError(name)
    return value


def _library_seen(data: Any) -> LibrarySeen:
    """Return what was seen of a library, as in JSON. Raises KeyError, TypeError or ValueError if it is not that."""
    return LibrarySeen(
        str(data["opened"]), int(data["newspapers"]), int(data["issues"]), str(data.get("name", ""))
    )
