"""What a library's user data say, whatever their times and places are: to compare states before and after acts."""

from dataclasses import replace

import msgspec

from reader.library.library import Library
from reader.newspaper.decision import Decision, SearchLook, SplitPerson
from reader.storage.act_recording import Record, said


def state_of(library: Library) -> dict[str, object]:
    """Return what the records in effect say, by their UUIDs, without what was merely seen."""
    data = library.user_data
    decisions = [each for each in data.decisions.all() if not isinstance(each.content, SearchLook)]
    records: list[Record] = [*data.bookmarks(), *data.corrections.all()]
    records += [_at_present(library, each) for each in decisions]
    return {each.uuid: said(each) for each in records}


def _at_present(library: Library, decision: Decision) -> Decision:
    """Return a decision on people with the present names of its articles: an old one stands for a new one."""
    content = decision.content
    if not isinstance(content, SplitPerson):
        return decision
    found = [article.printing.name for key in content.keys for article in library.articles.find(key)]
    keys = tuple(sorted({*found} or {*content.keys}))
    return replace(decision, content=msgspec.structs.replace(content, keys=keys))
