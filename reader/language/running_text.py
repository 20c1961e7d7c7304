"""Whether lines are running text: how usual their characters are, whether they run forwards, whether they make words.

Recognised lines that are none were read in the wrong direction, or by a recogniser that does not know their script.
"""

from collections.abc import Iterable, Sequence

from reader.language.equality import simplified
from reader.language.letter_costs import beyond_ascii, fewest_bits
from reader.language.patterns import pattern
from reader.language.words import chance_of_best_cut

# The bits of a character in running text and in one of chance (`language.letter_costs`).
_OF_TEXT = 11.0
_OF_CHANCE = 15.0
# What a letter in a little word, and such a pair, say of the order; the same as a step of the chance of words.
_LITTLE_WORD = 3.0
_PAIR = 4.0
_LITTLE_WORDS = """
the of and to in a is that was for it on as with his he be at by had not are but from or have an they which
le la les de des du et un une que qui dans est il pour en au par sur ce ne pas der die das und von zu den mit
ist ein eine auf dem nicht im für el los las y del se con por su al lo di che è non per sono att som av det
het een van dat op te zijn os um uma não para com och jag ve bir bu da için ile olan na się nie do jest że
az és hogy nem egy yang dan di dengan untuk itu và của là có được cho
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
"""Words that any sentence of a language of Europe is full of."""
_ENDINGS = (
    "った した して です ます から こと ある いる れた する には では である"
    " られ まで より べし たる なり ので ない ため 습니 니다 하는 에서 으로 했다"
)
_IN_KATAKANA = {hiragana: hiragana + 0x60 for hiragana in range(0x3041, 0x3097)}
_PAIRS = tuple(dict.fromkeys(f"{_ENDINGS} {_ENDINGS.translate(_IN_KATAKANA)}".split()))
"""Endings that texts in Japanese, also in katakana alone, and Korean are full of."""
_HAN_RUN = pattern("[\u3400-\u9fff]+")
_KANA_OR_HANGUL = pattern("[\u3041-\u30fa가-힣]")
_LATIN_WORD = pattern("[A-Za-z\u00c0-\u024f]+")
_LEAST_KANA_OR_HANGUL = 0.3
"""The minimum share of kana or Hangul in a text in Japanese or Korean."""
_LEAST_CHANCE = -6.2
"""The minimum of the mean chance of a character (`chance_of_best_cut`) in Chinese text."""
# The minimum share of little words among those of two letters and more; the minimum share of letters in words that
# look like some. English, French and German have .23 and .93, what is read of other scripts .28 or .75 at most.
_LEAST_LITTLE = 0.16
_LEAST_SHAPED = 0.78
_BEYOND_LATIN = pattern("[\u0370-\u1dff\u2e80-\uffdc]")
_VOWEL = pattern("[aeiouyà-æè-ïò-öø-ýœı]")
_THREE_ALIKE = pattern(r"(.)\1\1")


def likeness(text: str) -> float:
    """Return how much the characters of a line are those of running text, 0 to 1; 1 for Latin letters and digits."""
    if not text.strip():
        return 0.0
    if _is_in_latin_letters(text):
        return 1.0
    count = beyond_ascii(text)
    bits = fewest_bits(text) / count
    return min(1.0, max(0.0, (_OF_CHANCE - bits) / (_OF_CHANCE - _OF_TEXT)))


def order_of(texts: Sequence[str]) -> float:
    """Return how much lines make words when they are read from their begin, and not from their end, 0 to 1."""
    gain = 0.0
    length = 0
    for text in texts:
        plain = simplified("".join(text.split()))
        length += len(plain)
        if _is_in_latin_letters(text):
            gain += _LITTLE_WORD * (_in_little_words(text) - _in_little_words(text[::-1]))
        elif plain:
            gain += chance_of_best_cut(plain) - chance_of_best_cut(plain[::-1])
            gain += _PAIR * sum(text.count(pair) - text[::-1].count(pair) for pair in _PAIRS)
    return min(1.0, max(0.0, 0.5 + gain / max(1, length)))


def _is_in_latin_letters(text: str) -> bool:
    """Return whether all letters of a text are Latin ones."""
    return not _BEYOND_LATIN.search(text)


def _in_little_words(text: str) -> int:
    """Return the length of the little words of a text; a letter alone may be any that is read upside down."""
    words = [word for word in text.lower().split() if len(word) > 1]
    return sum(len(word) for word in words if word.strip(".,;:!?") in _LITTLE)


def makes_words(texts: Iterable[str]) -> bool:
    """Return whether lines, as they were read, make words of the script that most of their letters are of.

    Of a script of which no words are known here, they make none.
    """
    text = " ".join(texts)
    han = _HAN_RUN.findall("".join(text.split()))
    latin = [word for word in _LATIN_WORD.findall(text) if len(word) > 1]
    breadth_of_han = sum(map(len, han))
    kana = len(_KANA_OR_HANGUL.findall(text))
    breadth_of_latin = sum(map(len, latin)) / 2
    if breadth_of_latin > breadth_of_han + kana:
        return _are_of_europe(latin)
    if kana > _LEAST_KANA_OR_HANGUL * (kana + breadth_of_han):
        return likeness(text) > 0
    return bool(han) and _are_chinese(han, breadth_of_han)


def _are_of_europe(words: Sequence[str]) -> bool:
    little = sum(word.lower() in _LITTLE and not word.isupper() for word in words)
    letters = sum(map(len, words))
    shaped = sum(len(word) for word in words if _looks_like_a_word(word))
    return little >= _LEAST_LITTLE * len(words) and shaped >= _LEAST_SHAPED * letters


def _looks_like_a_word(word: str) -> bool:
    """Return whether a word has a vowel, no letter three times in a row, and no capital behind its first letter."""
    if len(word) < 3 or not word[1:].islower():
        return False
    return _VOWEL.search(word.lower()) is not None and _THREE_ALIKE.search(word) is None


def _are_chinese(runs: Sequence[str], length: int) -> bool:
    chance = sum(chance_of_best_cut(simplified(run)) for run in runs)
    return chance >= _LEAST_CHANCE * length
