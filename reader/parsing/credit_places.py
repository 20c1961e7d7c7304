"""The place between a writer and the word for the report: “记者 甲 青岛报道”, “記者甲台中報導”, “记者甲桃园19日电”."""

import re

from reader.language import words
from reader.language.forms import HAN
from reader.language.names import is_name, split_names

_LAST_RUN = re.compile(f"[{HAN}]+$")
_LAST_OF_PLACES = frozenset("省市县区州镇乡村")
_PLACE_SIZES, _NAME_SIZES = range(2, 6), (3, 2, 4)
_USUAL_NAME = 3
_BETWEEN_NAMES = "、，,"


def without_place(text: str) -> str:
    """Return the names that stand before the word for a report, without the place from which it is.

    A place is a word that is no person's name. One that no dictionary has is told by its length: what is left before
    it has to be a name, mostly of three characters.
    """
    run = _LAST_RUN.search(text)
    if run is None:
        return text
    last, before = run[0], text[: run.start()]
    if before.strip() and before.rstrip()[-1] not in _BETWEEN_NAMES and _is_place(last):
        return before.rstrip()
    for size in _NAME_SIZES:
        if is_name(last[:size]) and _is_place(last[size:]):
            return before + last[:size]
    are_names = is_name(last) or all(map(is_name, split_names(last)))
    rest = len(last) - _USUAL_NAME
    if not are_names and rest in _PLACE_SIZES and is_name(last[:_USUAL_NAME]):
        return before + last[:_USUAL_NAME]
    return text


def _is_place(text: str) -> bool:
    if len(text) not in _PLACE_SIZES:
        return False
    if words.has_word(text):
        return not words.names_person(text)
    return text[-1] in _LAST_OF_PLACES and not is_name(text)
