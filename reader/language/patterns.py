"""Regular expressions that are compiled when they are first used."""

import re
from typing import Any, cast


class _Pattern:
    """Stands for a compiled pattern; has its methods once one of them was asked for."""

    def __init__(self, regex: str, flags: int) -> None:
        self._given = regex, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._given)
        vars(self).update((each, getattr(compiled, each)) for each in dir(compiled) if each[0] != "_")
        return getattr(compiled, name)


def pattern(regex: str, flags: int = 0) -> re.Pattern[str]:
    """Return `re.compile(regex, flags)`, which is as quick, but compiled at its first use.

    A module of patterns is imported the sooner. A pattern is asked by its own methods: `re.sub` does not take it.
    """
    return cast(re.Pattern[str], _Pattern(regex, flags))
