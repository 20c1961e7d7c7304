"""The files beside another: what a METS file or a manifest names, and which of it may be asked for.

A format opens nothing: it asks by a name, and the library, which knows where the file lies, hands in the bytes or not.
"""

import posixpath
import re
from urllib.parse import unquote

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LONGEST = 500


def local_name(href: str) -> str | None:
    """Return the name of a file relative to the folder of the one that names it, with `/`; None if it is elsewhere.

    `file://./ALTO/1.xml`, which docWorks writes, is one; an address and a path from the root of a disk are none.
    """
    text = unquote(href.strip()[:_LONGEST]).replace("\\", "/").partition("#")[0]
    if text.lower().startswith("file:"):
        text = text[5:].removeprefix("//")
    if not text or _SCHEME.match(text) or text.startswith("/") or not text.isprintable():
        return None
    name = posixpath.normpath(text)
    return None if name == "." else name
