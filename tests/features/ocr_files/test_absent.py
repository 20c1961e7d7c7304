"""Without the feature, what is XML is read as other XML, and hOCR is refused with a sentence."""

import pytest

from reader import formats, plugs
from tests.formats import scanned_pages as pages
from tests.formats.scanned_pages import alto_block, alto_line


@pytest.fixture(autouse=True)
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugs, "FEATURES", tuple(name for name in plugs.FEATURES if name != "ocr_files"))


def test_the_words_of_alto_are_read() -> None:
    text = "昨晚起，雁桥渡口加开夜班船，两岸居民过江不必再等天亮。"
    source = formats.decode(pages.alto(alto_block(alto_line(text))).encode(), "1.xml")
    assert source.reading is not None
    assert source.reading.format == "xml"
    assert text in "".join(source.lines)


def test_a_page_that_a_manifest_may_name_is_none() -> None:
    assert not formats.is_page(pages.alto(alto_block(alto_line("昨晚起"))).encode())
