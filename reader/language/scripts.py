"""Simplified and traditional characters: converting a text for display; and which language a text is written in.

Each character is replaced by exactly one, so that offsets are the same in the shown and in the printed text. OpenCC
chooses characters by the word that contains them (头发, 发现). It is loaded on first use, which takes some 70 ms and
40 MB for traditional characters.

The language is told by the script and, in Latin script, by its most common words.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from threading import Lock

from reader.language.equality import count_simplified, count_traditional, in_simplified, in_traditional
from reader.language.forms import HAN
from reader.language.patterns import pattern


class Script(StrEnum):
    """The characters in which a text is shown."""

    PRINTED = "printed"
    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"


_CONFIGURATIONS = {Script.SIMPLIFIED: "t2s", Script.TRADITIONAL: "s2tw"}
"""OpenCC's configuration for each target. The one for traditional yields the shapes usual today (裡, 麵, 群)."""

_HALF = pattern("([\ud800-\udfff]+)")
"""Matches lone surrogates, which a damaged text may contain, and which OpenCC rejects."""


@lru_cache(maxsize=1024)
def in_script(text: str, script: Script) -> str:
    """Return a text in the characters of a script; its length does not change.

    Characters that are correct in the target script are not changed (皇后 is not changed).
    """
    if script is Script.PRINTED:
        return text
    to_simplified = in_simplified(text)
    to_traditional = in_traditional(text)
    is_traditional = _changed(text, to_simplified) > _changed(text, to_traditional)
    if is_traditional is (script is Script.TRADITIONAL):
        if is_traditional:
            return to_traditional
        return to_simplified
    convert = _converter(script)
    parts = _HALF.split(text)
    parts[::2] = [_one_for_one(part, convert) for part in parts[::2]]
    return "".join(parts)


def prepare() -> None:
    """Load OpenCC now, so that the first conversion is fast."""
    for script in _CONFIGURATIONS:
        _converter(script)


def keep_only(script: Script) -> bool:
    """Load OpenCC for a script, and free what it has loaded for others; return whether there was something."""
    with _loading:
        others = _converters.keys() - {script}
        for other in others:
            del _converters[other]
    if script in _CONFIGURATIONS:
        _converter(script)
    return bool(others)


def _one_for_one(text: str, convert: Callable[[str], str]) -> str:
    """Return a text converted as a whole, or character by character if that would change its length."""
    changed = convert(text)
    if len(changed) == len(text):
        return changed
    converted: list[str] = []
    for character in text:
        other = convert(character)
        converted.append(other if len(other) == 1 else character)
    return "".join(converted)


def _changed(text: str, other: str) -> int:
    """Return the number of characters in which two texts of equal length differ."""
    return sum(map(str.__ne__, text, other))


_loading = Lock()
_converters: dict[Script, Callable[[str], str]] = {}


def _converter(script: Script) -> Callable[[str], str]:
    with _loading:
        if script not in _converters:
            _converters[script] = _loaded(script)
        return _converters[script]


def _loaded(script: Script) -> Callable[[str], str]:
    try:
        from opencc import OpenCC
    except ImportError:  # there is no wheel for this platform
        if script is Script.SIMPLIFIED:
            return in_simplified
        return in_traditional
    converter = OpenCC(_CONFIGURATIONS[script])
    return converter.convert


_LOOKED_AT = 4000
"""Number of characters from the beginning of a text that are looked at."""
_HAN = pattern(f"[{HAN}]+")
_KANA = pattern("[\u3041-\u309f\u30a1-\u30fa]+")
_HANGUL = pattern("[\uac00-\ud7a3]+")
_CYRILLIC = pattern("[\u0400-\u04ff]+")
_LATIN = pattern("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_RUSSIAN = pattern("[ыэЫЭ]")
_NOT_RUSSIAN = pattern("[іїєґўјљњћђџІЇЄҐЎЈЉЊЋЂЏ]")
_WORD = pattern("[a-z\u00df-\u024f]+")
_WEIGHT_OF_HAN = 2
"""A Han character says as much as about two letters."""
_SHARE_OF_KANA = 0.1
"""Japanese has more kana than this among its characters; Chinese texts quote a few."""
_LEAST_COMMON = 2
"""Minimum number of common words in a text whose language they tell."""
_COMMON = {
    "en": "the of and to in a is was that for on with by at it his as be from were has had not an are this which",
    "de": "der die und das in den von zu mit dem des nicht ist ein eine auf im sich auch als war für wird dass",
    "fr": "le la les de des et en un une du est que dans pour qui au par sur il pas plus avec sont cette aux",
    "es": "el la los las de y en que un una del por con para se es al lo su como más fue sus entre",
    "it": "il la di e che in un una del per con non si è della da al le dei gli sono alla nel delle",
    "pt": "o a os as de e em que um uma do da no na para com por se não dos das ao foi mais",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er door werd ook bij naar uit om was",
}
_COMMON_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}


def language_of(text: str) -> str:
    """Return the language of a text as its ISO 639-1 code; "" if that can't be told."""
    text = text[:_LOOKED_AT]
    han, kana, hangul, cyrillic, latin = (
        sum(map(len, letters.findall(text))) for letters in (_HAN, _KANA, _HANGUL, _CYRILLIC, _LATIN)
    )
    asian = _WEIGHT_OF_HAN * (han + kana + hangul)
    if asian and asian >= max(latin, cyrillic):
        if hangul > han + kana:
            return "ko"
        if kana > _SHARE_OF_KANA * (han + kana):
            return "ja"
        return "zh"
    if cyrillic > latin:
        if _RUSSIAN.search(text) and not _NOT_RUSSIAN.search(text):
            return "ru"
        return ""
    if latin:
        return _language_in_latin_script(text.lower())
    return ""


_ONE_FORM = 3
"""One form of the Han characters is a script of its own if it has so many times the characters of the other."""
_LEAST_OF_FORM = 4


def script_of(text: str) -> str | None:
    """Return in which script and language a text is, to be compared by `are_alike`: zh-Hant, en; None in doubt."""
    text = text[:_LOOKED_AT]
    language = language_of(text)
    if language != "zh":
        return language or None
    traditional = count_traditional(text)
    if traditional >= max(_LEAST_OF_FORM, _ONE_FORM * count_simplified(text, most=traditional)):
        return "zh-Hant"
    enough = max(_LEAST_OF_FORM, _ONE_FORM * traditional)
    if count_simplified(text, most=enough) >= enough:
        return "zh-Hans"
    return "zh"


def are_alike(one: str, other: str) -> bool:
    """Return whether files in these scripts may be of one newspaper: zh may be zh-Hans or zh-Hant."""
    return one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")


def _language_in_latin_script(text: str) -> str:
    """Return the language that has most of the words in common with the text; "" if two have as many, or none."""
    words = _WORD.findall(text)
    counts: dict[str, int] = {}
    for language, common_words in _COMMON_WORDS.items():
        counts[language] = sum(word in common_words for word in words)
    first, second = sorted(counts, key=counts.__getitem__, reverse=True)[:2]
    is_clear = counts[first] >= _LEAST_COMMON and counts[first] > counts[second]
    if is_clear:
        return first
    return ""


def is_han(text: str) -> bool:
    return any(letters.search(text) is not None for letters in (_HAN, _KANA, _HANGUL))
