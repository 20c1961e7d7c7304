"""Reverting what an act has changed: what the program has moved meanwhile stays moved."""

import msgspec
import pytest
from msgspec.structs import replace

from reader.library.acts import Reverted, revert
from reader.newspaper.decision import ReadArticle, SavedSearch
from reader.storage import record_tables
from reader.storage.act_recording import Changes, Recording, recording
from reader.storage.user_data import UserData

SEARCH = SavedSearch("江上", "江上", "relevance", False)


@pytest.fixture
def data(tmp_path_factory: pytest.TempPathFactory) -> UserData:
    return UserData(tmp_path_factory.mktemp("data"))


def reverted(data: UserData, changes: Changes) -> Reverted:
    with data.writing() as connection:
        return revert(connection, changes, data.now())


def test_what_moved_meanwhile_without_a_word_of_a_person_stays_moved(data: UserData) -> None:
    made, into = data.decisions.add(SEARCH), Recording()
    with recording(into):
        data.decisions.change(made.uuid, msgspec.structs.replace(SEARCH, name="渡船"))
    (changed,) = data.decisions.all()
    assert isinstance(changed.content, SavedSearch)
    moved = replace(changed, content=msgspec.structs.replace(changed.content, query="江面"))
    with data.writing() as connection:  # under the same time
        record_tables.put(connection, [moved])
    assert reverted(data, into.changes()).changed_since == 0
    (back,) = data.decisions.all()
    assert back.content == msgspec.structs.replace(SEARCH, query="江面")
    assert back.modified > changed.modified


def test_a_later_word_is_left_alone(data: UserData) -> None:
    into = Recording()
    with recording(into):
        made = data.decisions.add(SEARCH)
    data.decisions.change(made.uuid, msgspec.structs.replace(SEARCH, name="渡船"))
    assert reverted(data, into.changes()) == Reverted(Changes(), 1)
    assert len(data.decisions.all()) == 1


def test_what_the_program_does_by_itself_is_not_recorded(data: UserData) -> None:
    into = Recording()
    with recording(into):
        with recording(None):
            data.decisions.add(SEARCH)
        data.decisions.add(ReadArticle("k", "柳川晚报", None, "灯"))
    assert [type(each.after).__name__ for each in into.changes().records] == ["Decision"]
    reverted(data, into.changes())
    assert [each.content for each in data.decisions.all()] == [SEARCH]
