"""Sets an invented issue by a paper's habits: articles → lines."""

import datetime as dt
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from reader.language.dates.calendar import lunar_date, weekday_of
from reader.newspaper.article import BlockKind
from tests.corpus import a_name
from tools.typesetter.inventing import InventedArticle, InventedNotices, Piece, Signed
from tools.typesetter.lines import BLANK, Char, Field, Line, Mark, Role, Text, marked, plain
from tools.typesetter.styles import Caption, Credit, Halves, Place, Style, Where

Block = list[Line]
"""Lines that no blank line parts."""

PAGE_NAMES = ("要闻", "时政", "民生", "经济", "副刊", "体育", "城事", "国内新闻")
_HAN = "〇一二三四五六七八九"
_HALF_WIDTH = str.maketrans("（），：；！？", "(),:;!?")
_AS_THEY_ARE = "了出板面里后干斗几台冲须谷志注表念清青"
_NEVER_FIRST = "，。、；：！？”’）》,:;!?)"
_NO_COLUMN_BEGINS = _NEVER_FIRST + " 　"
_NO_COLUMN_ENDS = "。！？”’!?" + " 　“（《"


class Day(Struct, frozen=True):
    """The issue's date and what the masthead counts."""

    date: dt.date
    number: int
    pages: int


class _Set(Struct):
    """An article set: its head and its body, still apart so that a headline can go astray."""

    page: str
    head: list[Block]
    body: list[Block]


@cache
def traditional_forms() -> dict[str, str]:
    """Of a simplified character the traditional one that stands first in the list of invented papers."""
    lines = Path(__file__).with_name("traditional.txt").read_text(encoding="utf-8").splitlines()
    pairs = [pair for line in lines if not line.startswith("#") for pair in line.split()]
    return {pair[1]: pair[0] for pair in reversed(pairs) if pair[1] not in _AS_THEY_ARE}


def han_number(number: int) -> str:
    """12 → “十二”; 0 to 99."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _HAN[tens] + "十") + (
        _HAN[ones] if ones or not tens else ""
    )


def fill(template: str, values: Mapping[str, Text]) -> Text:
    """A template with its words in place; a part in ⟦⟧ goes where one of its words is empty."""

    def filled(part: str) -> Text:
        text: Text = ()
        for piece in re.split(r"(\{\w+\})", part):
            text += values[piece[1:-1]] if piece.startswith("{") else plain(piece)
        return text

    text: Text = ()
    for part in re.split(r"(⟦.*?⟧)", template, flags=re.DOTALL):
        if not part.startswith("⟦"):
            text += filled(part)
        elif all(values[word] for word in re.findall(r"\{(\w+)\}", part)):
            text += filled(part[1:-1])
    return text


class Typesetter:
    """Sets one issue of one style; draws from `rng` in reading order."""

    def __init__(self, rng: random.Random, style: Style, day: Day) -> None:
        self._rng = rng
        self._style = style
        self._day = day
        self._units = 0
        self._width = rng.randint(*style.setting.wrap) if style.setting.wrap else 0

    def set(self, issue: Sequence[InventedArticle | InventedNotices]) -> list[Line]:
        """The lines of the file, blank ones included, before OCR."""
        articles = [
            self._notices(n, a) if isinstance(a, InventedNotices) else self._article(n, a)
            for n, a in enumerate(issue)
        ]
        self._lead_astray(articles)
        setting = self._style.setting
        lines: list[Line] = []
        masthead_at = {
            Place.TOP: 0,
            Place.MIDDLE: min(self._rng.choice((1, 1, 2)), len(articles)),
            Place.END: len(articles),
        }
        page = ""
        for number, article in enumerate((*articles, None)):
            if masthead_at.get(self._style.masthead.place) == number:
                lines += [*self._apart(self._masthead()), *[BLANK] * setting.between_articles]
            if page and (article is None or article.page != page) and self._style.page_foot:
                lines += self._apart([[self._furniture(self._style.page_foot, page)]])
            if article is None:
                break
            if article.page != page and self._style.page_label:
                lines += self._apart([[self._furniture(self._style.page_label, article.page)]])
            page = article.page
            blocks = [*article.head, *self._with_page_numbers(article.body)]
            if setting.rule and lines:
                lines += self._apart([[self._outside(setting.rule)]])
            lines += self._apart(blocks)
            if not setting.is_airy:
                lines += [BLANK] * setting.between_articles
        return [self._traditional(line) for line in lines] if self._style.is_traditional else lines

    def _traditional(self, line: Line) -> Line:
        forms = traditional_forms()
        return replace(line, text=tuple(Char(forms.get(glyph, glyph), mark) for glyph, mark in line.text))

    def _outside(self, text: str) -> Line:
        return self._line(plain(text), Role.FURNITURE, None)

    def _with_page_numbers(self, body: list[Block]) -> list[Block]:
        if len(body) < 3 or self._rng.random() >= self._style.setting.page_numbers:
            return body
        at = self._rng.randrange(1, len(body))
        return [*body[:at], [self._outside(f"— {self._rng.randrange(1, 40)} —")], *body[at:]]

    def _apart(self, blocks: Sequence[Block]) -> Iterator[Line]:
        setting = self._style.setting
        for block in blocks:
            if block[0].role is Role.CAPTION and setting.is_caption_apart:
                yield from (BLANK, BLANK)
            if block[0].role is Role.CAPTION and setting.picture:
                yield self._outside(setting.picture)
            yield from block
            is_picture = block[0].role is Role.CAPTION and setting.is_caption_apart
            is_head = block[0].role is Role.MASTHEAD and len(block) == 1 and self._style.masthead.is_airy
            if setting.is_airy or is_picture or is_head:
                yield BLANK

    def _unit(self) -> int:
        self._units += 1
        return self._units

    def _line(self, text: Text, role: Role, article: int | None, opening: str = "", unit: int = 0) -> Line:
        return Line(self._signs(text), role, article, unit or self._unit(), opening)

    def _signs(self, text: Text) -> Text:
        width = self._style.setting.punctuation
        if width == "full" or (width == "mixed" and self._rng.random() < 0.5):
            return text
        return tuple(Char(char.glyph.translate(_HALF_WIDTH), char.mark) for char in text)

    def _masthead(self) -> list[Block]:
        habit = self._style.masthead
        words = self._date_words()
        paper = self._style.paper
        words |= {
            "roman": plain(paper.romanised),
            "city": plain(paper.city),
            "title": marked(paper.title, Field.TITLE),
            "cn": plain(paper.cn),
        }
        lines = []
        for template in habit.lines:
            text = tuple(
                char if char.mark else Char(char.glyph, Mark(Field.MASTHEAD))
                for char in fill(template, words)
            )
            is_heading = habit.heading and ("{title}" in template or "{roman}" in template)
            lines.append(self._line(text, Role.MASTHEAD, None, habit.heading if is_heading else ""))
        if not habit.is_airy:
            return [lines]
        return [*([line] for line in lines[:-2]), lines[-2:]]

    def _date_words(self) -> dict[str, Text]:
        date = self._day.date
        words = {
            "y": str(date.year),
            "m": str(date.month),
            "d": str(date.day),
            "m2": f"{date.month:02}",
            "d2": f"{date.day:02}",
            "hy": "".join(_HAN[int(digit)] for digit in str(date.year)),
            "hm": han_number(date.month),
            "hd": han_number(date.day),
            "wd": weekday_of(date),
            "lunar": lunar_date(date) or "",
            "no": str(self._day.number),
            "hno": "".join(_HAN[int(digit)] for digit in str(self._day.number)),
            "pages": str(self._day.pages),
            "hpages": han_number(self._day.pages),
        }
        return {word: plain(value) for word, value in words.items()} | self._page_words("1")

    def _page_words(self, page: str) -> dict[str, Text]:
        letter, number = re.fullmatch(r"([A-Z]?)(\d+)", page).groups()  # type: ignore[union-attr]
        words = {
            "label": f"{letter}{int(number):02}",
            "two": f"{letter}{int(number):02}",
            "one": page,
            "han": han_number(int(number)),
            "wide": "".join(chr(ord(figure) + 0xFEE0) for figure in page),
            "ringed": f"{letter}{chr(ord('①') + int(number) - 1)}",
            "front": "头版" if page == "1" else f"{page}版",
        }
        return {word: marked(value, Field.PAGE) for word, value in words.items()}

    def _furniture(self, template: str, page: str) -> Line:
        rng = self._rng
        names = {word: plain(a_name(rng)) for word in "efg"}
        words = self._date_words() | self._page_words(page) | names
        words["section"] = plain(PAGE_NAMES[sum(map(ord, page)) % len(PAGE_NAMES)])
        opening, _, rest = template.partition(" ") if template.startswith("#") else ("", "", template)
        is_dated = "{y}" in template
        text = tuple(Char(char.glyph, Mark(Field.MASTHEAD)) for char in fill(rest, words))
        role = Role.MASTHEAD if is_dated else Role.FURNITURE
        return self._line(text, role, None, f"{opening} " if opening else "")

    def _notices(self, number: int, notices: InventedNotices) -> _Set:
        bullet = "" if notices.is_signed else self._rng.choice(self._style.bullets)
        head = [[self._line(plain(notices.heading), Role.SECTION, number)]] if notices.heading else []
        items = [self._wrapped(plain(bullet + item), Role.NOTICE, number) for item in notices.items]
        together = [line for item in items for line in item]
        return _Set(notices.page, head, [together] if self._rng.random() < 0.7 else items)

    def _article(self, number: int, article: InventedArticle) -> _Set:
        rng, style = self._rng, self._style
        credit = self._credit(article)
        texts = self._credited(credit, article.signed)
        head = self._storeys(number, article)
        bylines = [
            self._line(text, Role.BYLINE, number)
            for text in texts
            if credit.where in (Where.OWN_LINE, Where.END)
        ]
        if bylines and credit.where is Where.OWN_LINE:
            head.append(bylines)
        if article.slogan:
            slogan = self._line(plain(article.slogan), Role.SECTION, number)
            head.insert(rng.choice((0, len(head))), [slogan])
        jump_from = self._jump(style.jump.origin, article.jump_from, article)
        jump_to = self._jump(style.jump.to, article.jump_to, article)
        body: list[Block] = []
        if jump_from and not style.jump.shares_first_line:
            body.append([self._line(jump_from, Role.JUMP, number)])
            jump_from = ()
        paragraphs = [n for n, piece in enumerate(article.body) if piece.kind is BlockKind.PARAGRAPH]
        for at, piece in enumerate(article.body):
            if piece.kind is not BlockKind.PARAGRAPH:
                body.append(self._besides(number, piece))
                continue
            text = plain(piece.text)
            if piece.more:
                indent = self._style.setting.indent
                body.append(
                    [
                        self._line(plain(one), Role.PARAGRAPH, number, indent)
                        for one in (piece.text, *piece.more)
                    ]
                )
                continue
            if at == paragraphs[0]:
                opening = texts[0] if texts and credit.where is Where.OPENING else ()
                text = (jump_from + plain(" ") if jump_from else ()) + opening + text
            if at == paragraphs[-1]:
                text += texts[0] if texts and credit.where is Where.TAIL else ()
                text += jump_to if style.jump.shares_last_line else ()
            body += self._paragraph(number, text)
        if jump_to and not style.jump.shares_last_line:
            body.append([self._line(jump_to, Role.JUMP, number)])
        if bylines and credit.where is Where.END:
            body.append(bylines)
        return _Set(article.page, head, body)

    def _jump(self, template: str, page: str, article: InventedArticle) -> Text:
        if not page:
            return ()
        if named := article.jump_names:
            closing = re.search("[）)]*$", template)
            at = closing.start() if closing else len(template)
            template = f"{template[:at]}《{named}》{template[at:]}"
        text = fill(template, self._page_words(page))
        if article.unread_page is None:
            return text
        unread = plain(article.unread_page)
        page_at = [at for at, char in enumerate(text) if char.mark]
        return text[: page_at[0]] + unread + text[page_at[-1] + 1 :]

    def _storeys(self, number: int, article: InventedArticle) -> list[Block]:
        rng, habit = self._rng, self._style.headings
        space = plain("　" if self._style.setting.indent else " ")
        storeys: list[Block] = []

        def mistaken(mark: str = "") -> str:
            return "### " if habit.noisy and rng.random() < habit.noisy else mark

        if article.section:
            storeys.append(
                [self._line(plain(article.section), Role.SECTION, number, mistaken(habit.section))]
            )
        if not article.headline:
            return storeys
        halves = [marked(half, Field.HEADLINE, n) for n, half in enumerate(article.headline)]
        is_with_headline = bool(article.kicker) and rng.random() < habit.kicker_with_headline
        if article.kicker and not is_with_headline:
            opening = habit.headline if rng.random() < 0.5 else ""
            kicker = marked(article.kicker, Field.KICKER)
            storeys.append([self._line(kicker, Role.KICKER, number, opening)])
        is_broken = habit.halves is Halves.BROKEN or (habit.halves is Halves.MIXED and rng.random() < 0.4)
        lines_of_it = _couplet(halves) if is_broken and not is_with_headline else None
        if lines_of_it:
            unit = self._unit()
            lines = [self._line(half, Role.HEADLINE, number, habit.headline, unit) for half in lines_of_it]
            storeys += [[line] for line in lines] if rng.random() < 0.5 else [lines]
        else:
            told = 0 if article.kicker.endswith(("强调", "指出", "要求")) else 1
            kicker = marked(article.kicker, Field.KICKER, told) + space if is_with_headline else ()
            headline = halves[0] + tuple(char for half in halves[1:] for char in (*space, *half))
            storeys.append([self._line(kicker + headline, Role.HEADLINE, number, habit.headline)])
        storeys += [[self._line(plain(deck), Role.DECK, number, mistaken())] for deck in article.decks]
        return storeys

    def _credit(self, article: InventedArticle) -> Credit:
        credits, signed = self._style.credits, article.signed
        if article.jump_from or article.is_continuation or signed.is_document:
            return Credit("")
        if signed.author:
            return self._rng.choice(credits.author)
        if signed.agency:
            return self._rng.choice(credits.dispatch if signed.reporters else credits.wire)
        if not signed.reporters:
            return self._rng.choice(credits.unsigned)
        return self._rng.choice(credits.edited if signed.is_edited else credits.own)

    def _credited(self, credit: Credit, signed: Signed) -> list[Text]:
        """The lines of a credit."""
        fields = {
            "r": self._names(signed.reporters, Field.REPORTER, credit.joiner),
            "c": self._names(signed.correspondents, Field.CORRESPONDENT, credit.joiner),
            "k": self._names(signed.reporters, Field.CORRESPONDENT, credit.joiner),
            "w": self._names(signed.reporters, Field.OTHER, credit.joiner),
            "a": self._names((signed.author,) if signed.author else (), Field.OTHER, credit.joiner),
            "agency": marked(signed.agency, Field.AGENCY),
            "short": plain(self._style.paper.short),
            "city": plain(
                self._style.paper.city
                if credit in self._style.credits.own
                else self._rng.choice(("北京", "上海", "武汉"))
            ),
        }
        template = credit.template.replace("新华社", "{agency}") if signed.agency else credit.template
        text = fill(template, self._date_words() | fields)
        lines: list[Text] = [()]
        for char in text:
            if char.glyph == "\n":
                lines.append(())
            else:
                lines[-1] += (char,)
        return [line for line in lines if line]

    def _names(self, names: Sequence[str], field: Field, joiner: str) -> Text:
        text: Text = ()
        for number, name in enumerate(names):
            is_spaced = len(name) == 2 and self._rng.random() < self._style.setting.spaced_names
            space = "　" if self._style.setting.indent else " "
            printed = f"{name[0]}{space}{name[1]}" if is_spaced else name
            text += (plain(joiner) if number else ()) + marked(printed, field, number)
        return text

    def _besides(self, number: int, piece: Piece) -> Block:
        """A subhead or a caption."""
        if piece.kind is BlockKind.SUBHEAD:
            return [self._line(plain(piece.text), Role.SUBHEAD, number, self._style.headings.subhead)]
        credits = self._style.credits
        if piece.photographer:
            names = {"p": self._names((piece.photographer,), Field.OTHER, "")}
            credit = fill(self._rng.choice(credits.photo), names)
        else:
            credit = plain(self._rng.choice(credits.nobody))
        habit = self._rng.choice(self._style.setting.captions)
        if habit is not Caption.ONE_LINE and credit:
            width = self._rng.randrange(12, 18) if habit is Caption.NARROW else 0
            shown = self._wrapped(plain(piece.text), Role.CAPTION, number, width=width)
            return [*shown, self._line(credit, Role.CAPTION, number)]
        space = plain(self._rng.choice(("", " ", "　")) if credit else "")
        return self._wrapped(plain(piece.text) + space + credit, Role.CAPTION, number)

    def _paragraph(self, number: int, text: Text) -> list[Block]:
        """The blocks of a paragraph: two where a column end cut it."""
        setting = self._style.setting
        if setting.wrap:
            return [self._wrapped(text, Role.PARAGRAPH, number, setting.indent)]
        unit = self._unit()
        whole = self._line(text, Role.PARAGRAPH, number, setting.indent, unit)
        cuts = [at for at in range(16, len(text) - 15) if may_break(whole.text, at)]
        if not cuts or self._rng.random() >= setting.column_breaks * min(1.0, len(text) / 100):
            return [[_jump_told(whole)]]
        cut = self._rng.choice(cuts)
        halves = (replace(whole, text=whole.text[:cut]), replace(whole, text=whole.text[cut:], opening=""))
        return [[_jump_told(half)] for half in halves]

    def _wrapped(self, text: Text, role: Role, number: int, indent: str = "", width: int = 0) -> Block:
        whole = self._line(text, role, number, indent)
        column = width or self._width
        if not column:
            return [whole]
        lines: Block = []
        rest, opening = whole.text, indent
        while rest := rest[1:] if rest and rest[0].glyph in " 　" else rest:
            end = column - len(opening)
            while end < len(rest) and rest[end].glyph in _NEVER_FIRST:
                end += 1
            lines.append(_jump_told(replace(whole, text=rest[:end], opening=opening)))
            rest, opening = rest[end:], ""
        return lines

    def _lead_astray(self, articles: list[_Set]) -> None:
        """A headline that stands alone over its article goes into the text of the article before it."""
        for before, article in pairwise(articles):
            is_alone = len(article.head) == 1 and article.head[0][0].role is Role.HEADLINE
            room = [n for n in range(1, len(before.body)) if before.body[n][0].role is Role.PARAGRAPH]
            if is_alone and room and self._rng.random() < self._style.setting.strays:
                before.body.insert(self._rng.choice(room), article.head.pop())


def _couplet(halves: Sequence[Text]) -> list[Text] | None:
    """The two lines of a headline that may stand on two: halves of equal length, or a clause each; else None, as the
    upper line of two others would be read as a kicker.
    """
    if len(halves) == 2:
        return list(halves) if len(halves[0]) == len(halves[1]) else None
    commas = [at for at, char in enumerate(halves[0]) if char.glyph == "，"]
    return [halves[0][: commas[0] + 1], halves[0][commas[0] + 1 :]] if commas else None


def may_break(text: Text, at: int) -> bool:
    """Whether a column may end before the character at `at`, so that a reader sees the sentence go on."""
    return text[at].glyph not in _NO_COLUMN_BEGINS and text[at - 1].glyph not in _NO_COLUMN_ENDS


def _jump_told(line: Line) -> Line:
    """A line of text that shares its place with a jump is the jump's."""
    is_jump = any(char.mark and char.mark.field is Field.PAGE for char in line.text)
    return replace(line, role=Role.JUMP) if is_jump and line.role is Role.PARAGRAPH else line
