"""A page of an invented newspaper, drawn with its ALTO beside it: a picture, and where its words are printed."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from msgspec import Struct, field
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from reader.ui.widgets import theme

COLUMNS = 5
DAY = "1987年6月12日星期五第4012期"
_WORD = 3
"""Characters of a word, as OCR programs cut Chinese."""


class Drawn(Struct, frozen=True):
    """An article: over which columns it stands, from which share of the page's height to which."""

    headline: str
    text: str
    columns: tuple[int, int]
    heights: tuple[float, float]


_FERRY = "昨夜江上有雾，渡船停了半日，两岸的人隔着水喊话。老船工说，灯是给晚归的人留的。"
_WELL = "西门外的老井有十年没有淘过，井绳在石沿上磨出了七道沟。淘井的人说，桶是三代人落下去的。"
_SCHOOL = "邻居送来红纸，瓦匠在屋顶上坐了一个下午，没有下来。船校在下游，要走一天一夜的水路。"
_TEA = "桥南修路，茶摊连夜搬到桥北。老主顾绕了半座城找来，说茶还是那个味道，只是桥短了一截。"
PAGE = (
    Drawn("渡口的灯亮到后半夜", _FERRY * 24, (0, 3), (0.12, 0.5)),
    Drawn("一口井淘出三只木桶", _WELL * 14, (3, 5), (0.12, 0.5)),
    Drawn("瓦匠的女儿考上了船校", _SCHOOL * 17, (0, 2), (0.52, 0.98)),
    Drawn("茶摊搬到桥北", _TEA * 25, (2, 5), (0.52, 0.98)),
)


class _Sheet(Struct):
    painter: QPainter
    width: int
    lines: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)

    def line(self, text: str, left: int, top: int, size: int, *, bold: bool = False) -> None:
        """Print characters of `size` px from left to right, each in its own square."""
        font = QFont(theme.serif(size, 700 if bold else 400))
        self.painter.setFont(font)
        words = []
        for at, sign in enumerate(text):
            box = QRect(left + at * size, top, size, size)
            self.painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, sign)
        for at in range(0, len(text), _WORD):
            word = text[at : at + _WORD]
            words.append(
                f'<String CONTENT="{escape(word)}" HPOS="{left + at * size}" VPOS="{top}"'
                f' WIDTH="{len(word) * size}" HEIGHT="{size}"/>'
            )
        self.lines.append(
            f'<TextLine HPOS="{left}" VPOS="{top}" WIDTH="{len(text) * size}" HEIGHT="{size}">'
            + "".join(words)
            + "</TextLine>"
        )

    def end_block(self, kind: str = "") -> None:
        told = f' TYPE="{kind}"' if kind else ""
        self.blocks.append(f'<TextBlock ID="B{len(self.blocks)}"{told}>{"".join(self.lines)}</TextBlock>')
        self.lines = []


def draw(articles: Sequence[Drawn] = PAGE, width: int = 1500, day: str = DAY) -> tuple[QImage, str]:
    """The picture of a page, and its ALTO."""
    height, margin, gap = round(width * 1.4), width // 25, width // 60
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#F4EFE2"))
    painter = QPainter(image)
    painter.setPen(QColor("#2A2622"))
    sheet = _Sheet(painter, width)
    sheet.line("雁桥日报", margin, height // 40, width // 18, bold=True)
    sheet.end_block()
    sheet.line(day, margin + width // 3, height // 25, width // 50)
    sheet.end_block()
    painter.setPen(QPen(QColor("#2A2622"), 3))
    painter.drawLine(margin, round(height * 0.105), width - margin, round(height * 0.105))
    painter.setPen(QColor("#2A2622"))
    column = (width - 2 * margin - (COLUMNS - 1) * gap) // COLUMNS
    for article in articles:
        _set(sheet, article, margin, column, gap, height)
    painter.end()
    return image, _alto(sheet, width, height)


def _set(sheet: _Sheet, article: Drawn, margin: int, column: int, gap: int, height: int) -> None:
    first, last = article.columns
    top, bottom = (round(height * share) for share in article.heights)
    left = margin + first * (column + gap)
    room = (last - first) * (column + gap) - gap
    size = min(room // len(article.headline), column // 4)
    sheet.line(article.headline, left, top, size, bold=True)
    sheet.end_block("heading")
    body = max(column // 14, 6)
    per_line = column // body
    text = "　　" + article.text
    rows = [text[at : at + per_line] for at in range(0, len(text), per_line)]
    for number in range(first, last):
        y = top + size + body
        while rows and y + body < bottom:
            row = rows.pop(0)
            indent = len(row) - len(row.lstrip("　"))
            sheet.line(row[indent:], margin + number * (column + gap) + indent * body, y, body)
            y += round(1.5 * body)
        sheet.end_block()


def _alto(sheet: _Sheet, width: int, height: int) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v3#">'
        "<Description><MeasurementUnit>pixel</MeasurementUnit></Description>"
        f'<Layout><Page ID="P1" WIDTH="{width}" HEIGHT="{height}"><PrintSpace>'
        + "".join(sheet.blocks)
        + "</PrintSpace></Page></Layout></alto>"
    )


def write(
    folder: Path,
    name: str = "19870612-01",
    width: int = 1500,
    articles: Sequence[Drawn] = PAGE,
    day: str = DAY,
) -> Path:
    """The page as `name`.jpg and `name`.xml in a folder; returns the picture."""
    folder.mkdir(parents=True, exist_ok=True)
    image, alto = draw(articles, width, day)
    (folder / f"{name}.xml").write_text(alto, encoding="utf-8")
    picture = folder / f"{name}.jpg"
    assert image.save(str(picture), quality=85)
    return picture
