"""A document in hard lines is one article, whatever in it looks like a heading; a page of a paper in them is not."""

import pytest

from reader.newspaper.article import SourceText
from reader.parsing import parse
from tests.parsing.test_hard_lines import CLAUSES, cut

WIDTH = 22
SPEECH = (
    "在渡口船工会上的讲话",
    "同志们：",
    "，".join(CLAUSES[:6]) + "。",
    "关于修桥的几个问题",
    "，".join(CLAUSES[4:11]) + "。",
    "能不能两个人合用一条船？",
    "，".join(CLAUSES[3:9]) + "。",
    "（根据记录整理，未经本人审阅）",
)
QUESTIONS = (
    "有关夜校的几个问题",
    "问：什么时候开学？",
    "答：" + "，".join(CLAUSES[:5]) + "。",
    "问：由谁来通知各村的学员",
    "答：" + "，".join(CLAUSES[5:10]) + "。",
    "问：课本够不够",
    "答：" + "，".join(CLAUSES[2:8]) + "。",
)
APPEAL = (
    "告全县茶农书",
    "，".join(CLAUSES[:7]) + "。",
    "旧的渡口不行了",
    "，".join(CLAUSES[6:]) + "。",
    "修好石坪渡口！",
    "向老船工学习！",
    "石坪渡口管理所",
)
DOCUMENTS = {"a speech": SPEECH, "questions and answers": QUESTIONS, "an appeal": APPEAL}


def articles_in(paragraphs: tuple[str, ...]) -> int:
    lines = [line for paragraph in paragraphs for line in cut(paragraph, WIDTH)]
    return len(parse(SourceText("a.txt", "utf-8", tuple(lines))).articles)


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_in_hard_lines_is_one_article(document: tuple[str, ...]) -> None:
    assert articles_in(document) == 1


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_news_below_it_makes_it_a_page_of_a_paper(document: tuple[str, ...]) -> None:
    news = (
        "水库昨日开闸",
        "本报讯（记者 温如岚）水库昨日开闸，下游村庄已全部转移，渡口停航三天，恢复时间另行通知。",
    )
    assert articles_in(document + news) > 1
