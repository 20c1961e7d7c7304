"""What others have written around a text is none of it: it is told as left out, and its fields are those of a head."""

import pytest

from reader import formats
from reader.formats import text_kinds
from tests.formats.stranger_papers import AUTHORS, DAY, HEADLINES, PAPER, PARAGRAPHS, PLAIN, is_whole, read

HEAD = (
    f"The Project Gutenberg eBook of {PAPER}\n\nThis ebook is for the use of anyone anywhere.\n\n"
    f"Title: {PAPER}\n\nAuthor: Various\n\nRelease date: March 3, 2008 [eBook #24999]\n\n"
)
LICENCE = (
    "Updated editions will replace the previous one.\n\nSection 1. General Terms of Use\n1.A. By reading"
)
DATED = f"{PAPER}\n一九八七年六月七日\n\n{PLAIN}\n"
FRAMES = {
    "new": ("*** START OF THE PROJECT GUTENBERG EBOOK X ***", "*** END OF THE PROJECT GUTENBERG EBOOK X ***"),
    "old": ("***START OF THIS PROJECT GUTENBERG E-TEXT X***", "***END OF THIS PROJECT GUTENBERG E-TEXT X***"),
}


@pytest.mark.parametrize("name", FRAMES)
def test_the_text_between_gutenbergs_words_is_read_and_the_rest_told(name: str) -> None:
    begin, end = FRAMES[name]
    text = f"{HEAD}{begin}\n\nProduced by a volunteer\n\n{DATED}\nEnd of Project Gutenberg's X\n\n{end}\n{LICENCE}"
    assert is_whole(read(text))
    source = formats.decode(text.encode(), "芦洼.txt")
    assert source.reading is not None
    assert source.reading.format == "gutenberg"
    (left_out,) = source.reading.left_out
    assert "Gutenberg" in left_out
    at = source.lines.index(HEADLINES[0])
    assert text.split("\n")[source.spans[at][0] - 1] == HEADLINES[0]


def test_a_title_that_the_text_lacks_is_its_first_line() -> None:
    begin, end = FRAMES["new"]
    source = formats.decode(f"{HEAD}{begin}\n{PLAIN}\n{end}\n{LICENCE}".encode(), "芦洼.txt")
    assert source.lines[:3] == (PAPER, "", HEADLINES[0])
    assert source.spans[0] == (5, 5)


def test_a_file_cut_off_in_its_text_is_read_to_its_end() -> None:
    assert is_whole(read(f"{HEAD}{FRAMES['new'][0]}\n{DATED}"))


def test_gutenbergs_words_without_a_text_are_shown_as_they_are() -> None:
    begin, end = FRAMES["new"]
    source = formats.decode(f"{HEAD}{begin}\n\n{end}\n{LICENCE}".encode(), "芦洼.txt")
    assert source.lines[0] == f"The Project Gutenberg eBook of {PAPER}"


REMARKS = {
    "hashes": f"# title: {HEADLINES[0]}\n# author: {AUTHORS[0]}\n# date: {DAY}\n# source: {PAPER}\n\n",
    "in Chinese": f"# 标题：{HEADLINES[0]}\n# 作者：{AUTHORS[0]}\n# 日期：{DAY}\n# 来源：{PAPER}\n",
    "strokes": f"// title: {HEADLINES[0]}\n// author: {AUTHORS[0]}\n// date: {DAY}\n// newspaper: {PAPER}\n",
    "semicolons": f";; title: {HEADLINES[0]}\n;; author: {AUTHORS[0]}\n;; date: {DAY}\n;; paper: {PAPER}\n\n",
}


@pytest.mark.parametrize("name", REMARKS)
def test_fields_in_remarks_above_a_text_are_its_head(name: str) -> None:
    part = read(REMARKS[name] + "\n".join(PARAGRAPHS[0]))
    assert (part.masthead.title, str(part.masthead.date)) == (PAPER, DAY)
    (article,) = part.articles
    assert article.headline == HEADLINES[0]
    assert [credit.names for credit in article.credits] == [(AUTHORS[0],)]
    assert [block.text for block in article.blocks] == PARAGRAPHS[0]


@pytest.mark.parametrize(
    "text",
    [
        f"# 渡口：新桥通车\n{PARAGRAPHS[0][0]}\n# 夜校：今天开课\n{PARAGRAPHS[1][0]}\n",
        f"# {PAPER}\n## 标题：{HEADLINES[0]}\n{PARAGRAPHS[0][0]}\n",
        f"# 渡口：新桥\n# 夜校：开课\n{PARAGRAPHS[0][0]}\n",
        f"-- 记者：船还开吗？\n-- 老佟：不开了。\n{PARAGRAPHS[0][0]}\n",
    ],
    ids=["headings", "levels", "two headings", "an interview"],
)
def test_headings_and_speeches_with_colons_are_no_remarks(text: str) -> None:
    assert "head-of-remarks" not in {kind.name for kind in text_kinds.kinds_of(text.split("\n"))}
