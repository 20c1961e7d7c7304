"""Files that may have a paper, in a format that is not read yet: how such a file is known, and what to do with it.

A kind whose reader is there leaves the table.
"""

import re
from pathlib import PurePath

from msgspec import Struct

from reader.i18n import Words, later, say
from reader.language.patterns import pattern
from reader.newspaper.sync_clients import without_remark

LONGEST_SIGN = 80
"""Number of bytes at the beginning of a file in which its sign stands."""

_LONGEST_BLANK = 1_000
_BLANK = b"\xef\xbb\xbf \t\r\n"
"""What may stand before the sign of a file that was edited as a text."""


class OtherKind(Struct, frozen=True):
    """A kind of files that are not read: `endings` of their names, and a `sign`, which matches their first bytes; ""
    where only the name tells. What is read under its own name has a sign alone.
    """

    title: Words
    endings: tuple[str, ...]
    remedy: Words
    sign: str = ""


KINDS = (
    OtherKind(
        later("文稿"),
        (".doc", ".wps", ".rtf", ".odt", ".sxw", ".pages", ".wpd", ".hwp", ".xps", ".oxps"),
        later("请用 Word、WPS 或 LibreOffice 打开，另存为 .docx 后放入。"),
        r"\{\\rtf|\xffWPC|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ),
    OtherKind(
        later("电子书"),
        (".mobi", ".azw", ".azw3", ".kfx", ".fb2", ".htmlz", ".chm", ".lit"),
        later("请用 calibre 转换成 EPUB 后放入。"),
        r".{60}BOOKMOBI|ITSF",
    ),
    OtherKind(
        later("表格"),
        (".xls", ".xlsx", ".ods", ".et", ".numbers"),
        later("请打开后另存为“CSV UTF-8（逗号分隔）”，再放入。"),
    ),
    OtherKind(
        later("扫描的书刊"),
        (".caj", ".kdh", ".nh", ".ceb", ".ceb2", ".pdg"),
        later("请用它自己的阅读器另存为 PDF；若只有图像，再用 OCR 程序识别后放入。"),
        r"CAJ\x00|HH\x02\x00",
    ),
    OtherKind(
        later("压缩包"),
        (".rar", ".7z", ".zipx", ".lzh", ".lha", ".cab", ".arj", ".zst"),
        later("请解开后放入，或改存为 .zip。"),
        r"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|MSCF|..-lh[0-9d]-",
    ),
    OtherKind(
        later("画册"),
        (".cbr", ".cb7", ".cbt"),
        later("请解开后放入里面的图片，或改存为 .cbz，再识别上面的文字。"),
    ),
    OtherKind(
        later("电子邮件"),
        (".eml", ".emlx", ".msg", ".mbox", ".mbx", ".pst"),
        later("请在邮件程序里打开，另存为网页（.html）或文字（.txt）后放入。"),
    ),
    OtherKind(
        later("网页存档"),
        (".warc", ".warc.gz", ".wacz", ".arc.gz", ".webarchive", ".maff", ".har"),
        later("请在浏览器里打开要看的网页，另存为网页（.html）或 PDF 后放入。"),
        r"WARC/\d\.\d|bplist00",
    ),
    OtherKind(
        later("照片"),
        (".jxl", ".bmp", ".psd", ".tga", ".pcx", ".dng", ".cr2", ".nef"),
        later("请转换成 JPEG 或 PNG 放入，再识别上面的文字。"),
        r"8BPS|\xff\x0a|\x00\x00\x00\x0cJXL ",
    ),
    OtherKind(
        later("手机照片"),
        (),
        later("请把后缀改成 .heic（AVIF 是 .avif），再识别上面的文字。"),
        r".{4}ftyp(?:hei[cxms]|hev[cx]|mif1|msf1|avi[fs])",
    ),
)
_BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}
_OF_TWO = tuple(ending for ending in _BY_ENDING if ending.count(".") > 1)
"""Endings of two parts; what they end with alone is read."""
_SIGNS = pattern("|".join(f"({kind.sign or '(?!)'})" for kind in KINDS), re.DOTALL)


def comparable(name: str) -> str:
    """Return a file's name, or a path, to compare its ending: in small letters, without the spaces and dots at the end
    that copying and renaming leave on some systems, nor the remark that a sync client has put behind it.
    """
    return without_remark(name.rstrip().rstrip(". ").lower())


def ending_of(name: str) -> str:
    """Return the ending of a name that is `comparable`, or of such a path: “.heic”, of two parts “.warc.gz”."""
    for ending in _OF_TWO:
        if name.endswith(ending):
            return ending
    return PurePath(name).suffix


def is_other(path: PurePath | str) -> bool:
    """Return whether a file may contain a paper, but in a format that can't be read, like .doc and .rar."""
    return ending_of(comparable(str(path))) in _BY_ENDING


def what_to_do(path: PurePath) -> str | None:
    """Return why a file can't be read, by its ending, and how to convert it; None for all other endings."""
    ending = ending_of(comparable(path.name))
    kind = _BY_ENDING.get(ending)
    if kind is None:
        return None
    return say(
        "这里还不读 {ending} 文件（{kind}）。{remedy}", ending=ending, kind=kind.title(), remedy=kind.remedy()
    )


def kind_by_sign(data: bytes) -> OtherKind | None:
    """Return the kind of a file whose first bytes tell it, whatever its name is; None for any other."""
    head = data[:LONGEST_SIGN].decode("latin-1")
    match = _SIGNS.match(head) or _SIGNS.match(
        data[:_LONGEST_BLANK].lstrip(_BLANK)[:LONGEST_SIGN].decode("latin-1")
    )
    if match is None or match.lastindex is None:
        return None
    return KINDS[match.lastindex - 1]


def what_to_do_with(kind: OtherKind) -> str:
    """Return that a file is of a kind that its name does not tell, and how to convert it."""
    return say(
        "这不是它的名字所说的文件，而是{kind}，这里还不读。{remedy}", kind=kind.title(), remedy=kind.remedy()
    )
