"""The measured rates of misreading in a room (`Plug.room`): of all that its folders have loaded."""

from functools import lru_cache
from typing import TypedDict

import msgspec

from reader.features.misread.measuring import MEASURED, Measuring, measured
from reader.features.room.sides import RoomSide, RoomValue
from reader.storage.catalogue_reading import CatalogueReading


def _rates(catalogue: CatalogueReading) -> str | None:
    if Measuring(catalogue).left():
        return next(measured(catalogue))
    return None


class _Rates(TypedDict):
    """The JSON that `Misreadings.to_json` writes."""

    characters: dict[str, tuple[int, int]]
    periods: list[tuple[tuple[str, int], int, int]]
    dropped: tuple[int, int]
    shape: float
    on_the_whole: tuple[int, int, int]


@lru_cache(maxsize=2)
def _check(value: str) -> None:
    """Raise a DecodeError if a value is not what `measured` gives."""
    _, _, rates = msgspec.json.decode(value, type=tuple[int, int, str])
    msgspec.json.decode(rates, type=_Rates)


SIDE = RoomSide(values=(RoomValue(MEASURED, _rates, _check),))
