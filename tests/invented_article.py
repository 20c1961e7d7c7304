"""An article of 雁桥日报 as the library hands it out, for tests that need one to set, cite or show."""

import datetime as dt
import json
from typing import Any

from msgspec.structs import replace

from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Credit, Role
from reader.newspaper.facts import IssueFacts, Rule, fact_by, facts_to_json
from reader.newspaper.holdings import Bookmark, IssueRow, SourceRow, StoredArticle
from reader.newspaper.issue import DateOrigin, Masthead, TitleOrigin, facts_of_origins
from reader.newspaper.passage import Passage

DATE = dt.date(1987, 6, 12)


def block(text: str, kind: BlockKind = BlockKind.PARAGRAPH, line: int = 1) -> Block:
    return Block(kind, text, ((line, line),))


ARTICLE = Article(
    key="k7qfz2m4yd3xw6ta",
    kind=ArticleKind.ARTICLE,
    page="2",
    section="图书馆里",
    kicker="雁桥新馆昨起试开放　首批读者凭旧证入馆",
    headline="三万册旧报刊，一夜之间有了新家",
    decks=("——江城图书馆迁址收尾，地方文献室七月起借阅",),
    credits=(
        Credit(Role.REPORTER, ("顾知远",), "本报记者　顾知远"),
        Credit(Role.CORRESPONDENT, ("陆小满",), "通讯员　陆小满"),
        Credit(Role.PHOTOGRAPHER, ("贺一舟",), "本报记者　贺一舟　摄"),
    ),
    jump_to="4",
    blocks=(
        block(
            "本报讯　昨日清晨5时40分，末一辆板车进了雁桥路17号的院门。车上不是家具，是油布裹了三层的"
            "《雁桥日报》合订本——从1976年创刊号算起，共137册。江城图书馆搬了26天的家，到此搬完。",
            line=118,
        ),
        block(
            "馆长闻砚秋立在台阶上，一册一册对着签条点数。她说：“旧报不是废纸，（它们）是这座城的记性。"
            "搬家不怕重，怕乱。”为了不乱，闻砚秋和11名馆员把3.2万册旧报刊照“年、月、版”三级重新编号，"
            "每册书脊上贴一枚朱红小签。",
            line=120,
        ),
        block("板车队走了二十六天", BlockKind.SUBHEAD, 122),
        block(
            "柳叶洲老馆到雁桥新馆只有2.4公里，却要过两座桥、上一段石板坡。馆里没有货车，闻砚秋向粮站借来"
            "6辆板车，说定“雨天不走，正午不走，没有签条不走”。每过一座桥，闻砚秋都要再点一遍数。望江门的"
            "街坊先以为是谁家娶亲，后来才晓得，车上坐的“新娘子”是一座城的旧新闻。",
            line=124,
        ),
        block(
            "图为馆员在新馆地方文献室清点合订本，窗外就是雁桥渡口。　本报记者　贺一舟　摄",
            BlockKind.CAPTION,
            126,
        ),
        block(
            "一路搬下来，馆里查出缺期43号，数1978年春天缺得多。闻砚秋在登记簿上逐一写上“待访”，又请本报"
            "登了启事。启事见报3日，9位读者送来旧报，补上17号；闻砚秋给每人回了一封信。住在望江门的退休教师"
            "邵静山，一人就送来一个季度。",
            line=128,
        ),
        block("目录卡重抄了两遍", BlockKind.SUBHEAD, 130),
        block(
            "新馆二层的地方文献室有180平方米，座位36个。闻砚秋介绍，目录卡这次抄了两遍：先按日期，再按人名和"
            "地名。“读者来找自己祖父的名字，不该从第一张翻起。”闻砚秋说，人名卡已有4,600张，近半是闻砚秋写的，"
            "年底要过1万张。",
            line=132,
        ),
        block(
            "文献室7月1日开放，凭本市任一单位的介绍信或旧馆借书证都可入内；复印每页5分，卷号、日期与版次由馆员"
            "代为写明，以便引用。闻砚秋还想每月办一次“旧报晒书日”，请读者来认老照片上的人。",
            line=134,
        ),
        block("市文化局的人看过，说这办法“笨而可靠”。闻砚秋答得短：“先把自己这一屋子理清。”", line=136),
        block("▶▶下转04版", BlockKind.JUMP, 138),
    ),
    source_lines=((112, 164),),
)

ISSUE = IssueRow(
    id=1,
    newspaper="雁桥日报",
    date=DATE,
    month_day="06-12",
    date_origin=DateOrigin.PRINTED,
    number=4181,
    article_count=38,
    label="19870612-02.txt",
    newspaper_origin=TitleOrigin.PRINTED,
)


def with_edition(edition: str, title: TitleOrigin = TitleOrigin.PRINTED) -> IssueRow:
    """An edition of the day, which is printed."""
    facts = facts_of_origins(ISSUE.newspaper, title, DATE, Rule.MASTHEAD, ISSUE.number)
    stored = facts_to_json(replace(facts, edition=fact_by(Rule.MASTHEAD, edition)))
    return replace(ISSUE, edition=edition, newspaper_origin=title, stored_facts=json.dumps(stored))


SOURCE = SourceRow("1987/06/19870612-02.txt", "UTF-8", ((118, 164),), is_missing=False)


def printed(page: str | None) -> IssueFacts:
    """What is known by a file in which a page is printed."""
    return IssueFacts(pages={page: fact_by(Rule.PAGE_LINE, page)} if page else {})


STORED = StoredArticle(
    1, ARTICLE, ISSUE, Masthead(title="雁桥日报", date=DATE, facts=printed(ARTICLE.page)), (SOURCE,)
)


def stored(*, issue: IssueRow = ISSUE, source: SourceRow = SOURCE, **changes: Any) -> StoredArticle:
    """`STORED`, with fields of its article changed."""
    article = replace(ARTICLE, **changes)
    masthead = replace(STORED.masthead, facts=printed(article.page))
    return replace(STORED, article=article, issue=issue, masthead=masthead, sources=(source,))


def bookmark(**changes: Any) -> Bookmark:
    """Return a bookmark of the article, with a passage, a note and tags."""
    made = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
    whole = Bookmark(
        uuid="a",
        key=ARTICLE.key,
        newspaper="雁桥日报",
        date=dt.date(1987, 6, 12),
        month_day="06-12",
        number=4181,
        page="2",
        path="1987/06/19870612-02.txt",
        article=ARTICLE,
        note="要核\n第二行",
        tags=("图书馆", "家,史"),
        created=made,
        modified=made,
        passage=Passage("旧报不是废纸", "", ""),
    )
    return replace(whole, **changes)
