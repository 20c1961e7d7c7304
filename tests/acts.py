"""What a library's user data say, whatever their times and places are: to compare states before and after acts."""

import msgspec
from msgspec.structs import replace

from reader.library.library import Library
from reader.newspaper.correction import Correction
from reader.newspaper.decision import Decision, SearchLook, SplitPerson
from reader.newspaper.holdings import Bookmark

PLACES = frozenset({"key", "newspaper", "date", "month_day", "number", "page", "path", "file", "anchor"})
"""Where something is, which follows its article."""
TIMES = frozenset({"created", "modified", "tick"})
FOUND = frozenset({"article_id", "elsewhere", "is_orphan", "is_passage_lost"})
"""What a library finds out about a bookmark."""


def state_of(library: Library) -> dict[str, object]:
    """Return what the records in effect say, by their UUIDs, without what was merely seen.

    It is all but what is named here: a field that the program has forgotten is compared, too.
    """
    data = library.user_data
    decisions = [each for each in data.decisions.all() if not isinstance(each.content, SearchLook)]
    records: list[Bookmark | Correction | Decision] = [*data.bookmarks(), *data.corrections.all()]
    records += [_at_present(library, each) for each in decisions]
    return {each.uuid: _said(each) for each in records}


def _said(record: Bookmark | Correction | Decision) -> dict[str, object]:
    names = set(record.__struct_fields__) - PLACES - TIMES - FOUND
    said: dict[str, object] = {name: getattr(record, name) for name in names}
    if isinstance(record, Bookmark):
        said["deleted"] = record.deleted is not None
    if isinstance(record, Decision):
        content = {name: getattr(record.content, name) for name in record.content.__struct_fields__}
        said["content"] = type(record.content), {name: content[name] for name in content.keys() - PLACES}
    return said


def _at_present(library: Library, decision: Decision) -> Decision:
    """Return a decision on people with the present names of its articles: an old one stands for a new one."""
    content = decision.content
    if not isinstance(content, SplitPerson):
        return decision
    found = [article.printing.name for key in content.keys for article in library.articles.find(key)]
    keys = tuple(sorted({*found} or {*content.keys}))
    return replace(decision, content=msgspec.structs.replace(content, keys=keys))
