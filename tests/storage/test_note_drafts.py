"""Drafts of notes: kept while a note is written, gone with it, and read only if they are what we wrote."""

import datetime as dt
import json
import sys
import uuid
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.newspaper.passage import MarkColor, Passage
from reader.newspaper.printing import Printing
from reader.storage.note_drafts import NoteDraft, NoteDrafts, draft_from_json, draft_to_json

PASSAGE = Passage("渡船停了半日", "江上有雾，", "，两岸的人", MarkColor.GREEN)
DRAFT = NoteDraft(
    str(uuid.uuid4()),
    Printing("key", "柳川晚报", dt.date(1990, 3, 5), file="00ff"),
    "渡口的灯",
    PASSAGE,
    "",
    "再查\n一遍",
    ("渡口",),
)


@pytest.fixture
def drafts(tmp_path: Path) -> NoteDrafts:
    return NoteDrafts(tmp_path / ".reader")


def test_a_draft_is_found_again_as_it_was_written_last(drafts: NoteDrafts) -> None:
    drafts.keep(DRAFT)
    later = replace(DRAFT, note="再查两遍")
    drafts.keep(later)
    assert drafts.all() == [later]


def test_a_draft_that_is_dropped_leaves_nothing(drafts: NoteDrafts, tmp_path: Path) -> None:
    drafts.keep(DRAFT)
    drafts.drop(DRAFT)
    drafts.drop(DRAFT)
    assert drafts.all() == []
    assert list((tmp_path / ".reader").iterdir()) == []


def test_of_a_folder_that_is_away_nothing_is_made(tmp_path: Path) -> None:
    away = NoteDrafts(tmp_path / "拔掉的盘" / ".reader")
    with pytest.raises(FileNotFoundError):
        away.keep(DRAFT)
    assert away.all() == []
    assert not (tmp_path / "拔掉的盘").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        "不是它",
        "[]",
        json.dumps(draft_to_json(DRAFT) | {"note": 3}),
        json.dumps(draft_to_json(DRAFT) | {"uuid": "../../etc"}),
        json.dumps(draft_to_json(DRAFT) | {"passage": {"exact": ""}}),
        json.dumps(draft_to_json(DRAFT) | {"passage": []}),
        json.dumps(draft_to_json(DRAFT) | {"article_id": -1}),
        json.dumps(draft_to_json(DRAFT) | {"tags": [1]}),
        json.dumps(draft_to_json(DRAFT) | {"key": ""}),
        "[" * 100_000,
    ],
)
def test_what_is_no_draft_is_passed_over_and_left(drafts: NoteDrafts, tmp_path: Path, wrong: str) -> None:
    drafts.keep(DRAFT)
    path = tmp_path / ".reader" / "drafts" / f"{uuid.uuid4()}.json"
    path.write_text(wrong, encoding="utf-8")
    assert drafts.all() == [DRAFT]
    assert path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links of another kind there")
def test_a_draft_under_another_name_or_behind_a_link_is_none(drafts: NoteDrafts, tmp_path: Path) -> None:
    drafts.keep(DRAFT)
    folder = tmp_path / ".reader" / "drafts"
    (folder / f"{DRAFT.uuid}.json").rename(folder / f"{uuid.uuid4()}.json")
    assert drafts.all() == []
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "drafts").symlink_to(tmp_path / "elsewhere")
    linked = NoteDrafts(tmp_path / "linked")
    with pytest.raises(NotADirectoryError):
        linked.keep(DRAFT)
    assert linked.all() == []
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_half_a_character_is_no_text() -> None:
    with pytest.raises(UnicodeEncodeError):
        draft_from_json(draft_to_json(replace(DRAFT, note="\ud800")))
