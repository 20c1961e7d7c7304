"""The texts in the catalogue, packed: one row per article, with the id of its dictionary.

A dictionary is trained on the library's own texts when there are enough of them, and another one when there are many
more; each is used for texts stored later. Texts with an older dictionary, and those that an earlier version has stored
unpacked, are packed again gradually (`TextWriter.pack_again`).
"""

import datetime as dt
import json
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple, Protocol, TypeVar

import zstandard
from msgspec import Struct, field

from reader.newspaper.article import Article, BlockKind, Role
from reader.newspaper.json_format import article_to_json
from reader.storage.folder import digest_of
from reader.storage.packing import (
    BY_ITSELF,
    BYTES_OF_CHARACTER,
    LONGEST_HEAD,
    UNPACKED,
    PackDamaged,
    Packer,
    Unpacker,
    packed_record,
    trained,
    unpacked_size,
)

_Row = TypeVar("_Row")


class MakeRows(Protocol):
    """Queries the catalogue and converts each row. Raises what `Catalogue` raises."""

    def __call__(self, make: Callable[[Any], _Row], sql: str, *values: object) -> list[_Row]: ...


def date_of(text: str | None) -> dt.date | None:
    """Return the date in a column; None for NULL. Raises ValueError."""
    if text:
        return dt.date.fromisoformat(text)
    return None


# sorts after every page that has a label
_NO_PAGE = 1 << 60
_DATELINE = 24
"""A credit that begins within this many characters of a paragraph's beginning belongs to the dateline."""


class ArticleColumns(NamedTuple):
    """The columns of an article's row, with the same names.

    `digest` differs for articles that differ in anything but their place in a file, or are from files of different
    formats. `pictures` is 1 if the article has any, else 0; None where an earlier version has stored it.
    """

    key: str
    digest: bytes
    kind: str
    page: str | None
    page_order: int
    kicker: str | None
    title: str
    lead: str
    names: str
    length: int
    pictures: int | None


class PackedArticle(NamedTuple):
    """What is stored of an article beside its search text: its row, and its record as `packed_record` returns it."""

    columns: ArticleColumns
    record: bytes


COLUMNS = ", ".join(ArticleColumns._fields)


def of(article: Article, text: str, form: str = "") -> ArticleColumns:
    """Return the row of an article, with what is printed; `form` is the format of its files, "" for plain text."""
    printed = article.corrected()
    # rows of corrected articles that an earlier version wrote, as recognised, are other ones
    mark = "" if printed is article else "\ncorrected"
    record = article_to_json(article)
    del record["source_lines"]
    for block in record["blocks"]:
        del block["source_lines"]
    written = (Role.REPORTER, Role.CORRESPONDENT, Role.AUTHOR)
    names = list(chain.from_iterable(credit.names for credit in printed.credits if credit.role in written))
    return ArticleColumns(
        article.key,
        digest_of(f"{form}{json.dumps(record, ensure_ascii=False, sort_keys=True)}\n{text}{mark}".encode()),
        article.kind.value,
        article.page,
        _page_order(article.page),
        printed.kicker,
        printed.title(),
        _lead(printed),
        json.dumps(list(dict.fromkeys(names)), ensure_ascii=False),
        sum(len(block.text) for block in printed.blocks),
        int(article.has_picture()),
    )


def packed(article: Article, text: str, form: str = "") -> PackedArticle:
    """Return an article as it is stored; `text` is its search text, `form` as in `of`."""
    return PackedArticle(of(article, text, form), packed_record(article, text))


def _page_order(page: str | None) -> int:
    """Return the sort key of a page: "1" < "2" < "10" < "A1" < "B1" < no page."""
    if page is None:
        return _NO_PAGE
    letters = page.rstrip("0123456789")
    number = int(page[len(letters) :][:6] or 0)
    return sum(ord(letter) << (7 * i) for i, letter in enumerate(reversed(letters[:3]))) * 1_000_000 + number


def _lead(article: Article) -> str:
    """Return the beginning of the text for a list: the first long enough paragraph, after its credit."""
    texts = [block.text for block in article.blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.NOTICE)]
    first_text = texts[0] if texts else ""
    text = next((text for text in texts if len(text) > 8), first_text)
    credits = [(text.find(credit.as_printed), len(credit.as_printed)) for credit in article.credits]
    begin = max((at + length for at, length in credits if 0 <= at <= _DATELINE), default=0)
    return (text[begin:].lstrip("）) 　") or text)[:120]


TABLE = f"""
CREATE TABLE text_dictionary (
    id INTEGER PRIMARY KEY,
    articles INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE TABLE article_text (
    article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    dictionary INTEGER NOT NULL,
    search BLOB NOT NULL,
    record BLOB NOT NULL
) STRICT;
CREATE INDEX article_text_to_pack ON article_text (article_id) WHERE dictionary <= {BY_ITSELF}
"""
"""`text_dictionary.articles` is the largest article id when the dictionary was trained."""

UPGRADE = f"""
ALTER TABLE article_text RENAME TO unpacked;
{TABLE};
INSERT INTO article_text SELECT article_id, {UNPACKED}, CAST(search_text AS BLOB), packed FROM unpacked;
DROP TABLE unpacked
"""

PACKED = "a.key, t.dictionary, t.search, t.record"
"""SQL for the arguments of `Unpacker.article`, from article `a` and article_text `t`."""

PackedTexts = tuple[str, int, bytes, bytes]
"""The arguments of `Unpacker.article`."""
_PACKED_TOGETHER = 100_000
"""Number of characters of the articles that are sent to another process together."""


class PackedArticles(Struct, frozen=True):
    """Articles as they are stored, with the dictionaries of their search texts by id: all that another process needs
    to unpack them.
    """

    articles: Sequence[PackedTexts]
    dictionaries: Mapping[int, bytes]

    def unpacker(self) -> Unpacker:
        return Unpacker(self._dictionary)

    def _dictionary(self, number: int) -> zstandard.ZstdCompressionDict:
        return zstandard.ZstdCompressionDict(self.dictionaries[number])


FETCHED_AT_ONCE = 256
_FETCHED_BYTES = 8 << 20
"""Size in bytes of the texts, when unpacked, that are fetched at once."""
_FETCHED_ALONE = 1 << 16
"""A packed search text of more bytes is not fetched together with others."""
# Number of articles needed for the first dictionary; growth factor for the next one.
_FIRST_TAUGHT = 1000
_TAUGHT_AGAIN = 16
_SAMPLE = 4000


class TextTable(Struct):
    """Queries on texts. `rows` queries the catalogue; raises what that raises, and PackDamaged. Thread-safe."""

    _rows: Callable[..., list[Any]]
    _dictionaries: dict[int, zstandard.ZstdCompressionDict] = {}
    _packer: Packer | None = None
    _here: threading.local = field(default_factory=threading.local)

    def search_texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield ids and search texts of those articles that exist; of `FETCHED_AT_ONCE` at a time in ascending order
        of ids.

        Large texts are fetched one by one, so that few are in memory at once.
        """
        unpacker = self.unpacker()
        for at in range(0, len(ids), FETCHED_AT_ONCE):
            for article_id, dictionary, packed in self._rows(
                "SELECT article_id, dictionary, CASE WHEN length(search) <= ? THEN search END FROM article_text"
                " WHERE article_id IN (SELECT value FROM json_each(?))",
                _FETCHED_ALONE,
                json.dumps(list(ids[at : at + FETCHED_AT_ONCE])),
            ):
                if packed is not None:
                    yield article_id, unpacker.text(dictionary, packed)
                    continue
                for large in self._rows(
                    "SELECT dictionary, search FROM article_text WHERE article_id = ?", article_id
                ):
                    yield article_id, unpacker.text(*large)

    def articles(self, ids: Sequence[int]) -> Iterator[tuple[int, Article]]:
        """Yield ids and articles, of those that exist, without the files that hold them."""
        unpacker = self.unpacker()
        for some in self.portions(ids):
            for article_id, *packed in self._rows(
                f"SELECT a.id, {PACKED} FROM article a JOIN article_text t ON t.article_id = a.id"
                " WHERE a.id IN (SELECT value FROM json_each(?))",
                json.dumps(some),
            ):
                yield article_id, unpacker.article(*packed)

    def portions(self, ids: Sequence[int]) -> Iterator[list[int]]:
        """Yield ids in lists, as many as may be held in memory at once, by their number and their unpacked bytes."""
        from reader.language.words import portions  # the first picture of a window needs no words

        for at in range(0, len(ids), FETCHED_AT_ONCE):
            some = ids[at : at + FETCHED_AT_ONCE]
            rows = self._rows(
                f"SELECT article_id, dictionary, length(search), substr(search, 1, {LONGEST_HEAD})"
                " FROM article_text WHERE article_id IN (SELECT value FROM json_each(?))",
                json.dumps(list(some)),
            )
            sizes = defaultdict(int, {article_id: unpacked_size(*packed) for article_id, *packed in rows})
            yield from portions(some, sizes.__getitem__, _FETCHED_BYTES)

    def packed(self, articles: Iterable[tuple[int, PackedTexts]]) -> Iterator[PackedArticles]:
        """Yield articles, each given with its number of characters, in portions for other processes."""
        from reader.language.words import portions

        for portion in portions(articles, itemgetter(0), _PACKED_TOGETHER):
            packed_articles = [article for _, article in portion]
            dictionaries: dict[int, bytes] = {}
            for _, dictionary_id, _, _ in packed_articles:
                if dictionary_id > BY_ITSELF and dictionary_id not in dictionaries:
                    dictionaries[dictionary_id] = self.dictionary(dictionary_id).as_bytes()
            yield PackedArticles(packed_articles, dictionaries)

    def unpacker(self) -> Unpacker:
        """Return this thread's own unpacker: creating one takes longer than unpacking a text."""
        thread_unpacker: Unpacker | None = getattr(self._here, "unpacker", None)
        if thread_unpacker is None:
            thread_unpacker = Unpacker(self.dictionary)
            self._here.unpacker = thread_unpacker
        return thread_unpacker

    def dictionary(self, dictionary_id: int) -> zstandard.ZstdCompressionDict:
        """Return a dictionary. Its id is a digest of its bytes, and therefore the same in every catalogue."""
        stored_dictionary = self._dictionaries.get(dictionary_id)
        if stored_dictionary is None:
            for (data,) in self._rows("SELECT data FROM text_dictionary WHERE id = ?", dictionary_id):
                stored_dictionary = zstandard.ZstdCompressionDict(data)
                self._dictionaries[dictionary_id] = stored_dictionary
        if stored_dictionary is None:
            raise PackDamaged(f"no dictionary {dictionary_id}")
        return stored_dictionary

    def newest(self) -> tuple[int, int] | None:
        """Return the id of the newest dictionary, and the largest article id when it was trained."""
        rows = self._rows("SELECT id, articles FROM text_dictionary ORDER BY articles DESC LIMIT 1")
        return rows[0] if rows else None

    def packer(self, dictionary_id: int | None) -> Packer:
        """Return the packer for writing; cached, because creating it takes as long as packing a hundred texts."""
        if self._packer is None or self._packer.dictionary != (dictionary_id or BY_ITSELF):
            self._packer = Packer(None if dictionary_id is None else self.dictionary(dictionary_id))
        return self._packer


class TextWriter(Struct):
    _connection: sqlite3.Connection
    table: TextTable
    _known_packer: Packer | None = None

    def put_packed(self, article_id: int, text: str, record: bytes) -> None:
        """Store a search text, and the record that `packed_record` returned."""
        self._connection.execute(
            "INSERT OR REPLACE INTO article_text VALUES (?, ?, ?, ?)",
            (article_id, *self.packed(text), record),
        )

    def tell_pictures(self, articles: Iterable[tuple[int, Article]]) -> None:
        """Store whether articles have pictures, of which an earlier version has not."""
        self._connection.executemany(
            "UPDATE article SET pictures = ? WHERE id = ?",
            ((article.has_picture(), article_id) for article_id, article in articles),
        )

    def packed(self, text: str, dictionary: int = BY_ITSELF, packed: bytes = b"") -> tuple[int, bytes]:
        """Return the dictionary and the bytes to store for a search text, which may be packed with one already."""
        if packed:
            return dictionary, packed
        return self._packer.dictionary, self._packer.text(text)

    def following(
        self, article_id: int, limit: int, characters: int
    ) -> Iterator[tuple[int, int, PackedTexts]]:
        """Yield the articles after the one with this id: their ids, numbers of characters, and packed texts.

        They are up to `limit`, and no more than the first with which they have more than so many `characters`.
        """
        rows = self._connection.execute(
            f"SELECT a.id, {PACKED} FROM article a JOIN article_text t ON t.article_id = a.id WHERE a.id > ?"
            " ORDER BY a.id LIMIT ?",
            (article_id, limit),
        )
        for next_id, key, dictionary, search, record in rows:
            size = unpacked_size(dictionary, len(search), search[:LONGEST_HEAD]) // BYTES_OF_CHARACTER
            yield next_id, size, (key, dictionary, search, record)
            characters -= size
            if characters < 0:
                return

    def copy(self, article_id: int, copy_id: int) -> None:
        """Store the text of the same article under another id."""
        self._connection.execute(
            "INSERT INTO article_text SELECT ?, dictionary, search, record FROM article_text WHERE article_id = ?",
            (copy_id, article_id),
        )

    def pack_again(self, limit: int) -> int:
        """Pack up to `limit` of the texts that could become smaller; return the number of such texts left."""
        could_be_smaller = f"dictionary <= {BY_ITSELF} AND dictionary < {self._packer.dictionary}"
        rows = self._connection.execute(
            f"SELECT a.id, {PACKED} FROM article_text t JOIN article a ON a.id = t.article_id"
            f" WHERE {could_be_smaller} LIMIT ?",
            (limit,),
        ).fetchall()
        unpacker = self.table.unpacker()
        for article_id, key, dictionary, search, record in rows:
            text = unpacker.text(dictionary, search)
            if dictionary == UNPACKED:
                record = packed_record(unpacker.article(key, dictionary, search, record), text)
            self.put_packed(article_id, text, record)
        (left,) = self._connection.execute(
            f"SELECT count(*) FROM article_text WHERE {could_be_smaller}"
        ).fetchone()
        return int(left)

    @property
    def _packer(self) -> Packer:
        if self._known_packer is None:
            self._known_packer = self.table.packer(self._best_dictionary())
        return self._known_packer

    def _best_dictionary(self) -> int | None:
        """Return the newest dictionary, or train a better one if the library has grown enough."""
        newest: int | None
        newest, articles = self.table.newest() or (None, 0)
        (count,) = self._connection.execute(
            "SELECT coalesce(max(article_id), 0) FROM article_text"
        ).fetchone()
        if count >= max(_FIRST_TAUGHT, articles * _TAUGHT_AGAIN):
            # spread evenly over all articles
            sample = range(1, count + 1, -(-count // _SAMPLE))
            better = trained([text for _, text in self.table.search_texts(sample)])
            if better is not None:
                self._connection.execute(
                    "INSERT OR REPLACE INTO text_dictionary VALUES (?, ?, ?)",
                    (better.dict_id(), count, better.as_bytes()),
                )
                return better.dict_id()
        return newest
