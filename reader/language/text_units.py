"""The units of a text that a double or triple click selects: the word or name at an offset, and the sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from reader.language import names, words
from reader.language.forms import HAN
from reader.language.patterns import pattern

Span = tuple[int, int]
"""The characters [start, end) of a text."""

_RUN = pattern(rf"[{HAN}]+|[A-Za-z0-9]+(?:[.,:%·'’_-]+[A-Za-z0-9]+)*%?|\s+|[^\w\s]|.", re.DOTALL)
_HAN_RUN = pattern(rf"[{HAN}]+")
_AROUND = 24
"""The number of characters on either side that are cut into words; more would hardly change the result."""

_END = "。！？!?…"
_CLOSERS = "”’」』）)》〉】〕"
_SENTENCE = pattern(rf"[^{_END}]*(?:[{_END}]+[{_CLOSERS}]*|$)")

_SPEAKS = "说道称讲问答介告表指强认呼笑喊叹"
"""The first characters of verbs of speaking, which often follow a person's name."""
_NO_GIVEN_NAME = frozenset(
    _SPEAKS
    + "是在的了和与到从把被向对为也都就才又还将要会能可以等及或"
    + "站走来去看听给让叫同跟则便却仍已曾正刚有没不"
)
"""Characters that far more often follow a name than belong to a given name."""
_OFFICE = "长员任记授师士生人理工匠兵手民家者友亲爷叔伯婶嫂娘妈爸哥姐弟妹"
"""The last characters of words that precede a name: 馆长, 教师, 记者, 老人."""
_BETWEEN = "、，。：；“‘（"


def word_at(text: str, at: int, known_names: Iterable[str] = ()) -> Span:
    """Return the span of the word, or the person's name, that contains the character at `at`.

    Numbers, Latin words and runs of white space are words, too; a punctuation mark is a word of its own. Names in
    `known_names` take precedence. An offset beyond the end means the last character; for an empty text, the span is
    empty.
    """
    at = min(at, len(text) - 1)
    if at < 0:
        return 0, 0
    for name in sorted(filter(None, known_names), key=len, reverse=True):
        start = text.find(name, max(0, at - len(name) + 1), at + len(name))
        if start >= 0:
            return start, start + len(name)
    run = next(match.span() for match in _RUN.finditer(text) if match.end() > at)
    if not _HAN_RUN.match(text, run[0]):
        return run
    start = max(run[0], at - _AROUND)
    end = min(run[1], at + _AROUND)
    return _name_at(text, at, start, end) or _han_word_at(text, at, start, end)


def sentence_at(text: str, at: int) -> Span:
    """Return the span of the sentence that contains the character at `at`, with its closing quotation marks.

    The span is empty for an empty text.
    """
    at = min(at, len(text) - 1)
    for match in _SENTENCE.finditer(text):
        if match.start() <= at < match.end():
            start = match.start()
            while start < at and text[start].isspace():
                start += 1
            return start, match.end()
    return 0, len(text)


def _spans(pieces: Iterable[str], start: int) -> Iterator[Span]:
    """Yield the spans of consecutive pieces of a text, the first of which begins at `start`."""
    for piece in pieces:
        yield start, start + len(piece)
        start += len(piece)


def _covering(cut: Callable[[str], list[str]], text: str, at: int, start: int, end: int) -> Span:
    """Return the span of the word at an offset, with text[start:end] cut into words by `cut`."""
    return next(span for span in _spans(cut(text[start:end]), start) if span[0] <= at < span[1])


def _han_word_at(text: str, at: int, start: int, end: int) -> Span:
    """Return the dictionary word at an offset; instead of a single character, a likely unknown word of two."""
    dictionary_span = _covering(words.known_words, text, at, start, end)
    if dictionary_span[1] - dictionary_span[0] > 1:
        return dictionary_span
    guessed = _covering(words.words, text, at, start, end)
    if guessed[1] - guessed[0] == 2:
        return guessed
    return dictionary_span


def _name_at(text: str, at: int, start: int, end: int) -> Span | None:
    """Return the span of the person's name at an offset, recognized by surname and context; None if there is none."""
    spans = list(_spans(words.known_words(text[start:end]), start))
    for number, (first, last) in enumerate(spans):
        surname = text[first:last]
        if first > at or not (last - first == 1 and names.is_surname(surname)):
            continue
        name_end = _given_name(text, spans[number + 1 :], first)
        if name_end > at and name_end - first > 1 and names.is_name(text[first:name_end]):
            return first, name_end
    return None


def _given_name(text: str, behind: list[Span], first: int) -> int:
    """Return the end offset of the name whose surname is at `first`; `first + 1` if no given name follows.

    `behind` are the spans of the words after the surname.
    """
    end = first + 1
    singles = 0
    for start, stop in behind:
        if stop - start == 1 and singles < 2 and text[start] not in _NO_GIVEN_NAME:
            singles += 1
            end = stop
        elif stop - start == 2 and not singles and _is_named(text, first, stop):
            return stop
        else:
            break
    if singles == 1 and not _is_named(text, first, end):
        return first + 1  # two characters by chance: 高 and 得
    return end


def _is_named(text: str, first: int, end: int) -> bool:
    """Return whether the characters before and after a possible name suggest that it is one."""
    before = text[max(0, first - 1) : first]
    after = text[end : end + 1]
    if after and after in _SPEAKS:
        return True
    if not before:
        return False
    return before in _OFFICE or before == "、" or (before in _BETWEEN and bool(after) and after in _BETWEEN)
