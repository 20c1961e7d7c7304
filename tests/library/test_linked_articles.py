"""The article that a link names is found by its key, in the library that has it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.library.linked_articles import (
    Holder,
    holder_of,
    link_candidates,
    linked_issue,
)
from reader.newspaper.printing import Printing, link_to, parse_link
from reader.storage.printing_table import Moves
from tests import homes

DAY = dt.date(1990, 3, 5)
BODY = "本报讯（记者 温如岚）渡口的灯亮到后半夜，船工说江上有雾。"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")


def filled(root: Path, *days: int, paper: str = "柳川晚报", body: str = BODY, more: str = "") -> Path:
    root.mkdir()
    for day in days:
        text = f"{paper}\n1990年3月{day}日 第{day}期\n\n## 渡口的灯\n{body}\n{more * day}\n"
        (root / f"199003{day:02}.txt").write_text(text, encoding="utf-8")
    library = Library.open(root)
    library.sync()
    library.close()
    return root


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Two days have an article that begins with the same words, and therefore the same key."""
    opened = Library.open(filled(tmp_path / "柳川", 5, 6, more="又添了一盏。"))
    yield opened
    opened.close()


def ids(library: Library) -> list[int]:
    issues = library.contents.issues("柳川晚报", 1990, 3)
    return [row.id for issue in issues for row in library.contents.articles(issue.id)]


def article_of(library: Library, printing: Printing) -> int | None:
    return library.articles.printings.article_of(printing)


def linked(library: Library, article_id: int) -> Printing:
    """An article as a link tells it to others."""
    stored = library.articles.article(article_id)
    assert stored is not None
    return parse_link(link_to(stored.printing))


def test_of_equal_texts_the_one_of_paper_and_day_is_meant_and_no_other(library: Library) -> None:
    first, second = ids(library)
    link = linked(library, second)
    assert (link.newspaper, link.date) == ("柳川晚报", dt.date(1990, 3, 6))
    assert article_of(library, link) == second
    assert article_of(library, Printing(link.key, "柳川晚报", DAY)) == first
    assert article_of(library, Printing(link.key)) is None
    assert article_of(library, Printing(link.key, "别的报", DAY)) is None
    assert article_of(library, Printing(link.key, "柳川晚报", dt.date(2001, 1, 1))) is None


def test_an_article_whose_key_has_moved_is_found_by_the_old_one(library: Library) -> None:
    first, _ = ids(library)
    now, old = linked(library, first), Printing("oldoldoldoldoldo", "柳川晚报", dt.date(1990, 3, 4))
    library.user_data.printings.follow(Moves(names={old.name: now.name}))
    assert article_of(library, old) == first
    assert [each.id for each in library.articles.find(old.key)] == [first]


def test_of_an_article_that_is_not_there_the_issue_may_be(library: Library) -> None:
    missing = Printing("aaaaaaaaaaaaaaaa", "柳川晚报", DAY)
    assert article_of(library, missing) is None
    issue = linked_issue(library, missing)
    assert issue is not None
    assert library.contents.issue(issue) == library.derived.catalogue.tree.issues_on("柳川晚报", DAY)[0]
    assert linked_issue(library, Printing(missing.key, "柳川晚报", dt.date(1999, 1, 1))) is None
    assert linked_issue(library, Printing(missing.key)) is None


def test_the_first_library_that_has_it_is_named_and_how_many_could_not_be_asked(
    library: Library, tmp_path: Path
) -> None:
    other = filled(tmp_path / "别的", 7, body="本报讯（记者 何苇）井台修好了，今天起可以挑水。")
    link, away = linked(library, ids(library)[0]), tmp_path / "没接上的盘"
    assert holder_of(link, [away, other, library.root, other]) == Holder(library.root, 1)
    assert holder_of(link, [away, other]) == Holder(None, 1)
    assert not away.exists()


def test_it_is_looked_for_in_the_last_library_the_recent_ones_and_the_sample(tmp_path: Path) -> None:
    roots = link_candidates("/b", ["/a", "/b"], tmp_path)
    assert roots == [Path("/b"), Path("/a"), tmp_path]
    assert link_candidates(None, [], tmp_path) == [tmp_path]
