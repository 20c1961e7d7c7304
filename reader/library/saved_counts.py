"""The counts of saved searches, stored in the cache: derived, and counted again if they can't be read."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from reader.i18n import say
from reader.storage.atomic_write import write_whole


class Trouble(StrEnum):
    """Why a saved search can't find anything in the library as it is."""

    NOTHING_ASKED = "nothing asked"
    NO_NEWSPAPER = "no newspaper"


@dataclass(frozen=True, slots=True)
class SavedCount:
    """How many articles a saved search finds, and how many of them are new since it was last looked at.

    `about`: with NO_NEWSPAPER the name that no newspaper has.
    """

    total: int
    new: int
    trouble: Trouble | None = None
    about: str = ""

    def trouble_in_words(self) -> str:
        """Return why nothing can be found; "" if that is possible."""
        match self.trouble:
            case Trouble.NOTHING_ASKED:
                return say("这个搜索里没有可找的词。删了它，或重新搜索再存。")
            case Trouble.NO_NEWSPAPER:
                return say("资料库里没有名叫“{name}”的报纸。", name=self.about)
            case None:
                return ""


class _Kept(msgspec.Struct):
    sign: str
    total: int
    new: int
    trouble: Trouble | None = None
    about: str = ""


_KEPT = msgspec.json.Decoder(dict[str, _Kept])


def read_counts(path: Path) -> dict[str, tuple[str, SavedCount]]:
    """Return the signs and the counts by UUID; nothing where they can't be read."""
    with suppress(OSError, ValueError, RecursionError):
        return {
            uuid: (each.sign, SavedCount(each.total, each.new, each.trouble, each.about))
            for uuid, each in _KEPT.decode(path.read_bytes()).items()
        }
    return {}


def write_counts(path: Path, counts: Mapping[str, tuple[str, SavedCount]]) -> None:
    kept = {
        uuid: _Kept(sign, count.total, count.new, count.trouble, count.about)
        for uuid, (sign, count) in counts.items()
    }
    with suppress(OSError):  # they are counted again
        write_whole(path, msgspec.json.encode(kept), replaces=True)
