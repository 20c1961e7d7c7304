"""A table whose rows name the files of their texts is a table of articles: each has its text, its day and its title."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.features.importing.copying import import_files
from reader.library.library import Library
from reader.newspaper.holdings import StoredArticle
from reader.search.query import parse_query
from tests import homes

TABLE = (
    "article_id,title,date,page,newspaper_id,newspaper_title,words,text\n"
    "101,渡口浮桥拆除,2024-03-05,1,77,雁桥日报,50,{place}20240305-77-101.txt\n"
    "102,夜校开课,2024-03-06,2,77,雁桥日报,50,{place}20240306-77-102.txt\n"
)
TEXTS = {
    "20240305-77-101.txt": "柳叶洲浮桥昨日拆除，船工把木板捆好运走。\n来往的人改坐渡船。",
    "20240306-77-102.txt": "石板坡夜校开课，九十名学员领到课本。",
}
PLACES = {"named with the folder": "text/", "named alone": "", "named from here": "./text/"}


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    homes.use(monkeypatch, tmp_path / "home")
    (tmp_path / "库").mkdir()
    opened = Library.open(tmp_path / "库")
    yield opened
    opened.close()


def put(root: Path, table: str, name: str = "results.csv") -> None:
    """Write a table, and in the folder `text` the texts that it names."""
    (root / "text").mkdir(parents=True, exist_ok=True)
    (root / name).write_text(table, encoding="utf-8")
    for text_name, text in TEXTS.items():
        (root / "text" / text_name).write_text(text, encoding="utf-8")


def found(library: Library, words: str) -> StoredArticle:
    (article_id,) = library.searcher.search(parse_query(words), exact=True).ids
    article = library.articles.article(article_id)
    assert article is not None
    return article


@pytest.mark.parametrize("name", ["results.csv", "a.csv"])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_each_row_has_the_text_in_the_file_that_it_names(library: Library, place: str, name: str) -> None:
    put(library.root, TABLE.format(place=place), name)
    report = library.sync()
    assert (report.articles, report.failed) == (2, [])
    for headline, words, day, page in [
        ("渡口浮桥拆除", "船工把木板", "2024-03-05", "1"),
        ("夜校开课", "九十名学员", "2024-03-06", "2"),
    ]:
        article = found(library, words)
        assert article.article.headline == headline
        assert article.article.page == page
        assert (article.issue.newspaper, str(article.issue.date)) == ("雁桥日报", day)
    again = library.sync()
    assert (again.added, again.changed, again.missing) == (0, 0, 0)


def test_a_text_that_changes_has_its_row_read_again(library: Library) -> None:
    put(library.root, TABLE.format(place="text/"))
    library.sync()
    (library.root / "text/20240306-77-102.txt").write_text("夜校停课一周，补习改在年后。", encoding="utf-8")
    library.sync()
    assert found(library, "补习改在年后").article.headline == "夜校开课"
    assert not library.searcher.search(parse_query("九十名学员"), exact=True).ids


def test_a_text_that_is_not_there_is_told_and_its_title_stays(library: Library) -> None:
    put(library.root, TABLE.format(place="text/"))
    (library.root / "text/20240306-77-102.txt").unlink()
    library.sync()
    article = found(library, "夜校开课")
    assert article.article.blocks == ()
    assert article.sources[0].reading is not None
    assert "1 篇的文字（不在旁边，或读不出来）" in article.sources[0].reading.left_out


def test_a_list_of_papers_is_no_table_of_articles(library: Library) -> None:
    rows = "".join(f"雁桥日报,2024-03-0{day},issues/{day}.txt\n" for day in (5, 6, 7))
    (library.root / "list.csv").write_text("title,date,file\n" + rows, encoding="utf-8")
    (library.root / "issues").mkdir()
    for day in (5, 6, 7):
        text = f"雁桥日报\n2024年3月{day}日\n\n## 渡口加开一班船\n\n船工说江上有雾，第{day}天。\n"
        (library.root / f"issues/{day}.txt").write_text(text, encoding="utf-8")
    library.sync()
    assert found(library, "第6天").sources[0].path == "issues/6.txt"


def test_a_table_that_is_imported_takes_its_texts_along(library: Library, tmp_path: Path) -> None:
    put(tmp_path / "given", TABLE.format(place="text/"))
    import_files(library, [tmp_path / "given"])
    library.sync()
    assert found(library, "九十名学员").article.headline == "夜校开课"
