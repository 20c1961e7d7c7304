"""The place of a report behind the names of its reporters, which is no name."""

from reader.language import words
from reader.language.forms import HAN
from reader.language.names import is_name, split_names
from reader.language.patterns import pattern

_LAST_RUN = pattern(f"[{HAN}]+$")
_LAST_OF_PLACES = frozenset("省市县区州镇乡村")
_PLACE_SIZES = range(2, 6)
_NAME_SIZES = (3, 2, 4)
_USUAL_NAME = 3
_BETWEEN_NAMES = "、，,"


def without_place(text: str) -> str:
    """Remove the place of a report from the end of the names before it: “顾知远雁桥” before “报道” gives “顾知远”.

    A place is a word of the dictionary that is no person's name. One that is in no dictionary is recognised by its
    length and by the name before it, which mostly has three characters. `text` is returned as it is if no place is
    found.
    """
    run = _LAST_RUN.search(text)
    if run is None:
        return text
    last = run[0]
    before = text[: run.start()]
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
