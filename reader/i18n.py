"""The words of the program: written in Chinese where they are used, in English in `resources/translations/en.json`."""

import json
import locale
import os
import re
import sys
from functools import cache

from reader import assets


def say(chinese: str, **values: object) -> str:
    """`chinese`, or its English, with `{name}` replaced by the values given."""
    text = chinese if language() == "zh" else _english().get(chinese, chinese)
    return text.format(**values) if values else text


@cache
def language() -> str:
    """Return "zh" or "en": `READER_LANGUAGE`, else the locale; Chinese where neither can be understood."""
    told = [os.environ.get(name, "") for name in ("READER_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    if re.match("(zh|en)", told[0].lower()):
        return told[0][:2].lower()
    of_system = locale.getlocale()[0] if sys.platform == "win32" else None  # elsewhere C counts as American
    chosen = next(filter(None, told[1:]), None) or of_system or "C"
    return "zh" if re.match(r"zh|chinese|(c|posix)\b", chosen.lower()) else "en"


@cache
def _english() -> dict[str, str]:
    catalogue: dict[str, str] = json.loads(
        assets.resource("translations/en.json").read_text(encoding="utf-8")
    )
    return catalogue
