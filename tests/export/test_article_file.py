"""An article that goes out as a Markdown file comes back as it was, whatever it holds."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from reader import assets, formats, parsing
from reader.export.collection import CollectedIssue, article_file, write_markdown
from reader.newspaper.article import Article, Block, BlockKind
from reader.newspaper.facts import RULES, Check, IssueFacts, Outcome, Rule, checked, fact_by, facts_to_json
from reader.newspaper.holdings import IssueRow, StoredArticle
from reader.newspaper.issue import DateOrigin, IssuePart, Masthead
from tests import corpus
from tests.invented_article import ARTICLE, ISSUE, STORED
from tests.invented_article import stored as stored_with
from tests.laws import examples


def out_and_back(stored: StoredArticle, place: int = 3) -> IssuePart:
    return parsing.parse(formats.decode(article_file(stored, place).encode(), "导出/一篇.md"))


def stored_in(part: IssuePart) -> Iterator[StoredArticle]:
    head = part.masthead
    row = IssueRow(1, head.title or "", head.date, head.month_day, head.date_origin, head.number, 1, "")
    return (StoredArticle(1, article, row, head, ()) for article in part.articles)


def without_lines(article: Article) -> Article:
    """An article without where it stands in its file, and its credits in whatever order."""
    blocks = tuple(structs.replace(block, source_lines=()) for block in article.blocks)
    credits = tuple(sorted(article.credits, key=str))
    return structs.replace(article, blocks=blocks, credits=credits, source_lines=())


def fields_of(head: Masthead) -> tuple[object, ...]:
    return (
        head.title,
        head.date,
        head.month_day,
        head.number,
        head.weekday,
        head.lunar_date,
        head.page_count,
    )


def test_every_article_of_the_sample_and_of_an_invented_library_comes_back(tmp_path: Path) -> None:
    corpus.write_library(tmp_path, 8)
    paths = [*assets.sample_library().rglob("*"), *tmp_path.rglob("*.txt")]
    files = filter(formats.is_issue_file, filter(Path.is_file, paths))
    parts = [parsing.parse(formats.read(path, path.name)) for path in files]
    assert sum(len(part.articles) for part in parts) > 150
    for part in parts:
        for stored in stored_in(part):
            back = out_and_back(stored)
            (article,) = back.articles
            assert without_lines(article) == without_lines(stored.article)
            assert fields_of(back.masthead) == fields_of(part.masthead)
            assert back.masthead.place == 3


def test_what_other_programs_read_stands_in_front() -> None:
    lines = article_file(STORED, 3).splitlines()
    assert lines[0] == lines[lines.index("---", 1)] == "---"
    for line in ('title: "三万册旧报刊，一夜之间有了新家"', 'date: "1987-06-12"', 'page: "02"', "order: 3"):
        assert line in lines


_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Zs"]), min_size=1, max_size=30
) | st.sampled_from(
    ["# 一", "1. 二", "- 三", "> 四", "*五*", "---", "[六](七)", "\\八", "`九`", "<b>十</b>", "***"]
)


@settings(max_examples=examples(200), deadline=None)
@given(texts=st.lists(st.tuples(st.sampled_from([*BlockKind]), _TEXTS), min_size=1, max_size=5))
def test_no_word_is_taken_for_a_mark(texts: list[tuple[BlockKind, str]]) -> None:
    blocks = tuple(Block(kind, f"渡{text}", ()) for kind, text in texts)
    (article,) = out_and_back(
        structs.replace(STORED, article=structs.replace(ARTICLE, blocks=blocks))
    ).articles
    assert "".join("".join(block.text for block in article.blocks).split()) == "".join(
        "".join(block.text for block in blocks).split()
    )


def test_the_second_of_two_that_begin_alike_keeps_its_number() -> None:
    second = structs.replace(ARTICLE, key=f"{ARTICLE.key}-2")
    (first,) = out_and_back(STORED).articles
    (article,) = out_and_back(structs.replace(STORED, article=second)).articles
    assert article.key == f"{first.key}-2"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('headline: "三万册旧报刊，一夜之间有了新家"', "headline: 没有引号的题目", "没有引号的题目"),
        ('page: "02"', "page: 2", "三万册"),
        ("order: 3", "order: 很靠后", "三万册"),
        ('date: "1987-06-12"', 'date: "1987-02-30"', "三万册"),
        ("decks: [", "decks: {", "三万册"),
        ("### 板车队走了二十六天", "## 板车队走了二十六天", "三万册"),
        ("\n", "\r\n", "三万册"),
    ],
)
def test_a_file_that_a_person_has_edited_is_read_all_the_same(old: str, new: str, told: str) -> None:
    text = article_file(STORED, 3)
    assert old in text
    part = parsing.parse(formats.decode(text.replace(old, new).encode(), "一篇.md"))
    (article,) = part.articles
    assert told in (article.headline or "")
    assert sum(block.kind is BlockKind.SUBHEAD for block in article.blocks) == 2


@pytest.mark.parametrize("end", [0, 40, 200])
def test_a_file_whose_fields_do_not_end_says_so(end: int) -> None:
    data = article_file(STORED, 3).encode()[:end] or b"---\nyuebao: 1\n"
    if not data.startswith(b"---\nyuebao: 1\n"):
        data = b"---\nyuebao: 1\n" + data
    with pytest.raises(formats.UnreadableFile, match="---"):
        formats.decode(data, "一篇.md")


def test_a_folder_has_the_file_of_every_article_and_is_never_replaced(tmp_path: Path) -> None:
    articles = STORED, stored_with(headline="水/位", page=None), STORED
    issue = CollectedIssue(ISSUE, articles, (1, 4, 9))
    write_markdown(tmp_path / "导出", "题", [issue], replaces=True)
    files = {path.stem[:6]: path for path in (tmp_path / "导出/雁桥日报/1987/1987-06-12").iterdir()}
    assert {at: path.read_text(encoding="utf-8") for at, path in files.items()} == {
        "02-001": article_file(articles[0], 1),
        "00-004": article_file(articles[1], 4),
        "02-009": article_file(articles[2], 9),
    }
    with pytest.raises(FileExistsError):
        write_markdown(tmp_path / "导出", "题", [], replaces=True)
    assert all(path.exists() for path in files.values())


@pytest.mark.parametrize("rule", RULES)
def test_what_comes_back_is_never_surer_than_it_was(rule: Rule) -> None:
    """What was corrected is stated by whoever did; what contradicted something still does."""
    facts = IssueFacts(
        fact_by(rule, ISSUE.newspaper),
        fact_by(rule, ISSUE.date),
        pages={"2": fact_by(rule, "2")},
    )
    contradicted = IssueFacts(
        title=facts.title, day=checked(facts.day, [Check[dt.date]("星期六", _no)]), pages={}
    )
    for known in (facts, contradicted):
        issue = structs.replace(ISSUE, stored_facts=json.dumps(facts_to_json(known)))
        head = structs.replace(STORED.masthead, facts=known)
        back = out_and_back(structs.replace(STORED, issue=issue, masthead=head)).masthead.facts
        assert (back.title.value, back.day.value) == (ISSUE.newspaper, ISSUE.date)
        assert back.title.outcome.sureness <= known.title.outcome.sureness
        assert back.day.outcome.sureness <= known.day.outcome.sureness
        assert back.page("2").outcome.sureness <= known.page("2").outcome.sureness


def test_a_correction_that_comes_back_is_stated() -> None:
    facts = IssueFacts(fact_by(Rule.READER, ISSUE.newspaper), fact_by(Rule.READER, ISSUE.date))
    issue = structs.replace(ISSUE, stored_facts=json.dumps(facts_to_json(facts)))
    back = out_and_back(structs.replace(STORED, issue=issue)).masthead
    assert (back.facts.title.outcome, back.facts.day.outcome) == (Outcome.STATED, Outcome.STATED)
    assert back.date_origin is DateOrigin.STATED


def _no(day: dt.date) -> bool:
    return False
