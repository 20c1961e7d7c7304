"""The query language: parsing, which never fails; canonical printing; matching of single documents.

    甲 /10 乙                   near each other: at most ten characters between them, in one paragraph
    甲 乙 · 甲 AND 乙            both                甲 或 乙 · 甲 OR 乙 · 甲|乙     either; binds closer than a space
    "…" “…” 「…」 『…』          exactly this        -甲 · NOT 甲                   not
    张?威                       a ? between two characters is any one character
    (甲 或 乙) 丙                brackets group
    标题: 记者: 栏目:            in the headline (with kicker and decks), the credits, the section
    报: 版:                     the newspaper's name contains it; the page's label equals it; 版:不明 报:不明: not known
    版次:                       the edition of the day: 晨刊, 晚刊, 号外, 增刊; with a number, the page
    日期:2024-01 日期:1987..1990 a day, a month, a year or a range, which may be open, in the usual notations
                                (Q2 2023, 上半年, since 2023-06, 13/06/2023); 日期:不明 date:unknown: none known
    字数:>500                   the number of characters: more, fewer (<300), from one number to another (100-500)
    每年:6月12日                 of that day in every year, known or not (6月, 06-10..06-20)
    图:有 图:无                  with a picture, or without one
    专题:渡口旧事                in a dossier of the reader's, by its name
    *                           all articles
    类:讣告                      of a kind, where features tell such values (`VALUE_FIELDS`)
    1987年6月                   a date written as a word: issues of it, and texts that name it

Fields have English names too (title: reporter: section: paper: page: edition: date: yearly: length: picture:
dossier: kind:);
every sign may be full-width. `help_lines` has the help that users see. The syntax of search engines and newspaper
databases is understood if it is unambiguous (intitle:甲, TI='甲' and AU='乙', "甲 乙"~3).

What is not understood is left out and named in a `QueryRemark`: a value that its field does not understand (with the
queries that it may mean), a field without a value, a bracket without its counterpart, a quotation mark that is not
closed, an operator without an operand, syntax that is not supported. The rest is asked.

A character or word is an operator only where it can be one: 或 without a word on either side, and a dash, colon,
bracket or quotation mark inside a word are ordinary text. "" is a quotation mark inside "…". If quotation marks are
unbalanced (“钱。””), the string is everything between the outer ones. A question mark at either end of an unquoted word
is ignored, since people end questions with one.
"""

from reader.search.query.editing import (
    as_typed,
    dossier_in,
    in_a_sentence,
    typed_parts,
    understood_as,
    written_date,
)
from reader.search.query.fields import VALUE_FIELDS, help_lines, help_note, matches, text_test
from reader.search.query.nodes import (
    Among,
    EveryArticle,
    IgnoredPart,
    InDossier,
    Newspaper,
    Page,
    Period,
    Query,
    QueryRemark,
    UnknownDay,
    UnknownNewspaper,
    UnknownPage,
    all_of,
    any_of,
    in_period,
    needles,
    negated,
    place_leaves,
    strings,
)
from reader.search.query.parser import parse_query
from reader.search.query.string_nodes import LINE_OF, Exact, Field, Leaf, Near
from reader.search.query.undated import has_dates, undated_of
from reader.search.query.unknown import Unknown, unpaged_of, untitled_of
from reader.search.query.values import Choice, Edition, EveryYear

__all__ = [
    "LINE_OF",
    "VALUE_FIELDS",
    "Among",
    "Choice",
    "Edition",
    "EveryArticle",
    "EveryYear",
    "Exact",
    "Field",
    "IgnoredPart",
    "InDossier",
    "Leaf",
    "Near",
    "Newspaper",
    "Page",
    "Period",
    "Query",
    "QueryRemark",
    "Unknown",
    "UnknownDay",
    "UnknownNewspaper",
    "UnknownPage",
    "all_of",
    "any_of",
    "as_typed",
    "dossier_in",
    "has_dates",
    "help_lines",
    "help_note",
    "in_a_sentence",
    "in_period",
    "matches",
    "needles",
    "negated",
    "parse_query",
    "place_leaves",
    "strings",
    "text_test",
    "typed_parts",
    "undated_of",
    "understood_as",
    "unpaged_of",
    "untitled_of",
    "written_date",
]
