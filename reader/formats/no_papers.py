"""Files beside papers that are none: lists of checksums, the tags of a BagIt, what an archive records of an item.

They are known by their content, not by their names.
"""

import re

from reader.formats.reading import SavedFile
from reader.i18n import say

_BEGINNING = 4_096
"""Number of bytes at the beginning of a file that tell what it is."""
_CHECKSUM = re.compile(
    rb"(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{128}) [ *]?\S[^\r\n]{0,400}"
)
_OF_BSD = re.compile(
    rb"(?:MD5|SHA\d{1,3}|SHA2-\d{3}|BLAKE2[bs]-\d{3}) ?\([^\r\n]{1,400}\) ?= [0-9a-fA-F]{32,128}"
)
_OF_SFV = re.compile(rb"\S[^\r\n]{0,400} [0-9a-fA-F]{8}")
_TAG = re.compile(rb"[A-Z][A-Za-z-]{2,40}: ?[^\r\n]{0,400}")
_OF_BAG = (
    b"BagIt-Version:",
    b"Tag-File-Character-Encoding:",
    b"Bagging-Date:",
    b"Payload-Oxum:",
    b"Bag-Size:",
)
_ITEM = re.compile(rb"<metadata>.{0,2000}<(?:identifier|mediatype|collection)>", re.DOTALL)


def _is_list_of_checksums(lines: list[bytes]) -> bool:
    """Return whether each line is a checksum with a file's name, but for remarks before them."""
    sums = [line for line in lines if not line.startswith((b";", b"#"))]
    if not sums:
        return False
    forms = [_CHECKSUM, _OF_BSD]
    if len(sums) < len(lines):
        forms.append(_OF_SFV)
    return any(all(map(form.fullmatch, sums)) for form in forms)


def what_it_is(file: SavedFile) -> str | None:
    """Return the kind of a file that has no paper, in few words; None for any other."""
    beginning = file.data[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip()
    lines = [line.strip() for line in beginning.splitlines() if line.strip()]
    if len(file.data) > _BEGINNING:
        lines = lines[:-1]
    if _is_list_of_checksums(lines):
        return say("校验和清单")
    if lines and all(map(_TAG.fullmatch, lines)) and any(line.startswith(_OF_BAG) for line in lines):
        return say("BagIt 的说明")
    if beginning.startswith((b"<?xml", b"<metadata")) and _ITEM.search(beginning):
        return say("档案馆条目的著录")
    return None
