"""How sure a recogniser was is told of each character and of the whole; where nothing differs, nothing is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.reading import NotAnIssue, SavedFile
from reader.formats.scans.page_source import certainty_of, quality_of, source_of, with_places, with_quality
from reader.formats.scans.scanned_page import ScannedBlock, ScannedLine, ScannedPage, ScannedWord, WrittenLine
from reader.newspaper.article import FAINT, SURE, Quality, SourceText

BOX = (0.0, 0.0, 10.0, 10.0)


def line(*words: tuple[str, float]) -> ScannedLine:
    return ScannedLine(
        "".join(text for text, _ in words), BOX, tuple(ScannedWord(text, BOX, sure) for text, sure in words)
    )


def page(*lines: ScannedLine) -> ScannedPage:
    return ScannedPage([ScannedBlock(tuple(lines), are_ordered=True)], is_ordered=True)


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ([("渡口", 0.5), ("开船", 0.99)], FAINT * 2 + SURE * 2),
        ([("渡口", 0.7), ("开船", 0.98)], "  " + SURE * 2),
        ([("渡口", 0.69), ("开船", 0.97)], FAINT * 2 + "  "),
    ],
)
def test_a_character_is_faint_or_sure_or_neither(words: list[tuple[str, float]], marks: str) -> None:
    assert certainty_of(["渡口开船"], [(1, line(*words))]) == (marks,)


def test_where_all_are_as_sure_nothing_is_told() -> None:
    words = line(("渡口", 0.5), ("开船", 0.5))
    assert certainty_of(["渡口开船"], [(1, words)]) == ()
    assert with_quality(page(words)) == page(words)
    assert certainty_of([], []) == ()


def test_a_word_is_marked_where_it_stands_behind_the_one_before() -> None:
    printed = [(1, line(("渡", 0.99), ("渡", 0.5))), (2, line(("船", 0.5)))]
    assert certainty_of(["渡 渡", "开船"], printed) == (f"{SURE} {FAINT}", f" {FAINT}")


def test_a_word_that_is_not_in_its_line_or_far_behind_has_no_mark() -> None:
    printed = [(1, line(("渡", 0.99), ("灯", 0.5), ("船", 0.6)))]
    assert certainty_of(["渡开船"], printed) == (f"{SURE} {FAINT}",)
    assert certainty_of(["渡" + "开" * 50 + "船"], printed) == (SURE + " " * 51,)


@given(
    st.lists(
        st.lists(
            st.tuples(st.text("渡口开船灯", min_size=1, max_size=3), st.sampled_from([0.2, 0.8, 1.0])),
            max_size=4,
        ),
        max_size=4,
    )
)
def test_each_character_has_the_mark_of_its_own_word(lines: list[list[tuple[str, float]]]) -> None:
    texts = ["".join(text for text, _ in words) for words in lines]
    marks = certainty_of(texts, [(number, line(*words)) for number, words in enumerate(lines, 1)])
    sures = {sure for words in lines for _, sure in words}
    if len(sures) < 2:
        assert marks == ()
        return
    by_certainty = {0.2: FAINT, 0.8: " ", 1.0: SURE}
    assert [*marks] == ["".join(by_certainty[sure] * len(text) for text, sure in words) for words in lines]


def test_the_quality_of_a_page_is_the_mean_of_its_characters() -> None:
    quality = with_quality(page(line(("渡口开", 0.5), ("船", 0.9)))).quality
    assert quality is not None
    assert (quality.characters, quality.mean, quality.unsure) == (4, 0.6, 3)


def test_of_pages_the_quality_is_that_of_those_that_state_one() -> None:
    one = with_quality(page(line(("渡口", 0.5), ("船", 0.9))))
    other = with_quality(page(line(("灯", 0.5), ("亮", 0.8))))
    both = quality_of([one, page(line(("夜", 1.0))), other])
    assert both is not None
    assert (both.characters, both.unsure) == (5, 3)
    assert quality_of([page(line(("夜", 1.0)))]) is None


def test_the_text_of_pages_has_their_lines_and_pages_without_any_are_no_issue() -> None:
    source = source_of(SavedFile("a.xml", b""), "utf-8", [page(line(("渡口", 0.5), ("开船", 0.99)))])
    assert (source.path, source.encoding) == ("a.xml", "utf-8")
    assert "渡口开船" in source.lines
    at = source.lines.index("渡口开船")
    assert source.certainty[at] == FAINT * 2 + SURE * 2
    with pytest.raises(NotAnIssue):
        source_of(SavedFile("a.xml", b""), "utf-8", [page()])


def test_lines_without_a_possible_place_are_told_by_their_numbers() -> None:
    source = SourceText("a.xml", "utf-8", ("甲", "", "乙"))
    lines = [WrittenLine("甲", is_misplaced=True), None, WrittenLine("乙")]
    placed = with_places(source, lines)
    assert (placed.places, placed.misplaced) == ((), (1,))
    assert placed.reading is None


def test_what_is_known_already_of_a_page_is_kept() -> None:
    known = ScannedPage(page(line(("渡", 0.5), ("口", 0.9))).blocks, quality=Quality(unknown_script=1))
    quality = with_quality(known).quality
    assert quality is not None
    assert (quality.characters, quality.unknown_script) == (2, 1)
