"""The resolution that a picture states is known before it is recognised; without a statement it is unknown."""

from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from reader.features.recognition.resolution import stated_dpi
from reader.features.recognition.waiting_pictures import FoundWaiting
from reader.library import doubt_sources
from reader.library.answers import WaitingPicture, waiting_in_words
from reader.library.doubts import DoubtKind
from reader.library.library import Library
from reader.library.sync_events import PassedKind


def picture(form: str, **how: object) -> BytesIO:
    file = BytesIO()
    Image.new("L", (40, 30), 200).save(file, form, **how)
    file.seek(0)
    return file


def exif(dpi: float) -> Image.Exif:
    found = Image.Exif()
    found[282], found[296] = dpi, 2
    return found


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP", "JPEG with Exif"])
def test_a_picture_states_its_resolution(form: str, dpi: int) -> None:
    how: dict[str, object] = (
        {"exif": exif(dpi)} if form in ("WEBP", "JPEG with Exif") else {"dpi": (dpi, dpi)}
    )
    file = picture(form.split()[0], **how)
    assert stated_dpi(file) == dpi
    assert stated_dpi(picture(form.split()[0])) is None
    assert stated_dpi(BytesIO(file.getvalue()[:15])) is None


def test_jpeg_2000_states_its_resolution_in_dots_per_metre() -> None:
    box = b"\0\0\0\x12resc" + ((11_811).to_bytes(2, "big") + b"\0\x01") * 2 + b"\0\0"
    assert stated_dpi(BytesIO(b"\0\0\0\x0cjP  \r\n\x87\n" + box)) == 300


@pytest.mark.parametrize("dpi", [72, 96])
def test_what_programs_write_that_do_not_know_the_resolution_is_none(dpi: int) -> None:
    assert stated_dpi(picture("JPEG", dpi=(dpi, dpi))) is None


def test_coarse_pictures_and_unknown_resolutions_are_told() -> None:
    pictures = (WaitingPicture("a.png", 300), WaitingPicture("b.png", 150), WaitingPicture("c.png"))
    assert waiting_in_words(pictures) == (
        "3 张图片还没有文字，其中 1 张分辨率低（150 dpi，可能读错），1 张没有写明分辨率"
    )
    assert waiting_in_words(()) == ""
    assert waiting_in_words((WaitingPicture("a.pdf"),)) == "1 个 PDF 还没有文字"


def test_a_pdf_without_text_is_told_from_other_files_that_could_not_be_read(tmp_path: Path) -> None:
    Image.new("L", (400, 300), 200).save(tmp_path / "1987-06-12.pdf", "PDF")
    (tmp_path / "1987-06-13.pdf").write_bytes(b"%PDF-1.4 no more")
    library = Library.open(tmp_path)
    report = library.sync()
    wordless = library.contents.wordless()
    assert wordless == ["1987-06-12.pdf"]
    assert [failure.path for failure in report.failed] == ["1987-06-13.pdf"]
    assert [file.path for file in report.passed_over if file.kind is PassedKind.WORDLESS] == wordless
    assert library.contents.counts().failed_files == len(library.contents.failures()) == 1
    assert [each.path for each in FoundWaiting(library.folder).look(wordless)] == wordless
    library.close()


def test_what_waits_for_recognition_stands_once_among_what_is_to_be_checked(tmp_path: Path) -> None:
    Image.new("L", (400, 300), 200).save(tmp_path / "1987-06-12.pdf", "PDF")
    with closing(Library.open(tmp_path)) as library:
        library.sync()
        found = doubt_sources.look(library)
        paths_by_kind = {
            kind: [doubt.path for doubt in found.of(kind).doubts]
            for kind in (DoubtKind.PICTURES, DoubtKind.UNREAD, DoubtKind.PASSED_OVER)
        }
    assert paths_by_kind == {
        DoubtKind.PICTURES: ["1987-06-12.pdf"],
        DoubtKind.UNREAD: [],
        DoubtKind.PASSED_OVER: [],
    }


def test_it_is_told_without_the_feature_that_recognises_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("L", (400, 300), 200).save(tmp_path / "1987-06-12.pdf", "PDF")
    monkeypatch.setattr(doubt_sources, "all_answering", lambda *_: [])
    with closing(Library.open(tmp_path)) as library:
        library.sync()
        found = doubt_sources.look(library)
        assert [doubt.path for doubt in found.of(DoubtKind.PASSED_OVER).doubts] == ["1987-06-12.pdf"]
        assert found.of(DoubtKind.UNREAD).doubts == ()
