"""Whether what is printed as JSON is of the types that its command names."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from reader.cli.schemas import types_of


def why_not_of(value: Any, name: str) -> str:
    """Return why a value is not what a command prints, by the words that `reader schema` takes; "" if it is."""
    return why_not(value, types_of(name))


def why_not(value: Any, kinds: Sequence[Any]) -> str:
    """Return why a value is of none of the types, with all of its fields and no other; "" if it is of one."""
    why = []
    for kind in kinds:
        try:
            told = json.loads(msgspec.json.encode(msgspec.convert(value, kind, strict=True)))
        except msgspec.ValidationError as error:
            why.append(str(error))
            continue
        if told == value:
            return ""
        why.append(f"other fields than {kind}")
    return "; ".join(why)
