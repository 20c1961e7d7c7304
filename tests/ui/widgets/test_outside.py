"""What can't be opened in another program is told."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from reader.ui.widgets.outside import open_outside


@pytest.mark.parametrize("has_program", [True, False])
def test_a_file_that_no_program_opens_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_program: bool
) -> None:
    opened: list[QUrl] = []
    told: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return has_program

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    path = tmp_path / "旧报 甲.txt"
    open_outside(path, told.append)
    assert [Path(url.toLocalFile()) for url in opened] == [path]
    assert [str(path) in words for words in told] == [True] * (not has_program)
