"""Given a line of a recogniser's text, when it is asked for a mark, then it is one if it names nothing but a picture or
a page."""

import pytest

from reader.parsing.pages import SectionMark, section_mark


@pytest.mark.parametrize(
    "line",
    [
        *("≦ 19870612_01.jpg ≧", "===== 19870612_01.JPG =====", "图像：19870612_01.png", "19870612_01.tif"),
        *("[19870612_01.jpg](../扫描/19870612_01.jpg)", "![19870612_01.jpg](../扫描/19870612_01.jpg)"),
        *("<!-- 19870612_01.jpg -->", "File: scans/19870612_01.jpg", "D:\\scans\\19870612_01.pdf"),
        "=== 19870612_01.jpg [1/12] ===",
    ],
)
def test_a_picture(line: str) -> None:
    assert section_mark(line) == SectionMark("19870612_01")


@pytest.mark.parametrize(
    "line",
    [
        *("--- 第3页 ---", "第三页", "Page 3", "[Page 3]", "<!-- page 3 -->", "--- Page 3 of 12 ---"),
        "=== 第 3 页 / 共 8 页 ===",
    ],
)
def test_a_page(line: str) -> None:
    assert section_mark(line) == SectionMark("", "3")


@pytest.mark.parametrize(
    ("line", "pages"),
    [
        ("[OCR skipped on page(s) 2-3]", "2-3"),
        ("[OCR skipped on page(s) 7]", "7"),
        ("[ocr skipped on pages 1, 4-5]", "1, 4-5"),
    ],
)
def test_pages_that_a_recogniser_has_skipped(line: str, pages: str) -> None:
    assert section_mark(line) == SectionMark(unread=pages)


@pytest.mark.parametrize(
    "line",
    [
        "第3版",
        "Page 3 was lost.",
        "见附件渡口.pdf。",
        "![](images/a.jpg)",
        "![渡口.jpg](渡口.jpg)",
        "渡口全书共3页",
        "- 3 -",
    ],
)
def test_no_mark(line: str) -> None:
    assert section_mark(line) is None
