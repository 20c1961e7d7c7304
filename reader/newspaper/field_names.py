"""The field of an article that a name stands for: of a table's column, of a label in a download or at a file's head."""

import unicodedata
from enum import StrEnum
from functools import lru_cache

from reader.language.patterns import pattern


class ColumnField(StrEnum):
    """The field that a column or a label holds; the value is its name in the command `reader columns FILE text=…`."""

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
        "正文 全文 文章正文 文章内容 新闻内容 内容 文本 文字 原文 text fulltext body content"
        " articletext articlebody articlecontent ocrtext maintext article 本文 記事本文 內文 内文"
        " 正文内容 正文內容 新聞內容 文章內容 內容 leadparagraph"
    ),
    ColumnField.TITLE: (
        "标题 標題 题名 題名 主标题 文章标题 新闻标题 篇名 篇目 题目 title headline articletitle"
        " heading name 見出し 見出 主標題 文章標題 新聞標題 題目 正题 主题 documenttitle hl"
    ),
    ColumnField.DATE: (
        "日期 出版日期 发表日期 發表日期 发布日期 刊发日期 见报日期 发布时间 发表时间 时间 時間 date"
        " pubdate publishdate publicationdate publisheddate issuedate datepublished published"
        " dateissued publishtime datetime day time 刊登日期 刊载日期 刊載日期 報紙日期 报纸日期 見報日期"
        " 出版时间 出版時間 發布日期 發佈日期 見報時間 发行日期 原刊期号 原刊日期 発行日"
        " 発行年月日 掲載日 掲載年月日 日付 年月日"
        " pubtime newspaperdate printdate publishedat documentdate"
    ),
    ColumnField.PAGE: (
        "版次 版面 版号 版 页码 页 頁 page pageno pagenumber pagenum pagelabel 版別 版别 版號 版序"
        " 頁碼 ページ 頁数 所在版面 原刊页号 原刊版次 起始页 pages startpage firstpage"
    ),
    ColumnField.AUTHOR: (
        "作者 署名 记者 記者 作者姓名 author authors byline writer creator 撰文 著者 執筆者 文章作者"
        " 责任者 第一责任人 contributorauthor"
    ),
    ColumnField.PAPER: (
        "报名 報名 报纸 報紙 报纸名 報紙名 报纸名称 报刊 报刊名称 刊名 媒体 来源 來源 出处 paper papername newspaper"
        " newspapername publication journal media source 報紙名稱 報刊 報刊名稱 媒體 媒体名称 媒體名稱"
        " 新聞名 紙名 紙誌名 掲載紙 报纸来源 来源报纸 刊载报纸 文献来源 publicationtitle"
        " publicationname relationispartof ispartof"
        " newspapertitle sourcetitle sourcename journalname 出處 原文出处 原刊名称 原刊名"
    ),
    ColumnField.SECTION: (
        "栏目 欄目 版块 section column category 栏目名称 版名 版面名称 面名 掲載面 专栏 專欄"
    ),
    ColumnField.KICKER: ("眉题 引题 肩题 眉題 kicker introtitle pretitle 引題 肩題"),
    ColumnField.DECK: ("副题 副标题 副題 副標題 deck subtitle subheadline"),
}
_OTHERS = (
    "字数 字數 文字数 wordcount length words 文章编号 文章編號 编号 編號 docid documentid"
    " documentnumber accessionnumber 文档编号 文件编号 文件編號 记录号 記錄編號 序号 no number id 版权"
    " 版權 copyright rights loaddate language 语言 語言 言語 语种 語種 publicationtype documenttype"
    " sourcetype 文献类型 媒体类型 媒體類型 类型 類型 type 关键词 關鍵詞 关键字 關鍵字 关键词语"
    " キーワード keywords keyword subject subjects terms 主题词 主題詞 分类 分類 分类号 分類號"
    " issn isbn cnnumber cn 国内刊号 刊号 database db 数据库 資料庫 数据库名称 来源库 源数据库"
    " srcdatabase databasename url doi link uri 链接 連結 网址 網址 下载时间 下载日期 導出時間 导出时间"
    " 采集时间 抓取时间 更新时间 录入时间 入库时间 檢索日期 检索日期 lastupdated accessdate retrieved"
    " 出版地 placeofpublication countryofpublication publicationplace publisher 出版者 出版社 organ"
    " 机构 單位 单位 期号 期號 issue volume 卷期 总期号 edition 朝夕刊 版種 写図 写真 graphic graphics"
    " dateline category correctiondate 词频 相关度 标签 星期 编辑 publicationyear publicationsubject"
    " region industry company person organization geographic"
)
"""Names of what a database says of an article beside its fields."""
_STAND_INS = frozenset(
    [
        "摘要",
        "abstract",
        "descriptionabstract",
        "abstractnote",
        "summary",
        "提要",
        "内容提要",
        "内容摘要",
        "要約",
        "抄録",
    ]
)
"""Names of a summary, which stands for the text where there is none."""

_VOCABULARY = pattern(r"^(?:dc|dcterms|dublin core|item type metadata|bibo|schema|prism)\s?[:.]\s?(?=\w)")
"""What libraries write before the name of a field: dc.title, dcterms:date, Dublin Core:Title."""
_LANGUAGE = pattern(r"(?<=\w)\[[a-z]{0,3}(?:[_-][a-z]{2,4})?\]$")

_CODES = {
    # RIS, then EndNote, Factiva and RefWorks
    ColumnField.TITLE: "TI- T1- CT- %T HD T1",
    ColumnField.AUTHOR: "AU- A1- %A BY A1",
    ColumnField.PAPER: "T2- JO- JF- JA- J2- %J %B SN JF JO",
    ColumnField.DATE: "DA- Y1- PY- %8 %D PD FD YR",
    ColumnField.PAGE: "SP- %P PG SP",
    ColumnField.SECTION: "SE- SE",
    ColumnField.TEXT: "%X N2- AB- LP TD AB",
}
_OTHER_CODES = (
    "TY- ER- RT SR ID AN CR WC ET SC ED LA CY CO IN NS RE PUB IPC IPD RF VOL CT ART CLM IS VO OP K1 LK"
    " DS UL NO"
)


def _ranked(table: dict[ColumnField, str]) -> dict[str, tuple[ColumnField, int]]:
    ranked = {}
    for field, names in table.items():
        for rank, name in enumerate(names.split()):
            ranked[name] = (field, rank)
    return ranked


_OF_NAMES = _ranked(_NAMES)
_OF_CODES = _ranked(_CODES)
_BESIDE = frozenset([*_OTHERS.split(), *_OTHER_CODES.split(), *_STAND_INS])


def known_name(name: str) -> tuple[ColumnField, int] | None:
    """Return the field that a name stands for, and its rank among the names of the field: the plainest is first.

    Return None for any other name.
    """
    return _OF_NAMES.get(bare(name))


def known_code(code: str) -> tuple[ColumnField, int] | None:
    """Return what `known_name` does for a code of a database: “TI-” (RIS), “%T” (EndNote), “HD” (Factiva)."""
    return _OF_CODES.get(code)


def is_other(name: str) -> bool:
    """Return whether a name or a code stands for something that is no field: a count, a copyright, a number."""
    return name in _BESIDE or bare(name) in _BESIDE


def stands_in(name: str) -> bool:
    return bare(name) in _STAND_INS


@lru_cache(2_000)
def bare(name: str) -> str:
    """Return a name in lower case, with letters and digits only, without the vocabulary that it is from, and the
    language of its value: “Pub_Date” → “pubdate”, “dc.title[zh]” → “title”.
    """
    plain = _LANGUAGE.sub("", _VOCABULARY.sub("", unicodedata.normalize("NFKC", name).casefold()))
    return "".join(filter(str.isalnum, plain))
