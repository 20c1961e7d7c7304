"""Finding all of many names in texts, and how names are spelled in pinyin."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from reader.language import code_arrays, names
from reader.language.words import portions

_TOGETHER = 1_000_000
"""Number of characters of the texts that are searched for names together."""
_LONG = 100_000
"""In a text of this many characters or more, all strings are looked for at once instead of one after the other."""


def standing_in(text: str, forms: Collection[str]) -> set[str]:
    """Return those of some search forms that a search text contains."""
    if len(text) < _LONG:
        return {form for form in forms if form in text}
    names = [form for form in forms if len(form) > 1]
    (found,) = KnownNames((form, nth) for nth, form in enumerate(names)).among([text])
    return {names[nth] for nth in found} | {form for form in forms if len(form) < 2 and form in text}


class KnownNames:
    """Names with their ids, prepared for finding all of them in texts; `ids` has the ids by search form."""

    def __init__(self, rows: Iterable[tuple[str, int]]) -> None:
        self.ids = dict(rows)
        short: dict[int, list[str]] = {}
        others = []
        for form in self.ids:
            if 1 < len(form) <= code_arrays.LONGEST and code_arrays.is_basic(form):
                short.setdefault(len(form), []).append(form)
            elif len(form) > 1:
                others.append(form)
        self._is_first = np.zeros(code_arrays.CODES, bool)
        self._is_first[code_arrays.codes("".join(form[0] for form in self.ids))] = True
        self._tables = []
        for length, forms in sorted(short.items()):
            known = code_arrays.KeyTable(code_arrays.keys_of(forms))
            self._tables.append((length, known, np.array([self.ids[form] for form in forms])))
        self._others: dict[int, list[str]] = {}
        """Names that have no key of their own (`code_arrays`), by the key of their first two characters."""
        for key, form in zip(
            code_arrays.keys_of([form[:2] for form in others]).tolist(), others, strict=True
        ):
            self._others.setdefault(key, []).append(form)
        self._other_keys = code_arrays.KeyTable(np.array([*self._others], np.uint64))

    def among(self, texts: Sequence[str]) -> list[set[int]]:
        return [ids for portion in portions(texts, len, _TOGETHER) for ids in self._among_some(portion)]

    def _among_some(self, texts: Sequence[str]) -> list[set[int]]:
        found: list[set[int]] = [set() for _ in texts]
        ends = np.cumsum([len(text) + 1 for text in texts])
        codes = code_arrays.codes("\0".join(texts) + "\0" * code_arrays.LONGEST)
        at = np.flatnonzero(self._is_first[codes])
        keys = codes[at].astype(np.uint64)
        pairs = code_arrays.with_next(keys, codes[at + 1])
        length = 1
        for wanted, known, ids in self._tables:
            while length < wanted:
                keys = code_arrays.with_next(keys, codes[at + length])
                length += 1
            place = known.places(keys)
            is_known = place >= 0
            numbers = ends.searchsorted(at[is_known], "right")
            for number, name_id in zip(numbers.tolist(), ids[place[is_known]].tolist(), strict=True):
                found[number].add(name_id)
        begins_other = self._other_keys.has(pairs)
        numbers = ends.searchsorted(at[begins_other], "right")
        for number, key in {*zip(numbers.tolist(), pairs[begins_other].tolist(), strict=True)}:
            found[number].update(self.ids[form] for form in self._others[key] if form in texts[number])
        return found


def spelled(name: str) -> tuple[str, str, str, str, str, str, str]:
    """Return a name's pinyin, three ways of typing it, and three for another reading of its characters ("" if none)."""
    syllables = names.pinyin_of(name)
    of_surname = 2 if names.has_compound_surname(name) else 1
    typed = _as_typed(syllables, of_surname)
    other_syllables = names.other_pinyin_of(name)
    others = typed if other_syllables == syllables else _as_typed(other_syllables, of_surname)
    return " ".join(syllables), *typed, *(others if others != typed else ("", "", ""))


def _as_typed(syllables: Sequence[str], of_surname: int) -> tuple[str, str, str]:
    """Return the syllables without tones and spaces; their initials; and the surname in full with the
    other initials.
    """
    plain = [names.without_tones(syllable) for syllable in syllables]
    initials = "".join(syllable[:1] for syllable in plain)
    return "".join(plain), initials, "".join(plain[:of_surname]) + initials[of_surname:]
