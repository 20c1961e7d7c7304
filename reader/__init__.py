"""阅报: a desktop reader for newspaper archives."""

__version__ = "0.1.0"

HOMEPAGE = ""
"""The address where new versions are to be had, as in `pyproject.toml`; "" as long as there is none."""
