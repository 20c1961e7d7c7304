"""The commonest reading of each character, by pypinyin."""

from collections import defaultdict

from pypinyin.constants import PINYIN_DICT

_FIRST, _LAST = 0x4E00, 0x9FFF
_HEAD = """\
# Readings in pinyin, each with the characters that are mostly read so. Out of pypinyin, (c) mozillazg and others, MIT.
# Written by `python -m tools.tables`: change nothing here; surnames that are read otherwise are in
# surname_readings.txt.
"""


def readings() -> str:
    """Return the table: a reading and its characters a line."""
    characters: dict[str, list[str]] = defaultdict(list)
    for code in range(_FIRST, _LAST + 1):
        if code in PINYIN_DICT:
            characters[PINYIN_DICT[code].split(",")[0]].append(chr(code))
    return _HEAD + "".join(f"{reading} {''.join(characters[reading])}\n" for reading in sorted(characters))
