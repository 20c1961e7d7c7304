"""阅报: a desktop reader for newspaper archives."""

__version__ = "0.2.0"

HOMEPAGE = ""
"""The web address from which new versions can be downloaded, as in `pyproject.toml`; "" as long as there is none."""


def never(*_: object) -> bool:
    """Return False: the callback of a caller who never cancels, and means no record."""
    return False


def always(*_: object) -> bool:
    """Return True: the callback of a caller who means all there is."""
    return True


def do_nothing(*_: object) -> None:
    """Do nothing with what is told, such as progress: the callback of a caller who does not follow it."""
