import datetime as dt
import json

import pytest
from msgspec.structs import replace
from PySide6 import QtCore
from PySide6.QtCore import QCollator, QCollatorSortKey

from reader.newspaper.article import ArticleKind
from reader.newspaper.facts import Rule, fact_by
from reader.newspaper.holdings import ArticleRow, IssueRow
from reader.newspaper.issue import DateOrigin, TitleOrigin
from reader.ui.widgets import wording

PRINTED_PAGE = json.dumps(fact_by(Rule.PAGE_LINE, "2").as_json())
ISSUE = IssueRow(
    1,
    "雁桥日报",
    dt.date(1987, 6, 12),
    None,
    DateOrigin.PRINTED,
    4181,
    38,
    "19870612.txt",
    TitleOrigin.PRINTED,
)
ARTICLE = ArticleRow(
    1, "k", 1, ArticleKind.ARTICLE, "2", None, "题", "导语", ("甲", "乙"), 1126, stored_page=PRINTED_PAGE
)


@pytest.mark.parametrize(("number", "said"), [(1, "1 篇"), (38, "38 篇"), (301482, "301,482 篇")])
def test_counts(number: int, said: str) -> None:
    assert wording.articles(number) == said


@pytest.mark.parametrize(("label", "said"), [("2", "02版"), ("A4", "A04版"), (None, "版面不详")])
def test_pages(label: str | None, said: str) -> None:
    assert wording.page(label) == said


def test_an_estimated_page_says_so() -> None:
    assert wording.page("1", fact_by(Rule.BEFORE_SECOND_PAGE, "1")) == "01版（据版序推定）"


@pytest.mark.parametrize(
    ("issue", "said"),
    [
        (ISSUE, "1987年6月12日，星期五，第4181期，38 篇"),
        (
            replace(ISSUE, date_origin=DateOrigin.INFERRED),
            "1987年6月12日，星期五，第4181期，38 篇，日期来历未记",
        ),
        (
            replace(ISSUE, date_origin=DateOrigin.FILE_NAME, number=None),
            "1987年6月12日，星期五，38 篇，日期据文件名",
        ),
        (
            replace(ISSUE, newspaper_origin=TitleOrigin.FOLDER),
            "1987年6月12日，星期五，第4181期，38 篇，报纸名据文件夹推定",
        ),
        (replace(ISSUE, newspaper_origin=TitleOrigin.PRINTED), "1987年6月12日，星期五，第4181期，38 篇"),
        (replace(ISSUE, date=None, month_day="02-01", number=None), "2月1日 年份不详，38 篇"),
        (replace(ISSUE, date=None, number=None), "19870612.txt，38 篇"),
        (replace(ISSUE, date=None, number=None, label=""), "日期不详，38 篇"),
    ],
)
def test_an_issue_in_full(issue: IssueRow, said: str) -> None:
    assert wording.issue_in_full(issue) == said


FIRST = fact_by(Rule.BEFORE_SECOND_PAGE, "1")


@pytest.mark.parametrize(
    ("article", "said"),
    [
        (ARTICLE, "02版　甲、乙　1,126字"),
        (replace(ARTICLE, names=("甲", "乙", "丙", "丁"), page=None), "甲、乙、丙等　1,126字"),
        (replace(ARTICLE, names=(), length=0), "02版"),
        (replace(ARTICLE, names=(), length=0, page=None, estimated_page=FIRST), "01版（据版序推定）"),
    ],
)
def test_what_stands_below_an_article(article: ArticleRow, said: str) -> None:
    assert wording.article_meta(article) == said


def test_rows_without_a_name_come_before_those_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their order is not asked of the system: Windows warns of a name without characters."""
    asked = []

    class Collator(QCollator):
        def sortKey(self, string: str) -> QCollatorSortKey:
            asked.append(string)
            return super().sortKey(string)

    monkeypatch.setattr(QtCore, "QCollator", Collator)
    assert wording.by_name(["雁桥", "", "安江", ""], str) == ["", "", "安江", "雁桥"]
    assert "" not in asked
