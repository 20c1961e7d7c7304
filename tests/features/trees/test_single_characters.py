"""Pages of which the file has a box for each character; articles of XML in the letters of Europe."""

import json

import pytest

from reader import formats, parsing
from reader.formats import NotAnIssue

LINES = ["Willow Gazette", "Yesterday the old pontoon bridge was", "taken away and nobody watched it."]
LATIN = (
    "<text><title>Willow Ferry closed</title><p>Yesterday the old pontoon bridge at Willow Ferry was taken away.</p>"
    "<p>The ferryman said that crossing would now take only five minutes.</p></text>"
)


def characters(names: tuple[str, str, str, str], *, upward: bool = False) -> str:
    """Return a page as JSON: a box of each character, spaces too, its sides named so."""
    boxes = []
    for row, line in enumerate(LINES):
        top = 60 + 20 * row
        for at, sign in enumerate(line):
            box = dict(zip(names, (50 + 7 * at, top, 57 + 7 * at, top + 11), strict=True))
            if upward:  # measured from the foot, as in a PDF
                box |= {"y0": 800 - top - 11, "y1": 800 - top}
            boxes.append({"text": sign, "object_type": "char", **box})
    return json.dumps({"pages": [{"page_number": 1, "width": 610, "height": 800, "chars": boxes}]})


@pytest.mark.parametrize("names", [("x0", "top", "x1", "bottom"), ("left", "top", "right", "bottom")])
@pytest.mark.parametrize("upward", [False, True])
def test_boxes_of_characters_become_lines_of_words(names: tuple[str, str, str, str], upward: bool) -> None:
    source = formats.decode(characters(names, upward=upward).encode(), "19450712.json")
    assert [line for line in source.lines if line.strip()][-3:] == LINES


def test_an_article_in_latin_letters_is_read_where_elements_are_paragraphs() -> None:
    (article,) = parsing.parse(formats.decode(LATIN.encode(), "a.xml")).articles
    assert article.headline == "Willow Ferry closed"
    assert len(article.blocks) == 2


def test_sentences_of_a_program_are_no_article() -> None:
    markup = "<project><description>A tool that counts the words of your files and tells them.</description></project>"
    with pytest.raises(NotAnIssue):
        formats.decode(markup.encode(), "pom.xml")
