"""An article is cited so that others find it, and a format's own signs never break an entry."""

import datetime as dt
import json
import re
import unicodedata
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.export.citation import cite, cite_issue, csl_item
from reader.export.forms import Style
from reader.newspaper.article import Credit, Role
from reader.newspaper.facts import RULES, IssueFacts, Outcome, Rule, fact_by, facts_as_stored, facts_to_json
from reader.newspaper.holdings import IssueRow, StoredArticle
from reader.newspaper.issue import DateOrigin, TitleOrigin
from tests.invented_article import ISSUE, STORED, block, stored, with_edition

INFERRED = replace(ISSUE, date_origin=DateOrigin.INFERRED)
NO_YEAR = replace(ISSUE, date=None, date_origin=None)
UNDATED = replace(NO_YEAR, month_day=None)
YEAR_ALONE = replace(
    UNDATED, stored_facts=facts_as_stored(IssueFacts(year=fact_by(Rule.YEAR_IN_PATH, 1962, "1962/第3期.txt")))
)
ESTIMATED_NAMES = {
    TitleOrigin.DATELINES: "报纸名据电头",
    TitleOrigin.FILE_NAME: "报纸名据路径",
    TitleOrigin.OTHER_ISSUES: "报纸名据其他各期推定",
    TitleOrigin.FOLDER: "报纸名据文件夹推定",
}


def credit(*names: str, role: Role = Role.REPORTER) -> Credit:
    return Credit(role, names, "记者 " + " ".join(names))


AGENCY = credit("新华社", role=Role.AGENCY)
ENGLISH = block("The ferry was late on account of the fog, and a crowd had gathered at the landing.")
TITLE = "三万册旧报刊，一夜之间有了新家"

GB = [
    ("as it is", STORED, f"顾知远, 陆小满. {TITLE}[N]. 雁桥日报, 1987-06-12(02)."),
    (
        "more than three authors",
        stored(credits=(credit("甲一", "乙二"), credit("丙三", "丁四", role=Role.CORRESPONDENT))),
        f"甲一, 乙二, 丙三, 等. {TITLE}[N]. 雁桥日报, 1987-06-12(02).",
    ),
    (
        "exactly three authors",
        stored(credits=(credit("甲一", "乙二", "丙三"),)),
        f"甲一, 乙二, 丙三. {TITLE}[N]. 雁桥日报, 1987-06-12(02).",
    ),
    (
        "one person in two roles",
        stored(credits=(credit("顾知远"), credit("顾知远", role=Role.AUTHOR))),
        f"顾知远. {TITLE}[N]. 雁桥日报, 1987-06-12(02).",
    ),
    (
        "an agency when nobody else",
        stored(credits=(AGENCY,)),
        f"新华社. {TITLE}[N]. 雁桥日报, 1987-06-12(02).",
    ),
    (
        "a person before an agency",
        stored(credits=(AGENCY, credit("何川"))),
        f"何川. {TITLE}[N]. 雁桥日报, 1987-06-12(02).",
    ),
    (
        "nobody but an editor",
        stored(credits=(credit("某", role=Role.EDITOR),)),
        f"{TITLE}[N]. 雁桥日报, 1987-06-12(02).",
    ),
    ("an inferred date", stored(issue=INFERRED, credits=()), f"{TITLE}[N]. 雁桥日报, [1987-06-12](02)."),
    (
        "a date without a year",
        stored(issue=NO_YEAR, credits=()),
        f"{TITLE}[N]. 雁桥日报, [年份不详]-06-12(02).",
    ),
    ("year alone", stored(issue=YEAR_ALONE, credits=(), page=None), f"{TITLE}[N]. [雁桥日报], [1962]."),
    ("no date", stored(issue=UNDATED, credits=(), page=None), f"{TITLE}[N]. 雁桥日报, [日期不详]."),
    ("no page", stored(credits=(), page=None), f"{TITLE}[N]. 雁桥日报, 1987-06-12."),
    ("a lettered page", stored(credits=(), page="A4"), f"{TITLE}[N]. 雁桥日报, 1987-06-12(A04)."),
    (
        "no headline",
        stored(
            credits=(),
            headline=None,
            blocks=(block("江上有雾，渡船停了半日，两岸的人隔着水喊话，谁也看不见谁。"),),
        ),
        "[江上有雾，渡船停了半日，两岸的人隔着水喊话，谁也…][N]. 雁桥日报, 1987-06-12(02).",
    ),
    (
        "names in Latin script",
        stored(credits=(credit("Alice Brown", "Thomas Lee", "John Carter", "Mary Young"),)),
        f"Alice Brown, Thomas Lee, John Carter, et al. {TITLE}[N]. 雁桥日报, 1987-06-12(02).",
    ),
    (
        "names of both kinds in a Chinese article",
        stored(credits=(credit("田麦青", "Anna Lee", "Peter O'Neil", "石渡"),)),
        f"田麦青, Anna Lee, Peter O'Neil, 等. {TITLE}[N]. 雁桥日报, 1987-06-12(02).",
    ),
    (
        "names of both kinds in an English article",
        stored(
            credits=(credit("田麦青", "Anna Lee", "石渡", "贺一舟"),), headline="Ferry", blocks=(ENGLISH,)
        ),
        "田麦青, Anna Lee, 石渡, et al. Ferry[N]. 雁桥日报, 1987-06-12(02).",
    ),
    (
        "Chinese names in an English article",
        stored(credits=(credit("甲一", "乙二", "丙三", "丁四"),), headline="Ferry", blocks=(ENGLISH,)),
        "甲一, 乙二, 丙三, 等. Ferry[N]. 雁桥日报, 1987-06-12(02).",
    ),
    (
        "a name that ends with a full stop",
        stored(credits=(credit("John Smith Jr."),)),
        f"John Smith Jr. {TITLE}[N]. 雁桥日报, 1987-06-12(02).",
    ),
    (
        "an evening edition",
        stored(issue=with_edition("晚刊"), credits=()),
        f"{TITLE}[N]. 雁桥日报（晚刊）, 1987-06-12(02).",
    ),
    (
        "an edition in Latin script, of a paper with an estimated name",
        stored(issue=with_edition("Late City", TitleOrigin.DATELINES), credits=()),
        f"{TITLE}[N]. [雁桥日报] (Late City), 1987-06-12(02).",
    ),
    ("no newspaper", stored(issue=replace(ISSUE, newspaper=""), credits=()), f"{TITLE}[N]. 1987-06-12(02)."),
]


@pytest.mark.parametrize(("article", "citation"), [row[1:] for row in GB], ids=[row[0] for row in GB])
def test_gb_t_7714_2015(article: StoredArticle, citation: str) -> None:
    assert cite(article, Style.GB2015) == citation


def test_gb_t_7714_2025_has_full_width_commas_and_brackets() -> None:
    assert cite(STORED, Style.GB2025) == f"顾知远，陆小满. {TITLE}[N]. 雁桥日报，1987-06-12（02）."


def test_bibtex() -> None:
    assert cite(STORED, Style.BIBTEX) == (
        "@article{k7qfz2m4yd3xw6ta,\n"
        "  author = {顾知远 and 陆小满},\n"
        "  title = {{三万册旧报刊，一夜之间有了新家}},\n"
        "  journal = {雁桥日报},\n"
        "  year = {1987},\n"
        "  month = jun,\n"
        "  day = {12},\n"
        "  number = {4181},\n"
        "  pages = {02},\n"
        "  langid = {chinese},\n"
        "  entrysubtype = {newspaper},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("printed", "escaped"),
    [
        ("涨5% & 跌$3_#1", r"涨5\% \& 跌\$3\_\#1"),
        (r"a\b", r"a\textbackslash{}b"),
        ("开{着", r"开\textbraceleft{}着"),
        ("开}着{关", r"开\textbraceright{}着\textbraceleft{}关"),
        ("开{着{关}}", r"开\{着\{关\}\}"),
        ("着}关", r"着\textbraceright{}关"),
        ("~^", r"\textasciitilde{}\textasciicircum{}"),
        ("两\n行", "两 行"),
    ],
)
def test_bibtex_escapes_its_signs_and_keeps_braces_in_pairs(printed: str, escaped: str) -> None:
    entry = cite(stored(headline=printed), Style.BIBTEX)
    assert f"  title = {{{{{escaped}}}}},\n" in entry
    assert entry.count("{") == entry.count("}")


def test_bibtex_never_splits_a_name() -> None:
    authors = stored(credits=(credit("古丽 夏提", "Smith, John", "周岱青"),))
    assert "author = {{古丽 夏提} and {Smith, John} and 周岱青}" in cite(authors, Style.BIBTEX)
    assert "author = {{新华社}}" in cite(stored(credits=(AGENCY,)), Style.BIBTEX)


@pytest.mark.parametrize(
    ("issue", "remark"),
    [
        (INFERRED, "日期来历未记"),
        (NO_YEAR, "年份不详，月日为06-12"),
        (YEAR_ALONE, "1962 年（据路径推定），哪天不详"),
        (UNDATED, "日期不详"),
    ],
)
def test_formats_without_brackets_say_in_a_note_what_is_unsure_of_the_date(
    issue: IssueRow, remark: str
) -> None:
    article = stored(issue=issue)
    assert f"note = {{{remark}}}" in cite(article, Style.BIBTEX)
    assert f"N1  - {remark}\n" in cite(article, Style.RIS)
    assert json.loads(cite(article, Style.CSL_JSON))[0]["note"] == remark


def test_ris() -> None:
    assert cite(STORED, Style.RIS) == (
        "TY  - NEWS\nID  - k7qfz2m4yd3xw6ta\nAU  - 顾知远\nAU  - 陆小满\n"
        "TI  - 三万册旧报刊，一夜之间有了新家\nT2  - 雁桥日报\nPY  - 1987\nDA  - 1987/06/12\nIS  - 4181\n"
        "SP  - 02\nLA  - zh\nER  - \n"
    )


@pytest.mark.parametrize(
    ("language", "text", "babel", "csl"),
    [
        ("en", ENGLISH.text, "english", "en"),
        ("zh", "渡船停了半日，The Ferry 号也停了。", "chinese", "zh-CN"),
        ("ja", "本日の渡船は霧のため運航を見合わせた。", "japanese", "ja"),
        ("fr", "Le bac de la rive gauche est arrivé dans la nuit avec des passagers.", "french", "fr"),
    ],
)
def test_the_language_is_that_of_the_article(language: str, text: str, babel: str, csl: str) -> None:
    article = stored(headline=None, blocks=(block(text),))
    assert f"langid = {{{babel}}}" in cite(article, Style.BIBTEX)
    assert f"LA  - {language}\n" in cite(article, Style.RIS)
    assert json.loads(cite(article, Style.CSL_JSON))[0]["language"] == csl


def test_a_language_that_is_not_known_is_not_stated() -> None:
    article = stored(headline="Xyzzy Plugh", blocks=())
    assert "langid" not in cite(article, Style.BIBTEX)
    assert "LA  -" not in cite(article, Style.RIS)
    assert "language" not in json.loads(cite(article, Style.CSL_JSON))[0]


def test_a_line_break_in_a_title_does_not_begin_a_tag_of_ris() -> None:
    assert "TI  - 一 ER - 二\n" in cite(stored(headline="一\nER  - 二"), Style.RIS)


def test_csl_json() -> None:
    assert json.loads(cite(STORED, Style.CSL_JSON)) == [
        {
            "id": "k7qfz2m4yd3xw6ta",
            "type": "article-newspaper",
            "title": TITLE,
            "author": [{"literal": "顾知远"}, {"literal": "陆小满"}],
            "container-title": "雁桥日报",
            "issued": {"date-parts": [[1987, 6, 12]]},
            "issue": "4181",
            "page": "02",
            "language": "zh-CN",
        }
    ]


def test_csl_json_is_written_to_be_read_by_people_too() -> None:
    assert cite(STORED, Style.CSL_JSON).startswith('[\n  {\n    "id": "k7qfz2m4yd3xw6ta",\n')
    assert f'    "title": "{TITLE}",\n' in cite(STORED, Style.CSL_JSON)


def test_csl_json_marks_an_inferred_date_and_leaves_out_a_missing_one() -> None:
    inferred = json.loads(cite(stored(issue=INFERRED), Style.CSL_JSON))[0]
    assert inferred["issued"] == {"date-parts": [[1987, 6, 12]], "circa": True}
    assert "issued" not in json.loads(cite(stored(issue=UNDATED), Style.CSL_JSON))[0]


def test_a_date_from_a_file_name_is_cited_in_brackets() -> None:
    named = replace(ISSUE, date=dt.date(1988, 1, 2), date_origin=DateOrigin.FILE_NAME)
    assert "[1988-01-02](02)" in cite(stored(issue=named), Style.GB2015)
    assert "note = {日期据文件名}" in cite(stored(issue=named), Style.BIBTEX)


ANYTHING = st.lists(
    st.characters()
    | st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp"])
    | st.sampled_from("\r\n \u3000,{}\\%&$#_^~<>[]-")
    | st.sampled_from(["\nER  - \n", "\r\nTY  - ", " and ", "others", "}\n@book{"])
).map("".join)
HOSTILE = st.builds(
    lambda newspaper, month_day, key, page, headline, names, blocks: stored(
        issue=replace(ISSUE, newspaper=newspaper, month_day=month_day, date=None, date_origin=None),
        key=key,
        page=page,
        headline=headline,
        credits=(credit(*names),),
        blocks=tuple(map(block, blocks)),
    ),
    *(ANYTHING for _ in range(5)),
    st.lists(ANYTHING, max_size=4),
    st.lists(ANYTHING, max_size=2),
)


def is_clean(text: str) -> bool:
    """Whether all of it stands on one line, can be encoded and steers nothing."""
    turns = ["LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"]
    return not any(
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(character) in turns
        for character in text
    )


@given(HOSTILE)
def test_gb_t_7714_is_one_line_whatever_stands_in_the_paper(article: StoredArticle) -> None:
    assert is_clean(cite(article, Style.GB2015))
    assert is_clean(cite(article, Style.GB2025))


@given(HOSTILE)
def test_no_field_of_ris_comes_from_the_paper(article: StoredArticle) -> None:
    lines = cite(article, Style.RIS).split("\n")
    fields = [re.fullmatch("([A-Z][A-Z0-9])  - (.*)", line) for line in lines[:-1]]
    tags = [field[1] for field in fields if field]
    assert lines[-1] == ""
    assert len(tags) == len(fields)
    assert all(is_clean(line) for line in lines)
    optional = [tag for tag in ("ID", "T2", "SP", "LA") if tag in tags]
    authors = tags.count("AU")
    assert authors <= len(article.article.credits[0].names)
    assert sorted(tags) == sorted(["TY", *["AU"] * authors, "TI", *optional, "IS", "N1", "ER"])
    assert (tags[0], tags[-1]) == ("TY", "ER")


@given(HOSTILE)
def test_bibtex_is_one_entry_whatever_stands_in_the_paper(article: StoredArticle) -> None:
    first, *fields, last, end = cite(article, Style.BIBTEX).split("\n")
    assert re.fullmatch(r"@article\{[0-9A-Za-z._-]*,", first)
    assert (last, end) == ("}", "")
    for field in fields:
        assert is_clean(field)
        written = re.fullmatch(r"  [a-z]+ = (.+),", field)
        assert written
        depth = [*accumulate({"{": 1, "}": -1}.get(sign, 0) for sign in written[1])]
        assert all(level > 0 for level in depth[:-1])
        assert depth[-1] == 0
        assert not re.search(r"(?<!\\)[%#&$_]", written[1])


def test_a_person_who_is_called_others_is_no_and_others() -> None:
    assert "author = {周岱青 and {others}}" in cite(
        stored(credits=(credit("周岱青", "others"),)), Style.BIBTEX
    )


@given(HOSTILE)
def test_what_csl_json_holds_is_on_one_line(article: StoredArticle) -> None:
    (item,) = json.loads(cite(article, Style.CSL_JSON))
    assert all(is_clean(value) for value in item.values() if isinstance(value, str))
    assert all(is_clean(author["literal"]) and author["literal"] for author in item.get("author", []))
    assert is_clean(cite(article, Style.CSL_JSON).replace("\n", ""))


@pytest.mark.parametrize("origin", TitleOrigin)
def test_only_a_name_that_is_printed_or_given_by_a_reader_is_cited_without_a_mark(
    origin: TitleOrigin,
) -> None:
    article = stored(issue=replace(ISSUE, newspaper_origin=origin), credits=())
    is_certain = origin in (TitleOrigin.PRINTED, TitleOrigin.CN_NUMBER, TitleOrigin.CORRECTED)
    name = "雁桥日报" if is_certain else "[雁桥日报]"
    assert cite(article, Style.GB2015) == f"{TITLE}[N]. {name}, 1987-06-12(02)."
    assert cite(article, Style.GB2025) == f"{TITLE}[N]. {name}，1987-06-12（02）."


@pytest.mark.parametrize(("origin", "remark"), ESTIMATED_NAMES.items())
def test_where_brackets_mean_nothing_a_note_says_how_the_name_is_known(
    origin: TitleOrigin, remark: str
) -> None:
    article = stored(issue=replace(INFERRED, newspaper_origin=origin))
    both = f"{remark}；日期来历未记"
    assert f"note = {{{both}}}" in cite(article, Style.BIBTEX)
    assert f"N1  - {both}\n" in cite(article, Style.RIS)
    assert json.loads(cite(article, Style.CSL_JSON))[0]["note"] == both
    assert "雁桥日报" in cite(article, Style.RIS)


def test_a_paper_that_is_not_known_is_not_named() -> None:
    article = stored(issue=replace(ISSUE, newspaper="", newspaper_origin=None), credits=())
    assert cite(article, Style.GB2015) == f"{TITLE}[N]. 1987-06-12(02)."


@pytest.mark.parametrize(
    ("style", "cited"),
    [
        (Style.GB2015, "雁桥日报[N]. 1987-06-12, 第{n}期."),
        (Style.GB2025, "雁桥日报[N]. 1987-06-12，第{n}期."),
        (Style.BIBTEX, "title = {{雁桥日报 第{n}期}}"),
        (Style.RIS, "TI  - 雁桥日报 第{n}期"),
        (Style.CSL_JSON, '"title": "雁桥日报 第{n}期"'),
    ],
)
def test_a_whole_issue_is_cited_by_its_newspaper_day_and_number(style: Style, cited: str) -> None:
    assert cited.replace("{n}", str(ISSUE.number)) in cite_issue(ISSUE, style)


TYPESET = (Style.GB2015, Style.GB2025)
WITH_NOTE = (Style.BIBTEX, Style.RIS, Style.CSL_JSON)


def known_by(rule: Rule) -> StoredArticle:
    """`STORED`, of which nothing is known but by this rule."""
    facts = IssueFacts(
        fact_by(rule, ISSUE.newspaper),
        fact_by(rule, ISSUE.date),
        fact_by(rule, "晚刊"),
        fact_by(rule, ISSUE.number),
        {"2": fact_by(rule, "2")},
    )
    issue = replace(ISSUE, edition="晚刊", stored_facts=json.dumps(facts_to_json(facts)))
    return replace(STORED, issue=issue, masthead=replace(STORED.masthead, facts=facts))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("style", TYPESET)
def test_a_typeset_citation_has_in_brackets_what_is_not_sure(rule: Rule, style: Style) -> None:
    cited = cite(known_by(rule), style)
    is_sure = rule.outcome.is_sure
    for words in (ISSUE.newspaper, "晚刊", "1987-06-12", "02"):
        assert (f"[{words}]" in cited) != is_sure


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("style", WITH_NOTE)
def test_a_citation_of_fields_keeps_them_valid_and_says_in_its_note_what_is_not_printed(
    rule: Rule, style: Style
) -> None:
    cited = cite(known_by(rule), style)
    assert "[雁桥日报]" not in cited
    assert "[02]" not in cited
    is_told = f"版面{rule.words}" in cited and f"日期{rule.words}" in cited and f"报纸名{rule.words}" in cited
    assert is_told == (rule.outcome is not Outcome.PRINTED)


def test_a_year_without_its_day_is_the_year_of_a_reference() -> None:
    article = stored(issue=YEAR_ALONE)
    assert "  year = {1962},\n" in cite(article, Style.BIBTEX)
    assert "  month = " not in cite(article, Style.BIBTEX)
    assert "PY  - 1962\n" in cite(article, Style.RIS)
    assert "DA  - " not in cite(article, Style.RIS)
    assert csl_item(article)["issued"] == {"date-parts": [[1962]], "circa": True}
    assert "issued" not in csl_item(stored(issue=UNDATED))
