"""A bookmark finds its article again by its words, and never another."""

import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import structs

from reader import assets, formats, parsing
from reader.library.sync_marks import LEAST_SHARED, found_by_text, pieces_of, shared, successor
from reader.newspaper.article import Article, Block
from reader.newspaper.holdings import Bookmark
from reader.newspaper.issue import DateOrigin, IssuePart, Masthead
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue
from reader.storage.folder import FoundFile
from tests.invented_article import ARTICLE, DATE, block

DAY_AFTER = DATE + dt.timedelta(days=1)


class Shelf:
    """A catalogue and an index, filled by hand."""

    def __init__(self, folder: Path) -> None:
        self.catalogue = Catalogue(folder / "catalogue.sqlite")
        self.engine = WhooshEngine(folder / "index", self.catalogue)

    def put(self, path: str, *articles: Article, date: dt.date = DATE) -> None:
        head = Masthead(title="雁桥日报", date=date, date_origin=DateOrigin.PRINTED)
        with self.catalogue.writing() as writer:
            part = IssuePart(path, "utf-8", 99, head, articles)
            writer.store(FoundFile(path, 1, 1), path.encode(), 1, part, [search_text(a) for a in articles])
        self.engine.update(self.catalogue.texts(list(writer.added)).values(), writer.removed)

    def now(self, *bookmarks: Bookmark) -> list[str | None]:
        found = found_by_text(bookmarks, self.catalogue, self.engine)
        rows = self.catalogue.article_rows(list(found.values()))
        return [rows[found[each.uuid]].key if each.uuid in found else None for each in bookmarks]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.engine.close()
    made.catalogue.close()


def bookmark_of(article: Article, date: dt.date | None = DATE, path: str = "a.txt") -> Bookmark:
    then = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return Bookmark(
        article.key, article.key, "雁桥日报", date, None, None, "1", path, article, "", (), then, then
    )


def with_key(key: str, article: Article = ARTICLE, **changes: object) -> Article:
    return structs.replace(article, key=key, **changes)


OTHER = with_key(
    "other",
    headline="石板渡添了夜班船",
    kicker=None,
    decks=(),
    credits=(),
    blocks=(
        block("石板渡的渡船从今晚起添一趟夜班，十点开船，船头挂两盏马灯，看夜戏的人不用再绕六里路过桥。"),
    ),
)


def garbled(one: Block) -> Block:
    chance = random.Random(3)
    text = "".join(chance.choice("的一是了人") if chance.random() < 0.1 else c for c in one.text)
    return structs.replace(one, text=text)


@pytest.mark.parametrize(
    "change",
    [
        lambda a: with_key("new", a, blocks=a.blocks[1:]),
        lambda a: with_key("new", a, blocks=a.blocks[:3]),
        lambda a: with_key("new", a, blocks=(*OTHER.blocks, *a.blocks), headline=None),
        lambda a: with_key("new", a, blocks=tuple(garbled(b) for b in a.blocks)),
    ],
    ids=["begins later", "ends earlier", "joined to another", "read anew by OCR"],
)
def test_a_changed_article_is_found_again(shelf: Shelf, change: Callable[[Article], Article]) -> None:
    shelf.put("a.txt", change(ARTICLE), OTHER)
    assert shelf.now(bookmark_of(ARTICLE)) == ["new"]


def test_of_an_article_that_was_cut_in_pieces_the_largest_is_it(shelf: Shelf) -> None:
    caption, rest = ARTICLE.blocks[4:5], ARTICLE.blocks[:4]
    shelf.put("a.txt", with_key("caption", blocks=caption), with_key("rest", blocks=rest))
    assert shelf.now(bookmark_of(ARTICLE)) == ["rest"]


def test_a_piece_that_keeps_little_is_not_the_article(shelf: Shelf) -> None:
    scrap = with_key("scrap", headline=None, kicker=None, decks=(), credits=(), blocks=ARTICLE.blocks[4:5])
    shelf.put("a.txt", scrap)
    assert shelf.now(bookmark_of(ARTICLE)) == [None]


def test_two_bookmarks_on_articles_that_are_one_now_both_lead_there(shelf: Shelf) -> None:
    shelf.put("a.txt", with_key("both", blocks=(*OTHER.blocks, *ARTICLE.blocks)))
    assert shelf.now(bookmark_of(ARTICLE), bookmark_of(OTHER)) == ["both", "both"]


def test_what_is_gone_stays_an_orphan(shelf: Shelf) -> None:
    shelf.put("a.txt", OTHER)
    assert shelf.now(bookmark_of(ARTICLE)) == [None]


def test_the_same_notice_of_another_day_is_not_it_unless_its_file_was_only_dated_anew(shelf: Shelf) -> None:
    shelf.put("b.txt", with_key("tomorrow"), date=DAY_AFTER)
    assert shelf.now(bookmark_of(ARTICLE)) == [None]
    assert shelf.now(bookmark_of(ARTICLE, path="b.txt")) == ["tomorrow"]
    shelf.put("a.txt", with_key("today"))
    assert shelf.now(bookmark_of(ARTICLE, path="b.txt")) == ["today"]


def test_short_articles_and_those_with_a_headline_alone_are_found(shelf: Shelf) -> None:
    short = with_key("old", headline="停水", kicker=None, section=None, decks=(), credits=(), blocks=())
    shelf.put("a.txt", with_key("new", short), OTHER)
    assert shelf.now(bookmark_of(short)) == ["new"]
    assert shelf.now(bookmark_of(with_key("empty", short, headline=None))) == [None]


LATIN = (
    "The Willow Gazette. Friday, 5 March. Price one penny. The ferry is closed at night.",
    "Yesterday the old pontoon bridge at Willow Ferry was taken away by six men. The ferryman said that crossing would"
    " now take only five minutes each way, and that nobody pays for children who are carried. A crowd stood upon both"
    " banks until it was dark; the number of carts that had to wait was given as two hundred and twelve, and the price"
    " of hay rose by a penny before evening. The rates that were printed in January stay as they are for all carts"
    " until the end of the year. Mr Reed, who keeps the night school, has asked for a lantern on either shore, since"
    " his pupils go home after nine, and the steps are never dry in spring.",
    "Die neue Fähre fährt seit gestern auch in der Nacht, und an beiden Ufern hängen Laternen, damit die Kinder der"
    " Abendschule den Weg finden. Der Fährmann nimmt von ihnen nichts, von einem Karren aber das Doppelte der Taxe.",
    "Вчера на перевозе сняли старый мост. Перевозчик говорит, что переправа займёт теперь пять минут, а за детей,"
    " которых несут на руках, никто не платит. Народу на берегах было много, и все стояли до темноты.",
    "За переправу платят теперь вдвое, а после темноты на берегах горят фонари.",
)


@pytest.mark.parametrize(("gone", "there"), list(itertools.permutations(LATIN, 2)))
def test_an_article_in_letters_is_not_another_one_in_the_same_letters(
    shelf: Shelf, gone: str, there: str
) -> None:
    """Any two English texts have most of their pairs of letters in common."""
    shelf.put("a.txt", in_letters("there", there))
    assert shelf.now(bookmark_of(in_letters("gone", gone))) == [None]
    assert successor(gone.lower(), [there.lower()]) is None


@pytest.mark.parametrize("text", LATIN[1:])
def test_an_article_in_letters_is_found_again_if_some_are_misread(shelf: Shelf, text: str) -> None:
    chance = random.Random(5)
    misread = "".join(chance.choice("aeno") if chance.random() < 0.05 else sign for sign in text)
    shelf.put("a.txt", in_letters("new", misread), OTHER)
    assert shelf.now(bookmark_of(in_letters("old", text))) == ["new"]


def in_letters(key: str, text: str) -> Article:
    return with_key(
        key, headline=None, kicker=None, section=None, decks=(), credits=(), blocks=(block(text),)
    )


def test_no_two_articles_of_the_sample_share_as_much_as_is_asked() -> None:
    paths = [p for p in assets.sample_library().rglob("*") if p.is_file() and formats.is_issue_file(p)]
    articles = [a for path in paths for a in parsing.parse(formats.read(path, path.name)).articles]
    texts = [pieces_of(search_text(article)) for article in articles]
    assert len(texts) > 50
    assert max(shared(one, other) for one, other in itertools.combinations(texts, 2)) < LEAST_SHARED - 0.1
