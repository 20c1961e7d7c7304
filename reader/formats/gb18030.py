"""GB18030, and so GBK and GB2312: simplified Chinese from before UTF-8."""

from functools import partial

from reader.formats import double_byte
from reader.formats.encoding import Encoding


def _decode(data: bytes) -> str:
    return data.decode("gb18030", errors="replace")


ENCODING = Encoding("gb18030", partial(double_byte.score, "gb18030"), _decode)
