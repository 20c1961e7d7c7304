"""The kinds of what is to be checked: each is read whole beside its number, in the narrowest sidebar."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from reader import i18n
from reader.library.doubts import DoubtKind
from reader.plugs import plugs
from reader.ui.check.kind_list import KindList, KindRow
from reader.ui.layout.columns import COLUMNS, SIDEBAR
from reader.ui.widgets import text_painting, theme

NUMBER = 9999


def rows() -> list[KindRow]:
    kinds = [KindRow(kind.words, kind, number=NUMBER) for kind in DoubtKind]
    decided = [
        KindRow(plug.decided(), feature=plug.name, number=NUMBER) for plug in plugs() if plug.decided()
    ]
    return [*kinds, *decided]


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    yield
    i18n.language.cache_clear()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_kind_is_read_whole_beside_its_number(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("READER_LANGUAGE", language)
    i18n.language.cache_clear()
    drawn: list[tuple[str, float]] = []

    def note(_painter: QPainter, rect: QRectF, words: str, *_: object) -> None:
        drawn.append((words, rect.width()))

    kinds = KindList(lambda _: None)
    qtbot.addWidget(kinds)
    monkeypatch.setattr(text_painting, "draw_free", note)
    image = QImage(400, 40, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    for row in rows():
        kinds.paint_row(painter, QRectF(0, 0, COLUMNS[SIDEBAR].minimum, kinds.row_height), row)
    painter.end()
    assert len(drawn) >= len(DoubtKind)
    assert (DoubtKind.UNREAD.words == "无法读取的文件") is (language == "zh")
    font = theme.sans(13)
    assert [words for words, width in drawn if text_painting.width_of(words, font) > width] == []
