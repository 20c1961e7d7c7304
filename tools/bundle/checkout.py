"""Where the checkout is that bundles are made of, and which version it is."""

from pathlib import Path

from reader import __version__ as VERSION  # noqa: N812

CHECKOUT = Path(__file__).parents[2]
PACKAGE = "yuebao"
NOTICES = ("LICENSE", "NOTICES.md", "CHANGELOG.md", "CHANGELOG.zh.md", "README.md", "README.en.md")
"""The files for people that lie beside the program."""

__all__ = ["CHECKOUT", "NOTICES", "PACKAGE", "VERSION"]
