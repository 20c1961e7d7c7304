"""What has been read is kept as bookmarks are: by key, merged as a union, found again when a key has changed."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.library.read_marks import follow_marks
from reader.newspaper.decision import ReadArticle, read_mark_uuid
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


def key_of(library: Library, article_id: int) -> str:
    row = library.contents.article_row(article_id)
    assert row is not None
    return row.key


def test_articles_are_marked_and_unmarked_and_it_is_told_which_were_not_so(library: Library) -> None:
    marks, (ferry, rice, *_) = library.read_marks, ids(library)
    assert marks.keys() == frozenset()
    assert marks.mark([ferry], is_read=True) == [ferry]
    assert marks.mark([ferry, rice, 10**9], is_read=True) == [rice]
    assert marks.keys() == {key_of(library, ferry), key_of(library, rice)}
    assert marks.mark([ferry], is_read=False) == [ferry]
    assert marks.mark([ferry], is_read=False) == []
    assert marks.keys() == {key_of(library, rice)}
    assert marks.mark([ferry], is_read=True) == [ferry]


def test_two_machines_that_read_the_same_have_one_mark_and_the_later_change_holds(
    library: Library, tmp_path: Path
) -> None:
    ferry, rice, *_ = ids(library)
    library.read_marks.mark([ferry], is_read=True)
    shutil.copytree(library.user_data.folder, tmp_path / "laptop")
    laptop = UserData(tmp_path / "laptop", now=lambda: dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
    laptop.decisions.undo(read_mark_uuid(key_of(library, ferry)))
    content = ReadArticle(key_of(library, rice), "柳川晚报", dt.date(1990, 3, 5), "米市开秤")
    laptop.decisions.settle({read_mark_uuid(content.key): content})
    library.read_marks.mark([rice], is_read=True)
    library.user_data.merge(laptop.path)
    assert library.read_marks.keys() == {key_of(library, rice)}
    assert len(library.user_data.decisions.all(ReadArticle, with_undone=True)) == 2


def test_marks_are_exported_imported_and_in_the_backups(library: Library, tmp_path: Path) -> None:
    ferry, *_ = ids(library)
    library.read_marks.mark([ferry], is_read=True)
    (tmp_path / "notes.json").write_text(library.notebook.export_notes(), encoding="utf-8")
    library.user_data.back_up()
    library.read_marks.mark([ferry], is_read=False)
    library.notebook.restore_backup(library.user_data.backups()[0])
    assert library.read_marks.keys() == {key_of(library, ferry)}
    library.user_data.path.unlink()
    other = Library.open(tmp_path / "柳川")
    other.notebook.import_notes(tmp_path / "notes.json")
    assert other.read_marks.keys() == {key_of(library, ferry)}
    other.close()


def test_a_mark_follows_an_article_whose_key_was_moved(library: Library) -> None:
    ferry, *_ = ids(library)
    content = ReadArticle("oldoldoldoldoldo", "柳川晚报", dt.date(1990, 3, 5), "渡口的灯")
    library.user_data.decisions.settle({read_mark_uuid(content.key): content})
    library.user_data.follow_keys({content.key: key_of(library, ferry)})
    assert library.read_marks.keys() == {key_of(library, ferry)}
    assert library.read_marks.mark([ferry], is_read=False) == [ferry]
    assert library.read_marks.keys() == frozenset()


@pytest.mark.parametrize(("title", "is_found"), [("渡口的灯", True), ("简讯", False), ("没有的", False)])
def test_a_mark_without_its_article_goes_over_to_the_one_of_its_title_if_there_is_one(
    library: Library, title: str, is_found: bool
) -> None:
    content = ReadArticle("oldoldoldoldoldo", "柳川晚报", dt.date(1990, 3, 5), title)
    library.user_data.decisions.settle({read_mark_uuid(content.key): content})
    library.sync()
    ferry, *_ = ids(library)
    expected = {content.key, key_of(library, ferry)} if is_found else {content.key}
    assert library.read_marks.keys() == expected


def test_what_was_set_to_unread_under_its_new_key_is_not_marked_again(library: Library) -> None:
    content = ReadArticle("oldoldoldoldoldo", "柳川晚报", dt.date(1990, 3, 5), "渡口的灯")
    library.user_data.decisions.settle({read_mark_uuid(content.key): content})
    library.sync()
    ferry, *_ = ids(library)
    library.read_marks.mark([ferry], is_read=False)
    follow_marks(library._derived.catalogue, library.user_data)
    marked = library.read_marks.keys()
    assert key_of(library, ferry) not in marked


def test_settling_what_is_so_writes_nothing(library: Library) -> None:
    content = ReadArticle("oldoldoldoldoldo", "", None, "")
    (made,) = library.user_data.decisions.settle({read_mark_uuid(content.key): content})
    assert library.user_data.decisions.settle({made.uuid: content}) == []
    library.user_data.decisions.undo(made.uuid)
    (again,) = library.user_data.decisions.settle({made.uuid: content})
    assert (again.created, again.undone) == (made.created, False)
    assert again.modified > made.modified
