"""The common words of jieba's dictionary, which a text is held against where names of people are looked for."""

import math
from collections import defaultdict

from reader.language import names
from reader.language.names import chance_of_name, is_common_surname, is_surname
from tests.tables.dictionary_entries import OF_A_PERSON, entries

_LEAST, _LONGEST = 10, 5
_LEAST_FAMOUS = 20
_STEPS = 8
_NO_NAME = (-14.5, -21.0)
"""The chance of a name (`names.chance_of_name`) below which what the dictionary has as one is taken for a word:
of a name of two characters, and of a longer one."""
_RARE_NAME = -24.0
"""The chance down to which it is taken for neither, behind a common surname: 傅全有 is as rare as 毛毛虫."""
_MISTAKEN = ("周恩来", "苏东坡")
"""Names of people that the dictionary has as words for a time and a place."""
_HEAD = """\
# The common words of jieba's dictionary (github.com/fxsjy/jieba, MIT), and below [people] its names of people. Each
# line begins with how often its words stand in jieba's corpus: the natural logarithm, in eighths.
# Written by `python -m tests.tables`: change nothing here.
"""


def common_words() -> str:
    """Return the table: words and names by how often they are, the most frequent first."""
    words: dict[int, list[str]] = defaultdict(list)
    people: dict[int, list[str]] = defaultdict(list)
    for word, count, kind in entries():
        if not word.isalpha() or word.isascii() or len(word) > _LONGEST:
            continue
        step = round(_STEPS * math.log(count))
        is_person = (kind.startswith(OF_A_PERSON) and len(word) > 1) or word in _MISTAKEN
        chance = chance_of_name(word) if is_person and is_surname(word[0]) else None
        is_chinese = chance is not None and chance > _NO_NAME[len(word) > 2]
        is_foreign = is_person and names.usual_characters().issuperset(word)
        is_place = names.is_place(word)
        if count >= _LEAST_FAMOUS and (is_chinese or is_foreign) and not is_place:
            people[step].append(word)
        may_be_chinese = chance is not None and chance > _RARE_NAME and is_common_surname(word[0])
        is_name_alone = len(word) > 2 and is_person and not is_place
        is_name_alone = is_name_alone and (
            may_be_chinese or is_chinese or is_foreign or not is_surname(word[0])
        )
        if (count >= _LEAST and not is_name_alone) or len(word) == 1:
            words[step].append(word)
    return _HEAD + _lines(words) + "[people]\n" + _lines(people)


def _lines(of_step: dict[int, list[str]]) -> str:
    return "".join(f"{step} {' '.join(found)}\n" for step, found in sorted(of_step.items(), reverse=True))
