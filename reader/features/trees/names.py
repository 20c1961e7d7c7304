"""What a key of JSON, or a tag or an attribute of XML, stands for in a recognised page, whoever has made it.

The one table of these names; what stands for a field of an article is in `newspaper.field_names`, and `of_record` adds
the abbreviations of databases and feeds. All are compared by their letters and digits, in lower case.
"""

from enum import Enum, IntEnum
from functools import lru_cache
from itertools import chain
from typing import TypeVar

from reader.newspaper.field_names import ColumnField, bare, known_name


class Level(IntEnum):
    """What a piece of a page is."""

    CHARACTER = 0
    WORD = 1
    LINE = 2
    BLOCK = 3
    PAGE = 4


class Kind(Enum):
    """What a recogniser calls a block; the values are kinds of `ScannedBlock`."""

    TEXT = ""
    HEADING = "heading"
    HEAD = "header"
    FOOT = "footer"


_Meaning = TypeVar("_Meaning")


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _table(names: dict[_Meaning, str]) -> dict[str, _Meaning]:
    table = {}
    for meaning, all_names in names.items():
        for name in all_names.split():
            table[name] = meaning
    return table


_LEVELS = _table(
    {
        Level.CHARACTER: "char chars character characters charparams symbol symbols glyph glyphs cinfo",
        Level.WORD: "word words w wd string token tokens span spans formatting prismwordsinfo",
        Level.LINE: "line lines textline textlines ln textdetections wordsresult recresults",
        Level.BLOCK: "block blocks par para paragraph paragraphs region regions textblock textregion textbox"
        " pagecolumn flow p parablocks preprocblocks discardedblocks parsingreslist texts maintext",
        Level.PAGE: "page pages object readresults recognitionresults pdfinfo layoutparsingresults ocrresults"
        " responses canvas",
    }
)
_TEXTS = _split(
    "text blockcontent content textcontent contenttext transcription transcript rectext rectexts texts detectedtext"
    " ocrtext fulltext string words word value chars description imagecaption tablecaption imagefootnote tablefootnote"
    " codebody listitems html blockhtml tablebody markdown md char character"
    " ocreng ocrfre ocrger ocrspa ocrita ocrdut ocrchi ocrjpn"
)
"""The names of texts; the plainest is first."""
_ONLY_BESIDE = frozenset(
    _split("value chars string description word html md markdown content char character")
)
"""Names that are of a page's text only beside a box or a known label."""
OF_WHOLE_PAGES = frozenset(_split("fulltext ocrtext ocreng ocrfre ocrger ocrspa ocrita ocrdut ocrchi ocrjpn"))
"""Names of what a recogniser read on a whole page, as libraries hand it out."""
_BOXES = frozenset(
    _split(
        "box bbox boundingbox boundingpoly boundingpolygon polygon poly polys points coords quad rect bbox2d"
        " blockbbox recpolys recboxes dtpolys boxes textregion textboxposition pos position location region"
        " geometry layout prov boundingregions coordinates vertices normalizedvertices shape itempolygon target on"
    )
)
SIDES = (
    ("l", "t", "r", "b"),
    ("left", "top", "right", "bottom"),
    ("x0", "top", "x1", "bottom"),
    ("xmin", "ymin", "xmax", "ymax"),
    ("x0", "y0", "x1", "y1"),
    ("x1", "y1", "x2", "y2"),
    ("minx", "miny", "maxx", "maxy"),
    ("ulx", "uly", "lrx", "lry"),
)
LENGTHS = (
    ("x", "y", "width", "height"),
    ("x", "y", "w", "h"),
    ("left", "top", "width", "height"),
    ("hpos", "vpos", "width", "height"),
)
_SIDES = set(chain.from_iterable((*SIDES, *LENGTHS)))
LABELS = _split("label blocklabel blocktype role category layouttype type kind categorytype")
ORDERS = _split("blockorder readingorder readorder order")
PAGES = _split("pageno pagenumber pagenum page")
PAGE_INDEXES = _split("pageidx pageindex")
CERTAINTIES = _split("confidence wordconfidence wconf conf charconfidence score recscore recscores")
PICTURES = _split(
    "inputpath imagename imgname imgpath imagepath filename sourcefile pdfname originalfilename path image"
    " picture file filepath source data value name"
)
"""Names of the picture or the file that a page is of, where the value has the ending of one."""
_KINDS = _table(
    {
        Kind.HEADING: "title paragraphtitle sectionheader sectionheading doctitle documenttitle heading headline"
        " subtitle chaptertitle layouttitle layoutsectionheader contenttitle h1 h2 h3 見出し 标题 標題",
        Kind.HEAD: "header pageheader pagenumber layoutheader layoutpagenumber number runninghead 柱 ノンブル 欄外"
        " 页眉 页码",
        Kind.FOOT: "footer pagefooter footnote pagefootnote layoutfooter visionfootnote 页脚 脚注",
        Kind.TEXT: "text paragraph plaintext body content abstract list listitem caption figuretitle tabletitle"
        " charttitle imagecaption tablecaption figurecaption narrativetext uncategorizedtext table verticaltext"
        " asidetext reference referencecontent figure image picture imagebody tablebody layouttext layoutlist"
        " layouttable layoutfigure formula equation interlineequation textualbody contentastext seal code chart"
        " algorithm 本文 キャプション 広告文字 正文 图注",
    }
)

_MORE = _table(
    {
        ColumnField.TITLE: "recordtitle contenttitle newstitle doctitle ti hl1 hl hed head headline texttitle",
        ColumnField.DECK: "hl2 deck",
        ColumnField.KICKER: "overline",
        ColumnField.TEXT: "encoded contenthtml contenttext bodycontent articlebody description summary abstract"
        " descriptionabstract",
        ColumnField.DATE: "numericpubdate pf da dateissue dateissued issued datetimepublished publishedtime createtime"
        " alphapubdate storydate created createdat versioncreated contentcreated firstcreated updated",
        ColumnField.AUTHOR: "au by originalform displayname contributor nickname namepart",
        ColumnField.PAPER: "containertitle secondarytitle jn journaltitle publisher sitename account accountname"
        " provider pubdata",
        ColumnField.PAGE: "positionsection pageid pa newspaperpagenumber",
        ColumnField.SECTION: "sc",
    }
)
"""Abbreviations and tags, which stand for a field only in a record of a feed or a database."""
_RANKS = {name: 100 + at for at, name in enumerate(_MORE)}
_POSTED = -1
_OF_NOTES = {_RANKS[name] for name in _split("createtime created createdat versioncreated updated")} | {
    _POSTED
}
"""The ranks of dates on which a record was written, which need not be that of the paper."""


@lru_cache(4096)
def folded(name: str) -> str:
    return bare(name)


@lru_cache(4096)
def is_text(name: str) -> bool:
    return folded(name) in _TEXTS


@lru_cache(4096)
def is_box(name: str) -> bool:
    return folded(name) in _BOXES


def is_side(name: str) -> bool:
    return folded(name) in _SIDES


@lru_cache(4096)
def rank_of_text(name: str, *, is_beside: bool) -> int | None:
    """Return the rank of a name of texts, 0 for the plainest, None for another name; `is_beside` a box or a label."""
    folded_name = folded(name)
    if folded_name in _TEXTS and (is_beside or folded_name not in _ONLY_BESIDE):
        return _TEXTS.index(folded_name)
    return None


def level_of(name: str) -> Level | None:
    return _LEVELS.get(folded(name))


@lru_cache(4096)
def kind_of(label: str) -> Kind | None:
    """Return what a recogniser's label stands for, also with a number or a prefix: “subtitle-level-1”; else None."""
    folded_label = folded(label.rpartition(":")[2])
    return _KINDS.get(folded_label) or _KINDS.get(folded_label.rstrip("0123456789").removesuffix("level"))


def is_of_note(rank: int) -> bool:
    return rank in _OF_NOTES


@lru_cache(4096)
def of_record(name: str) -> tuple[ColumnField, int] | None:
    """Return the field of an article that a key or a tag stands for, and its rank as `field_names.known_name` does."""
    folded_name = folded(name)
    if (
        folded_name == "postdate"
    ):  # WordPress: where the site is, while that of the feed may be that of Greenwich
        return ColumnField.DATE, _POSTED
    return known_name(name) or ((_MORE[folded_name], _RANKS[folded_name]) if folded_name in _MORE else None)
