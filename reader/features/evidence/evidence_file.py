"""The file of evidence (`docs/evidence-format.md`): lines of text that people can read, signed at the end.

A line is a name and a value in JSON; blank lines divide the records: the head, then one for each article.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from io import BufferedReader, FileIO
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec.structs import replace

from reader.i18n import say
from reader.newspaper.printing import Printing
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.givers import Giver, is_signed, met, own_key
from reader.storage.regular_file import open_regular

MOST_ARTICLES = 100_000
LARGEST = 2 << 30
"""Bytes of a file that is read."""
_LONGEST_RECORD = 128 << 20
"""The maximum number of bytes of a record: more than the text of the largest file takes."""
_PIECE = 1 << 20

_NAME = b"yuebao-evidence "
_FIRST = _NAME + b"1\n"
_FIRST_OF_DIGESTS = _NAME + b"2\n"
"""The first line of evidence with digests only, which a program that knows the form with texts alone refuses."""
_SALT_BYTES = 16
_LAST = re.compile(rb"key: ([0-9a-f]{64})\nsignature: ([0-9a-f]{128})\n")
_LAST_LENGTH = len("key: \nsignature: \n") + 64 + 128
_LINE = re.compile(rb"([a-z_]{1,20}): (.+)\n", re.S)

_Word = Annotated[str, msgspec.Meta(max_length=2000)]
_Count = Annotated[int, msgspec.Meta(ge=0, le=1 << 40)]


class EvidenceQuery(msgspec.Struct, frozen=True):
    """A query as it was typed and as it was understood, with what it found.

    `total_is_exact` is false where files were not read yet, or could not be searched. `as_printed`: words were searched
    in the typed characters only.
    """

    typed: _Word
    understood_as: _Word
    total: _Count
    total_is_exact: bool
    as_printed: bool = False


class Head(msgspec.Struct, frozen=True):
    """What the evidence is of, and the state of program and library when it was made.

    `origin` says in words what its articles are from, if not from the `query`s. `rules` are the versions of those
    rules of the program on which texts and hits depend. `not_counted` says in sentences what could not be counted.
    `has_texts` is false for the form with digests only.
    """

    made: Annotated[dt.datetime, msgspec.Meta(tz=True)]
    giver: Annotated[str, msgspec.Meta(max_length=200)]
    articles: Annotated[int, msgspec.Meta(ge=0, le=MOST_ARTICLES)]
    rules: dict[str, _Word]
    library: dict[str, _Word | int]
    read: dict[str, bool | int | float]
    origin: _Word = ""
    has_texts: bool = True
    query: tuple[EvidenceQuery, ...] = ()
    not_counted: tuple[_Word, ...] = ()


class EvidenceArticle(msgspec.Struct, frozen=True):
    """An article of the evidence.

    `text` is the article as read, without any correction: a line for each part of its headline, credit and block, each
    after the name of what it is. `digest` is that of these lines (`digest_of_lines`), `marks` are the places of the
    hits in them: number of the line, begin, end. `corrections` is the stamp of the corrections of its file, `corrected`
    has those of its characters.

    A sealed article has a `salt` and no text: `digest` is that of the salt and the lines, and so is each of
    `corrected`.
    """

    title: str
    citation: str
    key: _Word
    newspaper: _Word
    date: dt.date | None
    month_day: _Word | None
    edition: _Word | None
    page: _Word | None
    file: _Word
    path: str
    digest: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    corrections: _Word = ""
    corrected: tuple[str, ...] = ()
    marks: tuple[tuple[int, int, int], ...] = ()
    salt: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{32})?$")] = ""
    text: tuple[str, ...] = ()

    @property
    def is_sealed(self) -> bool:
        return bool(self.salt)

    @property
    def printing(self) -> Printing:
        return Printing(self.key, self.newspaper, self.date, self.page, self.file, self.path)

    @property
    def place(self) -> tuple[object, ...]:
        """Where it is printed, as the citation has it."""
        return self.newspaper, self.date, self.month_day, self.edition, self.page


_LISTS = {Head: ("query", "not_counted"), EvidenceArticle: ("corrected", "text")}
"""The fields of a record with a line for each of their values."""


class EvidenceUnreadable(LibraryError):
    """The file is no evidence, is damaged or changed, or of a later version; the message says what to do."""


def digest_of_lines(text: Iterable[str], salt: str = "") -> str:
    """Return the digest of the lines of an article: BLAKE2b (32 bytes) of each as JSON, followed by a line feed.

    The bytes of the salt, if there is one, are the key of the digest.
    """
    lines = b"".join(msgspec.json.encode(line) + b"\n" for line in text)
    return hashlib.blake2b(lines, digest_size=32, key=bytes.fromhex(salt)).hexdigest()


def sealed(article: EvidenceArticle) -> EvidenceArticle:
    """Return an article with the digest of its text in place of the text.

    One digest is of the whole text, as a single line could be guessed. Each article has a salt of its own, so that
    neither are digests of likely texts computed once for all evidence, nor equal texts seen to be equal.
    """
    salt = secrets.token_hex(_SALT_BYTES)
    return replace(
        article,
        salt=salt,
        digest=digest_of_lines(article.text, salt),
        corrected=_sealed_corrections(article.corrected, salt),
        text=(),
    )


def is_text_of(article: EvidenceArticle, text: Iterable[str]) -> bool:
    """Return whether a sealed article was made of this text."""
    return digest_of_lines(text, article.salt) == article.digest


def unsealed(article: EvidenceArticle, now: EvidenceArticle) -> EvidenceArticle:
    """Return a sealed article with the text of `now`, which it was made of."""
    corrected = article.corrected
    if corrected == _sealed_corrections(now.corrected, article.salt):
        corrected = now.corrected
    return replace(article, salt="", digest=now.digest, corrected=corrected, text=now.text)


def _sealed_corrections(corrected: Iterable[str], salt: str) -> tuple[str, ...]:
    return tuple(digest_of_lines([correction], salt) for correction in corrected)


def pieces(head: Head, articles: Iterable[EvidenceArticle]) -> Iterator[bytes]:
    """Yield the file, signed with this user's key. Raises LibraryError if that is damaged, OSError."""
    key = own_key()
    digest = hashlib.blake2b()
    records: Iterable[Head | EvidenceArticle] = chain([head], articles)
    first = _FIRST
    explanation = say(
        "阅报的证据：搜了什么、有哪些文章、当时的文字。用 reader evidence check 核对；改动一个字，签名就不合。"
    )
    if not head.has_texts:
        first = _FIRST_OF_DIGESTS
        explanation = say(
            "阅报的证据，只有摘要，没有文字：搜了什么、有哪些文章、各自文字的摘要。"
            "有同样报纸的人用 reader evidence check 核对。"
        )
    for piece in chain([first + f"# {explanation}\n\n".encode()], map(_record, records)):
        digest.update(piece)
        yield piece
    signature = key.sign(digest.digest()).signature
    yield f"key: {bytes(key.verify_key).hex()}\nsignature: {signature.hex()}\n".encode()


def _record(record: Head | EvidenceArticle) -> bytes:
    lists = _LISTS[type(record)]
    lines = []
    for name, value in msgspec.structs.asdict(record).items():
        for single_value in value if name in lists else [value]:
            lines.append(name.encode() + b": " + msgspec.json.encode(single_value) + b"\n")
    return b"".join(lines) + b"\n"


class EvidenceFile:
    """An open file of evidence, whose signature was checked. Opening it raises EvidenceUnreadable."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with self._opened() as file:
                key = self._checked(file)
            records = self._records()
            self.head: Head = self._read(next(records, b"{}"), Head)
            if self.head.has_texts != (self._first == _FIRST):
                raise self._damage()
        except OSError as error:
            raise EvidenceUnreadable(explain(error, path)) from error
        self.giver: Giver = met(self.head.giver, key)

    def articles(self) -> Iterator[EvidenceArticle]:
        """Read the articles, one after the other. Raises EvidenceUnreadable."""
        number = 0
        try:
            records = self._records()
            next(records)
            for number, record in enumerate(records, 1):
                article = self._read(record, EvidenceArticle)
                if number > self.head.articles or not self._is_whole(article):
                    raise self._damage()
                yield article
        except OSError as error:
            raise EvidenceUnreadable(explain(error, self.path)) from error
        if number != self.head.articles:
            raise self._damage()

    def _is_whole(self, article: EvidenceArticle) -> bool:
        """Return whether an article has the text that its digest is of; in the form with digests only, none."""
        if self.head.has_texts:
            return not article.is_sealed and article.digest == digest_of_lines(article.text)
        return article.is_sealed and not article.text

    def _opened(self) -> BufferedReader:
        # only a regular file: opening a pipe or device from elsewhere could block for ever
        return BufferedReader(FileIO(open_regular(self.path)), _PIECE)

    def _checked(self, file: BufferedReader) -> bytes:
        """Return the public key that has signed the file; nothing of it is parsed before."""
        size = file.seek(0, 2)
        file.seek(0)
        first = file.readline(len(_FIRST) + 20)
        if not first.startswith(_NAME):
            raise EvidenceUnreadable(say("{path} 不是阅报的证据文件。", path=self.path))
        self._first = first
        is_known = first in (_FIRST, _FIRST_OF_DIGESTS)
        if not is_known and re.fullmatch(_NAME + rb"[1-9][0-9]{0,5}\n", first):
            raise EvidenceUnreadable(say("{path} 是由更新版本的阅报做的，请先升级阅报。", path=self.path))
        if size > LARGEST:
            raise EvidenceUnreadable(
                say("{path} 大过 {n} GB，不像证据文件，没有读。", path=self.path, n=LARGEST >> 30)
            )
        left = size - _LAST_LENGTH
        digest = hashlib.blake2b()
        file.seek(0)
        while left > 0 and (piece := file.read(min(left, _PIECE))):
            digest.update(piece)
            left -= len(piece)
        signed = _LAST.fullmatch(file.read(_LAST_LENGTH + 1))
        if not is_known or left or signed is None:
            raise self._damage()
        key, signature = (bytes.fromhex(group.decode()) for group in signed.groups())
        if not is_signed(key, signature, digest.digest()):
            raise self._damage()
        self._end = size - _LAST_LENGTH
        return key

    def _records(self) -> Iterator[bytes]:
        """Yield the records as JSON objects; being signed does not make them well formed."""
        with self._opened() as file:
            file.readline()
            record: dict[bytes, list[bytes]] = {}
            left = _LONGEST_RECORD
            while file.tell() < self._end:
                line = file.readline(left)
                left -= len(line)
                if line == b"\n":
                    if record:
                        yield _as_object(record)
                    record = {}
                    left = _LONGEST_RECORD
                elif not line.startswith(b"# "):
                    match = _LINE.fullmatch(line)
                    if match is None or left <= 0 or not _is_one_value(match[2]):
                        raise self._damage()
                    values = record.setdefault(match[1], [])
                    if values and match[1] not in _NAMES_OF_LISTS:
                        raise self._damage()  # of two titles it would not be known which was signed
                    values.append(match[2])
            if record:
                raise self._damage()

    def _read(self, record: bytes, kind: type[Any]) -> Any:
        try:
            return msgspec.json.decode(record, type=kind)
        except (ValueError, RecursionError) as error:
            raise self._damage() from error

    def _damage(self) -> EvidenceUnreadable:
        return EvidenceUnreadable(
            say(
                "{path} 不完整，或做成以后有人改动过（编辑器另存一次也算）。请向给您的人再要一份。",
                path=self.path,
            )
        )


_NAMES_OF_LISTS = frozenset(name.encode() for names in _LISTS.values() for name in names)


def _is_one_value(value: bytes) -> bool:
    """Return whether the bytes behind a name are a single value in JSON, and not the begin of something longer."""
    try:
        msgspec.json.decode(value)
    except (ValueError, RecursionError):
        return False
    return True


def _as_object(record: Mapping[bytes, list[bytes]]) -> bytes:
    members = []
    for name, parts in record.items():
        if name in _NAMES_OF_LISTS:
            value = b"[%b]" % b",".join(parts)
        else:
            value = parts[0]
        members.append(b'"%b":%b' % (name, value))
    return b"{%b}" % b",".join(members)
