"""UTF-8, with or without a byte order mark."""

import codecs

from reader.formats.encoding import Encoding
from reader.formats.signatures import control_share

_MOST_DAMAGE = 0.001
_BOTH_ENDS = 3
"""Bytes of characters that a cut at either end left."""


def _score(data: bytes) -> float:
    if b"\x00" in data or control_share(data) > 0.01:
        return 0.0
    try:
        data.decode()
    except UnicodeDecodeError:
        # A file cut off in a character, or with a byte lost, is still UTF-8 when all else fits.
        damage = data.decode(errors="replace").count("\ufffd")
        return 0.5 if damage <= max(_BOTH_ENDS, len(data) * _MOST_DAMAGE) and len(data) > 200 else 0.0
    return 1.0


def _decode(data: bytes) -> str:
    return data.removeprefix(codecs.BOM_UTF8).decode(errors="replace")


ENCODING = Encoding("utf-8", _score, _decode)
