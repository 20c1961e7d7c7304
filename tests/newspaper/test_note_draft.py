"""A note that is being written is read back as it was; what is no draft is refused."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.printing import Printing, after_move
from reader.storage.note_drafts import NoteDraft, draft_from_json, draft_to_json

DRAFTS = st.builds(
    NoteDraft,
    st.uuids().map(str),
    st.just(Printing("k7qfz2m4yd3xw6ta", "江湾日报", dt.date(1987, 6, 11))),
    st.text(st.characters(codec="utf-8")),
    st.none(),
    st.just("") | st.uuids().map(str),
    st.text(st.characters(codec="utf-8")),
    st.lists(st.text(st.characters(codec="utf-8"))).map(tuple),
    st.text(st.characters(codec="utf-8")),
)


@given(DRAFTS)
def test_it_is_read_back(draft: NoteDraft) -> None:
    assert draft_from_json(draft_to_json(draft)) == draft


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("uuid", "x"),
        ("uuid", 1),
        ("title", None),
        ("note", "\ud800"),
        ("tags", "标签"),
        ("passage", "字"),
        ("key", ""),
    ],
)
def test_what_is_no_draft_is_refused(name: str, value: object) -> None:
    draft = NoteDraft(str(uuid.uuid4()), Printing("k7qfz2m4yd3xw6ta"), "渡口", None)
    with pytest.raises(ValueError):  # noqa: PT011
        draft_from_json(draft_to_json(draft) | {name: value})
    with pytest.raises(ValueError):  # noqa: PT011
        draft_from_json([draft_to_json(draft)])


OLD = Printing("old", "江湾日报", dt.date(1987, 6, 11), "2", "0" * 16, "a.txt")
DAY = dt.date(1987, 6, 12)


@pytest.mark.parametrize(
    ("renamed", "moved"),
    [
        (Printing("new", "江湾晚报", DAY), Printing("new", "江湾晚报", DAY, "2", "0" * 16, "a.txt")),
        (Printing("", "江湾晚报", DAY), Printing("old", "江湾晚报", DAY, "2", "0" * 16, "a.txt")),
        (Printing("new", file="1" * 16), Printing("new", "", None, "2", "1" * 16, "a.txt")),
        (Printing("new", path="b.txt"), Printing("new", "", None, "2", "0" * 16, "b.txt")),
        (
            Printing("new", "江湾晚报"),
            Printing("new", "江湾日报", dt.date(1987, 6, 11), "2", "0" * 16, "a.txt"),
        ),
    ],
)
def test_where_an_article_was_moved_its_page_stays(renamed: Printing, moved: Printing) -> None:
    assert after_move(OLD, renamed) == moved
