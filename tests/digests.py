"""Digests of what was read. A golden file of them tells that something has changed, not what is right."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from msgspec import Struct

_PLAIN = {str, int, float, bool, type(None)}
"""Nearly all values; whether they are sets or mappings is a question that takes longer than the rest."""


def digest_of(read: object) -> str:
    """Return six hexadecimal digits, the same for the same values in every run."""
    return hashlib.blake2b(_stable(read).encode(), digest_size=3).hexdigest()


def _stable(value: object) -> str:
    """Return `repr` without names of classes, with sets in order."""
    if type(value) in _PLAIN:
        return repr(value)
    if isinstance(value, Struct):
        return f"({','.join(_stable(getattr(value, name)) for name in value.__struct_fields__)})"
    if isinstance(value, AbstractSet):
        return f"{{{','.join(sorted(map(_stable, value)))}}}"
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{_stable(key)}:{_stable(each)}' for key, each in value.items())}}}"
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return f"[{','.join(map(_stable, value))}]"
    return repr(value)


Rows = Mapping[str, Callable[[], Iterable[str]]]
"""What gives the digests of each name. Each is compared by a test of its own, so that a mutant meets few of them."""


def compare(golden: Path, rows: Rows, name: str, *, update: bool) -> None:
    """Assert that the golden file has all the names, and these digests of one; the first updates it for all."""
    if update:
        if name == next(iter(rows)):
            said = [f"{each}: {' '.join(digests())}\n" for each, digests in rows.items()]
            golden.write_text("".join(said), encoding="utf-8")
        return
    known = dict(row.rsplit(": ", 1) for row in golden.read_text(encoding="utf-8").splitlines())
    assert known.keys() == rows.keys()
    assert " ".join(rows[name]()) == known[name]
