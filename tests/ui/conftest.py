"""Real widgets, drawn offscreen, dressed as the program dresses them."""

import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from reader.ui import fonts, theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Every test begins in the paper theme, whatever the one before it wore."""
    qapp.setStyle("Fusion")
    qapp.setFont(fonts.sans(13))
    theme.use("paper")
    yield
    theme.use("paper")
