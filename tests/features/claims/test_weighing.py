"""What a passage of a paper is to a sentence."""

import datetime as dt

import pytest

from reader.features.claims.passages import Texts
from reader.features.claims.sentences import sentences_of
from reader.features.claims.stating import stated_in
from reader.features.claims.weighing import Kind, Outcome, Weighed, weighed
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind

PAPER = dt.date(1987, 6, 13)
PRINTED = "昨日，柳川县石拱桥落成，县长陈志远剪彩，各界三千余人到场。"


def weigh(claim: str, printed: str = PRINTED, people: tuple[str, ...] = ("陈志远",)) -> Weighed:
    article = Article(key="a", kind=ArticleKind.ARTICLE, blocks=(Block(BlockKind.PARAGRAPH, printed, ()),))
    texts = Texts(article, PAPER)
    (sentence,) = sentences_of(claim)
    stated = stated_in(sentence, people)
    results = [weighed(stated, texts.account(passage), {}) for passage in texts.passages]
    return max(results, key=lambda result: (-[*Outcome].index(result.outcome), result.score))


@pytest.mark.parametrize(
    "claim",
    [
        "1987年6月12日，柳川县石拱桥落成，县长陈志远剪彩，各界三千余人到场。",
        "1987年6月12日，柳川县石拱桥落成，各界3,000人到场。",
        "1987年6月12日柳川县石拱桥竣工，陈志远剪彩。",
        "1987年6月，柳川县石拱桥落成，县长陈志远剪彩。",
        "柳川县石拱桥落成，各界三千多人到场。",
        "一九八七年六月十二日，柳川县石拱橋落成，縣長陳志遠剪綵。",
    ],
)
def test_the_same_in_fewer_words_or_other_notations_is_borne_out(claim: str) -> None:
    assert weigh(claim).outcome is Outcome.BORNE_OUT


@pytest.mark.parametrize(
    ("claim", "kind", "stated", "printed"),
    [
        ("1987年6月12日，柳川县石拱桥落成，各界四千余人到场。", Kind.FIGURE, "四千余人", "三千余人"),
        ("1987年6月2日，柳川县石拱桥落成，各界三千余人到场。", Kind.DAY, "1987年6月2日", "1987-06-12"),
        ("1987年6月12日，柳川县石拱桥落成，县长李维民剪彩。", Kind.NAME, "李维民", "陈志远"),
    ],
)
def test_what_differs_is_told_side_by_side(claim: str, kind: Kind, stated: str, printed: str) -> None:
    result = weigh(claim, people=("陈志远", "李维民"))
    assert result.outcome is Outcome.OTHERWISE
    (difference,) = result.differences
    assert (difference.kind, difference.stated, difference.printed) == (kind, stated, printed)


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("1987年6月12日，柳川县石拱桥落成。", "昨日，柳川县石拱桥未能落成，工期再延。"),
        ("1987年6月12日，柳川县石拱桥落成。", "柳川县石拱桥将于6月12日落成。"),
        ("1987年6月12日，柳川县石拱桥没有落成。", "昨日，柳川县石拱桥落成。"),
        ("1987年6月12日，江城队战胜柳川队。", "昨日，柳川队战胜江城队。"),
        ("1987年6月12日，陈志远会见王守礼。", "昨日，陈志远会见李维民，王守礼参加。"),
        ("1987年6月12日，柳川县石拱桥落成。", "柳川县石拱桥落成，行人称便。"),
        ("1987年6月15日，柳川县灯会开幕。", "柳川县灯会昨日开幕，将于本月15日闭幕。"),
    ],
)
def test_what_the_paper_denies_announces_turns_or_dates_otherwise_is_not_borne_out(
    claim: str, printed: str
) -> None:
    assert weigh(claim, printed, ("陈志远", "李维民", "王守礼")).outcome is not Outcome.BORNE_OUT


def test_somebody_is_named_by_surname_and_office_where_the_article_has_the_name() -> None:
    printed = "陈志远昨日到柳川县。陈县长6月12日为石拱桥剪彩，行人称便。"
    assert weigh("1987年6月12日，陈志远为石拱桥剪彩，行人称便。", printed).outcome is Outcome.BORNE_OUT


def test_the_words_that_agree_are_marked() -> None:
    result = weigh("1987年6月12日，柳川县石拱桥落成。")
    marked = "".join(PRINTED[start:end] for start, end in result.agreeing)
    assert "柳川县石拱桥落成" in marked
    assert "陈志远" not in marked


RAIN = "昨日起青溪县连降大雨，交通断绝。"
DEATH = "吕礼平昨日在青溪乡病逝，享年七十岁。"


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("1986年3月2日，柳川县石拱桥落成，各界八百人到场。", PRINTED),
        ("1987年8月2日起，青溪县连降大雨，交通断绝。", RAIN),
        ("1987年3月17日，胡帆亭在雁桥市病逝，享年七十岁，任机械厂经理。", "简讯：六岁，生前任机械厂经理。"),
        ("1987年2月1日，吕礼安在荷塘乡病逝，享年九十岁。", DEATH),
    ],
)
def test_what_is_only_of_the_kind_is_another_event(claim: str, printed: str) -> None:
    result = weigh(claim, printed, people=("吕礼平", "吕礼安", "胡帆亭"))
    assert result.outcome in (Outcome.NOT_FOUND, Outcome.MAY_BE)


@pytest.mark.parametrize(
    ("claim", "printed", "stated", "other"),
    [
        ("1987年6月12日，吕礼平在荷塘乡病逝，享年七十岁。", DEATH, "荷塘", "青溪"),
        (
            "1987年6月12日，柏岭水库大坝合龙，坝高三十一米。",
            "松岭水库大坝十二日合龙，坝高三十一米。",
            "柏岭",
            "松岭",
        ),
    ],
)
def test_another_place_is_told_side_by_side(claim: str, printed: str, stated: str, other: str) -> None:
    result = weigh(claim, printed, people=("吕礼平",))
    assert result.outcome is Outcome.OTHERWISE
    (difference,) = result.differences
    assert difference.kind in (Kind.PLACE, Kind.NAME)
    assert difference.stated.startswith(stated)
    assert difference.printed.startswith(other)
