"""The names in a text: of people, places, bodies and works, by dictionary and form alone."""

from functools import lru_cache

from reader.language import common_words, names, words
from reader.language.deeds import FREE
from reader.language.forms import HAN
from reader.language.patterns import pattern

_RANKED = pattern(rf"[^\W{FREE}全本我各每这那某哪]{{2}}(?=[省市县区镇乡村州])")
_POINTED_AT = pattern("[这那此该某哪每各本几两][座条个只件位名本间家所棵株艘辆镇村县乡区市]")
"""One of several things, and no name: 这座, 某镇."""
_TITLE = pattern(r"[《“「『]([^》”」』]{2,20})[》”」』]")
_IS_HAN = pattern(f"[{HAN}]+")
_BODIES = frozenset("省市县区镇乡村州国部局厅院校厂社馆站桥路街港矿学店场库堤会队所行台庙寺宫园楼塔城团")
_LONG = 4
"""The length from which on a usual word is a name: 世界卫生组织."""


def is_own_name(word: str) -> bool:
    """Return whether a word names a person or place, or is none that the dictionary knows."""
    return names.is_place(word) or words.names_person(word) or not words.has_word(word)


@lru_cache(1 << 12)
def names_in(text: str) -> frozenset[str]:
    """Return the names of people, places, bodies and works in a text in simplified characters.

    Behind a name, what bodies are called is one, too: 雁桥 大桥.
    """
    text_names = {match[1] for match in _TITLE.finditer(text)}
    text_names |= {place for place in _RANKED.findall(text) if not common_words.is_common(place)}
    is_behind = False
    for word in words.words(text):
        is_place = names.is_place(word)
        is_usual = common_words.is_common(word) and not is_place and len(word) < _LONG
        is_body = word[-1] in _BODIES
        may_be_name = is_own_name(word) or len(word) >= _LONG
        is_behind = (
            len(word) > 1
            and not _POINTED_AT.fullmatch(word)
            and _IS_HAN.fullmatch(word) is not None
            and ((not is_usual and (may_be_name or is_body)) or (is_body and is_behind))
        )
        if is_behind:
            text_names.add(word)
        if names.is_place(word[:-1]):
            text_names.add(word[:-1])
    return frozenset(text_names)
