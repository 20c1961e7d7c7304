"""Sets invented articles on a page: where each printed line and rule stands, and which article it is of.

A page is set in text direction: `u` runs along a line, `v` from line to line. On a vertical page u runs down and v to
the left, so that what are columns on a horizontal page are bands there.
"""

import datetime as dt
import random
from collections.abc import Sequence
from enum import Enum
from typing import Any

from msgspec import Struct, field, structs

from reader.newspaper.article import BlockKind
from tools.typesetter.inventing import Contents, InventedArticle, invent
from tools.typesetter.setting import han_number, traditional_forms

BODY = 36
"""The type size of running text, in pixels at 300 dpi."""
_LEADING = 52
_GUTTER = 40
_MARGIN = 110
_NEVER_FIRST = frozenset("，。、；：！？”’）》】」』%％")

WARES = ("白菜", "萝卜", "鲜鱼", "猪肉", "鸡蛋", "豆腐", "面粉", "菜油", "青椒")
_HAN_FIGURES = str.maketrans("0123456789", "〇一二三四五六七八九")

_CONTENTS = Contents(articles=(5, 7), jump=0.0, notices=0.0, verse=0.0, pages=("1",))

Box = tuple[float, float, float, float]


class Layout(Enum):
    """How articles share a page."""

    BANDS = "one to three articles beside each other, their text in even columns"
    STRIPS = "the page is cut into strips of some columns, in which articles stand below each other"
    FLOW = "headlines one column wide; text goes on at the top of the next column"
    ACROSS = (
        "vertical: in each band articles from right to left, headlines from right to left above their lines"
    )


class Inset(Enum):
    """What is printed in the columns of an article beside its text."""

    PICTURE = "a picture and its caption"
    TABLE = "rows of short cells"


class PageStyle(Struct, frozen=True):
    """How a paper sets its pages; `head`: sizes of a headline over 1, 2, … columns; `indent` in characters.

    `gutter` in pixels; `inset`: what is in the columns of articles of several.
    """

    name: str
    columns: int = 5
    measure: int = 18
    layout: Layout = Layout.BANDS
    has_rules: bool = True
    boxed: float = 0.0
    head: tuple[int, ...] = (64, 84, 100, 116, 128, 128, 128)
    is_centred: bool = True
    breaks_heads: float = 0.4
    is_vertical: bool = False
    is_traditional: bool = False
    indent: int = 2
    held_out: bool = False
    gutter: int = _GUTTER
    inset: Inset | None = None


INSET = -2
"""The article of what is printed in an inset."""


class SetLine(Struct, frozen=True):
    """A printed line; `article` is its number in the page's truth, -1 for the masthead, INSET. `column`
    tells its block.

    `is_across`: a horizontal line of a vertical page, which runs from right to left.
    """

    text: str
    box: Box
    size: int
    is_bold: bool
    article: int
    column: int
    is_across: bool = False


class SetPage(Struct):
    """A page as printed, in its own directions: x to the right, y down."""

    style: PageStyle
    width: float = 0.0
    height: float = 0.0
    lines: list[SetLine] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    articles: list[InventedArticle] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)


PAGE_STYLES = (
    PageStyle("five columns, rules"),
    PageStyle("six narrow columns, boxes", columns=6, measure=14, boxed=0.4),
    PageStyle("four columns, no rules", columns=4, measure=22, has_rules=False),
    PageStyle("strips, headlines at the left", columns=6, measure=13, layout=Layout.STRIPS, is_centred=False),
    PageStyle("strips without rules", columns=5, measure=16, layout=Layout.STRIPS, has_rules=False),
    PageStyle("headlines of a column", columns=5, measure=17, layout=Layout.FLOW, has_rules=False),
    PageStyle("vertical, bands", columns=5, measure=15, is_vertical=True, is_traditional=True),
    PageStyle(
        "seven columns, large heads", columns=7, measure=12, head=(72, 90, 110, 130, 140, 150, 160), held_out=True
    ),
    PageStyle(
        "three wide columns, left, no rules", columns=3, measure=28, has_rules=False, is_centred=False, held_out=True
    ),
    PageStyle("flow with rules", columns=6, measure=14, layout=Layout.FLOW, held_out=True),
    PageStyle(
        "vertical, no rules", columns=6, measure=12, is_vertical=True, is_traditional=True, has_rules=False,
        held_out=True,
    ),
    PageStyle(
        "vertical, headlines across", columns=2, measure=34, layout=Layout.ACROSS, is_vertical=True,
        is_traditional=True,
    ),
    PageStyle("strips in boxes", columns=5, measure=15, layout=Layout.STRIPS, boxed=0.5, indent=0, held_out=True),
)  # fmt: skip


def width_of(text: str) -> float:
    """Return the width of a text in characters; Latin letters and figures have half of one."""
    return sum(0.5 if ord(sign) < 0x2000 else 1.0 for sign in text)


def wrapped(text: str, measure: int, indent: int) -> list[str]:
    """Return the lines of a paragraph; the first begins with ideographic spaces."""
    lines, line, width = [], "\u3000" * indent, float(indent)
    for sign in text:
        own = width_of(sign)
        if width + own > measure and not (sign in _NEVER_FIRST and width + own <= measure + 1):
            lines.append(line)
            line, width = "", 0.0
        line += sign
        width += own
    return [*lines, line] if line.strip() else lines


def set_page(style: PageStyle, seed: int) -> SetPage:
    """Return the `seed`-th page of a style."""
    rng = random.Random(f"{style.name} {seed}")
    today = dt.date(2021, 3, 1) + dt.timedelta(days=rng.randrange(300))
    articles = [each for each in invent(rng, today, _CONTENTS) if isinstance(each, InventedArticle)]
    articles = [each for each in articles if each.headline and each.body]
    if style.is_vertical:
        articles = [_with_han_figures(each) for each in articles]
    return _Setter(rng, style, articles).set(today)


def _with_han_figures(value: Any) -> Any:
    """Return a value with the figures 一, 二, … in all of its texts, as vertical lines have them."""
    if type(value) is str:
        return value.translate(_HAN_FIGURES)
    if type(value) is tuple:
        return tuple(map(_with_han_figures, value))
    if isinstance(value, Struct):
        return structs.replace(
            value, **{name: _with_han_figures(each) for name, each in structs.asdict(value).items()}
        )
    return value


class _Row(Struct, frozen=True):
    text: str
    is_bold: bool = False
    is_centred: bool = False


class _Hole(Struct, frozen=True):
    """A place in an article without text: its first column and row there, and its size."""

    column: int = 0
    columns: int = 0
    row: int = 0
    deep: int = 0


class _Setter:
    def __init__(self, rng: random.Random, style: PageStyle, articles: Sequence[InventedArticle]) -> None:
        self.rng, self.style, self.articles = rng, style, articles
        self.column = style.measure * BODY
        self.page = SetPage(style)
        self.block = 0

    def set(self, today: dt.date) -> SetPage:
        style = self.style
        top = self._masthead(today)
        match style.layout:
            case Layout.BANDS:
                bottom = self._bands(top)
            case Layout.STRIPS:
                bottom = self._strips(top)
            case Layout.FLOW:
                bottom = self._flow(top)
            case Layout.ACROSS:
                bottom = self._headed_across(top)
        self.page.articles = list(self.articles)
        width, height = 2 * _MARGIN + self._across(style.columns), bottom + _MARGIN
        if style.is_vertical:
            self.page.lines = [
                structs.replace(each, box=_turned(each.box, height)) for each in self.page.lines
            ]
            self.page.rules = [_turned(each, height) for each in self.page.rules]
            self.page.pictures = [_turned(each, height) for each in self.page.pictures]
            width, height = height, width
        self.page.width, self.page.height = width, height
        return self.page

    def _across(self, columns: int) -> float:
        return columns * self.column + (columns - 1) * self.style.gutter

    def _left(self, column: int) -> float:
        return _MARGIN + column * (self.column + self.style.gutter)

    def _masthead(self, today: dt.date) -> float:
        week = "一二三四五六日"[today.weekday()]
        self._line("江城日报", _MARGIN, _MARGIN, 180, -1, is_bold=True)
        day = f"{today.year}年{today.month}月{today.day}日　星期{week}"
        if self.style.is_vertical:
            day = f"{today.year}年{han_number(today.month)}月{han_number(today.day)}日　星期{week}"
            day = _with_han_figures(day)
        self._line(day, _MARGIN + 900, _MARGIN + 30, 56, -1)
        self._line("江城日报社出版　国内统一连续出版物号　CN 00-0000", _MARGIN + 900, _MARGIN + 120, 40, -1)
        self._rule(_MARGIN, _MARGIN + 260, self._across(self.style.columns), is_needed=True)
        return _MARGIN + 300

    def _line(
        self,
        text: str,
        u: float,
        v: float,
        size: int,
        article: int,
        *,
        is_bold: bool = False,
        is_middle: bool = False,
    ) -> None:
        """Print a line at its left end, or, with `is_middle`, around its middle."""
        if self.style.is_traditional:
            forms = traditional_forms()
            text = "".join(forms.get(sign, sign) for sign in text)
        spaces = len(text) - len(text.lstrip("\u3000"))
        left = u - width_of(text) * size / 2 if is_middle else u + spaces * size
        words = text.strip("\u3000")
        if words:
            box = (left, v, left + width_of(words) * size, v + size)
            self.page.lines.append(SetLine(words, box, size, is_bold, article, self.block))

    def _rule(
        self, u: float, v: float, length: float, *, is_down: bool = False, is_needed: bool = False
    ) -> None:
        if self.style.has_rules or is_needed:
            self.page.rules.append((u, v, u + 3, v + length) if is_down else (u, v, u + length, v + 3))

    def _head(self, number: int, u: float, v: float, columns: int, *, draws: bool = True) -> float:
        """Set the headline of an article over columns; return where its text begins."""
        article, width = self.articles[number], self._across(columns)
        size = self.style.head[columns - 1]
        random.Random(number)
        rows: list[tuple[str, int, bool]] = []
        if article.kicker:
            rows += [
                (each, max(size // 2, BODY), False)
                for each in _cut(article.kicker, width / max(size // 2, BODY))
            ]
        whole = "\u3000".join(article.headline)
        breaks = len(article.headline) > 1 and (number % 10 < 10 * self.style.breaks_heads)
        for half in article.headline if breaks or width_of(whole) * size > width else (whole,):
            rows += [(each, size, True) for each in _cut(half, width / size)]
        small = max(int(size * 0.55), BODY + 6)
        for deck in article.decks:
            rows += [(each, small, False) for each in _cut(deck, width / small)]
        self.block += 1
        for text, height, is_bold in rows:
            if draws:
                at = u + width / 2 if self.style.is_centred else u
                self._line(text, at, v, height, number, is_bold=is_bold, is_middle=self.style.is_centred)
            v += height + 22
        return v + 16

    def _rows(self, number: int, measure: int = 0) -> list[_Row]:
        article, measure = self.articles[number], measure or self.style.measure
        rows: list[_Row] = []
        signed = article.signed
        lead = f"本报讯（记者　{'、'.join(signed.reporters)}）" if signed.reporters else ""
        if signed.author:
            rows.append(_Row(signed.author, is_centred=True))
        for piece in article.body:
            match piece.kind:
                case BlockKind.SUBHEAD:
                    rows += [_Row(""), *(_Row(each, True, True) for each in wrapped(piece.text, measure, 0))]
                case BlockKind.CAPTION:
                    rows += [_Row(each, True) for each in wrapped(piece.text, measure, self.style.indent)]
                case _:
                    for text in (piece.text, *piece.more):
                        rows += [_Row(each) for each in wrapped(lead + text, measure, self.style.indent)]
                        lead = ""
        return rows

    def _print(self, rows: Sequence[_Row], number: int, u: float, v: float) -> None:
        self.block += 1
        for at, row in enumerate(rows):
            middle = u + self.column / 2 if row.is_centred else u
            self._line(
                row.text,
                middle,
                v + at * _LEADING,
                BODY,
                number,
                is_bold=row.is_bold,
                is_middle=row.is_centred,
            )

    def _article(self, number: int, u: float, v: float, columns: int, *, draws: bool = True) -> float:
        """Set an article over columns, its text in even ones; return its lower edge."""
        v = self._head(number, u, v, columns, draws=draws)
        rows = self._rows(number)
        hole = self._hole(number, columns, len(rows))
        deep = -(-(len(rows) + hole.deep * hole.columns) // columns)
        for column in range(columns if draws else 0):
            left = u + column * (self.column + self.style.gutter)
            above, below = deep, 0
            if hole.column <= column < hole.column + hole.columns:
                above = min(hole.row, deep)
                below = max(0, deep - above - hole.deep)
            self._print(rows[:above], number, left, v)
            self._print(rows[above : above + below], number, left, v + (above + hole.deep) * _LEADING)
            rows = rows[above + below :]
        if draws and hole.deep:
            left = u + hole.column * (self.column + self.style.gutter)
            self._inset((left, v + hole.row * _LEADING, left + self._across(hole.columns), 0.0), hole.deep)
        return v + deep * _LEADING

    def _hole(self, number: int, columns: int, rows: int) -> "_Hole":
        """Return where the text of an article makes room for an inset; nowhere in most of them."""
        chance = random.Random(f"{self.page.style.name} {number} {columns} {rows}")
        if self.style.inset is None or columns < 2 or rows < 9 * columns or chance.random() < 0.3:
            return _Hole()
        wide = chance.randrange(1, columns + (columns < 3))
        row = chance.choice((0, 0, 3, rows // columns // 2))
        return _Hole(chance.randrange(columns - wide + 1), wide, row, chance.randrange(6, 12))

    def _inset(self, place: Box, deep: int) -> None:
        left, top, right, _ = place
        self.block += 1
        if self.style.inset is Inset.PICTURE:
            self.page.pictures.append((left, top, right, top + (deep - 2) * _LEADING))
            self._line("渡口今天早晨的样子　江城摄", left, top + (deep - 2) * _LEADING + 12, 32, INSET)
            return
        cells = max(2, round((right - left) / 230))
        for row in range(deep - 1):
            for cell in range(cells):
                text = self.rng.choice(WARES) if not cell else f"{self.rng.uniform(0, 400):.2f}"
                at = left + 10 + cell * (right - left) / cells
                self._line(text, at, top + 12 + row * _LEADING, 32, INSET)

    def _size(self, number: int) -> int:
        return len(self._rows(number))

    def _bands(self, v: float) -> float:
        style = self.style
        at = 0
        while at < len(self.articles):
            count = min(len(self.articles) - at, self.rng.choice((1, 2, 2, 3)), style.columns)
            numbers = list(range(at, at + count))
            at += count
            shares = [1 + self._size(each) for each in numbers]
            columns = [max(1, round(style.columns * each / sum(shares))) for each in shares]
            while sum(columns) > style.columns:
                columns[columns.index(max(columns))] -= 1
            columns[-1] += style.columns - sum(columns)
            is_boxed = [count > 1 and self.rng.random() < style.boxed for _ in numbers]
            bottom = max(
                self._article(n, 0, v, c, draws=False) for n, c in zip(numbers, columns, strict=True)
            )
            left = 0
            for n, c, boxed in zip(numbers, columns, is_boxed, strict=True):
                u = self._left(left)
                self._article(n, u, v, c)
                if boxed:
                    self._frame(u, v, self._across(c), bottom)
                elif left:
                    self._rule(u - self.style.gutter / 2, v, bottom - v, is_down=True)
                left += c
            self._rule(_MARGIN, bottom + 24, self._across(style.columns))
            v = bottom + 60
        return v

    def _frame(self, u: float, v: float, width: float, bottom: float) -> None:
        left, right = u - 18, u + width + 18
        for top in (v - 14, bottom + 6):
            self._rule(left, top, right - left, is_needed=True)
        for at in (left, right):
            self._rule(at, v - 14, bottom + 20 - v, is_down=True, is_needed=True)

    def _strips(self, v: float) -> float:
        style = self.style
        widths = [style.columns // 2, style.columns - style.columns // 2]
        bottoms = [v, v]
        for number in range(len(self.articles)):
            at = bottoms.index(min(bottoms))
            u, top = self._left(at * widths[0]), bottoms[at]
            boxed = self.rng.random() < style.boxed
            bottom = self._article(number, u, top, widths[at])
            if boxed:
                self._frame(u, top, self._across(widths[at]), bottom)
            elif top > v:
                self._rule(u, top - 26, self._across(widths[at]))
            bottoms[at] = bottom + 60
        self._rule(self._left(widths[0]) - self.style.gutter / 2, v, max(bottoms) - v, is_down=True)
        return max(bottoms)

    def _headed_across(self, v: float) -> float:
        """Set articles in two bands, each below its headline, which lies across its lines."""
        half = -(-len(self.articles) // 2)
        bottoms = []
        for band, numbers in enumerate((range(half), range(half, len(self.articles)))):
            u, low = self._left(band), v
            for number in numbers:
                article = self.articles[number]
                heads = [(article.kicker, 48), ("\u3000".join(article.headline), 80)]
                heads += [(deck, 50) for deck in article.decks]
                heads = [(text, size) for text, size in heads if text]
                rows = self._rows(number)
                wide = max(len(rows) * _LEADING, 600)
                down = u
                self.block += 1
                for text, size in heads:
                    for piece in _cut(text, wide / size):
                        self._across_line(piece, down, low + wide / 2, size, number)
                        down += size + 20
                rows = self._rows(number, int((u + self.column - down - 20) // BODY))
                self._print(rows, number, down + 20, low)
                low += max(len(rows) * _LEADING, wide) + 50
                self._rule(u, low - 30, self.column)
            bottoms.append(low)
        self._rule(self._left(1) - self.style.gutter / 2, v, max(bottoms) - v, is_down=True)
        return max(bottoms)

    def _across_line(self, text: str, u: float, middle: float, size: int, article: int) -> None:
        self._line(text, u, middle, size, article, is_bold=size > 60)
        line = self.page.lines[-1]
        long = width_of(line.text) * size / 2
        box = (u, middle - long, u + size, middle + long)
        self.page.lines[-1] = structs.replace(line, box=box, is_across=True)

    def _flow(self, v: float) -> float:
        style = self.style
        total = sum(
            self._size(n) * _LEADING + self._head(n, 0, 0, 1, draws=False) + 50
            for n in range(len(self.articles))
        )
        bottom = v + total / style.columns + 200
        column, down = 0, v
        for number in range(len(self.articles)):
            head = self._head(number, 0, 0, 1, draws=False)
            if down > v and down + head + 4 * _LEADING > bottom and column + 1 < style.columns:
                column, down = column + 1, v
            if down > v:
                self._rule(self._left(column), down + 8, self.column)
                down += 40
            down = self._head(number, self._left(column), down, 1)
            rows = self._rows(number)
            while rows:
                room = max(1, int((bottom - down) // _LEADING)) if column + 1 < style.columns else len(rows)
                self._print(rows[:room], number, self._left(column), down)
                down += len(rows[:room]) * _LEADING
                rows = rows[room:]
                if rows:
                    column, down = column + 1, v
        for each in range(1, style.columns):
            self._rule(self._left(each) - self.style.gutter / 2, v, bottom - v, is_down=True)
        return max(bottom, down)


def _cut(text: str, most: float) -> list[str]:
    """Return a text in rows of up to `most` characters, as even as can be."""
    count = max(1, -int(-width_of(text) // max(most, 1)))
    each = -(-len(text) // count)
    return [text[at : at + each].strip("\u3000") for at in range(0, len(text), each)]


def _turned(box: Box, height: float) -> Box:
    """Return a box of a vertical page: u goes down, v from the right edge to the left."""
    u0, v0, u1, v1 = box
    return height - v1, u0, height - v0, u1
