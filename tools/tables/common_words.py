"""The common words of jieba's dictionary, which a text is held against where names of people are looked for."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from reader.language import names
from reader.language.names import chance_of_name, is_surname
from tools.tables.dictionary_entries import OF_A_FOREIGNER, OF_A_PERSON, entries

_LEAST, _LONGEST = 10, 5
_LEAST_FAMOUS = 20
_STEPS = 8
_NO_NAME = -14.5
"""The chance of a name of two characters (`names.chance_of_name`) below which what the dictionary has as one is taken
for a word."""
_ODDS = {"nrfg": -3.0, OF_A_PERSON: 2.0, OF_A_FOREIGNER: 2.0, "n": 6.0}
"""Of a longer one, by what the dictionary calls it, its least log-odds as a name against shorter words: 尉健行 is as
rare a name as 贡献率, of characters that make no words."""
_SURE = 4.0
"""The least log-odds of a famous person's name."""
_UNKNOWN = -18.0
_PLACES = frozenset("山河江湖海岛洲镇乡村庄湾桥县市州区省城寺庙宫殿门关峡岭沟坪家氏路街院店厂社党军")
_HEAD = """\
# The common words of jieba's dictionary (github.com/fxsjy/jieba, MIT), and below [people] its names of people. Each
# line begins with how often its words stand in jieba's corpus: the natural logarithm, in eighths. Behind each / are the
# words that are longer by a character.
# Written by `python -m tools.tables`: change nothing here.
"""


def common_words() -> str:
    """Return the table: words and names by how often they are, the most frequent first."""
    words: dict[int, list[str]] = defaultdict(list)
    people: dict[int, list[str]] = defaultdict(list)
    known, all_entries = names.known_people(), list(entries())
    chance_of = _chances_of_short_words(all_entries)
    for word, count, kind in all_entries:
        if not word.isalpha() or word.isascii() or len(word) > _LONGEST:
            continue
        step = round(_STEPS * math.log(count))
        odds = _odds(word, chance_of) if is_surname(word[0]) and not names.is_place(word) else None
        is_person = kind.startswith(OF_A_PERSON) and len(word) > 1 and not names.is_place(word)
        is_foreign = is_person and names.usual_characters().issuperset(word)
        is_chinese = odds is not None and odds > _ODDS.get(kind, math.inf)
        if len(word) == 2:
            is_chinese = is_person and (chance_of_name(word) or -math.inf) > _NO_NAME
        is_famous = is_foreign or (is_chinese and (odds is None or odds > _SURE) and word[-1] not in _PLACES)
        if word in known or (count >= _LEAST_FAMOUS and is_famous):
            people[step].append(word)
        is_name_alone = len(word) > 2 and (
            is_chinese or is_foreign or (is_person and not is_surname(word[0]))
        )
        if len(word) == 1 or (count >= _LEAST and not is_name_alone and word not in known):
            words[step].append(word)
    people[0] += sorted(set(known).difference(*people.values()))
    return _HEAD + _lines_by_length(words) + "[people]\n" + _lines(people)


def _chances_of_short_words(all_entries: Iterable[tuple[str, int, str]]) -> dict[str, float]:
    counts = {word: count for word, count, _ in all_entries if len(word) < 3 and count >= _LEAST}
    total = math.log(sum(counts.values()))
    return {word: math.log(count) - total for word, count in counts.items()}


def _odds(word: str, chance_of: Mapping[str, float]) -> float | None:
    """Return the log-odds of three characters as a name against shorter words; None of another length."""
    chance = chance_of_name(word) if len(word) == 3 else None
    if chance is None:
        return None
    one, two, three = (chance_of.get(character, _UNKNOWN) for character in word)
    as_words = (
        one + two + three,
        chance_of.get(word[:2], -math.inf) + three,
        one + chance_of.get(word[1:], -math.inf),
    )
    return chance - max(as_words)


def _lines_by_length(of_step: dict[int, list[str]]) -> str:
    return "".join(
        f"{step}/{'/'.join(' '.join(word for word in found if len(word) == size) for size in range(1, _LONGEST + 1))}\n"
        for step, found in sorted(of_step.items(), reverse=True)
    )


def _lines(of_step: dict[int, list[str]]) -> str:
    return "".join(f"{step} {' '.join(found)}\n" for step, found in sorted(of_step.items(), reverse=True))
