"""The only one who knows where `library/`, `resources/` and the documents lie: in a checkout, or inside a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_bundled"
_HOME = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent


def resource(name: str) -> Path:
    """A file or folder of `resources/`, by its path below it."""
    return _HOME / "resources" / name


def sample_library() -> Path:
    """The folder of the bundled sample library; read only."""
    return _HOME / "library"


def document(name: str) -> Path:
    """A document that the program shows: the lists of changes, `NOTICES.md`."""
    return _HOME / name
