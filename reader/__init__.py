"""阅报: a desktop reader for newspaper archives."""

__version__ = "0.2.0"

HOMEPAGE = ""
"""The web address from which new versions can be downloaded, as in `pyproject.toml`; "" as long as there is none."""
