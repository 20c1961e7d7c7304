"""A dossier on paper, read back: everything in its order, each footnote on the sheet that refers to it."""

from msgspec import structs
from pytestqt.qtbot import QtBot

from reader.export.forms import Style
from reader.features.dossiers.dossier_text import dossier_text
from reader.features.dossiers.dossiers import Entry
from reader.features.dossiers.ui.dossier_printout import DossierPrintout
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import Passage
from reader.ui.printing import print_job
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
    return Entry(str(number), kept=structs.replace(kept, key=str(number)))


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


def test_an_empty_dossier_is_a_sheet_with_its_name(qtbot: QtBot) -> None:
    assert read_back.sheets(pdf())[0].startswith("渡口")
