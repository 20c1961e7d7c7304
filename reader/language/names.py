"""Names of persons: recognition, splitting of names printed without separators, transliterated names, pinyin; and names
in Latin script.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from reader import assets
from reader.language.equality import simplified
from reader.language.forms import HAN
from reader.language.patterns import by_first, pattern


def pinyin_of(name: str) -> list[str]:
    """Return the pinyin syllables of a name, with tone marks; characters without pinyin are not converted."""
    _, of_surname = _readings()
    written = name[:2]
    plain = simplified(name[:2])
    surnames = (written, plain) if len(name) > len(written) else ()
    readings = (
        of_surname[surname] for surname in (*surnames, written[:1], plain[:1]) if surname in of_surname
    )
    return _read(name, next(readings, ()))


def other_pinyin_of(name: str) -> list[str]:
    """Return the pinyin syllables of a name, ignoring special readings of surnames: Dān for 单, as a surname Shàn."""
    return _read(name, ())


def _read(name: str, surname: Sequence[str]) -> list[str]:
    """Return the pinyin syllables of a name that begins with a surname of these syllables; letters are joined."""
    of_character, _ = _readings()
    syllables = [*surname]
    letters = ""
    for character in name[len(syllables) :]:
        reading = of_character.get(character)
        if reading is None and character.isalnum():
            letters += character
            continue
        syllables += [letters] if letters else []
        letters = ""
        syllables += [reading] if reading else []
    if letters:
        return [*syllables, letters]
    return syllables


@lru_cache(maxsize=1 << 12)
def without_tones(text: str) -> str:
    """Return pinyin in lower case without tone marks, with u for ü, as it is typed."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def typed_pinyin(text: str) -> str | None:
    """Return typed pinyin (“Chén Ht”, “lv”) in the form of `without_tones`; None if the text can't be pinyin."""
    letters = without_tones(text).replace("v", "u")
    letters = "".join(letter for letter in letters if letter not in " '’-")
    if letters.isascii() and (letters.isalpha() or not letters):
        return letters
    return None


@cache
def _readings() -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    """Return the readings of characters, and those of surnames."""
    of_character = {
        character: reading for reading, characters in _lines("readings.txt") for character in characters
    }
    of_surname: dict[str, tuple[str, ...]] = {}
    for reading, surnames in _lines("surname_readings.txt"):
        syllables = tuple(reading.split("-"))
        if len(syllables) > 1:
            of_surname[surnames] = syllables
        else:
            of_surname.update(dict.fromkeys(surnames, syllables))
    return of_character, of_surname


def _lines(name: str) -> list[tuple[str, str]]:
    lines = assets.resource(f"wordlists/{name}").read_text(encoding="utf-8").splitlines()
    pairs: list[tuple[str, str]] = []
    for line in lines:
        if line[0] != "#":
            reading, _, rest = line.partition(" ")
            pairs.append((reading, rest))
    return pairs


_USUAL_COUNT = 8
"""A character is typical of transliterated names if it is in at least this number of names of the table."""
_ADDED_COUNT = 0.5
"""Additive smoothing: the pseudo-count of each character, so that no probability is 0."""
_SMOOTHING = 400
"""The weight, in characters, of the distribution over all positions when smoothing that of one position."""
_SHARE_BY_LENGTH = {1: 0.05, 2: 0.22, 3: 0.32, 4: 0.26, 5: 0.13, 6: 0.05, 7: 0.015, 8: 0.005}
"""The share of transliterated names by their length in characters; of one character are initials (贝·布托)."""
LONGEST = max(_SHARE_BY_LENGTH)
"""The maximum length of a transliterated name."""
# The log probability of a first character that is not the first of any name in the table; of another not in it.
UNSEEN_FIRST_CHARACTER = -7.5
_UNSEEN_CHARACTER = -11.0


def chance_of_foreign_name(text: str) -> float:
    """Return the log probability of a text among transliterated names.

    The text has 1 to `LONGEST` characters.
    """
    begin, inside, end = transliteration_chances()
    chance = chance_of_length(len(text)) + begin.get(text[0], UNSEEN_FIRST_CHARACTER)
    between = 0.0
    for character in text[1:-1]:  # `sum` rounds in another way from Python 3.12 on
        between += inside.get(character, _UNSEEN_CHARACTER)
    chance += between
    if len(text) > 1:
        chance += end.get(text[-1], _UNSEEN_CHARACTER)
    return chance


def chance_of_length(length: int) -> float:
    """Return the log probability of a length, 1 to `LONGEST`, among transliterated names."""
    return _CHANCES_BY_LENGTH[length]


_CHANCES_BY_LENGTH = {length: math.log(share) for length, share in _SHARE_BY_LENGTH.items()}


def runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each run of two or more characters that are used in transliterated names."""
    return (match.span() for match in _transliteration_pattern().finditer(text))


def is_place(name: str) -> bool:
    """Return whether `name` is that of a place, or a word that only looks like a name."""
    return name in places()


def known_people() -> Set[str]:
    """Return the names of people that newspapers and books have most often."""
    return _known()["people"]


@cache
def usual_characters() -> frozenset[str]:
    """Return the characters that are typical of transliterated names: those in `_USUAL_COUNT` names or more."""
    return frozenset(
        character for character, *counts in _transliteration_rows() if sum(counts) >= _USUAL_COUNT
    )


@cache
def _transliteration_pattern() -> re.Pattern[str]:
    return re.compile(f"[{''.join(character for character, *_ in _transliteration_rows())}]{{2,}}")


@cache
def transliteration_chances() -> tuple[Mapping[str, float], ...]:
    """Return the log probabilities of a character as the first, an inner, and the last one of a transliterated name."""
    rows = _transliteration_rows()
    everywhere = {character: begin + inside + end for character, begin, inside, end in rows}
    total = sum(everywhere.values()) + _ADDED_COUNT * _SMOOTHING

    def of_place(counts: Mapping[str, int]) -> dict[str, float]:
        size = sum(counts.values()) + _SMOOTHING
        return {
            character: math.log((count + _SMOOTHING * (everywhere[character] + _ADDED_COUNT) / total) / size)
            for character, count in counts.items()
        }

    firsts = {character: begin for character, begin, _, _ in rows}
    inner = {character: inside for character, _, inside, _ in rows}
    lasts = {character: end for character, _, _, end in rows}
    return of_place(firsts), of_place(inner), of_place(lasts)


@cache
def _transliteration_rows() -> list[tuple[str, int, int, int]]:
    lines = assets.resource("wordlists/transliteration.txt").read_text(encoding="utf-8").splitlines()
    fields = (line.split(" ") for line in lines if line[0] != "#")
    return [(character, int(begin), int(inside), int(end)) for character, begin, inside, end in fields]


@cache
def long_pattern() -> re.Pattern[str]:
    """Return the pattern of a surname of three characters and more with a given name of one or two: 爱新觉罗溥仪."""
    surnames = sorted(long_surnames(), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(surnames)})([{HAN}]{{1,2}})")


@cache
def joined_pattern() -> re.Pattern[str]:
    """Return the pattern of names of Tibetans, Mongols and Uyghurs that are made of two or three known parts."""
    known_parts = sorted(parts(), key=len, reverse=True)
    return re.compile(f"((?:{by_first(known_parts)}){{2,3}})")


def parts() -> Set[str]:
    """Return the parts of names of Tibetans, Mongols and Uyghurs; they have two characters or more."""
    return _known()["parts"]


def long_surnames() -> Set[str]:
    """Return the surnames of three characters and more."""
    return _known()["surnames"]


@cache
def _known() -> Mapping[str, frozenset[str]]:
    text = assets.resource("wordlists/known_names.txt").read_text(encoding="utf-8")
    parts = re.split(r"^\[(.+)\]$", re.sub("(?m)^#.*$", "", text), flags=re.M)[1:]
    return {name: frozenset(words.split()) for name, words in zip(parts[::2], parts[1::2], strict=True)}


@cache
def places() -> frozenset[str]:
    """Return the names of places, and words that only look like names."""
    lines = assets.resource("wordlists/foreign_places.txt").read_text(encoding="utf-8").splitlines()
    return _known()["no people"].union(lines[-1].split(" "))


MIDDLE_DOTS = "·•・‧"
_HAN_WORD = pattern(f"[{HAN}]+")
_BETWEEN = "、，,;；/／|丨&"
_BETWEEN_NAMES = pattern(f"[{_BETWEEN}]")
_BEFORE_NAMES = _BETWEEN + " "
_DOT = pattern(f"[{MIDDLE_DOTS}]")
_DOTTED = pattern(f"[{HAN}]{{1,10}}(?:[{MIDDLE_DOTS}-][{HAN}]{{1,10}})+")
_LATIN = pattern("[A-Za-z\u00c0-\u024f]")
_LATIN_WORD = f"{_LATIN.pattern}[A-Za-z\u00c0-\u024f.'’-]{{0,40}}"
_LATIN_WORDS = pattern(f"(?<!{_LATIN.pattern}){_LATIN_WORD}(?: {_LATIN_WORD})+")
"""A name in Latin script of several words, which may stand beside Han characters without a space."""


class Surnames(NamedTuple):
    single: frozenset[str]
    compound: frozenset[str]
    rank: dict[str, int]
    japanese: frozenset[str]


def is_name(text: str) -> bool:
    """Return whether `text` has the shape of a person's name: a surname and one or two characters, or 让-保罗·雷诺."""
    if _cost(text) < _UNLIKELY and _HAN_WORD.fullmatch(text):
        return True
    return _DOT.search(text) is not None and _DOTTED.fullmatch(text) is not None


def may_begin_with_name(text: str) -> bool:
    """Return whether the first result of `split_names` may be a name; a fast test that rules out most texts.

    `text` must not have white space other than single spaces.
    """
    first = text.lstrip(_BEFORE_NAMES)
    surnames = _surnames()
    return first[:1] in surnames.single or first[:2] in surnames.compound or _DOT.search(first) is not None


def compound_surnames() -> Set[str]:
    return _surnames().compound


def surnames() -> Set[str]:
    """Return the surnames of one character."""
    return _surnames().single


def is_surname(text: str) -> bool:
    """Return whether `text` is a surname of one character."""
    return text in _surnames().single


def is_common_surname(text: str) -> bool:
    """Return whether `text` is one of the more frequent surnames of one character."""
    return _surnames().rank.get(text, _RARE) < _RARE


_RARE = 300
"""The rank from which on a surname counts as rare."""


def has_compound_surname(text: str) -> bool:
    """Return whether a name begins with a surname of two characters and has a given name after it."""
    return len(text) > 2 and text[:2] in _surnames().compound


def may_begin_at(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset of each Chinese surname in a text, and the surname with one to three Han characters after it."""
    return ((match.start(), match[1]) for match in _surname_pattern().finditer(text))


def strings_like_names(text: str) -> Iterator[str]:
    """Yield the substrings of a text that begin with a surname and are as long as a name may be."""
    for _, run in may_begin_at(text):
        for length in range(2, len(run) + 1):
            yield run[:length]


@cache
def _surname_pattern() -> re.Pattern[str]:
    """Return a pattern that finds all surnames, even overlapping ones, with one to three Han characters after them.

    It begins with a set of characters, which `re` finds fast; a pattern that begins with a lookahead would be tried at
    every offset. Surnames with the same first character are one alternative.
    """
    single, compound, *_ = _surnames()
    firsts = "".join({*single, *(compound_name[0] for compound_name in compound)})
    surname = f"[{''.join(single)}]|{by_first(compound)}"
    return re.compile(f"[{firsts}](?<=(?=((?:{surname})[{HAN}]{{1,3}})).)")


def japanese_surnames() -> Set[str]:
    """Return the frequent Japanese surnames, of two and of three characters."""
    return _surnames().japanese


def chance_of_japanese(text: str) -> float | None:
    """Return the log probability of a text, which begins with a Japanese surname, among Japanese names.

    None if the text is too short or too long for a name.
    """
    surname = 3 if text[:3] in _surnames().japanese else 2
    given_length = len(text) - surname
    if 0 < given_length <= _LONGEST_GIVEN:
        return _OF_JAPANESE + _OF_GIVEN * given_length
    return None


_OF_JAPANESE = math.log(1 / 300)
_OF_GIVEN = math.log(1 / 700)
_LONGEST_GIVEN = 3


def split_names(text: str) -> tuple[str, ...]:
    """Return the names in a part of a credit that contains only names.

    They may be separated (“甲乙 丙丁”, “甲乙、丙丁”) or not (“甲乙丙丁”), and a name may have a space in it (“张 威”).
    Words in Latin script are one name, up to another script, a comma or “and”: “甲乙 Anna Lee”.
    A text without the shape of a name, such as a pen name, is returned unchanged.
    """
    names: list[str] = []
    for piece in _BETWEEN_NAMES.split(text):
        tokens = _join_spaced(_LATIN_WORDS.sub(r" \g<0> ", piece).split())
        if _LATIN.search(piece):
            tokens = _join_latin(tokens)
        for token in tokens:
            names.extend(_split_run(token))
    return tuple(names)


_UNLIKELY = 10.0


def _join_spaced(tokens: list[str]) -> list[str]:
    """Return the tokens with a surname and the given name after it joined into one name (“张 威”, “欧阳 修”)."""
    joined: list[str] = []
    open_surname = False
    for token in tokens:
        if (
            open_surname
            and len(token) <= 2
            and _HAN_WORD.fullmatch(token)
            and (len(token) == 1 or not is_name(token))
        ):
            joined[-1] += token
            open_surname = False
            continue
        joined.append(token)
        surnames = _surnames()
        open_surname = token in surnames.compound or (len(token) == 1 and token in surnames.single)
    return joined


def _join_latin(tokens: list[str]) -> list[str]:
    """Return the tokens with words in Latin script that follow each other joined into one name: Anna Lee."""
    joined: list[str] = []
    was_latin = False
    for token in tokens:
        if token.lower() == "and":
            was_latin = False
            continue
        if was_latin and is_latin(token):
            joined[-1] += f" {token}"
        else:
            joined.append(token)
        was_latin = is_latin(token)
    return joined


def _split_run(text: str) -> list[str]:
    """Return a run of Han characters split into names with the lowest total cost; `[text]` if it can't be split."""
    if len(text) < 4 or len(text) > 40 or not _HAN_WORD.fullmatch(text) or _cost(text) < _UNLIKELY:
        return [text]
    best = [(0.0, 0)] + [(_UNLIKELY, 0)] * len(text)
    for start in range(len(text)):
        cost = best[start][0]
        if cost < _UNLIKELY:
            for end in range(start + 2, min(start + 4, len(text)) + 1):
                best[end] = min(best[end], (cost + _cost(text[start:end]), start))
    # four characters are more likely one name (普布扎西) than two names with rare surnames
    if best[-1][0] >= _UNLIKELY or (
        len(text) == 4 and not is_common_surname(text[0]) and not is_common_surname(text[2])
    ):
        return [text]
    names: list[str] = []
    end = len(text)
    while end:
        start = best[end][1]
        names.append(text[start:end])
        end = start
    return names[::-1]


def chance_of_name(text: str) -> float | None:
    """Return the log probability of a run of Han characters among Chinese names; None if it is not a name.

    It is estimated from the surname's rank (by Zipf's law) and the frequencies of the characters in given names.
    """
    name_chances = chances()
    family = name_chances.family.get(text[0])
    rest = text[1:]
    if len(text) >= len("欧阳修") and text[:2] in _surnames().compound:
        if text[:2] in _COMPOUND_WORDS:
            family = _OF_WORD
        else:
            family = _OF_COMPOUND
        rest = text[2:]
    if family is None:
        return None
    if len(rest) == 3 and len(text) == 4 and (second := name_chances.family.get(rest[0])) is not None:
        family, rest = family + second + OF_MARRIED, rest[1:]  # 范徐丽泰: the surname of the husband first
    if len(rest) == 2:
        first = name_chances.first.get(rest[0], name_chances.unknown[0])
        return family + OF_TWO + first + name_chances.second.get(rest[1], name_chances.unknown[1])
    if len(rest) == 1:
        return family + OF_ONE + name_chances.alone.get(rest, name_chances.unknown[2])
    return None


OF_MARRIED = math.log(0.1)
"""The log of the factor for a name with the husband's surname before the own one."""
_OF_COMPOUND = math.log(0.01)
"""The log of the share of names with a surname of two characters."""
# The surnames that are more often places and words, and the log of the share of names with each.
_COMPOUND_WORDS = frozenset({"东方", "南门", "西门", "东门", "百里", "第五", "南宫"})
_OF_WORD = math.log(0.0003)
# The log of the share of names with a given name of two characters, and of one.
OF_TWO = math.log(0.8)
OF_ONE = math.log(0.2)
# The share of the surname with rank r is 1 / (r + 6) / 4: flatter than by Zipf's law, and normalized.
_FLATTER = 6
_SUM_OF_SHARES = 4
_OTHERS = 2.0
"""Additive smoothing: the pseudo-count of each character, for those that are in no known name."""
_CHARACTERS = 6000
"""The assumed number of characters that may occur in given names."""
_SHARED = 4000
"""The weight, in names, of the distribution over all positions when smoothing that of one position: a character may
occur in any position, and the table has few given names of one character."""


class Chances(NamedTuple):
    """Log probabilities of surnames and of characters of given names.

    Attributes:
        family: by surname.
        first: by character, as the first of a given name of two.
        second: by character, as the second of a given name of two.
        alone: by character, as the only one of a given name.
        unknown: for a character that is in no known given name, in each of these three positions.
    """

    family: Mapping[str, float]
    first: Mapping[str, float]
    second: Mapping[str, float]
    alone: Mapping[str, float]
    unknown: tuple[float, float, float]


@cache
def chances() -> Chances:
    """Return the log probabilities of surnames and of the characters of given names."""
    counts: dict[str, tuple[int, int, int]] = {}
    for line in assets.resource("wordlists/given_names.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            character, *numbers = line.split(" ")
            first_count, second_count, count_alone = map(int, numbers)
            counts[character] = (first_count, second_count, count_alone)
    rank = _surnames().rank
    family = {name: math.log(1 / (place + _FLATTER) / _SUM_OF_SHARES) for name, place in rank.items()}
    totals = [sum(place) for place in zip(*counts.values(), strict=True)]
    everywhere = sum(totals) + _OTHERS * _CHARACTERS

    def of_place(n: int) -> dict[str, float]:
        place_chances: dict[str, float] = {}
        for character, count in counts.items():
            shared = _SHARED * (sum(count) + _OTHERS) / everywhere
            place_chances[character] = math.log((count[n] + shared) / (totals[n] + _SHARED))
        return place_chances

    first, second, alone = [math.log(_SHARED * _OTHERS / everywhere / (total + _SHARED)) for total in totals]
    return Chances(family, of_place(0), of_place(1), of_place(2), (first, second, alone))


def _cost(text: str) -> float:
    """Return the cost of a run of Han characters as one name: low for three characters with a frequent surname.

    It is `_UNLIKELY` if the run does not begin with a surname or has another length than a name.
    """
    surnames = _surnames()
    length = len(text)
    if 3 <= length <= 4 and text[:2] in surnames.compound:
        return 1.0
    if 2 <= length <= 3 and text[0] in surnames.single:
        return (1.0 if length == 3 else 1.6) + surnames.rank[text[0]] / 400
    return _UNLIKELY


@cache
def _surnames() -> Surnames:
    parts: dict[str, str] = {}
    section = ""
    for line in assets.resource("wordlists/surnames.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            parts[section] = parts.get(section, "") + " " + line
    single = "".join((parts["single"] + parts["single traditional"]).split())
    rank = {name: place for place, name in reversed(list(enumerate(single)))}
    japanese = frozenset(parts["japanese"].split())
    return Surnames(frozenset(single), frozenset(parts["compound"].split()), rank, japanese)


_LETTER = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_CAPITAL = "A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff"
_PARTICLE = (
    "(?:van|von|der|den|des|ten|ter|het|de|del|della|di|da|das|dos|do|du|la|le|el|al|bin|bint|ibn|ben|zu|zum|zur|y|e"
    "|af|av|st\\.)"
)
_WORD = f"(?:[dDlL]['’])?(?:{_PARTICLE}-)?[{_CAPITAL}][{_LETTER}]*(?:['’.-]+[{_LETTER}]+)*\\.?"
_NAME = pattern(f"(?:{_PARTICLE} )*{_WORD}(?: (?:{_PARTICLE}|{_WORD})){{0,6}}")
_FAMILY_NAME = pattern(f"(?:{_PARTICLE} )+{_WORD}")
_SUFFIX = pattern(r"(?:Jr|Sr)\.?|I{2,3}|IV|(?:M|Ph|LL)\.?\s?D\.?|Esq\.?|[SO]\.?J\.?|O\.?B\.?E\.?")
_LATIN_LETTER = pattern(f"[{_LETTER}]")
_IS_LATIN = pattern(f"[{_LETTER}.,;:&/'’ \u00b7-]+")
_LONGEST = 60
_LONGEST_FIELD = 2000
_AND = pattern(r"(?<!\s)(?:\s*[;；、/|&\n]\s*|\s+(?:and|with|et|und|y)\s+)", re.IGNORECASE)
_COMMA = pattern(r"(?<!\s)\s*[,，]\s*")
_NOT_IN_NAMES = """
an the of our own us in on at to for from with special staff correspondent correspondents reporter reporters writer
writers editor editors bureau press agency service news newspaper direct wire wireless telegraph telegram radio mail
order command request appointment authority permission company co corporation committee board society club association
university college school department ministry office times daily herald gazette journal tribune courier reuters reuter
havas tass xinhua afp upi contributor desk team photo photographer photographs
"""
_NO_NAMES = frozenset(_NOT_IN_NAMES.split())
"""Words of by-lines that are in no person's name: By Our Own Correspondent, By Royal Command, Staff Writer."""


def is_latin(text: str) -> bool:
    """Return whether a text is in Latin script, with the signs that names have."""
    return _LATIN_LETTER.search(text) is not None and _IS_LATIN.fullmatch(text) is not None


def is_latin_name(text: str) -> bool:
    """Return whether a text has the shape of a person's name in Latin script: Anna Lee, J. P. O'Neil, van der Berg."""
    if len(text) > _LONGEST or _NAME.fullmatch(text) is None:
        return False
    return not any(word.strip(".").lower() in _NO_NAMES for word in text.split())


def is_full_latin_name(text: str) -> bool:
    """Return whether a text has the shape of a name of at least two words."""
    return " " in text and is_latin_name(text)


def latin_names(text: str) -> tuple[str, ...]:
    """Return the persons in a field for authors in Latin script, each whole and with the given name first.

    They are separated by semicolons, “and” or commas; “Brown, Alice” is one person. () if anything else is in it.
    """
    text = " ".join(text[: _LONGEST_FIELD + 1].split())
    if len(text) > _LONGEST_FIELD or not is_latin(text):
        return ()
    persons = list(
        chain.from_iterable(_persons(_COMMA.split(piece.strip(" ,"))) for piece in _AND.split(text) if piece)
    )
    if persons and all(map(is_latin_name, persons)):
        return tuple(dict.fromkeys(persons))
    return ()


def _persons(parts: list[str]) -> list[str]:
    """Return the persons in parts that commas separate, without what a by-line says of them (Staff Writer)."""
    while len(parts) > 1 and all(word.strip(".").lower() in _NO_NAMES for word in parts[-1].split()):
        parts = parts[:-1]
    joined: list[str] = []
    for part in parts:
        if joined and _SUFFIX.fullmatch(part):
            joined[-1] += f" {part}"
        else:
            joined.append(part)
    pairs = list(zip(joined[::2], joined[1::2], strict=False))
    is_one = len(joined) == 2 and " " not in joined[1]
    if is_one or (len(joined) % 2 == 0 and all(_is_family_name(family) for family, _ in pairs)):
        return [_given_name_first(family, given_name) for family, given_name in pairs]
    return joined


def _is_family_name(text: str) -> bool:
    """Return whether a text before a comma is a family name: “Brown”, “van der Berg”."""
    return " " not in text or _FAMILY_NAME.fullmatch(text) is not None


def _given_name_first(family: str, given_name: str) -> str:
    first, _, last = given_name.rpartition(" ")
    if first and _SUFFIX.fullmatch(last):
        return f"{first} {family} {last}"
    return f"{given_name} {family}"
