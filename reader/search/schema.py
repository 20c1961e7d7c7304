"""The fields of the index."""

import re

from reader.language.forms import search_form
from reader.language.numbers import number_of

TEXT, HEADLINE, SECTION, CREDITS = GRAM_FIELDS = ("text", "headline", "section", "credits")
"""Fields of grams: of the whole search text, and of three of its lines."""

WORDS = "words"
"""The field of the words that jieba cuts a text into."""

ID, DAY, NEWSPAPER, PAGE = NUMBER_FIELDS = ("id", "day", "newspaper", "page")
"""Fields with one value per document."""


def page_label(text: str) -> str:
    """Return a page's label in one spelling: 第01版, １, 第一版 and 1 are "1", A04版 is "a4"."""
    label = re.sub("^第+|版+$", "", search_form(text)).strip()
    number = re.fullmatch("([a-z]*)0*([0-9]+)", label)
    if number:
        return number[1] + number[2]
    spelled = number_of(label)
    return label if spelled is None else str(spelled)
