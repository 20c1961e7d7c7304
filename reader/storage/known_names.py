"""Known names of people, looked for in many texts at once."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from reader.language import code_arrays
from reader.language.portions import portions

_TOGETHER = 1_000_000
"""Characters in which names are looked for together."""
_LONG = 100_000
"""In a text of so many characters, many strings are looked for at once, and not one after the other."""


def standing_in(text: str, forms: Collection[str]) -> set[str]:
    """Return which of some search forms a search text holds."""
    if len(text) < _LONG:
        return {form for form in forms if form in text}
    names = [form for form in forms if len(form) > 1]
    (found,) = KnownNames((form, nth) for nth, form in enumerate(names)).among([text])
    return {names[nth] for nth in found} | {form for form in forms if len(form) < 2 and form in text}


class KnownNames:
    """Names, given by search form and id; `ids` has them by form."""

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
            keys = code_arrays.keys_of(forms)
            order = keys.argsort()
            self._tables.append((length, keys[order], np.array([self.ids[form] for form in forms])[order]))
        self._others: dict[int, list[str]] = {}
        """Names without a number of their own, by that of their first two characters."""
        for key, form in zip(
            code_arrays.keys_of([form[:2] for form in others]).tolist(), others, strict=True
        ):
            self._others.setdefault(key, []).append(form)
        self._other_keys = np.array(sorted(self._others), np.uint64)

    def among(self, texts: Sequence[str]) -> list[set[int]]:
        """Return for each search text the ids of the names in it."""
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
            place = code_arrays.places(keys, known)
            is_known = place >= 0
            numbers = ends.searchsorted(at[is_known], "right")
            for number, name_id in zip(numbers.tolist(), ids[place[is_known]].tolist(), strict=True):
                found[number].add(name_id)
        begins_other = code_arrays.is_among(pairs, self._other_keys)
        numbers = ends.searchsorted(at[begins_other], "right")
        for number, key in {*zip(numbers.tolist(), pairs[begins_other].tolist(), strict=True)}:
            found[number].update(self.ids[form] for form in self._others[key] if form in texts[number])
        return found
