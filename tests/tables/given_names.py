"""How often a character stands in a given name, from the names in jieba's dictionary."""

from collections import Counter
from importlib.util import find_spec
from pathlib import Path

from reader.language.names import is_surname

_OF_A_PERSON = "nr"
_LEAST = 3
_HEAD = """# Characters of given names, and how many names of jieba's dictionary (github.com/fxsjy/jieba, MIT; a surname
# and one or two characters, marked as a person's) have each as the first of two, the second of two, alone.
# Made by `python -m tests.tables`.
"""


def given_names() -> str:
    """Return the table: a character and three counts a line, the most frequent first."""
    found = find_spec("jieba")
    assert found
    assert found.origin
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for line in (Path(found.origin).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, _, kind = line.split(" ")
        if not kind.startswith(_OF_A_PERSON) or not is_surname(word[0]):
            continue
        if len(word) == 3:
            first[word[1]] += 1
            second[word[2]] += 1
        elif len(word) == 2:
            alone[word[1]] += 1
    total = first + second + alone
    rows = [f"{c} {first[c]} {second[c]} {alone[c]}" for c, count in total.most_common() if count >= _LEAST]
    return _HEAD + "\n".join(rows) + "\n"
