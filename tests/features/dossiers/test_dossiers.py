"""Dossiers on a real library: in the order a person sets, kept whatever becomes of the files, merged with a copy."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.features.dossiers.dossiers import Dossiers, Entry, dossiers_of
from reader.library.change_summary import Kind, changes_of, plan_in_words
from reader.library.library import Library, LibraryError
from reader.newspaper.decision import DossierArticle, DossierNote
from reader.storage.user_data import UserData
from tests import homes
from tests.ui import synced_once

LAMP = "渡口的灯亮到后半夜，船工说江上有雾，夜里过江的人都在棚子里等着天亮。"
RICE = "米市清早开秤，头一船糙米从上游来，脚夫们排到了石阶底下。"


def issue(*texts: str) -> str:
    lines = ["柳川晚报", "1990年3月5日 第5期"]
    for number, text in enumerate(texts, 1):
        lines += ["", f"## 第{number}件事", "", f"本报讯（记者 温如岚）{text}"]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        yield


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Every test has dossiers of its own in it."""
    root = tmp_path_factory.mktemp("柳川")
    (root / "19900305.txt").write_text(issue(LAMP, RICE), encoding="utf-8")
    with synced_once.opened(root) as opened:
        yield opened


def articles(library: Library) -> list[int]:
    (paper,) = library.contents.newspapers()
    (issue_row,) = library.contents.issues(paper.title, 1990, 3)
    return [row.id for row in library.contents.articles(issue_row.id)]


def words(entry: Entry) -> str:
    if entry.bookmark is None:
        return entry.text
    return entry.bookmark.passage.exact if entry.bookmark.passage else entry.bookmark.article.title()


def listed(dossiers: Dossiers, uuid: str) -> list[str]:
    return [words(entry) for entry in dossiers.entries(uuid)]


@pytest.fixture
def filled(library: Library) -> Iterator[str]:
    """A dossier with an article, a note, a clipping."""
    dossiers = dossiers_of(library)
    lamp, rice = articles(library)
    uuid = dossiers.add("渡口").uuid
    dossiers.add_articles(uuid, [(lamp, None)])
    dossiers.add_note(uuid, "灯是谁点的？")
    dossiers.add_articles(uuid, [(rice, library.notebook.quote(rice, "头一船糙米"))])
    yield uuid
    for row in dossiers.all():
        dossiers.remove(row.uuid)


def test_what_is_added_stands_in_its_order(library: Library, filled: str) -> None:
    assert listed(dossiers_of(library), filled) == ["第1件事", "灯是谁点的？", "头一船糙米"]
    (row,) = dossiers_of(library).all()
    assert (row.name, row.count) == ("渡口", 3)


def test_something_is_added_behind_what_is_selected(library: Library, filled: str) -> None:
    first = dossiers_of(library).entries(filled)[0].uuid
    dossiers_of(library).add_note(filled, "先看这里", after=first)
    assert listed(dossiers_of(library), filled) == ["第1件事", "先看这里", "灯是谁点的？", "头一船糙米"]


def test_entries_are_moved_and_put_back(library: Library, filled: str) -> None:
    dossiers = dossiers_of(library)
    one, two, three = (entry.uuid for entry in dossiers.entries(filled))
    before = dossiers.move(filled, [three], one)
    assert listed(dossiers, filled) == ["头一船糙米", "第1件事", "灯是谁点的？"]
    dossiers.move(filled, [three, one], None)
    assert listed(dossiers, filled) == ["灯是谁点的？", "头一船糙米", "第1件事"]
    dossiers.put_back(before)
    assert [entry.uuid for entry in dossiers.entries(filled)] == [two, three, one]


def test_between_two_in_one_place_there_is_room_all_the_same(library: Library, filled: str) -> None:
    dossiers = dossiers_of(library)
    one, two, three = (entry.uuid for entry in dossiers.entries(filled))
    dossiers.put_back({one: "k", two: "k"})  # as two machines may have placed them
    dossiers.move(filled, [three], two)
    assert [entry.uuid for entry in dossiers.entries(filled)] == [one, three, two]
    dossiers.put_back({one: "k", three: "k"})
    note = dossiers.add_note(filled, "在中间", after=one)
    assert [entry.uuid for entry in dossiers.entries(filled)] == [one, note, three, two]


def test_a_note_is_written_anew_and_an_article_is_none(library: Library, filled: str) -> None:
    one, two, _ = (entry.uuid for entry in dossiers_of(library).entries(filled))
    dossiers_of(library).write_note(two, "灯是\n船工点的。")
    assert listed(dossiers_of(library), filled)[1] == "灯是\n船工点的。"
    with pytest.raises(LibraryError, match="不是自己写的"):
        dossiers_of(library).write_note(one, "什么")


def test_what_is_removed_comes_back_to_its_place(library: Library, filled: str) -> None:
    dossiers = dossiers_of(library)
    two = dossiers.entries(filled)[1].uuid
    dossiers.remove_entries([two])
    assert listed(dossiers, filled) == ["第1件事", "头一船糙米"]
    assert [words(entry) for entry in dossiers.removed_entries(filled)] == ["灯是谁点的？"]
    dossiers.restore_entries([two])
    assert listed(dossiers, filled) == ["第1件事", "灯是谁点的？", "头一船糙米"]


def test_a_removed_dossier_comes_back_whole_unless_its_name_is_taken(library: Library, filled: str) -> None:
    dossiers = dossiers_of(library)
    dossiers.remove(filled)
    assert dossiers.all() == []
    assert dossiers.removed()[0].uuid == filled
    with pytest.raises(LibraryError, match="已经删了"):
        dossiers.add_note(filled, "x")
    other = dossiers.add("渡口").uuid
    with pytest.raises(LibraryError, match="已有一个专题"):
        dossiers.restore(filled)
    dossiers.rename(other, "别的")
    dossiers.restore(filled)
    assert listed(dossiers, filled) == ["第1件事", "灯是谁点的？", "头一船糙米"]


def test_a_bookmark_is_added_with_its_note_behind_it(library: Library) -> None:
    lamp = articles(library)[0]
    bookmark = library.notebook.bookmark(lamp, note="问外公")
    uuid = dossiers_of(library).add("家史").uuid
    dossiers_of(library).add_bookmarks(uuid, [bookmark])
    assert listed(dossiers_of(library), uuid) == ["第1件事", "问外公"]
    dossiers_of(library).remove(uuid)


def test_names_are_one_of_a_kind(library: Library, filled: str) -> None:
    with pytest.raises(LibraryError, match="已有一个专题"):
        dossiers_of(library).add(" 渡口 ")
    assert dossiers_of(library).free_name("渡口") == "渡口 2"
    assert dossiers_of(library).named("渡口") == dossiers_of(library).named(filled[:12])


def test_an_article_is_followed_when_its_key_changes_and_kept_when_it_is_lost(
    library: Library, filled: str
) -> None:
    root = library.root
    kept = dossiers_of(library).entries(filled)[0].bookmark
    assert kept is not None
    (root / "19900305.txt").write_text(issue("添了几个字。" + LAMP, RICE), encoding="utf-8")
    library.sync()
    now = dossiers_of(library).entries(filled)[0].bookmark
    assert now is not None
    assert now.key != kept.key
    assert not now.is_orphan
    assert dossiers_of(library).story_of(now)[0].article.blocks[0].text.endswith(LAMP)
    (root / "19900305.txt").write_text("柳川晚报\n1990年3月5日 第5期\n\n## 戏台搬过了河\n", encoding="utf-8")
    library.sync()
    article, _, clipping = dossiers_of(library).entries(filled)
    assert article.bookmark is not None
    assert article.bookmark.is_orphan
    assert LAMP in dossiers_of(library).story_of(article.bookmark)[0].article.blocks[0].text
    assert words(clipping) == "头一船糙米"
    (root / "19900305.txt").write_text(issue(LAMP, RICE), encoding="utf-8")
    library.sync()
    back = dossiers_of(library).entries(filled)[0].bookmark
    assert back is not None
    assert (back.key, back.is_orphan) == (kept.key, False)


def test_two_copies_merge_with_what_each_added_and_moved(
    library: Library, filled: str, tmp_path: Path
) -> None:
    theirs = tmp_path / "copy"
    shutil.copytree(library.user_data.folder, theirs)
    other = UserData(theirs)
    one, two, three = (entry.uuid for entry in dossiers_of(library).entries(filled))
    elsewhere = Dossiers(other, library.articles, library.notebook)
    elsewhere.add_note(filled, "那边加的")
    elsewhere.move(filled, [three], one)
    dossiers_of(library).add_note(filled, "这边加的", after=one)
    library.user_data.merge(other.path)
    assert listed(dossiers_of(library), filled) == [
        "头一船糙米",
        "第1件事",
        "这边加的",
        "灯是谁点的？",
        "那边加的",
    ]
    assert two in [entry.uuid for entry in dossiers_of(library).entries(filled)]


def test_of_a_note_written_on_two_machines_both_texts_are_kept(
    library: Library, filled: str, tmp_path: Path
) -> None:
    theirs = tmp_path / "copy"
    shutil.copytree(library.user_data.folder, theirs)
    other = UserData(theirs)
    note = dossiers_of(library).entries(filled)[1].uuid
    dossiers_of(library).write_note(note, "这边想到的")
    Dossiers(other, library.articles, library.notebook).write_note(note, "那边想到的")
    for _ in range(2):
        library.user_data.merge(other.path)
    assert listed(dossiers_of(library), filled)[1] == "那边想到的"
    assert [words(entry) for entry in dossiers_of(library).removed_entries(filled)] == ["这边想到的"]


def test_an_export_of_all_notes_takes_the_dossiers_along(
    library: Library, filled: str, tmp_path: Path
) -> None:
    file = tmp_path / "全部.json"
    file.write_text(library.notebook.export_notes(), encoding="utf-8")
    homes_of_other = tmp_path / "另一个"
    shutil.copytree(library.root, homes_of_other, ignore=shutil.ignore_patterns(".reader"))
    other = Library.open(homes_of_other)
    other.sync()
    other.notebook.import_notes(file)
    assert listed(dossiers_of(other), filled) == ["第1件事", "灯是谁点的？", "头一船糙米"]
    other.notebook.undo_last_step()
    assert dossiers_of(other).all() == []
    other.close()


def test_a_dossier_and_its_entries_are_counted_in_what_an_import_would_change(
    library: Library, filled: str, tmp_path: Path
) -> None:
    file = tmp_path / "资料.json"
    file.write_text(library.notebook.export_notes(), encoding="utf-8")
    (tmp_path / "别处").mkdir()
    other = Library.open(tmp_path / "别处")
    plan = other.notebook.plan_import(file)
    other.close()
    assert "专题：增加 1" in plan_in_words(plan)
    entries = library.user_data.decisions.all(DossierNote, DossierArticle)  # those of earlier tests, too
    assert f"专题里的条目：增加 {len(entries)}" in plan_in_words(plan)
    undone = [replace(each, after=replace(each.after, undone=True)) for each in plan.decisions]
    left = changes_of(replace(plan, decisions=tuple(undone)))
    assert not {Kind.DOSSIER, Kind.ENTRY} & {each.kind for each in left}
