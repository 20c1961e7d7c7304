"""The messages of the program: in Chinese where they are used, in English in `resources/locale/en/LC_MESSAGES`."""

import gettext
import locale
import os
import re
import sys
from functools import cache
from string import Formatter

from reader import assets

DOMAIN = "reader"

_NAMED = re.compile("zh|en")
_NO_LANGUAGE = re.compile(r"(c|posix)?(\..*)?$", re.IGNORECASE)

_CHINESE = gettext.NullTranslations()


class _Plurals(Formatter):
    """Formats `{n:issue is|issues are}` as the number with the words that go with it."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, many = format_spec.partition("|")
        return f"{value} {one if str(value) == '1' else many}" if bar else format(value, format_spec)


def say(chinese: str, **values: object) -> str:
    """Return a message in the language of the program, with each `{name}` replaced by the value given."""
    text = _translations().gettext(chinese)
    if "|" in text and values:
        return _Plurals().format(text, **values)
    return text.format(**values) if values else text


def count(number: int, chinese: str) -> str:
    """Return a number in words, as “1,204 期”: `chinese` is "{n} 期", which has an English plural."""
    return _translations().ngettext(chinese, chinese, number).format(n=f"{number:,}")


SYSTEM = "system"
"""The choice of the language that the locale names."""

_VARIABLE = "READER_LANGUAGE"
_put: str | None = None
"""What `choose` has put into the environment."""


def choose(chosen: str) -> None:
    """Speak "zh" or "en" from now on, in this process and in those that it starts; else what the locale says.

    Nothing where whoever started the program has told it the language.
    """
    global _put
    if is_told_by_environment():
        return
    _put = chosen if chosen in ("zh", "en") else None
    if _put:
        os.environ[_VARIABLE] = _put
    else:
        os.environ.pop(_VARIABLE, None)
    language.cache_clear()


def is_told_by_environment() -> bool:
    """Return whether the environment of the program names its language, so that none can be chosen."""
    told = os.environ.get(_VARIABLE, "")
    return bool(_NAMED.match(told.lower())) and told != _put


@cache
def language() -> str:
    """Return "zh" or "en": that of `READER_LANGUAGE`, else of the locale, else of the terminal's characters.

    Where none of them names a language it is "en", but "zh" on macOS, which starts windows without a locale.
    """
    own = os.environ.get(_VARIABLE, "").lower()
    if _NAMED.match(own):
        return own[:2]
    told = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LC_CTYPE")]
    of_system = locale.getlocale()[0] if sys.platform == "win32" else None  # elsewhere C counts as American
    named = next((each for each in told if not _NO_LANGUAGE.match(each)), None) or of_system
    chosen = named or ("zh" if sys.platform == "darwin" else "en")
    return "zh" if re.match("zh|chinese", chosen, re.IGNORECASE) else "en"


def _translations() -> gettext.NullTranslations:
    return _CHINESE if language() == "zh" else _english()


@cache
def _english() -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, str(assets.resource("locale")), ["en"])
