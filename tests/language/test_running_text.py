"""Lines that are running text make words, in the order in which they are read."""

import pytest

from reader.language.running_text import likeness, makes_words, order_of

TEXTS = (
    "昨日上午渡口使用了三十一年的浮桥正式拆除，两岸村民前来送行",
    "昨日上午渡口使用了三十一年的浮橋正式拆除，兩岸村民前來送行",
    "昨夜、渡し場の古い橋が閉じられ、両岸の人々が別れを惜しんで集まった",
    "the old bridge at the ferry was closed and people came from both banks of the river",
    "gestern wurde die alte Brücke geschlossen und viele kamen von den beiden Ufern",
)
CHANCE = (
    "昼二中早日导生中本才号引子对笃好外人避硬对月对电鳃村嚼中由司芋",
    "Buepa BeyepoM CTapbiit MOCT y TepelpaBbl OBI 3aKDEIT MU KUTeIM",
    "WERE HEA SS LES PY FEM RRRDRIL THRE MERA AS ARIE RDA",
    "ee oe eee ae ee ooo aa eea",
    "Вчера вечером старый мост у переправы был закрыт",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_text_makes_words_and_is_likely(text: str) -> None:
    assert makes_words([text])
    assert likeness(text) > 0.8
    assert order_of([text]) > 0.8


@pytest.mark.parametrize("text", CHANCE)
def test_what_is_none_or_of_a_script_without_known_words_makes_none(text: str) -> None:
    assert not makes_words([text])
