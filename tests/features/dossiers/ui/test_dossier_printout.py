"""A dossier on paper, read back: everything in its order, each footnote on the sheet that refers to it."""

import re
from itertools import product

import pytest
from msgspec import structs
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QTextLayout
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.export.article_text import PageBlockKind
from reader.export.forms import Style
from reader.features.dossiers.dossier_text import dossier_text
from reader.features.dossiers.dossiers import Entry
from reader.features.dossiers.ui.dossier_printout import DossierPrintout, undivided_ranges
from reader.features.printing.ui import print_job
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import MarkColor, Passage
from reader.ui.article.typesetting import BlockSetting, SetText
from reader.ui.page.page_typesetting import Row
from reader.ui.widgets import theme
from tests.invented_article import block, bookmark, stored
from tests.ui.printing import read_back

COUNT = 14


def headline(number: int) -> str:
    return f"渡口纪事第{'甲乙丙丁戊己庚辛壬癸子丑寅卯'[number]}篇"


def story_of(kept: Bookmark) -> tuple[StoredArticle, ...]:
    number = int(kept.key)
    found = stored(
        headline=headline(number),
        kicker=None,
        decks=(),
        blocks=tuple(block(f"江上有雾，渡船停了{number}日。" * (4 + number)) for _ in range(3)),
    )
    return (found,)


def pdf(*entries: Entry) -> bytes:
    printout = DossierPrintout(dossier_text("渡口", entries, Style.GB2015, story_of))
    return print_job.pdf(printout, printout.about())


def article(number: int, words: str = "") -> Entry:
    kept = bookmark(passage=Passage(words, "", "") if words else None)
    return Entry(str(number), bookmark=structs.replace(kept, key=str(number)))


def test_every_footnote_stands_on_the_sheet_of_its_reference(qtbot: QtBot) -> None:
    sheets = read_back.sheets_by_pypdf(pdf(*(article(number) for number in range(COUNT))))
    assert len(sheets) > 3
    for number in range(COUNT):
        (sheet,) = [sheet for sheet in sheets if headline(number) + str(number + 1) in sheet]
        text, _, notes = sheet.partition(f"{number + 1}　顾知远".replace("　", ""))
        assert headline(number) in text
        assert headline(number) in notes


def test_all_words_are_there_once_and_in_their_order(qtbot: QtBot) -> None:
    entries = [
        Entry("n", text="先写几句。\n另起一段。"),
        article(1),
        article(2, "剪下来的话"),
        Entry("m", text="末了。"),
    ]
    (sheet,) = read_back.sheets_by_pypdf(pdf(*entries))
    order = ["渡口", "先写几句。", "另起一段。", headline(1), "剪下来的话", "末了。"]
    places = [sheet.index(words) for words in order]
    assert places == sorted(places)
    assert sheet.count("剪下来的话") == 1


def test_a_text_longer_than_a_sheet_goes_on_over_its_foot(qtbot: QtBot) -> None:
    long = Entry("n", text="\n".join(f"第{number}段。" for number in range(200)))
    text = "".join(read_back.sheets_by_pypdf(pdf(article(3), long, article(4))))
    assert all(f"第{number}段。" in text for number in range(200))


def rows_of(*lines: int, subhead: int = -1) -> list[Row]:
    """Return the rows of blocks with these numbers of lines, ten pixels each; the block `subhead` is one."""
    setting = BlockSetting(QFont(), "ink", 10)
    layout = QTextLayout()
    kind = {subhead: PageBlockKind.SUBHEAD}
    return [
        Row(layout, line, block, 0, SetText(""), kind.get(block, PageBlockKind.PARAGRAPH), setting, 0, 0, 0)
        for block, count in enumerate(lines)
        for line in range(count)
    ]


@pytest.mark.parametrize(
    ("lines", "head", "parted"),
    [
        ((1, 2, 5), 3, [5, 6]),  # kicker, headline and the first lines of the text
        ((2, 4, 2), 0, [2, 4, 6]),  # a paragraph is parted between two pairs of lines, and not in three
        ((3, 3), 0, [3]),
        ((2, 2, 1), 0, [2]),  # no line alone at the end
    ],
)
def test_lines_that_keep_together_stand_on_one_sheet(
    qapp: QApplication, lines: tuple[int, ...], head: int, parted: list[int]
) -> None:
    rows = rows_of(*lines)
    ranges = list(undivided_ranges(rows, head, 1000))
    assert [first for first, _ in ranges][1:] == parted
    assert [end for _, end in ranges] == [*parted, len(rows)]


def test_a_subhead_keeps_with_the_text_below_it(qapp: QApplication) -> None:
    assert list(undivided_ranges(rows_of(3, 1, 4, subhead=1), 0, 1000)) == [(0, 3), (3, 6), (6, 8)]


def test_what_is_too_tall_to_keep_together_is_parted_anywhere(qapp: QApplication) -> None:
    assert list(undivided_ranges(rows_of(5), 4, 30)) == [(at, at + 1) for at in range(5)]


def test_a_note_longer_than_a_sheet_goes_on_at_the_foot_of_the_next(qtbot: QtBot) -> None:
    note = "".join(f"第{number}句批注。" for number in range(900))
    long = bookmark(passage=None, note=note)
    text = dossier_text("渡口", [article(1)], Style.GB2015, story_of, bookmarks_of=lambda _: [long])
    printout = DossierPrintout(text)
    sheets = read_back.sheets_by_pypdf(print_job.pdf(printout, printout.about()))
    assert len(sheets) > 2
    told = re.findall(r"第(\d+)句", "".join("".join(sheets).split()))
    assert [int(number) for number in told] == list(range(900))


def test_marked_words_have_their_colour(qtbot: QtBot) -> None:
    entry = article(13)
    assert entry.bookmark
    (about,) = story_of(entry.bookmark)
    words = Passage(headline(13)[2:], "", "", MarkColor.GREEN)
    marked = bookmark(passage=words, note="", article=about.article)
    text = dossier_text("渡口", [entry], Style.GB2015, story_of, bookmarks_of=lambda _: [marked])
    printout = DossierPrintout(text)
    while not printout.is_done:
        printout.set_next()
    image = QImage(printout.paper.toSize(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    for _ in printout.painted(painter, 0):
        pass
    painter.end()
    points = product(range(0, image.width(), 2), range(0, image.height(), 2))
    green = theme.color("mark_green").rgb()
    assert any(image.pixel(x, y) == green for x, y in points)


def test_an_empty_dossier_is_a_sheet_with_its_name(qtbot: QtBot) -> None:
    assert read_back.sheets(pdf())[0].startswith("渡口")
