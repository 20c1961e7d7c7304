"""A bit that changes on a disk changes no note in silence: the sound record comes back, and both are kept."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.newspaper.correction import Anchor, Claim, CorrectionKind
from reader.newspaper.decision import Decision, DossierNote
from reader.storage.damaged_records import LOG_FILE
from reader.storage.mirror import OwnMachine
from reader.storage.user_data import UserData
from reader.storage.user_repair import repair_and_merge
from tests.decisions import DECISIONS
from tests.invented_article import ARTICLE, stored

NOTE = "the ferry of the grandmother"
DOSSIER_NOTE = "who wrote about the lamp"
TITLE = "Ferry Gazette"
WORDS = (NOTE, DOSSIER_NOTE, TITLE)
"""In Latin letters, so that a flipped bit makes other words and not a file that can't be read."""


@pytest.fixture
def data(tmp_path: Path) -> UserData:
    machine = OwnMachine(tmp_path / "own")
    (tmp_path / "library").mkdir()
    data = UserData(tmp_path / "library" / ".reader", machine=machine)
    data.library_uuid()
    data.add_bookmark(stored(), NOTE, ["ferry"])
    data.decisions.add(DossierNote("6b2f0e14-8d6e-4f57-9c57-8f4d1b8a2d11", "k", DOSSIER_NOTE))
    data.corrections.add(Anchor("a.txt", "渡口", "", "", 1), Claim(CorrectionKind.TITLE, title=TITLE))
    repair_and_merge(data)
    assert data.complaint is None
    return data


def mirror_of(data: UserData) -> Path:
    (path,) = data.machine._folder.glob("mirror-*/user.sqlite")
    return path


def flip(path: Path, words: str) -> None:
    """Change one bit of a character of these words, wherever they stand in a file."""
    content = bytearray(path.read_bytes())
    places = [at for at in range(len(content)) if content.startswith(words.encode(), at)]
    assert places
    for at in places:
        content[at + 2] ^= 1
    path.write_bytes(content)


def reopened(data: UserData) -> UserData:
    again = UserData(data.folder, machine=data.machine)
    repair_and_merge(again)
    return again


def written(data: UserData) -> tuple[object, ...]:
    return (
        [(each.note, each.tags, each.article) for each in data.bookmarks()],
        [each.content for each in data.decisions.all()],
        [each.claim for each in data.corrections.all()],
    )


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("place", [lambda data: data.path, mirror_of], ids=["file", "mirror"])
def test_words_that_no_program_wrote_are_replaced_by_the_sound_ones(
    data: UserData, place: Callable[[UserData], Path], words: str
) -> None:
    before = written(data)
    flip(place(data), words)
    again = reopened(data)
    assert written(again) == before
    assert again.complaint is not None
    assert LOG_FILE in again.complaint
    (line,) = (mirror_of(data).parent / LOG_FILE).read_text(encoding="utf-8").splitlines()
    damaged = json.loads(line)[json.loads(line)["damaged"]]
    assert words not in damaged
    assert words[3:] in damaged
    once_more = reopened(data)
    assert once_more.complaint is None
    assert written(once_more) == before


def test_the_text_that_was_stored_with_a_bookmark_is_looked_at_too(tmp_path: Path, data: UserData) -> None:
    """A headline in Chinese: its bytes are looked for in the stored article."""
    headline = ARTICLE.headline
    assert headline is not None
    before = written(data)
    content = data.path.read_bytes()
    other = content.replace(headline.encode(), ("另" + headline[1:]).encode())
    assert other != content
    data.path.write_bytes(other)
    assert written(reopened(data)) == before


@pytest.mark.parametrize("words", WORDS)
def test_they_are_replaced_too_before_something_is_written(data: UserData, words: str) -> None:
    flip(data.path, words)
    again = UserData(data.folder, machine=data.machine)
    again.add_bookmark(stored(key="b"), "another", [])
    (article_of_one,) = [each for each in again.bookmarks() if each.note == NOTE]
    assert article_of_one.tags == ("ferry",)
    assert written(again)[1:] == written(reopened(again))[1:]
    assert [each.claim.title for each in again.corrections.all()] == [TITLE]


def test_where_it_is_not_known_which_is_sound_both_are_kept_and_it_is_told(data: UserData) -> None:
    with data.mirror._writing(data.library_uuid()) as copy:
        copy.execute("DELETE FROM meta WHERE key GLOB 'sum *'")  # as an earlier version leaves its copy
    flip(data.path, NOTE)
    again = reopened(data)
    assert again.complaint is not None
    assert "说不准" in again.complaint
    log = (mirror_of(data).parent / LOG_FILE).read_text(encoding="utf-8")
    assert NOTE in log
    notes = [each.note for each in again.bookmarks()]
    assert notes in ([NOTE], [NOTE.replace("e ", "d ", 1)])


@settings(max_examples=25, deadline=None)
@given(decision=DECISIONS, note=st.text(min_size=1, max_size=9))
def test_what_programs_write_is_never_called_damaged(
    tmp_path_factory: pytest.TempPathFactory, decision: Decision, note: str
) -> None:
    folder = tmp_path_factory.mktemp("notes")
    (folder / "one").mkdir()
    (folder / "other").mkdir()
    one = UserData(folder / "one" / ".reader", machine=OwnMachine(folder / "own-one"))
    other = UserData(folder / "other" / ".reader", machine=OwnMachine(folder / "own-other"))
    one.library_uuid()
    bookmark = one.add_bookmark(stored(), "first", [])
    one.decisions.add(decision.content)
    other.merge(one.path)
    other.edit_bookmark(bookmark.uuid, note, [])
    one.edit_bookmark(bookmark.uuid, "here", [])
    one.merge(other.path)
    other.merge(one.path)
    for data in (one, other, one):
        repair_and_merge(data)
        assert data.complaint is None
