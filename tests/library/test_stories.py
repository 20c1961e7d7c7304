"""Stories that go on in another file are found in a library, and read as one."""

import datetime as dt
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader import assets, formats
from reader.export import article_text
from reader.export.article_text import PageBlockKind
from reader.library import stories
from reader.library.corrections import CorrectionOutcome
from reader.library.library import Library, LibraryError
from reader.newspaper.article import BlockKind
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.issue import DateOrigin, Masthead
from reader.parsing import parse
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue
from reader.storage.folder import FoundFile
from tests import homes
from tests.shelf import articles_of
from tests.ui import synced_once
from tools.benchmarks import bench_stitch
from tools.typesetter import STYLES
from tools.typesetter.jumps import Case, jump_day

FIRST, SECOND = "1987/06/19870612-01.txt", "1987/06/19870612-04.txt"
HEADLINE = "三万册旧报刊，一夜之间有了新家"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Holds the two files of the sample that one story stands in."""
    homes.use(monkeypatch, tmp_path / "home")
    folder = tmp_path / "报"
    for name in (FIRST, SECOND):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(assets.sample_library() / name, folder / name)
    return folder


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    with synced_once.opened(root) as opened:
        yield opened


def parts_of(library: Library) -> list[StoredArticle]:
    return [stored for stored in articles_of(library) if (stored.article.headline or "").startswith("三万册")]


def test_whichever_part_is_opened_the_story_is_one_reading_with_one_seam(library: Library) -> None:
    first, second = parts_of(library)
    assert library.articles.chain(first.id) == library.articles.chain(second.id) == (first, second)
    shown = article_text.page_blocks(*library.articles.chain(second.id))
    assert [block.kind for block in shown].count(PageBlockKind.SEAM) == 1
    assert [block.text for block in shown if block.kind is PageBlockKind.HEADLINE] == [HEADLINE]
    printed = [block for part in (first, second) for block in part.article.blocks]
    expected = [block.text for block in printed if block.kind is not BlockKind.JUMP]
    whole = article_text.read_as_one(first.article, second.article)
    assert [block.text for block in whole.blocks] == expected
    assert [block.text for block in shown if block.text in expected] == expected


def test_from_either_part_one_comes_to_the_other(library: Library) -> None:
    first, second = parts_of(library)
    assert library.articles.jump_target(first.id) == second.id
    assert library.articles.jump_target(second.id) == first.id


def test_a_part_whose_other_file_is_not_there_stays_alone_with_its_jump_line(root: Path) -> None:
    (root / SECOND).unlink()
    library = Library.open(root)
    library.sync()
    (part,) = parts_of(library)
    assert library.articles.chain(part.id) == (part,)
    assert library.articles.jump_target(part.id) is None
    assert article_text.page_blocks(*library.articles.chain(part.id))[-1].text == "▶▶下转04版"
    library.close()


def test_a_part_that_comes_later_is_joined(root: Path) -> None:
    kept = (root / SECOND).read_bytes()
    (root / SECOND).unlink()
    library = Library.open(root)
    library.sync()
    (part,) = parts_of(library)
    assert len(library.articles.chain(part.id)) == 1
    (root / SECOND).write_bytes(kept)
    library.sync()
    assert len(library.articles.chain(parts_of(library)[0].id)) == 2
    library.close()


def test_a_part_that_goes_leaves_the_other_alone(root: Path) -> None:
    library = Library.open(root)
    library.sync()
    (root / SECOND).write_bytes("旧库房\n\n旧库房今天拆了。\n".encode())
    library.sync()
    (part,) = parts_of(library)
    assert library.articles.chain(part.id) == (part,)
    library.close()


def test_a_library_that_another_version_has_stitched_is_stitched_anew(
    library: Library, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "STAMP", "0:")
    assert not library.is_ready()
    before = library.generation()
    report = library.sync()
    assert (report.changed, report.added) == (0, 0)
    assert library.is_ready()
    assert library.generation() > before
    assert len(library.articles.chain(parts_of(library)[0].id)) == 2


def test_a_file_whose_date_is_inferred_is_of_the_same_day(tmp_path: Path) -> None:
    """It is an issue of its own, but the story goes on there."""
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    origins = {FIRST: DateOrigin.PRINTED, SECOND: DateOrigin.INFERRED}
    for name, origin in origins.items():
        part = parse(formats.read(assets.sample_library() / name, name))
        masthead = Masthead("雁桥日报", date=dt.date(1987, 6, 12), date_origin=origin)
        with catalogue.writing() as writer:
            texts = [search_text(article) for article in part.articles]
            writer.store(FoundFile(name, 1, 1), name.encode(), 1, replace(part, masthead=masthead), texts)
            writer.settle()
            stories.stitch_days(catalogue, writer, writer.to_stitch)
    ids = [i for i in catalogue.article_ids() if len(stories.chain(catalogue, i)) == 2]
    assert [catalogue.article_rows(ids)[i].page for i in ids] == ["1", "4"]
    assert len({row.issue_id for row in catalogue.article_rows(ids).values()}) == 2


def test_an_article_that_is_no_more_is_part_of_nothing(library: Library) -> None:
    assert library.articles.chain(10_000) == ()
    assert library.articles.jump_target(10_000) is None


def test_stories_that_go_on_on_one_page_are_not_mixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes.use(monkeypatch, tmp_path / "home")
    found = 0
    for seed in range(5):
        day = jump_day(STYLES[0], Case.TO_ONE_PAGE, seed)
        told = bench_stitch.read(day)
        end_of = {part.article.key: end for part, end in zip(told.parts, told.ends, strict=True)}
        root = tmp_path / str(seed)
        root.mkdir()
        for sheet in day.sheets:
            (root / sheet.name).write_bytes(sheet.data())
        library = Library.open(root)
        library.sync()
        for stored in articles_of(library):
            ends = [end_of[part.article.key] for part in library.articles.chain(stored.id)]
            pairs = set(pairwise(ends))
            assert pairs <= day.pairs
            found += len(pairs)
        library.close()
    assert found


# -- what a reader tells of them


def tell(library: Library, *, is_one: bool) -> CorrectionOutcome:
    first, second = parts_of(library)
    return library.corrections.correct_story(first.id, second.id, is_one=is_one)


def test_a_reader_undoes_a_stitch_and_takes_that_back(library: Library) -> None:
    made = tell(library, is_one=False)
    assert made.is_applied
    first, second = parts_of(library)
    assert library.articles.chain(first.id) == (first,)
    assert library.articles.jump_target(first.id) != second.id
    assert made.article_id == second.id
    library.corrections.undo(made.correction.uuid)
    assert library.articles.chain(first.id) == (first, second)


def test_a_reader_makes_a_stitch_that_nothing_speaks_for(library: Library) -> None:
    (first, second), [other, *_] = parts_of(library), articles_of(library)
    assert other.id not in (first.id, second.id)
    made = library.corrections.correct_story(other.id, second.id, is_one=True)
    assert [part.id for part in library.articles.chain(second.id)] == [other.id, second.id]
    assert library.articles.chain(first.id) == (first,)
    library.corrections.undo(made.correction.uuid)
    assert library.articles.chain(first.id) == (first, second)


def test_the_later_word_holds(library: Library) -> None:
    tell(library, is_one=False)
    tell(library, is_one=True)
    assert len(library.articles.chain(parts_of(library)[0].id)) == 2


def test_what_is_told_stays_when_everything_is_made_anew(library: Library, root: Path) -> None:
    tell(library, is_one=False)
    library.rebuild()
    assert len(library.articles.chain(parts_of(library)[0].id)) == 1
    again = Library.open(root)
    assert again.sync().changed == 0
    assert [known.line is not None for known in again.corrections.known()] == [True]
    again.close()


def test_what_is_told_follows_files_that_get_other_names(library: Library, root: Path) -> None:
    tell(library, is_one=False)
    (root / "搬家").mkdir()
    for name in (FIRST, SECOND):
        (root / name).rename(root / "搬家" / Path(name).name)
    assert library.sync(accept_missing=True).renamed == 2
    assert len(library.articles.chain(parts_of(library)[0].id)) == 1


@pytest.mark.parametrize("name", [FIRST, SECOND])
def test_what_is_told_outlives_another_reading_by_a_scanner(library: Library, root: Path, name: str) -> None:
    """Every twentieth character is read as another, and the file has another name."""
    tell(library, is_one=False)
    text = (root / name).read_text(encoding="utf-8")
    worse = "".join("口" if n % 20 == 7 and "一" <= c <= "龥" else c for n, c in enumerate(text))
    (root / name).unlink()
    (root / name).with_stem(Path(name).stem + "a").write_text(worse, encoding="utf-8")
    library.sync(accept_missing=True)
    ends = [part for part in articles_of(library) if part.article.jump_to or part.article.jump_from]
    assert len(ends) >= 2
    assert all(len(library.articles.chain(part.id)) == 1 for part in ends if not part.is_missing)


def test_what_is_told_goes_to_others(library: Library, root: Path, tmp_path: Path) -> None:
    """Whose files may have other names."""
    tell(library, is_one=False)
    (tmp_path / "更正.jsonl").write_text(library.corrections.export_text(), encoding="utf-8")
    for name in (FIRST, SECOND):
        (tmp_path / "别处").mkdir(exist_ok=True)
        shutil.copy(root / name, tmp_path / "别处" / Path(name).name)
    other = Library.open(tmp_path / "别处")
    other.sync()
    assert len(other.articles.chain(parts_of(other)[0].id)) == 2
    assert len(other.corrections.import_file(tmp_path / "更正.jsonl").new) == 1
    assert len(other.articles.chain(parts_of(other)[0].id)) == 1
    other.close()


def test_only_articles_of_one_day_can_be_one_story(library: Library, root: Path) -> None:
    (root / "19870613.txt").write_bytes("旧库房\n\n旧库房今天拆了。\n".encode())
    library.sync()
    first, _ = parts_of(library)
    (other,) = [part for part in articles_of(library) if part.issue.date != first.issue.date]
    for one, two in ((first, other), (first, first)):
        with pytest.raises(LibraryError, match="同一天"):
            library.corrections.correct_story(one.id, two.id, is_one=True)
    assert library.corrections.known() == []
