"""Tesseract is asked for each picture by its own command line, and its hOCR is read character by character."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from reader.features.recognition import tesseract
from reader.features.recognition.recognizer import Direction, RecognitionError
from reader.features.recognition.tesseract import TesseractRecognizer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script here")
LANGUAGES = "chi_sim chi_sim_vert chi_tra eng osd"
PIXELS = np.full((60, 40), 245, np.uint8)


def character(text: str, left: int, top: int, sure: float = 90.5) -> str:
    box = f"{left} {top} {left + 20} {top + 20}"
    return f"<span class='ocrx_cinfo' title='x_bboxes {box}; x_conf {sure}'>{text}</span>"


def installed(folder: Path, output: str, *, status: int = 0) -> TesseractRecognizer:
    """A program that answers as Tesseract does, and notes how it was called."""
    (folder / "out").write_text(output, "utf-8")
    program = folder / "tesseract"
    program.write_text(
        "#!/bin/sh\n"
        f'cd "{folder}"\n'
        "case $1 in\n"
        f"--list-langs) printf '%s\\n' {LANGUAGES};;\n"
        "--version) echo 'tesseract 5.3.0';;\n"
        '*) echo "$OMP_THREAD_LIMIT $*" > called; cat > picture; cat out; echo 墨太淡 >&2;\n'
        f"exit {status};;\nesac\n"
    )
    program.chmod(0o700)
    return TesseractRecognizer(str(program), 3)


def test_lines_have_their_characters_boxes_and_confidences(tmp_path: Path) -> None:
    page = (
        "<div class='ocr_page'>"
        f"<span class='ocr_line' title='bbox 0 0 9 9'>{character('江', 10, 5)}{character('&lt;', 30, 25, 45)}</span>"
        f"<span class='ocr_header'>{character('上', 70, 10)}{character('雾', 70, 30)}</span>"
        f"<span class='ocr_caption'>{character(' ', 0, 0)}</span></div>"
    )
    recognizer = installed(tmp_path, character("页", 0, 0) + page)
    across, down = recognizer.lines_of(PIXELS, Direction.AUTO)
    assert [(each.text, each.box, each.confidence) for each in across.characters] == [
        ("江", (10, 5, 30, 25), 0.905),
        ("<", (30, 25, 50, 45), 0.45),
    ]
    assert (across.box, across.is_vertical) == ((10, 5, 50, 45), False), "as wide as it is tall"
    assert ("".join(each.text for each in down.characters), down.is_vertical) == ("上雾", True)
    assert recognizer.name == "tesseract 5.3.0"
    assert (tmp_path / "picture").read_bytes() == b"P5 40 60 255\n" + PIXELS.tobytes()


@pytest.mark.parametrize(
    ("direction", "data"),
    [
        (Direction.AUTO, "chi_sim+chi_sim_vert+chi_tra"),
        (Direction.HORIZONTAL, "chi_sim+chi_tra"),
        (Direction.VERTICAL, "chi_sim_vert"),
    ],
)
def test_only_the_chinese_data_of_the_direction_are_asked_for(
    tmp_path: Path, direction: Direction, data: str
) -> None:
    assert installed(tmp_path, "").lines_of(PIXELS, direction) == []
    called = (tmp_path / "called").read_text("utf-8").strip()
    assert called == f"3 stdin stdout -l {data} -c hocr_char_boxes=1 hocr"


def test_what_is_not_text_is_replaced_and_a_failure_is_told(tmp_path: Path) -> None:
    recognizer = installed(tmp_path, "")
    (tmp_path / "out").write_bytes(
        b"<span class='ocr_line'>" + character("X", 0, 0).encode().replace(b"X", b"\xe5")
    )
    (line,) = recognizer.lines_of(PIXELS, Direction.AUTO)
    assert line.characters[0].text == "\ufffd"
    assert not line.is_vertical, "a character alone has no direction"
    with pytest.raises(RecognitionError, match="墨太淡"):
        installed(tmp_path, "", status=1).lines_of(PIXELS, Direction.AUTO)
    (tmp_path / "tesseract").unlink()
    with pytest.raises(RecognitionError):
        recognizer.lines_of(PIXELS, Direction.AUTO)


def test_it_is_there_with_its_chinese_data_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    path = installed(tmp_path, "")._path
    tesseract.program.cache_clear()
    tesseract._languages.cache_clear()
    assert tesseract.program() == path
    (tmp_path / "tesseract").write_text("#!/bin/sh\necho eng\n")
    tesseract.program.cache_clear()
    tesseract._languages.cache_clear()
    assert tesseract.program() is None
    tesseract.program.cache_clear()
