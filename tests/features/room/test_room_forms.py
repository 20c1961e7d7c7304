"""An issue that files of several formats tell is in a room as in its folder: each string of any of them finds it."""

import random
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from msgspec import structs

from reader.features.room.loading import load
from reader.features.room.reading_room import ReadingRoom
from reader.library.library import Library, LibraryError
from reader.library.sources import ArticleSources
from reader.newspaper.decision import ChosenSource
from reader.search.query import parse_query
from reader.search.query.nodes import IgnoredPart
from tests import homes
from tests.features.room.clusters import empty_room, shared
from tests.library.test_same_page_twice import EDIT, UNDATED, page
from tests.shelf import articles_of, keys_found, tree_of
from tests.sources import files
from tests.sources.issues import PDF, SITE, an_issue, scan, told

pytestmark = pytest.mark.slow

SEED = 3
"""Of an issue in which the text runs two articles together that the site has apart, and has a notice of its own."""
ISSUE = an_issue(SEED)[:5]
FORMS = {
    "site": files.site(told(ISSUE, SITE, "site")),
    "text": files.text(told(ISSUE, PDF, "text")),
    "scans": files.scans(told(ISSUE, scan(0.05), "scans")[::-1]),  # whose order is not that of the site
}


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        yield homes.use(patch, tmp_path_factory.mktemp("home"))


def write(root: Path, form: Mapping[str, str]) -> None:
    for name, data in form.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data, encoding="utf-8")


def put(library: Library, room: ReadingRoom) -> int:
    return load(library.local.catalogue.hand_over, library.user_data.library_uuid(), room.address).days


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A day in three forms, and its extra edition."""
    root = tmp_path_factory.mktemp("报")
    for form in FORMS.values():
        write(root, form)
    (name, words), *_ = files.text(an_issue(77)[1:3]).items()
    write(root, {name.replace(".txt", "号外.txt"): words})
    with closing(Library.open(root)) as opened:
        opened.sync()
        yield opened


@pytest.fixture(scope="module")
def room(library: Library) -> Iterator[ReadingRoom]:
    with closing(ReadingRoom(shared().room("forms"))) as opened:
        put(library, opened)
        yield opened


def sources_told(library: Library) -> list[ArticleSources]:
    """What is told of the sources of each article, without ids."""
    found = [library.sources.of(each.id) for each in articles_of(library)]
    return [
        structs.replace(
            each,
            stored=structs.replace(each.stored, id=0, issue=structs.replace(each.stored.issue, id=0)),
        )
        for each in found
        if each is not None
    ]


def test_articles_editions_and_sources_are_those_of_the_folder(library: Library, room: ReadingRoom) -> None:
    assert tree_of(room) == tree_of(library)
    assert sources_told(room) == sources_told(library)
    assert {each.issue.edition for each in articles_of(room)} == {None, "号外"}
    assert any(len(each.sources) > 2 for each in sources_told(room))


def test_copies_and_pages_that_are_there_twice_are_told_as_in_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "报"
    write(root, {"旧闻.txt": UNDATED, "旧闻 (1).txt": UNDATED.replace(*EDIT), "19870612.txt": page()})
    write(root, {"19870612 (冲突副本 2024-03-06).txt": page().replace(*EDIT)})
    write(
        root,
        {"1987-06-13_p3_150dpi.txt": page(13).replace("石阶", "右阶"), "1987-06-13_p3_300dpi.txt": page(13)},
    )
    with closing(Library.open(root)) as library, closing(ReadingRoom(empty_room())) as room:
        assert len(library.sync().copies) == 3
        put(library, room)
        told_by_folder = [each.sources for each in sources_told(library)]
        assert [each.sources for each in sources_told(room)] == told_by_folder
        assert sum(sources[-1].twin is not None for sources in told_by_folder) > 2
        for string in (*EDIT, "右阶", "石阶"):
            assert keys_found(room, string) == keys_found(library, string) != []


def test_every_string_of_any_source_finds_what_it_does_in_the_folder(
    library: Library, room: ReadingRoom
) -> None:
    chance = random.Random(1)
    texts = [
        block.text
        for told_of in sources_told(library)
        for source in told_of.sources
        for block in source.article.blocks
    ]
    for text in texts:
        at = chance.randrange(len(text))
        string = text[at : at + chance.randint(1, 12)]
        assert keys_found(room, string) == keys_found(library, string) != []
        query = parse_query(f'"{string}"')
        paths = [
            sorted(hit.path for hit in each.searcher.hits(each.searcher.search(query, limit=100).ids, query))
            for each in (room, library)
        ]
        assert paths[0] == paths[1]


def test_a_hit_that_only_another_source_has_says_so(room: ReadingRoom) -> None:
    told_elsewhere = []
    for stored in articles_of(room):
        shown = [stored.article.headline or "", *(block.text for block in stored.article.blocks)]
        told_elsewhere += [
            each for each in stored.article.elsewhere if not any(each.text in words for words in shown)
        ]
    assert len(told_elsewhere) > 10
    for each in told_elsewhere:
        query = parse_query(f'"{each.text}"')
        (hit,) = room.searcher.hits(room.searcher.search(query, exact=True).ids, query)
        assert hit.remark() == "在另一种来源里"


def test_the_key_of_another_source_leads_to_the_article_that_is_shown(
    library: Library, room: ReadingRoom
) -> None:
    for told_of in sources_told(library):
        for key in (key for source in told_of.sources for key in source.keys):
            assert [each.article.key for each in room.articles.find(key)] == [
                each.article.key for each in library.articles.find(key)
            ]


def test_two_sources_are_compared_and_none_is_chosen(room: ReadingRoom) -> None:
    article_id = next(each.id for each in articles_of(room) if len(each.sources) > 1)
    assert room.sources.difference(article_id, 2).parts
    with pytest.raises(LibraryError, match="阅览室"):
        room.sources.choose(article_id, 2)
    with pytest.raises(LibraryError, match="阅览室"):
        room.sources.undo_choice(article_id)
    assert not room.user_data.decisions.all(ChosenSource, with_undone=True)


def test_a_form_that_comes_or_goes_changes_the_room(tmp_path: Path) -> None:
    write(tmp_path, FORMS["scans"])
    with closing(Library.open(tmp_path)) as library, closing(ReadingRoom(empty_room())) as room:
        library.sync()
        put(library, room)
        write(tmp_path, FORMS["site"])
        library.sync()
        assert put(library, room) == 1
        assert (tree_of(room), sources_told(room)) == (tree_of(library), sources_told(library))
        assert put(library, room) == 0
        for name in FORMS["site"]:
            (tmp_path / name).unlink()
        library.sync(accept_missing=True)
        library.forget_missing(list(FORMS["site"]))
        assert put(library, room) == 1
        assert tree_of(room) == tree_of(library)


def test_a_room_loaded_by_an_earlier_program_says_what_it_can_not_find(library: Library) -> None:
    with closing(ReadingRoom(shared().room("former_cuts"))) as earlier:
        put(library, earlier)
        assert earlier.searcher.remark() is None
        shared().run("UPDATE yuebao.meta SET value = '4:' WHERE key LIKE 'stitching %'", "former_cuts")
    with closing(ReadingRoom(shared().address("former_cuts"))) as opened:
        remark = opened.searcher.remark()
        assert remark is not None
        assert remark.why is IgnoredPart.FORMER_CUTS
        put(library, opened)
        assert opened.searcher.remark() is None
