"""The words of recognised lines: joined as they are written, without stray spaces, whole over the ends of lines."""

from collections.abc import Iterable, Iterator, Sequence

from reader.language.forms import HAN
from reader.language.patterns import pattern

_CLOSE = f"[{HAN}\u3000-\u303f\u3040-\u30ff\uff00-\uff65]"
"""Characters that are written without spaces between them: Han characters, kana and their punctuation."""
_SPACE_AT_CLOSE = pattern(f"(?<={_CLOSE}) +(?={_CLOSE})")
_IS_CLOSE = pattern(_CLOSE)
_BROKEN_WORD = pattern(r"[^\W\d_](?:-|(?P<certain>[¬⸗\u00ad]))\s*$")


def joined_words(words: Iterable[str]) -> str:
    """Return the words joined to a line, with spaces between them except where they are Chinese or kana."""
    return without_stray_spaces(" ".join(filter(None, words)))


def without_stray_spaces(text: str) -> str:
    if text.isalnum():
        return text
    joined = " ".join(text.split())
    if " " in joined:
        return _SPACE_AT_CLOSE.sub("", joined)
    return joined


def is_written_close(text: str) -> bool:
    """Return whether a text has characters that are written without spaces between them."""
    return _IS_CLOSE.search(text) is not None


def whole_words(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines; a word that is hyphenated across two of them is moved as a whole to the end of the first."""
    before: str | None = None
    for line in lines:
        if before is not None:
            found = _BROKEN_WORD.search(before)
            if found and line and (line[0].islower() or found["certain"]):
                rest, _, line = line.partition(" ")
                before = before[: found.start() + 1] + rest
            yield before
        before = line
    if before is not None:
        yield before


def breadth(text: str) -> float:
    """Return the number of characters of a line; Latin letters, digits and ASCII punctuation count half."""
    return sum(0.5 if sign < "\u2000" else 1.0 for sign in text if not sign.isspace())
