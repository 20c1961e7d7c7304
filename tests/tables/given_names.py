"""How often a character stands in a given name, from the names in jieba's dictionary."""

from collections import Counter

from reader.language.names import is_common_surname
from tests.tables.dictionary_entries import OF_A_FOREIGNER, OF_A_PERSON, entries

_LEAST = 1
_FOREIGN = 1.5
"""By how much more frequent both characters are in foreign names where a name is taken for one of these (马尔特)."""
_HEAD = """# Characters of given names, and how many names of jieba's dictionary (github.com/fxsjy/jieba, MIT; a surname
# and one or two characters, marked as a person's) have each as the first of two, the second of two, alone.
# Made by `python -m tests.tables`.
"""


def given_names() -> str:
    """Return the table: a character and three counts a line, the most frequent first.

    Rare surnames are words of their own more often than they begin a name, and are passed over; so are foreign names.
    """
    words = list(entries())
    names = [word for word, _, kind in words if kind == OF_A_PERSON and is_common_surname(word[0])]
    foreign = Counter("".join(word for word, _, kind in words if kind == OF_A_FOREIGNER and len(word) > 2))
    given = Counter("".join(name[1:] for name in names if len(name) == 3))
    ratio = {
        character: (foreign[character] / foreign.total()) / ((count + 1) / given.total())
        for character, count in given.items()
    }
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for name in names:
        if len(name) == 3 and min(ratio[name[1]], ratio[name[2]]) <= _FOREIGN:
            first[name[1]] += 1
            second[name[2]] += 1
        elif len(name) == 2:
            alone[name[1]] += 1
    total = first + second + alone
    rows = [f"{c} {first[c]} {second[c]} {alone[c]}" for c, count in total.most_common() if count >= _LEAST]
    return _HEAD + "\n".join(rows) + "\n"
