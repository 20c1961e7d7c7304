"""What papers print beside news: an index of the issue, weather and tables, briefs, interviews, boxes, pictures that
stand for themselves, verse, documents, public notices.
"""

import datetime as dt
import random
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from reader.newspaper.article import BlockKind
from tests.corpus import a_name
from tools.typesetter import words
from tools.typesetter.inventing import InventedArticle, InventedNotices, Piece, Signed

Aside = InventedArticle | InventedNotices

_INDEX_LABELS = ("导读", "今日导读", "今日看点")
_SEE = ("详见0{}版", "▶0{}版", "（详见第0{}版）", "▶▶详见0{}版")
_WEATHER_LABELS = ("今日天气", "天气", "天气预报", "一周天气")
_SKIES = ("多云转小雨", "晴到多云", "阴有小雨", "大雾转晴", "雷阵雨")
_GOODS = ("黄瓜", "鲫鱼", "大米", "豆角", "鸡蛋", "瓜子", "面粉", "青椒", "莲藕")
_BOXES = ("新闻链接", "短评", "记者手记", "相关链接", "小资料", "编后", "名词解释")
_WITH_HEADLINE = ("短评", "记者手记")
_MATTERS = ("绿化", "渡口", "集市", "路灯")
_RULES = ("条例", "办法", "规定")
_CHAPTERS = (("一、总则", "二、职责", "三、附则"), ("第一章 总则", "第二章 职责", "第三章 附则"))
_HONOURS = ("优秀职工", "先进个人", "新录用人员")
_WORKS = ("停水", "停电", "招标", "拍卖", "搬迁", "招租", "道路施工")
_SIGNERS = (
    "江城市自来水有限公司",
    "江城市公共资源交易中心",
    "江城市公安局交通警察支队",
    "云溪县人民法院",
    "江城市园林局",
)
_REASONS = ("因管道检修", "因线路改造", "经有关部门批准", "受委托", "因工程需要")
_MEASURES = ("施工", "公开竞价", "停止服务")
_APPEALS = ("请市民相互转告", "欢迎有意者报名", "敬请谅解")
_LABELLED = "*"
"""Stands for a label of the paper's own."""


def an_aside(rng: random.Random, today: dt.date, page: str, labels: tuple[str, ...]) -> Aside:
    """One of them. `labels`: the names of the paper's standing columns."""
    made = rng.choice(_KINDS)(rng, today, page)
    if isinstance(made, InventedNotices) or made.section not in ("", _LABELLED):
        return made
    is_labelled = made.section == _LABELLED or rng.random() < 0.5
    return replace(made, section=rng.choice(labels) if is_labelled else "")


def _text(lines: Sequence[str]) -> Piece:
    return Piece(BlockKind.PARAGRAPH, lines[0], more=tuple(lines[1:]))


def _an_index(rng: random.Random, today: dt.date, page: str) -> Aside:
    headlines = [" ".join(words.a_headline(rng)) for _ in range(rng.randrange(2, 5))]
    body: tuple[Piece, ...]
    if rng.random() < 0.3:
        body = (_text([f"{headline}　　　{rng.randrange(2, 9)}版" for headline in headlines]),)
    else:
        sign = rng.choice(_SEE)
        body = tuple(_text((headline, sign.format(rng.randrange(2, 9)))) for headline in headlines)
    return InventedArticle(page, section=rng.choice(_INDEX_LABELS), body=body)


def _weather(rng: random.Random, today: dt.date, page: str) -> Aside:
    low = rng.randrange(-3, 20)
    lines = [
        f"{day}：{rng.choice(_SKIES)}，{rng.choice('东南西北')}风2到3级，{low}～{low + 7}℃"
        for day in ("今天", "明天", "后天")[: rng.randrange(2, 4)]
    ]
    return InventedArticle(page, section=rng.choice(_WEATHER_LABELS), body=(_text(lines),))


def _a_table(rng: random.Random, today: dt.date, page: str) -> Aside:
    def price() -> str:
        return f"{rng.randrange(1, 9)}.{rng.randrange(10, 99)}"

    sign = rng.choice((" ", "　", "  "))
    rows = [("品种", "城南", "石板坡", "柳叶洲")]
    rows += [(goods, price(), price(), price()) for goods in rng.sample(_GOODS, 5)]
    headline = f"{rng.choice(words.PLACES)}{rng.choice(('菜价一览', '农贸市场行情'))}"
    return InventedArticle(
        page, (headline,), section=_LABELLED, body=(_text([sign.join(row) for row in rows]),)
    )


def _briefs(rng: random.Random, today: dt.date, page: str) -> Aside:
    bullet = rng.choice("△▲●◆■")
    items = [
        f"{bullet}{words.a_subject(rng)}{rng.choice(words.DEEDS)}，{words.a_sentence(rng, today, 0.0)}"
        for _ in range(rng.randrange(2, 5))
    ]
    return InventedArticle(page, section=_LABELLED, body=tuple(_text((item,)) for item in items))


def _an_interview(rng: random.Random, today: dt.date, page: str) -> Aside:
    guest = a_name(rng)
    paper = rng.choice(("晚报", "本刊", "主持人"))
    speakers = rng.choice((("问", "答"), ("记者", guest), (paper, guest)))
    turns = [
        _text((f"{speaker}：{words.a_sentence(rng, today, 0.0)}",))
        for _ in range(rng.randrange(2, 5))
        for speaker in speakers
    ]
    opening = _text((words.a_day(rng, today) + words.a_paragraph(rng, today, 60, 0.0),))
    return InventedArticle(
        page,
        (rng.choice(words.OUTCOMES),),
        decks=(f"——访{rng.choice(words.TITLES)}{guest}",),
        signed=Signed((a_name(rng),)),
        body=(opening, *turns),
    )


def _a_box(rng: random.Random, today: dt.date, page: str) -> Aside:
    label = rng.choice(_BOXES)
    headline = (rng.choice(words.OUTCOMES),) if label in _WITH_HEADLINE else ()
    texts = [words.a_paragraph(rng, today, 50, 0.0) for _ in range(rng.randrange(1, 3))]
    return InventedArticle(page, headline, section=label, body=tuple(_text((text,)) for text in texts))


def _a_picture(rng: random.Random, today: dt.date, page: str) -> Aside:
    caption = f"{words.a_scene(rng, today)}{words.a_sentence(rng, today, 0.0)}"
    headline = (rng.choice(words.OUTCOMES),) if rng.random() < 0.3 else ()
    section = "图片新闻" if not headline or rng.random() < 0.3 else ""
    return InventedArticle(
        page, headline, section=section, body=(Piece(BlockKind.CAPTION, caption, a_name(rng)),)
    )


def _verse(rng: random.Random, today: dt.date, page: str) -> Aside:
    lines = rng.sample(words.VERSES, rng.randrange(6, 10))
    cut = rng.randrange(3, len(lines) - 2)
    return InventedArticle(
        page,
        (rng.choice(words.TITLES_OF_ESSAYS),),
        section=rng.choice(("副刊", "诗歌", "")),
        signed=Signed(author=a_name(rng)),
        body=(_text(lines[:cut]), _text(lines[cut:])),
    )


def _a_document(rng: random.Random, today: dt.date, page: str) -> Aside:
    name = f"江城市{rng.choice(_MATTERS)}管理{rng.choice(_RULES)}"
    deck = f"（{today.year}年{today.month}月{today.day}日江城市人民代表大会常务委员会通过）"
    body: list[Piece] = []
    for heading in rng.choice(_CHAPTERS):
        body += (Piece(BlockKind.SUBHEAD, heading), _text((words.a_paragraph(rng, today, 50, 0.9),)))
    return InventedArticle(page, (name,), decks=(deck,), signed=Signed(is_document=True), body=tuple(body))


def _a_list(rng: random.Random, today: dt.date, page: str) -> Aside:
    rows = [" ".join(a_name(rng) for _ in range(4)) for _ in range(rng.randrange(2, 5))]
    first = f"{words.a_day(rng, today)}{words.a_subject(rng)}公布名单，名单如下："
    headline = f"{words.a_subject(rng)}{rng.choice(_HONOURS)}名单"
    return InventedArticle(page, (headline,), body=(_text((first,)), _text(rows)))


def _a_public_notice(rng: random.Random, today: dt.date, page: str) -> Aside:
    work, office = rng.choice(_WORKS), rng.choice(_SIGNERS)
    heading = rng.choice((f"{work}公告", f"{work}公告", f"关于{work}的通告", f"{office}{work}公告"))
    day = f"{today.month}月{today.day}日"
    where = f"{rng.choice(words.PLACES)}{rng.choice(_MEASURES)}"
    items = [f"{rng.choice(_REASONS)}，定于{day}起在{where}，{rng.choice(_APPEALS)}。"]
    if rng.random() < 0.4:
        items.append(f"联系人：{a_name(rng)[0]}先生 电话：0700-{rng.randrange(2000000, 8999999)}")
    if rng.random() < 0.3:
        items.append("特此公告")
    if rng.random() < 0.7:
        items += [office, f"{today.year}年{day}"]
    return InventedNotices(page, heading, tuple(items), is_signed=True)


_KINDS: tuple[Callable[[random.Random, dt.date, str], Aside], ...] = (
    _an_index,
    _weather,
    _a_table,
    _briefs,
    _an_interview,
    _a_box,
    _a_box,
    _a_picture,
    _a_picture,
    _verse,
    _a_document,
    _a_list,
    _a_public_notice,
    _a_public_notice,
)
