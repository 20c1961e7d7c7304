"""An issue in several files is one text: its pages in order, and what of it is not there is said, never passed over."""

import datetime as dt
from collections.abc import Callable, Mapping

import pytest

from reader.features.manifests import issue_in_files
from reader.features.manifests.issue_in_files import laid_out
from reader.features.manifests.mets_file import Issue, IssuePage
from reader.formats.page_boxes import LaidOut
from reader.formats.reading import NotAnIssue, SavedFile, UnreadableFile
from reader.formats.scans.scanned_page import ScannedBlock, ScannedLine, ScannedPage
from reader.newspaper.facts import Rule

FERRY = "渡口的灯\n亮到后半夜。"
WELL = "老井淘了\n街坊都来看热闹。\n\n桶是三代人用的。"
NO_TEXT = "\x00\x01\x02\x7f" * 100
FILES = {"1.txt": FERRY, "2.txt": WELL}
DAY = dt.date(1956, 3, 5)


def page(
    label: str, *texts: str, picture: str | None = None, scanned: ScannedPage | None = None
) -> IssuePage:
    return IssuePage(label, texts, picture, scanned)


PAGES = (page("1", "1.txt"), page("2", "2.txt"))


def issue(*pages: IssuePage, remote: int = 0, number: str | None = "238") -> Issue:
    files = {name: name for each in pages for name in each.texts}
    return Issue(pages, files, remote, None, "雁桥日报", DAY, number)


def beside(files: Mapping[str, str]) -> Callable[[str], bytes | None]:
    def data_of(name: str) -> bytes | None:
        text = files.get(name)
        return None if text is None else text.encode()

    return data_of


def read(of: Issue, files: Mapping[str, str] = FILES) -> LaidOut:
    file = SavedFile("雁桥/mets.xml", b"<mets/>", beside=beside(files))
    return laid_out(file, of, "utf-8", Rule.METS)


def texts(found: LaidOut) -> list[str]:
    return [line for line in found.source.lines if line.strip()]


def left_out(found: LaidOut) -> tuple[str, ...]:
    assert found.source.reading is not None
    return tuple(found.source.reading.left_out)


def test_every_line_of_every_page_is_in_the_text_in_the_order_of_the_pages() -> None:
    words = "".join(texts(read(issue(*PAGES))))
    places = [words.index(line) for text in (FERRY, WELL) for line in text.split()]
    assert places == sorted(places)
    words = "".join(texts(read(issue(*reversed(PAGES)))))
    assert words.index("老井淘了") < words.index("渡口的灯")


def test_masthead_and_day_are_what_the_manifest_states() -> None:
    found = read(issue(*PAGES))
    stated = found.source.head
    assert stated is not None
    assert (stated.title, stated.date, stated.rule) == ("雁桥日报", DAY, Rule.METS)
    head = texts(found)[: stated.line_count]
    assert any("雁桥日报" in line for line in head)
    assert any("第238期" in line for line in head)
    assert not any("期" in line for line in texts(read(issue(*PAGES, number=None))))


def test_each_printed_line_knows_its_page_and_its_line_of_the_text() -> None:
    found = read(issue(*PAGES))
    assert len(found.pages) == 2
    told = [(line.page, line.printed.text, found.source.lines[line.line - 1]) for line in found.numbered]
    assert {(at, text) for at, text, _ in told} == {
        (0, "渡口的灯"),
        (0, "亮到后半夜。"),
        (1, "老井淘了"),
        (1, "街坊都来看热闹。"),
        (1, "桶是三代人用的。"),
    }
    assert all(text in line for _, text, line in told)


def test_blank_lines_part_the_blocks_of_a_plain_text() -> None:
    _, second = read(issue(*PAGES)).pages
    assert [[line.text for line in block.lines] for block in second.blocks] == [
        ["老井淘了", "街坊都来看热闹。"],
        ["桶是三代人用的。"],
    ]
    assert second.is_ordered


def test_of_several_texts_of_a_page_the_first_that_is_there_is_read() -> None:
    best = page("1", "best.txt", "1.txt")
    assert "渡口的灯" in texts(read(issue(best)))[-2]
    found = read(issue(best), {**FILES, "best.txt": "渡口的好灯\n亮到天明。"})
    assert "渡口的好灯" in "".join(texts(found))
    assert "渡口的灯" not in "".join(texts(found))


def test_all_texts_of_a_page_are_asked_for_so_that_none_is_an_issue_of_its_own() -> None:
    asked: list[str] = []

    def data_of(name: str) -> bytes:
        asked.append(name)
        return FERRY.encode()

    file = SavedFile("雁桥/mets.xml", b"<mets/>", beside=data_of)
    laid_out(file, issue(page("1", "a.txt", "b.txt", "c.txt")), "utf-8", Rule.METS)
    assert asked == ["a.txt", "b.txt", "c.txt"]


@pytest.mark.parametrize(
    ("picture", "expected"), [("1.jpg", "1.jpg"), (None, "1.txt")], ids=["stated", "not stated"]
)
def test_the_picture_of_a_page_is_that_of_the_manifest(picture: str | None, expected: str) -> None:
    (found,) = read(issue(page("1", "1.txt", picture=picture))).pages
    assert found.picture == expected


def test_a_page_may_be_in_the_manifest_itself() -> None:
    block = ScannedBlock((ScannedLine("粮站开秤"),), are_ordered=True)
    found = read(issue(page("1", scanned=ScannedPage([block], is_ordered=True))), {})
    assert "粮站开秤" in "".join(texts(found))
    assert left_out(found) == ()


# -- what is not there


def test_nothing_is_left_out_where_all_pages_are_there() -> None:
    assert left_out(read(issue(*PAGES))) == ()


@pytest.mark.parametrize("files", [{}, {"2.txt": NO_TEXT}], ids=["not there", "not to be read"])
def test_pages_that_are_not_there_or_not_to_be_read_are_counted_and_pages_without_a_file_are_not(
    files: Mapping[str, str],
) -> None:
    found = read(issue(*PAGES, page("3", "3.txt"), page("4")), {"1.txt": FERRY, "3.txt": FERRY, **files})
    assert [words[:1] for words in left_out(found)] == ["1"]


@pytest.mark.parametrize("blank", ["", "\n", " \r\n\t\n"])
def test_a_page_on_which_nothing_is_printed_is_there(blank: str) -> None:
    assert left_out(read(issue(*PAGES), {**FILES, "2.txt": blank})) == ()
    with pytest.raises(NotAnIssue, match="一期的目录，没有文字"):
        read(issue(*PAGES), dict.fromkeys(FILES, blank))


def test_files_in_the_net_are_counted() -> None:
    (words,) = left_out(read(issue(*PAGES, remote=3)))
    assert words.startswith("3 ")
    words, more = left_out(read(issue(*PAGES, page("3", "3.txt"), remote=2)))
    assert (words[:2], more[:2]) == ("1 ", "2 ")


@pytest.mark.parametrize(
    ("of", "files", "words"),
    [
        (issue(*PAGES), {}, "各页的文字不在旁边"),
        (issue(page("1"), remote=2), {}, "各页的文字不在旁边"),
        (issue(page("1")), {}, "没有文字"),
    ],
    ids=["not there", "in the net", "no texts"],
)
def test_an_issue_without_text_is_none_and_says_why(of: Issue, files: Mapping[str, str], words: str) -> None:
    with pytest.raises(NotAnIssue, match=words):
        read(of, files)


def test_an_issue_of_which_no_file_can_be_read_says_why_that_is_so() -> None:
    with pytest.raises(UnreadableFile) as told:
        read(issue(*PAGES), {"1.txt": NO_TEXT})
    assert not isinstance(told.value, NotAnIssue)


def test_pages_that_are_too_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    size = sum(len(text.encode()) for text in FILES.values())
    monkeypatch.setattr(issue_in_files, "_MOST_BYTES", size)
    read(issue(*PAGES))
    monkeypatch.setattr(issue_in_files, "_MOST_BYTES", size - 1)
    with pytest.raises(UnreadableFile, match="太大"):
        read(issue(*PAGES))
