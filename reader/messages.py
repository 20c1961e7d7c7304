"""The words of the program: written in Chinese where they are used, in English in `resources/translations/en.json`."""

import json
import locale
import os
from functools import cache

from reader import assets


def say(chinese: str, **values: object) -> str:
    """`chinese`, or its English, with `{name}` replaced by the values given."""
    text = chinese if language() == "zh" else _english().get(chinese, chinese)
    return text.format(**values) if values else text


@cache
def language() -> str:
    """ "zh" or "en": `READER_LANGUAGE`, else the locale; Chinese where it says nothing."""
    chosen = os.environ.get("READER_LANGUAGE") or locale.getlocale()[0] or "zh"
    return "zh" if chosen.lower().startswith(("zh", "chinese", "c", "posix")) else "en"


@cache
def _english() -> dict[str, str]:
    catalogue: dict[str, str] = json.loads(assets.resource("translations/en.json").read_text(encoding="utf-8"))
    return catalogue
