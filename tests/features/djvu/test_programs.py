"""Without the program that reads DjVu, a file is refused with what to do."""

from pathlib import Path

import pytest

from reader.features.djvu.programs import text_layer
from reader.formats.reading import UnreadableFile
from reader.pictures.picture_process import no_djvu


def test_without_the_program_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableFile) as told:
        text_layer(b"AT&TFORM")
    assert str(told.value) == no_djvu()
