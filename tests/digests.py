"""Digests of what was read. A golden file of them tells that something has changed, not what is right."""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path


def digest_of(read: object) -> str:
    """Return six hexadecimal digits, the same for the same values in every run."""
    return hashlib.blake2b(_stable(read).encode(), digest_size=3).hexdigest()


def _stable(value: object) -> str:
    """Return `repr` without names of classes, with sets in order."""
    if dataclasses.is_dataclass(value):
        fields = [getattr(value, each.name) for each in dataclasses.fields(value)]
        return f"({','.join(map(_stable, fields))})"
    if isinstance(value, AbstractSet):
        return f"{{{','.join(sorted(map(_stable, value)))}}}"
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{_stable(key)}:{_stable(each)}' for key, each in value.items())}}}"
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return f"[{','.join(map(_stable, value))}]"
    return repr(value)


def compare(golden: Path, rows: Iterable[tuple[str, Sequence[str]]], *, update: bool) -> None:
    """Assert that the golden file has these digests of each name; write it if it is to be updated."""
    said = [f"{name}: {' '.join(digests)}" for name, digests in rows]
    if update:
        golden.write_text("".join(f"{row}\n" for row in said), encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8").splitlines()
