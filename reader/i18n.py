"""The messages of the program: in Chinese where they are used, in English in `resources/locale/en/LC_MESSAGES`."""

import gettext
import locale
import os
import re
import sys
from functools import cache

from reader import assets

DOMAIN = "reader"

_CHINESE = gettext.NullTranslations()


def say(chinese: str, **values: object) -> str:
    """Return a message in the language of the program, with each `{name}` replaced by the value given."""
    text = _translations().gettext(chinese)
    return text.format(**values) if values else text


def count(number: int, chinese: str) -> str:
    """Return a number in words, as “1,204 期”: `chinese` is "{n} 期", which has an English plural."""
    return _translations().ngettext(chinese, chinese, number).format(n=f"{number:,}")


@cache
def language() -> str:
    """Return "zh" or "en": that of `READER_LANGUAGE`, else of the locale; "zh" where both are unknown."""
    told = [os.environ.get(name, "") for name in ("READER_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    if re.match("(zh|en)", told[0].lower()):
        return told[0][:2].lower()
    of_system = locale.getlocale()[0] if sys.platform == "win32" else None  # elsewhere C counts as American
    chosen = next(filter(None, told[1:]), None) or of_system or "C"
    return "zh" if re.match(r"zh|chinese|(c|posix)\b", chosen.lower()) else "en"


def _translations() -> gettext.NullTranslations:
    return _CHINESE if language() == "zh" else _english()


@cache
def _english() -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, str(assets.resource("locale")), ["en"])
