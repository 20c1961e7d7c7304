"""The characters of CNS 11643 in EUC-TW and in ISO 2022, which Python has no codec for: by their places in Big5.

Planes 1 and 2 of CNS 11643 have the characters of Big5 in its order, but for those that one of them has elsewhere.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from reader.newspaper.article import DAMAGE

_RUNS_OF_PLANES = (
    # the first code of each run, and how much later its characters are in Big5 than in the plane
    "2121 0 2136 2 2139 -2 213E 0 216A 1 216B -1 216C 0 2242 1 2243 -1 2244 0 2257 1 2258 -1 2259 0 225E -134 225F 2"
    " 2261 0 2421 -48 4421 -2819 5323 -2818 5753 -3243 5754 -2819 6B50 -2432 6B51 -2820 6F5C -2819 7535 -2630"
    " 7536 -2820 7737 -2819 782D -2673 782E -2820 7864 -2819 7865 -2821 7866 -2820 7962 -2819",
    "2121 6280 212B 6281 214C 6329 214D 6280 217D 6281 224D 6448 224E 6280 2439 6281 376F 6928 3770 6281 387E 6282"
    " 3E63 5635 3E64 6282 3F6A 5643 3F6B 6281 4424 6282 554B 6831 554C 6281 5722 6822 5723 6280 5A28 7143 5A29 6279"
    " 5B3F 6280 5C6A 6281 5D74 6702 5D75 6280 6039 6281 6243 6282 6337 6283 642F 5914 6430 6282 6438 6283 6573 6284"
    " 664D 6584 664E 6283 6761 5959 6762 6282 6934 5970 6935 6281 6962 6282 6A4B 6476 6A4C 6281 6C52 6282 7166 6325"
    " 7167 6281 7234 6282 7235 6283 7240 6271 7241 6282",
)
_ROW = 94
_LAST = (0x7D4B, 0x7244)
"""The last codes of the planes that Big5 has."""
_TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
"""The second bytes of Big5 in their order."""


def _place(code: int) -> int:
    return ((code >> 8) - 0x21) * _ROW + (code & 0x7F) - 0x21


@lru_cache(2)
def _signs_of(plane: int) -> dict[int, str]:
    """Return the characters of a plane by their codes."""
    runs = _RUNS_OF_PLANES[plane - 1].split()
    begins = [int(code, 16) for code in runs[::2]]
    shifts = [int(shift) for shift in runs[1::2]]
    ends = [*(_place(begin) for begin in begins[1:]), _place(_LAST[plane - 1]) + 1]
    signs = {}
    for begin, shift, end in zip(begins, shifts, ends, strict=True):
        for place in range(_place(begin), end):
            lead, trail = divmod(place + shift, len(_TRAILS))
            data = bytes((0xA1 + lead, _TRAILS[trail])) if lead < 0x5E else b"?"
            code = (place // _ROW + 0x21) << 8 | (place % _ROW + 0x21)
            signs[code] = _of_big5(data)
    return signs


def _of_big5(data: bytes) -> str:
    sign = data.decode("cp950", "replace")
    return sign if len(sign) == 1 and sign != DAMAGE else data.decode("big5hkscs", "replace")[0]


def _sign(plane: int, pair: bytes) -> str:
    if plane > len(_RUNS_OF_PLANES):
        return DAMAGE
    return _signs_of(plane).get((pair[0] & 0x7F) << 8 | (pair[1] & 0x7F), DAMAGE)


# -- EUC-TW

_OF_EUC = re.compile(
    rb"(?P<ascii>[\x00-\x7f]+)|(?P<pair>[\xa1-\xfe]{2})|\x8e(?P<plane>[\xa1-\xb0])(?P<of_plane>[\xa1-\xfe]{2})|.",
    re.DOTALL,
)


def euc_tw(data: bytes) -> str:
    """Return the text of bytes in EUC-TW; what is not in Big5, or no character, as U+FFFD."""
    return "".join(_of_euc(data))


def _of_euc(data: bytes) -> Iterator[str]:
    for match in _OF_EUC.finditer(data):
        if match["ascii"]:
            yield match["ascii"].decode()
        elif match["pair"]:
            yield _sign(1, match["pair"])
        elif match["of_plane"]:
            yield _sign(match["plane"][0] - 0xA0, match["of_plane"])
        else:
            yield DAMAGE


# -- ISO 2022-CN

_PIECE = re.compile(
    rb"\x1b\$\)(?P<first>[AGE])|\x1b\$\*(?P<second>[HI])|(?P<out>\x0e)|(?P<into>\x0f)"
    rb"|\x1bN(?P<single>[\x21-\x7e]{2})|(?P<end>[\r\n])|(?P<text>[\x21-\x7e]{2})|(?P<other>.)",
    re.DOTALL,
)
_PLANES = {b"G": 1, b"H": 2}


def iso_2022_cn(data: bytes) -> str:
    """Return the text of bytes in ISO 2022-CN: GB 2312 and two planes of CNS 11643 between shifts."""
    return "".join(_of_iso_2022(data))


def _of_iso_2022(data: bytes) -> Iterator[str]:
    charset = b"A"
    is_shifted = False
    for match in _PIECE.finditer(data):
        if match["first"]:
            charset = match["first"]
        elif match["out"] or match["into"]:
            is_shifted = match["out"] is not None
        elif match["single"]:
            yield _sign(2, match["single"])
        elif match["end"]:
            is_shifted = False
            yield match["end"].decode()
        elif match["text"] and is_shifted:
            yield _shifted(charset, match["text"])
        elif not match["second"]:
            yield (match["text"] or match["other"]).decode("ascii", "replace")


def _shifted(charset: bytes, pair: bytes) -> str:
    if charset in _PLANES:
        return _sign(_PLANES[charset], pair)
    return bytes(byte | 0x80 for byte in pair).decode("gb2312", "replace")


def codec_of(name: str) -> codecs.CodecInfo:
    """Return the codec of a name, euc_tw or iso2022_cn; it only reads. Raises KeyError for another name."""
    read = {"euc_tw": euc_tw, "iso2022_cn": iso_2022_cn}[name]
    return codecs.CodecInfo(_no_encoder, _decoder(read), name=name)


def _decoder(read: Callable[[bytes], str]) -> Callable[..., tuple[str, int]]:
    def decode(data: bytes, errors: str = "strict") -> tuple[str, int]:
        return read(bytes(data)), len(data)

    return decode


def _no_encoder(text: str, errors: str = "strict") -> tuple[bytes, int]:
    raise UnicodeEncodeError("cns_11643", text, 0, len(text), "is only read")
