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


OF_GALLICA = (
    "Rappel de votre demande:\n\nFormat de téléchargement: : Texte\n\nVues 1 à 4 sur 4\n\nNotice complète:\n\n"
    f"Titre : {PAPER} (Yan)\n\nÉditeur : [s.n.] (Yan)\n\nDate d'édition : {DAY}\n\nType : texte\n\n"
    "Identifiant : ark:/12148/bpt6k000\n\nDate de mise en ligne : 03/02/2015\n\n"
    "Le texte affiché peut comporter un certain nombre d'erreurs. Le taux estimé est de 92 %.\n\n"
)
TEXTS_OF_GALLICA = {
    "a.txt": f"{OF_GALLICA}{PLAIN}\n",
    "a.html": "<html><body>"
    + "".join(f"<p>{line}</p>" for line in f"{OF_GALLICA}{PLAIN}".split("\n") if line)
    + "</body></html>",
}


@pytest.mark.parametrize("name", TEXTS_OF_GALLICA)
def test_a_text_of_gallica_begins_below_what_gallica_says(name: str) -> None:
    part = read(TEXTS_OF_GALLICA[name], name)
    assert is_whole(part)
    source = formats.decode(TEXTS_OF_GALLICA[name].encode(), name)
    assert source.reading is not None
    assert "Gallica" in source.reading.left_out[0]


def test_a_book_of_gallica_whose_year_alone_is_known_has_no_day() -> None:
    text = OF_GALLICA.replace(DAY, "1890") + "\n".join(PARAGRAPHS[0])
    source = formats.decode(text.encode(), "a.txt")
    assert source.head is None
    assert source.lines[0] == PAPER


def test_what_gallica_says_of_a_text_that_is_not_there_is_no_text_of_it() -> None:
    source = formats.decode(OF_GALLICA.encode(), "a.txt")
    assert source.reading is None or source.reading.format != "gallica"


def test_a_line_of_the_text_that_looks_like_one_of_gallicas_stays_in_it() -> None:
    below = f"{HEADLINES[0]}\nSource : la mairie de Yan\n{PARAGRAPHS[0][0]}"
    source = formats.decode(f"{OF_GALLICA}{below}\n".encode(), "a.txt")
    assert source.lines[3:6] == tuple(below.split("\n"))
