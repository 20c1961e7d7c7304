"""How certain an OCR program was of each character: stored with the article."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from reader.library.characters import place_of_words
from reader.library.library import Library
from reader.newspaper.article import FAINT, SURE
from tests import homes
from tests.formats.scanned_pages import alto, alto_block
from tests.shelf import articles_of
from tests.storage.catalogue_of_version_4 import WITHOUT_FACTS, WITHOUT_INDEXES, WITHOUT_PICTURES

HEAD = "雁桥日报", "1987年6月12日 星期五", "第1版"
LINES = "昨晚起渡囗加开夜班船", "两岸居民从渡口过江不必等天亮"
BODY = f"{LINES[0]}，{LINES[1]}。"


def page(doubts: Mapping[str, str] | None = None, *, stated: bool = True) -> str:
    """An ALTO page of lines of single characters; `doubts` has the certainties of some."""
    lines = []
    for number, text in enumerate([*HEAD, "夜班船", *(f"{each}。" for each in LINES)]):
        words = "".join(
            f'<String CONTENT="{sign}" HPOS="{20 * at}" VPOS="{40 * number}" WIDTH="20" HEIGHT="20"'
            + (f' WC="{(doubts or {}).get(sign, "0.99")}"/>' if stated else "/>")
            for at, sign in enumerate(text)
        )
        lines.append(
            f'<TextLine HPOS="0" VPOS="{40 * number}" WIDTH="{20 * len(text)}" HEIGHT="20">{words}</TextLine>'
        )
    return alto(*(alto_block(line, name=f"B{at}") for at, line in enumerate(lines)))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    homes.use(monkeypatch, tmp_path / "home")
    folder = tmp_path / "报"
    folder.mkdir()
    (folder / "1987-06-12.xml").write_text(page({"囗": "0.31", "夜": "0.8"}), encoding="utf-8")
    return folder


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    opened = Library.open(root)
    opened.sync()
    yield opened
    opened.close()


def marked(library: Library, mark: str) -> set[str]:
    """The characters of all search texts that have a mark."""
    catalogue = library.local.catalogue
    return {
        sign
        for article_id, text in catalogue.search_texts(catalogue.article_ids())
        for sign, each in zip(text, catalogue.readings.certainty(article_id), strict=False)
        if each == mark
    }


def test_what_the_program_was_certain_of_is_stored_for_each_character(library: Library) -> None:
    """Between certain and not certain nothing is said."""
    assert marked(library, FAINT) == {"囗"}
    assert {"渡", "口", "江"} <= marked(library, SURE)
    assert "夜" not in marked(library, SURE)


def test_nothing_is_stored_where_a_file_states_nothing_or_the_same_everywhere(
    library: Library, root: Path
) -> None:
    for text in (page(), page(stated=False)):
        (root / "1987-06-12.xml").write_text(text, encoding="utf-8")
        library.sync()
        assert library.local.catalogue._rows("SELECT count(*) FROM certainty") == [(0,)]


@pytest.mark.parametrize(
    "name", ["1987-06-12 副本.xml", "1987-06-11 副本.xml"], ids=["after it", "before it"]
)
def test_a_copy_that_states_nothing_takes_nothing_away(root: Path, name: str) -> None:
    (root / name).write_text(page(stated=False), encoding="utf-8")
    with closing(Library.open(root)) as library:
        for _ in range(2):
            library.sync()
            assert library.local.catalogue._rows("SELECT count(*) FROM appearance") == [(2,)]
            assert marked(library, FAINT) == {"囗"}
            (root / name).write_text(f"{page(stated=False)}\n", encoding="utf-8")


def test_what_is_known_stays_with_a_corrected_article(library: Library) -> None:
    (stored,) = (each for each in articles_of(library) if "渡囗" in each.article.blocks[0].text)
    place = place_of_words(stored.article, "囗")
    assert place is not None
    library.characters.correct(stored.id, place, "口")
    assert any(stored.article.readings for stored in articles_of(library))
    assert marked(library, FAINT) == {"囗"}


def test_a_catalogue_of_the_version_before_reads_the_files_again(library: Library, root: Path) -> None:
    library.close()
    path = library.local.catalogue_file
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            f"{WITHOUT_FACTS}; {WITHOUT_PICTURES}; {WITHOUT_INDEXES}; DROP TABLE certainty; PRAGMA user_version = 20"
        )
    with closing(Library.open(root)) as again:
        assert marked(again, FAINT) == set()
        again.sync()
        assert marked(again, FAINT) == {"囗"}
