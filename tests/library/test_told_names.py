"""The name by which an article was told of others with its text leads to it, whatever is known of it later."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectionKind
from tests.library.test_acts import home

__all__ = ["home"]

NOTICE = "本报讯（记者 何渡生）柳叶洲粮站营业执照副本一份日前遗失，声明作废。拾到的人请与粮站值班室联系，电话转二零七。"
PAPER = "柳川晚报"


def write(root: Path, name: str, title: str = "") -> str:
    body = f"渡口的灯亮到后半夜，船工说江上有雾，{name}那一天夜里过江的人都在棚子里等着天亮。"
    (root / name).write_text(
        f"{title}\n\n## 灯\n\n本报讯（记者 温如岚）{body}\n\n## 粮站遗失执照\n\n{NOTICE}\n", encoding="utf-8"
    )
    return name


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "柳川"
    folder.mkdir()
    return folder


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    for name in ("19900305.txt", "19900306.txt"):
        write(root, name)
    with closing(Library.open(root)) as opened:
        opened.sync()
        yield opened


def notices(library: Library) -> dict[str, int]:
    """The articles with the text that both files have, by path."""
    articles = (
        library.articles.article(article_id)
        for path in ("19900305.txt", "19900306.txt")
        for article_id, _, _ in library.local.catalogue.files.articles_of_file(path)
    )
    of_notice = [each for each in articles if each and each.article.blocks[0].text == NOTICE]
    assert len(of_notice) == 2
    return {each.sources[0].path: each.id for each in of_notice}


def names(library: Library) -> dict[str, str]:
    ids = notices(library)
    articles = {path: library.articles.article(article_id) for path, article_id in ids.items()}
    known = library.articles.printings.names_of(each.article.key for each in articles.values() if each)
    return {path: known[article_id] for path, article_id in ids.items()}


def found(library: Library, name: str) -> list[str]:
    return [each.sources[0].path for each in library.articles.find(name)]


@pytest.mark.parametrize(
    "claims",
    [
        [Claim(CorrectionKind.DATE, date=dt.date(1990, 4, 1))],
        [Claim(CorrectionKind.DATE, date=dt.date(1990, 4, 1)), Claim(CorrectionKind.TITLE, title=PAPER)],
    ],
)
def test_the_name_told_of_a_marked_article_leads_to_it(library: Library, claims: list[Claim]) -> None:
    told = names(library)
    assert all("@1990-03-0" in each for each in told.values())
    for article_id in notices(library).values():
        library.notebook.bookmark(article_id)
    library.corrections.correct_issue(["19900305.txt"], claims)
    library.sync()
    assert {path: found(library, name) for path, name in told.items()} == {path: [path] for path in told}


def test_the_name_told_with_a_file_leads_to_what_it_holds(library: Library) -> None:
    key = next(iter(names(library).values())).split("@")[0]
    assert found(library, f"{key}@03-05@{PAPER}@19900306.txt") == ["19900306.txt"]


def test_a_name_that_no_longer_fits_leads_to_no_other_article_with_the_text(library: Library) -> None:
    """Which one it was told of is not known: the day may have been another one's."""
    key = next(iter(names(library).values())).split("@")[0]
    for words in (f"1990-03-07@{PAPER}", f"{PAPER}@03版", PAPER):
        assert found(library, f"{key}@{words}") == []


def test_the_key_of_a_text_stays_that_of_all_its_printings(root: Path) -> None:
    """Of a file without a day and a title, nothing but the key is told beside the file."""
    for name in ("甲.txt", "乙.txt"):
        write(root, name)
    with closing(Library.open(root)) as library:
        library.sync()
        (key,) = {
            stored.article.key
            for article_id, _, _ in library.local.catalogue.files.articles_of_file("甲.txt")
            if (stored := library.articles.article(article_id)) and stored.article.blocks[0].text == NOTICE
        }
        for each in library.articles.find(key):
            library.notebook.bookmark(each.id)
        library.corrections.correct_issue(["甲.txt"], [Claim(CorrectionKind.DATE, date=dt.date(1990, 4, 1))])
        library.sync()
        assert library.user_data.printings.renamed([key]) == {}
        assert found(library, f"{key}@{PAPER}") == []
        assert {*found(library, key)} == {"甲.txt", "乙.txt"}
