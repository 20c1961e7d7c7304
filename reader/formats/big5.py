"""Big5 with the Hong Kong supplement: traditional Chinese from before UTF-8."""

from functools import partial

from reader.formats import double_byte
from reader.formats.encoding import Encoding


def _decode(data: bytes) -> str:
    return data.decode("big5hkscs", errors="replace")


ENCODING = Encoding("big5", partial(double_byte.score, "big5hkscs"), _decode)
