"""Who is named in an article, and by what."""

import pytest

from reader.features.people.naming import Naming, named_in_all, shown_texts
from reader.features.people.person import Certainty, NameMark
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Credit, Role


def article(
    headline: str = "", text: str = "", credited: tuple[str, ...] = (), role: Role = Role.REPORTER
) -> Article:
    credits = (Credit(role, credited, " ".join(credited)),) if credited else ()
    blocks = (Block(BlockKind.PARAGRAPH, text, ((1, 1),)),) if text else ()
    return Article("key", ArticleKind.ARTICLE, headline=headline, credits=credits, blocks=blocks)


def named_in(article: Article) -> list[Naming]:
    return named_in_all([article])[0]


@pytest.mark.parametrize(
    ("headline", "text", "credited", "names"),
    [
        ("渡口的灯亮到后半夜", "", (), set()),
        ("", "老船工邵静山说，江上有雾。", (), {"邵静山"}),
        ("", "渡口有雾，停航半日。", (), set()),
        ("", "", ("闻小树", "古丽·夏提"), {"闻小树", "古丽·夏提"}),
        ("", "", ("三江口的灯火阑珊处一个过路的闲人",), set()),
        ("", "", ("本报编辑部", "雁桥市气象台", "综合"), set()),
        ("1987年6月12日 5 号", "", (), set()),
        ("RADIO 又响了", "", (), set()),
        ("渡口修好了", "记者", ("Radio",), {"Radio"}),
        ("", "范徐丽泰女士说，要修。", (), {"范徐丽泰"}),
        ("", "周又说，雾散了。", (), set()),
    ],
)
def test_who_is_credited_and_whom_marks_tell(
    headline: str, text: str, credited: tuple[str, ...], names: set[str]
) -> None:
    found = named_in(article(headline, text, credited))
    assert {each.name for each in found if each.certainty is not Certainty.STRING} == names


def test_an_agency_is_nobody() -> None:
    assert named_in(article("渡口", "有雾。", ("闻小树",), Role.AGENCY)) == []


@pytest.mark.parametrize("word", ["路口", "時間"])
def test_a_word_on_a_line_of_its_own_is_nobody(word: str) -> None:
    assert named_in(article("渡口", "有雾。", (word,))) == []
    credit = Credit(Role.REPORTER, (word,), f"记者 {word}")
    [naming] = named_in(Article("key", ArticleKind.ARTICLE, credits=(credit,)))
    assert (naming.name, naming.certainty) == (word, Certainty.CERTAIN)


def test_what_a_credit_names_is_nobody_else() -> None:
    credit = Credit(Role.PHOTOGRAPHER, ("林悦",), "图／记者林悦翻摄")
    blocks = (Block(BlockKind.CAPTION, "渡口停航。（图／记者林悦翻摄）", ((1, 1),)),)
    found = named_in(Article("key", ArticleKind.ARTICLE, credits=(credit,), blocks=blocks))
    assert [each.name for each in found] == ["林悦"]


def test_all_places_of_a_name_are_one() -> None:
    both = article("渡口", "市长何渡生说，要修。\n何渡生来到码头。", ("何渡生",))
    [naming] = named_in(both)
    assert (naming.marks[0], naming.certainty, naming.offices) == (
        NameMark.CREDIT,
        Certainty.CERTAIN,
        ("市长",),
    )
    assert shown_texts(both)[naming.field][naming.at :].startswith("何渡生")


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("市委書記何渡生說，要修。", ("市委書記",)),
        ("縣長何渡生、局長葛長明出席。", ("縣長",)),
        ("何渡生副主任說，要修。", ("副主任",)),
        ("市委书记何渡生说，要修。", ("市委书记",)),
    ],
)
def test_offices_are_told_in_the_characters_of_the_paper(text: str, offices: tuple[str, ...]) -> None:
    [naming] = [each for each in named_in(article("", text)) if each.name == "何渡生"]
    assert naming.offices == offices
