"""What a PDF file says about itself, and the name that it is saved under."""

import pytest
from msgspec.structs import replace

from reader.export.exported_files import LONGEST_NAME
from reader.features.printing.pdf_file import about_article, about_page, article_file_name, page_file_name
from tests.invented_article import ISSUE, STORED


def named(headline: str, newspaper: str = "雁桥日报") -> str:
    article = replace(STORED.article, headline=headline)
    return article_file_name(
        replace(STORED, article=article, issue=replace(STORED.issue, newspaper=newspaper))
    )


def test_it_says_title_authors_and_where_it_was_printed() -> None:
    about = about_article([STORED])
    assert about.title == STORED.article.headline
    assert about.authors == ("顾知远", "陆小满")
    assert about.subject == "《雁桥日报》1987年6月12日第02版"
    assert "1987-06-12" in about.keywords
    assert about.language == "zh"


def test_of_a_page_it_says_all_headlines() -> None:
    about = about_page(ISSUE, "2", [STORED, STORED])
    assert about.title == "雁桥日报 1987年6月12日 第02版"
    assert about.subject == f"{STORED.article.headline}；{STORED.article.headline}"


def test_a_file_is_named_after_paper_day_and_headline() -> None:
    assert article_file_name(STORED) == "雁桥日报 1987-06-12 三万册旧报刊，一夜之间有了新家"
    assert page_file_name(ISSUE, "2") == "雁桥日报 1987-06-12 第02版"
    assert page_file_name(ISSUE, None) == "雁桥日报 1987-06-12 全期"


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ('问：“何处/何时”*? <a|b>\\"c"', "雁桥日报 1987-06-12 问：“何处 何时” a b c"),
        ("一\n二\t三\x00四\x1b", "雁桥日报 1987-06-12 一 二 三四"),
        ("结尾有点...", "雁桥日报 1987-06-12 结尾有点"),
    ],
)
def test_what_no_system_takes_is_left_out(headline: str, name: str) -> None:
    assert named(headline) == name


@pytest.mark.parametrize("headline", ["长" * 300, "𠀀" * 300, "e\u0301" * 300, "\ud800" * 9])
def test_a_long_name_is_cut_at_a_character(headline: str) -> None:
    name = named(headline)
    assert len(name.encode()) <= LONGEST_NAME
    assert name.startswith("雁桥日报 1987-06-12")


@pytest.mark.parametrize("newspaper", ["CON", "nul.txt", "LPT1"])
def test_a_name_that_windows_keeps_for_itself_gets_another(newspaper: str) -> None:
    issue = replace(ISSUE, newspaper=newspaper, date=None, month_day=None, label="")
    nameless = replace(STORED, issue=issue, article=replace(STORED.article, headline="", blocks=()))
    assert article_file_name(nameless).lower().split(".")[0].strip() not in ("con", "nul", "lpt1")
