"""What has been read is kept as bookmarks are: by printing, merged as a union, found again when a text has changed."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.newspaper.decision import ReadArticle, printing_of, read_mark_uuid
from reader.newspaper.printing import Printing
from reader.storage.printing_table import Moves
from reader.storage.user_data import UserData
from tests import homes

ISSUE = """柳川晚报
1990年3月5日 第5期

## 渡口的灯
本报讯（记者 温如岚）渡口的灯亮到后半夜，船工说江上有雾。

## 米市开秤
本报讯（记者 温如岚）米市清早开秤，头一船糙米从上游来。

## 简讯
本报讯（记者 温如岚）井台修好了，今天起可以挑水。

## 简讯
本报讯（记者 温如岚）桥头添了一盏灯，夜里不再摸黑。
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "柳川").mkdir()
    (tmp_path / "柳川" / "19900305.txt").write_text(ISSUE, encoding="utf-8")
    opened = Library.open(tmp_path / "柳川")
    opened.sync()
    yield opened
    opened.close()


def ids(library: Library) -> list[int]:
    (issue,) = library.contents.undated_issues("柳川晚报") + library.contents.issues("柳川晚报", 1990, 3)
    return [row.id for row in library.contents.articles(issue.id)]


def printing(library: Library, article_id: int) -> Printing:
    stored = library.articles.article(article_id)
    assert stored is not None
    return stored.printing


def read(content: ReadArticle) -> dict[str, ReadArticle]:
    """A mark as `DecisionTable.settle` takes it."""
    place = printing_of(content)
    assert place is not None
    return {read_mark_uuid(place): content}


OLD = ReadArticle("oldoldoldoldoldo", "柳川晚报", dt.date(1990, 3, 5), "渡口的灯")


def test_articles_are_marked_and_unmarked_and_it_is_told_which_were_not_so(library: Library) -> None:
    marks, (ferry, rice, *_) = library.read_marks, ids(library)
    assert marks.ids() == frozenset()
    assert marks.mark([ferry], is_read=True) == [ferry]
    assert marks.mark([ferry, rice, 10**9], is_read=True) == [rice]
    assert marks.ids() == {ferry, rice}
    assert marks.mark([ferry], is_read=False) == [ferry]
    assert marks.mark([ferry], is_read=False) == []
    assert marks.ids() == {rice}
    assert marks.mark([ferry], is_read=True) == [ferry]


def test_two_machines_that_read_the_same_have_one_mark_and_the_later_change_holds(
    library: Library, tmp_path: Path
) -> None:
    ferry, rice, *_ = ids(library)
    library.read_marks.mark([ferry], is_read=True)
    shutil.copytree(library.user_data.folder, tmp_path / "laptop")
    laptop = UserData(tmp_path / "laptop", now=lambda: dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
    laptop.decisions.undo(read_mark_uuid(printing(library, ferry)))
    content = ReadArticle(printing(library, rice).key, "柳川晚报", dt.date(1990, 3, 5), "米市开秤")
    laptop.decisions.settle(read(content))
    library.read_marks.mark([rice], is_read=True)
    library.user_data.merge(laptop.path)
    assert library.read_marks.ids() == {rice}
    assert len(library.user_data.decisions.all(ReadArticle, with_undone=True)) == 2


def test_marks_are_exported_imported_and_in_the_backups(library: Library, tmp_path: Path) -> None:
    ferry, *_ = ids(library)
    library.read_marks.mark([ferry], is_read=True)
    (tmp_path / "notes.json").write_text(library.notebook.export_notes(), encoding="utf-8")
    library.user_data.backups.make()
    library.read_marks.mark([ferry], is_read=False)
    library.notebook.restore_backup(library.user_data.backups.all()[0])
    assert library.read_marks.ids() == {ferry}
    library.user_data.path.unlink()
    other = Library.open(tmp_path / "柳川")
    other.notebook.import_notes(tmp_path / "notes.json")
    assert other.read_marks.ids() == {ferry}
    other.close()


def test_a_mark_follows_an_article_whose_text_was_replaced(library: Library) -> None:
    ferry, *_ = ids(library)
    library.user_data.decisions.settle(read(OLD))
    names = {f"{OLD.key}@1990-03-05@柳川晚报": printing(library, ferry).name}
    library.user_data.printings.follow(Moves(names=names))
    assert library.read_marks.ids() == {ferry}
    assert library.read_marks.mark([ferry], is_read=False) == [ferry]
    assert library.read_marks.ids() == frozenset()


@pytest.mark.parametrize(("title", "is_found"), [("渡口的灯", True), ("简讯", False), ("没有的", False)])
def test_a_mark_without_its_article_goes_over_to_the_one_of_its_title_if_there_is_one(
    library: Library, title: str, is_found: bool
) -> None:
    library.user_data.decisions.settle(read(ReadArticle(OLD.key, OLD.newspaper, OLD.date, title)))
    library.sync()
    ferry, *_ = ids(library)
    assert library.read_marks.ids() == ({ferry} if is_found else frozenset())


def test_what_was_set_to_unread_after_it_was_found_again_is_not_marked_again(library: Library) -> None:
    library.user_data.decisions.settle(read(OLD))
    library.sync()
    ferry, *_ = ids(library)
    library.read_marks.mark([ferry], is_read=False)
    library.sync()
    assert ferry not in library.read_marks.ids()


def test_settling_what_is_so_writes_nothing(library: Library) -> None:
    content = ReadArticle("oldoldoldoldoldo", "", None, "")
    (made,) = library.user_data.decisions.settle(read(content))
    assert library.user_data.decisions.settle({made.uuid: content}) == []
    library.user_data.decisions.undo(made.uuid)
    (again,) = library.user_data.decisions.settle({made.uuid: content})
    assert (again.created, again.undone) == (made.created, False)
    assert again.modified > made.modified
