"""Assigns the fields of an article to the columns of a table, by the columns' names or by the user's choice."""

import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from reader.newspaper.decision import ColumnChoice


class ColumnField(StrEnum):
    """The field that a column holds; the value is its name in the command `reader columns FILE text=…`."""

    TEXT = "text"
    TITLE = "title"
    DATE = "date"
    PAGE = "page"
    AUTHOR = "author"
    PAPER = "paper"
    SECTION = "section"
    KICKER = "kicker"
    DECK = "deck"


_NAMES = {
    ColumnField.TEXT: (
        "正文 全文 文章正文 文章内容 新闻内容 内容 文本 文字 原文 text fulltext body content articletext articlebody"
        " articlecontent ocrtext maintext article"
    ),
    ColumnField.TITLE: (
        "标题 標題 题名 題名 主标题 文章标题 新闻标题 篇名 篇目 题目 title headline articletitle heading name"
    ),
    ColumnField.DATE: (
        "日期 出版日期 发表日期 發表日期 发布日期 刊发日期 见报日期 发布时间 发表时间 时间 時間 date pubdate"
        " publishdate publicationdate publisheddate issuedate datepublished published publishtime datetime day time"
    ),
    ColumnField.PAGE: "版次 版面 版号 版 页码 页 頁 page pageno pagenumber pagenum pagelabel",
    ColumnField.AUTHOR: "作者 署名 记者 記者 作者姓名 author authors byline writer creator",
    ColumnField.PAPER: (
        "报名 報名 报纸 報紙 报纸名称 报刊 报刊名称 刊名 媒体 来源 來源 出处 paper papername newspaper newspapername"
        " publication journal media source"
    ),
    ColumnField.SECTION: "栏目 欄目 版块 section column category",
    ColumnField.KICKER: "眉题 引题 肩题 眉題 kicker introtitle pretitle",
    ColumnField.DECK: "副题 副标题 副題 副標題 deck subtitle subheadline",
}
_RANKS = {name: (field, rank) for field, names in _NAMES.items() for rank, name in enumerate(names.split())}
_SPOKEN = {
    "正文": ColumnField.TEXT,
    "标题": ColumnField.TITLE,
    "日期": ColumnField.DATE,
    "版": ColumnField.PAGE,
    "作者": ColumnField.AUTHOR,
    "报名": ColumnField.PAPER,
    "栏目": ColumnField.SECTION,
    "眉题": ColumnField.KICKER,
    "副题": ColumnField.DECK,
}


def is_known(name: str) -> bool:
    """Return whether the field of a column is known by the column's name."""
    return _bare(name) in _RANKS


def field_of(word: str) -> ColumnField | None:
    """Return the field that the user has named, in Chinese or English; None for any other word."""
    return _SPOKEN.get(word) or next((field for field in ColumnField if field == word.lower()), None)


def columns_of(names: Sequence[str], choices: Sequence[ColumnChoice] = ()) -> dict[ColumnField, int]:
    """Return the index of the column of each field found: as chosen for these column names, else by the
    names.

    Of several columns with known names for a field, the one whose name comes first in `_NAMES` is taken.
    """
    for choice in reversed(choices):
        if choice.names == tuple(names):
            return {
                field: names.index(name)
                for field in ColumnField
                if (name := choice.chosen.get(field)) in names
            }
    found: dict[ColumnField, tuple[int, int]] = {}
    for at, name in enumerate(names):
        if (known := _RANKS.get(_bare(name))) is not None:
            field, rank = known
            found[field] = min(found.get(field, (rank, at)), (rank, at))
    return {field: at for field, (_, at) in found.items()}


def _bare(name: str) -> str:
    """Return a column name in lower case, with letters and digits only: “Pub_Date” → “pubdate”."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())
