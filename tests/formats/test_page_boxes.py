"""Where words are printed: boxes of lines and words on their page, in step with the lines of the text."""

import re

from reader import formats
from reader.formats.page_boxes import Box, LineBox, PageBoxes, WordBox, boxes_of, faint_in
from reader.formats.reading import SavedFile
from tests.formats import scanned_pages as pages
from tests.formats.pdf_pages import columns, pdf


def read(text: str, name: str = "1.xml") -> tuple[tuple[str, ...], tuple[PageBoxes, ...]]:
    source = formats.decode(text.encode(), name)
    return source.lines, boxes_of(SavedFile(name, text.encode()), source)


def string(text: str, left: int, top: int, more: str = "") -> str:
    return f'<String CONTENT="{text}" HPOS="{left}" VPOS="{top}" WIDTH="10" HEIGHT="10" {more}/>'


def alto_line(*strings: str, top: int) -> str:
    return f'<TextLine HPOS="0" VPOS="{top}" WIDTH="100" HEIGHT="10">{"<SP/>".join(strings)}</TextLine>'


def words_of(line: LineBox) -> list[tuple[str, int, float]]:
    return [(word.text, word.start, word.box.left) for word in line.words]


def test_words_of_alto_have_their_places_in_the_text_and_on_the_page() -> None:
    page = pages.alto(pages.alto_block(alto_line(string("The", 0, 0), string("ferry", 20, 0), top=0)))
    page = page.replace('<Page ID="P1"', '<Page ID="P1" WIDTH="900" HEIGHT="1200"').replace(
        "<Layout>",
        "<Description><sourceImageInformation><fileName>a/1.jpg</fileName></sourceImageInformation></Description>"
        "<Layout>",
    )
    lines, found = read(page)
    word = WordBox("ferry", 4, 9, Box(20, 0, 30, 10))
    first = WordBox("The", 0, 3, Box(0, 0, 10, 10))
    assert lines == ("The ferry",)
    assert found == (PageBoxes("a/1.jpg", 900, 1200, (LineBox(1, Box(0, 0, 100, 10), (first, word)),)),)


def test_a_marked_heading_and_blank_lines_are_counted() -> None:
    heading = pages.alto_block(
        alto_line(string("夜", 0, 0), string("船", 20, 0), top=0), more='TYPE="heading"'
    )
    _, (page,) = read(pages.alto(heading, pages.alto_block(alto_line(string("渡口", 0, 20), top=20))))
    assert [(line.line, words_of(line)) for line in page.lines] == [
        (1, [("夜", 2, 0), ("船", 3, 20)]),
        (3, [("渡口", 0, 0)]),
    ]
    assert (page.picture, page.width, page.height) == (None, 100, 30)


def test_both_halves_of_a_divided_word_are_boxed_in_the_line_where_it_stands() -> None:
    told = 'SUBS_CONTENT="ferryman" SUBS_TYPE='
    is_told = pages.alto_block(
        alto_line(string("the", 0, 0), string("ferry", 20, 0, f'{told}"HypPart1"'), top=0),
        alto_line(string("man", 0, 20, f'{told}"HypPart2"'), string("came", 20, 20), top=20),
    )
    is_not = pages.alto_block(
        alto_line(string("the", 0, 0), string("ferry-", 20, 0), top=0),
        alto_line(string("man", 0, 20), string("came", 20, 20), top=20),
    )
    for block in (is_told, is_not):
        lines, (page,) = read(pages.alto(block))
        assert lines == ("the ferryman", "came")
        assert [(line.line, line.box.top, words_of(line)) for line in page.lines] == [
            (1, 0, [("the", 0, 0), ("ferry", 4, 20)]),
            (1, 20, [("man", 9, 0)]),
            (2, 20, [("came", 0, 20)]),
        ]


def test_a_format_without_boxes_has_no_pages() -> None:
    assert read("没有框的文字", "1.txt")[1] == ()


def test_words_of_page_xml_and_hocr_have_boxes_and_their_page_a_picture() -> None:
    outline = '<Coords points="0,0 50,0 50,20 0,20"/>'
    word = f"<Word>{outline}<TextEquiv><Unicode>夜船</Unicode></TextEquiv></Word>"
    page = pages.page_xml(pages.region(f"<TextLine>{outline}{word}</TextLine>"))
    (found,) = read(page.replace("imageFilename", 'imageWidth="900" imageHeight="1200" imageFilename'))[1]
    assert (found.picture, found.width, found.height) == ("1.jpg", 900, 1200)
    assert found.lines == (LineBox(1, Box(0, 0, 50, 20), (WordBox("夜船", 0, 2, Box(0, 0, 50, 20)),)),)

    page = pages.tesseract([["昨晚", "起"]]).replace(
        "'bbox 0 0 900 1200'", "'image \"a/1.png\"; bbox 0 0 900 1200'"
    )
    (found,) = read(page, "1.hocr")[1]
    assert (found.picture, found.width, found.height) == ("a/1.png", 900, 1200)
    assert [(word.text, word.start, word.end) for word in found.lines[0].words] == [
        ("昨晚", 0, 2),
        ("起", 2, 3),
    ]


def test_characters_of_a_pdf_are_boxed_also_where_a_column_goes_on_in_the_next() -> None:
    text = "渡口的马灯亮到后半夜，守船的老人说雪还要下。" * 3
    data = pdf(columns(500, 80, text, 16))
    source = formats.decode(data, "1.pdf")
    (page,) = boxes_of(SavedFile("1.pdf", data), source)
    (number,) = {line.line for line in page.lines}
    boxed = [word for line in page.lines for word in line.words]
    assert "".join(word.text for word in boxed) == source.lines[number - 1]
    assert [word.start for word in boxed] == list(range(len(text)))
    assert all(0 <= word.box.left < word.box.right <= page.width for word in boxed)
    assert len({round(line.box.left) for line in page.lines}) > 1


def test_a_word_of_which_the_program_was_not_certain_is_faint_in_every_format() -> None:
    words = ("渡口", (0, 0, 40, 20)), ("的灯", (50, 0, 90, 20)), ("亮了", (100, 0, 140, 20))
    printed = pages.PrintedPage(400, 600, ((False, (words,)),))
    unsure = {
        "alto": re.sub('(CONTENT="的灯".*?)WC="0.96"', r'\1WC="0.31"', printed.as_alto()),
        "page": printed.as_page_xml().replace("conf='0.96'><Unicode>的灯", "conf='0.31'><Unicode>的灯"),
        "hocr": printed.as_hocr().replace("x_wconf 96'>的灯", "x_wconf 31'>的灯"),
        "hocr, tag by tag": printed.as_hocr()
        .replace("class='ocrx_word'", "class=ocrx_word")
        .replace("x_wconf 96'>的灯", "x_wconf 31'>的灯"),
    }
    for kind, text in unsure.items():
        (line,), found = read(text, "1.html" if "hocr" in kind else "1.xml")
        faint = faint_in(found)
        assert [line[start:end] for start, end in faint[1]] == ["的灯"], kind
