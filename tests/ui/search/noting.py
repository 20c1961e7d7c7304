"""What a widget brings about, noted down instead of done."""

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

Noted = list[tuple[object, ...]]
"""Of each act its name, then its arguments."""
A = TypeVar("A", bound=Struct)


def noting(kind: type[A]) -> tuple[A, Noted]:
    """Return acts that are only noted, and the list of them."""
    noted: Noted = []

    def note(name: str) -> Callable[..., None]:
        return lambda *of: noted.append((name, *of))

    return kind(**{name: note(name) for name in kind.__struct_fields__}), noted
