"""Joining printed lines to running text."""

import re
from collections.abc import Sequence

from reader.language.forms import HAN, is_mark

_JOINED = re.compile(f"[{HAN}\\u3000-\\u303f\\uff00-\\uffef“”‘’…—·]")


def joined(texts: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Return the text of consecutive lines, and of every line the offset in it where the line begins.

    Between words of an alphabet there is a space; a number may be cut in two.
    """
    parts: list[str] = [texts[0]]
    begins = [0]
    at = len(texts[0])
    before = texts[0]
    for more in texts[1:]:
        if _needs_space(before, more):
            parts.append(" ")
            at += 1
        begins.append(at)
        parts.append(more)
        at += len(more)
        before = more
    return "".join(parts), tuple(begins)


def _needs_space(before: str, more: str) -> bool:
    if _JOINED.match(before[-1:]) or _JOINED.match(more):
        return not "\u4e00" <= more[:1] <= "\u9fff" and is_mark(
            more[:1]
        )  # or it would mark another line's character
    return not _is_cut_number(before, more)


def _is_cut_number(before: str, more: str) -> bool:
    return before[-1:].isdigit() and more[:1].isdigit()
