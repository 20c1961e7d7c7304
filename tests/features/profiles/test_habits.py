"""What the issues of a newspaper tell about each other does not depend on the order and the number of syncs in which
they are read; what a reader refuses is not told, until it is allowed again."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.features.profiles.habits import Profiles
from reader.library import sync
from reader.library.library import Library
from reader.library.sync_events import SyncCancelled
from reader.newspaper.article import SourceText
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.issue import TraitKind
from reader.parsing import parse
from reader.storage.catalogue import Catalogue
from tests import homes
from tests.invented_runs import issue
from tests.laws import examples
from tests.shelf import articles_of

PAPER = "渡光小报"
FILES = {
    **{f"小报/{number}.txt": ("tabloid", number, 0.0) for number in range(5)},
    "小报/5.txt": ("tabloid", 5, 0.03),
    "晚报/1.txt": ("evening", 1, 0.0),
    "晚报/2.txt": ("evening", 2, 0.0),
}
"""Five issues of a paper and one that OCR has misread; and two of another, which are too few to tell anything."""


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        yield


@cache
def text_of(path: str) -> str:
    return "\n\n".join(line.text for line in issue(*FILES[path]))


def write(root: Path, paths: Sequence[str]) -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text_of(path), encoding="utf-8")


def told(library: Library) -> dict[str, Any]:
    """What is in each file as it was parsed, and what the issues of each newspaper agree on."""
    catalogue = library.local.catalogue
    assert library.problems() == []
    known = {path: catalogue.parsed_file(path) for path in catalogue.files.known_files()}
    return known | {"profiles": catalogue.profiles.listed()}


@pytest.fixture(scope="module")
def told_at_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], dict[str, Any]]:
    root = tmp_path_factory.mktemp("all")
    write(root, [*FILES])
    with closing(Library.open(root)) as library:
        library.sync()
        found = told(library)
    return lambda: found


@given(st.permutations([*FILES]), st.lists(st.integers(1, len(FILES)), max_size=3), st.booleans())
@settings(max_examples=examples(20))
def test_it_does_not_matter_in_what_order_and_in_how_many_syncs_issues_are_read(
    tmp_path_factory: pytest.TempPathFactory,
    told_at_once: Callable[[], dict[str, Any]],
    order: Sequence[str],
    cuts: Sequence[int],
    has_another: bool,
) -> None:
    root = tmp_path_factory.mktemp("some")
    with closing(Library.open(root)) as library:
        for begin, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(order)], strict=True):
            write(root, order[begin:end])
            if has_another and not begin:
                (root / "another.txt").write_text(
                    text_of("小报/4.txt").replace("一日", "九日"), encoding="utf-8"
                )
            library.sync()
        if has_another:
            (root / "another.txt").unlink()
            library.sync(accept_missing=True)
            library.forget_missing(["another.txt"])
            library.sync()
        assert told(library) == told_at_once()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    write(tmp_path, [*FILES])
    with closing(Library.open(tmp_path)) as opened:
        opened.sync()
        yield opened


def sections(library: Library) -> Counter[str | None]:
    """The sections of the tabloid's articles."""
    known = library.local.catalogue.files.known_files()
    files = [library.local.catalogue.parsed_file(path) for path in known if path.startswith("小报")]
    return Counter(article.section for _, _, articles in files for article in articles)


def test_an_issue_tells_what_its_newspaper_prints(library: Library) -> None:
    listed = {each.text: each.kind for each in library.local.catalogue.profiles.listed()}
    assert listed["◘"] is TraitKind.ITEM
    assert listed["夜半钟声"] is listed["零拾"] is TraitKind.COLUMN
    assert listed["第三版本埠消息"] is TraitKind.PAGE
    assert listed["每份铜元二枚外埠加邮"] is TraitKind.FURNITURE
    assert [each.newspaper for each in Profiles(library).all()] == [PAPER]
    assert sections(library).keys() == {None, "夜半钟声", "沪江杂缀", "瓜棚闲话", "零拾"}


def test_what_is_refused_is_not_told_until_it_is_allowed(library: Library) -> None:
    before, sections_before = told(library), sections(library)
    assert Profiles(library).decide(PAPER, "◘", is_allowed=False)
    assert sections(library)[None] < sections_before[None] / 2
    assert sections(library)["夜半钟声"] == sections_before["夜半钟声"]
    assert [each.trait.text for each in Profiles(library).of(PAPER).traits if each.is_refused] == ["◘"]
    library.sync()
    assert Profiles(library).decide(PAPER, "◘", is_allowed=True)
    assert told(library) == before


def test_a_newspaper_whose_profile_is_refused_is_read_file_by_file(library: Library) -> None:
    before = told(library)
    assert Profiles(library).decide(PAPER, is_allowed=False)
    assert Profiles(library).of(PAPER).is_refused
    for path in FILES:
        alone = parse(SourceText(path, "utf-8", tuple(text_of(path).splitlines())))
        _, _, articles = library.local.catalogue.parsed_file(path)
        assert articles == [*alone.articles], path
    assert Profiles(library).decide(PAPER, is_allowed=True)
    assert told(library) == before


def test_a_refusal_outlives_the_catalogue(library: Library) -> None:
    Profiles(library).decide(PAPER, is_allowed=False)
    refused = told(library)
    root, catalogue = library.root, library.local.catalogue_file
    library.close()
    Catalogue.throw_away(catalogue)
    with closing(Library.open(root)) as again:
        again.sync()
        assert told(again) == refused


def test_two_issues_are_read_as_each_by_itself(library: Library) -> None:
    for number in (1, 2):
        path = f"晚报/{number}.txt"
        alone = parse(SourceText(path, "utf-8", tuple(text_of(path).splitlines())))
        assert library.local.catalogue.parsed_file(path)[2] == [*alone.articles]


def test_bookmarks_stay_on_their_articles_when_issues_that_come_later_divide_them(tmp_path: Path) -> None:
    """What is no article any more, because it belongs to the masthead, stands in the list with its text."""
    first, later = ["小报/0.txt", "小报/1.txt"], ["小报/2.txt", "小报/3.txt", "小报/4.txt"]
    write(tmp_path, first)
    with closing(Library.open(tmp_path)) as library:
        library.sync()
        stored = articles_of(library)
        for each in stored:
            library.notebook.bookmark(each.id, note=each.article.title())
        write(tmp_path, later)
        library.sync()
        assert len([each for each in articles_of(library) if each.issue.date in dates(stored)]) > len(stored)
        bookmarks = library.notebook.bookmarks()
        assert len(bookmarks) == len(stored)
        assert {each.note for each in bookmarks if each.is_orphan} == {"每份铜元二枚外埠加邮"}


def dates(stored: Sequence[StoredArticle]) -> set[Any]:
    return {each.issue.date for each in stored}


def test_a_sync_that_is_cut_off_before_files_are_read_again_is_completed_by_the_next(
    tmp_path: Path, told_at_once: Callable[[], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise SyncCancelled

    write(tmp_path, [*FILES])
    with closing(Library.open(tmp_path)) as library:
        monkeypatch.setattr(sync._Sync, "_read_told", cut_off)
        with pytest.raises(SyncCancelled):
            library.sync()
        monkeypatch.undo()
        library.sync()
        assert told(library) == told_at_once()


def test_what_is_told_is_corrected_line_by_line(library: Library) -> None:
    path = "小报/0.txt"
    _, _, before = library.local.catalogue.parsed_file(path)
    second = [article for article in before if article.blocks[0].text.startswith("◘")][1]
    outcome = library.corrections.correct_line(path, second.source_lines[0][0], Claim(CorrectionKind.JOINED))
    joined = library.articles.article(outcome.article_id or 0)
    assert joined is not None
    assert [block.text[0] for block in joined.article.blocks] == ["◘", "◘"]
    _, _, after = library.local.catalogue.parsed_file(path)
    assert len(after) == len(before) - 1
    library.sync()
    assert library.local.catalogue.parsed_file(path)[2] == after
