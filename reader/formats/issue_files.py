"""Which files may be issues, by their names alone."""

import re
from pathlib import PurePath

from reader.formats.containers.names import is_container
from reader.formats.decoding import ENDINGS as _OF_TEXT
from reader.formats.file_format import SavedFile, is_other

PDF, JSON = ".pdf", ".json"
OF_PACKAGES = frozenset({".epub", ".docx"})
OF_PAGES = frozenset({".htm", ".html", ".xhtml", ".shtml", ".mht", ".mhtml"})
OF_SCANS = frozenset({".xml", ".hocr"})
"""What OCR programs write; hOCR may also be named as a web page."""
_OF_IIIF = re.compile("manifest|annotation|anno(?![a-z])|^list$", re.IGNORECASE)
"""How manifests of IIIF, and lists of annotations or their folders, are called; other files of JSON are no issues."""
_SAVED_BESIDE = ("_files", ".files", "_文件")
"""How browsers name the folder of what belongs to a saved page: pictures, scripts, advertisements."""
_OF_MIRRORS = frozenset({"hts-cache", "hts-log.txt", "robots.txt"})
"""What programs that mirror sites keep for themselves: HTTrack has every page once more in its cache."""


def is_issue_file(path: PurePath) -> bool:
    """Return whether a file may be an issue, or hold issues; not hidden, not the reader's own."""
    if path.name.startswith((".", "~$")) or ".reader" in path.parts or _OF_MIRRORS.intersection(path.parts):
        return False
    if is_text(path) or is_other(path):
        return True
    ending = SavedFile(path.name, b"").ending
    is_known = ending in OF_PAGES | OF_SCANS | OF_PACKAGES | {PDF}
    is_of_iiif = ending == JSON and any(map(_OF_IIIF.search, path.parts[-2:]))
    if not is_known and not is_of_iiif and not is_container(path.name):
        return False
    return not any(part.endswith(_SAVED_BESIDE) for part in path.parts[:-1])


def is_text(path: PurePath) -> bool:
    """Return whether a file is plain text by its name."""
    return path.suffix.lower() in _OF_TEXT
