"""UTF-16 of either byte order: by its mark, or guessed where the text could be nothing else."""

import codecs
import unicodedata
from functools import partial

from reader.formats.encoding import SAMPLE, Encoding, likeness

_FEW = 0.02


def _score(codec: str, mark: bytes, data: bytes) -> float:
    if len(data) % 2:
        return 0.0
    if data.startswith(mark):
        return 1.0 if _decoded(codec, data) is not None else 0.0
    sample = data[:SAMPLE]
    text = _decoded(codec, sample[: len(sample) // 2 * 2])
    if text is None or not any(end in text for end in "\n\r \u3000，。"):
        return 0.0
    odd = sum(unicodedata.category(c) in ("Cc", "Cn", "Co") and c not in "\t\n\r\f\v" for c in text)
    if odd / len(text) > _FEW:
        return 0.0
    ascii_share = sum(character < "\x80" for character in text) / len(text)
    return 0.9 if ascii_share > 0.6 or likeness(text) > 0.3 else 0.0


def _decoded(codec: str, data: bytes) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _decode(codec: str, mark: bytes, data: bytes) -> str:
    return data.removeprefix(mark).decode(codec, errors="replace")


LITTLE = Encoding(
    "utf-16-le",
    partial(_score, "utf-16-le", codecs.BOM_UTF16_LE),
    partial(_decode, "utf-16-le", codecs.BOM_UTF16_LE),
)
BIG = Encoding(
    "utf-16-be",
    partial(_score, "utf-16-be", codecs.BOM_UTF16_BE),
    partial(_decode, "utf-16-be", codecs.BOM_UTF16_BE),
)
