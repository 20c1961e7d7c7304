"""The form of a text that is stored and digested: in the keys of articles, and in the anchors of corrections.

It is the search form as it was on 2026-11-26, and never changes: keys stand in links, packs, notes and citations, and
what a reader has stored is found by it. The search form itself may take more characters as equal (`equality`). Nothing
here is shared with it, so that a change there can't change this.
"""

import unicodedata

from reader.language.patterns import pattern

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACE_BESIDE_HAN = pattern(f" (?:(?<=[{_HAN}] )|(?=[{_HAN}]))")
_HAN_WORDS = pattern("[\u4e00-\u9fff]{1,24}")
_DROPPED = (
    *(0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), 0xFEFF),
    *(*range(0x202A, 0x202F), *range(0x2060, 0x2070)),
    *(*range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0)),
    *(*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),
)
_UNIFIED = str.maketrans(
    dict.fromkeys("“”„‟「」『』〝〞〟«»", '"')
    | dict.fromkeys("‘’‚‛‹›`´", "'")
    | dict.fromkeys("•‧∙⋅・･●", "·")
    | dict.fromkeys(map(chr, _DROPPED), "")
)


def key_form(text: str) -> str:
    if _HAN_WORDS.fullmatch(text):
        return text
    unified = text.translate(_UNIFIED)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", unified).casefold())
    spaced = " ".join(folded.translate(_UNIFIED).split())
    return _SPACE_BESIDE_HAN.sub("", spaced)
