"""A recognised page as ALTO, read back by the program's own reader of ALTO."""

import pytest
from msgspec.structs import replace

from reader import formats
from reader.features.recognition.alto_page import RecognizedPage, alto_of
from reader.features.recognition.recognizer import RecognizedCharacter, RecognizedLine
from reader.formats import xml_tree
from reader.formats.page_boxes import Box, boxes_of
from reader.formats.reading import SavedFile
from reader.formats.xml_tree import has_too_much
from reader.library.recognized_pictures import joined
from reader.newspaper.line_place import Slant, tilted


def line(text: str, left: float, top: float, tilt: float = 0.0) -> RecognizedLine:
    """A character every 20 px, on a page of 800 by 600 that was tilted afterwards."""
    characters = tuple(
        RecognizedCharacter(
            sign, tilted((left + 20 * at, top, left + 20 * at + 18, top + 20), tilt, (800, 600)), 0.5
        )
        for at, sign in enumerate(text)
    )
    whole = tilted((left, top, left + 20 * len(text), top + 20), tilt, (800, 600))
    return RecognizedLine(characters, whole)


def read(*lines: RecognizedLine, slant: Slant | None = None) -> tuple[SavedFile, tuple[str, ...]]:
    data = alto_of(RecognizedPage(lines, 800, 600, "blocks 1", "direction: auto", slant))
    file = SavedFile("1987-06-12.png", data)
    return file, formats.decode(data, file.name).lines


@pytest.mark.parametrize(
    "text", ["6月12日上午，他说：“来”。", "New York的3.5万人", "<a & 'b'>", "第4012期", "人\x01口\ud800"]
)
def test_its_words_are_those_that_were_recognised(text: str) -> None:
    _, lines = read(line(text, 100, 100))
    assert lines == (text.replace("\x01", "\ufffd").replace("\ud800", "\ufffd"),)


def test_a_character_has_the_place_that_the_recognizer_tells() -> None:
    file, _ = read(line("江上有雾 1987", 100, 100))
    assert file.data.count(b'WC="0.500"') == 5
    (page,) = boxes_of(file, formats.decode(file.data, file.name))
    assert [word.text for word in page.lines[0].words] == ["江", "上", "有", "雾", "1987"]
    assert page.lines[0].words[2].box == Box(140, 100, 158, 120)


def test_a_file_of_a_tilted_page_is_read_level_and_has_the_places_of_the_picture() -> None:
    """Two columns side by side: of a page that falls by 3 degrees, lines of the right one are lower by one."""
    left = [line("左边一栏的字", 60, 100 + 30 * at, 3.0) for at in range(10)]
    right = [line("右边一栏的话", 500, 100 + 30 * at, 3.0) for at in range(10)]
    file, lines = read(
        *(each for row in zip(left, right, strict=True) for each in row), slant=Slant((800, 600), 3.0)
    )
    assert [each for each in lines if each] == ["左边一栏的字"] * 10 + ["右边一栏的话"] * 10
    (page,) = boxes_of(file, formats.decode(file.data, file.name))
    first = left[0].characters[0].box
    box = page.lines[0].words[0].box
    assert (box.left, box.top) == pytest.approx(first[:2], abs=1.5)


def test_a_photographed_page_is_read_as_seen_from_above_and_has_the_places_of_the_picture() -> None:
    slant = Slant((700.0, 500.0), 0.0, ((150.0, 60.0), (640.0, 90.0), (790.0, 580.0), (10.0, 520.0)))

    def shown(text: str, left: float, top: float) -> RecognizedLine:
        level = line(text, left, top)
        characters = tuple(replace(each, box=slant.in_picture(each.box)) for each in level.characters)
        return replace(level, characters=characters, box=slant.in_picture(level.box))

    left = [shown("左边一栏的字", 60, 60 + 40 * at) for at in range(10)]
    right = [shown("右边一栏的话", 460, 60 + 40 * at) for at in range(10)]
    file, lines = read(*(each for row in zip(left, right, strict=True) for each in row), slant=slant)
    assert [each for each in lines if each] == ["左边一栏的字"] * 10 + ["右边一栏的话"] * 10
    (page,) = boxes_of(file, formats.decode(file.data, file.name))
    first = left[0].characters[0].box
    box = page.lines[0].words[0].box
    assert (box.left, box.top) == pytest.approx(first[:2], abs=1.5)


def test_a_page_that_was_not_recognised_keeps_its_number_among_others() -> None:
    page = alto_of(RecognizedPage((line("江上有雾", 100, 100),), 800, 600, "blocks 1"))
    data = joined([None, page])
    pages = boxes_of(SavedFile("a.tif", data), formats.decode(data, "a.tif"))
    assert [len(each.lines) for each in pages] == [0, 1]


def test_a_page_without_text_is_no_issue() -> None:
    data = alto_of(RecognizedPage((), 800, 600, "blocks 1"))
    with pytest.raises(formats.NotAnIssue):
        formats.decode(joined([data]), "cat.jpg")


def test_a_file_of_more_pages_than_one_tree_may_have_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tree, "MOST_ATTRIBUTES", 100_000)
    page = alto_of(RecognizedPage(tuple(line("江" * 200, 100, at) for at in range(10)), 800, 600, "blocks 1"))
    data = joined([page, None] * 8)
    assert has_too_much(data)
    source = formats.decode(data, "a.tif")
    assert sum(map(len, source.lines)) == 16_000
    assert [
        sum(len(each.words) for each in page.lines) for page in boxes_of(SavedFile("a.tif", data), source)
    ] == [
        2_000,
        0,
    ] * 8
