"""The forms of an issue are joined and taken apart again, and whatever is asked of them is told by path and by key."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.newspaper.article import Article, Reading
from reader.newspaper.holdings import Twin
from reader.newspaper.issue import IssuePart
from reader.newspaper.printing import PrintedArticle
from reader.storage.catalogue import Catalogue
from reader.storage.folder import FoundFile, digest_of
from reader.storage.form_table import FormRow, JoinedArticle, PagedFile, printed_articles
from tests.storage.stocked import DAILY, an_article, head, put, stocked, texts

TEXT_FILE, SCAN, COPY = "甲/1987-06-12.txt", "甲/1987-06-12.xml", "甲/1987-06-12 (1).txt"
DAY = "1987-06-12"


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return stocked(tmp_path / "stocked.sqlite")


@pytest.fixture
def two_forms(tmp_path: Path) -> Catalogue:
    """An issue in a plain text and in a scan, which has one article otherwise, and one more."""
    catalogue = Catalogue(tmp_path / "two.sqlite")
    put(catalogue, TEXT_FILE, head(DAY), an_article("甲"), an_article("乙", "2"))
    put_scan(catalogue, an_article("田"), an_article("丙", "3"))
    return catalogue


def put_scan(catalogue: Catalogue, *articles: Article, path: str = SCAN) -> None:
    part = IssuePart(path, "utf-8", 9, head(DAY), articles, reading=Reading("alto", 1.0))
    with catalogue.writing() as writer:
        writer.store(FoundFile(path, 30, 20), digest_of(path.encode()), 1, part, texts(articles))
        writer.newspapers.settle()


def issue_of(catalogue: Catalogue) -> int:
    (issue,) = {stored.issue.id for stored in catalogue.stored(catalogue.article_ids()).values()}
    return issue


def rows(catalogue: Catalogue) -> dict[str, FormRow]:
    return {row.article.key: row for row in catalogue.forms.articles(issue_of(catalogue))}


def join(
    catalogue: Catalogue,
    *pairs: tuple[str, str],
    twins: dict[str, Twin] | None = None,
    stamp: str = "as chosen",
) -> None:
    """Join articles of the issue: each shown one with the other source of it."""
    by_key = rows(catalogue)
    joined = []
    for shown, other in pairs:
        row = by_key[f"key-{shown}"]
        joined.append(JoinedArticle(row.id, row.article, row.text, (by_key[f"key-{other}"].id,)))
    with catalogue.writing() as writer:
        writer.put_together(issue_of(catalogue), joined, stamp, twins or {})
        writer.settle()


def take_apart(catalogue: Catalogue) -> None:
    issue = issue_of(catalogue)
    with catalogue.writing() as writer:
        writer.take_apart(issue)
        writer.settle()


def keys(catalogue: Catalogue) -> list[str]:
    return sorted(stored.article.key for stored in catalogue.stored(catalogue.article_ids()).values())


def paths(articles: Sequence[PrintedArticle]) -> list[tuple[str, str, list[str]]]:
    return [(article.key, article.shown_key, article.paths) for article in articles]


# -- files of one form


def test_the_formats_of_an_issue_are_those_of_its_files_and_plain_text_has_none(two_forms: Catalogue) -> None:
    issue = issue_of(two_forms)
    assert two_forms.forms.formats_of([issue, issue + 1]) == {issue: ["", "alto"]}
    assert two_forms.forms.formats_of([]) == {}


def test_files_of_issues_with_several_are_told_with_their_pages(catalogue: Catalogue) -> None:
    issues = {stored.issue.id for stored in catalogue.stored(catalogue.article_ids()).values()}
    files = catalogue.forms.files_of_several(issues)
    assert [(file.path, file.format, file.size, {*file.pages}) for file in files] == [
        ("日报/1987-06-12-1.txt", "", 10, {"1", "2"}),
        ("日报/1987-06-12-9.txt", "", 10, {"10"}),
        ("晚报/1988-03-05.txt", "", 10, {"1"}),
        ("晚报/副本.txt", "", 10, {"1"}),
    ]
    assert files == sorted(files, key=place_of)
    assert catalogue.forms.files_of_several([files[0].issue_id]) == files[:2]


def place_of(file: PagedFile) -> tuple[int, str]:
    return file.issue_id, file.path


def test_undated_files_are_told_by_folder_and_only_if_they_are_there(catalogue: Catalogue) -> None:
    files = catalogue.forms.undated_files(["日报", "晚报"])
    assert [(file.path, file.of) for file in files] == [
        ("日报/散页a.txt", (DAILY, None, "")),
        ("日报/散页b.txt", (DAILY, "02-01", "")),
    ]
    assert catalogue.forms.undated_files(["晚报"]) == []
    assert catalogue.forms.undated_files([]) == []
    with catalogue.writing() as writer:
        writer.mark_missing(["日报/散页a.txt"])
    assert [file.path for file in catalogue.forms.undated_files(["日报"])] == ["日报/散页b.txt"]


def test_the_files_of_an_issue_are_told_with_how_they_were_read(two_forms: Catalogue) -> None:
    text, scan = two_forms.forms.files(issue_of(two_forms))
    assert (text.path, text.reading, text.masthead.date) == (TEXT_FILE, None, dt.date(1987, 6, 12))
    assert (scan.path, scan.reading) == (SCAN, Reading("alto", 1.0))


def test_the_articles_of_an_issue_are_told_by_path_and_place(two_forms: Catalogue) -> None:
    told = two_forms.forms.articles(issue_of(two_forms))
    assert [(row.article.key, row.position) for row in told] == [
        ("key-甲", 0),
        ("key-乙", 1),
        ("key-田", 0),
        ("key-丙", 1),
    ]
    assert [row.text for row in told] == texts([row.article for row in told])


# -- joined


def test_of_joined_articles_one_is_shown_and_both_keys_find_it(two_forms: Catalogue) -> None:
    join(two_forms, ("甲", "田"))
    assert keys(two_forms) == sorted(["key-甲", "key-乙", "key-丙"])
    both = [TEXT_FILE, SCAN]
    assert paths(two_forms.forms.printed(["key-甲"])) == [("key-甲", "key-甲", both)]
    assert paths(two_forms.forms.printed(["key-田"])) == [("key-田", "key-甲", [SCAN])]
    assert paths(two_forms.forms.printed(["key-丙", "key-无"])) == [("key-丙", "key-丙", [SCAN])]
    assert two_forms.forms.printed([]) == []
    assert two_forms.forms.moves() == {"key-田": "key-甲"}


def test_what_the_other_file_has_is_kept_as_it_stands_there(two_forms: Catalogue) -> None:
    join(two_forms, ("甲", "田"))
    (shown,) = [
        stored for stored in two_forms.stored(two_forms.article_ids()).values() if stored.article.page == "1"
    ]
    kept = two_forms.forms.of_article(shown.id)
    assert {place: article.key for place, article in kept.items()} == {(SCAN, 0): "key-田"}
    assert kept[SCAN, 0] == replace(an_article("田"), source_lines=kept[SCAN, 0].source_lines)


def test_an_issue_with_forms_is_told_with_its_stamp(two_forms: Catalogue) -> None:
    issue = issue_of(two_forms)
    assert two_forms.forms.with_forms([issue]) == set()
    assert two_forms.forms.joined() == []
    join(two_forms, ("甲", "田"), stamp="chosen")
    assert two_forms.forms.with_forms([issue, issue + 1]) == {issue}
    assert two_forms.forms.stamps() == {issue: "chosen"}
    assert two_forms.forms.joined() == [issue]


def test_an_issue_in_which_nothing_is_joined_has_a_stamp_all_the_same(two_forms: Catalogue) -> None:
    join(two_forms)
    assert two_forms.forms.stamps() == {issue_of(two_forms): "as chosen"}
    assert two_forms.forms.joined() == []
    assert two_forms.forms.moves() == {}


def test_taken_apart_everything_is_as_it_was_before(two_forms: Catalogue) -> None:
    before = {key: (row.article, row.text, row.position) for key, row in rows(two_forms).items()}
    join(two_forms, ("甲", "田"), ("丙", "乙"), twins={SCAN: Twin(TEXT_FILE)})
    assert keys(two_forms) == sorted(["key-甲", "key-丙"])
    take_apart(two_forms)
    after = {key: (row.article, row.text, row.position) for key, row in rows(two_forms).items()}
    assert after == before
    issue = issue_of(two_forms)
    assert two_forms.forms.with_forms([issue]) == set()
    assert two_forms.forms.stamps() == {}
    assert two_forms.forms.joined() == []
    assert two_forms.forms.all_twins() == {}
    for key in before:
        assert [article.shown_key for article in two_forms.forms.printed([key])] == [key]


def test_joined_otherwise_the_other_text_is_shown(two_forms: Catalogue) -> None:
    join(two_forms, ("甲", "田"))
    take_apart(two_forms)
    join(two_forms, ("田", "甲"))
    assert keys(two_forms) == sorted(["key-田", "key-乙", "key-丙"])
    assert two_forms.forms.moves() == {"key-甲": "key-田"}


def test_a_key_that_an_article_has_itself_is_not_moved(two_forms: Catalogue) -> None:
    put(two_forms, "乙/1990-01-02.txt", head("1990-01-02"), an_article("田"))
    by_key = {row.article.key: row for row in two_forms.forms.articles(1)}
    shown, other = by_key["key-甲"], by_key["key-田"]
    with two_forms.writing() as writer:
        writer.put_together(1, [JoinedArticle(shown.id, shown.article, shown.text, (other.id,))], "")
        writer.settle()
    assert two_forms.forms.moves() == {}
    assert len(two_forms.forms.printed(["key-田"])) == 2


# -- a page once more


def test_files_that_have_a_page_once_more_are_told_with_the_other(two_forms: Catalogue) -> None:
    put(two_forms, COPY, head(DAY), an_article("甲"))
    twin = Twin(TEXT_FILE, is_copy=True)
    join(two_forms, ("甲", "田"), twins={COPY: twin})
    issue = issue_of(two_forms)
    assert two_forms.forms.twins(issue) == {COPY: twin}
    assert two_forms.forms.twins(issue + 1) == {}
    assert two_forms.forms.all_twins() == {COPY: twin}
    with two_forms.writing() as writer:
        writer.mark_missing([COPY])
    assert two_forms.forms.all_twins() == {}
    assert two_forms.forms.twins(issue) == {COPY: twin}


def test_a_text_that_two_files_have_is_that_of_the_file_that_is_not_a_twin(two_forms: Catalogue) -> None:
    put(two_forms, COPY, head(DAY), an_article("甲"))
    join(two_forms, twins={COPY: Twin(TEXT_FILE)})
    assert two_forms.forms.joined() == [issue_of(two_forms)]
    assert paths(two_forms.forms.printed(["key-甲"])) == [("key-甲", "key-甲", [COPY, TEXT_FILE])]
    take_apart(two_forms)
    join(two_forms)
    assert two_forms.forms.joined() == []


# -- rows of articles in print


def test_rows_of_one_article_are_one_with_all_its_files() -> None:
    article = (1, "k", "k", DAILY, "1987-06-12", "06-12", "2", None)
    undated = (2, "k", "s", DAILY, None, None, None, "晚刊")
    told = printed_articles([(*article, "aa", "1.txt"), (*article, "bb", "2.txt"), (*undated, "cc", "3.txt")])
    day = dt.date(1987, 6, 12)
    assert told == [
        PrintedArticle(1, "k", "k", DAILY, day, "06-12", "2", (("aa", "1.txt"), ("bb", "2.txt")), None),
        PrintedArticle(2, "k", "s", DAILY, None, None, None, (("cc", "3.txt"),), "晚刊"),
    ]
    assert printed_articles([]) == []
