"""A story over two pages of an invented day, and the articles that stand beside it."""

from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.stitching.pairing import DayArticle

HEADLINE = "渡口添了两口大钟，老街从此不误点"
BEGINNING = "渡口昨天挂起两口大钟，钟面朝着石板坡。站长万春生说，钟是从造船厂的旧库房里找出来的。"
MIDDLE = "船厂的钳工罗阿满修了四十天，换下的齿轮装满一只木盆。"
ENDING = "石板坡的住户听见钟声都出来看。罗阿满站在人群后面，万春生请他上去敲第一下，他不肯。"
OTHERS = (
    ("城南早市萝卜上市", "城南早市今天来了六车萝卜，每斤四角，卖到中午就剩下叶子。"),
    ("学生量影子量了一年", "三年级学生从去年立夏起每天正午到操场量影子，一共记满两个本子。"),
    ("公交二公司招调度员", "公交二公司招调度员八名，要求嗓音清楚，会看地图，能上早班。"),
    ("旧管网改造进入尾声", "望江门一带的旧管网改造进入尾声，工人在巷子里铺最后一段石板。"),
    ("图书馆夜里开到十点", "图书馆本月起延长开放，阅览室的灯亮到晚上十点，热水照常供应。"),
)


def paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text, ((1, 1),))


def jump(text: str) -> Block:
    return Block(BlockKind.JUMP, text, ((1, 1),))


def article(
    headline: str | None, *blocks: Block, jump_to: str | None = None, jump_from: str | None = None
) -> Article:
    kind = ArticleKind.CONTINUATION if jump_from else ArticleKind.ARTICLE
    return Article("", kind, headline=headline, blocks=blocks, jump_to=jump_to, jump_from=jump_from)


def first_part(*blocks: Block, to: str | None = "4", mark: str = "▶▶下转04版") -> Article:
    return article(HEADLINE, *(blocks or (paragraph(BEGINNING),)), *((jump(mark),) if to else ()), jump_to=to)


def second_part(
    *blocks: Block, headline: str | None = HEADLINE[:9], origin: str | None = "1", mark: str = "◀◀上接01版"
) -> Article:
    before = (jump(mark),) if origin else ()
    return article(headline, *before, *(blocks or (paragraph(ENDING),)), jump_from=origin)


def a_day(*placed: tuple[Article, str | None]) -> list[DayArticle]:
    """Parts with the ids 0, 1, …, each from a file of its own, and other articles behind them."""
    others = [(article(headline, paragraph(f"本报讯 {text}")), "2") for headline, text in OTHERS]
    return [
        DayArticle(n, one, page, f"{page or 9}.txt", n) for n, (one, page) in enumerate((*placed, *others))
    ]
