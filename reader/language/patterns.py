"""Regular expressions that are compiled when they are first used, and of many words."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, cast


def _work_out_classes_once() -> None:
    """Make Python look at each class of characters once, in whatever expressions it is.

    `HAN` is in hundreds, and Python takes a millisecond for its 30,000 characters wherever it stands.
    """
    internals: Any = getattr(re, "_compiler", None)
    work_out = getattr(internals, "_optimize_charset", None)
    if work_out is None:  # a Python that compiles in another way
        return
    worked_out: dict[tuple[Any, ...], Any] = {}

    def remembered(characters: Sequence[Any], *without_case: Any) -> Any:
        if any(without_case):
            return work_out(characters, *without_case)
        key = tuple(characters)
        if key not in worked_out:
            worked_out[key] = work_out(characters)
        return worked_out[key]

    internals._optimize_charset = remembered


_work_out_classes_once()


class _Compiled:
    """Has the methods of a compiled pattern; without `__getattr__`, they are found in half the time."""


class _Pattern(_Compiled):
    """Behaves like a compiled pattern; the pattern is compiled when one of its methods is first used."""

    def __init__(self, regex: str, flags: int) -> None:
        self._given = regex, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._given)
        vars(self).update(
            (attribute, getattr(compiled, attribute)) for attribute in dir(compiled) if attribute[0] != "_"
        )
        self.__class__ = _Compiled  # type: ignore[assignment]
        return getattr(compiled, name)

    # Tables hold these methods, which does not use them yet.
    def match(self, *arguments: Any) -> Any:
        return _method(self, "match")(*arguments)

    def fullmatch(self, *arguments: Any) -> Any:
        return _method(self, "fullmatch")(*arguments)

    def search(self, *arguments: Any) -> Any:
        return _method(self, "search")(*arguments)


def _method(held: _Compiled, name: str) -> Any:
    return vars(held).get(name) or _Pattern.__getattr__(cast(_Pattern, held), name)


def pattern(regex: str, flags: int = 0) -> re.Pattern[str]:
    """Return `re.compile(regex, flags)`, but compiled at its first use, so that modules import faster.

    It can only be used by its own methods: `re.sub` and the like do not accept it.
    """
    return cast(re.Pattern[str], _Pattern(regex, flags))


def by_first(words: Iterable[str]) -> str:
    """Return a regex of these alternatives, grouped by their first characters so that fewer are tried at a place."""
    rest: dict[str, list[str]] = {}
    for word in words:
        rest.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(endings)})" for first, endings in rest.items())


_ALTERNATIVE = pattern(r"(?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]|[^|()\[\]])+")


def behind_first(alternatives: str) -> str:
    """Return a regex of many alternatives behind a test of the character that they begin with, which fails faster.

    Each begins with a character or a class of characters.
    """
    firsts = set()
    for alternative in _ALTERNATIVE.findall(alternatives):
        if alternative[0] == "[":
            begin = alternative[1 : alternative.index("]")]
        else:
            begin = alternative[0]
        firsts.update(begin)
    return f"(?=[{''.join(sorted(firsts))}])(?:{alternatives})"
