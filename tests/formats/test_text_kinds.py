"""What a text is, is told by its content ahead of plain text; what fits nothing and is no running text is told so."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from reader import formats, parsing
from reader.formats import text_kinds
from reader.library.doubt_sources import look
from reader.library.doubts import DoubtKind
from reader.library.library import Library
from reader.newspaper.article import ArticleKind
from reader.newspaper.issue import IssuePart

ONE = "昨日上午，柳湾渡口使用了三十一年的浮桥正式拆除，两岸村民前来送行。"
TWO = "摆渡工骆长庚说，新桥建成以后，过江只要五分钟，再也不用看水位。"
SCHOOL = "石坪镇夜校本周开课，首批学员一百二十六人，课程有算术、识字和农技。"
PAPER = f"柳湾日报\n2024年3月5日 星期二\n第1版\n\n柳湾渡口浮桥拆除\n\n本报讯 {ONE}\n{TWO}\n"


def words_of(text: str, size: int = 2) -> Sequence[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def tagged(text: str, sign: str = "/") -> str:
    return "  ".join(f"{word}{sign}n" for word in words_of(text))


ROWS = [["柳湾渡口浮桥拆除", "2024-03-05", "1", ONE], ["夜校开课", "2024-03-06", "2", SCHOOL]]
NAMES = ["标题", "日期", "版次", "正文"]


def table(separator: str) -> str:
    return "\n".join(separator.join(row) for row in [NAMES, *ROWS])


SGML = "".join(
    f"<doc>\n<docno>n-{at}</docno>\n<title>{row[0]}</title>\n<content>{row[3]}</content>\n</doc>\n"
    for at, row in enumerate(ROWS)
)
CHARACTERS = "\n\n".join("\n".join(f"{sign} O" for sign in text) for text in (ONE, TWO))
CONLL = "\n".join(f"{at}\t{word}\t_\tNN" for at, word in enumerate(words_of(ONE + TWO), 1))
OUTLINE = f"title:: 浮桥拆除\n\n- {ONE}\n  collapsed:: true\n\t- {TWO}\n- {{{{embed ((65e7c1a2-1111))}}}}\n"
LABELLED = (
    f"【 文献号 】1-240\n【原文出处】柳湾日报\n【原刊期号】20240305\n【原刊页号】1\n"
    f"【 标  题 】柳湾渡口浮桥拆除\n【 作  者 】骆长庚\n【 正  文 】\n    {ONE}\n    {TWO}\n"
)
PAGES = f"柳湾日报\n2024年3月5日\n\n柳湾渡口浮桥拆除\n{ONE}\n{TWO}\n\f石坪镇夜校开课\n{SCHOOL}\n{TWO}\n\f"
CERTAIN = "\n".join(f"{text}\t0.{80 + at}" for at, text in enumerate((ONE, TWO) * 3))
LOG = "\n".join(f"2024-03-05 10:{at:02}:11,031 [main] INFO a.b.C - opened=/a/{at}.txt" for at in range(30))
WIKI = f"= 柳湾日报 =\n== 第一版 ==\n=== 浮桥拆除 ===\n{ONE}\n=== 夜校开课 ===\n{SCHOOL}\n"
ORG = f"#+TITLE: 柳湾日报\n* 第一版\n** 浮桥拆除\n{ONE}\n** 夜校开课\n{SCHOOL}\n"
NUMBERED = "\n".join(f"{at:04} {line}" for at, line in enumerate(PAPER.replace("\n\n", "\n").splitlines(), 1))
BLOCKS = f"[heading]\n浮桥拆除\n[paragraph]\n{ONE}\n[heading]\n夜校开课\n[paragraph]\n{SCHOOL}\n"
BARRED = "\n".join(f"{ONE[at : at + 9]}│{SCHOOL[at : at + 9]}" for at in range(0, 36, 9))
ESCAPED = PAPER.encode("ascii", "backslashreplace").decode()
GUTENBERG = (
    "The Project Gutenberg eBook of X\n\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\n"
    f"{PAPER}*** END OF THE PROJECT GUTENBERG EBOOK X ***\nSection 1. General Terms of Use\n"
)
KINDS = {
    "gutenberg": GUTENBERG,
    "gallica": f"Rappel de votre demande:\n\nTitre : Le Passeur (Yan)\n\nDate d'édition : 1890-06-13\n\n{ONE}\n",
    "posts": f"发信人: luo (骆长庚), 信区: News\n标  题: 浮桥拆除\n发信站: 柳湾 (Tue Mar  5 10:00:00 2024)\n\n{ONE}\n",
    "typeset-text": f"\\documentclass{{article}}\n\\begin{{document}}\n{ONE}\n\\end{{document}}\n",
    "head-of-remarks": f"# title: 浮桥拆除\n# date: 2024-03-05\n\n{ONE}\n{TWO}\n",
    "linked-notes": f"# 浮桥拆除\n\n{ONE}见[[骆长庚|老骆]]。 ^a1\n",
    "copied-page": f"浮桥拆除\n{ONE}\n{TWO}\n阅读原文\n微信扫一扫\n",
    "several-heads": "".join(f"---\ntitle: {row[0]}\ndate: {row[1]}\n---\n{row[3]}\n\n" for row in ROWS),
    "labelled-lines": f"__label__交通\t{ONE}\n__label__教育\t{SCHOOL}\n",
    "escaped-text": ESCAPED,
    "wiki-text": WIKI,
    "barred-columns": BARRED,
    "org-text": ORG,
    "numbered-lines": NUMBERED,
    "block-labels": BLOCKS,
    "xml": SGML,
    "json": json.dumps([{"title": row[0], "date": row[1], "text": row[3]} for row in ROWS]),
    "table": table("\t"),
    "labelled-article": LABELLED,
    "tagged-text": tagged(ONE + TWO),
    "outline": OUTLINE,
    "pages-of-text": PAGES,
    "unknown-text": LOG,
    "certain-lines": CERTAIN,
    "web-page": f"<!DOCTYPE html>\n<html><body><h1>浮桥拆除</h1>\n<p>{ONE}</p></body></html>",
}


@pytest.mark.parametrize("name", KINDS)
def test_the_first_sign_that_fits_is_that_of_the_kind(name: str) -> None:
    assert next(text_kinds.kinds_of(KINDS[name].split("\n"))).name == name


def test_each_kind_of_the_table_is_tried_here() -> None:
    assert {kind.name for kind in text_kinds.KINDS} == KINDS.keys()


@pytest.mark.parametrize(
    "text",
    [
        PAPER,
        PAPER.replace("\n\n", "\n"),
        f"# 浮桥拆除\n\n- {ONE}\n- {TWO}\n",
        f"【本报讯】{ONE}\n【新华社电】{TWO}\n",
        "一九八七年三月五日\n今日天气/晴/最高十二度\n" + PAPER,
        f"<div align=center>\n\n{ONE}\n\n</div>\n{TWO}\n",
        "The old bridge/ferry was closed. It was used daily/weekly by 300 people.\n" * 5,
        "电视节目\n08:00 新闻\n09:15 连续剧\n10:30 渡口\n11:00 戏曲\n12:00 新闻\n13:10 音乐\n",
        "{渡口}\n" + PAPER,
        PAPER + f"{'=' * 30}\n石坪镇夜校开课\n{'=' * 30}\n{SCHOOL}\n{'-' * 60}\n" * 6,
        f"* {ONE}\n* {TWO}\n* {SCHOOL}\n",
        "1 何大山 9.8秒\n2 田丰 9.9秒\n3 冯月英 10.1秒\n4 宋平 10.2秒\n5 何苗 10.4秒\n6 顾知 10.9秒\n",
    ],
)
def test_running_text_has_no_sign(text: str) -> None:
    assert [kind.name for kind in text_kinds.kinds_of(text.split("\n"))] == []


TAGS = ("NR", "VV", "NN")


def words_with(form: str, *texts: str) -> str:
    """Return texts whose words have a form, one line each: “{word}({tag})”."""
    lines = []
    for text in texts:
        tags = (TAGS[at % 3] for at in range(len(text)))
        words = zip([*words_of(text[:-1]), text[-1]], tags, strict=False)
        lines.append(" ".join(form.format(word=word, tag=tag) for word, tag in words))
    return "\n".join(lines)


def sentence(text: str, remark: str = "# sent_id = n-1\n") -> str:
    rows = [
        f"{at}\t{word}\t{word}\tNOUN\tNN\t_\t0\tdep\t_\tX=No" for at, word in enumerate(words_of(text), 1)
    ]
    return remark + "\n".join(rows)


def vertical(*texts: str) -> str:
    parts = ["\n".join(f"{word}\tNN\t{word}" for word in words_of(text)) for text in texts]
    sentences = "\n".join(f"<s>\n{part}\n</s>" for part in parts)
    return f'<doc id="1">\n{sentences}\n</doc>'


BLANK_COLUMNS = "\t_" * 8
LATER = [(str(at), word) for at, word in enumerate(words_of(ONE[2:] + TWO), 3)]


def tree(text: str) -> str:
    """A sentence as a treebank has it, with a trace."""
    leaves = " ".join(f"(NN {word})" for word in words_of(text))
    return f"( (IP (NP-SBJ (-NONE- *pro*)) (VP {leaves})) )"


OF_CORPORA = {
    "classes in brackets": words_with("{word}[{tag}]", ONE, TWO),
    "classes in round brackets": words_with("{word}({tag})", ONE, TWO),
    "classes behind lemmas": words_with("{word}|{word}|{tag}", ONE, TWO),
    "names in brackets": f"{ONE}\n{TWO}".replace("柳湾渡口", "[柳湾渡口|LOC]").replace(
        "骆长庚", "[骆长庚|PER]"
    ),
    "classes with underscores": CHARACTERS.replace("渡 O", "渡 B_ns"),
    "many columns": f"{sentence(ONE)}\n\n{sentence(TWO)}\n",
    "many columns and the text": f"{sentence('无' * 20, f'# text = {ONE}' + chr(10))}\n\n{sentence(TWO)}\n",
    "a word that is parted": "\n".join(
        f"{number}\t{word}{BLANK_COLUMNS}"
        for number, word in [("1-2", "昨日"), ("1", "昨"), ("2", "日"), *LATER]
    ),
    "vertical": vertical(ONE, TWO),
    "trees": f"{tree(ONE)}\n{tree(TWO)}\n",
    "trees over several lines": f"{tree(ONE)}\n{tree(TWO)}\n".replace(" (", "\n  ("),
}


@pytest.mark.parametrize("name", OF_CORPORA)
def test_a_corpus_is_read_without_what_it_says_of_its_words(name: str) -> None:
    source = formats.decode(OF_CORPORA[name].encode(), "柳湾.txt")
    assert source.reading is not None
    assert source.reading.format == "tagged-text"
    assert "".join(source.lines) == ONE + TWO


NO_TEXTS = {
    "RIS": f"TY  - NEWS\nTI  - 浮桥拆除\nT2  - 柳湾日报\nDA  - 1987/06/12\nN2  - {ONE}\nER  - \n",
    "BibTeX": f"@article{{a1,\n  title = {{浮桥拆除}},\n  year = {{1987}},\n  abstract = {{{ONE}}},\n}}\n",
    "lyrics": "[ti:浮桥]\n" + "\n".join(f"[00:{at:02}.00]{word}" for at, word in enumerate(words_of(ONE, 6))),
    "subtitles": "[Script Info]\nTitle: x\n[Events]\n"
    + "\n".join(f"Dialogue: 0,0:00:{at:02}.00,0:00:{at:02}.90,Default,,0,0,0,,{ONE}" for at in range(9)),
    "notes beside a text": "\n".join(f"T{at}\tLOC {at * 5} {at * 5 + 4}\t柳湾渡口" for at in range(1, 9)),
}


@pytest.mark.parametrize("name", NO_TEXTS)
def test_what_is_no_text_of_a_paper_is_told_and_makes_no_articles(name: str) -> None:
    source = formats.decode(NO_TEXTS[name].encode(), "柳湾.txt")
    assert source.reading is not None
    assert source.reading.format == "unknown-text"
    assert {article.kind for article in read(NO_TEXTS[name]).articles} == {ArticleKind.UNPLACED}


WIKI_PAGE = (
    f"{{{{header\n | title = 柳湾日报\n | date = 1987-06-12\n}}}}\n'''柳湾渡口浮桥拆除'''\n\n{ONE}\n\n"
    f"[[File:ferry.jpg|thumb|200px|渡口旧影]]\n{TWO}[[骆长庚|老骆]]\n\n[[Category:1987年]]\n"
)


def test_a_page_of_a_wiki_without_headings_is_read_without_its_marks() -> None:
    source = formats.decode(WIKI_PAGE.encode(), "柳湾.txt")
    head = ["柳湾日报", "1987-06-12"]
    assert [line for line in source.lines if line] == [
        *head,
        "柳湾渡口浮桥拆除",
        ONE,
        "渡口旧影",
        f"{TWO}老骆",
    ]
    assert source.spans[:2] == ((1, 4), (1, 4))


HEADLINES = ["浮桥拆除", "夜校开课", "船工学字"]
TEXTS = [ONE, SCHOOL, TWO]


def headed(form: str, top: str) -> str:
    """A paper of three articles: `top` and, of each, `form`."""
    articles = (form.format(head, text) for head, text in zip(HEADLINES, TEXTS, strict=True))
    return top + "".join(articles)


OF_STRANGERS = {
    "AsciiDoc": headed("== {}\n\n{}\n\n", "= 柳湾日报\n:revdate: 2024-03-05\n:toc:\n\n"),
    "Zim": headed(
        "===== {} =====\n{}\n\n",
        "Content-Type: text/x-zim-wiki\nWiki-Format: zim 0.6\nCreation-Date: 2026-01-01T00:00:00+08:00\n\n"
        "====== 柳湾日报 2024年3月5日 ======\n\n",
    ),
    "Textile": headed("h2. {}\n\np. {}\n\n", "h1. 柳湾日报 2024年3月5日\n\n"),
    "Org": headed("* {}\n  {}\n", "#+TITLE: 柳湾日报\n#+DATE: <2024-03-05 Tue>\n"),
    "a wiki with a template on a line": headed(
        "== {} ==\n{}\n", "{{{{Header|title=柳湾日报|date=2024-03-05}}}}\n".format()
    ),
    "an outline by levels": headed("  - {}\n    - {}\n", "- 柳湾日报 2024年3月5日\n"),
    "an outline with heading marks": headed("- ## {}\n\t- {}\n", "- # 柳湾日报 2024年3月5日\n"),
    "LaTeX": headed(
        "\\section{{{}}}\n{}\n\n",
        "\\documentclass{ctexart}\n\\title{柳湾日报}\\date{2024年3月5日}\n\\begin{document}\n\\maketitle\n",
    ),
    "OPML": headed(
        '<outline text="{}"><outline text="{}"/></outline>',
        '<opml version="2.0"><head><title>柳湾日报 2024年3月5日</title></head><body>',
    )
    + "</body></opml>",
    "FreeMind": headed(
        '<node TEXT="{}"><node TEXT="{}"/></node>', '<map version="1.0.1"><node TEXT="柳湾日报 2024年3月5日">'
    )
    + "</node></map>",
}


@pytest.mark.parametrize("name", OF_STRANGERS)
def test_a_paper_in_the_light_markup_of_any_program_has_its_name_its_day_and_its_articles(name: str) -> None:
    part = read(OF_STRANGERS[name])
    assert (part.masthead.title, str(part.masthead.date)) == ("柳湾日报", "2024-03-05")
    assert [article.headline for article in part.articles] == HEADLINES
    texts = ["".join(block.text for block in article.blocks) for article in part.articles]
    assert [text for text in TEXTS if not any(text in whole for whole in texts)] == []


def test_a_page_with_a_template_of_fields_is_an_article() -> None:
    template = (
        "{{header\n| title = 浮桥拆除\n| author = 骆长庚\n| year = 2024\n| month = 3\n| day = 5\n}}\n\n"
    )
    part = read(f"{template}{ONE}\n")
    assert str(part.masthead.date) == "2024-03-05"
    assert [article.headline for article in part.articles] == ["浮桥拆除"]


def test_a_list_without_levels_is_no_outline() -> None:
    assert [*text_kinds.kinds_of([f"- {text}" for text in TEXTS])] == []


@pytest.mark.parametrize(
    "text",
    [
        "今日参加者：\n" + " ".join(f"{word}(A)" for word in words_of(ONE + TWO)[:-1]),
        "\n".join(f"{at}\t何大山\t柳湾\t9\t8\t7\t6\t5\t4\t{at}" for at in range(1, 20)),
        "电视节目\n" + "\n".join(f"[{at:02}:30]新闻联播重播" for at in range(6, 20)),
        "\n".join(f"{at}\t甲队/乙队\t3|2" for at in range(1, 20)),
        f"{ONE}[图|本报记者]\n{TWO}[照片|AP]\n{SCHOOL}[照片|AFP]\n",
        f"TY  - 这是代号\n{ONE}\n{TWO}\n",
        f"{ONE}见[[骆长庚]]。\n{TWO}\n",
    ],
    ids=["grades", "scores", "broadcasts", "matches", "credits", "a code", "links of notes"],
)
def test_a_paper_with_brackets_bars_and_columns_is_no_corpus(text: str) -> None:
    names = {kind.name for kind in text_kinds.kinds_of(text.split("\n"))}
    assert names.isdisjoint({"tagged-text", "wiki-text"})


def read(text: str, name: str = "柳湾.txt") -> IssuePart:
    source = formats.decode(text.encode(), name)
    return parsing.in_file(parsing.parse(source), source)


def days_of(text: str) -> list[IssuePart]:
    with pytest.raises(formats.SeveralDays) as raised:
        formats.decode(text.encode(), "柳湾.txt")
    return [parsing.parse(formats.decode(day.data, f"柳湾.txt/{day.date}")) for day in raised.value.days]


def headlines(parts: Sequence[IssuePart]) -> list[tuple[str, str | None]]:
    return [(str(part.masthead.date), article.headline) for part in parts for article in part.articles]


@pytest.mark.parametrize("separator", ["\t", ";", "|", ","])
def test_a_table_in_a_text_has_an_article_a_row(separator: str) -> None:
    assert headlines(days_of(table(separator))) == [("2024-03-05", ROWS[0][0]), ("2024-03-06", ROWS[1][0])]


def test_lines_of_json_in_a_text_are_a_table() -> None:
    lines = "\n".join(json.dumps(dict(zip(NAMES, row, strict=True))) for row in ROWS)
    assert [day for day, _ in headlines(days_of(lines))] == ["2024-03-05", "2024-03-06"]


@pytest.mark.parametrize("kind", ["xml", "json"])
def test_markup_in_a_text_is_read_as_such(kind: str) -> None:
    if kind == "json":
        parts = days_of(KINDS[kind])
    else:
        parts = [read(KINDS[kind])]
    assert [title for _, title in headlines(parts)] == [row[0] for row in ROWS]
    assert all("<" not in text for part in parts for one in part.articles for _, _, text in one.texts())


@pytest.mark.parametrize("sign", ["/", "_", "#"])
def test_a_tagged_text_is_read_without_its_tags(sign: str) -> None:
    (article,) = read(tagged(ONE + TWO, sign)).articles
    assert [block.text for block in article.blocks] == [ONE + TWO]


@pytest.mark.parametrize("text", [CHARACTERS, CONLL], ids=["characters", "words in columns"])
def test_a_word_a_line_becomes_lines(text: str) -> None:
    blocks = [block.text for article in read(text).articles for block in article.blocks]
    assert "".join(blocks) == ONE + TWO


def test_a_corpus_with_places_tells_its_articles() -> None:
    lines = [
        ("19980305-01-001-001", "浮桥拆除"),
        ("19980305-01-001-002", ONE),
        ("19980305-02-001-001", "夜校开课"),
        ("19980305-02-001-002", SCHOOL),
        ("19980306-01-001-001", TWO),
    ]
    first, second = days_of("\n".join(f"{place}/m  {tagged(text)}" for place, text in lines))
    assert headlines([first]) == [("1998-03-05", "浮桥拆除"), ("1998-03-05", "夜校开课")]
    assert [article.page for article in first.articles] == ["1", "2"]
    assert [block.text for article in second.articles for block in article.blocks] == [TWO]


def test_names_of_several_words_lose_their_brackets() -> None:
    (article,) = read("[柳湾/ns  日报/n]nz  " + tagged(ONE)).articles
    assert article.blocks[0].text == f"柳湾日报{ONE}"


def test_words_of_latin_letters_stay_apart() -> None:
    text = " ".join(f"{word}/NN" for word in ("The old ferry at Willow was closed on Monday " * 3).split())
    (article,) = read(text + " ./.").articles
    assert "old ferry at Willow was closed on Monday The old" in article.blocks[0].text


def test_an_outline_is_read_without_bullets_and_what_it_embeds() -> None:
    (article,) = read(OUTLINE, "浮桥.md").articles
    assert [block.text for block in article.blocks] == [ONE, TWO]
    assert article.source_lines == ((3, 3), (5, 5))


def test_one_article_with_labels_is_read_by_its_fields() -> None:
    part = read(LABELLED, "C39-Sports0.txt")
    (article,) = part.articles
    assert (part.masthead.title, str(part.masthead.date)) == ("柳湾日报", "2024-03-05")
    assert (article.page, article.headline) == ("1", "柳湾渡口浮桥拆除")
    assert [credit.names for credit in article.credits] == [("骆长庚",)]
    assert [block.text for block in article.blocks] == [ONE, TWO]
    assert article.blocks[0].source_lines == ((8, 8),)


def test_form_feeds_part_pages_and_a_later_one_is_told_by_its_place() -> None:
    part = read(PAGES)
    assert [(article.headline, article.page) for article in part.articles][-1] == ("石坪镇夜校开课", "2")
    assert [block.source_lines for block in part.articles[-1].blocks] == [((8, 8),), ((9, 9),)]
    assert "\f" not in "".join(text for one in part.articles for _, _, text in one.texts())


def test_skipped_pages_count_and_are_told() -> None:
    part = read(PAGES.replace("\f石", "\f[OCR skipped on page(s) 2-4]\f石"))
    assert part.masthead.unread_pages == "2-4"
    assert part.articles[-1].page == "5"


def test_pages_that_contradict_the_order_leave_it_unknown() -> None:
    part = read(PAGES.replace("日\n\n", "日\n第7版\n\n"))
    assert part.articles[-1].page != "2"


def test_what_is_not_known_is_one_text_that_is_told_and_found(tmp_path: Path) -> None:
    part = read(LOG)
    assert {article.kind for article in part.articles} == {ArticleKind.UNPLACED}
    assert len(part.warnings) == 1
    (tmp_path / "库").mkdir()
    (tmp_path / "库" / "渡口.txt").write_text(LOG, encoding="utf-8")
    library = Library.open(tmp_path / "库")
    library.sync()
    try:
        assert library.searcher.search('"opened=/a/7.txt"').total == 1
        doubts = [each for kind in look(library).kinds for each in kind.doubts]
        assert [each.path for each in doubts if each.kind is DoubtKind.UNKNOWN_TEXT] == ["渡口.txt"]
    finally:
        library.close()


def test_a_text_that_is_read_as_text_by_wish_is_no_other_kind() -> None:
    source = formats.decode(SGML.encode(), "a.txt", "text")
    assert source.lines[0] == "<doc>"


CUE = "00:00:0{at},000 --> 00:00:0{at},900"
BOXES = "1{at},10,210,10,210,30,10,30"
OTHERS = {
    "subtitles": "\n\n".join(f"{at}\n{CUE.format(at=at)}\n{ONE[:9]}" for at in range(1, 4)),
    "web subtitles": f"WEBVTT\n\n00:01.000 --> 00:04.000\n{ONE}",
    "an e-mail": f"From: he@example.com\nTo: gu@example.com\nSubject: 浮桥拆除\nDate: Fri, 12 Jun 1987\n\n{ONE}",
    "a folder of e-mails": f"From he@example.com Fri Jun 12 1987\nFrom: he@example.com\nSubject: 浮桥\nTo: a\n\n{ONE}",
    "a chat in blocks": "\n\n".join(
        f"2024-06-12 08:00:0{at} {'何顾何'[at]}一舟\n{ONE[:9]}" for at in range(3)
    ),
    "a chat in lines": "\n".join(f"[6/12/24, 08:00:0{at}] {'何顾何'[at]}一舟: {ONE[:9]}" for at in range(3)),
    "EndNote": f"%0 Newspaper Article\n%T 浮桥拆除\n%J 江滩日报\n%X {ONE}",
    "NoteExpress": f"{{Reference Type}}: Newspaper Article\n{{Title}}: 浮桥拆除\n{{Abstract}}: {ONE}",
    "BibTeX": f"@article{{he1987,\n  title = {{浮桥拆除}},\n  journal = {{江滩日报}},\n  abstract = {{{ONE}}}\n}}",
    "Tesseract": "level\tpage_num\tblock_num\tpar_num\ttext\n5\t1\t1\t1\t浮桥\n",
    "boxes in columns": "\n".join(f"{BOXES.format(at=at)},{ONE[:9]},0.9{at}" for at in range(4)),
    "boxes in lists": "\n".join(
        f"[[[1{at}, 10], [210, 10], [210, 30], [10, 30]], ('{ONE[:9]}', 0.9{at})]" for at in range(4)
    ),
    "MARC": "=LDR  00000nas\n=245  00$a江滩日报\n=260  $a江滩\n",
    "a dump of MySQL": "-- MySQL dump 10.13\nDROP TABLE IF EXISTS `news`;\nCREATE TABLE `news` (\n`title` text\n);\n"
    f"INSERT INTO `news` VALUES (1,'浮桥拆除','{ONE}');\n",
    "a dump of SQLite": f"PRAGMA foreign_keys=OFF;\nBEGIN;\nINSERT INTO news VALUES(1,'{ONE}');\nCOMMIT;\n",
    "what a browser recorded": f'{{"log": {{"version": "1.2", "entries": [{{"text": "{ONE}"}}]}}}}',
    "marked passages": "".join(
        f"江滩日报 (佚名)\n- 您在位置 #{at}0-{at}3的标注 | 添加于 2024年3月3日\n\n{ONE}\n==========\n"
        for at in range(3)
    ),
    "a printed table": "   title  content\n"
    + "\n".join(f"{at}   浮桥拆除  {ONE[:20]}..." for at in range(4)),
    "a calendar": "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:渡口开班\nEND:VEVENT\nEND:VCALENDAR\n",
    "a program": "import os\n\ndef main():\n    print('渡口')\n    return 0\n\nmain()\n",
    "changes of a program": "--- a/1.txt\n+++ b/1.txt\n@@ -1,2 +1,2 @@\n-渡口\n+渡口的灯\n",
    "settings": "[app]\nname=渡口\npath=/opt/a\n[log]\nlevel=debug\n",
    "a log": "\n".join(f"2024-06-12 08:00:0{at},123 INFO reader.sync: started" for at in range(4)),
}
"""What is evidently no paper; nothing in it is an article."""


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_evidently_no_paper_is_told_and_kept_whole(name: str) -> None:
    part = read(OTHERS[name])
    assert {article.kind for article in part.articles} == {ArticleKind.UNPLACED}
    assert [warning.message.startswith("这是") for warning in part.warnings] == [True]
    shown = "".join(block.text for article in part.articles for block in article.blocks)
    assert "".join(shown.split()) == "".join(OTHERS[name].split())


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(
            f"2024-06-12 0{at}:00 {title}" for at, title in enumerate(("浮桥拆除", "夜校开学", "渡口开船"))
        ),
        "\n".join(f"1987年6月12日 0{at}:00 渡口" for at in range(4)),
        PAPER + "\n记者: 何一舟\n通讯员: 顾小满\n",
        f"-- 编者按 --\n{ONE}\n",
        f"# 浮桥拆除\n{ONE}\n==========\n# 夜校开课\n{SCHOOL}\n==========\n",
        "比赛成绩\n" + "\n".join(f"{at}   何大山  9.{at}秒" for at in range(4)),
    ],
)
def test_news_with_times_are_no_chat(text: str) -> None:
    assert "unknown-text" not in {kind.name for kind in text_kinds.kinds_of(text.split("\n"))}


def test_bullets_before_headlines_alone_are_taken_away() -> None:
    part = read(f"- 浮桥拆除\n{ONE}\n- 夜校开课\n{SCHOOL}\n")
    assert [article.headline for article in part.articles] == ["浮桥拆除", "夜校开课"]


def test_how_sure_a_recogniser_was_is_no_text() -> None:
    part = read(CERTAIN)
    assert "0.8" not in "".join(block.text for article in part.articles for block in article.blocks)
