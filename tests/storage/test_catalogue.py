"""The catalogue answers for the files, in whatever order they came."""

import datetime as dt
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from reader import held_files
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.facts import IssueFacts, Outcome, Rule, fact_by
from reader.newspaper.holdings import OneOf
from reader.newspaper.issue import DateOrigin, IssuePart, Masthead, TitleOrigin
from reader.search.query.values import EDITION, MONTH_DAY, PICTURES
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue, CatalogueDamaged
from reader.storage.catalogue_version import VERSION
from reader.storage.folder import FoundFile, digest_of
from reader.storage.packing import Unpacker
from tests.growth import instructions
from tests.storage.catalogue_of_version_4 import (
    WITHOUT_BESIDE,
    WITHOUT_FACTS,
    WITHOUT_FORMATS,
    WITHOUT_FORMS,
    WITHOUT_INDEXES,
    WITHOUT_PICTURES,
    WITHOUT_PROFILES,
    made_of_version_4,
)
from tests.storage.stocked import stocked

JUNE_12 = Masthead(
    title="雁桥日报",
    title_origin=TitleOrigin.PRINTED,
    date=dt.date(1987, 6, 12),
    date_origin=DateOrigin.PRINTED,
    number=4181,
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "cache" / "catalogue.sqlite")


def an_article(text: str, page: str | None = "1") -> Article:
    lines = ((3, 3),)
    body = (Block(BlockKind.PARAGRAPH, text, lines),)
    return Article(
        f"key-{text[:4]}", ArticleKind.ARTICLE, page, headline=text[:4], blocks=body, source_lines=lines
    )


def put(
    catalogue: Catalogue, path: str, masthead: Masthead, *articles: Article
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    part = IssuePart(path, "utf-8", 9, masthead, articles)
    digest = digest_of((path + repr(articles)).encode())
    with catalogue.writing() as writer:
        texts = [article.headline or "" for article in articles]
        writer.store(FoundFile(path, 10, 20), digest, 1, part, texts)
        writer.newspapers.settle()
    return tuple(writer.added), tuple(writer.removed)


def test_pages_of_a_day_are_one_issue(catalogue: Catalogue) -> None:
    put(catalogue, "12-10.txt", JUNE_12, an_article("最后一版的消息", "10"))
    put(
        catalogue,
        "12-2.txt",
        replace(JUNE_12, number=None),
        an_article("第二版的消息", "2"),
        an_article("另一条", "2"),
    )
    put(catalogue, "12-x.txt", JUNE_12, an_article("不知哪一版", None))
    (issue,) = catalogue.tree.issues("雁桥日报", 1987, 6)
    assert (issue.date, issue.number, issue.article_count) == (dt.date(1987, 6, 12), 4181, 4)
    assert [a.page for a in catalogue.tree.articles(issue.id)] == ["2", "2", "10", None]


def test_the_tree_counts_and_ascends(catalogue: Catalogue) -> None:
    for day in ("1987-06-12", "1987-06-02", "1987-07-01", "2024-01-27"):
        put(catalogue, day, replace(JUNE_12, date=dt.date.fromisoformat(day)), an_article(day))
    put(catalogue, "undated.txt", Masthead(title="雁桥日报", month_day="02-01"), an_article("没有年份"))
    (paper,) = catalogue.tree.newspapers()
    assert not catalogue.tree.has_several_newspapers()
    assert (paper.issue_count, paper.undated_count) == (5, 1)
    assert [(y.number, y.issue_count) for y in catalogue.tree.years("雁桥日报")] == [(1987, 3), (2024, 1)]
    assert [(m.number, m.issue_count) for m in catalogue.tree.months("雁桥日报", 1987)] == [(6, 2), (7, 1)]
    assert [i.date and i.date.day for i in catalogue.tree.issues("雁桥日报", 1987, 6)] == [2, 12]
    assert [i.label for i in catalogue.tree.undated_issues("雁桥日报")] == ["undated.txt"]
    newest = catalogue.tree.newest_issue()
    assert newest is not None
    assert newest.date == dt.date(2024, 1, 27)


def test_one_walks_from_issue_to_issue_and_into_the_undated_ones(catalogue: Catalogue) -> None:
    for day in ("1987-06-02", "1987-06-12"):
        put(catalogue, day, replace(JUNE_12, date=dt.date.fromisoformat(day)), an_article(day))
    put(catalogue, "a.txt", Masthead(title="雁桥日报"), an_article("甲"))
    put(catalogue, "b.txt", Masthead(title="雁桥日报"), an_article("乙"))
    labels = []
    here = catalogue.tree.issues("雁桥日报", 1987, 6)[0]
    while (after := catalogue.tree.adjacent_issue(here.id, 1)) is not None:
        assert catalogue.tree.adjacent_issue(after.id, -1) == here
        here = after
        labels.append(here.label)
    assert labels == ["1987-06-12", "a.txt", "b.txt"]


def test_reading_a_file_again_replaces_only_what_has_changed(catalogue: Catalogue) -> None:
    first, _ = put(catalogue, "12.txt", JUNE_12, an_article("留下的"), an_article("会改的"))
    added, removed = put(catalogue, "12.txt", JUNE_12, an_article("留下的"), an_article("改过的"))
    assert removed == first[1:]
    (issue,) = catalogue.tree.issues("雁桥日报", 1987, 6)
    assert [a.id for a in catalogue.tree.articles(issue.id)] == [first[0], *added]


def test_equal_articles_of_two_files_of_an_issue_are_one_with_two_sources(catalogue: Catalogue) -> None:
    (first,), _ = put(catalogue, "12.txt", JUNE_12, an_article("同一条"))
    moved = replace(an_article("同一条"), source_lines=((8, 9),))
    assert put(catalogue, "copy/12.txt", JUNE_12, moved) == ((), ())
    stored = catalogue.article(first)
    assert stored is not None
    assert [(s.path, s.source_lines) for s in stored.sources] == [
        ("12.txt", ((3, 3),)),
        ("copy/12.txt", ((8, 9),)),
    ]


def test_a_missing_file_keeps_its_articles_until_a_person_removes_it(catalogue: Catalogue) -> None:
    (article_id,), _ = put(catalogue, "12.txt", JUNE_12, an_article("还读得到"))
    with catalogue.writing() as writer:
        writer.mark_missing(["12.txt"])
    stored = catalogue.article(article_id)
    assert stored is not None
    assert stored.is_missing
    with catalogue.writing() as writer:
        writer.remove_missing(["12.txt"])
    assert writer.removed == [article_id]
    assert catalogue.tree.newspapers() == []
    assert not catalogue.tree.has_several_newspapers()


def test_a_renamed_file_keeps_its_articles_ids(catalogue: Catalogue) -> None:
    (article_id,), _ = put(catalogue, "12.txt", JUNE_12, an_article("搬了家"))
    with catalogue.writing() as writer:
        writer.mark_missing(["12.txt"])
        writer.touch("12.txt", FoundFile("1987/12.txt", 10, 30))
    stored = catalogue.article(article_id)
    assert stored is not None
    assert [(s.path, s.is_missing) for s in stored.sources] == [("1987/12.txt", False)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_file_without_a_title_goes_with_its_neighbours(
    catalogue: Catalogue, order: tuple[int, ...]
) -> None:
    untitled = replace(JUNE_12, title=None, title_origin=None, number=None, date_origin=DateOrigin.FILE_NAME)
    files = [
        ("雁桥/12-1.txt", JUNE_12, an_article("头版")),
        ("雁桥/12-4.txt", untitled, an_article("末版", "4")),
        ("晚报/1.txt", replace(JUNE_12, title="雁桥晚报"), an_article("晚报的")),
    ]
    for at in order:
        put(catalogue, *files[at])
    assert [(p.title, p.issue_count) for p in catalogue.tree.newspapers()] == [
        ("雁桥日报", 1),
        ("雁桥晚报", 1),
    ]
    (issue,) = catalogue.tree.issues("雁桥日报", 1987, 6)
    assert (issue.number, issue.article_count, issue.date_origin) == (4181, 2, DateOrigin.PRINTED)
    assert issue.newspaper_origin is TitleOrigin.PRINTED


def paper_of(catalogue: Catalogue, path: str) -> tuple[str, TitleOrigin | None]:
    """Return the newspaper of a file's issue, with its witness."""
    issue_id = catalogue.files.issue_of_file(path)
    issue = catalogue.tree.issue(issue_id) if issue_id else None
    assert issue is not None
    return issue.newspaper, issue.newspaper_origin


UNTITLED = Masthead(date=dt.date(1987, 6, 14), date_origin=DateOrigin.PRINTED)


@pytest.mark.parametrize(
    ("others", "adopted"),
    [
        ({"扫描/1.txt": "雁桥日报"}, ""),
        ({"扫描/1.txt": "雁桥日报", "扫描/2.txt": "雁桥日报"}, "雁桥日报"),
        ({"扫描/1.txt": "雁桥日报", "扫描/2.txt": "雁桥日报", "扫描/3.txt": None}, "雁桥日报"),
        ({"扫描/1.txt": "雁桥日報", "扫描/2.txt": "雁桥日报", "扫描/3.txt": "雁桥日报"}, "雁桥日报"),
        ({"扫描/1.txt": "雁桥日报", "扫描/2.txt": "雁桥日报", "扫描/3.txt": "江城晚报"}, ""),
        ({"1.txt": "雁桥日报"}, ""),
        ({"扫描/上/1.txt": "雁桥日报"}, ""),
        ({"别处/1.txt": "雁桥日报", "1.txt": "雁桥日报"}, ""),
        ({"扫描/1.txt": None}, ""),
    ],
)
def test_a_name_is_adopted_only_where_all_other_files_of_the_folder_agree(
    catalogue: Catalogue, others: dict[str, str | None], adopted: str
) -> None:
    put(catalogue, "扫描/散页.txt", UNTITLED, an_article("没有报纸名"))
    for path, title in others.items():
        origin = TitleOrigin.PRINTED if title else None
        put(catalogue, path, replace(JUNE_12, title=title, title_origin=origin), an_article(path))
    assert paper_of(catalogue, "扫描/散页.txt") == (adopted, TitleOrigin.FOLDER if adopted else None)


@pytest.mark.parametrize(
    ("changes", "adopted"),
    [
        ({"script": "zh-Hant"}, "雁桥日报"),
        ({"script": "zh"}, "雁桥日报"),
        ({"script": "zh-Hans"}, ""),
        ({"script": "en"}, ""),
        ({"script": "zh-Hant", "date": dt.date(1996, 6, 14)}, "雁桥日报"),
        ({"script": "zh-Hant", "date": dt.date(2024, 6, 14)}, ""),
        ({"script": "zh-Hant", "date": None, "date_origin": None}, "雁桥日报"),
    ],
)
def test_a_name_is_adopted_only_from_files_of_like_script_and_decades(
    catalogue: Catalogue, changes: dict[str, Any], adopted: str
) -> None:
    titled = replace(JUNE_12, script="zh-Hant")
    put(catalogue, "扫描/1.txt", titled, an_article("甲"))
    put(catalogue, "扫描/2.txt", titled, an_article("乙"))
    put(catalogue, "扫描/散页.txt", replace(UNTITLED, **changes), an_article("没有报纸名"))
    assert paper_of(catalogue, "扫描/散页.txt")[0] == adopted


def test_one_file_of_the_same_day_is_enough(catalogue: Catalogue) -> None:
    put(catalogue, "扫描/1.txt", JUNE_12, an_article("甲"))
    put(catalogue, "扫描/2.txt", replace(JUNE_12, title=None, title_origin=None), an_article("乙"))
    assert paper_of(catalogue, "扫描/2.txt") == ("雁桥日报", TitleOrigin.PRINTED)


def test_of_a_name_that_was_adopted_it_is_told_how_many_files_of_the_folder_have_it(
    catalogue: Catalogue,
) -> None:
    for number in (1, 2, 3):
        printed = replace(JUNE_12, date=dt.date(1987, 6, number), title="雁桥日报")
        put(catalogue, f"扫描/{number}.txt", printed, an_article(f"第{number}篇"))
    put(catalogue, "扫描/4.txt", UNTITLED, an_article("没有报纸名的"))
    with catalogue.writing() as writer:
        writer.newspapers.settle()
    with catalogue.writing() as writer:
        writer.newspapers.tell_shares()
    (issue,) = (issue for issue in catalogue.tree.issues("雁桥日报", 1987, 6) if issue.date == UNTITLED.date)
    assert issue.facts.title.reason == "据文件夹推定：同文件夹 4 份中的 3 份"
    assert issue.facts.title.as_json()["words"] == "3 of 4"


def test_what_others_tell_of_an_issue_stays_told_whenever_it_is_settled_anew(catalogue: Catalogue) -> None:
    for number in (1, 2, 3):
        printed = replace(JUNE_12, date=dt.date(1987, 6, number), title="雁桥日报")
        put(catalogue, f"扫描/{number}.txt", printed, an_article(f"第{number}篇"))
    numbered = replace(UNTITLED, number=7, facts=IssueFacts(number=fact_by(Rule.MASTHEAD, 7)))
    (article_id,), _ = put(catalogue, "扫描/4.txt", numbered, an_article("没有报纸名的"))
    with catalogue.writing() as writer:
        writer.newspapers.settle()
    (issue,) = (issue for issue in catalogue.tree.issues("雁桥日报", 1987, 6) if issue.date == UNTITLED.date)
    with catalogue.writing() as writer:
        writer.contradict_numbers({issue.id: "4180 (1987-06-11)"}, {})
        writer.newspapers.tell_shares()
    told = catalogue.tree.issue(issue.id)
    assert told is not None
    assert told.facts.number.outcome is Outcome.CONTRADICTED
    with catalogue.writing() as writer:  # as after a corrected character
        writer.put_again(article_id, an_article("没有报纸名的"), "改过的")
    assert catalogue.tree.issue(issue.id) == told
    with catalogue.writing() as writer:  # as when its neighbours are corrected
        writer.contradict_numbers({}, catalogue.tree.against_numbers())
    settled = catalogue.tree.issue(issue.id)
    assert settled is not None
    assert settled.facts.number.outcome is Outcome.PRINTED
    assert settled.facts.title == told.facts.title


def test_a_name_that_was_adopted_is_given_up_when_the_folder_no_longer_agrees(catalogue: Catalogue) -> None:
    put(catalogue, "扫描/散页.txt", UNTITLED, an_article("没有报纸名"))
    put(catalogue, "扫描/1.txt", JUNE_12, an_article("甲"))
    put(catalogue, "扫描/3.txt", JUNE_12, an_article("丙"))
    put(catalogue, "扫描/2.txt", replace(JUNE_12, title="江城晚报"), an_article("乙"))
    assert paper_of(catalogue, "扫描/散页.txt") == ("", None)
    with catalogue.writing() as writer:
        writer.mark_missing(["扫描/2.txt"])
        writer.remove_missing(["扫描/2.txt"])
        writer.newspapers.settle()
    assert paper_of(catalogue, "扫描/散页.txt") == ("雁桥日报", TitleOrigin.FOLDER)


def test_an_issue_and_a_newspaper_have_the_surest_witness_of_their_files(catalogue: Catalogue) -> None:
    told = replace(JUNE_12, title_origin=TitleOrigin.FILE_NAME)
    put(catalogue, "1.txt", told, an_article("甲"))
    put(catalogue, "2.txt", replace(told, title_origin=TitleOrigin.DATELINES), an_article("乙"))
    assert paper_of(catalogue, "1.txt") == ("雁桥日报", TitleOrigin.DATELINES)
    put(catalogue, "3.txt", replace(JUNE_12, date=dt.date(1987, 6, 13)), an_article("丙"))
    assert [row.origin for row in catalogue.tree.newspapers()] == [TitleOrigin.PRINTED]


def test_an_inferred_date_makes_an_issue_of_its_own(catalogue: Catalogue) -> None:
    put(catalogue, "12.txt", JUNE_12, an_article("印着日期"))
    put(catalogue, "guess.txt", replace(JUNE_12, date_origin=DateOrigin.INFERRED), an_article("猜的日期"))
    assert len(catalogue.tree.issues("雁桥日报", 1987, 6)) == 2


def test_a_failed_file_keeps_what_was_read_before(catalogue: Catalogue) -> None:
    (article_id,), _ = put(catalogue, "12.txt", JUNE_12, an_article("读过了"))
    with catalogue.writing() as writer:
        writer.fail(FoundFile("12.txt", 0, 40), b"", 1, "文件是空的")
    assert catalogue.article(article_id) is not None
    assert catalogue.files.known_files()["12.txt"].message == "文件是空的"
    assert catalogue.tree.counts() == (1, 1, 1, 0, 1)


def test_a_batch_is_stored_whole_or_not_at_all(catalogue: Catalogue) -> None:
    part = IssuePart("12.txt", "utf-8", 9, JUNE_12, (an_article("半途"),))
    before = catalogue.generation()

    def cut_off() -> None:
        with catalogue.writing() as writer:
            writer.store(FoundFile("12.txt", 10, 20), b"", 1, part, ["半途"])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()
    assert catalogue.files.known_files() == {}
    assert catalogue.generation() == before


def test_another_thread_or_process_sees_what_was_stored(catalogue: Catalogue, tmp_path: Path) -> None:
    other = Catalogue(tmp_path / "cache" / "catalogue.sqlite")
    before = other.generation()
    put(catalogue, "12.txt", JUNE_12, an_article("看得见"))
    assert other.generation() > before
    assert other.tree.counts()[2] == 1


HOLDS = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read(1)
held.execute("COMMIT")
"""


def test_a_catalogue_that_another_process_is_making_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    command = [sys.executable, "-c", HOLDS, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as maker:
        assert maker.stdout is not None
        assert maker.stdout.readline().strip() == b"held"
        release_timer = threading.Timer(0.3, maker.communicate, [b"."])
        release_timer.start()
        with closing(Catalogue(path)) as opened:
            assert opened.tree.newspapers() == []
        release_timer.join()


@pytest.mark.skipif(sys.platform == "win32", reason="what is open can't be deleted there")
def test_the_cache_folder_may_be_deleted_under_an_open_catalogue(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    put(catalogue, "12.txt", JUNE_12, an_article("会重来"))
    for path in (tmp_path / "cache").iterdir():
        path.unlink()
    assert catalogue.tree.counts()[2] == 0
    put(catalogue, "12.txt", JUNE_12, an_article("会重来"))
    assert catalogue.tree.counts()[2] == 1


def test_where_nothing_can_be_written_it_is_read_as_it_stands(catalogue: Catalogue, tmp_path: Path) -> None:
    """As where a disk is full: SQLite can't make the files that it wants to have beside this one."""
    put(catalogue, "12.txt", JUNE_12, an_article("照样能读"))
    catalogue.close()
    beside = tmp_path / "cache" / "catalogue.sqlite-shm"
    beside.mkdir()
    assert next(iter(catalogue.texts(catalogue.article_ids()).values())).text == "照样能读"
    assert [catalogue.article(each) is not None for each in catalogue.article_ids()] == [True]
    with pytest.raises(sqlite3.OperationalError):
        put(catalogue, "13.txt", JUNE_12, an_article("写不进去"))
    beside.rmdir()
    put(catalogue, "13.txt", JUNE_12, an_article("又能写了"))
    assert catalogue.tree.counts()[2] == 2


def test_a_sync_is_complete_when_one_was_completed(catalogue: Catalogue) -> None:
    put(catalogue, "12.txt", JUNE_12, an_article("半途"))
    assert not catalogue.is_complete()
    for _ in range(2):
        with catalogue.writing() as writer:
            writer.keep("complete", 1)
    assert catalogue.is_complete()


def test_what_was_read_of_a_file_is_given_back_in_its_order(catalogue: Catalogue) -> None:
    articles = an_article("后来的"), an_article("先来的")
    put(catalogue, "12.txt", JUNE_12, *articles)
    put(catalogue, "13.txt", replace(JUNE_12, number=4182), an_article("别的文件"))
    assert catalogue.parsed_file("12.txt") == (JUNE_12, "utf-8", list(articles))
    with catalogue.writing() as writer:
        writer.fail(FoundFile("坏.txt", 1, 2), b"", 1, "文件是空的")
    for path in ("坏.txt", "没有.txt"):
        with pytest.raises(CatalogueDamaged, match=path):
            catalogue.parsed_file(path)


def test_articles_are_found_by_key_and_by_id_and_listed_newest_first(catalogue: Catalogue) -> None:
    def on(day: str) -> Masthead:
        return replace(JUNE_12, date=dt.date.fromisoformat(day))

    (undated,), _ = put(catalogue, "散.txt", Masthead(title="雁桥日报"), an_article("甲"))
    old, _ = put(catalogue, "1.txt", on("1987-06-12"), an_article("乙", "10"), an_article("甲", "2"))
    (new,), _ = put(catalogue, "2.txt", on("1990-01-01"), an_article("丙"))
    assert catalogue.article_ids() == sorted([undated, *old, new])
    assert catalogue.article_ids(newest_first=True) == [new, old[1], old[0], undated]
    assert [each.id for each in catalogue.forms.printed(["key-甲"])] == [undated, old[1]]
    assert catalogue.forms.printed(["key-丁"]) == []
    assert catalogue.known([new, undated, 10**6]) == {new, undated}
    assert set(catalogue.article_rows([new, 10**6])) == {new}
    assert catalogue.article(10**6) is None
    found = catalogue.texts([old[0], undated, 10**6])
    assert {key: (row.newspaper, row.date, row.page) for key, row in found.items()} == {
        old[0]: ("雁桥日报", dt.date(1987, 6, 12), "10"),
        undated: ("雁桥日报", None, "1"),
    }
    assert dict(catalogue.search_texts([new, undated])) == {
        new: an_article("丙").headline,
        undated: an_article("甲").headline,
    }


def test_of_several_files_of_an_article_the_first_that_is_there_is_named(catalogue: Catalogue) -> None:
    (article_id,), _ = put(catalogue, "乙.txt", JUNE_12, an_article("同一条"))
    for path in ("甲.txt", "丙.txt"):
        put(catalogue, path, JUNE_12, an_article("同一条"))

    def first_and_all() -> tuple[str, list[str]]:
        stored = catalogue.article(article_id)
        assert stored is not None
        return catalogue.first_paths([article_id])[article_id], [source.path for source in stored.sources]

    assert first_and_all() == ("丙.txt", ["丙.txt", "乙.txt", "甲.txt"])
    with catalogue.writing() as writer:
        writer.mark_missing(["丙.txt"])
    assert first_and_all() == ("乙.txt", ["乙.txt", "甲.txt", "丙.txt"])
    with catalogue.writing() as writer:
        writer.mark_missing(["乙.txt", "甲.txt"])
    assert first_and_all() == ("丙.txt", ["丙.txt", "乙.txt", "甲.txt"])


def test_a_file_that_is_touched_has_only_its_own_day_stitched_again(catalogue: Catalogue) -> None:
    for path, day in (("1.txt", "1987-06-12"), ("2.txt", "1990-01-01")):
        put(catalogue, path, replace(JUNE_12, date=dt.date.fromisoformat(day)), an_article(day))
    (issue,) = catalogue.tree.issues("雁桥日报", 1990, 1)
    with catalogue.writing() as writer:
        writer.touch("2.txt", FoundFile("3.txt", 10, 30))
        writer.settle()
        assert writer.to_stitch == {issue.id}
    (issue,) = catalogue.tree.issues("雁桥日报", 1990, 1)
    assert issue.label == "3.txt"


def test_an_issue_that_was_spoilt_is_a_problem(catalogue: Catalogue, tmp_path: Path) -> None:
    put(catalogue, "12.txt", JUNE_12, an_article("好好的"))
    assert catalogue.problems() == []
    with closing(sqlite3.connect(tmp_path / "cache" / "catalogue.sqlite")) as connection, connection:
        connection.execute(
            "INSERT INTO issue (identity, newspaper, date, label) VALUES ('[1]', '报', '1987-13', '')"
        )
    assert len(catalogue.problems()) == 1


def test_what_sqlite_finds_wrong_is_a_problem_in_its_words(catalogue: Catalogue, tmp_path: Path) -> None:
    put(catalogue, "12.txt", JUNE_12, an_article("好好的"))
    catalogue.close()
    path = tmp_path / "cache" / "catalogue.sqlite"
    for sql in (
        "UPDATE sqlite_master SET sql = replace(sql, 'label TEXT NOT NULL', 'label TEXT') WHERE name = 'issue'",
        "UPDATE issue SET label = NULL",
        "UPDATE sqlite_master SET sql = replace(sql, 'label TEXT,', 'label TEXT NOT NULL,') WHERE name = 'issue'",
    ):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute(sql)
    assert catalogue.problems() == ["NULL value in issue.label"]


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("column", ["title", "length", "page_order", "digest"])
def test_an_article_that_differs_from_what_was_written_is_a_problem(
    catalogue: Catalogue, tmp_path: Path, at: int, column: str
) -> None:
    ids, _ = put(catalogue, "12.txt", JUNE_12, *(an_article(text) for text in ("甲", "乙", "丙")))
    with closing(sqlite3.connect(tmp_path / "cache" / "catalogue.sqlite")) as connection, connection:
        value = {"title": "改过的", "digest": b"0"}.get(column, 7)
        connection.execute(f"UPDATE article SET {column} = ? WHERE id = ?", (value, ids[at]))
    (problem,) = catalogue.problems()
    assert f"第 {ids[at]} 篇" in problem


def test_only_a_catalogue_that_may_not_be_opened_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    assert not Catalogue.set_unreadable_aside(path)
    Catalogue(path).close()
    assert not Catalogue.set_unreadable_aside(path)
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith("unreadable")] == []
    path.unlink()
    path.mkdir()
    path.with_name("catalogue.sqlite-wal").write_bytes(b"log")
    assert Catalogue.set_unreadable_aside(path)
    (aside,) = tmp_path.glob("unreadable-*.sqlite")
    assert aside.is_dir()
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"log"
    assert not path.exists()


def test_a_catalogue_is_thrown_away_with_all_that_is_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    beside = [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm", "-suspect")]
    for each in beside:
        each.write_bytes(b"")
    other = tmp_path / "catalogue.sqlite-other"
    other.write_bytes(b"")
    Catalogue.throw_away(path)
    Catalogue.throw_away(path)
    assert list(tmp_path.iterdir()) == [other]


def _spoilt_inside(path: Path) -> None:
    content = path.read_bytes()
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\x5a" * (len(content) - 3 * 4096))


def _spoilt_at_its_head(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\x5a" * 200)


@pytest.fixture
def held(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """With an article in it, nothing in its log, and open elsewhere, where that keeps it from being deleted."""
    put(catalogue, "1.txt", JUNE_12, an_article("渡口的灯又亮了"))
    with closing(sqlite3.connect(catalogue.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def refused(path: Path, *, missing_ok: bool = False) -> None:
        if path == catalogue.path:
            error = PermissionError(13, "held", str(path))
            error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise error
        path.unlink(missing_ok=missing_ok)

    monkeypatch.setattr(held_files, "remove", refused)
    return catalogue


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Python can empty a database from 3.12 on")
@pytest.mark.parametrize("spoil", [Path.touch, _spoilt_inside])
def test_what_is_open_elsewhere_and_can_not_be_deleted_is_emptied_and_goes_on_there(
    held: Catalogue, spoil: Callable[[Path], None]
) -> None:
    identity = held.identity()
    spoil(held.path)
    Catalogue.throw_away(held.path)
    made_anew = Catalogue(held.path)
    assert made_anew.identity() == held.identity() != identity
    put(made_anew, "2.txt", JUNE_12, an_article("石榴渡今天开船"))
    assert [row.title for row in held.article_rows([1]).values()] == ["石榴渡今"]
    assert not held.is_suspected()
    assert held.problems() == []
    made_anew.close()
    held.close()


def test_what_is_open_elsewhere_and_can_not_be_emptied_either_is_told_as_in_use(held: Catalogue) -> None:
    _spoilt_at_its_head(held.path)
    with pytest.raises(PermissionError) as told:
        Catalogue.throw_away(held.path)
    assert held_files.is_held(told.value)
    held.close()


def test_rubbish_that_sqlite_quotes_in_what_it_says_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    Catalogue(path).close()
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE issue", b"CREATE TABL\xff issue"))
    with pytest.raises(CatalogueDamaged):
        Catalogue(path)


def test_a_file_that_is_no_catalogue_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"\xff\xd8\xff JPEG" * 500)
    with pytest.raises(CatalogueDamaged):
        Catalogue(tmp_path / "catalogue.sqlite")


#: What a version of the schema has brought.
BROUGHT = {
    3: "ALTER TABLE source DROP COLUMN corrections",
    4: "DROP TABLE stitch; ALTER TABLE issue DROP COLUMN stitched",
}


@pytest.mark.parametrize("version", [2, 3, 4])
def test_a_catalogue_of_a_version_before_keeps_what_it_holds(tmp_path: Path, version: int) -> None:
    path = tmp_path / "catalogue.sqlite"
    made_of_version_4(path, [an_article("留下来")])
    later = [sql for brought, sql in BROUGHT.items() if brought > version]
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("; ".join([*later, f"PRAGMA user_version = {version}"]))
    after = Catalogue(path)
    assert [row.text for row in after.texts(after.article_ids()).values()] == [
        search_text(an_article("留下来"))
    ]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert after.files.known_files()["12.txt"].corrections == ""
    assert list(after.stitches.stamps().values()) == [""]


def texts_of(catalogue: Catalogue) -> list[tuple[object, ...]]:
    rows = catalogue.texts(catalogue.article_ids()).values()
    return [
        (each.id, each.newspaper, each.date, each.page, each.text, each.values, each.article())
        for each in rows
    ]


#: What is missing in a catalogue of the version before.
BROUGHT_LATER = {
    24: WITHOUT_FACTS,
    23: WITHOUT_PICTURES,
    22: WITHOUT_INDEXES,  # first, because the others drop columns of these
    6: "DELETE FROM meta WHERE key = 'identity'",
    8: "DROP INDEX issue_by_number",
    9: "DROP TABLE masthead",
    11: "ALTER TABLE issue DROP COLUMN newspaper_origin",
    14: "DROP TABLE reading",
    17: WITHOUT_FORMATS,
    18: WITHOUT_BESIDE,
    19: WITHOUT_FORMS,
    20: WITHOUT_PROFILES,
    21: "DROP TABLE certainty",
}


@pytest.mark.parametrize("version", range(5, VERSION))
def test_a_catalogue_of_any_version_since_texts_are_packed_keeps_what_it_holds(
    tmp_path: Path, version: int
) -> None:
    before = stocked(tmp_path / "new.sqlite")
    texts, files = texts_of(before), before.files.known_files()
    missing = before.files.missing_files()
    before.close()
    old = tmp_path / "new.sqlite"
    later = [sql for brought, sql in BROUGHT_LATER.items() if brought > version]
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript("; ".join([*later, f"PRAGMA user_version = {version}"]))
    after = Catalogue(old)
    assert (texts_of(after), after.files.known_files()) == (texts, files)
    assert after.files.missing_files() == missing
    assert after.identity()
    assert after.problems() == []
    put(after, "14.txt", JUNE_12, an_article("又添了一份"))
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    with (
        closing(Catalogue(tmp_path / "made now.sqlite")),
        closing(sqlite3.connect(tmp_path / "made now.sqlite")) as connection,
    ):
        assert tables == {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


@pytest.mark.parametrize(
    ("masthead", "witness"),
    [
        (replace(JUNE_12, title_as_printed="雁桥日报"), TitleOrigin.PRINTED),
        (replace(JUNE_12, title_as_printed="雁挢日报", cn_number="00-0000"), TitleOrigin.CN_NUMBER),
        (JUNE_12, TitleOrigin.FILE_NAME),
        (replace(JUNE_12, title=None), None),
    ],
)
def test_the_witness_of_a_name_is_told_by_the_record_of_an_earlier_version(
    tmp_path: Path, masthead: Masthead, witness: TitleOrigin | None
) -> None:
    path = tmp_path / "catalogue.sqlite"
    with closing(Catalogue(path)) as made:
        put(made, "12.txt", replace(masthead, title_origin=None), an_article("甲"))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            f"{WITHOUT_FACTS}; {WITHOUT_PICTURES}; {WITHOUT_INDEXES};"
            f"ALTER TABLE issue DROP COLUMN newspaper_origin; DROP TABLE reading; DROP TABLE certainty;"
            f"{WITHOUT_FORMATS}; {WITHOUT_BESIDE};"
            f"{WITHOUT_FORMS}; {WITHOUT_PROFILES};"
            "PRAGMA user_version = 10;"
            "UPDATE source SET state = 'missing', masthead = json_remove(masthead, '$.title_origin')"
        )
    with closing(Catalogue(path)) as after:
        assert paper_of(after, "12.txt")[1] is witness
        assert after.problems() == []


def test_pictures_are_told_by_the_row_alone_and_where_an_earlier_version_wrote_it_by_the_article(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_caption = replace(an_article("渡口的图"), blocks=(Block(BlockKind.CAPTION, "图为渡口", ((3, 3),)),))
    put(catalogue, "12.txt", JUNE_12, with_caption, an_article("没有图的"))
    first, second = catalogue.article_ids()
    real, read = Unpacker.article, list[str]()

    def article(unpacker: Unpacker, key: str, *packed: Any) -> Article:
        read.append(key)
        return real(unpacker, key, *packed)

    monkeypatch.setattr(Unpacker, "article", article)

    def having(number: int) -> set[int]:
        return catalogue.with_value(PICTURES, OneOf(PICTURES.name, (number,)), [first, second, 99])

    assert (having(1), having(0), read) == ({first}, {second}, [])
    with catalogue.writing() as writer:
        writer.connection.execute("UPDATE article SET pictures = NULL")
    assert (having(1), having(0), len(read)) == ({first}, {second}, 4)
    assert catalogue.problems() == []
    with catalogue.writing() as writer:
        writer.texts.tell_pictures(catalogue.with_unknown_pictures(9))
    read.clear()
    assert (having(1), having(0), read) == ({first}, {second}, [])
    assert catalogue.with_unknown_pictures(9) == []


def test_a_catalogue_of_a_later_version_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    stocked(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(CatalogueDamaged, match="另一版本"):
        Catalogue(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION + 1,)


def test_what_is_looked_for_among_all_files_and_issues_takes_no_longer_among_many(tmp_path: Path) -> None:
    taken: dict[str, list[int]] = {}
    for issues in (20, 400):
        with closing(Catalogue(tmp_path / f"{issues}.sqlite")) as catalogue:
            with catalogue.writing() as writer:
                for nth in range(issues):
                    masthead = replace(JUNE_12, date=dt.date(1987, 6, 12) + dt.timedelta(nth))
                    part = IssuePart(f"{nth}.txt", "utf-8", 9, masthead, (an_article("渡口的灯"),))
                    writer.store(FoundFile(f"{nth}.txt", 10, 20), bytes([nth % 256]), 1, part, ["渡口的灯"])
            with catalogue.writing() as writer:
                asked: dict[str, Callable[[], object]] = {
                    "formats": catalogue.files.formats,
                    "undated files": catalogue.files.undated_files,
                    "other stamps": partial(catalogue.stitches.stamps, ""),
                    "counts": catalogue.tree.counts,
                    "edition": partial(
                        catalogue.with_value, EDITION, OneOf(EDITION.name, ("晚刊",)), range(1, 21)
                    ),
                    "day of the year": partial(
                        catalogue.with_value, MONTH_DAY, OneOf(MONTH_DAY.name, ("06-12",)), range(1, 21)
                    ),
                }
                for name, ask in asked.items():
                    taken.setdefault(name, []).append(instructions(writer.profiles._connection, ask))
    assert {name for name, (few, many) in taken.items() if many > 2 * few} == set()
