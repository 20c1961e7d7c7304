"""The identity of an article: its text, and where that text is printed.

Equal texts are common (agency reports, price tables, recurring notices), so a text does not identify the
article that a user has marked. A printing is a text in one newspaper on one day; while either of these is
unknown, in the content of one file. Bookmarks and other marks are attached to a `Printing`; `chosen` finds
its article again after names and dates were corrected, and files were moved, renamed or read again.

A link to an article (`yuebao:article/KEY?paper=…&date=…&page=…&file=…`; `file` is the digest of a file) identifies a
printing, and contains no path. It may come from anywhere, so whatever does not have exactly this form is rejected.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import say
from reader.language.patterns import pattern
from reader.newspaper.article import page_as_printed
from reader.newspaper.sync_clients import copy_names

FILE_MARK = 16
"""The number of hexadecimal digits of a `file_mark`."""

_DAY = pattern(r"([0-9]{4}-[0-9]{2}-[0-9]{2})@(.+)", re.S)
_FILE = pattern(f"[0-9a-f]{{{FILE_MARK}}}")


class Printing(Struct, frozen=True):
    """One article as it is printed somewhere.

    `key` is that of its text (`article.keys_of`); `newspaper` is "" and `date` None if they are not known.
    `page` is its label, `file` the `file_mark` of a file that contains it, `path` that file's path: "" if
    they are not known, as in records of earlier versions.
    """

    key: str
    newspaper: str = ""
    date: dt.date | None = None
    page: str | None = None
    file: str = ""
    path: str = ""

    @property
    def is_whole(self) -> bool:
        return bool(self.newspaper) and self.date is not None

    @property
    def name(self) -> str:
        """Return the key followed by newspaper and date, or by the file if one of these is unknown."""
        return f"{self.key}{self.place}"

    @property
    def place(self) -> str:
        """Return the part of the name after the key, which all articles of the issue share; "" if unknown."""
        if self.is_whole:
            return f"@{self.date}@{self.newspaper}"
        where = self.file or self.path
        if where:
            return f"@{where}"
        return ""

    def is_same(self, other: Printing) -> bool:
        """Return whether both are the same article: one name, and the same page or the same file."""
        is_same_place = self.page == other.page or (bool(self.file) and self.file == other.file)
        return is_same_place and self.name == other.name


class PrintedArticle(Struct, frozen=True):
    """An article of a library that is a candidate for a printing.

    `key` is the requested key; `shown_key` differs from it if only another source of the article has the text
    of that key. `sources` are the file marks and paths of the files that contain it.
    """

    id: int
    key: str
    shown_key: str
    newspaper: str
    date: dt.date | None
    month_day: str | None
    page: str | None
    sources: tuple[tuple[str, str], ...]
    edition: str | None = None

    @property
    def paths(self) -> list[str]:
        return sorted(path for _, path in self.sources)

    def is_in(self, file: str, path: str) -> bool:
        """Return whether the article is in a file with this `file_mark`, or at this path; "" matches none."""
        return any((file and file == mark) or (path and path == where) for mark, where in self.sources)

    def printing(self, near: Printing | None = None) -> Printing:
        """Return the article's printing, with the file of `near` if it is one of its files, else the first
        file.
        """
        near_file, near_path = (near.file, near.path) if near else ("", "")

        def distance(source: tuple[str, str]) -> tuple[bool, bool, str, str]:
            file, path = source
            return file != near_file, path != near_path, path, file

        file, path = min(self.sources, key=distance, default=("", ""))
        return Printing(self.shown_key, self.newspaper, self.date, self.page, file, path)


def file_mark(digest: bytes) -> str:
    return digest.hex()[:FILE_MARK]


def printing_to_json(printing: Printing) -> dict[str, object]:
    """Return the printing as a JSON object for `printing_from_json`; unknown fields are left out."""
    values = {
        "key": printing.key,
        "newspaper": printing.newspaper,
        "date": printing.date.isoformat() if printing.date else "",
        "page": printing.page or "",
        "file": printing.file,
        "path": printing.path,
    }
    return {name: value for name, value in values.items() if value}


def printing_from_json(data: Mapping[str, object]) -> Printing:
    """Return the printing in a JSON object, which may come from an untrusted file.

    Raises ValueError if it is not valid.
    """
    key, newspaper, date, page, file, path = (
        data.get(name, "") for name in ("key", "newspaper", "date", "page", "file", "path")
    )
    texts = (key, newspaper, date, page, file, path)
    if not key or not all(isinstance(text, str) and text == text.encode().decode() for text in texts):
        raise ValueError("printing")
    day = dt.date.fromisoformat(str(date)) if date else None
    return Printing(str(key), str(newspaper), day, str(page) or None, str(file), str(path))


def named_printing(name: str) -> Printing:
    """Return the printing with this `Printing.name`; fields that are not part of a name stay empty."""
    key, _, where = name.partition("@")
    match = _DAY.fullmatch(where)
    if match:
        try:
            return Printing(key, match[2], dt.date.fromisoformat(match[1]))
        except ValueError:
            return Printing(key, path=where)
    if _FILE.fullmatch(where):
        return Printing(key, file=where)
    return Printing(key, path=where)


def chosen(wanted: Printing, candidates: Sequence[PrintedArticle]) -> PrintedArticle | None:
    """Return the article of a printing, among candidates with its key or its opening; None if none of them is
    it.

    It is found by its file, else by newspaper and day, else by the path of its file; of several articles
    there, by page, then by key. A printing without a file, from an earlier version, also matches the only
    candidate with its key that does not contradict it; one whose file is gone, that in a copy of the file.
    """
    for is_it in (_has_file, _of_day):
        fitting = [candidate for candidate in candidates if is_it(wanted, candidate)]
        if fitting:
            return _nearest(wanted, fitting)
    possible = [candidate for candidate in candidates if not _contradicts(wanted, candidate)]
    at_path = [candidate for candidate in possible if _at_path(wanted, candidate)]
    if at_path:
        return _nearest(wanted, at_path)
    possible = [candidate for candidate in possible if candidate.key == wanted.key]
    if len(possible) == 1 and not wanted.file:
        return possible[0]
    copies = [candidate for candidate in possible if _is_in_copy(wanted, candidate)]
    if len(copies) == 1:
        return copies[0]
    return None


def _is_in_copy(wanted: Printing, candidate: PrintedArticle) -> bool:
    """Return whether an article is in a file that is by its name a copy of the printing's, which may be gone."""
    names = chain.from_iterable(copy_names(path) for _, path in candidate.sources)
    return any(name.original == wanted.path for name in names)


def after_move(printing: Printing, renamed: Printing) -> Printing:
    """Return `printing` with the key and the newspaper and date of `renamed`, or its file if these are unknown.

    The page stays the same.
    """
    key = renamed.key or printing.key
    if renamed.is_whole:
        return replace(printing, key=key, newspaper=renamed.newspaper, date=renamed.date)
    if renamed.file or renamed.path:
        file = renamed.file or printing.file
        path = renamed.path or printing.path
        return replace(printing, key=key, newspaper="", date=None, file=file, path=path)
    return replace(printing, key=key)  # `renamed` is from a version that identified articles by texts only


def is_described(article: PrintedArticle, words: Sequence[str]) -> bool:
    """Return whether each word is the article's date, newspaper, edition or page, or a mark or path of its files."""
    article_words = {article.newspaper, article.month_day, article.edition}
    article_words |= set(chain.from_iterable(article.sources))
    if article.date is not None:
        article_words |= {article.date.isoformat(), article.date.strftime("%Y%m%d")}
    if article.page is not None:
        article_words |= {article.page, page_as_printed(article.page), f"{page_as_printed(article.page)}版"}
    return all(word in article_words for word in words if word)


def is_in_named_file(article: PrintedArticle, words: Sequence[str]) -> bool:
    """Return whether a word names a file of the article, whatever the other words say of it.

    Without its file, a name that no longer fits may be that of any article with the text, or of none.
    """
    for source in article.sources:
        for word in words:
            if word and word in source:
                return True
    return False


def descriptions(articles: Sequence[PrintedArticle]) -> list[str]:
    """Return for each article of one key the shortest name by which `is_described` distinguishes it."""
    return [next(_distinguishing_names(article, articles)) for article in articles]


def printing_names(articles: Sequence[PrintedArticle]) -> list[str]:
    """Return for each article of one key a name that no other one has: `KEY` where it is the only one.

    Else it is `KEY@1987-06-12@PAPER`, with what is known of these; if others have the same, the edition, the page, and
    a file's path follow until none has.
    """
    ways = [_longer_and_longer(article) for article in articles]
    names = []
    for at, way in enumerate(ways):
        of_others = set(chain.from_iterable(other_way for other, other_way in enumerate(ways) if other != at))
        names.append(next((name for name in way if name not in of_others), way[-1]))
    return names


def told_name(printing: Printing, month_day: str | None) -> str:
    """Return the name by which a printing is told from others of its text: its key, day, newspaper and page."""
    day = printing.date.isoformat() if printing.date else month_day
    words = (day, printing.newspaper, _page_word(printing.page))
    return "@".join([printing.key, *filter(None, words)])


def _longer_and_longer(article: PrintedArticle) -> list[str]:
    day_and_paper = [article.key, *filter(None, [_day_word(article), article.newspaper])]
    further = [*filter(None, [article.edition, _page_word(article.page)]), *article.paths]
    return [article.key, *("@".join([*day_and_paper, *further[:count]]) for count in range(len(further) + 1))]


def _day_word(article: PrintedArticle) -> str:
    if article.date:
        return article.date.isoformat()
    return article.month_day or ""


def _page_word(page: str | None) -> str:
    if page:
        return page_as_printed(page) + "版"
    return ""


def _distinguishing_names(article: PrintedArticle, among: Sequence[PrintedArticle]) -> Iterator[str]:
    fields = (
        _day_word(article),
        article.newspaper,
        article.edition,
        _page_word(article.page),
        *article.paths,
    )
    words = [field for field in fields if field]
    ways = [words[:1], *([words[0], word] for word in words[1:]), words]
    for way in ways:
        if sum(is_described(other_article, way) for other_article in among) == 1:
            yield "@".join([article.key, *way])
    yield "@".join([article.key, *words])


def _nearest(printing: Printing, articles: Sequence[PrintedArticle]) -> PrintedArticle | None:
    """Return the candidate most like the printing, by issue, page, path and key in this order; else None."""

    def differences(article: PrintedArticle) -> tuple[object, ...]:
        return (
            (printing.newspaper, printing.date) != (article.newspaper, article.date),
            article.page != printing.page,
            not _at_path(printing, article),
            article.key != printing.key,
            article.shown_key != printing.key,
            sorted(article.sources),
            article.id,
        )

    return min(articles, key=differences, default=None)


def _has_file(printing: Printing, article: PrintedArticle) -> bool:
    return article.is_in(printing.file, "")


def _of_day(printing: Printing, article: PrintedArticle) -> bool:
    return printing.is_whole and (printing.newspaper, printing.date) == (article.newspaper, article.date)


def _at_path(printing: Printing, article: PrintedArticle) -> bool:
    return article.is_in("", printing.path)


def _contradicts(printing: Printing, article: PrintedArticle) -> bool:
    """Return whether both have a known newspaper, or date, and these differ."""
    is_other_paper = (
        bool(printing.newspaper and article.newspaper) and printing.newspaper != article.newspaper
    )
    is_other_day = None not in (printing.date, article.date) and printing.date != article.date
    return is_other_paper or is_other_day


SCHEME = "yuebao:"
LONGEST = 2000
"""Maximum characters of a link. Those of this program have about a tenth."""
_LONGEST_PAPER = 100
_LONGEST_PAGE = 20
_MOST_FIELDS = 12
_LINK = pattern(r"yuebao:(?://)?article/([a-z2-7]{16}(?:-[1-9][0-9]{0,5})?)/?(?:\?([^#?]*))?", re.I)
_DATE = pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BadLink(ValueError):
    """The text is no valid link to an article; the message, for the user, says so."""


def is_link(text: str) -> bool:
    """Return whether a text begins like a link. It may still be malformed."""
    return text[: len(SCHEME)].lower() == SCHEME


def link_to(printing: Printing) -> str:
    """Return the link to a printing, percent-encoded in ASCII so that other programs recognize it."""
    from urllib.parse import urlencode

    fields = {
        "paper": printing.newspaper[:_LONGEST_PAPER],
        "date": printing.date.isoformat() if printing.date else "",
        "page": (printing.page or "")[:_LONGEST_PAGE],
        "file": printing.file,
    }
    query = urlencode({name: value for name, value in fields.items() if value})
    return f"{SCHEME}article/{printing.key}" + (f"?{query}" if query else "")


def parse_link(text: str) -> Printing:
    """Return the printing that a link identifies. Raises BadLink."""
    from urllib.parse import parse_qsl

    if len(text) <= LONGEST and text.isprintable():
        match = _LINK.fullmatch(text)
    else:
        match = None
    if match is None:
        raise _bad(text)
    try:
        pairs = parse_qsl(
            match[2] or "", keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
        fields = dict(pairs)
        if len(fields) < len(pairs):
            raise _bad(text)
        date = _date(fields.get("date", ""))
    except ValueError as error:
        raise _bad(text) from error
    paper, page, file = (fields.get(name, "") for name in ("paper", "page", "file"))
    if file and not _FILE.fullmatch(file):
        raise _bad(text)
    if len(paper) > _LONGEST_PAPER or len(page) > _LONGEST_PAGE or not (paper + page).isprintable():
        raise _bad(text)
    return Printing(match[1].lower(), paper, date, page or None, file)


def stored_printing(text: str) -> Printing | None:
    """Return the printing of a stored link, or of a key as stored by earlier versions; else None."""
    try:
        return parse_link(text if is_link(text) else f"{SCHEME}article/{text}")
    except BadLink:
        return None


def _date(text: str) -> dt.date | None:
    """Return a date in the form YYYY-MM-DD; None for "". Raises ValueError for any other text."""
    if text and not _DATE.fullmatch(text):
        raise ValueError(text)
    if text:
        return dt.date.fromisoformat(text)
    return None


def _bad(text: str) -> BadLink:
    printable = ""
    for character in text[:60]:
        printable += character if character.isprintable() else "?"
    if len(text) > 60:
        printable += "…"
    return BadLink(
        say(
            "这不是阅报的链接，什么也没有打开：{link}。完整的链接像 yuebao:article/tze25a2vmsg5zpia",
            link=printable,
        )
    )
