"""Where the checkout is that bundles are made of, and which version it is."""

import os
from pathlib import Path

from reader import __version__ as VERSION  # noqa: N812

CHECKOUT = Path(__file__).parents[2]
PACKAGE = "yuebao"
IDENTIFIER = "internal.yuebao.reader"
"""The program's name among all: AppStream wants one as of a host turned round, and `.internal` can be nobody's host."""
MAINTAINER = os.environ.get("MAINTAINER", "Yuebao developers <developers@yuebao.internal>")
"""Who answers for the packages; whoever releases it gives an address that is read."""
NOTICES = ("LICENSE", "NOTICES.md", "CHANGELOG.md", "CHANGELOG.zh.md", "README.md", "README.en.md")
"""The files for people that lie beside the program."""

__all__ = ["CHECKOUT", "IDENTIFIER", "MAINTAINER", "NOTICES", "PACKAGE", "VERSION"]
