"""The five kinds of articles that are told apart, and the rules by which an article is of one; most are of none.

A rule decides by the form: the heading, the length of lines, the formulas of such texts. Where the form does not
decide, the article has no kind: to leave one out is better than to tell a wrong one.
"""

import json
import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from reader.i18n import later
from reader.language.equality import simplified
from reader.language.patterns import pattern
from reader.newspaper.article import Article, ArticleKind, BlockKind, Role
from reader.newspaper.facts import Rule
from reader.newspaper.holdings import ArticleValue, Example, Option, Value, ValueField
from reader.search.terms import FIRST_BLOCK_LINE
from reader.storage.analysis_tables import AT_ONCE, AnalysisTables, Rows, rows_of
from reader.storage.catalogue import Catalogue
from reader.storage.text_table import MakeRows, PackedArticles

RULES = 1
"""Version of the rules."""


class Kind(StrEnum):
    """The kind of an article; the value is its name in data and in queries."""

    NOTICE = "notice"
    PICTURE = "picture"
    """Pictures with their captions, without a text."""
    WEATHER = "weather"
    """A forecast, or a list of prices."""
    OBITUARY = "obituary"
    VERSE = "verse"


_SHORT = 400
"""Number of characters of a search text that a picture, a forecast or a list of prices does not exceed."""


def may_have_kind(text: str) -> bool:
    """Return whether an article with this search text may be of a kind: a fast test, which most long texts fail.

    Notices that the parser has told apart (`ArticleKind`) may fail it.
    """
    begin = simplified(text[:_BEGIN])
    if _DATELINE.match(begin.split("\n", FIRST_BLOCK_LINE)[-1]):
        return _OF_REPORTS.search(begin) is not None
    is_short = len(text) <= max(_SHORT, _LINE * text.count("\n"))
    return is_short or bool(_WORDS.search(begin) or _LAST_WORDS.search(simplified(text[-_END:])))


def kind_of(article: Article) -> Kind | None:
    """Return the kind of an article; None if its form does not tell it."""
    blocks = [block for block in article.blocks if block.kind is not BlockKind.JUMP]
    texts = [_plain(text_block.text) for text_block in blocks if text_block.kind is not BlockKind.CAPTION]
    heads = list(
        map(_plain, filter(None, (article.section, article.kicker, article.headline, *article.decks)))
    )
    if not texts:
        captions = _plain("".join(block.text for block in blocks))
        if blocks and _is_picture(article, heads, captions):
            return Kind.PICTURE
        return None
    if _is_obituary(heads, "\n".join(texts)):
        return Kind.OBITUARY
    if article.kind is ArticleKind.NOTICES:
        return Kind.NOTICE
    if _is_forecast(heads, "".join(texts)):
        return Kind.WEATHER
    if _DATELINE.match(texts[0]) or any(credit.role in _REPORTING for credit in article.credits):
        return None
    if _is_notice(heads, texts):
        return Kind.NOTICE
    if _is_verse(
        heads, [_plain(text_block.text) for text_block in blocks if text_block.kind is BlockKind.PARAGRAPH]
    ):
        return Kind.VERSE
    return Kind.WEATHER if _are_prices(heads, "".join(texts)) else None


def _plain(text: str) -> str:
    return simplified("".join(text.split()))


_REPORTING = frozenset({Role.REPORTER, Role.CORRESPONDENT, Role.AGENCY})
_DATELINE = pattern("[【〔（(]?(?:[^，。]{0,8}讯(?!员)|本报.{0,12}电|据?新华社|中央社|记者)")


# -- pictures

_HEAD_OF_A_PICTURE = pattern("图片|图说|摄影|影像|漫画|写真")
_CAPTION = pattern("图(?:为|片|像|说|[:：①-⑳])|[上下左右题本供]图|[摄▲△▼↑↓←→]|照片|漫画|国画|版画|剪纸")
"""What is in the captions of pictures, and not only in a line that is taken for one because it stands by itself."""


def _is_picture(article: Article, heads: Sequence[str], captions: str) -> bool:
    is_picture = (
        any(map(_HEAD_OF_A_PICTURE.search, heads))
        or any(credit.role is Role.PHOTOGRAPHER for credit in article.credits)
        or _CAPTION.search(captions) is not None
    )
    return is_picture and len(captions) < _SHORT


# -- obituaries

_HEAD_OF_OBITUARY = pattern(
    "讣[告闻文]|哀[启告]|沉痛(?:悼念|哀悼).+|.{2,}(?:逝世|病逝|辞世)|.{2,}(?:追悼会|遗体告别仪式).{0,6}(?:举行|召开)?"
)
_DIED = "逝世|病逝|去世|辞世|离世|仙逝|长逝|寿终|病故"
_HAS_DIED = pattern(_DIED)
_AGED = pattern("[享终]年|享[寿龄]|得寿")
_FUNERAL = pattern("告别仪式|治丧|追悼会|[家公]奠|公祭|发引|开吊|讣|丧事从简|安葬")
_OPENING = 250
"""Number of characters within which an obituary says that somebody has died."""


def _is_obituary(heads: Sequence[str], body: str) -> bool:
    opening = body[:_OPENING]
    if not _HAS_DIED.search(opening) or not _AGED.search(opening):
        return False
    return any(map(_HEAD_OF_OBITUARY.fullmatch, heads)) or (not heads and _FUNERAL.search(body) is not None)


# -- notices

_NOTICE = "启[事示]|公告|通告|告示|公示|通知|声明|寻人|寻亲|招领|遗失|鸣谢|更正|敬告读者|征婚|征稿"
_HEAD_OF_NOTICE = pattern(rf".*(?:{_NOTICE})(?:[（(].+[）)])?")
_REPORTED = pattern("发布|发出|刊登|出台|下发|印发|通过|宣读|联合|收到|[，？！]")
"""In a heading that is about a notice."""
_FORMULA = pattern(
    "(?:特此(?:公告|通告|声明|启事|通知|更正|公示|敬告)|声明作废|遗失作废|[此谨]启|(?:[号会社]|同人|公司)公?启)[。！]?$",
    re.MULTILINE,
)
# A formula of notices is in the last lines, so many characters before the end.
_LAST = 3
_END = 120


def _is_notice(heads: Sequence[str], lines: Sequence[str]) -> bool:
    has_head = any(_HEAD_OF_NOTICE.fullmatch(head) and not _REPORTED.search(head) for head in heads)
    return has_head or _FORMULA.search("\n".join(lines[-_LAST:])[-_END:]) is not None


# -- verse

_LINE = 24
"""Number of characters that the lines of long verse do not exceed on average, headline and credits included."""
_LONGEST_STANZA = 250
_LONGEST_LINE = 20
_LONGEST_CLAUSE = 11
_FEWEST_LINES = 3
_FEWEST_UNDER_A_SECTION = 6
_QUOTES = pattern("[“”‘’「」『』]")
_END_OF_CLAUSE = pattern("[，。！？；,.!?;]")
_NO_VERSE = pattern("[0-9０-９:：/%℃●▲△◆○]|[—…]{2}[^“”，。]{0,8}$")
_HEAD_OF_VERSE = pattern(
    ".*[（(](?:外[一二三四五]首|组诗|[二三四五六七八九十]首|新韵).{0,4}[）)]|[五七][律绝言](?:[·・•].*)?"
    "|.*(?:诗选?|诗词|诗歌|民谣|歌谣|新谣)"
)
_TUNE = pattern(
    "(?:浣溪沙|鹧鸪天|蝶恋花|临江仙|西江月|沁园春|满江红|念奴娇|水调歌头|贺新郎|采桑子|菩萨蛮|清平乐|卜算子|如梦令"
    "|忆江南|忆秦娥|虞美人|浪淘沙|渔家傲|减字木兰花|鹊桥仙|南乡子|破阵子|踏莎行|定风波|江城子|青玉案|声声慢|诉衷情"
    "|点绛唇|生查子|水龙吟|满庭芳|八声甘州|雨霖铃|永遇乐|长相思|捣练子|十六字令)(?:[·・•:：].*)?"
)
"""The tunes to which classical poems are written, at the beginning of their headlines."""
_LITERARY = pattern(".*(?:副刊|诗|文艺|文学|文苑).*")


def _is_verse(heads: Sequence[str], lines: Sequence[str]) -> bool:
    if not lines or any(map(_NO_VERSE.search, lines)):
        return False
    lines = [_QUOTES.sub("", line) for line in lines]
    is_long = max(map(len, lines)) > _LONGEST_LINE
    is_stanza = not is_long or sum(map(len, lines)) <= _LONGEST_STANZA
    if is_stanza and _are_of_verse(heads, _clauses(lines)):
        return True
    if is_long or len(lines) < _FEWEST_LINES:
        return False
    is_under_section = len(lines) >= _FEWEST_UNDER_A_SECTION and any(map(_LITERARY.fullmatch, heads))
    return is_under_section or any(map(_HEAD_OF_VERSE.fullmatch, heads))


def _clauses(lines: Sequence[str]) -> list[int]:
    """Return the lengths of the clauses of lines; none if a line ends without a stop, or a clause is empty."""
    clauses: list[int] = []
    for line in lines:
        *clause_lengths, rest = map(len, _END_OF_CLAUSE.split(line))
        if rest or not all(clause_lengths):
            return []
        clauses += clause_lengths
    return clauses


def _are_of_verse(heads: Sequence[str], clauses: Sequence[int]) -> bool:
    if not clauses:
        return False
    is_to_tune = any(map(_TUNE.fullmatch, heads)) and max(clauses) <= _LONGEST_CLAUSE
    return is_to_tune or _are_regular(clauses)


def _are_regular(clauses: Sequence[int]) -> bool:
    """Return whether clauses of these lengths are those of a classical poem, or of a rhyme in threes, fives, sevens."""
    is_classical = len(clauses) in (4, 8) and set(clauses) in ({5}, {7})
    return is_classical or (len(clauses) >= 8 and set(clauses) <= {3, 5, 7})


# -- weather and prices

_HEAD_OF_FORECAST = pattern("(?:[今明昨一]{1,2}[日天周月]?)?(?:天气|气象)(?:预报|趋势)?(?:[:：].*)?")
_STATION = pattern("(?:[^（(，。]{0,8}讯(?:[（(][^）)]+[）)])?)?.{0,12}气象[台站].{0,16}(?:发布|预计|预报)")
_OF_WEATHER = pattern(
    "气温|最[高低]|℃|摄氏|[晴阴]|多云|[小中大暴阵][雨雪]|雨雪|冷空气|[东南西北]{1,2}(?:偏[东南西北])?风|风力|降水|降温"
    "|[0-9〇零一二三四五六七八九十]级|能见度|湿度|浪高"
)
_FEWEST_OF_WEATHER = 3
_LONGEST_FORECAST = 260
_HEAD_OF_PRICES = pattern(
    ".*(?:行情|[菜粮肉金物市]价|米市|股市|牌价|价目表?|价格(?:监测)?表?|收盘价?)(?:[（(].+[）)])?"
)
_NUMERAL = "[0-9〇零一二三四五六七八九十百千半两.]"
_PRICE = pattern(f"(?<!{_NUMERAL}){_NUMERAL}+[元角分文两]|(?<![0-9])[0-9]+[.][0-9]+")
_FEWEST_PRICES = 2
_CHARACTERS_OF_A_PRICE = 30


def _is_forecast(heads: Sequence[str], body: str) -> bool:
    terms = {match[0] for match in _OF_WEATHER.finditer(body[: _LONGEST_FORECAST + 1])}
    if len(body) > _LONGEST_FORECAST or len(terms) < _FEWEST_OF_WEATHER:
        return False
    return any(map(_HEAD_OF_FORECAST.fullmatch, heads)) or _STATION.match(body) is not None


def _are_prices(heads: Sequence[str], body: str) -> bool:
    if len(body) >= _SHORT or not any(map(_HEAD_OF_PRICES.fullmatch, heads)):
        return False
    prices = len(_PRICE.findall(body))
    return prices >= _FEWEST_PRICES and len(body) <= _CHARACTERS_OF_A_PRICE * prices


_BEGIN = 450
"""Number of characters of a search text within which are the headline and an obituary's words."""
_OF_REPORTS = pattern(f"{_DIED}|气象[台站]")
_WORDS = pattern(f"{_DIED}|{_NOTICE}")
_LAST_WORDS = pattern("特此|作废|启")


if TYPE_CHECKING:
    from reader.storage.catalogue_writer import CatalogueWriter
    from reader.worker_pool import Run, WorkerPool

TABLES = AnalysisTables(
    "kind",
    RULES,
    """
CREATE TABLE article_kind (
    article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    kind TEXT NOT NULL
) STRICT
""",
)
# Maximum number of articles, and of their characters, that are sorted in one transaction.
_AT_ONCE = 4000
_CHARACTERS_AT_ONCE = 4_000_000


class KindTable(Struct, frozen=True):
    """Queries on the kinds (`ValuesTable`). `rows` queries the catalogue; methods raise what it raises.

    With `are_handed`, these are the tables of a server, which does not have this one.
    """

    rows: Rows
    made: MakeRows
    are_handed: bool = False

    def up_to(self) -> int:
        """Return the id up to which all articles are sorted; 0 without the table, as in packs."""
        is_there = not self.are_handed and self.rows(
            "SELECT 1 FROM sqlite_master WHERE name = 'article_kind'"
        )
        return TABLES.up_to(self.rows) if is_there else 0

    def is_filled(self) -> bool:
        return not self.are_handed and self.count_left() <= AT_ONCE

    def count_left(self) -> int:
        ((left,),) = self.rows("SELECT count(*) FROM article WHERE id > ?", self.up_to())
        return int(left)

    def ids_with(self, values: Sequence[Value]) -> set[int]:
        if not self.up_to():
            return set()
        sql = "SELECT article_id FROM article_kind WHERE kind IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self.rows(sql, json.dumps(list(values)))}

    def values_of(self, ids: Sequence[int]) -> dict[int, Value]:
        if not ids:
            return {}
        sql = "SELECT article_id, kind FROM article_kind WHERE article_id IN (SELECT value FROM json_each(?))"
        return dict(self.rows(sql, json.dumps(list(ids))))


def kinds_in(packed: PackedArticles) -> list[Kind | None]:
    unpacker = packed.unpacker()
    kinds: list[Kind | None] = []
    for article in packed.articles:
        _, dictionary, search, _ = article
        text = unpacker.text(dictionary, search)
        # unpacking the record takes longer
        kinds.append(kind_of(unpacker.article(*article, text)) if may_have_kind(text) else None)
    return kinds


class KindSorting(Struct):
    """Tells the kinds of new articles (`Analysis`)."""

    catalogue: Catalogue
    engine: object = None
    run: "Run" = map

    def left(self) -> int:
        return self.catalogue.table(KindTable).count_left()

    def begin(self, pool: "WorkerPool | None", report: Callable[[int, int], object]) -> None:
        self.run = pool.map if pool else map

    def step(self, writer: "CatalogueWriter", check: Callable[[], object]) -> int:
        TABLES.make(writer.connection)
        rows = rows_of(writer.connection)
        up_to = TABLES.up_to(rows)
        due = list(writer.texts.following(up_to, _AT_ONCE, _CHARACTERS_AT_ONCE))
        if not due:
            return 0
        ids = [due_row[0] for due_row in due]
        notices = {
            row[0]
            for row in rows(
                "SELECT id FROM article WHERE id BETWEEN ? AND ? AND kind = ?",
                ids[0],
                ids[-1],
                ArticleKind.NOTICES,
            )
        }
        article_kinds = chain.from_iterable(
            self.run(kinds_in, writer.texts.table.packed(due_row[1:] for due_row in due))
        )
        kinds: list[tuple[int, Kind]] = []
        for article_id, kind in zip(ids, article_kinds, strict=True):
            check()
            if kind or article_id in notices:
                kinds.append((article_id, kind or Kind.NOTICE))
        writer.connection.executemany("INSERT OR REPLACE INTO article_kind VALUES (?, ?)", kinds)
        TABLES.note(writer.connection, ids[-1])
        return self.left()


_FINDS = later(
    "讣告；还有 类:启事、类:天气物价、类:诗词、类:图片。看格式认的，有把握才算；多数文章不归哪一类"
)
FIELD = ValueField(
    "类",
    "kind",
    ArticleValue("kind", kind_of, KindTable),
    (
        Option(Kind.OBITUARY, ("讣告", "obituary", "讣闻", "obituaries", "death")),
        Option(Kind.NOTICE, ("启事", "notice", "公告", "通告", "告示", "声明", "notices")),
        Option(Kind.WEATHER, ("天气物价", "weather", "天气", "物价", "行情", "气象", "prices")),
        Option(Kind.VERSE, ("诗词", "verse", "诗", "诗歌", "poem", "poems", "poetry")),
        Option(Kind.PICTURE, ("图片", "picture", "图片新闻", "photo", "pictures")),
    ),
    later("类"),
    (Example("类:讣告", "kind:obituary", _FINDS),),
    spellings=("类别", "体裁", "genre"),
    almost=("种类", "类型", "type"),
    rule=Rule.FORM_OF_TEXT,
)
