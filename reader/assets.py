"""The paths of `library/`, `resources/` and the bundled documents, in a checkout and in an installed wheel.

No other module knows where these are.
"""

from functools import cache
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


@cache
def newspapers() -> dict[str, str]:
    """Return the titles of the registered newspapers by CN number (“43-0005”)."""
    lines = resource("register/newspapers.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if line and line[0] != "#")
