"""PDF files, as pypdf reads them in its strict mode: sheets, outline and what they say about themselves."""

import datetime as dt
import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import Destination

from reader.export.exported_files import About, Heading
from reader.features.printing.pdf_file import POINTS, PdfFile, outline_of

WORDS = st.text(st.sampled_from("渡口(<&>)\\ 𠀀A"), max_size=5)
ABOUT = st.builds(
    About,
    WORDS,
    st.lists(WORDS.filter(str.strip)).map(tuple),
    WORDS,
    st.lists(WORDS.filter(str.strip)).map(tuple),
)
SIZE = st.integers(1, 3000)


def read(file: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(file), strict=True)


@given(ABOUT)
def test_it_says_about_itself_what_it_was_given(about: About) -> None:
    file = PdfFile(about)
    file.add_sheet(100, 100, b"")
    began = dt.datetime.now().astimezone().replace(microsecond=0)
    written = file.finished()
    assert b"<x:xmpmeta" in written, "other programs look for it in the bytes of a file"
    found = read(written)
    assert found.metadata is not None
    named = {
        "/Title": about.title,
        "/Author": "、".join(about.authors),
        "/Subject": about.subject,
        "/Keywords": "、".join(about.keywords),
        "/Creator": "阅报",
    }
    told = {name: str(value) for name, value in found.metadata.items() if name != "/CreationDate"}
    assert told == {name: words for name, words in named.items() if words}
    made = found.metadata.creation_date
    assert made is not None
    assert began <= made <= dt.datetime.now().astimezone()
    xmp = found.xmp_metadata
    assert xmp is not None
    assert xmp.dc_creator == list(about.authors)
    assert xmp.dc_subject == list(about.keywords)
    assert xmp.dc_language == [about.language]
    assert str(found.root_object["/Lang"]) == about.language


@given(st.lists(st.tuples(SIZE, SIZE), min_size=1, max_size=4), st.data())
def test_sheets_and_headings_are_read_back(sizes: list[tuple[int, int]], data: st.DataObject) -> None:
    file = PdfFile(About("题"))
    for number, size in enumerate(sizes):
        file.add_sheet(*size, b"%% sheet %d" % number)
    heading = st.builds(Heading, WORDS, st.integers(0, len(sizes) - 1), st.integers(0, 3000).map(float))
    headings = data.draw(st.lists(heading, max_size=4))
    found = read(file.finished(headings))
    for number, (page, (width, height)) in enumerate(zip(found.pages, sizes, strict=True)):
        assert abs(float(page.mediabox.width) - width * POINTS) < 0.001
        assert abs(float(page.mediabox.height) - height * POINTS) < 0.001
        content = page.get_contents()
        assert content is not None
        assert content.get_data() == b"%% sheet %d" % number
    items = [item for item in found.outline if isinstance(item, Destination)]
    assert [(item.title, found.get_destination_page_number(item)) for item in items] == [
        (each.words, each.sheet) for each in headings
    ]
    for item, each in zip(items, headings, strict=True):
        assert abs(float(str(item["/Top"])) - (sizes[each.sheet][1] - each.top) * POINTS) < 0.051
    if headings:
        outlines: Any = found.root_object["/Outlines"]
        assert outlines["/Last"]["/Title"] == headings[-1].words
        nodes: list[Any] = [item.node for item in items[1:]]
        chain = [node["/Prev"]["/Title"] for node in nodes]
        assert chain == [each.words for each in headings[:-1]]


def test_what_is_set_is_read_back_as_its_characters() -> None:
    file = PdfFile(About())
    number, font = file.font()
    codes = [font.code(outline_of([(0, 0), (500, 700, 1)]), text, 1000) for text in ("日", "⽇", "𠀀")]
    text = "".join(f"{code:04X}" for code in codes)
    file.add_sheet(500, 500, f"BT /F{number} 12 Tf 20 20 Td <{text}> Tj ET".encode())
    [page] = read(file.finished()).pages
    assert page.extract_text() == "日⽇𠀀"
    assert file.font() == (0, font), "as long as there is room in it"
