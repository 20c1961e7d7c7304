"""The texts in the catalogue, packed: one row per article, with the id of its dictionary.

A dictionary is trained on the library's own texts when there are enough of them, and another one when there are many
more; each is used for texts stored later. Texts with an older dictionary, and those that an earlier version has stored
unpacked, are packed again gradually (`TextWriter.pack_again`).

The search text of an article is compressed with a dictionary, trained on texts of the same library; the record of the
article with the search text, from which it differs little. Both are in UTF-16: where a Han character is one unit of
two bytes, Zstandard finds more than in UTF-8, and Python decodes it as fast. Newspaper text takes 0.3–0.4 and 0.05–0.1
of the search text's UTF-8; decompressing a search text takes 4 µs.
"""

import datetime as dt
import json
import sqlite3
import threading
from codecs import utf_16_le_decode
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import accumulate, chain
from typing import Any, NamedTuple, Protocol, TypeVar

import msgspec
import zstandard
from msgspec import Struct, field

from reader.newspaper.article import (
    Article,
    ArticleKind,
    Block,
    BlockKind,
    CharacterReading,
    Credit,
    ElsewhereText,
    LineSpan,
    Role,
)
from reader.newspaper.json_format import article_from_json, article_to_json
from reader.storage.folder import digest_of

# Values in place of a dictionary's id: the texts are unpacked, as in catalogues before version 5; the search text is
# compressed without a dictionary.
UNPACKED = -1
BY_ITSELF = 0

_LARGEST_DICTIONARY = 196_608
"""Bytes. Above, Zstandard uses parameters for inputs of more than 256 KB, which compress less at the same level."""
_TAUGHT = 8
"""Amount of text that a dictionary is trained on, as a multiple of its size."""
_LEAST_TAUGHT = 100_000
# Zstandard's compression levels. Level 12 would find 2 % more in five times the time.
_LEVEL = 7
_RECORD_LEVEL = 5
# Number of characters from which on a text is no newspaper article, and its compression level: time matters more than
# space then, and the repetitions of a record are too far apart for Zstandard.
_LARGE = 1_000_000
_LEVEL_OF_LARGE = 1
_HELD = 1 << 20
"""Size in bytes from which on a decompressed text is cached, because decompressing takes long."""
_SLICE = 1 << 22
"""Bytes that are decoded in one call, during which other threads wait."""
_LARGEST = 1 << 30
_MOST_MARKS = 1 << 25
_ENCODING = ("utf-16-le", "surrogatepass")
BYTES_OF_CHARACTER = 2
"""Size of nearly every character of an unpacked text."""

# What follows is part of the format: records that were packed with it can be read with nothing else.
_USUAL_RECORD = (
    '"role":"author","names":["role":"editor","names":["role":"agency","names":["role":"photographer","names":['
    '"kind":"notices","kind":"unplaced","kind":"continuation","kind":"notice","text":"","kind":"caption","text":"'
    '","source_lines":[2,0,2,0]},{"kind":"jump","text":"","source_lines":[1,0,1,0]},{"kind":"subhead","text":"'
    '"kind":"article","page":"1","section":null,"kicker":null,"headline":null,"decks":[],"credits":[],'
    '"credits":[{"role":"correspondent","names":["","as_printed":"{"role":"reporter","names":["","as_printed":"'
    '"}],"jump_from":null,"jump_to":null,"blocks":[{"kind":"paragraph","text":"",'
    '"source_lines":[1,0]},{"kind":"paragraph","text":"","source_lines":[2,0]},{"kind":"paragraph","text":"'
    '","source_lines":[2,0]}],"source_lines":[1,0,2,0,2,0,2,0,2,0,2,0]}'
)
_WIDE = tuple(zip(",:;?!()", "，：；？！（）", strict=True))


class PackDamaged(Exception):
    """The bytes are not those that were packed."""


def trained(texts: Sequence[str]) -> zstandard.ZstdCompressionDict | None:
    """Train a dictionary on what the texts have in common. Return None if they are too few."""
    samples: list[bytes | bytearray | memoryview] = [text.encode(*_ENCODING) for text in texts]
    taught = sum(map(len, samples))
    if taught < _LEAST_TAUGHT:
        return None
    try:
        return zstandard.train_dictionary(min(_LARGEST_DICTIONARY, taught // _TAUGHT), samples, d=6, k=50)
    except zstandard.ZstdError:
        return None


class Packer:
    """Packs texts with one dictionary, or with None. Not for two threads at a time."""

    def __init__(self, dictionary: zstandard.ZstdCompressionDict | None) -> None:
        if dictionary:
            self.dictionary = dictionary.dict_id()
        else:
            self.dictionary = BY_ITSELF
        if dictionary:
            dictionary.precompute_compress(level=_LEVEL)
        self._compressor = _compressor(_LEVEL, dictionary)

    def text(self, text: str) -> bytes:
        if len(text) < _LARGE:
            compressor = self._compressor
        else:
            compressor = _compressor(_LEVEL_OF_LARGE, None)
        return compressor.compress(text.encode(*_ENCODING))


def packed_record(article: Article, text: str) -> bytes:
    """Return the article without its key, packed; `text` is its search text."""
    record = article_to_json(article)
    # it is a column of the row
    del record["key"]
    _replace_lines(record, _steps)
    written = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    is_large = len(text) >= _LARGE
    if is_large:
        compressor = _compressor(_LEVEL_OF_LARGE, None)
    else:
        prefix = zstandard.ZstdCompressionDict(_prefix(text), zstandard.DICT_TYPE_RAWCONTENT)
        compressor = _compressor(_RECORD_LEVEL, prefix)
    return compressor.compress(written.encode(*_ENCODING))


def packed_marks(marks: str) -> bytes:
    """Return marks of the characters of a search text, packed."""
    return _compressor(_LEVEL, None).compress(marks.encode(*_ENCODING))


def marks_of(packed: bytes) -> str:
    """Return the marks that `packed_marks` has packed. Raises PackDamaged, also for more than `_MOST_MARKS`."""
    try:
        return _decompressed(zstandard.ZstdDecompressor(), packed, 2 * _MOST_MARKS)
    except (zstandard.ZstdError, ValueError) as error:
        raise PackDamaged(str(error)) from error


def _without_dictionary() -> dict[int, zstandard.ZstdDecompressor]:
    return {BY_ITSELF: zstandard.ZstdDecompressor()}


class Unpacker(Struct):
    """Unpacks texts; `dictionary` returns one by its id. Not for two threads at a time.

    Every method raises PackDamaged.
    """

    _dictionary: Callable[[int], zstandard.ZstdCompressionDict]
    _decompressors: dict[int, zstandard.ZstdDecompressor] = field(default_factory=_without_dictionary)
    _held: tuple[int, bytes, str] | None = None

    def text(self, dictionary: int, packed: bytes) -> str:
        """Return a search text. The last large one is cached, because a search needs it several times."""
        try:
            if dictionary == UNPACKED:
                return packed.decode()
            if zstandard.frame_content_size(packed) < _HELD:
                return _decompressed(self._decompressor(dictionary), packed)
            if self._held is None or self._held[:2] != (dictionary, packed):
                self._held = dictionary, packed, _decompressed(self._decompressor(dictionary), packed)
            return self._held[2]
        except (zstandard.ZstdError, ValueError) as error:
            raise PackDamaged(str(error)) from error

    def article(
        self, key: str, dictionary: int, packed_text: bytes, packed_record: bytes, text: str | None = None
    ) -> Article:
        """Return an article; `text` is its search text, where that is known."""
        try:
            if dictionary == UNPACKED:
                return article_from_json(json.loads(self._decompressors[BY_ITSELF].decompress(packed_record)))
            if text is None:
                text = self.text(dictionary, packed_text)
            return _article_of(key, text, packed_record, self._decompressors[BY_ITSELF])
        except (zstandard.ZstdError, ValueError, KeyError, TypeError) as error:
            raise PackDamaged(str(error)) from error

    def _decompressor(self, dictionary: int) -> zstandard.ZstdDecompressor:
        decompressor = self._decompressors.get(dictionary)
        if decompressor is None:
            decompressor = zstandard.ZstdDecompressor(dict_data=self._dictionary(dictionary))
            self._decompressors[dictionary] = decompressor
        return decompressor


LONGEST_HEAD = 18
"""Number of bytes at the beginning of a packed text from which its unpacked size is known."""


def unpacked_size(dictionary: int, size: int, head: bytes) -> int:
    """Return the size in bytes of an unpacked search text, given its packed `size` and the first `LONGEST_HEAD` packed
    bytes.
    """
    if dictionary == UNPACKED:
        return size
    try:
        return max(size, zstandard.frame_content_size(head))
    except zstandard.ZstdError as error:
        raise PackDamaged(str(error)) from error


def record_of(key: str, text: str, packed: bytes, longest: int = _LARGEST) -> dict[str, Any]:
    """Return the record that `packed_record` has packed, of an article with that key and search text.

    Raises PackDamaged, also for a record of more than `longest` bytes.
    """
    try:
        written = _unpacked_record(text, packed, longest, zstandard.ZstdDecompressor())
        record: dict[str, Any] = json.loads(written)
        _replace_lines(record, _spans)
    except (zstandard.ZstdError, ValueError, KeyError, TypeError) as error:
        raise PackDamaged(str(error)) from error
    return {"key": key, **record}


class _RecordBlock(Struct):
    """A block in a record; its lines are as `_steps` returned them."""

    kind: BlockKind
    text: str
    source_lines: list[int]


class _Record(Struct):
    """A record with the fields of `Article`, decoded without intermediate objects."""

    kind: ArticleKind
    page: str | None
    section: str | None
    kicker: str | None
    headline: str | None
    decks: tuple[str, ...]
    credits: tuple[Credit, ...]
    jump_from: str | None
    jump_to: str | None
    blocks: list[_RecordBlock]
    source_lines: list[int]
    readings: tuple[CharacterReading, ...] = ()
    elsewhere: tuple[ElsewhereText, ...] = ()


@cache
def _decoder() -> msgspec.json.Decoder[_Record]:
    return msgspec.json.Decoder(_Record)


def _article_of(key: str, text: str, packed: bytes, decompressor: zstandard.ZstdDecompressor) -> Article:
    """Return the article whose record is packed; it takes a fifth of the time of `record_of`.

    Raises what `record_of` does, and ZstdError.
    """
    try:
        record = _decoder().decode(_unpacked_record(text, packed, _LARGEST, decompressor))
    except (msgspec.DecodeError, UnicodeEncodeError):  # half of a character: only Python's decoder takes it
        return article_from_json(record_of(key, text, packed))
    blocks = []
    at = 0
    for block in record.blocks:
        spans, at = _spans_of(block.source_lines, at)
        blocks.append(Block(block.kind, block.text, spans))
    source_lines, _ = _spans_of(record.source_lines, 0)
    return Article(
        key,
        record.kind,
        record.page,
        record.section,
        record.kicker,
        record.headline,
        record.decks,
        record.credits,
        record.jump_from,
        record.jump_to,
        tuple(blocks),
        source_lines,
        record.readings,
        record.elsewhere,
    )


def _unpacked_record(text: str, packed: bytes, longest: int, decompressor: zstandard.ZstdDecompressor) -> str:
    if len(text) >= _LARGE:
        with suppress(zstandard.ZstdError):  # as earlier versions packed all records
            return _decompressed(decompressor, packed, longest)
    _check_size(packed, longest)
    # a decompressor made for each prefix would take twice the time of all else
    return _in_slices(decompressor.decompress_content_dict_chain([_as_frame(_prefix(text)), packed]))


def _as_frame(data: bytes) -> bytes:
    """Return data as a frame of Zstandard that is not compressed (RFC 8878, 3.1.1)."""
    blocks = [data[at : at + _LARGEST_BLOCK] for at in range(0, len(data), _LARGEST_BLOCK)] or [b""]
    frame = [_FRAME_HEAD, len(data).to_bytes(4, "little")]
    for number, block in enumerate(blocks, 1):
        head = len(block) << _BITS_OF_KIND | (number == len(blocks))
        frame += [head.to_bytes(3, "little"), block]
    return b"".join(frame)


_FRAME_HEAD = zstandard.FRAME_HEADER + b"\xa0"
"""The beginning of a frame that is decompressed as a whole, and has its size in four bytes."""
_LARGEST_BLOCK = 1 << 17
"""Bytes."""
_BITS_OF_KIND = 3
"""The lowest bit of a block's head is that of the last one; the next two are 0 for one that is not compressed."""


def _compressor(level: int, dictionary: zstandard.ZstdCompressionDict | None) -> zstandard.ZstdCompressor:
    # with a checksum, since SQLite has none; the dictionary's id is a column of the row
    return zstandard.ZstdCompressor(level, dictionary, write_checksum=True, write_dict_id=False)


def _decompressed(decompressor: zstandard.ZstdDecompressor, packed: bytes, longest: int = _LARGEST) -> str:
    _check_size(packed, longest)
    return _in_slices(decompressor.decompress(packed))


def _check_size(packed: bytes, longest: int) -> None:
    # memory for the stated size would be allocated, even if a damaged frame states an impossible one
    if zstandard.frame_content_size(packed) > longest:
        raise zstandard.ZstdError("impossibly long")


def _in_slices(unpacked: bytes) -> str:
    if len(unpacked) <= _SLICE:
        return _decoded(unpacked, is_last=True)[0]
    parts: list[str] = []
    at = 0
    while at < len(unpacked):
        text, length = _decoded(unpacked[at : at + _SLICE], is_last=at + _SLICE >= len(unpacked))
        parts.append(text)
        at += length
    return "".join(parts)


def _decoded(data: bytes, *, is_last: bool) -> tuple[str, int]:
    return utf_16_le_decode(data, _ENCODING[1], is_last)  # asked for by name, it takes twice as long


def _prefix(text: str) -> bytes:
    """Return what a record is likely to repeat: a record's keys, the search text, and its likely printed form."""
    printed = text
    for narrow, wide in _WIDE:  # an eighth of the time of `translate`
        printed = printed.replace(narrow, wide)
    quoted = printed.split('"')
    likely = "".join(
        (_USUAL_RECORD, text, *chain.from_iterable(zip(quoted, "“”" * len(quoted), strict=False)))
    )
    return likely.encode(*_ENCODING)


def _replace_lines(
    record: dict[str, Any], replaced: Callable[[list[Any], int], tuple[list[Any], int]]
) -> None:
    """Replace the spans of lines of a record and its blocks, each relative to the end of those before it."""
    record["source_lines"], _ = replaced(record["source_lines"], 0)
    at = 0
    for block in record["blocks"]:
        block["source_lines"], at = replaced(block["source_lines"], at)


def _steps(spans: list[list[int]], at: int) -> tuple[list[int], int]:
    """Return [[first, last], …] as the differences of consecutive numbers, and the last number."""
    steps = []
    for number in chain.from_iterable(spans):
        steps.append(number - at)
        at = number
    return steps, at


def _spans(steps: list[int], at: int) -> tuple[list[list[int]], int]:
    spans, end = _spans_of(steps, at)
    return [list(span) for span in spans], end


def _spans_of(steps: list[int], at: int) -> tuple[tuple[LineSpan, ...], int]:
    """Return the spans for the differences that `_steps` returned, and their last number."""
    numbers = list(accumulate(steps, initial=at))
    return tuple(zip(numbers[1::2], numbers[2::2], strict=True)), numbers[-1]


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
_PACKED_TOGETHER = 50_000
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

        for portion in portions(articles, lambda each: each[0], _PACKED_TOGETHER):
            some = [article for _, article in portion]
            used = {dictionary for _, dictionary, _, _ in some if dictionary > BY_ITSELF}
            yield PackedArticles(some, {each: self.dictionary(each).as_bytes() for each in used})

    def unpacker(self) -> Unpacker:
        """Return this thread's own unpacker: creating one takes longer than unpacking a text."""
        thread_unpacker: Unpacker | None = getattr(self._here, "unpacker", None)
        if thread_unpacker is None:
            thread_unpacker = self._here.unpacker = Unpacker(self.dictionary)
        return thread_unpacker

    def dictionary(self, dictionary_id: int) -> zstandard.ZstdCompressionDict:
        """Return a dictionary. Its id is a digest of its bytes, and therefore the same in every catalogue."""
        stored_dictionary = self._dictionaries.get(dictionary_id)
        if stored_dictionary is None:
            for (data,) in self._rows("SELECT data FROM text_dictionary WHERE id = ?", dictionary_id):
                stored_dictionary = self._dictionaries[dictionary_id] = zstandard.ZstdCompressionDict(data)
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
