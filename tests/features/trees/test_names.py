"""Each name of a part of a page, whoever has made it, stands for one thing, however it is written."""

import pytest

from reader.features.trees.names import (
    LENGTHS,
    SIDES,
    Kind,
    Level,
    is_box,
    is_of_note,
    is_side,
    is_text,
    kind_of,
    level_of,
    of_record,
    rank_of_text,
)
from reader.newspaper.field_names import ColumnField


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("TextLine", Level.LINE),
        ("text_line", Level.LINE),
        ("words-result", Level.LINE),
        ("WORD", Level.WORD),
        ("charParams", Level.CHARACTER),
        ("par", Level.BLOCK),
        ("layoutParsingResults", Level.PAGE),
        ("title", None),
        ("", None),
    ],
)
def test_a_piece_of_a_page_is_known_by_its_letters_alone(name: str, level: Level | None) -> None:
    assert level_of(name) is level


def test_pieces_are_ordered_from_the_smallest() -> None:
    assert [*Level] == sorted(Level)
    assert Level.CHARACTER < Level.WORD < Level.LINE < Level.BLOCK < Level.PAGE


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("paragraph_title", Kind.HEADING),
        ("ns:subtitle-level-1", Kind.HEADING),
        ("h2", Kind.HEADING),
        ("标题", Kind.HEADING),
        ("page-header", Kind.HEAD),
        ("ノンブル", Kind.HEAD),
        ("页脚", Kind.FOOT),
        ("text", Kind.TEXT),
        ("text 3", Kind.TEXT),
        ("渡口", None),
        ("", None),
    ],
)
def test_a_label_is_known_with_a_number_or_a_prefix(label: str, kind: Kind | None) -> None:
    assert kind_of(label) is kind


@pytest.mark.parametrize(
    ("name", "alone", "beside"),
    [
        ("text", True, True),
        ("block_content", True, True),
        ("value", False, True),
        ("markdown", False, True),
        ("title", False, False),
    ],
)
def test_some_names_are_of_a_text_only_beside_a_box_or_a_label(name: str, alone: bool, beside: bool) -> None:
    assert (rank_of_text(name, is_beside=False) is not None) is alone
    assert (rank_of_text(name, is_beside=True) is not None) is beside
    assert is_text(name) is beside


def test_plainer_names_of_texts_rank_before_others() -> None:
    ranks = [rank_of_text(name, is_beside=True) or 0 for name in ("text", "content", "fulltext", "markdown")]
    assert ranks[0] == 0
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize("names", [*SIDES, *LENGTHS])
def test_every_name_of_a_side_is_known_as_one(names: tuple[str, ...]) -> None:
    assert len(set(names)) == 4
    assert all(is_side(name) and is_side(name.upper()) for name in names)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("bbox", True), ("boundingBox", True), ("dt_polys", True), ("left", False), ("text", False)],
)
def test_a_box_is_known_by_name(name: str, is_one: bool) -> None:
    assert is_box(name) is is_one


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("headline", ColumnField.TITLE),
        ("TI", ColumnField.TITLE),
        ("HL2", ColumnField.DECK),
        ("encoded", ColumnField.TEXT),
        ("pubDate", ColumnField.DATE),
        ("created_at", ColumnField.DATE),
        ("JN", ColumnField.PAPER),
        ("标题", ColumnField.TITLE),
        ("渡口", None),
    ],
)
def test_a_field_of_a_record_is_known_by_the_names_of_databases_and_feeds(
    name: str, field: ColumnField | None
) -> None:
    field_and_rank = of_record(name)
    assert (field_and_rank and field_and_rank[0]) == field


@pytest.mark.parametrize(
    ("name", "is_note"),
    [("created", True), ("createTime", True), ("post_date", True), ("issued", False), ("date", False)],
)
def test_a_day_on_which_a_record_was_written_need_not_be_that_of_the_paper(name: str, is_note: bool) -> None:
    field_and_rank = of_record(name)
    assert field_and_rank is not None
    assert field_and_rank[0] is ColumnField.DATE
    assert is_of_note(field_and_rank[1]) is is_note


def test_the_day_of_the_site_is_surer_than_any_other_of_the_record() -> None:
    others = [of_record(name) for name in ("date", "created", "issued", "pubDate")]
    posted = of_record("post_date")
    assert posted is not None
    assert all(other is not None and posted[1] < other[1] for other in others)
