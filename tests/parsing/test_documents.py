"""A document is one article, whatever in it looks like a heading; a page of a paper or of several texts is not."""

import pytest

from reader.newspaper.article import SourceText
from reader.parsing import parse
from reader.parsing.context_features import with_context_features
from reader.parsing.documents import is_document
from reader.parsing.line_features import lines_of_rows
from reader.parsing.rows import rows_of
from reader.parsing.sequence_features import features_of
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


REPLY = (
    "有关夜校的若干答复",
    "一、教员从哪里来？",
    "，".join(CLAUSES[:5]) + "。",
    "二、课本够不够用？",
    "，".join(CLAUSES[5:10]) + "。",
    "三、上课误了工怎么办？",
    "，".join(CLAUSES[2:8]) + "。",
    "—完—",
    "船工语录",
    "渡口的船是大家的船，渡口的事是大家的事。",
)
COPY = (
    "顾知远同志在渡口船工会上的讲话",
    "雇知远同志在渡口船工会上的讲活",
    "（记录稿，未经本人审阅）各队都到齐了吧！",
    "，".join(CLAUSES[:8]) + "。",
    "，".join(CLAUSES[3:11]) + "。",
    "水大船小",
    "，".join(CLAUSES[6:]) + "。",
    "转抄江滩县渡口管理所墙报",
    "1966年11月20日",
)
PARAGRAPHS = {"a reply": REPLY, "a copy": COPY, "an appeal": APPEAL, "questions": QUESTIONS}
TEXTS_OF_PAGE = (
    "关于渡口的几点意见",
    "渡口早班船常常误点，挑菜的农民赶不上集市，应当把开船的钟点写在木牌上。",
    "茶场添置新机器",
    "东方茶场新到揉茶机六台，一天能揉鲜叶四千斤，老师傅正在教徒弟看火候。",
    "中学的操场平好了",
    "青石中学师生挖土填坑，前后干了十一个星期天，如今跑道宽了，沙坑也有了。",
    "粮站晒场",
    "新谷入仓以前要晒三个日头，粮站借出竹席九百张，各生产队轮流领用。",
    "剧团下乡",
    "花鼓剧团带着两出新戏，沿河唱了十七个村庄，观众坐船来看，散场已是半夜。",
)


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


@pytest.mark.parametrize("document", PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_a_document_in_paragraphs_is_one_article(document: tuple[str, ...]) -> None:
    (article,) = parse(SourceText("a.txt", "utf-8", document)).articles
    assert article.headline == document[0]


def test_a_quotation_above_a_document_is_no_headline() -> None:
    lines = ("最高指示", "要关心船工的生活，要注意工作的方法。", *COPY)
    (article,) = parse(SourceText("a.txt", "utf-8", lines)).articles
    assert article.headline != "最高指示"


def test_a_text_beside_another_that_addresses_somebody_is_no_part_of_it() -> None:
    letter = ("致全县船工的信", "同志们：", *SPEECH[5:])
    assert len(parse(SourceText("a.txt", "utf-8", (*COPY[:5], *letter))).articles) > 1


def test_a_text_below_one_that_ends_with_its_day_is_no_part_of_it() -> None:
    assert len(parse(SourceText("a.txt", "utf-8", (*COPY, *REPLY))).articles) > 1


def test_headings_that_alternate_with_texts_are_those_of_several() -> None:
    assert len(parse(SourceText("a.txt", "utf-8", TEXTS_OF_PAGE)).articles) == len(TEXTS_OF_PAGE) // 2


@pytest.mark.parametrize(
    "above", [("雁桥日报",), ("来源：雁桥日报",), ("来源：雁桥日报 1987年6月12日",), ("# 意见", "# 要闻")]
)
def test_what_a_paper_or_an_archive_prints_above_makes_a_page_no_document(above: tuple[str, ...]) -> None:
    assert _is_document(COPY)
    assert not _is_document((*above, *COPY))


def test_a_heading_that_divides_a_page_makes_it_no_document() -> None:
    assert not _is_document((*COPY[:5], "读者来信", *COPY[5:]))


def test_headings_above_credits_make_a_page_no_document() -> None:
    assert not _is_document(COPY, has_beginnings=True)


def test_what_a_text_speaks_of_is_not_what_it_calls_itself() -> None:
    text = "管理所把各队的意见记在本子上，又挨个征求挑担人的意见，前后开了三个晚上的会。"
    assert _is_document(("渡口的几点意见", text, *TEXTS_OF_PAGE[3:4]))
    assert not _is_document(("渡口开船的钟点", text, *TEXTS_OF_PAGE[3:4]))


def test_questions_and_a_day_tell_a_document_without_a_name() -> None:
    questions = ("夜校的事", *REPLY[1:7])
    assert not _is_document(questions)
    assert _is_document((*questions, "石坪夜校", "1966年11月20日"))
    assert not _is_document((*questions[:5], *questions[6:], "石坪夜校", "1966年11月20日"))


def _is_document(texts: tuple[str, ...], *, has_beginnings: bool = False) -> bool:
    text = with_context_features(lines_of_rows(rows_of(SourceText("a.txt", "utf-8", texts)), {}))
    return is_document(text.lines, features_of(text), has_beginnings=has_beginnings)
