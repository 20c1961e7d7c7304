"""The messages of the program: Chinese in the source code, English in `resources/locale/en/LC_MESSAGES`."""

from __future__ import annotations

import locale
import os
import re
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import PurePath
from string import Formatter
from typing import TYPE_CHECKING, TypeAlias

from reader import assets

if TYPE_CHECKING:
    import gettext

DOMAIN = "reader"

_NAMED = re.compile("zh|en")
_NO_LANGUAGE = re.compile(r"(c|posix)?(\..*)?$", re.IGNORECASE)


class _Plurals(Formatter):
    """Formats `{n:issue is|issues are}` as the number followed by the singular or the plural words."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, many = format_spec.partition("|")
        if bar:
            return f"{value} {one if str(value) == '1' else many}"
        return format(value, format_spec)


def say(chinese: str, **values: object) -> str:
    r"""Return a message in the language of the program, with each `{name}` replaced by the given value.

    A line end in the name of a file is shown as \\n.
    """
    text = _in_language(chinese)
    if not values:
        return text
    for name in values:
        if name in _OF_PATHS or isinstance(values[name], PurePath):
            values[name] = _on_one_line(values[name])
    if "|" in text:
        return _Plurals().format(text, **values)
    return text.format(**values)


def _in_language(chinese: str) -> str:
    text = chinese if language() == "zh" else _english().gettext(chinese)
    return with_keys_of_system(text)


def with_keys_of_system(text: str) -> str:
    """Return a text of the window with the keys in it as they are called, and stand, on this system."""
    if _HAS_COMMAND_KEY:
        return _KEYS.sub(_as_on_mac, text)
    return text


_HAS_COMMAND_KEY = sys.platform == "darwin"
"""Whether what is Ctrl elsewhere is ⌘ in the window. In a terminal it is not: its keys are values of a message."""
_OTHERS_ON_MAC = {"Ctrl+H": "Meta+H", "Ctrl+M": "Meta+M", "F11": "Ctrl+Meta+F"}
"""The keys with which macOS hides, minimizes, or shows the desktop, with those that stand for them there.

support.apple.com/102650; what Qt calls Meta is Control there, and what it calls Ctrl is Command.
"""
_KEYS = re.compile(r"\b(?:Ctrl\+[HM]|F11)\b|(?:(?:Ctrl|Alt|Shift)\+)+")
_KEYS_OF_MAC = (("Meta+", "⌃"), ("Alt+", "⌥"), ("Shift+", "⇧"), ("Ctrl+", "⌘"))
"""The names of keys, with their signs on a Mac, in the order in which they stand there."""


def keys_here(keys: str) -> str:
    """Return the keys, written as Qt does, that stand on this system for those of the others."""
    if _HAS_COMMAND_KEY:
        return _OTHERS_ON_MAC.get(keys, keys)
    return keys


def _as_on_mac(found: re.Match[str]) -> str:
    keys = keys_here(found[0])
    signs = "".join(sign for name, sign in _KEYS_OF_MAC if name in keys)
    return signs + keys.rpartition("+")[2]


def _on_one_line(value: object) -> object:
    """Return the name of a file, whose line ends would break a message into lines; what is no name as it is."""
    if not isinstance(value, str | PurePath):
        return value
    return str(value).replace("\r", "\\r").replace("\n", "\\n")


Words: TypeAlias = Callable[[], str]
"""Returns a message in the language that the program has when it is called."""


def later(chinese: str, **values: object) -> Words:
    """Return a function that says a message: for what is declared when a module is imported."""
    return partial(say, chinese, **values)


def in_all_languages(words: Words) -> tuple[str, ...]:
    """Return a message that `later` has declared, in each language of the program."""
    chinese = words.args[0] if isinstance(words, partial) else words()
    return tuple(dict.fromkeys((chinese, _english().gettext(chinese))))


_OF_PATHS = frozenset({"path", "folder", "aside", "of", "root", "file", "paths"})


def count(number: int, chinese: str) -> str:
    """Return a number with its counted noun, such as “1,204 期”; `chinese` is the message "{n} 期", which needs an
    English plural.
    """
    if language() == "zh":
        text = chinese
    else:
        text = _english().ngettext(chinese, chinese, number)
    return text.format(n=f"{number:,}")


def said_again(stored: str) -> str:
    """Return a message that was stored, perhaps in another language, in that of the program.

    It is one without values, or with a counted number alone. Any other stays as it was stored.
    """
    is_chinese = _HAN.search(stored) is not None
    if is_chinese == (language() == "zh"):
        return stored
    whole_message = _chinese_of(stored)
    if whole_message is not None and "{n}" in whole_message:  # in English, one is told without the number
        return count(1, whole_message)
    if whole_message is not None:
        return _in_language(whole_message)
    number = _NUMBER.search(stored)
    if number is None:
        return stored
    counted_message = _chinese_of(stored[: number.start()] + "{n}" + stored[number.end() :])
    if counted_message is None:
        return stored
    return count(int(number[0].replace(",", "")), counted_message)


_HAN = re.compile("[\u4e00-\u9fff]")
_NUMBER = re.compile(r"\d+(?:,\d{3})*")


def _chinese_of(text: str) -> str | None:
    """Return the message that has a text in one of the languages; None if there is none, or several."""
    return _chinese_by_text().get(text)


@cache
def _chinese_by_text() -> dict[str, str | None]:
    """Return the Chinese of each message, by its texts in both languages; None where two have the same text."""
    chinese_by_text: dict[str, str | None] = {}
    for identifier, english in vars(_english())["_catalog"].items():
        chinese = identifier[0] if isinstance(identifier, tuple) else identifier
        for text in (chinese, english):
            is_of_another = chinese_by_text.get(text, chinese) != chinese
            chinese_by_text[text] = None if is_of_another else chinese
    return chinese_by_text


SYSTEM = "system"
"""The setting for the language of the system's locale."""

_VARIABLE = "READER_LANGUAGE"
_put: str | None = None
"""The language that `choose` has put into the environment; None if it has put none there."""


def choose(chosen: str) -> None:
    """Switch this process, and those that it starts, to "zh" or "en"; for any other value, to the language of the
    locale.

    Does nothing if the environment of the program already names the language.
    """
    global _put
    if is_set_by_environment():
        return
    _put = chosen if chosen in ("zh", "en") else None
    if _put:
        os.environ[_VARIABLE] = _put
    else:
        os.environ.pop(_VARIABLE, None)
    language.cache_clear()


def is_set_by_environment() -> bool:
    """Return whether the program was started with READER_LANGUAGE in its environment, so that no language can be
    chosen.
    """
    value = os.environ.get(_VARIABLE, "")
    return bool(_NAMED.match(value.lower())) and value != _put


@cache
def language() -> str:
    """Return "zh" or "en": the language of `READER_LANGUAGE`, else of the locale.

    If neither names a language, it is "en", but "zh" on macOS, which starts windows without a locale.
    """
    variable_value = os.environ.get(_VARIABLE, "").lower()
    if _NAMED.match(variable_value):
        return variable_value[:2]
    values = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LC_CTYPE")]
    of_system = locale.getlocale()[0] if sys.platform == "win32" else None  # elsewhere C counts as American
    locale_name = next((value for value in values if not _NO_LANGUAGE.match(value)), None) or of_system
    chosen = locale_name or ("zh" if sys.platform == "darwin" else "en")
    if re.match("zh|chinese", chosen, re.IGNORECASE):
        return "zh"
    return "en"


@cache
def _english() -> gettext.NullTranslations:
    import gettext  # a program in Chinese needs no translations

    return gettext.translation(DOMAIN, str(assets.resource("locale")), ["en"])
