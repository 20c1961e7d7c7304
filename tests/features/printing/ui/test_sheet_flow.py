"""Notes are numbered in the order in which their passages stand; those on whole articles are not numbered."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.features.printing.ui.sheet_flow import notes_on_whole, numbered
from reader.newspaper.passage import MarkColor, Passage, QuoteSpan
from reader.ui.article.highlights import Highlight
from tests.ui.notebook.test_bookmark_list import FERRY, LIBRARY

PLACES = st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 20), st.sampled_from(["", "记"]))
"""The article, the text and the offset of a passage, and its note."""


def highlight(text: int, start: int, note: str) -> Highlight:
    return Highlight(f"{text}-{start}", (QuoteSpan(text, start, start + 2),), MarkColor.YELLOW, note)


@given(st.lists(PLACES, max_size=8))
def test_they_are_numbered_from_one_as_they_are_read(places: list[tuple[int, int, int, str]]) -> None:
    marked = numbered([(article, highlight(text, start, note)) for article, text, start, note in places])
    order = [(each.article, each.highlight.places[0].text, each.highlight.places[0].start) for each in marked]
    assert order == sorted((article, text, start) for article, text, start, _ in places)
    with_notes = [each for each in marked if each.highlight.note]
    assert [each.note_number for each in with_notes] == [*range(1, len(with_notes) + 1)]
    assert all(each.note_number is None for each in marked if not each.highlight.note)


def test_notes_on_whole_articles_are_those_without_a_passage() -> None:
    on_passage = replace(LIBRARY, passage=Passage("渡口", "", ""))
    assert notes_on_whole([LIBRARY, FERRY, on_passage]) == [LIBRARY.note]
