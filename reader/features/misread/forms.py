"""Decides by the surrounding words, and by what recurs in an issue, which characters have been misread.

A systematic misreading is a string of two characters that makes no word, is printed several times in an issue, and is
explained each time by one character that looks like another. There are four kinds of evidence for it:

- the register of newspapers: the meant string is in the issue's registered title, or is the place named in it;
- reprints: another printing of a text has the meant string in the same place, and other issues hardly ever have the
  printed one;
- other issues: they never have the printed string, but the meant one in several of the same contexts; or the meant one
  is a word, and fits each context far better;
- recurrence: the same character is printed for the same other one in several words of the dictionary.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from itertools import chain, pairwise
from operator import itemgetter

from msgspec import Struct

from reader.comparison.differences import witnesses
from reader.language.equality import in_simplified, less_alike, lookalikes, simplified
from reader.language.names import is_name
from reader.language.words import cost, han_words, has_word
from reader.search.noisy_channel import may_be_misread

_WINDOW = 4
"""The number of characters on each side that are cut into words together with the character."""
_BESIDE = 1
"""The number of characters on each side that belong to the strings whose frequencies are compared."""
_CLEARLY = 5.0
"""The difference of the two readings' log likelihoods from which the likelier one is considered right."""
_VERY_CLEARLY = 8.0
"""The same for a word that other issues have, but in other contexts."""
_EXTRA = 8.0
"""Additional difference required for each character by which the printed string is longer than the other one, because
the words of a longer string always have a lower likelihood.
"""
_LEAST_PLACES = 3
"""The minimum number of places of a systematic misreading in an issue."""
_LEAST_CONTEXTS = 2
"""The minimum number of different contexts, or of words, in which a systematic misreading has to occur."""
_SELDOM = 0.2
"""The maximum number of articles of other issues that have the printed string, as a share of its places in this one."""
_FAR_MORE = 2
"""A meant string that is no word must be in more than this many times as many articles of other issues as the printed
string is in articles of this issue.
"""
_FAR_RARER = 2.0
"""The difference of the costs of two words from which on the dearer one may be a misreading of the other."""
_MOSTLY = 0.8
"""Minimum share of a character's places in an issue that must be misreadings of the same other one, in
several words.
"""
_HAN_PAIR = re.compile("[\u4e00-\u9fff]{2}")
_TITLE_ENDS = ("日报海外版", "日报", "晚报", "早报", "晨报", "时报", "商报", "都市报", "新报", "报")
_PLACE_ENDS = "市县区省州盟旗镇乡村港城人日晚"
"""Characters after a string that confirm that it is the name of a place."""

Frequencies = Callable[[Sequence[str]], Sequence[int]]
"""Returns the number of articles that contain each string."""


class Witness(StrEnum):
    """The kinds of evidence for a systematic misreading, the most certain first."""

    REGISTER = "register"
    REPRINTS = "reprints"
    OTHER_ISSUES = "other issues"
    RECURRENCE = "recurrence"


class SystematicForm(Struct, frozen=True):
    """A string of two characters, in search form, that an issue prints for another one."""

    printed: str
    meant: str
    witness: Witness

    @property
    def at(self) -> int:
        """The offset of the character in which the two strings differ."""
        return int(self.printed[0] == self.meant[0])


def may_be_other(text: str, at: int, other: str, frequencies: Frequencies) -> bool:
    """Return whether the character at offset `at` of a text in search form may be a misreading of `other`.

    `other` is the character in the same place of another printing of the text. False if the dictionary and the numbers
    of articles with either string show that the other printing is the misread one.
    """
    other_text = text[:at] + other + text[at + 1 :]
    window = slice(max(0, at - _WINDOW), at + _WINDOW + 1)
    near_window = slice(max(0, at - _BESIDE), at + _BESIDE + 1)
    added_cost = cost(simplified(other_text[window])) - cost(simplified(text[window]))
    number, other_number = frequencies([text[near_window], other_text[near_window]])
    # neither counts the article itself; half an article stands for none
    ratio = (max(number - 1, 0) + 0.5) / (max(other_number - 1, 0) + 0.5)
    return added_cost + math.log(ratio) < _CLEARLY


def is_clearly_other(text: str, at: int, printed: str, other: str) -> bool:
    """Return whether the words around a string of a text in search form are clearly likelier with `other`."""
    before = text[max(0, at - _WINDOW) : at]
    after = text[at + len(printed) :][:_WINDOW]
    as_printed, as_other = (cost(simplified(before + string + after)) for string in (printed, other))
    return as_printed - as_other > _CLEARLY + _EXTRA * max(0, len(printed) - len(other))


def registered_words(title: str) -> tuple[str, ...]:
    """Return the pairs of neighbouring characters in the place name with which a registered title begins."""
    place = next((title.removesuffix(end) for end in _TITLE_ENDS if title.endswith(end)), title)
    return tuple(place[at : at + 2] for at in range(len(place) - 1))


def systematic_forms(
    texts: Sequence[str],
    registered: Collection[str],
    elsewhere: Frequencies,
    reprinted: Collection[tuple[str, str]] = (),
) -> tuple[SystematicForm, ...]:
    """Return the systematic misreadings of an issue, the most certain first.

    `texts` are its articles in search form, `registered` the pairs of `registered_words`; `elsewhere` returns how many
    articles of other issues contain each string. `reprinted` are the strings of `differing_pairs` in other printings of
    the articles. Of several forms for the same printed string, the first is taken.
    """
    issue = _Issue(texts, elsewhere)
    forms = [
        *registered_forms(texts, registered),
        *issue.forms_by_reprints(reprinted),
        *issue.known_elsewhere(),
        *issue.recurring(),
    ]
    return tuple({form.printed: form for form in reversed(forms)}.values())[::-1]


def registered_forms(texts: Sequence[str], registered: Collection[str]) -> Iterator[SystematicForm]:
    """Yield those systematic misreadings of an issue for which the register is evidence."""
    issue_text = "\n".join(texts)
    for word in registered:
        for printed in misread_forms(word):
            ends = Counter(issue_text[at + 2 : at + 3] for at in places(issue_text, printed))
            is_place = sum(ends[end] for end in _PLACE_ENDS) >= _LEAST_CONTEXTS
            # a string that looks like a registered word is a word of its own. Dictionaries made from texts
            # have common misreadings of words (株州), far rarer than the words themselves.
            if (
                is_place
                and ends.total() >= _LEAST_PLACES
                and not (
                    has_word(simplified(printed))
                    and cost(simplified(printed)) - cost(simplified(word)) < _FAR_RARER
                )
            ):
                yield SystematicForm(printed, word, Witness.REGISTER)


class _Issue:
    """The strings of two characters that an issue prints often enough, and that are no words."""

    def __init__(self, texts: Sequence[str], elsewhere: Frequencies) -> None:
        self._texts = texts
        self._elsewhere = elsewhere
        self._characters = Counter("".join(texts))
        pairs = Counter(map("".join, chain.from_iterable(map(pairwise, texts))))
        self._is_simplified = all(in_simplified(text) == text for text in texts)
        self._count: dict[str, int] = {}
        for pair, number in pairs.items():
            if _HAN_PAIR.fullmatch(pair) and not has_word(simplified(pair)):
                self._count[pair] = number
        self._often = sorted(pair for pair, number in self._count.items() if number >= _LEAST_PLACES)

    @cached_property
    def _only_here(self) -> list[str]:
        """The strings that other issues have seldom or never."""
        elsewhere = zip(self._often, self._elsewhere(self._often), strict=True)
        return [printed for printed, number in elsewhere if number <= _SELDOM * self._count[printed]]

    def forms_by_reprints(self, reprinted: Collection[tuple[str, str]]) -> Iterator[SystematicForm]:
        for printed in self._only_here if reprinted else ():
            others = [meant for meant in self._meant_for(printed) if (printed, meant) in reprinted]
            for meant, number in zip(others, self._elsewhere(others), strict=True):
                # one printing alone may be the misread one
                is_known = has_word(meant) or number >= _LEAST_CONTEXTS
                if len(others) == 1 and is_known and self._is_likelier(printed, meant, -_CLEARLY):
                    yield SystematicForm(printed, meant, Witness.REPRINTS)

    def known_elsewhere(self) -> Iterator[SystematicForm]:
        meant_for = {printed: self._meant_for(printed) for printed in self._only_here}
        meant_words = list(dict.fromkeys(chain.from_iterable(meant_for.values())))
        count_by_word = dict(zip(meant_words, self._elsewhere(meant_words), strict=True))
        for printed, meant in meant_for.items():
            contexts = list(dict.fromkeys(self._contexts(printed)))
            text_count = sum(printed in text for text in self._texts)
            likely = []
            for word in meant:
                most_misread = 1 if has_word(word) else _FAR_MORE * text_count
                is_often_elsewhere = count_by_word[word] > most_misread
                if is_often_elsewhere and self._is_meant_elsewhere(printed, word, contexts):
                    likely.append(word)
            if len(likely) == 1:  # otherwise there is no telling which is meant
                yield SystematicForm(printed, likely[0], Witness.OTHER_ISSUES)

    def _is_meant_elsewhere(self, printed: str, word: str, contexts: Sequence[tuple[str, str]]) -> bool:
        """Return whether a string of other issues is likely meant: whether two of three kinds of evidence say so.

        They look much alike, the words are far likelier with it, and other issues have it in the same contexts.
        """
        if not self._fits(printed, word, -_CLEARLY):
            return False
        is_alike = any(
            one in lookalikes(other) or other in lookalikes(one)
            for one, other in zip(printed, word, strict=True)
            if one != other
        )
        is_clear = has_word(word) and self._fits(printed, word, _VERY_CLEARLY)
        if is_alike and is_clear:
            return True
        return (is_alike or is_clear) and self._same_contexts(word, contexts) >= _LEAST_CONTEXTS

    def _same_contexts(self, word: str, contexts: Sequence[tuple[str, str]]) -> int:
        """Return the number of contexts, on one side, in which other issues have a string."""
        strings = chain.from_iterable((before + word, word + after) for before, after in contexts)
        distinct_strings = dict.fromkeys(string for string in strings if len(string) == 4)
        return sum(number > 0 for number in self._elsewhere([*distinct_strings]))

    def recurring(self) -> Iterator[SystematicForm]:
        words: dict[tuple[str, str], list[SystematicForm]] = defaultdict(list)
        for printed in self._count:
            for meant in self._words_for(printed):
                if self._fits(printed, meant):
                    form = SystematicForm(printed, meant, Witness.RECURRENCE)
                    words[printed[form.at], meant[form.at]].append(form)
        forms_by_character: dict[str, list[tuple[int, Sequence[SystematicForm]]]] = defaultdict(list)
        for (character, _), forms in words.items():
            place_count = 0
            before: set[str] = set()
            after: set[str] = set()
            for text in self._texts:
                for at in at_forms(text, forms):
                    place_count += 1
                    before.add(text[at - 1 : at])
                    after.add(text[at + 1 : at + 2])
            least = max(_LEAST_PLACES, _MOSTLY * self._characters[character])
            is_certain = place_count >= least and min(len(before), len(after)) >= _LEAST_CONTEXTS
            forms_by_character[character].append((place_count, forms if is_certain else []))
        for alternatives in forms_by_character.values():
            (most, certain), *others = sorted(alternatives, key=itemgetter(0), reverse=True)
            if all(2 * number < most for number, _ in others):  # otherwise there is no telling which is meant
                yield from certain

    def _fits(self, printed: str, meant: str, least: float = _CLEARLY) -> bool:
        """Return whether `_is_likelier`, and the printed string can't be a name."""
        return not is_name(printed) and self._is_likelier(printed, meant, least)

    def _is_likelier(self, printed: str, meant: str, least: float) -> bool:
        """Return whether the meant string is likelier than the printed one in nearly all of its contexts.

        The log likelihoods have to differ by at least `least`.
        """
        fitting = [
            cost(simplified(before + printed + after)) - cost(simplified(before + meant + after)) > least
            for before, after in self._contexts(printed)
        ]
        return sum(fitting) >= _MOSTLY * len(fitting)

    def _meant_for(self, printed: str) -> list[str]:
        return [
            meant
            for meant in misread_forms(printed)
            if not (self._is_simplified and in_simplified(meant) != meant)
        ]

    def _words_for(self, printed: str) -> list[str]:
        """Return those of the words of `_meant_for` that are words of the dictionary."""
        first = printed[0]
        second = printed[1]
        second_by_first, first_by_second = _words_with()
        seconds = second_by_first.get(first, "")
        firsts = first_by_second.get(second, "")
        words = {first + other for other in _alike(second) if other in seconds}
        words |= {other + second for other in _alike(first) if other in firsts}
        return [word for word in sorted(words) if not (self._is_simplified and in_simplified(word) != word)]

    def _contexts(self, string: str) -> Iterator[tuple[str, str]]:
        """Yield the two characters before and the two after each place of a string of two characters."""
        for text in self._texts:
            for at in places(text, string):
                yield text[max(0, at - 2) : at], text[at + 2 : at + 4]


def differing_pairs(one: str, other: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of neighbouring characters of a text in which another printing has a character that looks alike,
    and what it has there.
    """
    for witness in witnesses(one, other):
        for begin in range(max(0, witness.at - 1), min(witness.at + 1, len(one) - 1)):
            end = begin + 2
            yield one[begin:end], one[begin : witness.at] + witness.other + one[witness.at + 1 : end]


def places(text: str, string: str) -> Iterator[int]:
    at = text.find(string)
    while at >= 0:
        yield at
        at = text.find(string, at + 1)


def misread_forms(word: str) -> tuple[str, ...]:
    """Return the strings in which one character of `word` is replaced by one that looks like it."""
    misread_forms = []
    for at, character in enumerate(word):
        for other in _alike(character):
            misread_forms.append(word[:at] + other + word[at + 1 :])
    return tuple(misread_forms)


@lru_cache(maxsize=1 << 13)
def _alike(character: str) -> tuple[str, ...]:
    """Return the characters that may be printed for a character, and for which it may be printed, the likest first."""
    return tuple(
        other
        for other in dict.fromkeys(lookalikes(character) + less_alike(character))
        if may_be_misread(other, character) and may_be_misread(character, other)
    )


@cache
def _words_with() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return, of the words of two characters, the second ones by the first, and the first ones by the second.

    They stand in one string each: sets of them take 35 MB.
    """
    second_by_first: dict[str, list[str]] = defaultdict(list)
    first_by_second: dict[str, list[str]] = defaultdict(list)
    for word in han_words(2):
        second_by_first[word[0]].append(word[1])
        first_by_second[word[1]].append(word[0])
    return _joined(second_by_first), _joined(first_by_second)


def _joined(characters: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    return {character: "".join(others) for character, others in characters.items()}


def at_forms(text: str, forms: Sequence[SystematicForm]) -> Mapping[int, SystematicForm]:
    """Return the forms in a text in search form by the offsets of the misread characters, the first form for each."""
    at_forms = {}
    for form in reversed(forms):
        for at in places(text, form.printed):
            at_forms[at + form.at] = form
    return at_forms
