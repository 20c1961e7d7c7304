"""The paths of `library/`, `resources/` and the bundled documents, in a checkout and in an installed wheel.

No other module knows where these are.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_bundled"
_HOME = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent


def resource(name: str) -> Path:
    """Return the path of a file or folder of `resources/`, given relative to it."""
    return _HOME / "resources" / name


def sample_library() -> Path:
    return _HOME / "library"


def document(name: str) -> Path:
    """Return the path of a document that the program shows: a change log, `NOTICES.md`."""
    return _HOME / name
