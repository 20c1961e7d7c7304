"""A file of a recogniser is one by its root alone, and no file is of two recognisers."""

import pytest

from reader.features.ocr_files.ocr_files import Alto, Hocr, PageXml
from reader.formats.reading import SavedFile
from tests.formats.scanned_pages import SAMPLES

FORMATS = (Alto(), PageXml(), Hocr())


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_page_is_of_one_recogniser(sample: str) -> None:
    certainties = [each.certainty(SavedFile("a", sample.encode())) for each in FORMATS]
    assert sorted(certainties)[:-1] == [0.0, 0.0]
    assert max(certainties) > 0.5


@pytest.mark.parametrize("text", ["", "<doc/>", "<html><p>渡口</p></html>", "渡口开船"])
def test_other_files_are_of_none(text: str) -> None:
    assert all(each.certainty(SavedFile("a.xml", text.encode())) == 0.0 for each in FORMATS)
