"""Converts the references in an issue manifest to names of files relative to its folder.

A format opens no files: it requests them by such a name through `SavedFile.beside`, and the library may
refuse.
"""

import posixpath
import re
from urllib.parse import unquote

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LONGEST = 500


def local_name(href: str) -> str | None:
    """Return a reference as a path relative to the folder of the manifest, with `/`; None if it is no
    relative path.

    URLs and absolute paths give None; `file://./ALTO/1.xml`, as docWorks writes it, is relative.
    """
    text = unquote(href.strip()[:_LONGEST]).replace("\\", "/").partition("#")[0]
    if text.lower().startswith("file:"):
        text = text[5:].removeprefix("//")
    if not text or _SCHEME.match(text) or text.startswith("/") or not text.isprintable():
        return None
    name = posixpath.normpath(text)
    return None if name == "." else name
