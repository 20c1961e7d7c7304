"""Lines in Western letters: how long they are beside Han characters, where a sentence ends, what is in capitals."""

from collections.abc import Sequence
from functools import lru_cache

from reader.language.patterns import pattern

_NO_WESTERN = pattern("[\u1100-\u11ff\u2e80-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]")
_LETTER = pattern(r"[^\W\d_]")
_LETTERS_OF_A_CHARACTER = 2
"""Letters of a Western language that say about as much as one Han character."""
_SMALL_LETTER = "[a-zß-ÿāăąćčđēėęěğīĩıłńňōŏőơřśşšťũūůűưźżžạ-ỹа-яёіѣ]"
_END_OF_SENTENCE = pattern(
    rf"\b(?:{_SMALL_LETTER}{{3,}}|[A-ZÀ-ÞĐА-ЯІѢ]{_SMALL_LETTER}{{4,}})[\"”’')\]]{{0,2}}\.$"
)
"""A full stop behind a word in lower case, as few abbreviations have it."""
_LONGEST_TITLE = 60
_WORD = pattern(r"[^\W\d_]+")
_LONGER = 4
_PARTICLE = pattern(
    "an?|the|of|at|in|on|to|by|for|and|or|as|st|nd|rd|th|d[eu]|des|l[ae]s?|et|en|une?|aux?|d(?:er|ie|as|en|em)|und|im|am|auf"
    "|vo[nm]|zum?|el|los|del|al|do|da|dos|di|il|lo|gli|con|per|van|het|на|со?|по|за|из|от|до|ко?|dan|của|và|ở"
)
"""Short words that headings have in lower case; a verb or a pronoun is a sentence's."""
_SMALL = pattern(_SMALL_LETTER)
_CAPITALS = pattern(r"(?=(?:[^A-ZÀ-ÞА-ЯІѢ]*[A-ZÀ-ÞА-ЯІѢ]){6})[^a-zß-ÿа-яёіѣ.;:]{6,90}")
"""A heading in capitals, of at least six letters; a line with a stop or a colon is a field or a sentence."""
_SHORT_CAPITALS = pattern(r"(?=(?:[^A-ZÀ-ÞА-ЯІѢ]*[A-ZÀ-ÞА-ЯІѢ]){4})[^a-zß-ÿа-яёіѣ.;:]{4,60}\.?")


@lru_cache(maxsize=1024)
def is_western(text: str) -> bool:
    """Return whether a line has letters, and none of Eastern scripts."""
    return _NO_WESTERN.search(text) is None and _LETTER.search(text) is not None


def measure(text: str) -> int:
    """Return the length of a line in Han characters, or in what says as much."""
    if is_western(text):
        return -(-len(text) // _LETTERS_OF_A_CHARACTER)
    return len(text)


def ends_sentence(text: str) -> bool:
    """Return whether a line ends with the full stop of a sentence in Western letters."""
    return text[-1] == "." and _END_OF_SENTENCE.search(text) is not None and not is_in_title_case(text)


def is_in_title_case(text: str) -> bool:
    """Return whether the words of a short line but particles begin with capitals, as in headings: “Notes of Today.”"""
    if len(text) > _LONGEST_TITLE or not is_western(text):
        return False
    words = _WORD.findall(text)
    has_longer = any(len(word) >= _LONGER for word in words)
    return has_longer and words[0][0].isupper() and all(map(_is_of_title, words))


def _is_of_title(word: str) -> bool:
    return word[0].isupper() or len(word) == 1 or _PARTICLE.fullmatch(word) is not None


def is_in_capitals(text: str) -> bool:
    """Return whether a line is in capitals as headings are."""
    return _CAPITALS.fullmatch(text) is not None and is_western(text)


def may_be_in_capitals(text: str) -> bool:
    """Return whether a line is in capitals as headings are that text stands below: “SPORT”, “CONTRIBUTIONS.”"""
    return _SHORT_CAPITALS.fullmatch(text) is not None and is_western(text)


_LEAST_WESTERN = 0.8
"""Share of the lines of a text in Western letters that have no others."""
_NARROWEST = 16
_WIDEST = 130
"""Lengths of the full lines of a text that is broken into lines: a longer one is a whole paragraph."""
_FULL = 0.9
"""The share of lines that are not longer than a full one: some are, as where a word was not divided."""
_LEAST_BROKEN = 3
_NEARLY_FULL = 0.85
_MAY_GO_ON = 0.55
"""Length of a line that goes on in the next, beside that of a full one: a long word did not fit behind it."""
_BETWEEN_COLUMNS = pattern(r"\s{2,}|\t")
_LEAST_CELLS = 3
_STOPS = pattern("[.!?:][\"”’')\\]]{0,2}$")


def cells(line: str) -> int:
    """Return the number of cells of a line, if it is a row of a table: they have several spaces between them."""
    return len(_BETWEEN_COLUMNS.split(line))


def are_western(lines: Sequence[str]) -> bool:
    """Return whether a text is in Western letters, apart from a few lines."""
    eastern = 0
    most_eastern = (1 - _LEAST_WESTERN) * len(lines)
    for line in lines:
        eastern += _NO_WESTERN.search(line) is not None
        if eastern > most_eastern:
            return False
    return any(map(is_western, lines))


def width_of(lengths: Sequence[int]) -> int:
    """Return the length of the full lines of a text; 0 if it is not broken into lines."""
    if not lengths:
        return 0
    width = sorted(lengths)[int(_FULL * (len(lengths) - 1))]
    full = sum(_NEARLY_FULL * width <= length <= width / _NEARLY_FULL for length in lengths)
    if full < _LEAST_BROKEN or not _NARROWEST <= width <= _WIDEST:
        return 0
    return width


def goes_on(above: str, line: str, width: int) -> bool:
    """Return whether a line goes on from the one right above it, in a text with full lines of this width."""
    if is_in_capitals(above) != is_in_capitals(line) or len(above) < _MAY_GO_ON * width:
        return False
    if cells(above) >= _LEAST_CELLS and cells(line) >= _LEAST_CELLS:
        return False
    if begins_small(line):
        return True
    if _STOPS.search(above):
        return len(above) >= _NEARLY_FULL * width
    return True


def begins_small(line: str) -> bool:
    return _SMALL.match(line) is not None


def begins_anew(above: str, line: str) -> bool:
    """Return whether both lines are in Western letters, and the second one begins with no small letter."""
    return not begins_small(line) and is_western(above) and is_western(line)
