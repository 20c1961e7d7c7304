"""GB18030 and Big5 share their bytes: both are scored by how Chinese the text is that they make of them."""

from reader.formats.encoding import SAMPLE, likeness
from reader.formats.signatures import control_share

_CODECS = ("gb18030", "big5hkscs")
_CLEAR = 0.08
_MOST_DAMAGE = 0.01
_LEAST = 200
_CHINESE = 0.35


def score(codec: str, data: bytes) -> float:
    """How sure it is that `data` is `codec`, one of the two; between 0 and 0.95."""
    if b"\x00" in data or control_share(data) > 0.01:
        return 0.0
    likenesses = {name: _likeness(name, data) for name in _CODECS}
    own = likenesses[codec]
    other = max(value if value is not None else -1.0 for name, value in likenesses.items() if name != codec)
    if own is None:
        return 0.0
    if other < 0 or own - other > _CLEAR:
        return min(0.95, 0.4 + own)
    if other - own > _CLEAR:
        return 0.1
    return 0.6 if _second_opinion(data) == codec else 0.4


def _likeness(codec: str, data: bytes) -> float | None:
    """None where the data can't be this codec's. A file cut off in a character, or with a few bytes lost, still may."""
    try:
        return likeness(data.decode(codec)[:SAMPLE])
    except UnicodeDecodeError:
        text = data.decode(codec, errors="replace")
        share = likeness(text[:SAMPLE])
        is_damaged = text.count("\ufffd") > max(1, len(data) * _MOST_DAMAGE)
        return None if is_damaged or len(data) < _LEAST or share < _CHINESE else share


def _second_opinion(data: bytes) -> str:
    from charset_normalizer import from_bytes  # large, and hardly ever asked

    best = from_bytes(data[:SAMPLE], cp_isolation=["gb18030", "big5hkscs"]).best()
    return best.encoding if best is not None and best.encoding in _CODECS else "gb18030"
