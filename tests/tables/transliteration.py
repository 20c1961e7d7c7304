"""The characters by which foreign names are written, from the names in jieba's dictionary."""

from collections import Counter
from importlib.util import find_spec
from pathlib import Path

_TRANSLATED = "nrt"
_LEAST = 8
_ORDINARY = frozenset("一二三十大人山王海世城河岛州门帝士新路主在会于与将道江湖洲安全和书国家高热爱")
"""Characters of words in such names (王, 海, 世), and those that would make a name run on into the text."""
_HEAD = """\
# Characters of foreign names, the most frequent first, from the names in jieba's dictionary (github.com/fxsjy/jieba,
# MIT). Written by `python -m tests.tables`: change nothing here.
"""


def transliteration() -> str:
    """Return the table: all characters on one line."""
    found = find_spec("jieba")
    assert found
    assert found.origin
    counted: Counter[str] = Counter()
    for line in (Path(found.origin).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, _, kind = line.split(" ")
        if kind == _TRANSLATED and len(word) > 2:
            counted.update(word)
    kept = (each for each, count in counted.most_common() if count >= _LEAST and each not in _ORDINARY)
    return _HEAD + "".join(kept) + "\n"
