"""A newspaper's name that is misread on single issues is told by the others, in whatever order they are read."""

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.newspaper.issue import DateOrigin, IssuePart, Masthead, TitleOrigin
from reader.storage.catalogue import Catalogue
from reader.storage.file_newspapers import misread_titles
from reader.storage.folder import FoundFile, digest_of
from tests.laws import examples
from tests.storage.stocked import an_article, texts


@pytest.mark.parametrize(
    ("printed", "misread"),
    [
        ({"雁桥日报": 5, "雁挢日报": 1}, {"雁挢日报": "雁桥日报"}),
        ({"株洲日报": 10, "侏训日报": 2}, {"侏训日报": "株洲日报"}),
        ({"雁橋日報": 5, "雁挢日报": 1}, {"雁挢日报": "雁橋日報"}),
        ({"雁桥日报": 4, "雁挢日报": 1}, {}),
        ({"雁桥日报": 9, "雁挢日报": 2}, {}),
        ({"江城晚报": 50, "江城晨报": 1}, {}),
        ({"雁桥日报": 50, "雁桥曰报海外版": 1}, {}),
        ({"申报": 50, "中报": 1}, {}),
        ({"株洲报": 50, "侏训报": 1}, {}),
        ({"雁桥日报": 5, "雁挢日报": 50}, {"雁桥日报": "雁挢日报"}),
    ],
)
def test_a_name_is_misread_if_it_looks_like_one_that_far_more_files_print(
    printed: Mapping[str, int], misread: Mapping[str, str]
) -> None:
    assert misread_titles(printed) == misread


def test_of_several_names_that_look_alike_the_commonest_is_meant_and_a_registered_one_stays() -> None:
    printed = {"雁桥日报": 100, "雁挢日报": 10, "雁侨日报": 1}
    assert misread_titles(printed) == {"雁挢日报": "雁桥日报", "雁侨日报": "雁桥日报"}
    assert misread_titles(printed, {"雁挢日报"}) == {"雁侨日报": "雁桥日报"}


FILES = {
    **{f"报/{day}.txt": (day, "雁桥日报", TitleOrigin.PRINTED) for day in range(1, 11)},
    "报/11.txt": (11, "雁挢日报", TitleOrigin.PRINTED),
    "报/12.txt": (12, "雁挢日报", TitleOrigin.FILE_NAME),
    "报/10乙.txt": (10, "雁侨日报", TitleOrigin.PRINTED),
    "版/1.txt": (1, "雁桥日报", TitleOrigin.PRINTED),
    "版/13.txt": (13, "雁侨日报", TitleOrigin.PRINTED),
    "版/14.txt": (14, None, None),
    "晚/1.txt": (1, "江城晚报", TitleOrigin.PRINTED),
    "晚/2.txt": (2, "江城晨报", TitleOrigin.PRINTED),
}
STATED = {
    **{f"报/{day}.txt": (day, "雁桥日报", TitleOrigin.PRINTED) for day in range(16, 21)},
    "报/15.txt": (15, "雁侨日报", TitleOrigin.CORRECTED),
}
"""After these, three files print 雁侨日报, and sixteen the other name: enough to be meant, without the correction."""
SETTLED = {
    **{("雁桥日报", day): TitleOrigin.PRINTED for day in range(1, 11)},
    ("雁桥日报", 11): TitleOrigin.OTHER_ISSUES,
    ("雁挢日报", 12): TitleOrigin.FILE_NAME,
    ("雁桥日报", 13): TitleOrigin.OTHER_ISSUES,
    ("雁桥日报", 14): TitleOrigin.FOLDER,
    ("江城晚报", 1): TitleOrigin.PRINTED,
    ("江城晨报", 2): TitleOrigin.PRINTED,
}
Files = Mapping[str, tuple[int, str | None, TitleOrigin | None]]


def store(catalogue: Catalogue, paths: Sequence[str], files: Files) -> None:
    with catalogue.writing() as writer:
        for path in paths:
            day, title, origin = files[path]
            date = dt.date(1987, 6, day)
            masthead = Masthead(title=title, title_origin=origin, date=date, date_origin=DateOrigin.PRINTED)
            articles = (an_article(path),)
            part = IssuePart(path, "utf-8", 9, masthead, articles)
            writer.store(FoundFile(path, 10, 20), digest_of(path.encode()), 1, part, texts(articles))
        writer.newspapers.settle()


def origins(catalogue: Catalogue) -> dict[tuple[str, int], TitleOrigin | None]:
    """How the name of each issue is known, by its newspaper and day."""
    assert catalogue.problems() == []
    return {
        (newspaper.title, row.date.day if row.date else 0): row.newspaper_origin
        for newspaper in catalogue.tree.newspapers()
        for row in catalogue.tree.issues(newspaper.title, 1987, 6)
    }


@given(st.permutations([*FILES]), st.lists(st.integers(1, 17), max_size=3))
@settings(max_examples=examples(12))
def test_it_does_not_matter_in_what_order_and_in_how_many_syncs_files_are_stored(
    tmp_path_factory: pytest.TempPathFactory, order: Sequence[str], cuts: Sequence[int]
) -> None:
    path = tmp_path_factory.mktemp("catalogue") / "catalogue.sqlite"
    with closing(Catalogue(path)) as catalogue:
        for begin, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(order)], strict=True):
            store(catalogue, order[begin:end], FILES)
        assert origins(catalogue) == SETTLED


def test_a_name_that_a_correction_states_is_misread_on_no_issue(tmp_path: Path) -> None:
    with closing(Catalogue(tmp_path / "catalogue.sqlite")) as catalogue:
        store(catalogue, [*FILES], FILES)
        store(catalogue, [*STATED], STATED)
        stated = {day: origin for (title, day), origin in origins(catalogue).items() if title == "雁侨日报"}
        assert stated == {
            10: TitleOrigin.PRINTED,
            13: TitleOrigin.PRINTED,
            15: TitleOrigin.CORRECTED,
        }
