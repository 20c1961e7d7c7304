"""Sets invented articles on vertical pages as papers of 1910 to 1950 did: in tiers (欄), in columns from the right.

What stands where is the page's own plan. It is set in text direction: `u` runs down, `v` from the right edge to the
left. A page is a pile of storeys: in some, articles flow through the tiers; in others they stand beside each other as
blocks over all tiers, their headlines in one tier, over all of them, or horizontal above them; in the last, notices in
boxes.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from enum import Enum

from msgspec import Struct, structs

from reader.newspaper.article import BlockKind
from reader.newspaper.line_place import Box
from tools.typesetter.inventing import Contents, InventedArticle, Piece, Signed, invent
from tools.typesetter.page_setting import (
    PageStyle,
    SetLine,
    SetPage,
    _cut,
    _with_han_figures,
    width_of,
    wrapped,
)
from tools.typesetter.setting import han_number, traditional_forms

BODY = 36
_MARGIN = 110
_TITLE = 150
"""The type size of the paper's title."""
_NOTICE = 30
"""The type size of a notice's text."""

_CONTENTS = Contents(
    articles=(11, 15),
    paragraphs=(1, 4),
    jump=0.0,
    notices=0.0,
    verse=0.0,
    picture=0.0,
    brief=0.4,
    pages=("1",),
)


class Head(Enum):
    """How the headline of a block stands to its text."""

    TIER = "columns in the first tier"
    WHOLE = "columns over all tiers of the block"
    ACROSS = "lines from right to left above the text"
    ABOVE_TEXT = "columns shorter than their tier, with text below them"


class Storey(Struct, frozen=True):
    """So many tiers, with so many articles flowing through them, or as blocks beside each other."""

    tiers: int
    heads: tuple[Head, ...] = (Head.TIER,)
    is_flowing: bool = True
    articles: int = 4
    are_notices: bool = False


class TierStyle(Struct, frozen=True):
    """How a paper sets vertical pages; `sizes` of kicker, headline, deck in pixels; `lead` begins a first paragraph.

    `more_decks` is the chance of each further deck, `subheads` that of an article of several paragraphs; `marks` are
    those that the text keeps.
    """

    name: str
    storeys: tuple[Storey, ...]
    measure: int = 14
    columns: int = 62
    leading: int = 52
    gutter: int = 40
    sizes: tuple[int, int, int] = (46, 76, 50)
    indent: int = 0
    head_indent: float = 1.0
    lead: tuple[str, ...] = ("【本報訊】",)
    tier_rules: bool = True
    article_rules: bool = True
    more_decks: float = 0.4
    subheads: float = 0.2
    marks: str = "，。、；：！？「」（）"
    held_out: bool = False


_FLOW = Storey(4, articles=6)
_BLOCKS = Storey(3, (Head.WHOLE, Head.TIER), is_flowing=False, articles=4)
_NOTICES = Storey(2, is_flowing=False, articles=6, are_notices=True)

TIER_STYLES = (
    TierStyle("flow, rules", (_FLOW, _NOTICES)),
    TierStyle("flow, no rules", (_FLOW,), tier_rules=False, article_rules=False, lead=("",)),
    TierStyle("blocks, then flow", (_BLOCKS, Storey(3, articles=5)), sizes=(50, 92, 54)),
    TierStyle(
        "heads across, then flow",
        (Storey(2, (Head.ACROSS,), is_flowing=False, articles=3), Storey(4, articles=5)),
        measure=12, sizes=(48, 84, 52), lead=("◎本埠訊　", "△"),
    ),
    TierStyle(
        "briefs, many decks", (Storey(6, articles=9), _NOTICES), measure=10, columns=70, more_decks=0.7,
        sizes=(40, 60, 42),
    ),
    TierStyle(
        "heads above text", (Storey(4, (Head.ABOVE_TEXT, Head.TIER), articles=6),), measure=18, sizes=(44, 70, 46),
        indent=1,
    ),
    TierStyle(
        "held out: eight narrow tiers", (Storey(8, articles=9), _NOTICES), measure=9, columns=66, leading=48,
        sizes=(44, 64, 46), lead=("〔中央社訊〕", ""), held_out=True,
    ),
    TierStyle(
        "held out: blocks, no rules", (_BLOCKS, Storey(2, (Head.TIER, Head.WHOLE), is_flowing=False, articles=4)),
        measure=16, tier_rules=False, sizes=(52, 100, 60), article_rules=False, held_out=True,
    ),
    TierStyle(
        "held out: heads across and whole",
        (Storey(3, (Head.ACROSS, Head.WHOLE), is_flowing=False, articles=4), Storey(3, articles=4), _NOTICES),
        measure=13, leading=56, sizes=(46, 80, 48), lead=("（本報特訊）",), indent=1, held_out=True,
    ),
    TierStyle(
        "held out: low heads, sparse marks", (Storey(5, articles=7),), measure=15, marks="。", head_indent=2.0,
        sizes=(42, 68, 42), more_decks=0.6, tier_rules=False, held_out=True,
    ),
    TierStyle(
        "held out: wide tiers, text below heads", (Storey(3, (Head.ABOVE_TEXT, Head.TIER), articles=6), _NOTICES),
        measure=24, head_indent=0.0, sizes=(46, 84, 50), lead=("本報南京專電　", "◉"), held_out=True,
    ),
    TierStyle(
        "held out: thin heads", (Storey(5, articles=8),), measure=13, sizes=(40, 54, 42), lead=("",), subheads=0.4,
        article_rules=False, held_out=True,
    ),
)  # fmt: skip
"""Half of them are held out: measured, and not looked at."""


class _Row(Struct, frozen=True):
    """A printed column: its text, size, indent in its own characters, and whether it is bold."""

    text: str
    size: int = BODY
    indent: float = 0.0
    is_bold: bool = False


def set_tiers(style: TierStyle, seed: int) -> SetPage:
    """Return the `seed`-th page of a style."""
    rng = random.Random(f"{style.name} {seed}")
    day = dt.date(1934, 3, 1) + dt.timedelta(days=rng.randrange(300))
    return _TierSetter(rng, style).set(day)


class _TierSetter:
    def __init__(self, rng: random.Random, style: TierStyle) -> None:
        self.rng = rng
        self.style = style
        self.page = SetPage(PageStyle(style.name, is_vertical=True, is_traditional=True))
        self.deep = style.measure * BODY
        self.wide = style.columns * style.leading
        self.block = 0
        self._waiting: list[InventedArticle] = []

    def set(self, day: dt.date) -> SetPage:
        self._masthead(day)
        top = float(_MARGIN)
        for number, storey in enumerate(self.style.storeys):
            if storey.are_notices:
                top = self._notices(storey, top)
            elif storey.is_flowing:
                top = self._flow(storey, top)
            else:
                top = self._blocks(storey, top)
            if number + 1 < len(self.style.storeys):
                self._rule((top, 0, top + 3, self.wide))
                top += self.style.gutter
        self._turn(top + _MARGIN, 2 * _MARGIN + self.wide)
        return self.page

    def _turn(self, height: float, width: float) -> None:
        def turned(box: Box) -> Box:
            top, right, bottom, left = box
            return width - _MARGIN - left, top, width - _MARGIN - right, bottom

        self.page.lines = [structs.replace(line, box=turned(line.box)) for line in self.page.lines]
        self.page.rules = [turned(rule) for rule in self.page.rules]
        self.page.width = width
        self.page.height = height

    # ── what stands on it ──

    def _article(self) -> InventedArticle:
        while not self._waiting:
            day = dt.date(2021, 3, 1) + dt.timedelta(days=self.rng.randrange(300))
            for article in invent(self.rng, day, _CONTENTS):
                if isinstance(article, InventedArticle) and article.headline and article.body:
                    self._waiting.append(self._in_old_manner(article))
        return self._waiting.pop()

    def _in_old_manner(self, article: InventedArticle) -> InventedArticle:
        """Return an article with the figures and the decks of its time, and at most as long as a tier or two."""
        decks = list(article.decks)
        while self.rng.random() < self.style.more_decks and len(decks) < 4:
            other = invent(self.rng, dt.date(2021, 5, 1), _CONTENTS)[0]
            if isinstance(other, InventedArticle) and other.headline:
                decks.append("".join(other.headline)[: self.rng.randrange(6, 13)])
        body = [piece for piece in article.body if piece.kind is BlockKind.PARAGRAPH][
            : self.rng.randrange(1, 4)
        ]
        if len(body) > 1 and self.rng.random() < self.style.subheads:
            body.insert(
                1, Piece(BlockKind.SUBHEAD, self.rng.choice(("各方反應", "經過詳情", "善後辦法", "到者踴躍")))
            )
        body = [structs.replace(piece, text=self._with_marks(piece.text[:260]), more=()) for piece in body]
        whole = structs.replace(article, decks=tuple(decks), body=tuple(body), signed=Signed())
        new: InventedArticle = _with_han_figures(whole)
        return new

    def _with_marks(self, text: str) -> str:
        return "".join(sign for sign in text if sign.isalnum() or sign in self.style.marks)

    def _head_rows(self, article: InventedArticle, deep: float) -> list[_Row]:
        small, large, deck_size = self.style.sizes
        rows = []
        texts = [(article.kicker, small, False), ("\u3000".join(article.headline), large, True)]
        texts += [(deck, deck_size, False) for deck in article.decks]
        for text, size, is_bold in texts:
            indent = self.style.head_indent * BODY / size
            for part in _cut(text, int(deep / size - indent)) if text else ():
                rows.append(_Row(part, size, indent, is_bold))
        return rows

    def _text_rows(self, article: InventedArticle, first: Sequence[int]) -> list[_Row]:
        """Return the columns of a text; the first ones have these measures, and the others that of a tier."""
        rows = []
        lead = self.rng.choice(self.style.lead)
        measures = list(first)
        for piece in article.body:
            if piece.kind is BlockKind.SUBHEAD:
                rows.append(_Row(piece.text, BODY, 2.0, is_bold=True))
                continue
            rest = "\u3000" * self.style.indent + lead + piece.text
            lead = ""
            while rest.strip():
                measure = measures.pop(0) if measures else self.style.measure
                line = wrapped(rest, measure, 0)[0]
                rest = rest[len(line) :]
                rows.append(_Row(line.strip("\u3000"), BODY, len(line) - len(line.lstrip("\u3000"))))
        return rows

    # ── where it stands ──

    def _masthead(self, day: dt.date) -> None:
        title = "江城日報"
        self.page.lines += [
            SetLine(title, (_MARGIN, 20, _MARGIN + _TITLE * len(title), 20 + _TITLE), _TITLE, True, -1, 0)
        ]
        year = f"中華民國{han_number(day.year - 1911)}年"
        weekday = "一二三四五六日"[day.weekday()]
        fields = f"{year}{han_number(day.month)}月{han_number(day.day)}日　星期{weekday}"
        for number, text in enumerate((fields, "第三千二百零一號　本館謹啓")):
            line = text.replace("\u3000", "")
            v = 190 + 46 * number
            self.page.lines.append(
                SetLine(line, (_MARGIN, v, _MARGIN + 32 * len(line), v + 32), 32, False, -1, 0)
            )

    def _row(self, row: _Row, u: float, v: float, article: int) -> float:
        """Print a column; return where the next one begins."""
        forms = traditional_forms()
        text = "".join(forms.get(sign, sign) for sign in row.text if sign != "\u3000")
        begin = u + row.indent * row.size
        if text:
            box = (begin, v, begin + width_of(text) * row.size, v + row.size)
            self.page.lines.append(SetLine(text, box, row.size, row.is_bold, article, self.block))
        return v + row.size + (self.style.leading - BODY if row.size == BODY else 20)

    def _rule(self, box: Box) -> None:
        if self.style.tier_rules:
            self.page.rules.append(box)

    def _first(self, u: float) -> float:
        """Return where the columns of a tier begin: beside the masthead, or at the edge."""
        return 320.0 if u < _MARGIN + 4 * _TITLE else 0.0

    def _flow(self, storey: Storey, top: float) -> float:
        """Set articles that go on in the next tier; return the lower edge of the last one."""
        tier = 0
        v = self._first(top)
        step = self.deep + self.style.gutter
        for _ in range(storey.articles):
            article = self._article()
            number = len(self.page.articles)
            kind = self.rng.choice(storey.heads)
            deep = self.deep * (0.62 if kind is Head.ABOVE_TEXT else 1.0)
            head = self._head_rows(article, deep)
            room = sum(row.size + 20 for row in head) + 3 * self.style.leading
            if v + room > self.wide:
                tier += 1
                v = self._first(top + tier * step)
            u = top + tier * step
            if v > self._first(u):
                self._between(u, v, self.deep)
                v += 26
            self.page.articles.append(article)
            v, under = self._head(head, u, v, deep, number, kind)
            self.block += 1
            for row in self._text_rows(article, [measure for _, _, measure in under]):
                if under:
                    down, across, _ = under.pop(0)
                    self._row(row, down, across, number)
                    continue
                if v + BODY > self.wide:
                    tier += 1
                    v = self._first(top + tier * step)
                    self.block += 1
                v = self._row(row, top + tier * step, v, number)
        for below in range(1, tier + 1):
            u = top + below * step - self.style.gutter / 2
            self._rule((u, self._first(u), u + 3, self.wide))
        return top + (tier + 1) * step - self.style.gutter / 2

    def _head(
        self, rows: Sequence[_Row], u: float, v: float, deep: float, number: int, kind: Head
    ) -> tuple[float, list[tuple[float, float, int]]]:
        """Set a headline in columns; return where the text begins, and the places below it: down, across, measure."""
        self.block += 1
        begin = v
        for row in rows:
            v = self._row(row, u, v, number)
        v += 8
        if kind is not Head.ABOVE_TEXT:
            return v, []
        measure = int((self.deep - deep) // BODY) - 1
        down = u + self.deep - measure * BODY
        count = int((v - begin) // self.style.leading)
        return v, [(down, begin + at * self.style.leading, measure) for at in range(count)]

    def _between(self, u: float, v: float, deep: float) -> None:
        if self.style.article_rules:
            self.page.rules.append((u, v + 6, u + deep, v + 9))

    def _blocks(self, storey: Storey, top: float) -> float:
        """Set articles beside each other, over all tiers; return their lower edge."""
        v = self._first(top)
        step = self.deep + self.style.gutter
        whole = storey.tiers * step - self.style.gutter
        for at in range(storey.articles):
            article = self._article()
            kind = self.rng.choice(storey.heads)
            if v + self._width(article, kind, storey.tiers) > self.wide:
                self._waiting.append(article)
                break
            if at:
                self._between(top, v, whole)
                v += 26
            self.page.articles.append(article)
            v = self._block(article, kind, storey.tiers, top, v) + 12
        return top + whole + self.style.gutter / 2

    def _width(self, article: InventedArticle, kind: Head, tiers: int) -> float:
        rows = -(-len(self._text_rows(article, ())) // tiers) + 2
        head = sum(row.size + 20 for row in self._head_rows(article, self.deep))
        if kind is Head.ACROSS:
            return self._wide_across(article, rows, tiers) + 2 * self.style.leading
        return rows * self.style.leading + head + 3 * self.style.leading

    def _block(self, article: InventedArticle, kind: Head, tiers: int, top: float, v: float) -> float:
        number = len(self.page.articles) - 1
        step = self.deep + self.style.gutter
        rows = self._text_rows(article, ())
        begins = [v] * tiers
        downs = [top + tier * step for tier in range(tiers)]
        if kind is Head.ACROSS:
            wide = self._wide_across(article, len(rows), tiers)
            head = self._lines_across(article, top, v, wide, number)
            short = int((self.deep - head) // BODY)
            rows = self._text_rows(article, [short] * int(wide // self.style.leading))
            downs[0] = top + self.deep - short * BODY
        else:
            deep = self.deep if kind is Head.TIER else tiers * step - self.style.gutter
            head_rows = self._head_rows(article, deep)
            end, _ = self._head(head_rows, top, v, deep, number, kind)
            for tier in range(tiers if kind is Head.WHOLE else 1):
                begins[tier] = end
            wide = self._even(begins, len(rows), v)
        tier, across = 0, begins[0]
        self.block += 1
        for row in rows:
            if across + BODY > v + wide + 1 and tier + 1 < tiers:
                tier += 1
                across = begins[tier]
                self.block += 1
            across = self._row(row, downs[tier], across, number)
        return max(v + wide, across)

    def _wide_across(self, article: InventedArticle, rows: int, tiers: int) -> float:
        """Return how wide a block is whose horizontal headline leaves room for text in its first tier."""
        wide = float(max(-(-(rows + 2) // tiers) * self.style.leading, 400))
        while self._deep_across(article, wide) > 0.6 * self.deep and wide < 0.4 * self.wide:
            wide += self.style.leading
        return wide

    def _deep_across(self, article: InventedArticle, wide: float) -> float:
        rows = self._head_rows(article, 1e9)
        return sum(len(_cut(row.text, int(wide / row.size))) * (row.size + 14) for row in rows) + 12

    def _even(self, begins: Sequence[float], rows: int, v: float) -> float:
        """Return how wide a block is in which so many columns stand in even tiers."""
        wide = max(begins) - v + self.style.leading
        while sum(int((v + wide - begin) // self.style.leading) for begin in begins) < rows:
            wide += self.style.leading
        return wide

    def _lines_across(self, article: InventedArticle, u: float, v: float, wide: float, number: int) -> float:
        """Print a headline from right to left above its text; return how deep it is."""
        self.block += 1
        down = u
        for row in self._head_rows(article, 1e9):
            for part in _cut(row.text, int(wide / row.size)):
                self._row(structs.replace(row, text=part, indent=0.0), down, v, number)
                line = self.page.lines[-1]
                long = width_of(line.text) * row.size
                begin = v + (wide - long) / 2
                box = (down, begin, down + row.size, begin + long)
                self.page.lines[-1] = structs.replace(line, box=box, is_across=True)
                down += row.size + 14
        return down - u + 12

    def _notices(self, storey: Storey, top: float) -> float:
        """Set notices in boxes beside each other; each is an article of its own."""
        v = 10.0
        deep = storey.tiers * self.deep
        for _ in range(storey.articles):
            names = (
                "豐泰米號",
                "雁橋茶莊",
                "濟生藥房",
                "江城書局",
                "新華綢緞",
                "顧氏醫寓",
                "同春酒樓",
                "遠大輪船",
            )
            name = self.rng.choice(names) + self.rng.choice(("", "啓事", "大減價", "遷移廣告"))
            piece = self._article().body[0]
            article = InventedArticle("1", (name,), body=(piece,))
            size = min(110, int(deep / (len(name) + 1)))
            measure = int(deep // _NOTICE) - 2
            columns = wrapped(piece.text, measure, 0)
            wide = size + 40 + len(columns) * 44 + 30
            if v + wide > self.wide:
                break
            number = len(self.page.articles)
            self.page.articles.append(article)
            self.block += 1
            self._row(_Row(name, size, 0.4, is_bold=True), top, v + 20, number)
            self.block += 1
            for at, column in enumerate(columns):
                self._row(_Row(column, _NOTICE, 1.0), top, v + size + 50 + at * 44, number)
            self.page.rules += list(_frame((top, v, top + deep, v + wide)))
            v += wide + 12
        return top + deep + 20


def _frame(box: Box) -> Iterator[Box]:
    top, right, bottom, left = box
    yield top, right, top + 3, left
    yield bottom - 3, right, bottom, left
    yield top, right, bottom, right + 3
    yield top, left - 3, bottom, left
