"""Whether what has come into a field is a list of names, not a name that is typed."""

from reader.language.patterns import pattern

_BETWEEN_NAMES = pattern(r"[\n\u2028\t、，,；;]+")
_LONGEST_TYPED = 4
"""The most characters that an input method enters at once."""


def is_pasted_list(before: str, text: str) -> bool:
    """Return whether a field with a text has got a list of several names at once: pasted, or dropped on it."""
    names = [name for name in _BETWEEN_NAMES.split(text) if name.strip()]
    return len(names) > 1 and len(text) - len(before) > _LONGEST_TYPED
