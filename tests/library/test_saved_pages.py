"""A mirrored site as a library: its pages are issues, junk is counted, and nothing is found twice."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.features.importing.copying import import_files
from reader.library import sync_process
from reader.library.library import Library
from reader.newspaper.holdings import StoredArticle
from reader.search.query import parse_query
from tests import homes
from tests.formats import web_pages as pages

DAY = "site/html/2024-03/05"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    homes.use(monkeypatch, tmp_path / "home")
    (tmp_path / "镜像").mkdir()
    opened = Library.open(tmp_path / "镜像")
    yield opened
    opened.close()


def put(library: Library, name: str, page: str | bytes) -> Path:
    path = library.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return path


def found(library: Library, words: str) -> list[int]:
    return list(library.searcher.search(parse_query(words), exact=True).ids)


def stored(library: Library, article_id: int) -> StoredArticle:
    article = library.articles.article(article_id)
    assert article is not None
    return article


def test_a_mirrored_day_is_an_issue_and_what_is_no_article_is_counted(library: Library) -> None:
    other = (
        pages.classic()
        .replace(pages.PARAGRAPHS[0], "镇上的粮站清早开秤。")
        .replace(pages.HEADLINE, "粮站开秤")
    )
    put(library, f"{DAY}/content_52014.htm", pages.classic())
    put(library, f"{DAY}/content_52014.htm?div=-1", pages.classic().encode("gb18030"))
    put(library, f"{DAY}/content_52015.htm", other)
    put(library, f"{DAY}/node_3.htm", pages.node())
    put(library, f"{DAY}/content_files/frame.htm", pages.classic())
    put(library, "index.html", pages.search_form())
    put(library, "site/style.css", "td {}")
    report = library.sync()
    assert (report.added, report.articles, report.failed) == (3, 2, [])
    assert report.left_out == {"没有成篇文字的网页": 1, "版面的目录页": 1}
    assert report.formats == {"digital-paper": 3}
    (issue,) = library.contents.issues("雁桥日报", 2024, 3)
    assert issue.date == dt.date(2024, 3, 5)
    assert len(library.contents.articles(issue.id)) == 2
    assert sync_process.from_line(sync_process.to_line(report)) == report
    again = library.sync()
    assert (again.added, again.changed, again.unchanged, again.left_out) == (0, 0, 3, report.left_out)


def test_an_article_tells_which_format_took_its_file(library: Library) -> None:
    put(library, f"{DAY}/content_52014.htm", pages.classic())
    library.sync()
    (article_id,) = found(library, "祝水芹")
    (source,) = stored(library, article_id).sources
    assert source.reading is not None
    assert (source.reading.format, source.reading.certainty) == ("digital-paper", 0.95)
    assert any("导航" in words for words in source.reading.left_out)


def test_a_page_that_held_an_article_and_holds_none_is_told_and_its_text_kept(library: Library) -> None:
    path = put(library, f"{DAY}/content_52014.htm", pages.classic())
    library.sync()
    path.write_text(pages.search_form(), encoding="utf-8")
    report = library.sync()
    assert [failure.path for failure in report.failed] == [f"{DAY}/content_52014.htm"]
    assert report.left_out == {}
    assert len(found(library, "祝水芹")) == 1


def test_a_page_that_held_no_article_may_hold_one_later(library: Library) -> None:
    path = put(library, f"{DAY}/content_52014.htm", pages.search_form())
    assert library.sync().left_out
    path.write_text(pages.classic(), encoding="utf-8")
    report = library.sync()
    assert (report.left_out, report.articles) == ({}, 1)


def test_an_imported_page_keeps_the_day_that_only_its_address_tells(library: Library, tmp_path: Path) -> None:
    page = pages.classic(comment="").replace("2024年3月5日", "")
    outside = tmp_path / "下载" / DAY
    outside.mkdir(parents=True)
    (outside / "content_52014.htm").write_text(page, encoding="utf-8")
    (outside / "node_3.htm").write_text(pages.node(), encoding="utf-8")
    imported = import_files(library, [tmp_path / "下载"])
    assert imported.copied == ["2024/03/2024-03-05/content_52014.htm"]
    assert (imported.left_out, imported.failed) == (1, [])
    library.sync()
    (article_id,) = found(library, "祝水芹")
    assert stored(library, article_id).issue.date == dt.date(2024, 3, 5)


class TestTheSameArticleAsText:
    """A text file that says nothing but what a page tells of the same article."""

    TEXT = "\n".join(
        ["雁桥日报", "2024年3月5日　星期二", "第02版", pages.HEADLINE, pages.AUTHOR, *pages.PARAGRAPHS]
    )

    @pytest.mark.parametrize("is_text_first", [True, False])
    def test_is_found_once(self, library: Library, is_text_first: bool) -> None:
        files = [("2024-03-05.txt", self.TEXT), (f"{DAY}/content_52014.htm", pages.classic())]
        for name, page in files if is_text_first else reversed(files):
            put(library, name, page)
            library.sync()
        (article_id,) = found(library, "祝水芹")
        article = stored(library, article_id)
        assert article.article.kicker == pages.KICKER
        assert [source.path for source in article.sources] == [f"{DAY}/content_52014.htm", "2024-03-05.txt"]

    def test_is_there_again_when_the_page_says_something_else(self, library: Library) -> None:
        put(library, "2024-03-05.txt", self.TEXT)
        path = put(library, f"{DAY}/content_52014.htm", pages.classic())
        library.sync()
        path.write_text(pages.classic(body="<p>雨下了三天。</p>"), encoding="utf-8")
        library.sync()
        library.sync()
        (article_id,) = found(library, "祝水芹说")
        assert [each.path for each in stored(library, article_id).sources] == ["2024-03-05.txt"]
        assert stored(library, article_id).article.kicker is None  # only the page had one
        assert len(found(library, "雨下了三天")) == 1

    def test_is_found_once_if_it_says_more_and_by_what_it_says(self, library: Library) -> None:
        put(library, "2024-03-05.txt", self.TEXT + "\n晚上又下了一场雨，渠里的水涨了两寸。")
        put(library, f"{DAY}/content_52014.htm", pages.classic())
        library.sync()
        assert len(found(library, "祝水芹")) == 1
        assert found(library, "涨了两寸") == found(library, "祝水芹")
