"""What a page states of its article for search engines (JSON-LD of schema.org): its day, and who publishes it."""

import json
import re
from collections.abc import Iterator

from msgspec import Struct

_SCRIPT = re.compile(
    rb"<script\b[^<>]{0,400}application/ld\+json[^<>]{0,400}>(.{2,200000}?)</script",
    re.IGNORECASE | re.DOTALL,
)
_MOST_SCRIPTS = 8
_MOST_VALUES = 2_000
_ARTICLES = frozenset(
    ["Article", "NewsArticle", "ReportageNewsArticle", "OpinionNewsArticle", "BlogPosting", "Report"]
)


class LinkedData(Struct, frozen=True):
    """What is stated of the first article, as it is written; "" for what is not."""

    published: str = ""
    publisher: str = ""


def linked_data_of(data: bytes) -> LinkedData:
    """Return what the bytes of a page state of the first article in them."""
    for at, script in enumerate(_SCRIPT.finditer(data)):
        if at >= _MOST_SCRIPTS:
            break
        try:
            value = json.loads(script[1].decode("utf-8", "replace"), strict=False)
        except (ValueError, RecursionError):
            continue
        for article in _objects(value):
            kinds = article.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and name in _ARTICLES for name in names):
                return LinkedData(_words(article.get("datePublished")), _name(article.get("publisher")))
    return LinkedData()


def _objects(value: object) -> Iterator[dict[str, object]]:
    """Yield the objects of a value, outer ones first."""
    waiting = [value]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        member = waiting.pop(0)
        if isinstance(member, dict):
            yield member
            waiting += member.values()
        elif isinstance(member, list):
            waiting += member


def _words(value: object) -> str:
    if isinstance(value, str):
        return value
    return ""


def _name(value: object) -> str:
    if isinstance(value, dict):
        return _words(value.get("name"))
    return _words(value)
