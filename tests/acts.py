"""What a library's user data say, whatever their times and places are: to compare states before and after acts."""

from reader.library.library import Library
from reader.newspaper.decision import SearchLook
from reader.storage.act_recording import Record, said


def state_of(library: Library) -> dict[str, object]:
    """Return what the records in effect say, by their UUIDs, without what was merely seen."""
    data = library.user_data
    decisions = [each for each in data.decisions.all() if not isinstance(each.content, SearchLook)]
    records: list[Record] = [*data.bookmarks(), *data.corrections.all(), *decisions]
    return {each.uuid: said(each) for each in records}
